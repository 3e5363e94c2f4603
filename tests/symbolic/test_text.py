"""How symbols, powers and quotients are written, and which names are symbols."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import maximum, minimum, show, symbol
from cnncalc.symbolic.text import is_symbol

C, H, S, W, n = map(symbol, "CHSWn")

STYLES = [
    (-H, "-H", "-H", "-H"),
    (-3 * H + 1, "-3*H + 1", "-3·H + 1", "-3 H + 1"),
    (H - W - 1, "H - W - 1", "H - W - 1", "H - W - 1"),
    (0, "0", "0", "0"),
    (n, "n", "n", "n"),
    (symbol("ab"), "ab", "ab", r"\mathit{ab}"),
    (symbol("n_2_3"), "n_2_3", "n_2_3", r"\mathit{n\_2\_3}"),
    (symbol("C12"), "C12", "C12", "C_{12}"),
    (H**10, "H^10", "H¹⁰", "H^{10}"),
    # A product above a slash needs no brackets; below it only one factor without a number does without.
    (2 * H * W // 3, "floor(2*H*W/3)", "⌊2·H·W/3⌋", r"\left\lfloor \frac{2 H W}{3} \right\rfloor"),
    (H // S**2, "floor(H/S^2)", "⌊H/S²⌋", r"\left\lfloor \frac{H}{S^{2}} \right\rfloor"),
    (H // (C * S), "floor(H/(C*S))", "⌊H/(C·S)⌋", r"\left\lfloor \frac{H}{C S} \right\rfloor"),
    (H // (3 * S), "floor(H/(3*S))", "⌊H/(3·S)⌋", r"\left\lfloor \frac{H}{3 S} \right\rfloor"),
    (7 // (S + 1), "floor(7/(S + 1))", "⌊7/(S + 1)⌋", r"\left\lfloor \frac{7}{S + 1} \right\rfloor"),
    (minimum(H, W, 5), "min(H, W, 5)", "min(H, W, 5)", r"\min\left(H, W, 5\right)"),
    (maximum(H, W), "max(H, W)", "max(H, W)", r"\max\left(H, W\right)"),
]


@pytest.mark.parametrize(("value", "ascii", "in_unicode", "latex"), STYLES, ids=[row[1] for row in STYLES])
def test_styles(value, ascii, in_unicode, latex):
    assert (show(value), show(value, "unicode"), show(value, "latex")) == (ascii, in_unicode, latex)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("H", True), ("W", True), ("Y", True), ("X", False), ("X2", False), ("C2", True), ("C20", True), ("CD", False), ("Cd", False), ("C2d", False), ("C_2", False),
        ("n", True), ("x", True), ("n2", True), ("n_2", True), ("nN", False), ("_n", False), ("2n", False), ("n-", False), ("n ", False), ("", False),
        ("floor", False), ("ceil", False), ("min", False), ("max", False), ("mean", True), ("ä", False), ("Ä", False), ("C²", False),
    ],
)  # fmt: skip
def test_which_names_are_symbols(name, is_one):
    assert is_symbol(name) is is_one
