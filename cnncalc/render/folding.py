"""Which rows of a report share a line: what works in place joins its producer, and long networks fold their repeats."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cnncalc.layers.base import IN_PLACE
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.engine.report import Report, Row

REPEATS_FOLD_ABOVE = 500
"""A network of more rows than this folds repeats, unless everything is asked for."""
JOINED_AT_MOST = 12
"""A line speaks of no more layers that work in place one behind the other."""
LINES_AT_MOST = 2000
"""A table of more lines than this shows its beginning and its end, unless everything is asked for."""


class Bundle(NamedTuple):
    """Rows that share one line: `rows` are the report's from index `start` on.

    A layer with what works in place behind it has no `title`. Rows that are summed up have: `stage3.3 … stage3.36`, which
    says what they are, "34 × the same", and stands in `scope`.
    """

    start: int
    rows: Sequence[Row]
    title: str = ""
    says: str = ""
    scope: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The index behind the last row."""
        return self.start + len(self.rows)


def bundles(report: Report, everything: bool = False, repeated: bool = True) -> list[Bundle]:
    """The report's rows, in order, as the lines of a table; with `everything`, each row is a line of its own, and unless `repeated`, each repeat."""
    starts, summed = _starts(report.rows, everything, repeated)
    return _lines(report.rows, [*starts, len(report.rows)], summed)


def elided(report: Report) -> list[Bundle]:
    """The lines, or where nobody could read that many, their beginning and end, and the sum of those between."""
    rows = report.rows
    starts, summed = _starts(rows)
    if len(starts) <= LINES_AT_MOST:
        return _lines(rows, [*starts, len(rows)], summed)
    half = LINES_AT_MOST // 2
    first, last = starts[half], starts[-half]
    title = _span((rows[first].id,), (rows[last - 1].id,))
    between = Bundle(first, rows[first:last], title, f"{last - first:,} layers")
    return [
        *_lines(rows, starts[: half + 1], summed),
        between,
        *_lines(rows, [*starts[-half:], len(rows)], summed),
    ]


def _starts(
    rows: Sequence[Row], everything: bool = False, repeated: bool = True
) -> tuple[list[int], dict[int, Bundle]]:
    """The rows that begin a line, and the lines among these that sum up repeats."""
    if everything:
        return list(range(len(rows))), {}
    starts: list[int] = []
    summed: dict[int, Bundle] = {}
    behind = 0
    if repeated and len(rows) > REPEATS_FOLD_ABOVE:
        from cnncalc.render.repeats import repeats

        for begin, end, depth, times in repeats(rows):
            starts += [*_own_lines(rows, behind, begin), begin]
            summed[begin] = _repeated(rows, begin, end, depth, times)
            behind = end
    return [*starts, *_own_lines(rows, behind, len(rows))], summed


def _repeated(rows: Sequence[Row], begin: int, end: int, depth: int, times: int) -> Bundle:
    """The line for all members of a run but the first."""
    scope = rows[begin].node.scope
    title = _span(scope[: depth + 1], rows[end - 1].node.scope[: depth + 1])
    return Bundle(begin, rows[begin:end], title, f"{times} × the same" if times > 1 else "the same", scope[:depth])


def _own_lines(rows: Sequence[Row], start: int, end: int) -> list[int]:
    """The rows from `start` to `end` that do not join the one before them; nothing joins the input."""
    alone = max(start, 1)
    own = [
        i
        for i in range(start, end)
        if rows[i].node.layer.storage != IN_PLACE or i <= alone or not _works_in_place(rows, i)
    ]
    return [i for begin, behind in pairwise([*own, end]) for i in range(begin, behind, JOINED_AT_MOST)]


def _lines(rows: Sequence[Row], cuts: Sequence[int], summed: dict[int, Bundle]) -> list[Bundle]:
    """A line from each cut to the next."""
    return [summed.get(start) or Bundle(start, rows[start:end]) for start, end in pairwise(cuts)]


def _span(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    return ".".join(first) if first == last else f"{'.'.join(first)} … {'.'.join(last)}"


def _works_in_place(rows: Sequence[Row], index: int) -> bool:
    """Whether a row, in place, adds nothing to the one before it but its name: it overwrites that row's output and learns nothing."""
    row = rows[index]
    return (
        row.node.inputs == (index - 1,)
        and row.activations == 0
        and not row.cost.weights
        and row.node.scope == rows[index - 1].node.scope
    )
