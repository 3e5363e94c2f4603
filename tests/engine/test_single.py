"""The choices of one layer, one axis: how far is looked, and what rounding does to a search, by hand."""

from __future__ import annotations

import pytest

from cnncalc.arithmetic import CONVOLUTION, FRAMEWORKS, POOLING, TRANSPOSED_CONVOLUTION
from cnncalc.engine.single import Known, choices, fraction_of


def answers(operation, rules="exact", **known):
    """Input, kernel, stride, padding before and after, dilation, output."""
    return [(c.extent, *c.window, c.output) for c in choices(operation, FRAMEWORKS[rules], Known(**known))]


def values(place, *arguments, **known):
    """Of each answer the value at one place."""
    return [answer[place] for answer in answers(*arguments, **known)]


EXTENT, KERNEL, STRIDE, BEFORE, AFTER, DILATION, OUTPUT = range(7)


def test_how_far_unknowns_go_where_there_are_several():
    one_position = {"output": 1, "stride": 1, "padding": (0, 0)}
    assert answers(CONVOLUTION, **one_position) == [(n, n, 1, 0, 0, 1, 1) for n in range(1, 65)]
    assert values(EXTENT, CONVOLUTION, kernel=1, stride=1, padding=(0, 0)) == list(range(1, 1025))
    assert values(STRIDE, CONVOLUTION, "pytorch", extent=65, kernel=2, padding=(0, 0))[-1] == 64
    assert values(DILATION, CONVOLUTION, extent=99, kernel=2, stride=1, padding=(0, 0), dilation=None)[-1] == 8


@pytest.mark.parametrize(("kernel", "dilation"), [(3, 1), (2, 2)])  # both span 3 pixels
def test_no_window_lies_in_the_padding_alone(kernel, dilation):
    """On one pixel: 1 - 3 + 1 + 1 + 1 = 1, two more with 2 on both sides, one more with 1 and 2."""
    found = answers(CONVOLUTION, extent=1, kernel=kernel, stride=1, dilation=dilation)
    assert [(c[BEFORE], c[AFTER], c[OUTPUT]) for c in found] == [(1, 1, 1), (2, 2, 3), (1, 2, 2)]


@pytest.mark.parametrize(
    ("arguments", "known", "place", "expected"),
    [
        # A remainder of up to 3 is rounded away.
        ((CONVOLUTION, "pytorch"), {"output": 55, "kernel": 11, "stride": 4, "padding": (0, 0)}, EXTENT, [227, 228, 229, 230]),
        # 5 - 3 = 2 is less than the stride: one position, and no stride is larger than the input with its padding.
        ((CONVOLUTION, "pytorch"), {"extent": 5, "output": 1, "kernel": 3, "padding": (0, 0)}, STRIDE, [3, 4, 5]),
        ((CONVOLUTION, "caffe"), {"extent": 5, "output": 1, "kernel": 3, "padding": (0, 0)}, STRIDE, [3, 4, 5]),
        ((CONVOLUTION, "pytorch"), {"extent": 3, "output": 1, "kernel": 3, "padding": (1, 0)}, STRIDE, [2, 3, 4]),
        ((CONVOLUTION, "tensorflow"), {"extent": 5, "output": 1, "kernel": 3, "padding": "same"}, STRIDE, [5]),
        # The kernel lacks 2 pixels: towards zero that is one position once the stride is 3.
        ((CONVOLUTION, "caffe"), {"extent": 3, "output": 1, "kernel": 5, "padding": (0, 0)}, STRIDE, [3]),
        ((CONVOLUTION, "caffe"), {"extent": 3, "output": 1, "stride": 3, "padding": (0, 0)}, KERNEL, [1, 2, 3, 4, 5]),
        ((CONVOLUTION, "caffe"), {"extent": 4, "output": 1, "kernel": 5, "stride": 1, "padding": (1, 1)}, DILATION, []),
        ((CONVOLUTION, "pytorch"), {"extent": 7, "output": 1, "kernel": 3, "stride": 1, "padding": (0, 0), "dilation": None}, DILATION, [3]),
        ((POOLING, "caffe"), {"extent": 4, "output": 2, "stride": 2, "padding": (0, 0)}, KERNEL, [2, 3]),
        # S(W - 1) + F - 2P: 2·15 + 4 - 2·1 = 32.
        ((TRANSPOSED_CONVOLUTION,), {"output": 32, "kernel": 4, "stride": 2, "padding": (1, 1)}, EXTENT, [16]),
        ((TRANSPOSED_CONVOLUTION,), {"extent": 16, "output": 32, "kernel": 4, "padding": (1, 1)}, STRIDE, [2]),
        ((TRANSPOSED_CONVOLUTION,), {"extent": 16, "output": 32, "stride": 2, "padding": (1, 1)}, KERNEL, [4]),
        ((TRANSPOSED_CONVOLUTION,), {"extent": 16, "output": 32, "kernel": 4, "stride": 2}, BEFORE, [1]),
        ((TRANSPOSED_CONVOLUTION,), {"extent": 16, "output": 1, "kernel": 1, "stride": 1, "padding": (7, 8)}, BEFORE, [7]),
        ((TRANSPOSED_CONVOLUTION,), {"output": 1, "kernel": 1, "stride": 1, "padding": (7, 8)}, EXTENT, [16]),
    ],
)  # fmt: skip
def test_one_unknown(arguments, known, place, expected):
    assert values(place, *arguments, **known) == expected


def test_caffe_clips_only_where_there_is_padding():
    """A 1x1 pool at stride 5 on 9 pixels, rounded up: 3 windows; with a pixel on each side the third would begin past the image."""
    found = answers(POOLING, "caffe", extent=9, output=3, kernel=1, stride=5)
    assert [(c[BEFORE], c[AFTER]) for c in found] == [(0, 0), (2, 2), (3, 3), (1, 2), (2, 3), (3, 4)]


@pytest.mark.parametrize(
    ("known", "text", "near"),
    [
        (Known(224, None, 11, 4, (0, 0)), "(224 - 11 + 2·0)/4 + 1 = 54.25", [223, 227]),  # N23
        (Known(2, None, 1, 2, (0, 0)), "(2 - 1 + 2·0)/2 + 1 = 1.5", [1, 3]),
        (Known(1, None, 2, 4, (1, 1)), "(1 - 2 + 2·1)/4 + 1 = 1.25", [4]),  # below it were an input of no pixel
        (Known(7, None, 3, 3, (0, 0)), "(7 - 3 + 2·0)/3 + 1 = 7/3 ≈ 2.33", [6, 9]),  # N3
    ],
)
def test_why_nothing_fits(known, text, near):
    assert fraction_of(CONVOLUTION, FRAMEWORKS["exact"], known) == (text, near)


def test_where_no_fraction_is_to_blame():
    exact = FRAMEWORKS["exact"]
    assert fraction_of(CONVOLUTION, exact, Known(224, 55, 11, None, (0, 0))) is None
    assert fraction_of(CONVOLUTION, exact, Known(2, None, 3, 1, (0, 0))) is None
