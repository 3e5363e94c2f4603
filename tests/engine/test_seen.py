"""What is told of a receptive field and of a remainder, as one would write it by hand."""

from __future__ import annotations

import pytest

from tests.engine.test_explain import lines

WITH = "with r pixels seen by a position of this layer's input, and j pixels between two of them"
APART = "INPUT 8x8x8 {POOL2 CONV3-8p(2,2,2,2) CONV1-8p1 | ID}"

FIELDS = (  # network, framework, layer, lines
    ("INPUT 8x6x4 CONV3-4", "exact", "input", ["every position sees its own pixel: r = 1, j = 1"]),
    ("INPUT 8x6x4 CONV3-4 CONV3-4/2", "pytorch", "conv2", [WITH, "sees: r + (F - 1)·j = 3 + (3 - 1)·1 = 5 pixels", "steps by: j·S = 1·2 = 2"]),
    ("INPUT 8x6x4 CONV1x3-4/1x2 CONV3-4", "pytorch", "conv2", [
        WITH, "height sees: r + (F - 1)·j = 1 + (3 - 1)·1 = 3 pixels", "height steps by: j·S = 1·1 = 1",
        "width sees: r + (F - 1)·j = 3 + (3 - 1)·2 = 7 pixels", "width steps by: j·S = 2·1 = 2",
    ]),
    ("INPUT 8x6x4 CONV3-4/1x2", "pytorch", "conv1", [  # alike but for the steps
        WITH, "height sees: r + (F - 1)·j = 1 + (3 - 1)·1 = 3 pixels", "height steps by: j·Sh = 1·1 = 1",
        "width sees: r + (F - 1)·j = 1 + (3 - 1)·1 = 3 pixels", "width steps by: j·Sw = 1·2 = 2",
    ]),
    ("INPUT 8x6x4 REORG2", "exact", "reorg1", [WITH, "sees: r + (S - 1)·j = 1 + (2 - 1)·1 = 2 pixels", "steps by: j·S = 1·2 = 2"]),
    ("INPUT 8x6x4 UP3 CONV3-4", "exact", "conv1", [WITH, "sees: r + (F - 1)·j = 1 + (3 - 1)·1/3 = 5/3 pixels", "steps by: j·S = 1/3·1 = 1/3"]),
    ("INPUT 8x6x4 UP2 POOL2 POOL2", "exact", "pool2", [WITH, "sees: r + (F - 1)·j = 3/2 + (2 - 1)·1 = 2.5 pixels", "steps by: j·S = 1·2 = 2"]),
    ("INPUT 8x6x4 AAP1x3 CONV3-4", "pytorch", "aap1", ["allx2 pixels under the largest window, in steps of allx2"]),
    ("INPUT 8x6x4 AAP1x3 CONV3-4", "pytorch", "conv1", [WITH, "width sees: r + (F - 1)·j = 2 + (3 - 1)·2 = 6 pixels", "width steps by: j·S = 2·1 = 2"]),
    ("INPUT 8x6x4 AAP4x1 CONV3-4", "pytorch", "conv1", [WITH, "height sees: r + (F - 1)·j = 2 + (3 - 1)·2 = 6 pixels", "height steps by: j·S = 2·1 = 2"]),
    ("INPUT 8x6x4 GAP", "exact", "gap1", ["every position sees the whole input, 8x6 pixels"]),
    ("INPUT 3x3x3 CONV3-4p0 FLATTEN", "exact", "flatten1", []),
    ("INPUT 8x6x4 CONV3x1-4/1x2 RELU", "pytorch", "relu1", ["unchanged: 3x1 pixels, in steps of 1x2"]),
    ("INPUT HxWx4 CONVF-4/2p0 RELU", "pytorch", "conv1", [WITH, "sees: r + (F - 1)·j = 1 + (F - 1)·1 = F pixels", "steps by: j·S = 1·2 = 2"]),
    ("INPUT HxWx4 CONVF-4/2p0 RELU", "pytorch", "relu1", ["unchanged: FxF pixels, in steps of 2"]),
    ("INPUT 8x6x4 CROP1", "exact", "crop1", ["unchanged: 1x1 pixels, in steps of 1"]),
    ("INPUT 8x6x4 RELU", "exact", "relu1", ["unchanged: 1x1 pixels, in steps of 1"]),
    ("INPUT 8x6x4 CONV3-4 GN2", "exact", "gn1", [
        "unchanged: 3x3 pixels, in steps of 1", "the statistics of the whole map are left out, as a gate is",
    ]),
    ("INPUT 8x6x4 UP2", "exact", "up1", ["1x1 pixels, in steps of 0.5: positions lie closer together than before"]),
    ("INPUT 8x6x4 UP2 DECONV5-4/2p2", "exact", "deconv1", ["2x2 pixels, in steps of 0.25: positions lie closer together than before"]),
    ("INPUT 8x6x4 UP3", "exact", "up1", ["1x1 pixels, in steps of 1/3: positions lie closer together than before"]),
    ("INPUT 8x6x4 UP2x3", "exact", "up1", ["1x1 pixels, in steps of 0.5 by 1/3: positions lie closer together than before"]),
    ("INPUT 8x6x4 UP3 CONV3-4 RELU", "exact", "relu1", ["unchanged: 5/3 by 5/3 pixels, in steps of 1/3"]),
    ("INPUT 8x8x4 AAP2", "pytorch", "aap1", ["4x4 pixels under the largest window, in steps of 4"]),
    ("INPUT 8x6x4 {CONV3-4 | ID}", "exact", "concat1", ["3x3 pixels: all that its paths see together (conv1 3x3, input 1x1)"]),
    ("INPUT 8x6x4 CONV3-4 {ID x GAP FC-4 SIGMOID}", "exact", "multiply1", [
        "3x3 pixels: all that its paths see together (conv1 3x3); the gate is left out",
    ]),
    ("INPUT 8x6x4 {CONV3-4 x ID}", "exact", "multiply1", ["3x3 pixels: all that its paths see together (conv1 3x3, input 1x1)"]),
    ("INPUT 1x1x4 {CONV1-4 x ID}", "exact", "multiply1", ["1x1 pixels: all that its paths see together (conv1 1x1, input 1x1)"]),
    (APART, "exact", "concat1", ["unknown: the paths that come together here step with unequal strides"]),
    ("INPUT 9x9x4 {CONV3-4/1x2p1 | CONV3x5-4p1x0}", "pytorch", "concat1", ["unknown: the paths that come together here step with unequal strides"]),
    ("INPUT 9x9x4 {CONV3-4/2x1p1 | CONV5x3-4p0x1}", "pytorch", "concat1", ["unknown: the paths that come together here step with unequal strides"]),
    ("INPUT HxWx4 UP2 CONVF-4", "exact", "conv1", ["unknown: symbols meet fractions of a pixel here, or grow too long to be written"]),
    ("INPUT HxWx4 UP2 {CONV1-4 | CONV1-4 CONVF-4}", "exact", "conv3", ["unknown: symbols meet fractions of a pixel here, or grow too long to be written"]),
    (f"{APART} RELU", "exact", "relu1", ["unknown, as that of concat1 is"]),
    (f"{APART} {{CONV1-4 | CONV1-4}}", "exact", "concat2", ["unknown, as that of conv3 and conv4 is"]),
)  # fmt: skip

