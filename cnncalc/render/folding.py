"""Which rows of a report share a line: what works in place joins its producer, and long networks fold their repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers.base import IN_PLACE
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from cnncalc.engine.report import Report, Row

REPEATS_FOLD_ABOVE = 500
"""A network of more rows than this folds repeats, unless everything is asked for."""
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


def bundles(report: Report, everything: bool = False, repeated: bool = True) -> Iterator[Bundle]:
    """The report's rows, in order, as the lines of a table; with `everything`, each row is a line of its own, and unless `repeated`, each repeat."""
    rows = report.rows
    repeats = iter(
        () if everything or not repeated or len(rows) <= REPEATS_FOLD_ABOVE else _repeats(rows, 0, len(rows), 0)
    )
    following = next(repeats, None)
    index = 0
    while index < len(rows):
        if following is not None and following.start == index:
            yield following
            index, following = following.end, next(repeats, None)
            continue
        end = index + 1
        if not everything and index:
            while end < len(rows) and _works_in_place(rows, end) and (following is None or end < following.start):
                end += 1
        yield Bundle(index, rows[index:end])
        index = end


def elided(lines: Sequence[Bundle]) -> Sequence[Bundle]:
    """The lines, or where nobody could read that many, their beginning and end, and the sum of those between."""
    if len(lines) <= LINES_AT_MOST:
        return lines
    half = LINES_AT_MOST // 2
    between = lines[half:-half]
    rows = [row for line in between for row in line.rows]
    title = _span((rows[0].id,), (rows[-1].id,))
    return [*lines[:half], Bundle(between[0].start, rows, title, f"{len(rows):,} layers"), *lines[-half:]]


def _span(first: tuple[str, ...], last: tuple[str, ...]) -> str:
    return ".".join(first) if first == last else f"{'.'.join(first)} … {'.'.join(last)}"


def _works_in_place(rows: Sequence[Row], index: int) -> bool:
    """Whether a row adds nothing to the one before it but its name: it overwrites that row's output and learns nothing."""
    row = rows[index]
    return (
        row.node.layer.storage == IN_PLACE
        and row.node.inputs == (index - 1,)
        and row.activations == 0
        and not row.cost.weights
        and row.node.scope == rows[index - 1].node.scope
    )


def _repeats(rows: Sequence[Row], start: int, end: int, depth: int) -> Iterator[Bundle]:
    """In document order, the runs of equal neighbouring scopes `depth` names deep: all members of a run but the first."""
    members = list(_members(rows, start, end, depth))
    position = 0
    while position < len(members):
        first = members[position]
        likeness = _likeness(rows, *first, depth) if len(members) > 1 else ()
        last = position
        while last + 1 < len(members) and members[last + 1][0] == members[last][1]:
            if _likeness(rows, *members[last + 1], depth) != likeness:
                break
            last += 1
        yield from _repeats(rows, *first, depth + 1)
        if last > position:
            begin, finish = members[position + 1][0], members[last][1]
            scope = rows[begin].node.scope[:depth]
            times = f"{last - position} × the same" if last - position > 1 else "the same"
            title = _span(rows[begin].node.scope[: depth + 1], rows[finish - 1].node.scope[: depth + 1])
            yield Bundle(begin, rows[begin:finish], title, times, scope)
        position = last + 1


def _members(rows: Sequence[Row], start: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
    """The stretches of rows that share a scope `depth` + 1 names deep."""
    index = start
    while index < end:
        scope = rows[index].node.scope[: depth + 1]
        begin = index
        while index < end and rows[index].node.scope[: depth + 1] == scope:
            index += 1
        if len(scope) > depth:
            yield begin, index


def _likeness(rows: Sequence[Row], start: int, end: int, depth: int) -> Sequence[Hashable]:
    """What makes two scopes equal: the same layers on the same shapes, wired alike."""
    return [
        (
            rows[i].node.layer,
            rows[i].inputs,
            tuple(i - source for source in rows[i].node.inputs),
            rows[i].activations,
            rows[i].node.scope[depth + 1 :],
        )
        for i in range(start, end)
    ]
