"""What `--input` and `--set` of a sweep hold."""

from __future__ import annotations

import numpy as np
import pytest

from cnncalc.space.ranges import sizes, values
from cnncalc.spec.findings import Mistake


def written(text):
    found = sizes(text)
    heights, widths = found.at(np.arange(found.size))
    return list(zip(heights.tolist(), widths.tolist(), strict=True))


@pytest.mark.parametrize(("text", "expected"), [
    ("224", [(224, 224)]), ("64, 128,224", [(64, 64), (128, 128), (224, 224)]), ("64:128:32", [(64, 64), (96, 96), (128, 128)]),
    ("64:130:32", [(64, 64), (96, 96), (128, 128)]), ("5:7", [(5, 5), (6, 6), (7, 7)]), ("1:2x5:9:4", [(1, 5), (1, 9), (2, 5), (2, 9)]),
    ("224x320,8", [(224, 320), (8, 8)]), ("8x1:2", [(8, 1), (8, 2)]), ("7:7", [(7, 7)]),
])  # fmt: skip
def test_sizes(text, expected):
    assert written(text) == expected
    assert sizes(text).first() == expected[0]
    assert sizes(text).square == all(height == width for height, width in expected)
    assert sizes(text).depth is None


def test_a_depth_is_for_all_sizes():
    assert sizes("8:9x8x1, 7x7x1").depth == 1
    with pytest.raises(Mistake, match="different depths"):
        sizes("8x8x1, 7x7")
    with pytest.raises(Mistake, match="a depth is one number"):
        sizes("8x8x1:3")


def test_a_grid_is_not_written_out():
    """10^18 sizes are counted at once."""
    assert sizes("1:1000000000x1:1000000000").size == 10**18


@pytest.mark.parametrize(
    ("text", "column"),
    [("64,a", 4), ("9:1", 1), ("64, 0:3", 5), ("8x", 3), ("1:2:0", 1), ("10000000000", 1), ("", 1), ("1.5", 1)],
)
def test_mistakes_have_their_place(text, column):
    with pytest.raises(Mistake) as caught:
        sizes(text)
    assert caught.value.span.column == column
    assert caught.value.span.file == "--input"


@pytest.mark.parametrize(("text", "expected"), [
    ("a,b , c", ["a", "b", "c"]), ("0.1:0.3:0.1", ["0.1", "0.2", "0.3"]), ("1:3", ["1", "2", "3"]), ("10:30:10,RELU", ["10", "20", "30", "RELU"]),
    ("[1,2],[3,[4,5]]", ["[1,2]", "[3,[4,5]]"]), ("$(1+2),7", ["$(1+2)", "7"]), ("-1:1", ["-1", "0", "1"]), ("100:300:100", ["100", "200", "300"]),
])  # fmt: skip
def test_values(text, expected):
    assert list(values("n", text)) == expected


@pytest.mark.parametrize(
    ("text", "said"), [("1,,2", "missing"), ("3:1", "empty"), ("1:3:0", "empty"), ("0:999999:0.0001", "more than")]
)
def test_mistakes_in_values(text, said):
    with pytest.raises(Mistake, match=said):
        values("n", text)
