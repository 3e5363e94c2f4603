"""Where windows lie: the pixel that every tap of every window touches, found by sliding.

Along one axis a table of shape (positions, taps) holds pixel coordinates of the image: 0 is its first pixel, what lies below 0 or
at and beyond its extent is padding or overhang. How many positions there are is nothing but the length of that table. No
output-size formula is evaluated here: the pixels are written down, padded, and a window is slid over them.

Sources: Caffe conv_layer.cpp and pooling_layer.cpp, PyTorch Pool.h, TensorFlow's documentation of `tf.nn` (SAME and VALID).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cnncalc.layers.conv import Deconv, SlidingFilter
    from cnncalc.layers.pool import Pool

    Table = NDArray[np.intp]
    """Pixel coordinates, (positions, taps)."""

SAME, VALID = "same", "valid"


class NoWindow(ValueError):
    """Not one window fits the image, so there is no output."""


class Overlap(NamedTuple):
    """For one tap: the positions at which it touches the image, and the pixels that it touches there."""

    positions: slice
    pixels: slice


def overlaps(table: Table, extent: int) -> list[Overlap]:
    """Per tap of `table`, where it lies inside an image of `extent` pixels; a tap's coordinates rise evenly."""
    found = []
    for coordinates in table.T:
        first, last = np.searchsorted(coordinates, (0, extent)).tolist()
        step = int(coordinates[1] - coordinates[0]) if len(coordinates) > 1 else 1
        if first == last:
            found.append(Overlap(slice(0, 0), slice(0, 0)))
        else:
            pixels = slice(int(coordinates[first]), int(coordinates[last - 1]) + 1, step)
            found.append(Overlap(slice(first, last), pixels))
    return found


def spacing(table: Table) -> tuple[int, int]:
    """How many pixels lie between two positions and between two taps of `table`; 1 where there is only one."""
    stride = int(table[1, 0] - table[0, 0]) if len(table) > 1 else 1
    dilation = int(table[0, 1] - table[0, 0]) if table.shape[1] > 1 else 1
    return stride, dilation


def slide(extent: int, kernel: int, stride: int, dilation: int = 1, before: int = 0, after: int = 0) -> Table:
    """The windows that fit into `extent` pixels and the padding on both sides; an empty table if none does."""
    pixels = np.arange(-before, extent + after)
    span = dilation * (kernel - 1) + 1
    if span > len(pixels):
        return np.empty((0, kernel), dtype=np.intp)
    return sliding_window_view(pixels, span)[::stride, ::dilation]


def same(extent: int, kernel: int, stride: int, dilation: int) -> tuple[int, int]:
    """TensorFlow's SAME: as many positions as there are strides in the image; the padding that takes, the odd pixel after."""
    last_start = np.arange(extent)[::stride][-1].item()
    total = max(0, last_start + dilation * (kernel - 1) + 1 - extent)
    return total // 2, total - total // 2


