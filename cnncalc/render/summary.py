"""One line a network: what a family lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.render.columns import macs_heading
from cnncalc.render.grid import Heading, Line, cell, layout
from cnncalc.render.printable import printable
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options


class Fact(NamedTuple):
    """One fact of a network: its name, its heading, whether it is flush right, and where it is from."""

    name: str
    heading: str
    right: bool
    of: Callable[[Report], Any]


FACTS = (
    Fact("name", "network", False, lambda report: report.network.name),
    Fact("input", "input", True, lambda report: size(report.network.input)),
    Fact("params", "params", True, lambda report: report.totals.params),
    Fact("macs", "MACs", True, lambda report: report.totals.macs),
)
"""What is said of each network of a family."""


def headings_of(options: Options) -> list[str]:
    """The headings, MACs called as the convention in force calls what it counts."""
    return [macs_heading(options.convention) if fact.name == "macs" else fact.heading for fact in FACTS]


def render_family(reports: Sequence[Report], options: Options) -> Iterator[Item]:
    """A family's networks, one below the other; one that stops early says so."""
    headings = [Heading(heading, fact.right) for fact, heading in zip(FACTS, headings_of(options), strict=True)]
    lines = []
    for report in reports:
        cells = [cell(printable(people(fact.of(report), ascii_only=options.ascii_only))) for fact in FACTS]
        if report.stopped_at is not None:
            cells[2:] = [cell("stops at", "error"), cell(printable(report.stopped_at.id), "error")]
        lines.append(Line(tuple(cells)))
    return layout(headings, lines, options.width, ascii_only=options.ascii_only)
