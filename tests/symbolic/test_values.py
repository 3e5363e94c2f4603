"""Expressions of arrays: every element as if it stood by itself."""

from __future__ import annotations

import numpy as np
import pytest

from cnncalc.symbolic import maximum, minimum, symbol
from cnncalc.symbolic.values import value_of

H, W = symbol("H"), symbol("W")
HEIGHTS, WIDTHS = np.array([1, 5, 7, 9]), np.array([4, 5, 2, 10])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (minimum(H, W), [1, 5, 2, 9]),
        (maximum(H, W), [4, 5, 7, 10]),
        (minimum(H, W, 4), [1, 4, 2, 4]),
        (maximum(H, W, 6), [6, 6, 7, 10]),
        (2 * maximum(H // 2, W) + 1, [9, 11, 7, 21]),
        (H * W + (H + 1) // 2, [5, 28, 18, 95]),
    ],
    ids=str,
)
def test_arrays_element_by_element(expression, expected):
    assert value_of(expression, {"H": HEIGHTS, "W": WIDTHS}).tolist() == expected
