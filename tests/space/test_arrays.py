"""Expressions over arrays against the same evaluated number by number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.symbolic import Condition, evaluate, maximum, minimum, symbol
from cnncalc.symbolic.arrays import Arrays

H, W = symbol("H"), symbol("W")
FORMS = st.recursive(
    st.one_of(st.sampled_from([H, W]), st.integers(-50, 50)),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, by: a // by, inner, st.integers(1, 9)),
        st.builds(minimum, inner, inner),
        st.builds(maximum, inner, inner),
    ),
    max_leaves=8,
)
SIZES = st.lists(st.tuples(st.integers(1, 300), st.sampled_from([1, 2, 7, 224, 10**6, 10**9])), min_size=1, max_size=6)


@given(FORMS, SIZES)
def test_every_value_is_exact(x, sizes):
    heights, widths = np.array(sizes).T
    over = Arrays({"H": heights, "W": widths})
    expected = [evaluate(x, {"H": h, "W": w}) for h, w in sizes]
    found = over(x)
    assert found.tolist() == expected
    assert all(abs(value) <= over.bound(x) for value in expected)
    assert found.dtype == (np.int64 if over.bound(x) <= 2**62 else object)


@given(FORMS, FORMS, SIZES, st.sampled_from(["divides", "equal", "at least"]), st.integers(1, 12))
def test_conditions_hold_where_they_hold(left, right, sizes, kind, divisor):
    condition = Condition(kind, divisor if kind == "divides" else left, right)
    heights, widths = np.array(sizes).T
    found = Arrays({"H": heights, "W": widths}).holds(condition)
    assert found.tolist() == [condition.holds({"H": h, "W": w}) for h, w in sizes]


def test_a_division_by_zero_is_no_number():
    with pytest.raises(ZeroDivisionError, match="a divisor is 0 for some of these values"):
        Arrays({"H": np.array([2, 1])})(7 // (H - 1))


def test_64_bits_hold_up_to_half_of_what_they_could():
    over = Arrays({"H": np.array([2**31, 1])})
    assert (over(H * H).dtype, over(H * H).tolist()) == (np.int64, [2**62, 1])
    assert (over(H * H + 1).dtype, over(H * H + 1).tolist()) == (object, [2**62 + 1, 2])
    for condition in (
        Condition("equal", H**3, 2**93), Condition("at least", H**3, 2**93), Condition("at least", 2**93, H**3), Condition("divides", 2**93, H**3),
    ):  # fmt: skip
        assert over.holds(condition).tolist() == [condition.holds({"H": height}) for height in (2**31, 1)]


@pytest.mark.parametrize(
    ("x", "bound"),
    [
        (7, 7), (-7, 7), (H, 10), (3 * H**2 - 2 * W + 5, 311), ((H + 2) // 4, 12), (5 // H, 10), (H // (W + 20), 23), (minimum(H, W), 10), (maximum(H - 5, W) ** 2, 225),
    ],
)  # fmt: skip
def test_a_bound_is_of_the_greatest_values_whatever_their_signs(x, bound):
    assert Arrays({"H": np.array([4, 10]), "W": np.array([3, 1])}).bound(x) == bound


def test_without_symbols_there_is_one_value_and_without_values_none():
    assert Arrays({})(7).tolist() == [7]
    none = Arrays({"H": np.array([], dtype=np.int64)})
    assert none(H + 1).tolist() == []
    assert none.bound(H) == 1
