"""Verdicts and conditions, as the course and everyday networks need them."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import Condition, at_least, combine, divides, equal, symbol
from tests.symbolic.classics import ALEXNET, conditions_of, convolved, through

C, D, F, H, K, P, S, W, n = map(symbol, "CDFHKPSWn")


VERDICTS = [
    (divides(4, H - 11), "4 divides H + 1"),
    (divides(2, H // 8), "2 divides floor(H/8)"),
    (divides(6, 4 * H + 2), "3 divides H + 2"),
    (divides(7, 3 * H + 1), "7 divides H + 5"),
    (divides(7, 1 - 3 * H), "7 divides H + 2"),
    (divides(3, 5 * W * H), "3 divides H*W"),
    (divides(4, F - H), "4 divides H - F"),
    (divides(4, -H - F), "4 divides H + F"),
    (divides(4, H * H), "2 divides H"),
    (divides(12, H + H // 2 - H // 2 + 24), "12 divides H"),
    (divides(10**30, H + 3), f"{10**30} divides H + 3"),
    (divides(10**6, 3 * H + 1), "1000000 divides H + 666667"),
    (divides(S, W - F + 2 * S), "S divides W - F"),
    (divides(S, F - W), "S divides W - F"),
    (divides(2 * S, 2 * H), "S divides H"),
    (divides(S * H, H * W), "S divides W"),
    (divides(S, S * H + S), True),
    (divides(S + 1, S), False),
    (divides(2 * S, 2 * H + 1), False),
    (divides(2, H * (H + 1)), True),
    (divides(2, H * H + H + 1), False),
    (divides(4, H * H + 1), False),
    (divides(3, 7), False),
    (divides(5, 10), True),
    (equal(16 * (H // 16), H), "16 divides H"),
    (equal(H, 16 * (H // 16) + 3), "16 divides H + 13"),
    (equal(H, 16 * (H // 16) + 16), False),
    (equal(2 * (H // 16), H // 8), "2 divides floor(H/8)"),
    (equal(4 * (H // 16), H // 4), "4 divides floor(H/4)"),
    (equal(2 * ((H + 8) // 16), H // 8 + 1), "2 divides floor(H/8) + 1"),
    (equal(2 * ((H + 4) // 16), H // 8), "floor(H/8) equals 2*floor((H + 4)/16)"),
    (equal(W * S * (H // S), W * H), "S divides H"),
    (equal(C * (2 * (H // 2)), C * H), "2 divides H"),
    (equal(H // 2, (H + 1) // 2), "2 divides H"),
    (equal(H // 2 + H // 3, 5 * H // 6), "floor(H/2) + floor(H/3) equals floor(5*H/6)"),
    (equal(H // 2 + (H + 1) // 2, H), True),
    (equal((H + 2 * (W // 2)) // 4, (H // 2 + W // 2) // 2), True),
    (equal(H // 2 + 1, (H + 1) // 2), "2 divides H + 1"),
    (equal(H // 2 + 2, (H + 1) // 2), False),
    (equal(H * W, 3 * W), "H equals 3"),
    (equal(5, H), "H equals 5"),
    (equal(2 * H, 2 * W), "H equals W"),
    (equal(2 * H, 2 * W + 1), False),
    (equal(H + W, 1), False),
    (equal(H * W, 0), False),
    (equal(3, 3), True),
    (at_least((H - 5) // 2 + 1, 7), "H is at least 17"),
    (at_least(7, (H - 5) // 2 + 1), "H is at most 18"),
    (at_least(through(H, *ALEXNET), 1), "H is at least 67"),
    (at_least(convolved(H, F, S), 1), "H is at least F"),
    (at_least(2 * H, 7), "H is at least 4"),
    (at_least(7, 2 * H + 2 * W), "H + W is at most 3"),
    (at_least(H * W, 3 * W), "H is at least 3"),
    (at_least(H, W + 2), "H is at least W + 2"),
    (at_least(H, H // 2), True),
    (at_least(H * H, H), True),
    (at_least(0, H), False),
    (at_least(2, 3), False),
]


@pytest.mark.parametrize(("verdict", "wanted"), VERDICTS, ids=[f"{i}: {row[1]}" for i, row in enumerate(VERDICTS)])
def test_verdicts(verdict, wanted):
    assert (verdict if isinstance(verdict, bool) else str(verdict)) == wanted


def test_u_net_needs_a_multiple_of_16():
    down = [H, H // 2, H // 4, H // 8]
    assert combine(divides(2, x) for x in down) == (divides(16, H),)
    assert combine(divides(2, x) for x in reversed(down)) == (divides(16, H),)
    up, asked = H // 16, []
    for skip in reversed(down):
        up = 2 * up
        asked.append(equal(up, skip))
    assert [str(condition) for condition in asked][:2] == ["2 divides floor(H/8)", "4 divides floor(H/4)"]
    assert combine(asked) == (divides(16, H),)


def test_alexnet_fits_227_and_every_32nd_before_and_after():
    extent, asked = H, []
    for kernel, stride, padding in ALEXNET:
        asked.append(divides(stride, extent - kernel + 2 * padding))
        extent = convolved(extent, kernel, stride, padding)
    fits, large_enough = combine([*conditions_of(*asked), at_least(extent, 1)])
    assert fits.congruence() == ("H", 32, 227 % 32)
    assert str(large_enough) == "H is at least 67"


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ((divides(4, H + 1), divides(6, H + 3)), "(12 divides H + 9,)"),
        ((divides(4, H), divides(6, H + 1)), "(4 divides H, 6 divides H + 1)"),
        ((divides(2, H), divides(2, W), divides(4, H)), "(4 divides H, 2 divides W)"),
        ((divides(2, H * W), divides(3, W * H)), "(6 divides H*W,)"),
        ((divides(2, H + 1), divides(3, (H - 1) // 2 + 1)), "(6 divides H + 1,)"),
        ((divides(8, H + 5), divides(3, (H + 1) // 4)), "(24 divides H + 13,)"),
        ((divides(2, H), divides(3, 2 * (H // 2) + W)), "(2 divides H, 3 divides H + W)"),
        (
            (at_least(H, 9), at_least(H, 12), at_least(W, 2), at_least(40, H)),
            "(H is at least 12, W is at least 2, H is at most 40)",
        ),
        ((equal(H, W), equal(W, H), divides(S, H), divides(S, H)), "(H equals W, S divides H)"),
        ((), "()"),
    ],
    ids=lambda value: value if isinstance(value, str) else "asked",
)
def test_combinations(asked, wanted):
    assert str(combine(asked)) == wanted


def test_conditions_are_values():
    condition = divides(4, H - 11)
    assert condition == Condition("divides", 4, H + 1) != divides(8, H - 11)
    assert len({condition, divides(4, H + 1), equal(H, 3), at_least(H, 3)}) == 3
    assert divides(2, H // 8).congruence() is equal(H, 3).congruence() is divides(S, H).congruence() is None
    with pytest.raises(TypeError, match="not known whether 4 divides H"):
        bool(condition)
    with pytest.raises(AttributeError):
        condition.left = 5
    with pytest.raises(ValueError, match="no value for H"):
        condition.holds({"W": 3})
    assert not Condition("divides", S - 1, H).holds({"S": 1, "H": 3})


def test_conditions_in_three_styles():
    condition = divides(2, H // 8)
    assert [condition.text(style) for style in ("ascii", "unicode", "latex")] == [
        "2 divides floor(H/8)",
        "2 divides ⌊H/8⌋",
        r"2 \mid \left\lfloor \frac{H}{8} \right\rfloor",
    ]
    assert at_least(H, W**2).text("unicode") == "H is at least W²"
    assert at_least(5, H).text("latex") == r"H \le 5"
    assert at_least(H, 5).text("latex") == r"H \ge 5"
    assert equal(H, W).text("latex") == "H = W"
