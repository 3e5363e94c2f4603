"""The points that no other point beats: at least as good in every figure and better in one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]
    Mask = NDArray[np.bool_]
    Ranks = NDArray[np.int64]


def front(columns: Sequence[Array]) -> Mask:
    """Which points are not dominated, where less is better in every column; equal points stand or fall together.

    Up to three columns take n log n steps, more of them n times the size of the front.

    >>> front([np.array([1, 2, 2, 3]), np.array([5, 4, 6, 1])]).tolist()
    [True, True, False, True]
    """
    ranked = [_ranks(column) for column in columns]
    count = len(ranked[0])
    order = np.lexsort(ranked[::-1])
    points = np.stack(ranked, axis=1)[order]
    fresh = np.ones(count, dtype=bool)
    fresh[1:] = (points[1:] != points[:-1]).any(axis=1)
    number = np.cumsum(fresh) - 1
    unique = points[fresh]
    kept = (_first, _second, _third)[len(columns) - 1](unique) if len(columns) <= 3 else _several(unique)
    found = np.zeros(count, dtype=bool)
    found[order] = kept[number] if count else fresh
    return found


def _ranks(column: Array) -> Ranks:
    """The column as its ranks, which compare as the values do, Python's integers and fractions included."""
    ranks: Ranks = np.unique(column, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return ranks


# Of points in order, each once, what dominates one stands before it, and is on the front itself or behind one that is.


def _first(points: Ranks) -> Mask:
    return np.asarray(np.arange(len(points)) == 0)


def _second(points: Ranks) -> Mask:
    """Those whose last figure is below that of all before."""
    last = points[:, 1]
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = last[1:] < np.minimum.accumulate(last)[:-1]
    return kept


def _third(points: Ranks) -> Mask:
    """Those that no step of the staircase, of the last two figures of all before, lies below."""
    kept = np.zeros(len(points), dtype=bool)
    seconds: list[int] = []  # rising, and
    thirds: list[int] = []  # falling
    for index, (second, third) in enumerate(points[:, 1:].tolist()):
        at = bisect_right(seconds, second)
        if at and thirds[at - 1] <= third:
            continue
        kept[index] = True
        start = bisect_left(seconds, second)
        end = start
        while end < len(thirds) and thirds[end] >= third:
            end += 1
        seconds[start:end], thirds[start:end] = [second], [third]
    return kept


def _several(points: Ranks) -> Mask:
    kept = np.zeros(len(points), dtype=bool)
    found = np.empty_like(points)
    size = 0
    for index, one in enumerate(points):
        if not (found[:size] <= one).all(axis=1).any():
            found[size] = one
            size += 1
            kept[index] = True
    return kept
