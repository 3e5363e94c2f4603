"""Verdicts that hang on one step of a decision; `tests/test_symbolic.py` has the laws."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import at_least, divides, equal, minimum, symbol

C, F, H, S, W = map(symbol, "CFHSW")

DIVIDES = [
    # A positive rest smaller than the divisor is never divided; one that may be 0, or as great, may be.
    (divides(S + 1, 1), False),
    (divides(S + 1, S), False),
    (divides(H, H // 2), "H divides floor(H/2)"),
    (divides(H, minimum(H, W)), "H divides min(H, W)"),
    (divides(S, 1), "S divides 1"),
    (divides(S, -2), "S divides 2"),
    (divides(S + 1, S - 1), "S + 1 divides 2"),
    (divides(S + 2, S + 1), False),  # it leaves 1 less than nothing
    (divides(S, 0), True),
    (divides(1, H), True),
    # Numbers aside, what both have in common goes; a number that has it not is left over for ever.
    (divides(4, 2 * H + 2), "2 divides H + 1"),
    (divides(4, 2 * H + 3), False),
    (divides(S * H, S * W), "H divides W"),
    (divides(S, F - H), "S divides H - F"),
    # What need not come round again is not tried.
    (divides(2, H // S), "2 divides floor(H/S)"),
    # Tried: 1 and 4 modulo 5, which is no one class; 1, 3, 5 modulo 6, which is; never, and always.
    (divides(5, H * H + 4), "5 divides H^2 + 4"),
    (divides(4, (H - 1) * (H - 2)), "4 divides H^2 - 3*H + 2"),
    (divides(6, 3 * H * H + 3), "2 divides H + 1"),
    (divides(3, H * H + H + H // 3 * 3 + 2), False),
    (divides(5, H * H + 2), False),
    (divides(6, H**3 - H), True),
    (divides(2, H * W), "2 divides H*W"),
]

EQUAL = [
    # At the bound there is an H for it; beyond it there is none.
    (equal(H, 1), "H equals 1"),
    (equal(H, 0), False),
    (equal(H + C, H * C + 1), "H + C equals H*C + 1"),
    (equal(H + C, H * C + 2), False),
    # A remainder is from 0 to one below its divisor; 2·floor(W/3) in it makes the bounds miss that by one.
    (equal((H + 2 * (W // 3)) % 10, -1), False),
    (equal((H + 2 * (W // 3)) % 10, 0), "10 divides H + 2*floor(W/3)"),
    (equal((H + 2 * (W // 3)) % 10, 9), "10 divides H + 2*floor(W/3) + 1"),
    (equal((H + 2 * (W // 3)) % 10, 10), False),
    (equal(H % S, -1), False),
    (equal(H % S, 0), "S divides H"),
    (equal(H % S, 3), "H equals S*floor(H/S) + 3"),
    (equal(10 % S, 0), "S divides 10"),
    (equal(10 % S, 3), "S*floor(10/S) equals 7"),
    (equal(H // 2 // S * S, H // 2), "S*floor(H/(2*S)) equals floor(H/2)"),
    (equal(3 * (H // 24), H // 8), "3 divides floor(H/8)"),
    (equal(3 * ((H + 8) // 24), H // 8), "3 divides floor(H/8)"),
    (equal(3 * (H // 24) + 1, H // 8), "3 divides floor(H/8) + 2"),
    (equal(H // 2, H // 3), "floor(H/2) equals floor(H/3)"),
    (equal(H // S, W // S), "floor(H/S) equals floor(W/S)"),
    # Periodic: one class, none, and what is no class.
    (equal(H // 2 + H // 2, H - 1), "2 divides H + 1"),
    (equal((H % 4) ** 2, 1), "4 divides H + 3"),
    (equal((H % 4) ** 2, 2), False),
    (equal(H % 2 + W % 2, 1), "H + W equals 2*floor(H/2) + 2*floor(W/2) + 1"),
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
    (at_least(3, 3), True),
    (at_least(1, H + W), False),
    # A number stands where it needs no minus, and beside nothing.
    (at_least(H + 1, W), "H + 1 is at least W"),
    (at_least(H, W), "H is at least W"),
    (at_least(H, W + 1), "H is at least W + 1"),
    (at_least(2 * H - 2 * W, 3), "H is at least W + 2"),
    (at_least(H // S, 1), "H is at least S"),
    (at_least(H // (S - 1), 3), "floor(H/(S - 1)) is at least 3"),
    (at_least(3, H // S), "4*S is at least H + 1"),
    (at_least(7, 2 * (H // 2)), "H is at most 7"),
    (at_least(H // 2 + W // 2, 3), "floor(H/2) + floor(W/2) is at least 3"),
    (at_least((H - W) // 2, 0), "H is at least W"),
    (at_least((H - W) // 2, -1), "H + 2 is at least W"),
    (at_least(-3, (H - W) // 2 + (H - S) // 2), "floor((H - S)/2) + floor((H - W)/2) is at most -3"),
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