EXACT, STRIDE_1 = (
    "exact: no remainder is left, the last window ends at the border",
    "exact: at stride 1 every window fits",
)

VERDICTS = (
    ("INPUT 8x8x4 POOL2", "exact", "pool1", [EXACT]),
    ("INPUT 8x8x4 CONV3-4", "exact", "conv1", [STRIDE_1]),
    ("INPUT 8x8x4 CONV3-4/1x2p0", "exact", "conv1", [
        f"height: {STRIDE_1}", "width: lossy: 1 column at the right is never seen",
    ]),
    ("INPUT 8x9x4 CONV3-4/1x2p0", "exact", "conv1", [f"height: {STRIDE_1}", f"width: {EXACT}"]),
    ("INPUT 9x9x4 CONV3-4/2x3p0", "exact", "conv1", [EXACT]),
    ("INPUT 8x7x4 CONV3-4/2p0", "exact", "conv1", ["height: lossy: 1 row at the bottom is never seen", f"width: {EXACT}"]),
    ("INPUT 8x8x4 CONV3-4/2p0", "exact", "conv1", ["lossy: 1 row and 1 column at the bottom and the right are never seen"]),
    ("INPUT 10x10x4 CONV4-4/4p0", "exact", "conv1", ["lossy: 2 rows and 2 columns at the bottom and the right are never seen"]),
    ("INPUT 10x11x4 CONV4-4/4p0", "exact", "conv1", [
        "height: lossy: 2 rows at the bottom are never seen", "width: lossy: 3 columns at the right are never seen",
    ]),
    ("INPUT 8x8x4 CONV3-4/2p1", "pytorch", "conv1", ["padding-only: a remainder is left, but it is padding; no pixel of the image is lost"]),
    ("INPUT 8x8x4 CONV1-4/2p0", "pytorch", "conv1", ["skipped: a remainder is left, but no more than the stride skips between any two windows"]),
    ("INPUT 8x8x4 POOL3/2", "caffe", "pool1", ["overhang: rounding up adds a last window that hangs over the edge; nothing is lost"]),
    ("INPUT 8x8x4 DECONV2-4/2p0", "exact", "deconv1", []),
    ("INPUT 8x8x4 RELU", "exact", "relu1", []),
    ("INPUT HxHx4 CONV3-4/2p1", "exact", "conv1", ["it fits if 2 divides H + 1"]),
    ("INPUT Hx8x4 POOL2", "exact", "pool1", ["it fits if 2 divides H", "it fits if H is at least 2", f"width: {EXACT}"]),
    ("INPUT 8xWx4 POOL2", "exact", "pool1", ["it fits if 2 divides W", "it fits if W is at least 2", f"height: {EXACT}"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "framework", "layer", "expected"), FIELDS)
def test_what_a_position_sees(text, framework, layer, expected):
    assert lines(text, framework, layer, "Receptive field") == expected


@pytest.mark.parametrize(("text", "framework", "layer", "expected"), VERDICTS)
def test_what_becomes_of_a_remainder(text, framework, layer, expected):
    assert lines(text, framework, layer, "Fit") == expected
