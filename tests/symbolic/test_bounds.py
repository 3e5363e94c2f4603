"""How far a bound is proved, and what minima and maxima come to by it; each bound is reached unless the case says otherwise."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import maximum, minimum, symbol
from cnncalc.symbolic.bounds import lower, surely, upper

C, H, S, W = map(symbol, "CHSW")

BOUNDS = [
    (7, 7, 7),
    # Polynomials: a symbol is 1 or more, and a product with a minus is subtracted from one that is larger.
    (H, 1, None),
    (3 - 2 * H, None, 1),
    (H - W, None, None),
    (H * W - H, 0, None),
    (2 * H * W - W + 3, 4, None),
    (H * H - 2 * H + 1, 0, None),
    # Minima need every lower bound and some upper bound, maxima the other way round.
    (minimum(H, W + 3), 1, None),
    (minimum(H, 5), 1, 5),
    (minimum(minimum(H, 5) + C, 9), 2, 9),
    (maximum(H - 5, 3), 3, None),
    (maximum(H - W, 3), 3, None),
    (maximum(H - 5, W - 2), -1, None),
    (maximum(5 - H, 3), 3, 4),
    # What has no lower bound has no known one at all: the first is 5 or less, the next 4 or less.
    (minimum(H - W, 5), None, None),
    (maximum(5 - H, 3 - W), None, None),
    ((20 - H) // (S + 3), None, None),
    # An excess that is subtracted is taken at its greatest, where it has one.
    (2 * H - minimum(H, 5), -3, None),
    (W - 3 * minimum(H, 5), -14, None),
    (W - minimum(H, 5) ** 2, -24, None),
    (W - C * minimum(H, 5), None, None),
    # Floors by a number, at and below 0.
    ((H + 7) // 8, 1, None),
    ((H - 5) // 2, -2, None),
    (-H // 4, None, -1),
    ((minimum(H, 20) - 30) // 4, -8, -3),
    ((minimum(H, 3) - maximum(minimum(W, 40), 20)) // 4, -10, -5),
    ((H - H * W - 3 * W - 3 * C) // 4, None, -2),
    # Floors by a symbol: a greater divisor brings them nearer to 0, or to -1.
    (H // S, 0, None),
    ((H - 2) // S, -1, None),
    ((minimum(H, 3) - 3) // S, -2, 0),
    ((minimum(H, 3) - 4) // S, -3, -1),
    ((H - 20) // S, -19, None),
    ((H - 20) // (S + 3), -5, None),
    ((H + 20) // (S + 3), 0, None),
    ((20 - H) // S, None, 19),
    (minimum(H, 20) // S, 0, 20),
    ((minimum(H, 20) + 30) // (S + 3), 0, 12),
    ((minimum(H, 20) - 30) // (S + 3), -8, -1),
    (H // (S - 1), None, None),
    (5 // (S - 2), None, None),
    # Floors given way: m·floor(y/m) is between y - (m - 1) and y.
    (H - 3 * (H // 3), 0, 2),
    (5 * (H // 5) - H, -4, 0),
    (H // 2 + (H + 1) // 2 - H, 0, 0),
    (H // 2 - H // 3, 0, None),
    (H // 3 - H // 2, None, 0),
    (2 * (H // 4) - H // 2, -1, 0),
    (H // 3 - H, None, -1),
]


@pytest.mark.parametrize(("value", "low", "high"), BOUNDS, ids=[str(value) for value, *_ in BOUNDS])
def test_bounds(value, low, high):
    assert (lower(value), upper(value)) == (low, high)


def test_at_the_bound_is_sure():
    assert surely(H, 1)
    assert not surely(H, 2)
    assert not surely(H, W)


def test_how_long_an_argument_is_followed():
    """A hundred terms, the eighth degree, and numbers of a hundred digits."""
    hundred = sum(symbol(f"C{i}") for i in range(100))
    assert (lower(hundred), lower(hundred + H)) == (100, None)
    assert (lower(H**8), lower(H**9)) == (1, None)
    assert lower(H // 10**60 + W // (10**60 + 1)) is None


EXTREMES = [
    (minimum(3, 5, 4), "3"),
    (maximum(3, 5, 4), "5"),
    (minimum(W, H, W), "min(H, W)"),
    (maximum(7, W, H), "max(H, W, 7)"),
    # What one candidate surely beats is gone, whichever comes first.
    (minimum(W, H + 3, H), "min(H, W)"),
    (maximum(H, H + 3, W), "max(H + 3, W)"),
    (maximum(H, 1), "H"),
    (maximum(-H, 0), "0"),
    (maximum(H, 2), "max(H, 2)"),
    (minimum(2 * H, H, H * W), "H"),
    # What all have in common stands outside.
    (minimum(W + 2 * C + 1, H + 2 * C + 1), "2*C + min(H, W) + 1"),
    (minimum(W + 2 * C + 1, H + 2 * C, C), "C"),
    (maximum(W + C, H + 2 * C), "max(H + 2*C, W + C)"),
    # An extreme inside another of its kind is dissolved; beside another, times a number or of the other kind it stays.
    (minimum(minimum(H, W) + C, S), "min(H + C, S, W + C)"),
    (minimum(2 * minimum(H, W), S), "min(2*min(H, W), S)"),
    (minimum(minimum(H, W) ** 2, S), "min(S, min(H, W)^2)"),
    (minimum(maximum(H, W), S), "min(S, max(H, W))"),
    (minimum(minimum(H, W) + minimum(C, S), 9), "min(min(C, S) + min(H, W), 9)"),
    (maximum(maximum(H, W) + 1, 7), "max(H + 1, W + 1, 7)"),
]


@pytest.mark.parametrize(("value", "printed"), EXTREMES, ids=[printed for _, printed in EXTREMES])
def test_extremes(value, printed):
    assert str(value) == printed
