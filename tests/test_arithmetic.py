"""The output-size rule: the course's cases, and the table of cases on which frameworks disagree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.arithmetic import (
    CONVOLUTION,
    FRAMEWORKS,
    LOSSY,
    OVERHANG,
    PADDING_ONLY,
    POOLING,
    SKIPPED,
    TRANSPOSED_CONVOLUTION,
    VERDICTS,
    Rule,
    Window,
    at_least,
    divides,
    equal,
    positions,
    shown,
)
from cnncalc.formula import Letter
from cnncalc.symbolic import symbol

COURSE = (  # rows N1 to N15 of the course: W, F, S, P, output
    ("N1", 7, 3, 1, 0, 5),
    ("N2", 7, 3, 2, 0, 3),
    ("N3", 7, 3, 3, 0, Fraction(7, 3)),
    ("N4", 7, 3, 1, 1, 7),
    ("N7", 4, 3, 1, 1, 4),
    ("N9 height", 28, 5, 3, 2, 10),
    ("N9 width", 31, 5, 3, 2, 11),
    ("N10", 32, 5, 1, 2, 32),
    ("N13", 56, 1, 1, 0, 56),
    ("N14", 224, 2, 2, 0, 112),
    ("N15", 4, 2, 2, 0, 2),
    ("N22", 227, 11, 4, 0, 55),
    ("N23", 224, 11, 4, 0, Fraction(217, 4)),
)


@pytest.mark.parametrize(("name", "extent", "kernel", "stride", "padding", "output"), COURSE, ids=str)
def test_the_courses_output_sizes(name, extent, kernel, stride, padding, output):
    window = Window(kernel, stride, padding, padding)
    rule = FRAMEWORKS["exact"].rule(CONVOLUTION, (window, window))
    found = positions(extent, window, rule)
    assert (found.exact if found.exact is not None else found.count) == output


# (W, F, S, P) of a max pooling: Caffe, PyTorch, PyTorch with ceil_mode, TensorFlow SAME, TensorFlow VALID; None: refused or
# no output. Source: the frameworks themselves, run or read (Caffe: pooling_layer.cpp; PyTorch: Pool.h; tf.nn.max_pool).
POOLS = (
    ((112, 3, 2, 0), 56, 55, 56, 56, 55),
    ((64, 3, 2, 1), 33, 32, 33, 32, 31),
    ((7, 2, 2, 1), 4, 4, 4, 4, 3),
    ((9, 4, 4, 2), 3, 3, 3, 3, 2),
    ((8, 2, 4, 0), 3, 2, 2, 2, 2),
    ((12, 1, 2, 0), 7, 6, 6, 6, 6),
    ((13, 2, 1, 0), 12, 12, 12, 13, 12),
    ((14, 5, 3, 0), 4, 4, 4, 5, 4),
    ((1, 2, 2, 0), 1, None, 1, 1, None),
)


@pytest.mark.parametrize(("case", "caffe", "pytorch", "pytorch_ceil", "same", "valid"), POOLS, ids=str)
def test_pools_on_which_frameworks_disagree(case, caffe, pytorch, pytorch_ceil, same, valid):
    extent, kernel, stride, padding = case
    padded, bare = Window(kernel, stride, padding, padding), Window(kernel, stride)

    def count(framework, window, **wish):
        rule = FRAMEWORKS[framework].rule(POOLING, (window, window), **wish)
        return positions(extent, window, rule).count

    assert count("caffe", padded) == caffe
    assert count("pytorch", padded) == pytorch
    assert count("pytorch", padded, ceil=True) == pytorch_ceil
    assert count("tensorflow", bare, padding="same") == same
    assert count("tensorflow", bare, padding="valid") == valid


CONVOLUTIONS = (  # W, F, S, P, framework, padding wish, output; sources as above
    (2, 3, 2, 0, "caffe", None, 1),  # truncation hides an error
    (2, 3, 2, 0, "pytorch", None, None),
    (2, 3, 2, 0, "tensorflow", "same", 1),
    (2, 3, 2, 0, "tensorflow", "valid", None),
    (8, 4, 2, 1, "caffe", None, 4),
    (224, 3, 2, 1, "pytorch", None, 112),
    (224, 3, 2, 0, "tensorflow", "same", 112),
    (224, 11, 4, 2, "caffe", None, 55),
    (224, 11, 4, 0, "tensorflow", "same", 56),
)


@pytest.mark.parametrize(("extent", "kernel", "stride", "padding", "framework", "wish", "output"), CONVOLUTIONS)
def test_convolutions_on_which_frameworks_disagree(extent, kernel, stride, padding, framework, wish, output):
    window = Window(kernel, stride, padding, padding)
    rule = FRAMEWORKS[framework].rule(CONVOLUTION, (window, window), padding=wish)
    assert positions(extent, window, rule).count == output


def test_same_puts_the_odd_pixel_after():
    """TensorFlow pads 224 by (0, 1) for 3x3/2 and by (3, 4) for 11x11/4."""
    rule = FRAMEWORKS["tensorflow"].rule(CONVOLUTION, (), padding="same")
    assert positions(224, Window(3, 2), rule)[4:6] == (0, 1)
    assert positions(224, Window(11, 4), rule)[4:6] == (3, 4)


TRANSPOSED = (  # transposed (7,3,2,1): Caffe, PyTorch 13; TensorFlow SAME 14, VALID 15
    ("caffe", None, 1, 13),
    ("pytorch", None, 1, 13),
    ("tensorflow", "same", 0, 14),
    ("tensorflow", "valid", 0, 15),
)


@pytest.mark.parametrize(("framework", "wish", "padding", "output"), TRANSPOSED)
def test_transposed_convolutions(framework, wish, padding, output):
    window = Window(3, 2, padding, padding)
    rule = FRAMEWORKS[framework].rule(TRANSPOSED_CONVOLUTION, (window, window), padding=wish)
    assert positions(7, window, rule).count == output


def test_valid_transposed_with_a_stride_beyond_the_kernel():
    """Keras: (W - 1)S + max(E, S), so 2 pixels at stride 3 under a 1x1 kernel make 6, elsewhere 4."""
    window = Window(1, 3)
    keras = FRAMEWORKS["tensorflow"].rule(TRANSPOSED_CONVOLUTION, (window, window), padding="valid")
    torch = FRAMEWORKS["pytorch"].rule(TRANSPOSED_CONVOLUTION, (window, window))
    assert positions(2, window, keras).count == 6
    assert positions(2, window, torch).count == 4


def test_a_clip_drops_a_window_in_the_padding_even_without_a_remainder():
    """PyTorch and Caffe: a 1x1 window on 1 pixel with padding 1, rounded up, has 2 positions; the third begins past the image."""
    window = Window(1, 1, 1, 1)
    assert positions(1, window, Rule("up", clip=True))[:2] == (2, PADDING_ONLY)
    assert positions(1, window, Rule("up"))[:2] == (3, "exact")


def test_valid_transposed_with_output_padding():
    """Keras: (W - 1)S + E + output padding, so 1 pixel at stride 2 under a 1x1 kernel with 1 more row makes 2."""
    window = Window(1, 2)
    rule = FRAMEWORKS["tensorflow"].rule(TRANSPOSED_CONVOLUTION, (window, window), padding="valid")
    assert positions(1, window, rule, 1).count == 2


VERDICT_CASES = (  # W, F, S, P, verdict, rows never seen: by counting, drawn by hand
    (7, 3, 2, 0, "exact", 0),
    (224, 7, 2, 3, PADDING_ONLY, 0),  # 223 = 2·111 + 1: one of three padding columns is left over
    (56, 1, 2, 0, SKIPPED, 0),  # every ResNet's 1x1/2 shortcut
    (224, 11, 4, 0, LOSSY, 1),
    (10, 3, 5, 0, SKIPPED, 0),  # windows at 0 and 5, two skipped after each
    (7, 3, 3, 0, LOSSY, 1),
)


@pytest.mark.parametrize(("extent", "kernel", "stride", "padding", "verdict", "unseen"), VERDICT_CASES)
def test_what_becomes_of_a_remainder(extent, kernel, stride, padding, verdict, unseen):
    found = positions(extent, Window(kernel, stride, padding, padding), Rule())
    assert (found.verdict, found.unseen) == (verdict, unseen)


WINDOWS = st.builds(
    Window,
    kernel=st.integers(1, 7),
    stride=st.integers(1, 6),
    before=st.integers(0, 4),
    after=st.integers(0, 4),
    dilation=st.integers(1, 3),
)


@given(st.integers(1, 60), WINDOWS)
def test_counting_says_the_same(extent, window):
    """Rounding down is what a loop over start positions does, and `unseen` what no window and no usual gap covers."""
    starts = [s for s in range(-window.before, extent + window.after) if (s + window.before) % window.stride == 0]
    starts = [s for s in starts if s + window.extent <= extent + window.after]
    found = positions(extent, window, Rule())
    assert found.count == (len(starts) or None)
    if not starts:
        return
    end = starts[-1] + window.extent
    never = max(0, extent - end)
    gap = max(0, window.stride - window.extent)
    assert found.unseen == max(0, never - gap)
    assert (found.verdict == LOSSY) == (never > gap)
    assert (found.verdict == "exact") == (found.exact is None)


@given(st.integers(1, 60), WINDOWS, st.booleans())
def test_rounding_up_loses_nothing(extent, window, clip):
    found = positions(extent, window, Rule("up", clip=clip))
    down = positions(extent, window, Rule())
    if found.count is None:
        assert down.count is None
        return
    assert found.verdict in VERDICTS
    more = found.count - (down.count or 0)
    assert more in (-1, 0, 1)
    assert (found.verdict == OVERHANG) == (more == 1)
    if more < 0:  # only a window in the padding alone is dropped
        assert clip
        assert (found.count * window.stride) >= extent + window.before
    if clip:
        assert (found.count - 1) * window.stride < extent + window.before or down.count is not None


@given(st.integers(1, 80), st.integers(1, 9), st.integers(1, 6))
def test_same_keeps_the_size_by_stride(extent, kernel, stride):
    found = positions(extent, Window(kernel, stride), Rule("same"))
    assert found.count == -(-extent // stride)
    assert found.after - found.before in (0, 1)


@given(st.integers(1, 40), WINDOWS)
def test_the_transposed_rule_inverts_the_rule(extent, window):
    """What a convolution makes of a transposed convolution's output is its input again."""
    grown = positions(extent, window, Rule("transposed")).count
    if grown is not None:
        assert positions(grown, window, Rule()).count == extent


