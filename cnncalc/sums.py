"""Sums of numbers and symbols: of a hundred thousand values that are mostly alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def total(values: Iterable[Any]) -> Any:
    """The sum of integers and expressions; OverflowError beyond the algebra's limits.

    The same expressions are counted and multiplied, and no expression is built but the last.

    >>> total([1, 2, 3])
    6
    """
    listed = list(values)
    if set(map(type, listed)) <= {int}:
        return sum(listed)
    different = {id(value): value for value in listed}
    return weighted((different[key], count) for key, count in Counter(map(id, listed)).items())


def weighted(parts: Iterable[tuple[Any, int]]) -> Any:
    """The sum of values, each so many times; OverflowError beyond the algebra's limits.

    >>> weighted([(3, 2), (5, 1)])
    11
    """
    listed = list(parts)
    if all(isinstance(value, int) for value, _ in listed):
        return sum(value * times for value, times in listed)
    from cnncalc.symbolic.expr import combined

    return combined(listed)
