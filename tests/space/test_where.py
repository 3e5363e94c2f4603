"""Conditions on columns: whole columns at once give what the machine of `$(…)` gives point by point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.space.where import Where, _on_arrays
from cnncalc.spec.evaluation import evaluate, truth
from cnncalc.spec.findings import Mistake

NAMES = ("params", "macs", "depth")
ATOMS = st.sampled_from([*NAMES, "0", "1", "7", "2K", "3.5K", "4T"])
NUMBERS = st.recursive(
    ATOMS, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner), max_leaves=6
)
COMPARISONS = st.builds("({} {} {})".format, NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS)
CONDITIONS = st.recursive(
    st.one_of(COMPARISONS, NUMBERS),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "+", "*", "<"]), inner),
        st.builds("(not {})".format, inner),
        st.builds("-{}".format, inner),
    ),
    max_leaves=6,
)
VALUES = st.one_of(st.integers(0, 9), st.integers(0, 10**25))


@given(CONDITIONS, st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=6))
def test_arrays_say_what_the_machine_says(text, points):
    where = Where(text)
    expected = [
        bool(truth(evaluate(where.expression, dict(zip(NAMES, point, strict=True)).__getitem__))) for point in points
    ]
    columns = {
        name: np.array(each, dtype=np.int64 if max(each) < 2**63 else object)
        for name, each in zip(NAMES, zip(*points, strict=True), strict=True)
    }
    used = {name: columns[name] for name in where.names}
    at_once = _on_arrays(where.expression, used, len(points))
    assert at_once is not None
    assert at_once.tolist() == expected
    assert where.mask(columns, len(points))[0].tolist() == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("params / 2 < 3", [True, True, False]), ("5 if params < 3 else 0", [True, False, False]), ("max(params, 5) == 5", [True, True, False]),
    ("n[0] == 2", [False, True, False]), ("field < 20", [True, False, False]), ("field_width >= 10 and field_height <= 30", [True, True, False]),
])  # fmt: skip
def test_what_an_expression_may_hold_beside(text, expected):
    lists = np.empty(3, dtype=object)
    for index in range(3):
        lists[index] = (index + 1, 9)
    columns = {
        "params": np.array([1, 5, 7]), "n": lists, "field_height": np.array([10, 30, 31]), "field_width": np.array([11, Fraction(61, 2), 8], dtype=object),
    }  # fmt: skip
    assert Where(text, ("n",)).mask(columns, 3)[0].tolist() == expected


def test_unknown_figures_satisfy_nothing():
    columns = {"field_height": np.array([3, None], dtype=object), "field_width": np.array([3, None], dtype=object)}
    for text in ("field < 9", "not field < 9", "field_width > 0 or field_width <= 0"):
        holds, unknown = Where(text).mask(columns, 2)
        assert unknown.tolist() == [False, True]
        assert not holds[1]


def test_units():
    columns = {"memory": np.array([299_999_999, 300_000_000, 314_572_800])}
    assert Where("memory < 300MB").mask(columns, 3)[0].tolist() == [True, False, False]
    assert Where("memory < 300MiB").mask(columns, 3)[0].tolist() == [True, True, False]
    assert Where("memory == 0.3G").mask(columns, 3)[0].tolist() == [False, True, False]
    with pytest.raises(Mistake, match="not a whole number"):
        Where("memory < 0.0001K")
    with pytest.raises(Mistake) as caught:
        Where("memory < 3 M")
    assert caught.value.span.column == 12


def test_a_division_by_zero_has_its_place():
    with pytest.raises(Mistake) as caught:
        Where("1 / params < 3").mask({"params": np.array([0])}, 1)
    assert (caught.value.span.file, caught.value.span.column) == ("--where", 1)
