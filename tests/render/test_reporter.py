"""Diagnostics as text: exact forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.diagnostics import ERROR, INFO, WARNING, Diagnostic, Span
from cnncalc.render.paint import paint
from cnncalc.render.printable import width
from cnncalc.reporters.text import WINDOW, excerpt, report


def said(*diagnostics, **sources):
    return "\n".join(paint(report(diagnostics, {name.replace("_", "."): text for name, text in sources.items()})))


def test_the_form_of_the_style_guide():
    text = "name: x\ninput: 224x224x3\nlayers:\n  - conv1: CONV11-96/4p0\n"
    diagnostic = Diagnostic(
        "CNN301", ERROR, "CONV11-96/4p0 does not fit: (224 - 11 + 2·0)/4 + 1 = 54.25", Span("net.yaml", 4, 12, 4, 25), "input here is 224x224x3",
        ("1 row and 1 column at the bottom and right would never be seen",), "an input of 195 or 227 fits the whole network",
    )  # fmt: skip
    assert said(diagnostic, net_yaml=text) == (
        "net.yaml:4:12: error[CNN301] CONV11-96/4p0 does not fit: (224 - 11 + 2·0)/4 + 1 = 54.25\n"
        "  4 |   - conv1: CONV11-96/4p0\n"
        "    |            ^^^^^^^^^^^^^ input here is 224x224x3\n"
        "  = 1 row and 1 column at the bottom and right would never be seen\n"
        "  = help: an input of 195 or 227 fits the whole network"
    )


def test_without_a_place_and_without_a_text():
    assert said(Diagnostic("CNN100", ERROR, "there is no file x.yaml")) == "error[CNN100] there is no file x.yaml"
    nowhere = Diagnostic("CNN305", WARNING, "w", Span("gone.yaml", 3, 1, 3, 2), "here")
    assert said(nowhere) == "gone.yaml:3:1: warning[CNN305] w\n  = here"
    beyond = Diagnostic("CNN305", INFO, "w", Span("a.b", 9, 1, 9, 2))
    assert said(beyond, a_b="one line") == "a.b:9:1: info[CNN305] w"


def test_two_are_apart():
    one = Diagnostic("CNN305", WARNING, "w")
    assert said(one, one) == "warning[CNN305] w\n\nwarning[CNN305] w"


@pytest.mark.parametrize(
    ("line", "span", "expected"),
    [
        ("conv: CONV3", (7, 12), ("conv: CONV3", 6, 5)),
        ("\tconv: CONV3", (8, 13), ("    conv: CONV3", 10, 5)),
        ("畳: CONV3", (4, 9), ("畳: CONV3", 4, 5)),
        ("a\x1b[m: CONV3", (7, 12), ("a\\x1b[m: CONV3", 9, 5)),
        ("short", (6, 6), ("short", 5, 1)),
        ("short", (99, 120), ("short", 5, 1)),
        ("", (1, 1), ("", 0, 1)),
    ],
)
def test_carets_stand_under_their_text(line, span, expected):
    assert tuple(excerpt(line, Span("f", 1, span[0], 1, span[1]))) == expected


def test_several_lines_are_underlined_to_the_end_of_the_first():
    assert tuple(excerpt("{CONV3-4 |", Span("f", 1, 1, 2, 5))) == ("{CONV3-4 |", 0, 10)


@given(
    before=st.integers(0, 3000),
    length=st.integers(0, 300),
    after=st.integers(0, 3000),
    filler=st.sampled_from("a畳\t\x1b"),
)
def test_long_lines_are_windowed_around_the_place(before, length, after, filler):
    line = filler * before + "X" * length + filler * after
    shown = excerpt(line, Span("f", 1, before + 1, 1, before + 1 + length))
    assert width(shown.text) <= WINDOW + 2
    if length:
        at = 0
        for index, character in enumerate(shown.text):
            if at == shown.before:
                assert shown.text[index] == "X"
                break
            at += width(character)
        assert shown.text.count("X") == min(length, shown.length)
