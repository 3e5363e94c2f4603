"""Joins: each copies, none works in the memory of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.join import Add, Concat, Multiply


def concat(layer: Concat, step: Step, *inputs: Array) -> Array:
    """Side by side along the depth; all heights and widths are the same."""
    return np.concatenate(inputs, axis=0)


def add(layer: Add, step: Step, *inputs: Array) -> Array:
    """Element by element; all shapes are the same."""
    if len({x.shape for x in inputs}) > 1:
        raise ValueError(f"cannot add arrays of shapes {', '.join(str(x.shape) for x in inputs)}")
    out = inputs[0].copy()
    for x in inputs[1:]:
        out += x
    return out


def multiply(layer: Multiply, step: Step, *inputs: Array) -> Array:
    """Element by element; a gate of (depth, 1, 1) or (1, height, width) stands for every position or channel."""
    out = np.array(np.broadcast_to(inputs[0], np.broadcast_shapes(*(x.shape for x in inputs))))
    for x in inputs[1:]:
        out *= x
    return out
