"""im2col and col2im: the pixels under every window as the columns of a matrix, and back.

A slab is an array (depth, kernel height, kernel width, rows, columns of positions): flattened to (depth·kernel, positions) it
is the matrix that the filters are multiplied with. Slabs hold a stretch of positions, never the whole matrix of a large layer.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from cnncalc.forward.windows import overlaps
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.forward.step import Array
    from cnncalc.forward.windows import Overlap, Table

    Multiply = Callable[..., Array]
    """`multiply(a, b, out=None)`: the matrix product a @ b."""

SLAB_BYTES = 16 << 20
"""The most bytes of a slab, single rows of positions apart. Well below what is promised (64 MiB): it stays near the cache."""


class Block(NamedTuple):
    """Positions of one slab: rows and columns of the output, and the stretch of the flattened output they are."""

    rows: slice
    columns: slice
    flat: slice

    @property
    def positions(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start


def blocks(height: int, width: int, bytes_per_position: int, slab_bytes: int = SLAB_BYTES) -> Iterator[Block]:
    """`height` x `width` positions in slabs of whole rows, or of parts of rows where one row is too large already."""
    many = max(1, slab_bytes // bytes_per_position)
    if many >= width:
        for row in range(0, height, many // width):
            end = min(height, row + many // width)
            yield Block(slice(row, end), slice(0, width), slice(row * width, end * width))
        return
    for row in range(height):
        for column in range(0, width, many):
            end = min(width, column + many)
            yield Block(slice(row, row + 1), slice(column, end), slice(row * width + column, row * width + end))


def gather(x: Array, rows: list[Overlap], columns: list[Overlap], out: Array) -> None:
    """im2col of one slab: `x` (depth, height, width) to `out` (depth, kernel height, kernel width, rows, columns), 0 outside."""
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            tap = out[:, i, j]
            tap[:, row.positions, column.positions] = x[:, row.pixels, column.pixels]
            tap[:, : row.positions.start] = 0
            tap[:, row.positions.stop :] = 0
            tap[:, :, : column.positions.start] = 0
            tap[:, :, column.positions.stop :] = 0


def scatter(slab: Array, rows: list[Overlap], columns: list[Overlap], x: Array) -> None:
    """col2im of one slab, the opposite of `gather`: every value is added to the pixel that it came from."""
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            x[:, row.pixels, column.pixels] += slab[:, i, j, row.positions, column.positions]


def correlate(x: Array, weight: Array, groups: int, rows: Table, columns: Table, multiply: Multiply) -> Array:
    """A convolution as matrix products.

    `x` (depth, height, width), `weight` (filters, depth/groups, kernel height, kernel width), to (filters, positions down,
    positions across). Every group of filters multiplies its own group of channels.
    """
    filters, depth = len(weight), len(x)
    height, width = len(rows), len(columns)
    matrix = weight.reshape(groups, filters // groups, -1)
    out = np.empty((filters, height, width), dtype=np.result_type(x, weight))
    flat = out.reshape(groups, filters // groups, height * width)
    if _untouched(x, rows, columns):
        _product(multiply, matrix, x.reshape(groups, depth // groups, height * width), flat)
        return out
    taps = (rows.shape[1], columns.shape[1])
    held = depth * taps[0] * taps[1]
    memory = np.empty(0, dtype=x.dtype)
    for block in blocks(height, width, held * x.itemsize):
        memory, slab = _slab(memory, (depth, *taps, *block.positions))
        gather(x, overlaps(rows[block.rows], x.shape[1]), overlaps(columns[block.columns], x.shape[2]), slab)
        _product(multiply, matrix, slab.reshape(groups, held // groups, -1), flat[:, :, block.flat])
    return out


def spread(
    x: Array, weight: Array, groups: int, rows: Table, columns: Table, size: tuple[int, ...], multiply: Multiply
) -> Array:
    """A transposed convolution, and a convolution's gradient by its input: products first, then scattered.

    `x` (depth, height, width), `weight` (depth, filters/groups, kernel height, kernel width), to (filters, *size). Position
    (r, c) of `x` adds its window's worth of values to the pixels `rows[r]` x `columns[c]` of the result.
    """
    depth, height, width = x.shape
    matrix = weight.reshape(groups, depth // groups, -1).swapaxes(1, 2)
    per_position = groups * matrix.shape[1]
    taps = (rows.shape[1], columns.shape[1])
    filters = weight.shape[1] * groups
    out = np.zeros((filters, *size), dtype=np.result_type(x, weight))
    flat = x.reshape(groups, depth // groups, height * width)
    memory = np.empty(0, dtype=out.dtype)
    for block in blocks(height, width, per_position * out.itemsize):
        memory, slab = _slab(memory, (filters, *taps, *block.positions))
        multiply(matrix, flat[:, :, block.flat], slab.reshape(groups, per_position // groups, -1))
        scatter(slab, overlaps(rows[block.rows], size[0]), overlaps(columns[block.columns], size[1]), out)
    return out


def _slab(memory: Array, dims: tuple[int, ...]) -> tuple[Array, Array]:
    """An array of shape `dims` in `memory`, and that memory: slabs come one after the other, one piece serves them all."""
    values = prod(dims)
    if memory.size < values:
        memory = np.empty(values, dtype=memory.dtype)
    return memory, memory[:values].reshape(dims)


def _product(multiply: Multiply, matrix: Array, slab: Array, out: Array) -> None:
    """One product a group; a single group goes to the matrix routine without the stack around it."""
    if len(matrix) == 1:
        multiply(matrix[0], slab[0], out[0])
    else:
        multiply(matrix, slab, out)


def _untouched(x: Array, rows: Table, columns: Table) -> bool:
    """Whether the windows are the pixels themselves, one after the other: a 1x1 convolution without stride and padding."""
    extents = ((rows, x.shape[1]), (columns, x.shape[2]))
    return all(table.shape == (extent, 1) and table[0, 0] == 0 for table, extent in extents)
