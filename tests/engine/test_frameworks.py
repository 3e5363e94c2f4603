"""One network under each framework's rules: where they part, why, and whose weights do not load elsewhere."""

from __future__ import annotations

import pytest

from cnncalc.engine import analyze
from cnncalc.engine.frameworks import changed_sizes, parting, reshaped, under_each
from tests.nets import network_of

EXACT, DOWN, UP, SAME = "a fraction, an error", "rounding down", "rounding up", "padding as SAME does"

CASES = (  # network; where they part; who has what, and why; how many sizes change; whose weights
    ("INPUT 8x8x1 CONV3-4 POOL2", None, (), 0, []),
    # (8 - 3)/2 + 1 is no whole number, (7 - 3)/2 + 1 is one.
    ("INPUT 8x7x1 RELU POOL3/2 RELU", 2, ((("exact",), "3x3x1", EXACT), (("pytorch", "tensorflow"), "3x3x1", DOWN), (("caffe",), "4x3x1", UP)), 2, []),
    # 16 or 9 positions of 1 channel, and a bias, for each of 2.
    ("INPUT 8x8x1 POOL3/2 FC-2", 1, ((("exact",), "3x3x1", EXACT), (("pytorch", "tensorflow"), "3x3x1", DOWN), (("caffe",), "4x4x1", UP)), 1, [
        ("fc1", ((("exact", "pytorch", "tensorflow"), 20), (("caffe",), 34))),
    ]),
    # Nothing is left of one pixel, so that there are no further layers but under Caffe.
    ("INPUT 4x4x1 POOL3/2 CONV2-1p0 RELU", 1, ((("exact",), "1x1x1", EXACT), (("pytorch", "tensorflow"), "1x1x1", DOWN), (("caffe",), "2x2x1", UP)), 3, []),
    ("INPUT 2x2x1 POOL3/2 CONV1-2", 1, ((("exact", "pytorch", "tensorflow"), None, ""), (("caffe",), "1x1x1", UP)), 2, []),
    ("INPUT 8x8x1 CONV3-1/2same", 1, ((("exact", "caffe", "tensorflow"), "4x4x1", SAME), (("pytorch",), None, "")), 1, []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "at", "outputs", "changed", "weights"), CASES)
def test_where_frameworks_part(text, at, outputs, changed, weights):
    reports = under_each(analyze(network_of(text, "caffe")))
    assert list(reports) == ["exact", "pytorch", "caffe", "tensorflow"]
    found = parting(reports)
    if found is None:
        assert at is None
    else:
        told = tuple((names, output and str(output), why) for names, output, why in found.outputs)
        assert (found.at, told) == (at, outputs)
    assert changed_sizes(reports) == changed
    assert reshaped(reports) == weights
