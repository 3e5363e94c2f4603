"""Stored activations: views store nothing, and what works in place stores nothing when nothing else reads its input."""

from __future__ import annotations

import pytest

from cnncalc.engine.verify import verify
from tests.nets import report_of

CASES = (  # network, stored values a row
    ("INPUT 4x4x2 CONV1-3 RELU", [32, 48, 0]),
    ("INPUT 4x4x2 RELU", [32, 0]),
    ("INPUT 4x4x2 CONV1-3 BN RELU DROPOUT", [32, 48, 48, 0, 0]),
    ("INPUT 4x4x2 FLATTEN FC-5 SOFTMAX", [32, 0, 5, 0]),
    ("INPUT 4x4x2 a:CONV1-2 RELU {ID + @a}", [32, 32, 32, 32]),  # the ReLU may not overwrite what is read again
    ("INPUT 4x4x2 {RELU + ID}", [32, 32, 32]),
    ("INPUT 4x4x2 a:FLATTEN RELU {ID + @a}", [32, 0, 32, 32]),  # through the view, too
    ("INPUT 4x4x2 a:CONV1-2 {FLATTEN RELU FC-32 | FC-1}", [32, 32, 0, 32, 32, 1, 33]),
    ("INPUT 4x4x2 LRN SCALE", [32, 32, 32]),
    (
        "INPUT 4x4x2 CONV1-4 {SLICE0-2 | SLICE2 RELU}",
        [32, 64, 0, 0, 32, 64],
    ),  # two slices of one value: neither may be overwritten
    ("INPUT 4x4x2 CONV1-4 SLICE2 RELU FLATTEN", [32, 64, 0, 0, 0]),
    (
        "INPUT 4x4x2 CROP1 RELU DROPPATH0.1 FLATTEN",
        [32, 0, 0, 0, 8],
    ),  # rows with gaps between them are copied to be one
    (
        "INPUT 4x4x2 {CROP1 RELU FLATTEN | CROP1 SHUFFLE2 FLATTEN}",
        [32, 0, 8, 0, 0, 8, 0, 16],
    ),  # the ReLU had to copy already
    ("INPUT 4x4x1 CROP1x0 FLATTEN", [16, 0, 0]),  # whole rows of one channel have no gaps
    ("INPUT 3x3x5 CROP1 FLATTEN RELU", [45, 0, 0, 0]),  # one position a channel: evenly apart
    ("INPUT 4x4x2 CROP0 FLATTEN", [32, 0, 0]),
    ("INPUT 4x4x2 SHUFFLE2 REORG2 UNPOOL2 LAYERSCALE", [32, 32, 32, 128, 128]),
)


@pytest.mark.parametrize(("text", "stored"), CASES)
def test_what_is_stored(text, stored):
    report = report_of(text)
    assert verify(report).ok
    assert [row.activations for row in report.rows] == stored
    assert report.totals.activations == sum(stored)
    assert report.totals.activation_bytes == 4 * sum(stored)
