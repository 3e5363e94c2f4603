"""Depthwise convolution of deep maps: the depth is moved to the end, and all channels are weighed by a tap at once.

As matrix products it is as many as channels, each of a single row: slow, the more so the smaller the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnncalc.forward.columns import blocks
from cnncalc.forward.windows import spacing

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.forward.step import Array
    from cnncalc.forward.windows import Table

    Weigh = Callable[[Array, Array], Array]
    """`weigh(windows, weight)`: the sum over the taps of every window times its weight."""

BAND = 1 << 16
"""Values of the output that are computed at a time, single rows of positions apart: their windows stay in the processor's cache."""


def pays(depth: int, columns: Table) -> bool:
    """Whether the depth is longer than a row of positions: moving it to the end takes time of its own."""
    return depth > len(columns)


def slide_depthwise(x: Array, weight: Array, rows: Table, columns: Table, weigh: Weigh) -> Array:
    """`x` (depth, height, width), `weight` (depth·multiplier, 1, kernel height, kernel width), to (depth·multiplier, positions down, across)."""
    depth = len(x)
    multiplier = len(weight) // depth
    taps = np.ascontiguousarray(weight.reshape(depth, multiplier, *weight.shape[2:]).transpose(1, 2, 3, 0))
    out = np.empty((depth, multiplier, len(rows), len(columns)), dtype=np.result_type(x, weight))
    for block in blocks(len(rows), len(columns), depth * x.itemsize, BAND * x.itemsize):
        down, across = rows[block.rows], columns[block.columns]
        windows = _windows(_depth_last(x, down, across), down, across)
        for m in range(multiplier):
            out[:, m, block.rows, block.columns] = weigh(windows, taps[m]).transpose(2, 0, 1)
    return out.reshape(-1, len(rows), len(columns))


def _depth_last(x: Array, rows: Table, columns: Table) -> Array:
    """The pixels from the first to the last that these windows touch, as (height, width, depth); 0 outside `x`."""
    spans = [(int(table[0, 0]), int(table[-1, -1]) + 1) for table in (rows, columns)]
    band = np.zeros((*(end - start for start, end in spans), len(x)), dtype=x.dtype)
    pixels, places = [], []
    for (start, end), extent in zip(spans, x.shape[1:], strict=True):
        first = max(0, start)
        last = max(first, min(extent, end))  # there may be padding and nothing else
        pixels.append(slice(first, last))
        places.append(slice(first - start, last - start))
    band[places[0], places[1]] = x[:, pixels[0], pixels[1]].transpose(1, 2, 0)
    return band


def _windows(band: Array, rows: Table, columns: Table) -> Array:
    """(positions down, positions across, depth, kernel height, kernel width): the same memory."""
    (down, below), (across, beside) = spacing(rows), spacing(columns)
    spans = [int(table[0, -1] - table[0, 0]) + 1 for table in (rows, columns)]
    return sliding_window_view(band, spans, axis=(0, 1))[::down, ::across, :, ::below, ::beside]
