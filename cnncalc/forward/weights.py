"""Cheap random weights: one small block of random numbers, laid out again and again.

VGG16's fc6 alone has 102,760,448 weights; drawing them one by one would take longer than the whole forward pass. What is
measured is the array that is allocated and the products it takes part in, not how random it is.
"""

from __future__ import annotations

from math import prod, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

BLOCK = 65_521
"""Numbers drawn per run: a prime, so that the rows of a weight matrix begin at different places of the block."""


class Tiles:
    """Tensors of normally distributed numbers from a seed; the same seed and order of calls give the same tensors."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._numbers = np.tile(self._random.standard_normal(BLOCK), 2)  # twice, so that a block may begin anywhere

    def normal(self, dims: tuple[int, ...], dtype: DTypeLike, deviation: float, mean: float = 0.0) -> NDArray[Any]:
        """An array of shape `dims`; every entry is allocated and written."""
        tensor = np.empty(dims, dtype=dtype)
        flat = tensor.reshape(-1)
        start = self._random.integers(BLOCK)
        block = (self._numbers[start : start + min(BLOCK, flat.size)] * deviation + mean).astype(dtype)
        whole = flat.size // BLOCK * BLOCK
        if whole:
            flat[:whole].reshape(-1, BLOCK)[...] = block
        flat[whole:] = block[: flat.size - whole]
        return tensor

    def he(self, dims: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """Weights that keep the size of activations behind a ReLU: deviation sqrt(2/fan-in), fan-in being all but `dims[0]`.

        Source: He et al. 2015, "Delving deep into rectifiers".
        """
        return self.normal(dims, dtype, sqrt(2 / max(1, prod(dims[1:]))))
