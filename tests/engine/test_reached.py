"""Which pixels can reach a layer at all, by hand; that a field inside them is what pixels show, tests/forward/test_verify.py asks."""

from __future__ import annotations

import pytest

from cnncalc.engine.field import Axis
from cnncalc.engine.reached import inside, reached
from tests.nets import report_of

INSIDE = (  # field of the first position, positions, pixels that are there, the first position inside them
    (Axis(0, 3, 1), 6, (0, 8), 0),
    (Axis(-1, 3, 1), 8, (0, 8), 1),
    (Axis(-3, 7, 2), 4, (0, 8), 2),  # from 1 to 7, the last pixel there is
    (Axis(-3, 7, 2), 4, (0, 7), None),
    (Axis(-3, 6, 2), 4, (0, 7), 2),
    (Axis(-3, 6, 2), 3, (0, 7), 2),  # the last position
    (Axis(-3, 6, 2), 2, (0, 7), None),
    (Axis(2, 1, 1), 5, (0, 9), 0),
    (Axis(0, 2, 1), 5, (3, 9), 3),
    (Axis(-1, 4, 1, parts=2), 9, (0, 9), 1),
)


@pytest.mark.parametrize(("axis", "count", "span", "expected"), INSIDE)
def test_the_first_position_whose_field_lies_inside(axis, count, span, expected):
    assert inside(axis, count, span) == expected


REACHED = (  # network, rows and columns that reach its last layer
    ("INPUT 9x12x2 CONV3-1", ((0, 9), (0, 12))),
    ("INPUT 9x12x2 POOL2/3x5", ((0, 8), (0, 12))),  # three windows of 2 in steps of 3; in steps of 5
    (
        "INPUT 9x12x2 CROP(margin=(1,0,0,2)) CONV3-1 CONV3-1",
        ((1, 9), (0, 10)),
    ),  # zeros stand around it where pixels are
    ("INPUT 9x12x2 CROP2 CONV3x5-1p0", ((2, 7), (2, 10))),
    ("INPUT 9x12x2 CROP2 GAP FC-2", ((2, 7), (2, 10))),
    ("INPUT 9x12x2 {CROP2 | CROP(margin=(1,3,0,4))}", ((2, 6), (2, 8))),  # what reaches both
    ("INPUT 9x12x2 {CROP(margin=(1,3,0,4)) | CROP2}", ((2, 6), (2, 8))),
    ("INPUT 8x12x2 AAP4 CONV3-1", ((0, 8), (0, 12))),
    ("INPUT 8x9x2 AAP4", None),  # windows of 2 and of 3
    ("INPUT 9x8x2 AAP4", None),
    ("INPUT 9x12x2 UP2", None),
    ("INPUT 9x12x2 UP2 CONV3-1", None),
    ("INPUT 9x12x2 {ID | UP2 CONV3-1/2}", None),
    ("INPUT 8x8x2 {CONV3-1/2 | CONV5-1p0}", None),  # unequal strides
)


@pytest.mark.parametrize(("text", "expected"), REACHED)
def test_the_pixels_that_reach_a_layer(text, expected):
    assert list(reached(report_of(text, "pytorch")))[-1] == expected
