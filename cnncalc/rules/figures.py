"""The figures that `expect` and `budget` speak of, looked up in a report; their names are those of `spec/facts.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import INFO, Diagnostic
from cnncalc.layers.base import Pair
from cnncalc.spec.facts import BYTES, OF_NETWORK
from cnncalc.units import mb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Span
    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Claim

TOTALS = {
    "params": "params",
    "trainable_params": "trainable_params",
    "weights": "weights",
    "biases": "biases",
    "statistics": "statistics",
    "macs": "macs",
    "activations": "activations",
    "memory": "memory_bytes",
}
"""Figures that are sums over the layers, and what `Totals` calls them."""

PLURALS = ("params", "trainable_params", "weights", "biases", "statistics", "macs", "activations")

NAMED = 3
"""How many layers a message names."""


class NoFigure(Exception):
    """The report has no such figure; the message says why, in words."""


class BehindTheEnd(NoFigure):
    """It has none because a layer has no output; what is wrong there has been said."""


def figure(report: Report, path: tuple[str, ...]) -> Any:
    """The figure that a claim's path names: an int (or a symbolic one), a `Shape`, or a `Pair` for a field. Raises `NoFigure`.

    `("per_layer", "params")` is the largest of any layer.
    """
    if path[0] == "layers":
        row = _row(report, path[1])
        return row.output if len(path) == 2 else of_row(row, path[2])
    if path[0] == "outputs":
        return _output(report, path[1]).output
    _must_be_complete(report)
    if path[0] == "per_layer":
        return _largest(report, path[1])
    if path[0] == "output":
        return _output(report, "output").output
    if path[0] == "field":
        return of_row(_output(report, "output"), "field")
    if path[0] == "depth":
        from cnncalc.rules.depth import depth

        return depth(report)
    if path[0] == "peak_memory":
        return _peak(report)[0]
    return getattr(report.totals, TOTALS[path[0]])


def of_row(row: Row, name: str) -> Any:
    """A figure of one layer; its memory is that of its weights and its stored output, in bytes."""
    if name == "field":
        if row.field is None:
            raise NoFigure(f"the receptive field of {row.id} is unknown; `cnncalc explain` says why")
        return Pair(row.field.height.size, row.field.width.size)
    if name == "weights":
        return row.weight_params
    if name == "memory":
        return row.params * 4 + row.activation_bytes
    return getattr(row, name)


def is_number(value: Any) -> bool:
    """Whether a figure can be compared: no symbols in it. (A field may be a fraction of a pixel, behind up-sampling.)"""
    return all(hasattr(one, "denominator") for one in (value if isinstance(value, Pair) else (value,)))


def _row(report: Report, name: str) -> Row:
    try:
        return report[name]
    except KeyError as unknown:
        stopped = report.stopped_at
        if stopped is not None and report.network.find(name) is not None:
            raise BehindTheEnd(f"the network ends at {stopped.id}, which has no output") from None
        raise NoFigure(str(unknown.args[0])) from None


def _output(report: Report, name: str) -> Row:
    index = report.network.outputs.get(name)
    if index is None:
        known = ", ".join(report.network.outputs)
        raise NoFigure(f"the network has no output {name!r}, only {known}")
    if index >= len(report.rows):
        _must_be_complete(report)
    return report.rows[index]


def _must_be_complete(report: Report) -> None:
    if report.stopped_at is not None:
        raise BehindTheEnd(f"the network ends at {report.stopped_at.id}, which has no output")


def _largest(report: Report, name: str) -> Any:
    values = [of_row(row, name) for row in report.rows if name != "field" or row.field is not None]
    if not all(map(is_number, values)):
        raise NoFigure("the largest of symbolic figures is not known: give the symbols values, as in --set H=224")
    if name == "field":
        return Pair(max(value.height for value in values), max(value.width for value in values))
    return max(values)


def _peak(report: Report) -> tuple[int, str]:
    from cnncalc.engine.lifetimes import peak_values
    from cnncalc.engine.report import BYTES_PER_VALUE

    if not all(row.output.is_concrete for row in report.rows):
        raise NoFigure("peak memory compares sizes and needs numbers: give the symbols values, as in --set H=224")
    values, at = peak_values(report)
    return values * BYTES_PER_VALUE, at


def contributors(report: Report, path: tuple[str, ...]) -> str:
    """Where a figure comes from: `most of it: fc6 74 %, fc7 12 %, conv5_1 2 %`; "" for one of a single layer, or with symbols."""
    name = path[-1]
    if path == ("depth",):
        from cnncalc.rules.depth import deepest_path

        ids = [row.id for row in deepest_path(report)]
        shown = ids if len(ids) <= 2 * NAMED else [*ids[:NAMED], "…", *ids[-NAMED:]]
        return f"the longest path: {', '.join(shown)}"
    if path == ("peak_memory",):
        return f"the peak is reached at {_peak(report)[1]}"
    if path[0] == "per_layer" and name != "field":
        rows = sorted(report.rows, key=lambda row: of_row(row, name), reverse=True)[:NAMED]
        return (
            f"the largest: {', '.join(f'{row.id} {written(of_row(row, name))}' for row in rows if of_row(row, name))}"
        )
    if len(path) == 1 and name in TOTALS:
        return _shares(report, "params" if name == "trainable_params" else name)
    return ""


def _shares(report: Report, name: str) -> str:
    values = [(of_row(row, name), row) for row in report.rows]
    if not all(is_number(value) for value, _ in values):
        return ""
    total = sum(value for value, _ in values)
    values.sort(key=lambda pair: pair[0], reverse=True)
    shares = [f"{row.id} {100 * value / total:.0f} %" for value, row in values[:NAMED] if value]
    return f"most of it: {', '.join(shares) or 'nothing'}"


def written(value: Any, path: tuple[str, ...] = ()) -> str:
    """A figure as messages print it: `138,357,544`, `61.0 MB (60,950,432 bytes)`, `212x212`.

    >>> written(138357544), written(Pair(212, 196)), written(60_950_432, ("memory",))
    ('138,357,544', '212x196', '61.0 MB (60,950,432 bytes)')
    """
    if isinstance(value, Pair):
        return f"{value.height}x{value.width}"
    if not isinstance(value, int):
        return str(value)
    return f"{mb(value)} ({value:,} bytes)" if path and OF_NETWORK.get(path[-1]) == BYTES else f"{value:,}"


def place(report: Report, claim: Claim) -> tuple[Span | None, tuple[str, ...]]:
    """Where a claim stands, and a note for one from the command line, which is placed at the network's input."""
    if claim.span is not None:
        return claim.span, ()
    return report.network.nodes[0].span, ("from the command line",)


