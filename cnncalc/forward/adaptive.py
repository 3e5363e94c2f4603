"""Adaptive pooling: windows that cover the image evenly, however many there are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.forward.windows import evenly

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.adaptive import AdaptiveAveragePool, AdaptiveMaxPool


def average(layer: AdaptiveAveragePool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, *size): the mean under each window, of rows first, then of columns."""
    return _pooled(np.mean, layer.size, x)


def maximum(layer: AdaptiveMaxPool, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth, *size): the largest value under each window."""
    return _pooled(np.max, layer.size, x)


def _pooled(combine: Any, size: tuple[int, int], x: Array) -> Array:
    rows = [combine(x[:, start:end], axis=1) for start, end in evenly(x.shape[1], size[0])]
    tall: Array = np.stack(rows, axis=1)
    columns = [combine(tall[:, :, start:end], axis=2) for start, end in evenly(x.shape[2], size[1])]
    out: Array = np.stack(columns, axis=2)
    return out
