"""One network under each framework's rounding and padding: where they part, and what that means behind it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import DOWN, FRAMEWORKS, SAME, UP
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report, Row
    from cnncalc.layers.base import Shape

ROUNDS = {DOWN: "rounding down", UP: "rounding up", SAME: "padding as SAME does"}


class Parting(NamedTuple):
    """Where the frameworks part: `at`, the index of the first layer whose outputs differ, and for every output who has it and why."""

    at: int
    outputs: tuple[tuple[tuple[str, ...], Any, str], ...]


class Reshaped(NamedTuple):
    """A layer whose weights are of other shapes under some frameworks: trained under one they do not load under another."""

    id: str
    params: tuple[tuple[tuple[str, ...], Any], ...]


def under_each(report: Report) -> dict[str, Report]:
    """The report of the same network under every framework's rules."""
    from cnncalc.engine import analyze

    network = report.network
    return {
        name: report if name == network.framework else analyze(network._replace(framework=name)) for name in FRAMEWORKS
    }


def parting(reports: dict[str, Report]) -> Parting | None:
    """The first layer at which not all outputs are the same; None if there is none."""
    for index, outputs in enumerate(_outputs(reports)):
        if outputs.count(outputs[0]) < len(outputs):
            said = {name: (out, _why(reports[name], name, index)) for name, out in zip(reports, outputs, strict=True)}
            return Parting(index, tuple((names, *why) for names, why in _groups(said)))
    return None


def _outputs(reports: dict[str, Report]) -> Iterator[tuple[Shape | None, ...]]:
    """Layer by layer its output under each framework; None behind the end of a report."""
    return zip_longest(*([row.output for row in report.rows] for report in reports.values()))


def _groups(values: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """Every value with the names that have it."""
    found: dict[Any, list[str]] = {}
    for name, value in values.items():
        found.setdefault(value, []).append(name)
    return [(tuple(names), value) for value, names in found.items()]


def _why(report: Report, name: str, index: int) -> str:
    """What the rules of a framework do at the layer."""
    layer, framework = report.network.nodes[index].layer, FRAMEWORKS[name]
    windows = layer.windows(framework)
    if windows is None or index >= len(report.rows):
        return ""
    if report.rows[index].cost.misfits:
        return "a fraction, an error"
    return ROUNDS.get(layer.rounding(framework, windows).rounding, "")


def changed_sizes(reports: dict[str, Report]) -> int:
    """How many layers have outputs of different sizes, or none, under some frameworks."""
    return sum(outputs.count(outputs[0]) < len(outputs) for outputs in _outputs(reports))


def reshaped(reports: dict[str, Report]) -> list[Reshaped]:
    """The layers whose weights have other shapes under some frameworks, in document order."""
    found = []
    alike: dict[tuple[int, ...], tuple[tuple[tuple[str, ...], Any], ...]] = {}
    for rows in zip_longest(*(report.rows for report in reports.values())):
        key = tuple([id(row and row.cost) for row in rows])  # layers that are alike share their costs
        if key not in alike:
            known: dict[str, Row] = {name: row for name, row in zip(reports, rows, strict=True) if row is not None}
            groups = _groups({name: tuple(weight.dims for weight in row.weights) for name, row in known.items()})
            alike[key] = tuple((names, known[names[0]].params) for names, _ in groups)
        if len(alike[key]) > 1:
            first = next(row for row in rows if row is not None)
            found.append(Reshaped(first.id, alike[key]))
    return found