@given(st.integers(1, 60), WINDOWS, st.sampled_from(["down", "up", "same", "transposed"]), st.booleans(), st.booleans())
def test_the_displayed_formula_gives_the_number(extent, window, rounding, clip, strict):
    from tests.formula_text import evaluate

    rule = Rule(rounding, clip=clip, fraction_is_error=strict)
    found = positions(extent, window, rule)
    if found.count is None:
        return
    wanted = found.exact if strict and rounding == "down" and found.exact is not None else found.count
    if rounding == "up" and strict:
        return  # no framework has such a rule
    assert evaluate(shown(extent, window, rule)) == wanted


def test_padding_alone_hides_no_pixel():
    """Whatever becomes of the padding, every pixel of the image is seen."""
    clipped = positions(1, Window(1, 1, 1, 1), Rule("up", clip=True))
    inverse = positions(7, Window(3, 2), FRAMEWORKS["tensorflow"].rule(TRANSPOSED_CONVOLUTION, (), padding="same"))
    assert (clipped.verdict, clipped.unseen) == (PADDING_ONLY, 0)
    assert (inverse.verdict, inverse.unseen) == ("exact", 0)


@pytest.mark.parametrize(
    ("window", "rule", "verdict"),
    [
        (Window(3, 1, 1, 1), Rule(), "exact"),  # a stride of 1 leaves nothing over
        (Window(3, 2, 1, 1), Rule(), None),  # whether H - 1 is even is open
        (Window(1, 1, 1, 1), Rule(), "exact"),  # and rounded down no window is dropped, however far the padding reaches
        (Window(1, 1, 1, 1), Rule("up", clip=True), None),
        (Window(1, 2), Rule("same"), None),  # of an even H the last pixel is skipped: no padding takes it up
        (Window(3, 1), Rule("same"), "exact"),
    ],
)
def test_the_verdict_on_a_symbol(window, rule, verdict):
    assert positions(symbol("H"), window, rule).verdict == verdict


