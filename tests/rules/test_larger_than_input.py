"""CNN309 beyond its own samples: what is said once, what is not said, and the remedy for pools and dilated kernels."""

from __future__ import annotations

import pytest

from cnncalc.rules import examine
from tests.nets import network_of


def found(text, framework="exact"):
    report = examine(network_of(text, framework), notes=True)
    return [(d.node, d.severity, d.help.split(",")[0]) for d in report.diagnostics if d.code == "CNN309"]


@pytest.mark.parametrize(
    ("text", "framework", "expected"),
    [
        ("INPUT 2x2x1 POOL3/2p0", "caffe", [("pool1", "warning", "a kernel of at most 2")]),
        ("INPUT 33x33x8 CONV3-8d36p36", "exact", [("conv1", "warning", "a smaller dilation")]),
        ("INPUT 1x1x8 CONV3-8 UP4 CONV3-8", "exact", [("conv1", "warning", "a kernel of at most 1")]),  # the second's field is no news
        ("INPUT 3x3x8 CONV3-8 UP2 CONV3-8", "exact", [("conv2", "info", "")]),
        ("INPUT 2xWx3 CONV5-4", "exact", []),  # along the width nobody knows
        ("INPUT 8x8x3 CONV(kernel=K, filters=4, padding=0)", "exact", []),
        ("INPUT 9x9x4 {CONV3-4/2 | CONV5-4p0} CONV3-4", "exact", []),  # behind paths of different strides no field is known
        ("INPUT 1x1x8 DECONV4-8/2p1", "exact", []),  # a transposed window spans its output
    ],
)  # fmt: skip
def test_what_is_larger_than_its_input(text, framework, expected):
    assert found(text, framework) == expected
