"""What a layer is given while it runs: memory for its tensors and matrix products, both counted as they happen."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cnncalc.forward.weights import Tiles

    Array = NDArray[Any]
    """A volume is (depth, height, width)."""

CHUNK = 1 << 16
"""Values that element-wise functions work on at a time, so that intermediate results stay in the processor's cache."""


class Step:
    """One layer's turn. `params`, `statistics` and `macs` are what it allocated and multiplied so far."""

    def __init__(self, framework: str, tiles: Tiles, dtype: Any, may_overwrite: bool = False) -> None:
        self.framework = framework
        self.params = 0
        self.statistics = 0
        self.macs = 0
        self.seconds_making = 0.0
        self._tiles = tiles
        self._dtype = dtype
        self._may_overwrite = may_overwrite

    def weight(self, *dims: int) -> Array:
        """A learned tensor, its first axis the outputs (or anything that is not summed over)."""
        return self._learned(self._tiles.he, dims)

    def bias(self, *dims: int) -> Array:
        """A learned tensor of small numbers."""
        return self._learned(self._tiles.normal, dims, 0.01)

    def factor(self, *dims: int) -> Array:
        """A learned tensor of numbers near 1."""
        return self._learned(self._tiles.normal, dims, 0.01, 1.0)

    def statistic(self, depth: int, mean: float) -> Array:
        """A running statistic, (depth,), near `mean`."""
        tensor = self._made(self._tiles.normal, (depth,), 0.01, mean)
        self.statistics += tensor.size
        return tensor

    def pixels(self, *dims: int) -> Array:
        """Random numbers to stand for an image; not a tensor of the layer's."""
        return self._made(self._tiles.normal, dims, 1.0)

    def _learned(self, make: Callable[..., Array], dims: tuple[int, ...], *how: float) -> Array:
        tensor = self._made(make, dims, *how)
        self.params += tensor.size
        return tensor

    def _made(self, make: Callable[..., Array], dims: tuple[int, ...], *how: float) -> Array:
        start = perf_counter()
        tensor = make(dims, self._dtype, *how)
        self.seconds_making += perf_counter() - start
        return tensor

    def multiply(self, a: Array, b: Array, out: Array | None = None) -> Array:
        """The matrix product a @ b, for stacks of matrices too; rows x inner x columns multiply-accumulates each."""
        product = np.matmul(a, b, out=out)
        self.macs += product.size * a.shape[-1]
        return product

    def weigh(self, windows: Array, weight: Array) -> Array:
        """Every window's pixels times its channel's weights, summed; a multiply-accumulate a pixel of a window.

        `windows` (rows, columns, depth, kernel height, kernel width), `weight` (kernel height, kernel width, depth), to
        (rows, columns, depth).
        """
        total: Array = np.einsum("rcdij,ijd->rcd", windows, weight)
        self.macs += windows.size
        return total

    def place(self, x: Array) -> Array:
        """Where an element-wise result goes: into its input if nothing else reads that, else into an array of its own."""
        return x if self._may_overwrite else np.empty_like(x)

    def by_values(self, x: Array, function: Callable[[Array, Array], None]) -> Array:
        """`function(part of x, where to write it)` over all of `x`, a chunk at a time; the two may be the same memory."""
        if not x.flags.c_contiguous:  # a crop: flattened, it would be a copy, and what is written to that is lost
            return self.by_channels(x, lambda some, out, _: function(some, out))
        out = self.place(x)
        source, target = x.reshape(-1), out.reshape(-1)
        for start in range(0, source.size, CHUNK):
            function(source[start : start + CHUNK], target[start : start + CHUNK])
        return out

    def by_channels(self, x: Array, function: Callable[[Array, Array, slice], None]) -> Array:
        """`function(some channels of x, where to write them, which)` over all channels, some at a time."""
        out = self.place(x)
        many = max(1, CHUNK // max(1, x[0].size))
        for start in range(0, len(x), many):
            some = slice(start, start + many)
            function(x[some], out[some], some)
        return out
