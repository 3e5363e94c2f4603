"""What is kept of a sweep: the points that fit, those that a condition holds of, the front, so many of them, in which order.

Points come in blocks. What can be said of a point by itself is said at once, so that rows may be written while others are computed;
only a front, and an order, wait for the end.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.record import NamedTuple
from cnncalc.space.closed import FITTING
from cnncalc.space.figures import NUMBERS, PARTS
from cnncalc.space.pareto import front
from cnncalc.space.where import column_of
from cnncalc.space.work import CHUNK, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cnncalc.space.where import Where
    from cnncalc.space.work import Block

    Array = NDArray[Any]

MOST_KEPT = 2_000_000
"""Rows that are held in memory for a front or an order."""


class TooMany(Exception):
    """More rows than can be held at once; the message says what to do."""


class Key(NamedTuple):
    """A column to sort by or to find the front of, and whether its largest values come first."""

    name: str
    falling: bool = False

    @property
    def numbers(self) -> tuple[str, ...]:
        return PARTS.get(self.name, (self.name,))


class Wishes(NamedTuple):
    """What to keep. `everything`: the points that do not fit, too; `limit`: so many rows at most."""

    where: Where | None = None
    pareto: tuple[Key, ...] = ()
    sort: tuple[Key, ...] = ()
    limit: int | None = None
    everything: bool = False

    @property
    def waits(self) -> bool:
        """Whether no row is sure before all are known."""
        return bool(self.pareto or self.sort)

    def numbers(self, swept: Sequence[str]) -> tuple[str, ...]:
        """The figures that it takes to decide."""
        keys = (number for key in (*self.pareto, *self.sort) for number in key.numbers)
        asked = (*keys, *(self.where.numbers(swept) if self.where else ()))
        return tuple(name for name in dict.fromkeys(asked) if name in NUMBERS and name not in swept)


class Keeper:
    """Takes blocks in, gives rows out; and counts what became of the others."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.points = self.kept = self.unknown = self.refused = self.beaten = 0
        self.misfits: Counter[str] = Counter()
        self.singly: Counter[str] = Counter()
        self._held: list[Block] = []
        self._settled = 0

    @property
    def fitting(self) -> int:
        """How many points fit."""
        return self.points - sum(self.misfits.values())

    @property
    def full(self) -> bool:
        """Whether further points can change nothing."""
        return not self.wishes.waits and self.wishes.limit is not None and self.kept >= self.wishes.limit

    def add(self, block: Block) -> Block:
        """The rows of a block that are sure; raises `Mistake` where a condition makes no sense of its values, and `TooMany`."""
        wishes = self.wishes
        self.points += block.size
        self.singly.update(block.singly)
        misfit = block.failed != FITTING
        numbers, counts = np.unique(block.failed[misfit], return_counts=True)
        self.misfits.update({block.reasons[number]: int(count) for number, count in zip(numbers, counts, strict=True)})
        if not wishes.everything:
            block = block.taken(~misfit)
        block = self._chosen(block)
        if wishes.waits:
            self._hold(block)
            return block.taken(slice(0, 0))
        if wishes.limit is not None:
            block = block.taken(slice(0, max(0, wishes.limit - self.kept)))
        self.kept += block.size
        return block

    def _chosen(self, block: Block) -> Block:
        """The rows that the condition holds of, and whose figures are known where they are to be compared."""
        if self.wishes.where is not None:
            holds, unknown = self.wishes.where.mask(block.columns, block.size)
            self.unknown += int(unknown.sum())
            self.refused += int((~holds & ~unknown).sum())
            block = block.taken(holds)
        known = np.ones(block.size, dtype=bool)
        for key in self.wishes.pareto:
            known &= ~_unknown(column_of(block.columns, key.name))
        self.unknown += int((~known).sum())
        return block.taken(known)

    def _hold(self, block: Block) -> None:
        if block.size:
            self._held.append(block)
        size = sum(held.size for held in self._held)
        # What is held is looked through when it has doubled, so that every row is looked at a few times only.
        if size > 2 * self._settled + 4 * CHUNK:
            size = self._settled = self._settle().size
        if size > MOST_KEPT:
            raise TooMany(f"more than {MOST_KEPT:,} rows to put in order: keep fewer of them with --where or --limit")

    def _settle(self) -> Block:
        """Drop what is beaten already."""
        block = joined(self._held)
        if self.wishes.pareto:
            columns = [_directed(column_of(block.columns, key.name), key.falling) for key in self.wishes.pareto]
            best = front(columns)
            self.beaten += int((~best).sum())
            block = block.taken(best)
        if self.wishes.sort:
            block = block.taken(_order(block, self.wishes.sort))
            if self.wishes.limit is not None and not self.wishes.pareto:
                block = block.taken(slice(0, self.wishes.limit))
        self._held = [block]
        return block

    def rest(self) -> Iterable[Block]:
        """The rows that had to wait."""
        if not self._held:
            return
        block = self._settle()
        if self.wishes.limit is not None:
            block = block.taken(slice(0, self.wishes.limit))
        self.kept = block.size
        self._held = []
        yield block


def _unknown(column: Array) -> NDArray[np.bool_]:
    if column.dtype != object:
        return np.zeros(len(column), dtype=bool)
    return np.array([value is None for value in column], dtype=bool)


def _directed(column: Array, falling: bool) -> Array:
    return -column if falling else column


def _order(block: Block, keys: Sequence[Key]) -> Array:
    """The order by keys, the first one first; what does not fit, or is unknown, comes last; equals keep their places."""
    ranks: list[Array] = []
    for key in keys:
        for name in key.numbers:
            column = block.columns[name]
            missing = _unknown(column) | ((block.failed != FITTING) & (name in NUMBERS))
            known = column[~missing]
            if column.dtype == object and len({isinstance(value, str | tuple) for value in known}) > 1:
                known = np.array([str(value) for value in known], dtype=object)  # words and numbers have no other order
            rank = np.full(len(column), np.iinfo(np.int64).max)
            found = np.unique(known, return_inverse=True)[1].reshape(-1)
            rank[~missing] = -found if key.falling else found
            ranks.append(rank)
    order: Array = np.lexsort(ranks[::-1])
    return order
