"""CNN310: joins whose paths lie over other places, found however little they differ."""

from __future__ import annotations

import pytest

from cnncalc.rules import examine
from tests.nets import network_of


def apart(text):
    found = [d for d in examine(network_of(f"INPUT 8x8x4 {text}"), notes=True).diagnostics if d.code == "CNN310"]
    return [(d.node, d.message.partition(" are ")[2].partition(":")[0]) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{CONV1-4 | CONV3-4 | CONV5-4}", []),
        ("{CONV1-4 | CONV4-4p(1,2,1,2)}", [("concat1", "0.5 pixels apart along the height")]),
        ("{CONV1-4 | CONV4x1-4p(1,2,0,0)}", [("concat1", "0.5 pixels apart along the height")]),
        ("{CONV1-4 | CONV1x4-4p(0,0,1,2)}", [("concat1", "0.5 pixels apart along the width")]),
        ("{CONV1-4 | CONV1x2-4p(0,0,1,0)}", [("concat1", "0.5 pixels apart along the width")]),
        ("{CONV1-4 | CONV2x1-4p(1,0,0,0)}", [("concat1", "0.5 pixels apart along the height")]),
        ("{CROP(margin=(0,2,0,2)) CONV1-4 | CROP(margin=(2,0,2,0)) CONV3-4}", [("concat1", "2 pixels apart along the height")]),
        ("{CROP(margin=(0,0,0,2)) CONV1-4 | CROP(margin=(0,0,2,0)) CONV1x3-4}", [("concat1", "2 pixels apart along the width")]),
        ("{CONV1-4 + ID} {CONV1-4 | CONV4-4p(1,2,1,2)}", [("concat1", "0.5 pixels apart along the height")]),
        ("{CONV3-4/2p(0,1,0,1) | CONV5-4p(0,0,0,0)}", [("concat1", "of different places")]),
    ],
)  # fmt: skip
def test_what_is_apart(text, expected):
    assert apart(text) == expected
