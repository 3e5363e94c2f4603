"""Positions cut off, moved into the depth, or spread out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnncalc.forward.windows import NoWindow

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.space import Crop, Reorg, Unpool


def crop(layer: Crop, step: Step, x: Array) -> Array:
    """What is left inside the margin: the same memory."""
    top, bottom, left, right = layer.margin
    height, width = x.shape[1:]
    if top + bottom >= height or left + right >= width:
        raise NoWindow(f"a margin of {tuple(layer.margin)} leaves nothing of {height}x{width} pixels")
    return x[:, top : height - bottom, left : width - right]


def reorg(layer: Reorg, step: Step, x: Array) -> Array:
    """(depth, height, width) to (depth·S·S, height/S, width/S); channel c's place (i, j) in the window is channel (c·S + i)·S + j.

    Source: PyTorch, `PixelUnshuffle`.
    """
    down, across = layer.factor
    depth, height, width = x.shape
    if height % down or width % across:
        raise ValueError(f"{height}x{width} pixels do not divide into windows of {down}x{across}")
    out = np.empty((depth, down, across, height // down, width // across), dtype=x.dtype)
    for i in range(down):
        for j in range(across):
            out[:, i, j] = x[:, i::down, j::across]
    return out.reshape(-1, height // down, width // across)


def unpool(layer: Unpool, step: Step, x: Array) -> Array:
    """Each value at the top left of a window of S x S, zeros elsewhere."""
    down, across = layer.factor
    depth, height, width = x.shape
    out = np.zeros((depth, height * down, width * across), dtype=x.dtype)
    out[:, ::down, ::across] = x
    return out
