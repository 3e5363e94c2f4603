"""Zeros around a map, and channels of zeros behind its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.pad import Pad


def pad(layer: Pad, step: Step, x: Array) -> Array:
    """(depth, height, width) in the midst of zeros; the channels that are new are zeros throughout."""
    top, bottom, left, right = layer.margin or (0, 0, 0, 0)
    return np.pad(x, ((0, layer.channels or 0), (top, bottom), (left, right)))
