"""The points that no other point beats: at least as good in every figure and better in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]


def front(columns: Sequence[Array]) -> NDArray[np.bool_]:
    """Which points are not dominated, where less is better in every column; equal points stand or fall together.

    One column or two take n log n steps; more of them n times the size of the front.

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
    kept = _staircase(unique) if len(columns) <= 2 else _several(unique)
    found = np.zeros(count, dtype=bool)
    found[order] = kept[number] if count else fresh
    return found


def _ranks(column: Array) -> NDArray[np.int64]:
    """The column as its ranks, which compare as the values do, Python's integers and fractions included."""
    ranks: NDArray[np.int64] = np.unique(column, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return ranks


def _staircase(points: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of points in order, each once: those whose last figure is below that of all before."""
    if points.shape[1] == 1:
        return np.asarray(np.arange(len(points)) == 0)
    last = points[:, 1]
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = last[1:] < np.minimum.accumulate(last)[:-1]
    return kept


def _several(points: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of points in order, each once: what dominates a point stands before it, and is on the front or behind one that is."""
    kept = np.zeros(len(points), dtype=bool)
    found = np.empty_like(points)
    size = 0
    for index, one in enumerate(points):
        if not _dominated(one, found[:size]):
            found[size] = one
            size += 1
            kept[index] = True
    return kept


def _dominated(one: NDArray[np.int64], others: NDArray[np.int64]) -> bool:
    return bool((others <= one).all(axis=1).any())
