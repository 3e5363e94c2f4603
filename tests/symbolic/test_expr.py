"""Expressions at their limits, the order of their terms, and what they refuse."""

from __future__ import annotations

from functools import reduce

import pytest

from cnncalc.symbolic import maximum, minimum, symbol, symbols
from cnncalc.symbolic.expr import begins_with_minus, combined, degree_of, floors_of, make, number_of, singles_of

A, C, F, H, N, S, W, n = map(symbol, "ACFHNSWn")
MOST = 10**100 - 1  # a hundred digits

PRINTED = [
    # By falling degree; a floor grows like what is divided less its divisor, and at least like a symbol.
    (H * H // 4 + H + C**3, "C^3 + floor(H^2/4) + H"),
    (H**3 // S + H**2 * W + H**2, "H^2*W + H^2 + floor(H^3/S)"),
    (H // S**2 + C**2, "C^2 + floor(H/S^2)"),
    (maximum(H * W, C**3) + H**2, "max(C^3, H*W) + H^2"),
    # What is added before what is taken away, then extents before other symbols, these before floors and extremes.
    (A - H - W + C, "A + C - H - W"),
    (A + N + W + H + n, "H + N + W + A + n"),
    (A + H // 2 + H // 4 + W // 2 + minimum(C, S) + maximum(C, S), "A + floor(H/2) + floor(W/2) + floor(H/4) + min(C, S) + max(C, S)"),
    (H // 10 + H // 9, "floor(H/9) + floor(H/10)"),
    (A * H + A * W + C * H, "H*A + H*C + W*A"),
    (A**2 * H + A * H**2, "H^2*A + H*A^2"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "printed"), PRINTED, ids=[printed for _, printed in PRINTED])
def test_the_order_of_terms(value, printed):
    assert str(value) == printed


@pytest.mark.parametrize(
    ("value", "degree"),
    [
        (0, 0), (7, 0), (H, 1), (H * W + 3, 2), (H**2 * W // 2, 3), (H**3 // S, 2), (H // S**3, 1), (minimum(H**2, W * C * S), 3), (H * (W // 2), 2),
    ],
)  # fmt: skip
def test_degrees(value, degree):
    assert degree_of(value) == degree


def test_how_deep_floors_and_extremes_stand_inside_each_other():
    (inner,) = (atom for atom, _ in floors_of((H // 2 + minimum(W // 3, C)) // S))
    assert inner.depth == 3
    assert inner.symbols == {"H", "W", "C", "S"} == symbols(H * W + C // S)


@pytest.mark.parametrize(("value", "minus"), [(H - F, False), (F - H, True), (F - H * H, True), (C - F * H, True), (-F, True), (-3, False), (C - 3, False)])  # fmt: skip
def test_what_begins_with_a_minus(value, minus):
    assert begins_with_minus(value) is minus


def test_what_stands_by_itself():
    value = 3 * (H // 2) - W // 4 + 5 * H + C * (H // 3) + (H // 5) ** 2 + 7
    assert {str(atom): times for atom, times in singles_of(value)} == {"floor(H/2)": 3, "floor(W/4)": -1, "H": 5}
    assert {str(atom): times for atom, times in floors_of(value)} == {"floor(H/2)": 3, "floor(W/4)": -1}
    assert number_of(value) == 7
    assert number_of(H) == 0


def many(count):
    return {((atom, 1),): 1 for i in range(count) for atom, _ in singles_of(symbol(f"C{i}"))}


def test_as_much_as_an_expression_holds():
    """10,000 terms, factors of 100 digits either way, the 64th power, a product of 100,000 pairs, a text of 10,000 characters."""
    assert len(make(many(10_000)).terms()) == 10_000
    assert str(MOST * H - MOST * W) == f"{MOST}*H - {MOST}*W"
    assert H**32 * H**32 == H**64
    assert len((rectangle(40, 25) * rectangle(10, 10)).terms()) == 49 * 34
    assert H**0 == 1
    assert str(H // MOST) == f"floor(H/{MOST})"
    assert len(str(wide(10_000))) == 10_000


def rectangle(high, across):
    """The sum of H^i*W^j for i up to `high` and j up to `across`."""
    (height, _), (width, _) = *singles_of(H), *singles_of(W)
    return make({((height, i), (width, j)): 1 for i in range(1, high + 1) for j in range(1, across + 1)})


def wide(characters):
    """A minimum of so many characters: min(H, …) of symbols with long names."""
    name = "a" * (characters - len("min(H, )"))
    return minimum(H, symbol(name))


@pytest.mark.parametrize(
    ("too_much", "message"),
    [
        (lambda: make(many(10_001)), "an expression of 10,001 terms; the limit is 10,000"),
        (lambda: (MOST + 1) * H, "a coefficient of more than 100 digits"),
        (lambda: -(MOST + 1) * H, "a coefficient of more than 100 digits"),
        (lambda: (MOST * H) * 2 - W, "a coefficient of more than 100 digits"),
        (lambda: H**33 * H**32, "an exponent of 65; the limit is 64"),
        (lambda: make(many(1_000)) * make(many(101)), "a product of 1,000 by 101 terms"),
        (lambda: (H - W) // (MOST + 1), "a division with a number of more than 100 digits"),
        (lambda: -(MOST + 1) // (S - W), "a division with a number of more than 100 digits"),
        (lambda: wide(10_001), "a min of 10,001 characters; the limit is 10,000"),
        (lambda: reduce(lambda x, _: (2 * x + W) // 3, range(33), H), "floors and extremes nested more than 32 deep"),
    ],
)
def test_one_more_is_too_much(too_much, message):
    with pytest.raises(OverflowError, match=f"^{message}$"):
        too_much()


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        (lambda: H**-1, ValueError, "the exponent -1 is negative"),
        (lambda: H**0.5, TypeError, "unsupported operand"),
        (lambda: H * 0.5, TypeError, "unsupported operand|can't multiply"),
        (lambda: H + 0.5, TypeError, "unsupported operand"),
        (lambda: H - 0.5, TypeError, "unsupported operand"),
        (lambda: H // 0.5, TypeError, "unsupported operand"),
        (lambda: H % 0.5, TypeError, "unsupported operand"),
        (lambda: 0.5 // H, TypeError, "unsupported operand"),
        (lambda: 0.5 % H, TypeError, "unsupported operand"),
        (lambda: H < W, TypeError, "H is not a number: ask `equal`, `divides` or `at_least`, which may answer"),
    ],
)
def test_what_is_not_answered(asked, error, message):
    with pytest.raises(error, match=message):
        asked()


def test_expressions_are_equal_to_expressions_only():
    assert symbol("H") == H
    assert H != "H"
    assert H + 1 != H
    assert H != 1
    assert +H == H
    assert 7 % H == 7 - H * (7 // H)


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ([(H * W, 3), (C, 2), (H * W + C, 5), (7, 4)], 8 * H * W + 7 * C + 28),
        ([(H - 1, 6), (1 - H, 2)], 4 * H - 4),
        ([(H, 2), (3, 5), (-H, 2)], 15),
        ([], 0),
    ],
)
def test_sums_of_what_comes_many_times(parts, total):
    assert combined(parts) == total == sum(times * value for value, times in parts)
