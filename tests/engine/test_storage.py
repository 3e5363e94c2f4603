"""Stored activations: views store nothing, and what works in place stores nothing when nothing else reads its input."""

from __future__ import annotations

import pytest

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
)


@pytest.mark.parametrize(("text", "stored"), CASES)
def test_what_is_stored(text, stored):
    report = report_of(text)
    assert [row.activations for row in report.rows] == stored
    assert report.totals.activations == sum(stored)
    assert report.totals.activation_bytes == 4 * sum(stored)
