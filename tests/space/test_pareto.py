"""The front: against its definition, in any number of figures, on numbers of any size."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.space.pareto import front

POINTS = st.integers(1, 5).flatmap(
    lambda axes: st.lists(st.tuples(*[st.integers(-4, 4)] * axes), min_size=1, max_size=40)
)


def dominates(one, other):
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


@given(POINTS)
def test_the_front_is_what_nothing_dominates(points):
    expected = [not any(dominates(other, point) for other in points) for point in points]
    assert front([np.array(column) for column in zip(*points, strict=True)]).tolist() == expected


def test_large_numbers_and_fractions_are_compared_exactly():
    large = np.array([2**64 + 1, 2**64, 2**64 + 2], dtype=object)
    halves = np.array([Fraction(1, 2), Fraction(3, 2), Fraction(1, 2)], dtype=object)
    assert front([large, halves]).tolist() == [True, True, False]


def test_nothing_has_no_front():
    assert front([np.array([], dtype=np.int64)] * 2).tolist() == []


@pytest.mark.parametrize("axes", [2, 3])
def test_a_front_of_all_points_does_not_take_their_square(axes):
    """A quarter of a million points that all are on the front: comparing each with each would take hours."""
    rising = np.arange(250_000)
    assert front([rising, -rising, rising % 7][:axes]).all()
