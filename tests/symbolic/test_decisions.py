"""Verdicts that hang on one step of a decision; `tests/test_symbolic.py` has the laws."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import at_least, divides, equal, minimum, symbol

C, H, S, W = map(symbol, "CHSW")

DIVIDES = [
    # A positive rest smaller than the divisor is never divided; one that may be 0, or as great, may be.
    (divides(S + 1, 1), False),
    (divides(S + 1, S), False),
    (divides(H, H // 2), "H divides floor(H/2)"),
    (divides(H, minimum(H, W)), "H divides min(H, W)"),
    (divides(S, 1), "S divides 1"),
    (divides(S, 0), True),
    (divides(1, H), True),
    # Numbers aside, what both have in common goes; a number that has it not is left over for ever.
    (divides(4, 2 * H + 2), "2 divides H + 1"),
    (divides(4, 2 * H + 3), False),
    (divides(S * H, S * W), "H divides W"),
]

EQUAL = [
    # At the bound there is an H for it; beyond it there is none.
    (equal(H, 1), "H equals 1"),
    (equal(H, 0), False),
    (equal(H + C, H * C + 1), "H + C equals H*C + 1"),
    (equal(H + C, H * C + 2), False),
    # (H - 1)·(H - 2) is 0 twice, which is as often as a polynomial of its degree may be without being 0 for ever.
    (equal(H**2 + 2, 3 * H), "H^2 + 2 equals 3*H"),
    # Hermite's identity: 45 floors of four terms and H, at two periods of 45, are 16,290 terms; a third would be too many.
    (equal(sum((H + k) // 45 for k in range(45)), H), True),
]

AT_LEAST = [
    (at_least(H, 1), True),
    (at_least(H, 2), "H is at least 2"),
    (at_least(1, H), "H is at most 1"),
    (at_least(0, H), False),
    # A number stands where it needs no minus, and beside nothing.
    (at_least(H + 1, W), "H + 1 is at least W"),
    (at_least(H, W), "H is at least W"),
    (at_least(H, W + 1), "H is at least W + 1"),
    (at_least((H - W) // 2 + (H - S) // 2, -3), "floor((H - S)/2) + floor((H - W)/2) is at least -3"),
]

VERDICTS = DIVIDES + EQUAL + AT_LEAST


@pytest.mark.parametrize(("verdict", "wanted"), VERDICTS, ids=[f"{i}: {row[1]}" for i, row in enumerate(VERDICTS)])
def test_verdicts(verdict, wanted):
    assert (verdict if isinstance(verdict, bool) else str(verdict)) == wanted


@pytest.mark.parametrize("divisor", [0, -2, 1 - H, -H])
def test_a_divisor_that_is_never_positive_is_refused(divisor):
    with pytest.raises(ValueError, match="a divisor is positive, not "):
        divides(divisor, W)
