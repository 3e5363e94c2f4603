"""Whose rounding it is, and all that comes out of it: records, by hand and from the frameworks' own code."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.arithmetic import (
    CONVOLUTION,
    DOWN,
    FRAMEWORKS,
    LOSSY,
    OVERHANG,
    PADDING_ONLY,
    POOLING,
    REARRANGING,
    SAME,
    SKIPPED,
    TILES,
    TRANSPOSED,
    TRANSPOSED_CONVOLUTION,
    TRANSPOSED_SAME,
    UP,
    Positions,
    Rule,
    Window,
    at_least,
    divides,
    equal,
    positions,
)
from cnncalc.symbolic import symbol

H = symbol("H")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (equal(4, 4), True),
        (equal(4, 5), False),
        (equal(H, H), True),
        (equal(H, H + 1), False),
        (equal(4, H), None),
        (equal(H, 4), None),
        (divides(3, 9), True),
        (divides(3, 10), False),
        (divides(2, 2 * H), True),
        (divides(2, 2 * H + 1), False),
        (divides(2, H), None),
        (divides(H, 6), None),
        (at_least(5, 5), True),
        (at_least(6, 5), True),
        (at_least(4, 5), False),
        (at_least(H + 1, H), True),
        (at_least(H, H + 1), False),
        (at_least(H, 5), None),
        (at_least(5, H), None),
    ],
)
def test_yes_no_or_a_condition(answer, expected):
    if expected is None:
        assert not isinstance(answer, bool)
    else:
        assert answer is expected


RULES = (  # as the frameworks' own code has it, in the order of `Rule`: clip, truncates, a fraction is an error
    ("exact", CONVOLUTION, {}, Rule(DOWN, fraction_is_error=True)),
    ("pytorch", CONVOLUTION, {}, Rule(DOWN)),
    ("caffe", CONVOLUTION, {}, Rule(DOWN, truncates=True)),
    ("tensorflow", CONVOLUTION, {}, Rule(DOWN)),
    ("exact", POOLING, {}, Rule(DOWN, fraction_is_error=True)),
    ("exact", POOLING, {"ceil": False}, Rule(DOWN)),
    ("exact", POOLING, {"ceil": True}, Rule(UP, clip=True)),
    ("pytorch", POOLING, {}, Rule(DOWN)),
    ("caffe", POOLING, {"ceil": False}, Rule(DOWN)),
    ("tensorflow", POOLING, {"padding": "same"}, Rule(SAME)),
    ("caffe", CONVOLUTION, {"padding": "same"}, Rule(SAME)),
    ("caffe", TRANSPOSED_CONVOLUTION, {}, Rule(TRANSPOSED)),
    ("pytorch", TRANSPOSED_CONVOLUTION, {"padding": "valid"}, Rule(TRANSPOSED)),
    ("tensorflow", TRANSPOSED_CONVOLUTION, {}, Rule(TRANSPOSED)),
    ("tensorflow", TRANSPOSED_CONVOLUTION, {"padding": "valid"}, Rule(TRANSPOSED, at_least_stride=True)),
    ("tensorflow", TRANSPOSED_CONVOLUTION, {"padding": "same"}, Rule(TRANSPOSED_SAME)),
    ("pytorch", REARRANGING, {}, Rule(TILES, fraction_is_error=True)),
)


@pytest.mark.parametrize(("framework", "operation", "wish", "rule"), RULES)
def test_whose_rule_it_is(framework, operation, wish, rule):
    bare = Window(2, 2)
    assert FRAMEWORKS[framework].rule(operation, (bare, bare), **wish) == rule


@pytest.mark.parametrize("padded", [Window(2, 2, 1, 0), Window(2, 2, 0, 1), Window(2, 2, 1, 1)])
def test_caffe_clips_where_any_side_is_padded(padded):
    """pooling_layer.cpp: `if (pad_h_ || pad_w_)`."""
    bare = Window(2, 2)
    for windows in ((padded, bare), (bare, padded)):
        assert FRAMEWORKS["caffe"].rule(POOLING, windows) == Rule(UP, clip=True)
    assert FRAMEWORKS["caffe"].rule(POOLING, (bare, bare)) == Rule(UP)
    assert FRAMEWORKS["pytorch"].rule(POOLING, (bare, bare), ceil=True) == Rule(UP, clip=True)


def test_what_else_frameworks_have_of_their_own():
    assert [f.name for f in FRAMEWORKS.values() if f.same_needs_stride_1] == ["pytorch"]
    assert [f.name for f in FRAMEWORKS.values() if f.default_padding == "same"] == ["tensorflow"]
    assert {f.name: f.pool_padding_limit for f in FRAMEWORKS.values() if f.pool_padding_limit} == {
        "pytorch": "half",
        "caffe": "kernel",
    }


WHOLE = (  # extent, window, rule, output padding, and all that comes out, by hand
    (227, Window(11, 4), Rule(), 0, Positions(55)),
    (224, Window(7, 2, 3, 3), Rule(), 0, Positions(112, PADDING_ONLY, Fraction(225, 2), 0, 3, 3)),
    (224, Window(11, 4, 0, 0), Rule(), 0, Positions(54, LOSSY, Fraction(217, 4), 1)),
    (9, Window(2, 5, 1, 1), Rule(), 0, Positions(2, SKIPPED, Fraction(14, 5), 0, 1, 1)),  # 4 left, 1 of padding, 3 skipped
    (10, Window(2, 5, 1, 0), Rule(), 0, Positions(2, LOSSY, Fraction(14, 5), 1, 1, 0)),  # 4 left, 3 skipped
    (112, Window(3, 2), Rule(UP), 0, Positions(56, OVERHANG, Fraction(111, 2))),
    (2, Window(3, 2), Rule(truncates=True), 0, Positions(1, OVERHANG, Fraction(1, 2))),
    (1, Window(3, 2), Rule(truncates=True), 0, Positions(None)),
    (2, Window(3, 2), Rule(), 0, Positions(None)),
    (2, Window(3, 2), Rule(UP), 0, Positions(1, OVERHANG, Fraction(1, 2))),
    (1, Window(3, 2), Rule(UP), 0, Positions(None)),
    (3, Window(3, 2), Rule(UP, clip=True), 0, Positions(1)),
    # The third window would begin at pixel 10, behind the image and the padding before it.
    (9, Window(1, 5, 1, 1), Rule(UP, clip=True), 0, Positions(2, PADDING_ONLY, Fraction(3), 0, 1, 1)),
    (8, Window(1, 5), Rule(UP, clip=True), 0, Positions(2, SKIPPED, Fraction(12, 5))),
    (5, Window(3, 2), Rule(SAME), 0, Positions(3, "exact", None, 0, 1, 1)),
    (6, Window(3, 2), Rule(SAME), 0, Positions(3, "exact", None, 0, 0, 1)),
    (6, Window(1, 2), Rule(SAME), 0, Positions(3, SKIPPED, Fraction(7, 2))),
    (7, Window(3, 2, 1, 1), Rule(TRANSPOSED), 0, Positions(13, "exact", None, 0, 1, 1)),
    (7, Window(3, 2, 1, 1), Rule(TRANSPOSED), 1, Positions(14, "exact", None, 0, 1, 1)),
    (1, Window(2, 2, 1, 1), Rule(TRANSPOSED), 0, Positions(None)),
    (1, Window(3, 2, 1, 1), Rule(TRANSPOSED), 0, Positions(1, "exact", None, 0, 1, 1)),
    (7, Window(3, 2), Rule(TRANSPOSED_SAME), 0, Positions(14, "exact", None, 0, 0, 1)),
    (7, Window(4, 2), Rule(TRANSPOSED_SAME), 0, Positions(14, "exact", None, 0, 1, 1)),
    (7, Window(4, 2), Rule(TRANSPOSED_SAME), 1, Positions(13, "exact", None, 0, 1, 1)),  # 6·2 + 0 + 1
    (7, Window(1, 3), Rule(TRANSPOSED_SAME), 0, Positions(21)),
    (6, Window(2, 2), Rule(TILES, fraction_is_error=True), 0, Positions(3)),
)  # fmt: skip


@pytest.mark.parametrize(("extent", "window", "rule", "extra", "expected"), WHOLE)
def test_all_that_comes_out(extent, window, rule, extra, expected):
    assert positions(extent, window, rule, extra) == expected
