"""Runs of neighbouring scopes that hold the same: what a long network repeats."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Row

    Run = tuple[int, int, int, int]
    """All members of a run but the first: their first row, the row behind their last, how many scopes they lie in, how many they are."""


def repeats(rows: Sequence[Row]) -> Iterator[Run]:
    """The outermost runs in document order; of a run's first member also those inside it."""
    yield from _Repeats(rows).between(0, len(rows), 0)


class _Repeats:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.scopes = [row.node.scope for row in rows]

    @cached_property
    def codes(self) -> list[int]:
        """A number for each row, equal for those of the same layer on the same shapes, wired alike."""
        known: dict[Any, int] = {}
        return [
            known.setdefault(
                (id(row.cost), row.activations, tuple([i - source for source in row.node.inputs])), len(known)
            )
            for i, row in enumerate(self.rows)
        ]

    def between(self, start: int, end: int, depth: int) -> Iterator[Run]:
        """The runs among the rows from `start` to `end`, which lie in the same scope `depth` names deep."""
        scopes = self.scopes[start:end]
        if len(scopes[0]) > depth and scopes[0][depth] in scopes[-1][depth : depth + 1]:
            depth = _common(min(scopes), max(scopes))  # of what lies in one scope, scope in scope, nothing is a run
        members = list(self.members(start, end, depth))
        position = 0
        while position < len(members):
            first = members[position]
            last = position
            while last + 1 < len(members) and members[last + 1][0] == members[last][1]:
                if not self.alike(first, members[last + 1], depth + 1):
                    break
                last += 1
            yield from self.between(*first, depth + 1)
            if last > position:
                yield members[position + 1][0], members[last][1], depth, last - position
            position = last + 1

    def members(self, start: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
        """The stretches of rows that share a scope `depth` + 1 names deep."""
        begin, last = start, None
        name: tuple[str, ...] = ()
        for index, scope in enumerate(self.scopes[start:end], start):
            if scope is last:  # nodes of one scope share it
                continue
            last = scope
            if scope[: depth + 1] != name:
                if len(name) > depth:
                    yield begin, index
                begin, name = index, scope[: depth + 1]
        if len(name) > depth:
            yield begin, end

    def alike(self, one: tuple[int, int], other: tuple[int, int], depth: int) -> bool:
        """Whether two scopes, `depth` names deep, hold the same layers under the same names."""
        return self.codes[slice(*one)] == self.codes[slice(*other)] and all(
            a[depth:] == b[depth:] for a, b in zip(self.scopes[slice(*one)], self.scopes[slice(*other)], strict=True)
        )


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many names two scopes have in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
