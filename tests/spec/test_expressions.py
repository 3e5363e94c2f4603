"""Expressions: values, bounds, and mistakes at their places."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.spec.evaluation import divisible, evaluate
from cnncalc.spec.expressions import SYMBOL, parse
from cnncalc.spec.findings import Mistake
from cnncalc.spec.source import notation_text
from cnncalc.symbolic import symbol

VALUES = {"n": (3, 4, 6, 3), "s": 2, "c": 64, "alpha": 0.75, "act": "RELU", "wide": True}


def look_up(name):
    if name in VALUES:
        return VALUES[name]
    if SYMBOL.match(name):
        return symbol(name)
    raise KeyError(name, "")


def value(text):
    expression, end = parse(notation_text(text))
    assert end == len(text)
    return evaluate(expression, look_up)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2*3", 7), ("(1+2)*3", 9), ("2**3**2", 512), ("-2**2", -4), ("2**-1", 0.5), ("--3", 3), ("+3", 3), ("2*-3", -6),
        ("7//2", 3), ("-7//2", -4), ("7%3", 1), ("8/2", 4), ("7/2", 3.5), ("1.5*4", 6.0), ("1e3", 1000.0), (".5", 0.5),
        ("70_000", 70_000), ("0.0000123456789012", 1.23456789012e-05), ("2^10", 1024), ("s==2", True), ("s!=2", False), ("s<=2", True), ("s>2", False), ("1<2", True),
        ("s==2 and c>1", True), ("s==1 or c==64", True), ("not s==1", True), ("not -1<0", False), ("not not 1", True),
        ("1 if s==2 else 2", 1), ("1 if s==1 else 2 if s==3 else 3", 3), ("1/0 if s==1 else 7", 7), ("s==1 and 1/0", False),
        ("1 or 1/0", 1), ("n[0]", 3), ("n[-1]", 3), ("n[s]-1", 5), ("[1,2,3][1]", 2), ("[[1,2],[3]][0][1]", 2), ("max(n)", 6),
        ("min(3, c, 2)", 2), ("round(2.5)", 2), ("round(3.5)", 4), ("ceil(2.1)", 3), ("floor(-2.1)", -3), ("ceil(3)", 3),
        ("divisible(32*alpha, 8)", 24), ("divisible(3, 8)", 8), ("divisible(3, 8, 4)", 4), ("wide*c", 64), ("act", "RELU"),
        ("[1, 2,]", (1, 2)), (" ( 1\n+ 2 ) ", 3), ("(n[0] if wide else 0) * 2", 6), ("2 * 3 if 0 else 4 + 1", 5),
    ],
)  # fmt: skip
def test_values(text, expected):
    result = value(text)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4*C", "4*C"), ("27*C^2 + 3*C", "27*C^2 + 3*C"), ("floor((H + 29)/32) - 2", "floor((H + 29)/32) - 2"),
        ("ceil(H/2)", "floor((H + 1)/2)"), ("H//2", "floor(H/2)"), ("max(H, 3)", "max(H, 3)"), ("C2*C", "C*C2"), ("C - C", "0"),
        ("2*C//2", "C"), ("round(C)", "C"), ("C % 4", "C - 4*floor(C/4)"), ("-C", "-C"), ("C**2", "C^2"),
    ],
)  # fmt: skip
def test_symbols(text, expected):
    assert str(value(text)) == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "code", "message"),
    [
        ("1 +", 3, 3, "CNN104", "needs a number or a name"),
        ("1 + )", 4, 5, "CNN104", "not `)`"),
        ("(1 + 2", 0, 1, "CNN104", "`(` is never closed"),
        ("n[1", 1, 2, "CNN104", "`[` is never closed"),
        ("[1 2]", 3, 4, "CNN104", "`,` or `]`"),
        ("1 2", 2, 3, "CNN104", "unexpected `2`"),
        ("1 if 2", 6, 6, "CNN104", "`else` is missing"),
        ("1 < 2 < 3", 0, 7, "CNN104", "two sides"),
        ("c = 1", 2, 3, "CNN104", "`=` has no meaning"),
        ("1 + \x1b", 4, 5, "CNN104", "U+001B"),
        ("foo(1)", 0, 3, "CNN104", "no function `foo`"),
        ("1 + widht", 4, 9, "CNN208", "no parameter `widht`"),
        ("3 + n", 0, 5, "CNN104", "needs numbers, not a list"),
        ("act * 2", 0, 7, "CNN104", "the word `RELU`"),
        ("n[7]", 0, 4, "CNN104", "no item 7"),
        ("n[0.5]", 0, 6, "CNN104", "an index is an integer"),
        ("c[0]", 0, 4, "CNN104", "only a list has items"),
        ("2 + 1 / 0", 4, 9, "CNN104", "division by zero"),
        ("1 % 0", 0, 5, "CNN104", "division by zero"),
        ("0 ** -1", 0, 7, "CNN104", "division by zero"),
        ("C // (c - 64)", 0, 13, "CNN104", "division by zero"),
        ("(-8) ** 0.5", 0, 11, "CNN104", "no real power"),
        ("9**9**9", 0, 7, "CNN104", "too large"),
        ("10**99 * 10", 0, 11, "CNN104", "too large"),
        ("10.0**400", 0, 9, "CNN104", "too large"),
        ("H / 2", 0, 5, "CNN104", "a division that holds a symbol"),
        ("H / 2 + 1", 0, 9, "CNN104", "round the division first"),
        ("H > 2", 0, 5, "CNN104", "--set"),
        ("1 if H else 2", 5, 6, "CNN104", "a condition"),
        ("H * 0.5", 0, 7, "CNN104", "integers, not reals"),
        ("H ** H", 0, 6, "CNN104", "an exponent is a number"),
        ("divisible(1)", 0, 12, "CNN104", "takes a number"),
        ("round(1, 2)", 0, 11, "CNN104", "takes one number"),
        ("max([])", 0, 7, "CNN104", "needs a value"),
        ("ceil(n)", 0, 7, "CNN104", "not a list"),
        ("1234567890123", 0, 13, "CNN103", "more than 12 digits"),
        ("1e999", 0, 5, "CNN103", "beyond all measure"),
        ("(" * 65 + "1" + ")" * 65, 64, 65, "CNN103", "nests deeper"),
        ("", 0, 0, "CNN104", "needs a number"),
    ],
)
def test_mistakes(text, start, end, code, message):
    with pytest.raises(Mistake) as caught:
        value(text)
    mistake = caught.value
    assert (mistake.code, mistake.span[2] - 1, mistake.span[4] - 1) == (code, start, end)
    assert message in mistake.message


def make_divisible(v, divisor, min_value=None):
    """torchvision/models/_utils.py, as it stands there."""
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    # Make sure that round down does not go down by more than 10%.
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v


@given(st.floats(0, 5000) | st.integers(0, 5000), st.integers(1, 64), st.none() | st.integers(1, 64))
def test_divisible_is_torchvisions(v, divisor, least):
    assert divisible(v, divisor, least) == make_divisible(v, divisor, least)


NUMBERS = st.integers(0, 99).map(str)
OPERATIONS = st.sampled_from(["+", "-", "*", "//", "%", "<", ">=", "==", " and ", " or "])
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, OPERATIONS, inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(lambda t: f"{t[0]}{t[1]}{t[2]}"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        inner.map(lambda t: f"-{t}"),
        inner.map(lambda t: f"(not {t})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda ts: f"min({', '.join(ts)}, 5)"),
    ),
    max_leaves=12,
)


@given(ARITHMETIC)
def test_arithmetic_is_pythons(text):
    try:
        expected = eval(text, {"__builtins__": {}, "min": min})
    except ZeroDivisionError:
        with pytest.raises(Mistake, match="division by zero"):
            value(text)
        return
    assert value(text) == expected


@given(st.text(alphabet="0123456789abcnHK()[],.+-*/%<>=! $_e\n", max_size=40) | st.text(max_size=20))
def test_any_text_is_a_value_or_a_mistake_within_it(text):
    try:
        expression, end = parse(notation_text(text))
        result = evaluate(expression, look_up)
    except Mistake as caught:
        mistake = caught
    else:
        assert end <= len(text)
        assert not isinstance(result, float) or math.isfinite(result)
        return
    _, line, column, end_line, end_column = mistake.span
    lines = text.split("\n")
    assert (line, column) <= (end_line, end_column)
    assert 1 <= column <= len(lines[line - 1]) + 1
    assert 1 <= end_column <= len(lines[end_line - 1]) + 1
    assert mistake.message
