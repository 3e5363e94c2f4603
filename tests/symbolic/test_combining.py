"""Which conditions are said in fewer, and in what order they come out; `tests/test_symbolic.py` has the law."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import Condition, at_least, combine, divides, symbol

H, S, W = map(symbol, "HSW")

COMBINED = [
    # Of two that say the same in other words the first stays.
    ((Condition("at least", H, 5), Condition("at least", H - 5, 0)), "(H is at least 5,)"),
    ((Condition("at least", H - 5, 0), Condition("at least", H, 5)), "(H - 5 is at least 0,)"),
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
