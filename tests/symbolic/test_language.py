"""The language of expressions, and what is wrong with a text that is none."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import ParseError, ceil_div, maximum, minimum, parse, symbol
from tests.symbolic.classics import convolved

C, D, F, H, K, P, S, W, n = map(symbol, "CDFHKPSWn")


READ = [
    ("32*n", 32 * n),
    ("2*(H+1)", 2 * H + 2),
    ("H//4", H // 4),
    ("floor(H/4)", H // 4),
    ("ceil(H/2)", ceil_div(H, 2)),
    ("min(a, b)", minimum(symbol("a"), symbol("b"))),
    ("max(1, H, 2)", maximum(H, 2)),
    ("  -H ** 2 % 5 ", (-(H**2)) % 5),
    ("2^3^2 - -1", 513),
    ("-7//2", -4),
    ("+--H", H),
    ("7 - 3 - 2", 2),
    ("floor((H - 3)/2 + 1)", (H - 1) // 2),
    ("floor(H/2 - W/3)", (3 * H - 2 * W) // 6),
    ("ceil(H/S*2)", ceil_div(2 * H, S)),
    ("32*n/8 + 6/4*2", 4 * n + 3),
    ("(W-F+2*P)//S+1", convolved(W, F, S, P)),
    ("max(floor(H/2), ceil(H/2))", ceil_div(H, 2)),
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[row[0] for row in READ])
def test_reading(text, value):
    assert parse(text) == value


UNREADABLE = [
    ("", 0, "expected a number, a symbol or `(` at the end"),
    ("H +", 3, "at the end"),
    ("H + *2", 4, "not `*`"),
    ("H W", 2, "unexpected `W`"),
    ("(H + 1", 6, "expected `)` at the end"),
    ("H)", 1, "unexpected `)`"),
    ("3 + X", 4, "`X` is no symbol"),
    ("2H", 0, "`2H` is not a number"),
    ("1.5", 1, "unexpected `.`"),
    ("H/2", 0, "a fraction where an integer is needed"),
    ("1 + min(H, W/2)", 11, "a fraction where an integer is needed"),
    ("min(H)", 0, "`min` compares two values or more"),
    ("floor(H, 2)", 7, "expected `)`, not `,`"),
    ("floor", 0, "`floor` is no symbol"),
    ("H//0", 3, "division by zero"),
    ("floor(H/(3 - 3))", 8, "division by zero"),
    ("H^W", 2, "an exponent is a number from 0 to 64, not W"),
    ("H^65", 2, "an exponent is a number from 0 to 64, not 65"),
    ("H^-1", 2, "an exponent is a number from 0 to 64, not -1"),
    ("H + 1234567890123", 4, "a number of more than 12 digits"),
    ("H + $n", 4, "not `$`"),
    ("H + ½", 4, "not `½`"),
    ("É + 1", 0, "`É` is no symbol"),
    ("(9^64)^64", 9, "a number of more than 100 digits"),
    ("(" + " + ".join(f"C{i}" for i in range(150)) + ")^2", 941, "the limit is 10,000"),
    ("(" * 65 + "H" + ")" * 65, 65, "nested more than 64 deep"),
    ("2^" * 70 + "H", 130, "nested more than 64 deep"),
    ("H" + " " * 10_000, 10_000, "an expression may have 10,000 characters; this one has 10,001"),
]


@pytest.mark.parametrize(("text", "offset", "message"), UNREADABLE, ids=[row[0][:20] for row in UNREADABLE])
def test_what_cannot_be_read(text, offset, message):
    with pytest.raises(ParseError) as problem:
        parse(text)
    assert message in str(problem.value)
    assert problem.value.offset == offset
    assert isinstance(problem.value, ValueError)
