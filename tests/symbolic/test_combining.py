"""Which conditions are said in fewer, and in what order they come out; `tests/test_symbolic.py` has the law."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import Condition, at_least, combine, divides, symbol

H, S, W = map(symbol, "HSW")

COMBINED = [
    # Of two that say the same in other words the first stays.
    ((Condition("at least", H, 5), Condition("at least", H - 5, 0)), "(H is at least 5,)"),
    ((Condition("at least", H - 5, 0), Condition("at least", H, 5)), "(H - 5 is at least 0,)"),
    # Of two bounds the closer one, in whatever order.
    ((at_least(H, 8), at_least(H, 9)), "(H is at least 9,)"),
    ((at_least(H, 9), at_least(H, 8)), "(H is at least 9,)"),
    ((at_least(H, 12), at_least(H, 9)), "(H is at least 12,)"),
    # H = 4 modulo 10.
    ((divides(2, H), divides(5, H + 1)), "(10 divides H + 6,)"),
    # What two come to may be asked later as well; what follows it is not forgotten.
    ((divides(2, H), divides(3, H), divides(6, H), divides(2, W)), "(6 divides H, 2 divides W)"),
    # A floor dissolved keeps the place of the condition that it stood in.
    ((divides(2, H), at_least(S, 3), divides(3, 2 * (H // 2) + W)), "(2 divides H, S is at least 3, 3 divides H + W)"),
    ((divides(3, 2 * (H // 2) + W), at_least(S, 3), divides(2, H)), "(3 divides H + W, S is at least 3, 2 divides H)"),
    # floor(H/3) is (H - 2)/3 for these H.
    ((divides(3, H + 1), divides(2, H // 3)), "(6 divides H + 4,)"),
    # A floor stays where its divisor does not divide the other one, of another symbol, or where a divisor is a symbol.
    ((divides(2, H), divides(3, H // 4)), "(2 divides H, 3 divides floor(H/4))"),
    ((divides(2, H), divides(3, W // 2)), "(2 divides H, 3 divides floor(W/2))"),
    ((divides(2, H), divides(S, H // 2)), "(2 divides H, S divides floor(H/2))"),
    ((divides(2 * S, H), divides(3, H // 2)), "(2*S divides H, 3 divides floor(H/2))"),
    # What is at most a number is not divided by it.
    ((at_least(4, H), divides(3, H // 2)), "(H is at most 4, 3 divides floor(H/2))"),
    ((divides(4, H), Condition("at least", 7, H // 2)), "(4 divides H, floor(H/2) is at most 7)"),
    ((divides(4, H + 1), at_least(5, H)), "(4 divides H + 1, H is at most 5)"),
    ((at_least(5, H), divides(4, H + 1)), "(H is at most 5, 4 divides H + 1)"),
    # A divisor that is a symbol has no least common multiple with another.
    ((divides(S, H), divides(S, H + 1)), "(S divides H, S divides H + 1)"),
    ((divides(S, H), divides(2, H)), "(S divides H, 2 divides H)"),
    ((divides(2, H), divides(S, H)), "(2 divides H, S divides H)"),
    # 3 where H and W are odd, 5 where one of them is: never both, and no single condition says never.
    (
        (divides(3, H % 2 + W % 2 + 1), divides(5, H % 2 + W % 2 + 4)),
        "(3 divides H + W - 2*floor(H/2) - 2*floor(W/2) + 1, 5 divides H + W - 2*floor(H/2) - 2*floor(W/2) + 4)",
    ),
]


@pytest.mark.parametrize(("asked", "wanted"), COMBINED, ids=[wanted for _, wanted in COMBINED])
def test_combinations(asked, wanted):
    assert str(combine(asked)) == wanted


@pytest.mark.parametrize(("known", "looked_at"), [(divides(2, H), True), (divides(2, S), False)])
def test_after_20_000_pairs_conditions_are_said_as_they_are(known, looked_at):
    """Two hundred that cannot be joined make 19,900 pairs; what the hundredth or the next of them implies makes 100 or 101 more."""
    asked = [Condition("equal", symbol(f"C{i}"), 5) for i in range(200)]
    asked[0], asked[99], asked[100] = at_least(W, 5), divides(4, H), divides(4, S)
    weaker = at_least(W, 3)
    assert combine([*asked, known, weaker]) == tuple(asked if looked_at else [*asked, weaker])


def test_what_is_too_long_to_be_said_shorter_stays():
    """Both moduli have 52 digits: the one that is common to both would have 104."""
    H = symbol("H")
    asked = [divides(10**51 + 7, H), divides(10**51 + 9, H)]
    assert set(combine(asked)) == set(asked)
