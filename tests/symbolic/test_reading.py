"""Texts at the reader's limits, and where it says that something is wrong; `test_language.py` has the language."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import ParseError, maximum, parse, symbol

H, S, W, n_2 = map(symbol, ("H", "S", "W", "n_2"))

READ = [
    ("H*0", 0),
    ("H^0", 1),
    ("H^64", H**64),
    ("H**2**2", H**4),
    ("-+-H", H),
    ("-H + 3", 3 - H),
    ("n_2*3", 3 * n_2),
    ("7 % 4", 3),
    ("H//2*2", 2 * (H // 2)),
    ("H/3*3", H),
    ("(H/3)*3", H),
    ("floor(H/2*(W/3))", (H * W) // 6),
    ("floor((H/2)/(1/3))", (3 * H) // 2),
    ("floor(H/2 + W/2)", (H + W) // 2),
    ("floor(H/2 - 1/3)", (3 * H - 2) // 6),
    ("floor(2*H/3*3/4)", H // 2),
    ("ceil(-1/2) + ceil(1/2)", 1),
    ("max( 1 ,H , 2)", maximum(H, 2)),
    ("123456789012", 123_456_789_012),
    ("10^50*10^49", 10**99),
    ("-10^50*10^49", -(10**99)),
    ("floor(H/10^50/10^49)", H // 10**99),
    ("(" * 64 + "H" + ")" * 64, H),
    ("H" + " " * 9_999, H),
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[text[:20] for text, _ in READ])
def test_reading(text, value):
    assert parse(text) == value


UNREADABLE = [
    ("1 + H/2//3", 4, "a fraction where an integer is needed; `floor(…)`, `ceil(…)` or `//` round it"),
    ("1 + H//(W/2)", 7, "a fraction where an integer is needed"),
    ("1 + (H/2)^2", 4, "a fraction where an integer is needed"),
    ("1 + H^(3/2)", 6, "a fraction where an integer is needed"),
    ("min(1, 2, H/2)", 10, "a fraction where an integer is needed"),
    ("1 + H % 0", 8, "division by zero"),
    ("1 + H/0", 6, "division by zero"),
    ("1 + max(H)", 4, "`max` compares two values or more"),
    ("1 + ²", 4, "`²` is not a number; between the factors of a product stands `*`"),
    ("1 + 2n", 4, "`2n` is not a number"),
    ("1 + _n", 4, "`_n` is no symbol"),
    ("1 + 1234567890123", 4, "a number of more than 12 digits"),
    ("(H]", 2, "expected `)`, not `]`"),
    ("floor(H", 7, "expected `)` at the end"),
    ("min(H, 2", 8, "expected `)` at the end"),
    ("(", 1, "expected a number, a symbol or `(` at the end"),
    ("10^50*10^50", 11, "a number of more than 100 digits"),
    ("-10^50*10^50", 12, "a number of more than 100 digits"),
    ("H/10^50/10^50", 13, "a number of more than 100 digits"),
    ("floor(" * 65 + "H" + ")" * 65, 390, "nested more than 64 deep"),
]


@pytest.mark.parametrize(("text", "offset", "message"), UNREADABLE, ids=[row[0][:20] for row in UNREADABLE])
def test_what_cannot_be_read(text, offset, message):
    with pytest.raises(ParseError) as problem:
        parse(text)
    assert message in str(problem.value)
    assert "'" not in str(problem.value)  # the message alone, not what the exception was made of
    assert problem.value.offset == offset


@pytest.mark.parametrize("closed", ["(H)", "max(H, 5)", "ceil(H/2)", "H^2"])
def test_what_is_closed_no_longer_counts_as_nested(closed):
    """Nor does it leave room for more than 64 brackets."""
    siblings = " + ".join([closed] * 70)
    assert parse(siblings) == 70 * parse(closed)
    assert parse(f"{siblings} + {'(' * 64}H{')' * 64}") == 70 * parse(closed) + H
    with pytest.raises(ParseError, match="nested more than 64 deep"):
        parse(f"{siblings} + {'(' * 65}H{')' * 65}")


def test_more_digits_are_read_where_they_are_allowed():
    assert parse("12345", digits=5) == 12_345
    with pytest.raises(ParseError, match="a number of more than 5 digits"):
        parse("123456", digits=5)
