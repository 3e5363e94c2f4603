"""Layers that rearrange or repeat values: flatten and up-sampling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnncalc.forward.step import CHUNK
from cnncalc.forward.windows import between

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.reshape import Flatten, Upsample


def flatten(layer: Flatten, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth·height·width, 1, 1): the same memory, unless there are gaps in it."""
    return x.reshape(-1, 1, 1)


def upsample(layer: Upsample, step: Step, x: Array) -> Array:
    """(depth, height, width), each value `factor` times down and across, or in between by distance."""
    depth, height, width = x.shape
    down, across = layer.factor
    if layer.mode == "nearest":
        repeated = np.empty((depth, height, down, width, across), dtype=x.dtype)
        repeated[...] = x[:, :, np.newaxis, :, np.newaxis]
        return repeated.reshape(depth, height * down, width * across)
    out = np.empty((depth, height * down, width * across), dtype=x.dtype)
    top, bottom, lower = between(height, down)
    left, right, righter = between(width, across)
    low, near = lower.astype(x.dtype)[:, np.newaxis], righter.astype(x.dtype)
    many = max(1, CHUNK // (height * down * width * across))
    for start in range(0, depth, many):
        some = x[start : start + many]
        tall = some[:, top] * (1 - low) + some[:, bottom] * low
        out[start : start + many] = tall[:, :, left] * (1 - near) + tall[:, :, right] * near
    return out