def test_the_formula_of_a_transposed_convolution_in_letters():
    """(W - 1)S + (E mod 2) + O: Keras' `same` with an output padding; without one it is W·S."""
    rule = FRAMEWORKS["tensorflow"].rule(TRANSPOSED_CONVOLUTION, (), padding="same")
    padding = Letter("P")
    letters = (Letter("W"), Window(Letter("F"), Letter("S"), padding, padding))
    assert shown(7, Window(3, 2), rule, 1) == "2·(7 - 1) + 1 + 1"
    assert positions(7, Window(3, 2), rule, 1).count == 14
    assert shown(7, Window(3, 2), rule, 1, letters) == "S·(W - 1) + F mod 2 + O"
    assert shown(7, Window(3, 2), rule, 0, letters) == "S·W"
    caffe = FRAMEWORKS["caffe"].rule(TRANSPOSED_CONVOLUTION, ())
    assert shown(7, Window(3, 2, 1, 1), caffe, 0, letters) == "S·(W - 1) + F - 2P"
    assert shown(7, Window(3, 2, 1, 1), caffe, 1, letters) == "S·(W - 1) + F - 2P + O"


def test_a_window_slides_pixel_by_pixel_unless_stated():
    assert positions(5, Window(3), Rule())[:2] == (3, "exact")


