"""What a tool can charge a layer for, counted by hand."""

from __future__ import annotations

import pytest

from cnncalc.engine import charges
from tests.nets import report_of

QUANTITIES = (  # quantity, network, how many of it the last layer has
    ("MAC", "INPUT 8x8x3 CONV3-4", 27 * 4 * 64),
    ("SLID_WEIGHT", "INPUT 4x4x3 DECONV2-4/2p0", 2 * 2 * 3 * 4 * 64),
    ("SLID_BIAS", "INPUT 8x6x3 CONV3-4", 4 * 48),
    ("SLID_BIAS", "INPUT 8x6x3 CONV3-4nobias", 0),
    ("EACH_BIAS", "INPUT 8x6x3 CONV3-4", 4),
    ("PARAMETER", "INPUT 8x6x3 CONV3-4", 28 * 4),
    ("INPUT", "INPUT 8x6x3 POOL2", 8 * 6 * 3),
    ("OUTPUT", "INPUT 8x6x3 POOL2", 4 * 3 * 3),
    ("POSITION", "INPUT 8x6x3 POOL2", 4 * 3),
    ("STORED_OUTPUT", "INPUT 8x6x3 POOL2 RELU", 0),
    ("STORED_OUTPUT", "INPUT 8x6x3 POOL2", 4 * 3 * 3),
    ("SCALED", "INPUT 8x6x4 BN", 8 * 6 * 4),
    ("SCALED", "INPUT 8x6x4 BNnoscale", 0),
    ("SCALED", "INPUT 8x6x4 INnoaffine", 0),
    ("MADE", "INPUT 8x6x4 CONV3-5", 8 * 6 * 5),
    ("MADE", "INPUT 8x6x4 MAXOUT2-10", 2 * 10),
    ("WEIGHTY", "INPUT 8x6x4 MAXOUT2-10", 2 * 10),
    ("WEIGHTY", "INPUT 8x6x4 BNnoscale", 8 * 6 * 4),
    ("WEIGHTY", "INPUT 8x6x4 CONV1-5nobias", 8 * 6 * 5),
    ("WEIGHTY", "INPUT 8x6x4 RELU", 0),
    ("BILINEAR", "INPUT 8x6x4 UP2bilinear", 16 * 12 * 4),
    ("BILINEAR", "INPUT 8x6x4 UP2", 0),
    ("WINDOW", "INPUT 9x9x4 POOL3x5/2", 4 * 3 * 4 * 15),
    ("STRIDE", "INPUT 9x9x4 POOL3x5/1x2", 7 * 3 * 4 * 2),
    ("STRIDE", "INPUT 9x8x4 POOL3x2", 3 * 4 * 4 * 6),  # which steps as far as it is large
    ("NEIGHBOUR", "INPUT 8x6x8 LRN(size=3)", 8 * 6 * 8 * 3),
    ("MARGIN", "INPUT 8x6x8 LRN(size=3)", 2 * 8 * 6),
    # As a plain convolution: (8 - 4 + 2)/2 + 1 = 4 and (6 - 4 + 2)/2 + 1 = 3 positions, for 6 filters of 2 groups.
    ("MISPLACED_BIAS", "INPUT 8x6x4 DECONV4-6/2p1g2", 6 // 2 * 4 * 3),
    ("MISPLACED_BIAS", "INPUT 8x6x4 DECONV4-6/2p1nobias", 0),
    ("MISPLACED_BIAS", "INPUT 1x6x4 DECONV4-6/2p0", 0),  # into which the window does not fit
    ("MISPLACED_BIAS", "INPUT 8x1x4 DECONV4-6/2p0", 0),
    ("GROUPED_TWICE", "INPUT 8x6x4 DECONV4x2-12/2p0g2", 8 * 6 * 4 * 4 * 2 * (12 // 2 // 2)),
    ("WRONG_DEPTH", "INPUT 8x6x4 DECONV4x2-12/2p0", 8 * 6 * 4 * 4 * 2 * 4),
)


@pytest.mark.parametrize(("quantity", "text", "amount"), QUANTITIES)
def test_what_a_layer_has_of_a_quantity(quantity, text, amount):
    assert getattr(charges, quantity).of(report_of(text, "pytorch").rows[-1]) == amount