def _sides(padding: Any, extents: tuple[int, ...], layer: Any, dilation: Any = (1, 1)) -> list[tuple[int, int]]:
    """Padding before and after, along height and width. Unstated it is D(F - 1)/2 a side, VGG's convention."""
    if padding == SAME:
        return [same(extents[a], layer.kernel[a], _stride(layer)[a], dilation[a]) for a in (0, 1)]
    if padding == VALID:
        return [(0, 0), (0, 0)]
    if padding is None:
        halves = [dilation[a] * (layer.kernel[a] - 1) // 2 for a in (0, 1)]
        return [(half, half) for half in halves]
    top, bottom, left, right = padding
    return [(top, bottom), (left, right)]


def _stride(layer: Any) -> Any:
    return layer.kernel if layer.stride is None else layer.stride


def convolution(layer: SlidingFilter, extents: tuple[int, ...], framework: str) -> tuple[Table, Table]:
    """A convolution's windows along height and width of an image with these `extents`.

    Caffe divides as C does, towards zero: where no window fits, one that hangs over the edge by less than a stride counts.
    """
    padding = SAME if layer.padding is None and framework == "tensorflow" else layer.padding
    tables = []
    for axis, (before, after) in enumerate(_sides(padding, extents, layer, layer.dilation)):
        sizes = (extents[axis], layer.kernel[axis], layer.stride[axis], layer.dilation[axis])
        table = slide(*sizes, before, after)
        if not len(table) and framework == "caffe":
            table = slide(*sizes, before, after + layer.stride[axis] - 1)[:1]
        tables.append(_some(table, *sizes))
    return tables[0], tables[1]


def pooling(layer: Pool, extents: tuple[int, ...], framework: str) -> tuple[Table, Table, list[int]]:
    """A pool's windows along height and width, and per axis where the padding after the image ends.

    Rounding up, a last window may hang over the edge by less than a stride; if it begins past the image it is dropped, by Caffe
    only if there is any padding at all.
    """
    stride = _stride(layer)
    sides = _sides(layer.padding, extents, layer)
    up = layer.padding != SAME and (framework == "caffe" if layer.ceil is None else layer.ceil)
    drops = framework != "caffe" or any(any(side) for side in sides)
    tables = []
    for axis, (before, after) in enumerate(sides):
        sizes = (extents[axis], layer.kernel[axis], stride[axis])
        table = slide(*sizes, before=before, after=after + (stride[axis] - 1 if up else 0))
        if up and drops and len(table) and table[-1, 0] >= extents[axis]:
            table = table[:-1]
        tables.append(_some(table, *sizes))
    return tables[0], tables[1], [extents[axis] + sides[axis][1] for axis in (0, 1)]


def transposed(layer: Deconv, extents: tuple[int, ...], framework: str) -> tuple[Table, Table, tuple[int, int]]:
    """A transposed convolution's windows on its output, one for every input position, and the output's height and width.

    The windows are laid out a stride apart and the padding is cut off. SAME keeps W·S of them, or, with output padding op,
    (W - 1)S + (E mod 2) + op; TensorFlow's VALID fills up to W·S. Source: Keras, `deconv_output_length`.
    """
    tables, sizes = [], []
    for axis, extent in enumerate(extents):
        stride, extra = layer.stride[axis], layer.output_padding[axis]
        taps = np.arange(layer.kernel[axis]) * layer.dilation[axis]
        table = np.arange(extent)[:, np.newaxis] * stride + taps
        covered = int(table[-1, -1]) + 1
        if layer.padding == SAME:
            size = extent * stride if extra == 0 else (extent - 1) * stride + (int(taps[-1]) + 1) % 2 + extra
            before = max(0, covered - size) // 2
        elif layer.padding == VALID:
            before = 0
            size = max(covered, extent * stride) if framework == "tensorflow" and not extra else covered + extra
        else:
            before, after = _sides(layer.padding, extents, layer, layer.dilation)[axis]
            size = covered - before - after + extra
        if size < 1:
            raise NoWindow(f"cutting the padding leaves nothing of {covered} pixels")
        tables.append(table - before)
        sizes.append(size)
    return tables[0], tables[1], (sizes[0], sizes[1])


def _some(table: Table, extent: int, kernel: int, stride: int, dilation: int = 1) -> Table:
    if not len(table):
        raise NoWindow(f"no window of {kernel} pixels, {dilation} apart, fits {extent} pixels and their padding")
    return table


def between(extent: int, factor: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Bilinear up-sampling along one axis: for every output pixel the input pixels on both sides and the share of the second.

    Pixels have their middles at halves: output o lies at (o + 1/2)/factor - 1/2; beyond the outermost middles the edge repeats.
    Source: PyTorch `Upsample(align_corners=False)`, TensorFlow `resize` with half-pixel centres.
    """
    # In whole numbers, 2·factor to a pixel, so that a share of 0 is exactly 0.
    places = np.clip(2 * np.arange(extent * factor) + 1 - factor, 0, 2 * factor * (extent - 1))
    first, rest = np.divmod(places, 2 * factor)
    return first, np.minimum(first + 1, extent - 1), rest / (2 * factor)


def evenly(extent: int, count: int) -> list[tuple[int, int]]:
    """`count` windows that cover `extent` pixels: where each begins, and the pixel before which it ends.

    Source: PyTorch, AdaptivePooling.h (start_index, end_index).
    """
    return [(i * extent // count, ((i + 1) * extent + count - 1) // count) for i in range(count)]
