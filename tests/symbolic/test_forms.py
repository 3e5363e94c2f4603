"""What expressions print, in the one form that equal ones have, and in three styles."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import ceil_div, evaluate, maximum, minimum, parse, show, substitute, symbol
from tests.symbolic.classics import ALEXNET, RESNET, VGG16, convolved, through

C, D, F, H, K, P, S, W, n = map(symbol, "CDFHKPSWn")


# A value, its printed form, an equal one that is written differently, and a number with the values it comes from.
FORMS = [
    # polynomials: expanded, by falling degree, what is added first
    (27 * C**2 + 3 * C, "27*C^2 + 3*C", 3 * (3 * C * C * 3) + C * 3, 30, {"C": 1}),
    (
        C - H * W + 2 * K**3 - 7,
        "2*K^3 - H*W + C - 7",
        -(7 + W * H) + C + K * K * 2 * K,
        4,
        {"C": 1, "H": 2, "W": 3, "K": 2},
    ),
    (C * H + W + C**2 + H, "H*C + C^2 + H + W", (C + H) * C + W + H, 11, {"C": 1, "H": 4, "W": 2}),
    (H - F, "H - F", -F + H, -2, {"H": 3, "F": 5}),
    (-H * 2, "-2*H", 0 - H - H, -6, {"H": 3}),
    # one floor for floors inside each other
    (H // 2 // 2, "floor(H/4)", H // 4, 2, {"H": 11}),
    ((H // 2 + 1) // 2, "floor((H + 2)/4)", (H + 2) // 4, 3, {"H": 10}),
    ((W + H // 3) // 5, "floor((H + 3*W)/15)", (W * 3 + H) // 15, 0, {"H": 4, "W": 3}),
    ((W - H // 3) // 5, "-floor((H - 3*W + 12)/15)", (W + -(H // 3)) // 5, -1, {"H": 7, "W": 1}),
    (through(H, *ALEXNET), "floor((H + 29)/32) - 2", (H - 35) // 32, 6, {"H": 227}),
    (through(H, *VGG16), "floor(H/32)", H // 32, 7, {"H": 224}),
    (through(H, *RESNET), "floor((H + 31)/32)", ceil_div(H, 32), 7, {"H": 224}),
    # whole multiples outside, signs as they are, numbers from 0 up to the divisor inside
    ((32 * n + 5) // 32, "n", n, 3, {"n": 3}),
    ((2 * H + 1) // 2, "H", H, 3, {"H": 3}),
    ((2 * H + 2) // 4, "floor((H + 1)/2)", (H + 1) // 2, 2, {"H": 3}),
    ((2 * H + 1) // 4, "floor(H/2)", H // 2, 1, {"H": 3}),
    ((H + 35) // 32, "floor((H + 3)/32) + 1", 1 + (H + 3) // 32, 2, {"H": 29}),
    (3 * C // 4, "floor(3*C/4)", 7 * C // 4 - C, 4, {"C": 6}),
    ((H - F) // 2, "floor((H - F)/2)", (H - F - 2) // 2 + 1, -2, {"H": 2, "F": 5}),
    (convolved(H, F, 2, P), "P + floor((H - F)/2) + 1", P + (2 + H - F) // 2, 4, {"H": 7, "F": 3, "P": 1}),
    (-(-H // 4), "floor((H + 3)/4)", ceil_div(H, 4), 2, {"H": 5}),
    (-(-(H - F) // 2), "floor((H - F + 1)/2)", ceil_div(H - F, 2), -2, {"H": 2, "F": 7}),
    ((D * (F - 1) - H) // 4, "-floor((-D*F + H + D + 3)/4)", -ceil_div(H + D - D * F, 4), -1, {"H": 7, "D": 2, "F": 3}),
    (H // -3, "-floor((H + 2)/3)", -ceil_div(H, 3), -2, {"H": 5}),
    (H % 4, "H - 4*floor(H/4)", H % 4 % 4, 3, {"H": 7}),
    (H % 16 // 4, "floor(H/4) - 4*floor(H/16)", H // 4 % 4, 1, {"H": 23}),
    (H // 2 * (H // 2), "floor(H/2)^2", (H // 2) ** 2, 9, {"H": 7}),
    (H * W // 4 + H, "floor(H*W/4) + H", H + W * H // 4, 18, {"H": 5, "W": 11}),
    # symbolic divisors
    ((W - F) // S, "floor((W - F)/S)", (W - F + 3 * S) // S - 3, -1, {"W": 5, "F": 6, "S": 3}),
    ((S * n + S) // S, "n + 1", 1 + n, 4, {"n": 3, "S": 2}),
    (ceil_div(S * n, S), "n", n, 4, {"n": 4, "S": 7}),
    (H // (2 * S), "floor(H/(2*S))", H // 2 // S, 3, {"H": 13, "S": 2}),
    (H // S // S, "floor(H/S^2)", H // S**2, 3, {"H": 13, "S": 2}),
    (H // (S + 1), "floor(H/(S + 1))", 2 * H // (2 * S + 2), 4, {"H": 13, "S": 2}),
    ((n * S + n + H) // (S + 1), "n + floor(H/(S + 1))", n + H // (S + 1), 5, {"n": 1, "H": 13, "S": 2}),
    (10 // S, "floor(10/S)", 20 // (2 * S), 3, {"S": 3}),
    ((S - 1) // S + 1 // (S + 1), "0", 0, 0, {}),
    (F * (H // F), "F*floor(H/F)", H - H % F, 15, {"F": 3, "H": 17}),
    # minima and maxima, gone where bounds decide them
    (maximum(0, H), "H", H, 3, {"H": 3}),
    (minimum(H, H + 3), "H", H, 3, {"H": 3}),
    (maximum(0, H - 5), "max(H - 5, 0)", maximum(H - 5, 0, -3), 2, {"H": 7}),
    (minimum(W + 1, H + 1), "min(H, W) + 1", 1 + minimum(H, W), 4, {"H": 3, "W": 9}),
    (
        minimum(minimum(H, W) + 1, C),
        "min(C, H + 1, W + 1)",
        minimum(H + 1, minimum(C, W + 1)),
        2,
        {"H": 1, "W": 2, "C": 3},
    ),
    (minimum(ceil_div(H - 1, 2) + 1, ceil_div(H + 2, 2)), "floor(H/2) + 1", H // 2 + 1, 4, {"H": 6}),
    (maximum(1, 2 * (H // 2) + 2 - H), "2*floor(H/2) - H + 2", 2 - H % 2, 1, {"H": 5}),
    (minimum(H, 5) // 8, "0", 0, 0, {}),
    ((1 - minimum(H, 5)) // 4, "-floor((min(H, 5) + 2)/4)", -ceil_div(minimum(H, 5) - 1, 4), 0, {"H": 1}),
]


@pytest.mark.parametrize(("value", "printed", "same", "number", "values"), FORMS, ids=[form[1] for form in FORMS])
def test_normal_form(value, printed, same, number, values):
    assert show(value) == str(value) == printed
    assert value == same
    assert hash(value) == hash(same)
    assert parse(printed) == value
    assert evaluate(value, values) == number


STYLES = [
    (27 * C**2 + 3 * C, "27·C² + 3·C", "27 C^{2} + 3 C"),
    (through(H, *ALEXNET), "⌊(H + 29)/32⌋ - 2", r"\left\lfloor \frac{H + 29}{32} \right\rfloor - 2"),
    (symbol("C2") ** 12 * symbol("a_b"), "C2¹²·a_b", r"C_{2}^{12} \mathit{a\_b}"),
    (H // (2 * S) * 3, "3·⌊H/(2·S)⌋", r"3 \left\lfloor \frac{H}{2 S} \right\rfloor"),
    (maximum(H - 5, 0) ** 2, "max(H - 5, 0)²", r"\max\left(H - 5, 0\right)^{2}"),
    (-36928, "-36928", "-36928"),
]


@pytest.mark.parametrize(("value", "in_unicode", "in_latex"), STYLES, ids=[str(style[0]) for style in STYLES])
def test_styles(value, in_unicode, in_latex):
    assert show(value, "unicode") == in_unicode
    assert show(value, "latex") == in_latex


def test_an_unknown_style_is_an_error():
    with pytest.raises(ValueError, match="known are ascii, unicode and latex"):
        show(H, "html")


def test_substitution_removes_floors():
    assert substitute(through(H, *VGG16), {"H": 32 * n}) == n
    assert substitute(through(H, *ALEXNET), {"H": 32 * n + 3}) == n - 1
    assert substitute(maximum(H - 5, W), {"H": W + 5, "W": H}) == maximum(W, H)
