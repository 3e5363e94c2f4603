"""One network under each framework's rounding and padding: where they part, and what that means behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import DOWN, FRAMEWORKS, SAME, UP
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Network

ROUNDS = {DOWN: "rounding down", UP: "rounding up", SAME: "padding as SAME does"}


class Parting(NamedTuple):
    """Where the frameworks part: `at`, the index of the first layer whose outputs differ, and for every output who has it and why."""

    at: int
    outputs: tuple[tuple[tuple[str, ...], Any, str], ...]


class Reshaped(NamedTuple):
    """A layer whose weights are of other shapes under some frameworks: trained under one they do not load under another."""

    id: str
    params: tuple[tuple[tuple[str, ...], Any], ...]


def under_each(network: Network) -> dict[str, Report]:
    """The report of the network under every framework's rules."""
    from cnncalc.engine import analyze

    return {name: analyze(network._replace(framework=name)) for name in FRAMEWORKS}


def parting(reports: dict[str, Report]) -> Parting | None:
    """The first layer at which not all outputs are the same; None if there is none."""
    longest = max(len(report.rows) for report in reports.values())
    for index in range(longest):
        outputs = {
            name: report.rows[index].output if index < len(report.rows) else None for name, report in reports.items()
        }
        if len(set(outputs.values())) > 1:
            groups = _groups({name: (output, _why(reports[name], name, index)) for name, output in outputs.items()})
            return Parting(index, tuple((names, *said) for names, said in groups))
    return None


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
    rows = [report.rows for report in reports.values()]
    shortest = min(map(len, rows))
    differing = sum(len({one[index].output for one in rows}) > 1 for index in range(shortest))
    return differing + max(map(len, rows)) - shortest


def reshaped(reports: dict[str, Report]) -> list[Reshaped]:
    """The layers whose weights have other shapes under some frameworks, in document order."""
    found = []
    for index in range(max(len(report.rows) for report in reports.values())):
        rows: dict[str, Row] = {
            name: report.rows[index] for name, report in reports.items() if index < len(report.rows)
        }
        groups = _groups({name: tuple(weight.dims for weight in row.weights) for name, row in rows.items()})
        if len(groups) > 1:
            first = next(iter(rows.values()))
            found.append(Reshaped(first.id, tuple((names, rows[names[0]].params) for names, _ in groups)))
    return found
