"""What a point of a design space has: the figures of `expect` and `budget` by their names, each as one number or as a few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.spec.facts import OF_NETWORK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.engine.report import Report

PARTS = {
    "input": ("input_height", "input_width", "input_depth"),
    "output": ("output_height", "output_width", "output_depth"),
    "field": ("field_height", "field_width"),
}
"""Figures of several numbers, and what each is called."""

FIGURES = ("input", *OF_NETWORK)
FITS, REASON, NETWORK = "fits", "reason", "network"
"""Whether a point has figures, why not, and the network's name."""

NUMBERS = tuple(part for name in FIGURES for part in PARTS.get(name, (name,)))
"""Every figure as numbers, one by one."""

COLUMNS = {
    NETWORK: "the network's name",
    "input": "height x width x depth; input_height, input_width, input_depth",
    "output": "the same of the output; output_height, output_width, output_depth",
    "params": "learned numbers: weights and biases",
    "trainable_params": "the same, as frameworks call it",
    "weights": "learned numbers but biases",
    "biases": "the biases alone",
    "statistics": "running statistics, which are not among params",
    "macs": "multiply-accumulates for one image",
    "activations": "values stored for one image",
    "memory": "bytes of parameters and stored activations, float32",
    "peak_memory": "bytes of activations alive at once, at most",
    "depth": "layers with weights, one behind the other",
    "field": "pixels that one position of the output sees; field_height, field_width",
    FITS: "whether the input fits",
    REASON: "why it does not",
}
"""What the columns hold, in words; figures are those of `expect` and `budget`."""

PEAK = "peak_memory"


class Greatest(NamedTuple):
    """The greatest of several expressions, each once: which it is depends on the symbols. `times` that is the figure."""

    among: tuple[Any, ...]
    times: int


def needed(names: Iterable[str]) -> tuple[str, ...]:
    """The numbers behind columns: `output` is three."""
    found = dict.fromkeys(part for name in names for part in PARTS.get(name, (name,)))
    return tuple(name for name in found if name in NUMBERS)


def measured(report: Report, numbers: Iterable[str]) -> dict[str, Any]:
    """The figures of a whole network, number by number: ints, fractions or expressions; None for an unknown field."""
    from cnncalc.rules.figures import NoFigure, figure

    found: dict[str, Any] = {}
    for number in numbers:
        if number in found:
            continue
        name = next((whole for whole, parts in PARTS.items() if number in parts), number)
        if name == "input":
            value: Any = report.network.input
        elif name == PEAK and report.is_symbolic:
            value = _peak(report)
        else:
            try:
                value = figure(report, (name,))
            except NoFigure:
                value = (None, None)
        found.update(zip(PARTS[name], value, strict=True) if name in PARTS else ((name, value),))
    return found


def _peak(report: Report) -> Greatest:
    from cnncalc.engine.lifetimes import live_values
    from cnncalc.engine.report import BYTES_PER_VALUE

    return Greatest(tuple(dict.fromkeys(live_values(report))), BYTES_PER_VALUE)
