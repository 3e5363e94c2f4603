"""The report as comma-separated values: a line a row, numbers without separators, nothing that a spreadsheet would run.

A text that begins with a sign of a formula gets an apostrophe in front, which spreadsheets take as "this is text".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.arranging import arranged, cell_value
from cnncalc.render.columns import chosen, macs_heading
from cnncalc.render.grid import cell
from cnncalc.render.printable import printable
from cnncalc.render.summary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, options: Options) -> Iterator[Item]:
    """Every row of the report, in-place ones included."""
    columns = chosen(options.columns, report, options)
    lines = (
        [cell_value(column, line, report) for column in columns]
        for line in arranged(report, options._replace(everything=True))
    )
    # What another tool counts is not called MACs, also where nothing below the table could say so.
    plain = options.convention == "cnncalc"
    names = {"macs": "macs" if plain else macs_heading(options.convention), "layer": options.group_by or "layer"}
    return written([names.get(c.name, c.name) for c in columns], lines)


def render_family(reports: Sequence[Report], options: Options) -> Iterator[Item]:
    """A line a network."""
    macs = {} if options.convention == "cnncalc" else {"macs": macs_heading(options.convention)}
    return written([macs.get(f.name, f.name) for f in FACTS], ([f.of(report) for f in FACTS] for report in reports))


def written(names: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[Item]:
    yield cell(",".join(names))
    for line in lines:
        yield cell(",".join(map(field, line)))


def field(found: Any) -> str:
    """One value, quoted where it must be.

    >>> field(1728), field("=1+1"), field('a "b", c')
    ('1728', "'=1+1", '"a ""b"", c"')
    """
    if found is None:
        return ""
    text = printable(str(found))
    if not isinstance(found, int | float) and text.startswith(FORMULA_SIGNS):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"') else text
