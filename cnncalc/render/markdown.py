"""The report as a Markdown table, for a README or a pull request; whatever a file wrote is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.arranging import arranged
from cnncalc.render.columns import chosen, text, value
from cnncalc.render.grid import cell
from cnncalc.render.printable import printable
from cnncalc.render.summary import FACTS, headings_of
from cnncalc.render.values import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.columns import Column
    from cnncalc.render.folding import Bundle
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_{}[]<>#|~!$"} | {"&": "&amp;"})
"""What Markdown would read as markup or HTML."""


def render(report: Report, options: Options) -> Iterator[Item]:
    """A line a layer, in-place ones behind their producer unless everything is asked for; the totals at the end."""
    columns = chosen(options.columns, report, options)
    lines = [[_shown(column, line, report) for column in columns] for line in arranged(report, options)]
    if report.stopped_at is not None:
        node = report.stopped_at
        stop = {"layer": node.id, "id": node.id, "notation": node.layer.readable(), "output": "no output"}
        lines.append([escape(stop.get(column.name, "")) for column in columns])
    totals = [text(c, c.total(report.totals)) if c.total else "" for c in columns]
    totals[0] = totals[0] or "total"
    lines.append([f"**{escape(total)}**" if total else "" for total in totals])
    yield from written([c.heading for c in columns], [c.right for c in columns], lines)
    if report.is_symbolic:
        from cnncalc.render.symbols import sentences

        for sentence in sentences(report):
            yield from ((), cell(escape(sentence)))


def render_family(reports: Sequence[Report], options: Options) -> Iterator[Item]:
    """A line a network."""
    lines = ([escape(people(fact.of(report))) for fact in FACTS] for report in reports)
    return written(headings_of(options), [fact.right for fact in FACTS], lines)


def escape(found: str) -> str:
    """Text that Markdown shows as it is.

    >>> escape("conv1_1 | <b>")
    'conv1\\\\_1 \\\\| \\\\<b\\\\>'
    """
    return printable(found).translate(MARKS)


def _shown(column: Column, line: Bundle, report: Report) -> str:
    rows = line.rows
    if line.title and column.name in ("layer", "id"):
        return escape(line.title)
    if column.name == "notation":
        return escape(line.says or " · ".join(_notation(row) for row in rows))
    if line.title and column.total is None and not column.share_of:
        return ""
    found: Any = value(column, rows, report)
    mark = "! " if column.name == "output" and rows[0].cost.misfits else ""
    return mark + escape(text(column, found))


def _notation(row: Any) -> str:
    return row.node.layer.readable() if row.node.inputs else "INPUT"


def written(titles: Sequence[str], right: Sequence[bool], lines: Iterable[Sequence[str]]) -> Iterator[Item]:
    yield cell(f"| {' | '.join(titles)} |")
    yield cell(f"| {' | '.join('---:' if flush else '---' for flush in right)} |")
    for line in lines:
        yield cell(f"| {' | '.join(line)} |")
