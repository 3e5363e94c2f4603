"""Conditions as values: what they say of themselves, where they hold, and when they are a congruence."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import Condition, divides, maximum, symbol
from cnncalc.symbolic.conditions import linear

H, S, W = map(symbol, "HSW")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (H, "H"), (W + 3, "W"), (H - 1, "H"), (2 * H, None), (-H, None), (H**2, None), (H * W, None), (H + W, None), (H + W + 1, None),
        (H + H * W, None), (H + 2 * W, None), (H // 2, None), (maximum(H - 5, 1) + 2, None), (5, None), (0, None),
    ],
)  # fmt: skip
def test_linear_is_one_symbol_and_a_number(value, name):
    assert linear(value) == name


@pytest.mark.parametrize(
    ("condition", "congruence"),
    [
        (Condition("divides", 4, H + 1), ("H", 4, 3)),
        (Condition("divides", 4, H), ("H", 4, 0)),
        (Condition("divides", 4, H + W), None),
        (Condition("divides", S, H + 1), None),
        (Condition("equal", 4, H), None),
        (Condition("at least", 4, H), None),
    ],
    ids=str,
)
def test_congruences(condition, congruence):
    assert condition.congruence() == congruence


@pytest.mark.parametrize(
    ("condition", "heights"),
    [
        # Nothing but 0 is a multiple of 0.
        (Condition("divides", H - 3, H - 4), [2, 4]),
        (Condition("divides", H - 3, H - 3), [1, 2, 3, 4, 5]),
        (Condition("divides", H - 3, 2), [1, 2, 4, 5]),
        (Condition("equal", H, 3), [3]),
        (Condition("at least", H, 3), [3, 4, 5]),
    ],
    ids=str,
)
def test_where_a_condition_holds(condition, heights):
    assert [height for height in range(1, 6) if condition.holds({"H": height})] == heights


def test_a_condition_equals_what_says_the_same_in_the_same_words():
    condition = divides(4, H + 1)
    assert condition == Condition("divides", 4, H + 1)
    assert condition != Condition("equal", 4, H + 1)
    assert condition != Condition("divides", 2, H + 1)
    assert condition != Condition("divides", 4, H)
    assert condition != "4 divides H + 1"


def test_a_condition_neither_changes_nor_answers():
    condition = divides(4, H + 1)
    with pytest.raises(AttributeError, match=r"^a condition does not change: left$"):
        condition.left = 5
    with pytest.raises(TypeError, match=r"^not known whether 4 divides H \+ 1: compare a verdict"):
        bool(condition)