def stated(path: tuple[str, ...]) -> str:
    """How a message begins that states a figure: `params are`, `the field of conv1 is`, `the largest macs of one layer is`."""
    verb = "are" if path[0] != "per_layer" and path[-1] in PLURALS else "is"
    return f"{named(path)} {verb}"


def unchecked(code: str, what: str, report: Report, claims: list[Claim]) -> Iterator[Diagnostic]:
    """A note, if there is anything that could not be looked at because the network ends before it."""
    if claims:
        assert report.stopped_at is not None
        some = f"`{what}` is not checked" if len(claims) == 1 else f"{len(claims)} lines of `{what}` are not checked"
        message = f"{some}: the network ends at {report.stopped_at.id}, which has no output"
        yield Diagnostic(code, INFO, message, place(report, claims[0])[0], help=f"mend {report.stopped_at.id} first")


def named(path: tuple[str, ...]) -> str:
    """What a path is called in a message: `params`, `the macs of conv1`, `the output of conv1`, `the params of one layer`."""
    if path[0] == "layers":
        return f"the {path[2] if len(path) > 2 else 'output'} of {path[1]}"
    if path[0] == "outputs":
        return f"the output {path[1]}"
    return f"the largest {path[1]} of one layer" if path[0] == "per_layer" else path[0]
