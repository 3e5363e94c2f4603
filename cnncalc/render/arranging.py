"""Lines in another order than the network's: grouped by kind or scope, sorted by a column, the largest few.

Whatever is left out is summed up in one line, so that the lines still add up to the totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.columns import COLUMNS, chosen, value
from cnncalc.render.folding import Bundle, bundles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.engine.report import Report, Row
    from cnncalc.render.columns import Column
    from cnncalc.render.options import Options

GROUPS = ("kind", "scope")
"""What rows can be grouped by."""
TOP_OF = "params"
"""What the largest are the largest of unless that is said."""


def arranged(report: Report, options: Options) -> list[Bundle]:
    """The lines that `options` ask for: each speaks of rows, and has a title unless these are one layer."""
    lines = (
        groups(report, options.group_by)
        if options.group_by
        else bundles(report, options.everything, repeated=not options.arranges)
    )
    if options.sort or options.top:
        (column,) = chosen((options.sort or TOP_OF,), report, options)
        lines.sort(key=lambda line: -_size(column, line, report))
    return leading(lines, options.top) if options.top else lines


def leading(lines: list[Bundle], most: int) -> list[Bundle]:
    """The first `most` lines, and one for the others."""
    if most >= len(lines):
        return lines
    others = [row for line in lines[most:] for row in line.rows]
    left = len(lines) - most
    return [*lines[:most], Bundle(0, others, f"{left:,} other{'s' if left > 1 else ''}", _layers(others))]


def groups(report: Report, by: str) -> list[Bundle]:
    """A line a kind, or a line a scope at the top, in the order in which they first come; a layer in no scope stands for itself."""
    found: dict[str, list[Row]] = {}
    starts: dict[str, int] = {}
    for line in bundles(report, everything=by == "kind", repeated=False):
        first = line.rows[0]
        name = first.node.layer.kind if by == "kind" else (first.node.scope or (first.id,))[0]
        starts.setdefault(name, line.start)
        found.setdefault(name, []).extend(line.rows)
    return [Bundle(starts[name], rows, name, _layers(rows)) for name, rows in found.items()]


def cell_value(column: Column, line: Bundle, report: Report) -> Any:
    """The column's value for a line; None where many rows have no value in common."""
    if not line.title:
        return value(column, line.rows, report)
    if column.name in ("layer", "id"):
        return line.title
    if column.name == "notation":
        return line.says
    return value(column, line.rows, report) if column.total is not None or column.share_of else None


def summable(name: str) -> bool:
    """Whether the column called `name` has a value for a group of layers."""
    column = COLUMNS[name]
    return (
        name == "layer"
        or column.total is not None
        or bool(column.share_of)
        or (column.over is not None and column.sums)
    )


def unordered(report: Report, options: Options) -> bool:
    """Whether the lines cannot be put in the order that is asked for: symbols have none."""
    if not options.sort and not options.top:
        return False
    column = COLUMNS[options.sort or TOP_OF]
    column = COLUMNS[column.share_of] if column.share_of else column
    (column,) = chosen((column.name,), report, options)
    return not all(isinstance(value(column, (row,), report), int) for row in report.rows)


def _size(column: Column, line: Bundle, report: Report) -> Any:
    """What a line is sorted by: a sum where there is one, else the most that any of its rows has; unknown shares come last."""
    if column.total is not None or column.share_of:
        found = value(column, line.rows, report)
        return -1 if found is None else found
    return max(column.of(row, report.network) for row in line.rows)


def _layers(rows: Sequence[Row]) -> str:
    return f"{len(rows):,} layer{'s' if len(rows) > 1 else ''}"