@pytest.mark.parametrize(
    ("kernel", "dilation", "extent"), [(3, 1, 3), (3, 2, 5), (3, 4, 9), (5, 2, 9), (4, 3, 10), (1, 7, 1)]
)
def test_what_a_dilated_kernel_spans(kernel, dilation, extent):
    """D(F - 1) + 1: from the first tap to the last."""
    assert Window(kernel, dilation=dilation).extent == extent


SHOWN = (  # extent, window, rule, extra, and the formula as the course would write it
    (227, Window(11, 4), Rule(), 0, "(227 - 11 + 2·0)/4 + 1"),
    (224, Window(7, 2, 3, 3), Rule(), 0, "⌊(224 - 7 + 2·3)/2⌋ + 1"),
    (9, Window(3, 2, 0, 0, 4), Rule(), 0, "(9 - (4·(3 - 1) + 1) + 2·0)/2 + 1"),
    (9, Window(3, 2, 1, 0), Rule(), 0, "⌊(9 - 3 + 1 + 0)/2⌋ + 1"),
    (2, Window(3, 2), Rule(truncates=True), 0, "trunc((2 - 3 + 2·0)/2) + 1"),
    (112, Window(3, 2), Rule("up"), 0, "⌈(112 - 3 + 2·0)/2⌉ + 1"),
    (7, Window(2, 2, 1, 1), Rule("up", clip=True), 0, "min(⌈(7 - 2 + 2·1)/2⌉ + 1, ⌈(7 + 1)/2⌉)"),
    (4, Window(2, 1, 0, 3), Rule("up", clip=True), 0, "⌈(4 - 2 + 0 + 3)/1⌉ + 1 - 1"),  # one window only is dropped
    (7, Window(3, 2), Rule("same"), 0, "⌈7/2⌉"),
    (8, Window(2, 2), Rule("tiles"), 0, "8/2"),
    (7, Window(3, 2, 1, 1), Rule("transposed"), 0, "2·(7 - 1) + 3 - 2·1"),
    (7, Window(3, 2, 1, 1), Rule("transposed"), 1, "2·(7 - 1) + 3 - 2·1 + 1"),
    (7, Window(3, 2), Rule("transposed", at_least_stride=True), 0, "2·(7 - 1) + max(3, 2)"),
    (7, Window(5, 2), Rule("transposed same"), 0, "2·7"),
    (7, Window(5, 2), Rule("transposed same"), 1, "2·(7 - 1) + 1 + 1"),
)


@pytest.mark.parametrize(("extent", "window", "rule", "extra", "formula"), SHOWN)
def test_formulas_with_their_numbers(extent, window, rule, extra, formula):
    assert shown(extent, window, rule, extra) == formula
    if extra == 0:
        assert shown(extent, window, rule) == formula


H, N, F = symbol("H"), symbol("N"), symbol("F")

SYMBOLIC = (  # extent, window, rule, and the positions
    (H, Window(2, 2), Rule(), "floor(H/2)"),
    (H, Window(2, 2), Rule("up", clip=True), "floor((H + 1)/2)"),  # E >= S + P: nothing to drop
    (H, Window(2, 4), Rule("up"), "floor((H + 1)/4) + 1"),  # MXNet drops nothing: 3 of (8, 2, 4, 0)
    (
        H,
        Window(2, 4),
        Rule("up", clip=True),
        "floor((H + 3)/4)",
    ),  # PyTorch: 2, of which the minimum is always the second
    (2 * N + 1, Window(2, 2), Rule("up"), "N + 1"),  # a remainder for certain
    (2 * N, Window(2, 2), Rule("up"), "N"),
    (7, Window(F, 2), Rule("same"), "4"),
)


@pytest.mark.parametrize(("extent", "window", "rule", "count"), SYMBOLIC)
def test_positions_in_symbols(extent, window, rule, count):
    found = positions(extent, window, rule)
    assert str(found.count) == count
    assert (found.unseen, found.never) == (0, False), "nobody knows of pixels that are never seen"


def test_what_never_fits():
    """2N + 1 pixels are never halved: an error where a fraction is one."""
    assert positions(2 * N + 1, Window(2, 2), Rule(fraction_is_error=True)).never
    assert not positions(2 * N + 1, Window(2, 2), Rule()).never
    assert not positions(H, Window(2, 2), Rule(fraction_is_error=True)).never
    assert not positions(7, Window(2, 2), Rule(fraction_is_error=True)).never, "of numbers the fraction is told"


def test_questions_that_symbols_leave_open():
    assert str(equal(H, 3)) == "H equals 3"
    assert str(divides(2, H)) == "2 divides H"
    assert str(at_least(H, 3)) == "H is at least 3"
    assert (equal(3, 3), divides(2, 3), at_least(3, 3)) == (True, False, True)
