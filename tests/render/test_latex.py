"""LaTeX that LaTeX reads: escaping, formulas, and the shape of the table."""

from __future__ import annotations

import re

import pytest

import cnncalc
from cnncalc.render.columns import COLUMNS
from cnncalc.render.latex import escape, formula
from tests.render.drawn import drawn

ESCAPED = {
    "conv1_1": r"conv1\_1",
    "50 % & more #1": r"50 \% \& more \#1",
    "$x^2$ {y} ~": r"\$x\textasciicircum{}2\$ \{y\} \textasciitilde{}",
    "\\input{/etc/passwd}": r"\textbackslash{}input\{/etc/passwd\}",
    "<a|b>": r"\textless{}a\textbar{}b\textgreater{}",
    "[2mm]": "{[}2mm]",  # behind \\ it would be a distance
    "*": "{*}",
    "a---b": "a-{}-{}-b",
    "CONV3-64 · RELU": r"CONV3-64 $\cdot$ RELU",
    'say "no"': "say ''no''",
    "a\nb\x1b": r"a\textbackslash{}nb\textbackslash{}x1b",
}
FORMULAS = {
    "(11·11·3 + 1)·96 = 34,944": r"$(11 \cdot 11 \cdot 3 + 1) \cdot 96 = 34{,}944$",
    "27·C² + 3·C": r"$27 \cdot C^{2} + 3 \cdot C$",
    "C¹²": "$C^{12}$",
    "⌊(H + 29)/32⌋": r"$\lfloor (H + 29)/32 \rfloor$",
    "min(⌈(W + 2·0)/2⌉, 3)": r"$\min(\lceil (W + 2 \cdot 0)/2 \rceil{,} 3)$",
}


@pytest.mark.parametrize("text", ESCAPED, ids=ascii)
def test_escaping(text):
    assert escape(text) == ESCAPED[text]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_formulas(text):
    assert formula(text) == FORMULAS[text]


@pytest.mark.parametrize(
    "spec",
    [
        "vgg16",
        "googlenet",
        "lenet5",
        "torchvision/resnet18",
        "INPUT HxWxC CONV3-K/S BN POOL3/2p1 {CONV1-4 | CONV3-4} FC-10",
    ],
)
def test_every_column_of_every_line_can_be_set(spec):
    """Braces pair, dollars pair, every line has all cells, and nothing but ASCII is left of our own signs."""
    columns = tuple(COLUMNS)
    text = drawn(cnncalc.analyze(spec), "latex", columns=columns)
    assert text.isascii()
    body = text[text.index("\\toprule\n") : text.index("\\bottomrule\n")].splitlines()
    lines = [line for line in body if "rule" not in line or "&" in line]
    for line in lines:
        bare = re.sub(r"\\[{}$&#_%]", "", line)
        assert bare.count("{") == bare.count("}")
        assert bare.count("$") % 2 == 0
        assert bare.count("&") == len(columns) - 1
        assert line.endswith(" \\\\")


def test_booktabs_is_used_where_it_is_loaded():
    text = drawn(cnncalc.analyze("lenet5"), "latex")
    for rule in ("toprule", "midrule", "bottomrule"):
        assert f"\\providecommand{{\\{rule}}}{{\\hline}}" in text


def test_symbols_are_formulas():
    text = drawn(cnncalc.analyze("INPUT HxHxC CONV3-K POOL2"), "latex", columns=("output", "params", "macs"))
    assert r"$H \times H \times K$ & $9 C K + K$ & $9 H^{2} C K$ \\" in text


def test_what_does_not_fit_or_has_no_output():
    assert "! 54.25x54.25x96" in drawn(cnncalc.analyze("INPUT 224x224x3 CONV11-96/4p0"), "latex")
    text = drawn(cnncalc.analyze("INPUT 4x4x1 CONV5-2p0"), "latex")
    assert "no output" in text
    assert "total so far" in text
