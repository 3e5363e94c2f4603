"""Sums of numbers and symbols: of a hundred thousand values that are mostly alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def total(values: Iterable[Any]) -> Any:
    """The sum of integers and expressions; OverflowError beyond the algebra's limits.

    Equal expressions are counted and multiplied: to add them one by one builds a new expression for each.

    >>> total([1, 2, 3])
    6
    """
    found: Any = 0
    seen: dict[
        int, list[Any]
    ] = {}  # by identity, which is quicker asked than equality, and kept so that it stays theirs
    for value in values:
        if isinstance(value, int):
            found += value
        elif (alike := seen.get(id(value))) is not None:
            alike[1] += 1
        else:
            seen[id(value)] = [value, 1]
    times: dict[Any, int] = {}
    for value, count in seen.values():
        times[value] = times.get(value, 0) + count
    for value, count in times.items():
        found = found + value * count
    return found
