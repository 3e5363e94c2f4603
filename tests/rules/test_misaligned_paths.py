"""CNN310: joins whose paths lie over different places of the image, and those that only look so."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine import analyze
from cnncalc.rules.misaligned_paths import MisalignedPaths


def found(text, **changes):
    return [(d.severity, d.message) for d in cnncalc.check(text, notes=True, **changes) if d.code == "CNN310"]


def test_unequal_strides_are_a_warning():
    ((severity, message),) = found("INPUT 9x9x4 {CONV3-4/2 | CONV5-4p0}")
    assert severity == "warning"
    assert message.startswith(
        "positions of concat1 are of different places: along the height those of conv1 are 2 pixels of the image apart"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("INPUT 9x9x4 {CONV3-4/1x2 | CONV1x5-4p0}", "along the width those of conv1 are 2 pixels of the image apart, those of conv2 are 1 pixel of the image apart"),
        ("INPUT 9x9x4 {CONV1-4/2 | CONV3-4/2 | CONV5-4p0}", "along the height those of conv1 are 2 pixels of the image apart, those of conv3 are 1 pixel of the image apart"),
        ("INPUT 8x8x4 {AAP5 | CONV4-4p0}", "along the height those of aap1 are 1.6 pixels of the image apart, those of conv1 are 1 pixel of the image apart"),
        ("INPUT 9x9x4 {CONV5-4p0 | CONV3-4/2 | CONV1-4/2}", "along the height those of conv1 are 1 pixel of the image apart, those of conv2 are 2 pixels of the image apart"),
    ],
)  # fmt: skip
def test_the_first_two_paths_that_differ_are_named(text, said):
    assert found(text) == [("warning", f"positions of concat1 are of different places: {said}")]


def test_middles_are_told():
    """With a pixel of padding on the left a 3x3 window lies over the pixel behind it, 0, with none over 1."""
    assert found("INPUT 9x9x4 {CONV3-4 | CONV1-4 | CONV3-4p(1,1,0,2)}") == [
        ("info", "positions of concat1 are 1 pixel apart along the width: the first of conv1 lies over pixel 0, the first of conv3 lies over pixel 1")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        (
            "INPUT 16x16x3 {CONV3-13/2p(1,0,1,0) | POOL2}",
            "0.5 pixels",
        ),  # ENet's first block: over pixel 0, and between 0 and 1
        ("INPUT 16x16x3 POOL2 {CONV3-13/2p(1,0,1,0) | POOL2}", "1 pixel"),  # half a pixel of what is two wide
    ],
)
def test_other_middles_are_a_note(text, apart):
    ((severity, message),) = found(text)
    assert severity == "info"
    assert f"are {apart} apart" in message


def test_tensorflow_s_padding_moves_a_strided_path_by_a_pixel():
    """SAME puts the odd pixel behind: 3x3/2 on an even extent starts over pixel 1, the 1x1/2 shortcut over pixel 0."""
    ((severity, message),) = found("INPUT 8x8x4 {CONV3-4/2 + CONV1-4/2}", framework="tensorflow")
    assert severity == "info"
    assert "1 pixel apart" in message


@pytest.mark.parametrize(
    "text",
    [
        "INPUT 8x8x4 {CONV3-4 CONV3-4 + ID}",
        "INPUT 9x9x4 {CONV3-4/2 CONV3-4 + CONV1-4/2}",
        "INPUT 9x9x4 {CONV3-8/2 | POOL3/2p1}",
        "INPUT 16x16x4 {POOL2 CONV3-4 UP2 | ID}",  # up-sampled
        "INPUT 16x16x4 {POOL2 UP2 | CONV3-4}",
        "INPUT 8x8x4 {ID x GAP CONV1-4 SIGMOID}",  # a gate
        "INPUT 8x8x4 {FC-4 | FC-4}",
        "INPUT HxHx4 {CONV3-4 | CONV5-4}",
        "INPUT HxHx4 {CONVF-4/S | CONVG-4/T}",
        "INPUT 9x9x4 {CONV3-4/Sp1 | CONV1-4/Tp0}",  # the same places, where S and T are the same
    ],
)
def test_what_is_aligned(text):
    assert found(text) == []


def test_where_a_symbolic_field_lies_is_open():
    report = analyze(cnncalc.load("INPUT 8x8x4 {CONVF-4 | CONV3-4}"))
    assert list(MisalignedPaths().check(report, "course")) == []
