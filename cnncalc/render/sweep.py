"""A sweep for people: a table, and below it what became of the points that are not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.printable import printable
from cnncalc.render.sweep_values import field, in_bytes, size, texts
from cnncalc.render.values import decimal, people
from cnncalc.space.figures import FITS, NETWORK, PARTS, REASON

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options
    from cnncalc.space.keep import Keeper
    from cnncalc.space.work import Block

REASONS = 4
"""Reasons that are named one by one, the most frequent ones."""


def table(block: Block, names: Sequence[str], swept: Sequence[str], options: Options) -> Iterator[Item]:
    """A line a row."""

    def write(name: str, found: list[Any]) -> list[str]:
        return ["–" if value is None else _text(name, value, swept) for value in found]

    words = {name: name in (NETWORK, FITS, REASON) and name not in swept for name in names}
    headings = [Heading(printable(name), right=not words[name], folds=name == REASON) for name in names]
    lines = [Line(tuple(map(cell, row))) for row in texts(block, names, swept, write)]
    return layout(headings, lines, options.width, ascii_only=options.ascii_only)


def _text(name: str, value: Any, swept: Sequence[str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in PARTS and name not in swept:
        return (field if name == "field" else size)(value, decimal) or "–"
    if isinstance(value, tuple):
        return "[" + ", ".join(_text(name, one, (name,)) for one in value) + "]"
    if isinstance(value, str | float):
        return printable(str(value))
    if not isinstance(value, int):
        return decimal(value)
    return str(value) if name in swept else people(value, in_bytes=in_bytes(name, swept))


def told(keeper: Keeper, shown: int, options: Options, *, done: int, points: int, networks: int) -> Iterator[Item]:
    """How many points there were, and what became of those that have no row, a line each; `done` of `points` were computed."""
    every = f"{_count(points, 'point')} of {_count(networks, 'network')}" if networks > 1 else _count(points, "point")
    yield from fold(cell(f"{every}: {_count(shown, 'row')}"), options.width)
    for line in notes(keeper, shown, done=done, points=points):
        yield from fold(cell(line, "dim"), options.width)


def notes(keeper: Keeper, shown: int, *, done: int, points: int) -> Iterator[str]:
    """What a reader of the rows must know, a sentence each; nothing where every point has its row."""
    wishes = keeper.wishes
    misfits = sum(keeper.misfits.values())
    if misfits and not wishes.everything:
        yield f"{_count(misfits, 'does', 'do')} not fit; --all shows them: {_frequent(keeper.misfits)}"
    if keeper.refused:
        yield f"{_count(keeper.refused, 'does', 'do')} not satisfy --where"
    if keeper.unknown:
        yield f"{_count(keeper.unknown, 'has', 'have')} an unknown figure, so that nothing can be said: left out"
    if keeper.beaten:
        yield f"{_count(keeper.beaten, 'is', 'are')} beaten by others in {', '.join(_signed(key) for key in wishes.pareto)}"
    if keeper.full and done < points:
        yield f"computed up to --limit: {points - done:,} points were not looked at"
    elif keeper.kept > shown:
        yield f"{keeper.kept - shown:,} more rows: --limit {keeper.kept} shows them, --format csv has them all"
    elif wishes.limit is not None and wishes.waits and keeper.kept == wishes.limit:
        yield f"the first {_count(keeper.kept, 'row')} only: --limit"
    if keeper.singly:
        one_by_one = sum(keeper.singly.values())
        yield f"{_count(one_by_one, 'was', 'were')} computed one by one, for symbols cannot say it: {_frequent(keeper.singly)}"


def _signed(key: Any) -> str:
    return f"-{key.name}" if key.falling else str(key.name)


def _frequent(reasons: Counter[str]) -> str:
    """`pool1 leaves a remainder (12); pool2 leaves a remainder (3)`, and how many others there are."""
    named = [f"{printable(reason)} ({count:,})" for reason, count in reasons.most_common(REASONS)]
    if len(reasons) == 1:
        return printable(next(iter(reasons)))
    others = reasons.most_common()[REASONS:]
    if others:
        named.append(f"{_count(len(others), 'other reason')} ({sum(count for _, count in others):,})")
    return "; ".join(named)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
