"""Max, average and global pooling: one pass over the image for every tap of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.forward import windows
from cnncalc.forward.windows import overlaps

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.forward.windows import Table
    from cnncalc.layers.pool import AveragePool, GlobalAveragePool, GlobalMaxPool, Pool


def maximum(layer: Pool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, positions down, positions across).

    Padding is never the largest. A window that holds no pixel at all, which Caffe may leave at the end, yields the lowest number.
    """
    rows, columns, _ = windows.pooling(layer, x.shape[1:], step.framework)
    out = np.full((len(x), len(rows), len(columns)), np.finfo(x.dtype).min, dtype=x.dtype)
    _over_taps(np.maximum, x, rows, columns, out)
    return out


def average(layer: AveragePool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, positions down, positions across).

    Padding counts as zeros in the mean, what hangs over beyond it does not; TensorFlow leaves both out. Where nothing counts the
    result is 0. Sources: Caffe pooling_layer.cpp, PyTorch `AvgPool2d`, TensorFlow `avg_pool2d`.
    """
    rows, columns, ends = windows.pooling(layer, x.shape[1:], step.framework)
    out = np.zeros((len(x), len(rows), len(columns)), dtype=x.dtype)
    _over_taps(np.add, x, rows, columns, out)
    counts = []
    for table, extent, end in zip((rows, columns), x.shape[1:], ends, strict=True):
        counted = (table >= 0) & (table < extent) if step.framework == "tensorflow" else table < end
        counts.append(counted.sum(axis=1))
    out /= np.maximum(1, np.outer(*counts)).astype(x.dtype)
    return out


def _over_taps(combine: Any, x: Array, rows: Table, columns: Table, out: Array) -> None:
    """`out = combine(out, pixel)` for every pixel under every window."""
    across = overlaps(columns, x.shape[2])
    for row in overlaps(rows, x.shape[1]):
        for column in across:
            target = out[:, row.positions, column.positions]
            combine(target, x[:, row.pixels, column.pixels], out=target)


def global_average(layer: GlobalAveragePool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, 1, 1): the mean of every channel."""
    mean: Array = x.mean(axis=(1, 2), keepdims=True)
    return mean


def global_maximum(layer: GlobalMaxPool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, 1, 1): the largest value of every channel."""
    largest: Array = x.max(axis=(1, 2), keepdims=True)
    return largest
