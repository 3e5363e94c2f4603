"""Divisions whose normal form hangs on one step of the algorithm; `tests/test_symbolic.py` has the laws."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import minimum, symbol
from cnncalc.symbolic.division import divide

F, H, S, W, n = map(symbol, "FHSWn")
half = H // 2

FORMS = [
    # A divisor of one term is divided out of whatever has it, a sum only where fewer terms are left.
    ((3 * S * H + W) // (2 * S), "H + floor((H*S + W)/(2*S))"),
    (S * S // (S + 1), "floor(S^2/(S + 1))"),
    ((H - S - 1) // (S + 1), "floor(H/(S + 1)) - 1"),
    # Nothing is left over, though the divisor may be 0 or negative.
    (n * (S - 1) // (S - 1), "n"),
    # No divisor is all minus; one that may be either way stays as it is.
    (H // -1, "-H"),
    (H // -S, "-floor((H - 1)/S) - 1"),
    (H // (1 - S), "floor(H/(-S + 1))"),
    # floor(7/(2·(S - 2))) is -4 for S = 1, and what rounding 7/2 first would make is -3.
    ((2 * H + 3) // (2 * S - 4), "floor((2*H + 3)/(2*S - 4))"),
    ((2 * H + 4) // (2 * S - 4), "floor((H + 2)/(S - 2))"),
    # 0 where what is divided is from 0 to one below the divisor, -1 where it is from -1 down to minus the divisor.
    (minimum(half, 3) // 4, "0"),
    (minimum(half, 4) // 4, "floor(min(floor(H/2), 4)/4)"),
    (-minimum(H, 4) // 4, "-1"),
    (-minimum(half, 3) // 4, "-floor((min(floor(H/2), 3) + 3)/4)"),
    (-minimum(H, 5) // 4, "-floor((min(H, 5) + 3)/4)"),
    # A floor inside a floor is dissolved where the outer divisor is positive; after a minus, the inner one too.
    (half // (S - 1), "floor(floor(H/2)/(S - 1))"),
    ((W - H // S) // 5, "-floor((-W*S + H + 4*S)/(5*S))"),
    ((W - H // (S - 1)) // 5, "floor((W - floor(H/(S - 1)))/5)"),
]


@pytest.mark.parametrize(("value", "printed"), FORMS, ids=[printed for _, printed in FORMS])
def test_division(value, printed):
    assert str(value) == printed


def test_nothing_is_divided_by_0():
    with pytest.raises(ZeroDivisionError, match=r"\(H \+ 1\)//0"):
        (H + 1) // 0


@pytest.mark.parametrize(("exponent", "ends"), [(49, True), (50, False)])
def test_a_long_division_ends_after_100_rounds(exponent, ends):
    """All terms that H*W divides are divided at once, and what that takes too much comes back a degree lower: a round for each degree, 99 to 0."""
    quotient, divisor = H**exponent * W**50, H * W - H - W
    product = quotient * divisor
    assert divide(product, divisor) == ((quotient, 0) if ends else (0, product))
