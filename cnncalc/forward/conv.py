"""Convolution, depthwise and transposed convolution; and the course's `im2col`, `forward` and `backward` on batches.

Source: CS231n, "Implementation as matrix multiplication".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnncalc.forward import windows
from cnncalc.forward.columns import correlate, gather, spread
from cnncalc.forward.depthwise import pays, slide_depthwise
from cnncalc.forward.windows import overlaps, slide

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.forward.windows import Table
    from cnncalc.layers.conv import Conv, Deconv, DepthwiseConv


def convolution(layer: Conv, step: Step, x: Array) -> Array:
    """(depth, height, width) to (filters, positions down, positions across)."""
    weight = step.weight(layer.filters, len(x) // layer.groups, *layer.kernel)
    rows, columns = windows.convolution(layer, x.shape[1:], step.framework)
    return _biased(layer.bias, step, correlate(x, weight, layer.groups, rows, columns, step.multiply))


def depthwise(layer: DepthwiseConv, step: Step, x: Array) -> Array:
    """As many groups as channels: filter `c·multiplier + m` slides over channel c alone."""
    weight = step.weight(layer.multiplier * len(x), 1, *layer.kernel)
    rows, columns = windows.convolution(layer, x.shape[1:], step.framework)
    if pays(len(x), columns):
        return _biased(layer.bias, step, slide_depthwise(x, weight, rows, columns, step.weigh))
    return _biased(layer.bias, step, correlate(x, weight, len(x), rows, columns, step.multiply))


def transposed(layer: Deconv, step: Step, x: Array) -> Array:
    """(depth, height, width) to (filters, height, width of the scattered windows without what is cut)."""
    weight = step.weight(len(x), layer.filters // layer.groups, *layer.kernel)
    rows, columns, size = windows.transposed(layer, x.shape[1:], step.framework)
    return _biased(layer.bias, step, spread(x, weight, layer.groups, rows, columns, size, step.multiply))


def _biased(has_bias: bool, step: Step, out: Array) -> Array:
    if has_bias:
        out += step.bias(len(out))[:, np.newaxis, np.newaxis]
    return out


def _slid(x: Array, kernel: tuple[int, ...], stride: int, padding: int) -> tuple[Table, Table]:
    height, width = (
        slide(extent, taps, stride, before=padding, after=padding)
        for extent, taps in zip(x.shape[2:], kernel, strict=True)
    )
    return height, width


def im2col(x: Array, kernel: tuple[int, int], stride: int = 1, padding: int = 0) -> Array:
    """Every window of a batch as one row: (images, depth, height, width) to (images·positions, depth·kernel).

    >>> im2col(np.zeros((10, 3, 7, 7)), (5, 5)).shape
    (90, 75)
    """
    rows, columns = _slid(x, kernel, stride, padding)
    places = (overlaps(rows, x.shape[2]), overlaps(columns, x.shape[3]))
    slabs = np.empty((len(x), x.shape[1], *kernel, len(rows), len(columns)), dtype=x.dtype)
    for image, slab in zip(x, slabs, strict=True):
        gather(image, *places, slab)
    return slabs.transpose(0, 4, 5, 1, 2, 3).reshape(len(x) * len(rows) * len(columns), -1)


def forward(x: Array, weight: Array, bias: Array, stride: int = 1, padding: int = 0) -> Array:
    """The convolution of a batch: (images, depth, height, width) to (images, filters, positions down, positions across).

    `weight` is (filters, depth, kernel height, kernel width), `bias` (filters,).
    """
    rows, columns = _slid(x, weight.shape[2:], stride, padding)
    out: Array = np.stack([correlate(image, weight, 1, rows, columns, np.matmul) for image in x])
    return out + bias[:, np.newaxis, np.newaxis]


def backward(dout: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0) -> tuple[Array, Array, Array]:
    """The gradients (dx, dweight, dbias) of `forward` on a batch, `dout` being that of its result."""
    rows, columns = _slid(x, weight.shape[2:], stride, padding)
    dx = np.stack([spread(image, weight, 1, rows, columns, x.shape[2:], np.matmul) for image in dout])
    by_filter = dout.transpose(1, 0, 2, 3).reshape(len(weight), -1)
    dweight = by_filter @ im2col(x, weight.shape[2:], stride, padding)
    return dx, dweight.reshape(weight.shape), by_filter.sum(axis=1)
