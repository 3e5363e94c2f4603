"""Which square inputs are legal: the two axes together, against the concrete engine at every size."""

from __future__ import annotations

import pytest

from cnncalc.engine import analyze
from cnncalc.engine.squares import squares
from tests.nets import network_of

CASES = (  # network, framework, the square inputs up to 60 that fit, by hand
    ("INPUT 8x8x3 CONV2-4/2p0", "exact", range(2, 61, 2)),
    ("INPUT 8x9x3 CONV2x3-4/2p0", "exact", ()),  # heights are even, widths odd
    ("INPUT 8x9x3 CONV2x3-4/2x3p0", "exact", range(6, 61, 6)),
    ("INPUT 6x9x3 CONV6x9-4/4x6p0", "exact", ()),  # 2 mod 4 is even, 3 mod 6 odd
    ("INPUT 9x5x3 CONV9x5-4/4x6p0", "exact", range(17, 61, 12)),  # 1 mod 4, from 9 on; 5 mod 6
    ("INPUT 5x7x3 CONV5x7-4/4x10p0", "exact", (17, 37, 57)),  # 1 mod 4, 7 mod 10
    ("INPUT 8x11x3 CONV3x11-4/5x7p0", "exact", (18, 53)),  # 3 mod 5; 4 mod 7, from 11 on
    ("INPUT 11x8x3 CONV11x3-4/7x5p0", "exact", (18, 53)),
    ("INPUT 18x11x3 CONV18x11-4/5x7p0", "exact", (18, 53)),  # the smallest height is itself such a size
    ("INPUT 19x11x3 CONV19x11-4/5x7p0", "exact", (39,)),  # 4 mod 5 from 19 on; 4 mod 7
    ("INPUT 14x14x3 {AAP7 + POOL2}", "pytorch", (14, 15)),
    ("INPUT 4x4x3 {CONV3x1-3p0 | POOL2x1}", "exact", (4,)),  # x - 2 rows are half of x; any width
    ("INPUT 4x4x3 {CONV1x3-3p0 | POOL1x2}", "exact", (4,)),
    ("INPUT 4x5x3 {CONV3x1-3p0 | POOL2x1} POOL1x3/1x2", "exact", ()),  # 4 rows, an odd width
    ("INPUT 7x7x3 UP2 CONV3-4/2p0", "exact", ()),  # twice an extent is even
    ("INPUT 7x7x3 UP2 CONV3x1-4/2x1p0", "exact", ()),
    ("INPUT 7x7x3 UP2 CONV1x3-4/1x2p0", "exact", ()),
)


@pytest.mark.parametrize(("text", "framework", "expected"), CASES)
def test_squares_are_those_that_fit(text, framework, expected):
    network = network_of(text, framework)
    found = squares(network)
    assert [x for x in range(1, 61) if found is not None and found.contains(x)] == [*expected]
    for extent in range(1, 61):
        report = analyze(network.resized(extent, extent))
        fits = report.stopped_at is None and not any(row.cost.misfits for row in report.rows)
        assert fits == (extent in expected), extent
