"""Channels rearranged and chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.channels import Shuffle, Slice


def shuffle(layer: Shuffle, step: Step, x: Array) -> Array:
    """Channel j of group i becomes channel j·groups + i."""
    depth, height, width = x.shape
    out = np.empty(x.shape, dtype=x.dtype)
    each = depth // layer.groups
    mixed = out.reshape(each, layer.groups, height, width)
    mixed[...] = x.reshape(layer.groups, each, height, width).swapaxes(0, 1)
    return out


def part(layer: Slice, step: Step, x: Array) -> Array:
    """The channels from `start` to before `stop`: the same memory."""
    return x[layer.start : layer.stop]
