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
    times: dict[Any, int] = {}
    for value in values:
        if isinstance(value, int):
            found += value
        else:
            times[value] = times.get(value, 0) + 1
    for value, count in times.items():
        found = found + value * count
    return found
