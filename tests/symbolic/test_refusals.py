"""What expressions refuse, and what is too much for them."""

from __future__ import annotations

import operator
from functools import reduce

import pytest

from cnncalc.symbolic import divides, evaluate, minimum, parse, show, substitute, symbol, symbols

C, D, F, H, K, P, S, W, n = map(symbol, "CDFHKPSWn")


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_expressions_are_not_ordered(compare):
    for a, b in ((H, W), (H, 3), (3, H)):
        with pytest.raises(TypeError, match="ask `equal`, `divides` or `at_least`"):
            compare(a, b)


def test_expressions_have_no_truth_value():
    with pytest.raises(TypeError, match="H - 3 is not a number"):
        bool(H - 3)
    with pytest.raises(TypeError):
        H / 2
    with pytest.raises(TypeError):
        H + 0.5


@pytest.mark.parametrize("name", ["", "X", "X2", "HW", "Hx", "2n", "_n", "nN", "é", "É", "floor", "min", "H²", "n "])
def test_what_is_no_symbol(name):
    with pytest.raises(ValueError, match="is no symbol"):
        symbol(name)


@pytest.mark.parametrize("name", ["H", "C2", "W10", "n", "x", "stages", "n_2", "n2"])
def test_what_is_a_symbol(name):
    assert symbols(symbol(name) // 2 + minimum(symbol(name), 7)) == {name}
    assert parse(name) == symbol(name)


def test_values_are_asked_for_and_positive():
    with pytest.raises(ValueError, match="no value for H, W"):
        evaluate(H * W // S, {"S": 2})
    for values in ({"H": 0}, {"H": -3}):
        with pytest.raises(ValueError, match="symbols stand for positive integers"):
            evaluate(H, values)
        with pytest.raises(ValueError, match="symbols stand for positive integers"):
            substitute(H, values)
    with pytest.raises(ValueError, match="symbols stand for positive integers"):
        substitute(H, {"H": 1 - W})
    with pytest.raises(ValueError, match="divides by zero"):
        evaluate(H // (S - 1), {"H": 3, "S": 1})
    with pytest.raises(ValueError, match="divides by zero"):
        substitute(H // (S - 1), {"S": 1})
    with pytest.raises(ZeroDivisionError):
        H // 0
    with pytest.raises(ValueError, match="a divisor is positive, not 0"):
        divides(0, H)


@pytest.mark.parametrize(
    ("too_much", "message"),
    [
        (lambda: H**10**9, "an exponent of 1000000000; the limit is 64"),
        (lambda: H**40 * H**30, "an exponent of 70; the limit is 64"),
        (lambda: H * 10**100, "more than 100 digits"),
        (lambda: H // 10**100, "more than 100 digits"),
        (lambda: 10**100 // S, "more than 100 digits"),
        (lambda: sum(symbol(f"C{i}") for i in range(150)) ** 2, "an expression of 11,325 terms; the limit is 10,000"),
        (lambda: (H + W + C) ** 30 * (H + W + C + 1) ** 10, "a product of 496 by 286 terms"),
        (lambda: reduce(lambda x, _: (2 * x + W) // 3, range(40), H), "nested more than 32 deep"),
        (lambda: reduce(lambda x, _: minimum(x * W, x * H + 5) // 7, range(30), H), "characters; the limit is 10,000"),
    ],
)
def test_limits(too_much, message):
    with pytest.raises(OverflowError, match=message):
        too_much()


def test_within_the_limits_everything_reads_back():
    deep = reduce(lambda x, _: (2 * x + W) // 3, range(32), H)
    assert parse(show(deep)) == deep
    assert evaluate(deep, {"H": 5, "W": 1}) == reduce(lambda x, _: (2 * x + 1) // 3, range(32), 5)
    large = (10**99) * H**64
    assert parse(show(large), digits=100) == large
