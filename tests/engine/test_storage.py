"""Stored activations: views store nothing, and what works in place stores nothing when nothing else reads its input."""

from __future__ import annotations

import pytest

from cnncalc.engine import analyze
from cnncalc.engine.lifetimes import live_values
from cnncalc.engine.storage import owners
from cnncalc.engine.verify import verify
from tests.forward.build import graph, layer
from tests.nets import network_of, report_of

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


CONV, FLATTEN, RELU = layer("CONV", kernel=1, filters=4), layer("FLATTEN"), layer("RELU")

OUTPUTS = (  # layers behind 2x2x3 pixels, a second output, stored values a row, values alive at each step
    ((CONV, RELU, CONV), 2, [12, 16, 0, 16], [12, 28, 16, 32]),  # the ReLU's, in place of the convolution's, to the end
    ((CONV, RELU, CONV), 1, [12, 16, 16, 16], [12, 28, 32, 48]),  # the convolution's, which the ReLU may not overwrite
    ((CONV, FLATTEN, (RELU, (1,)), CONV), 2, [12, 16, 0, 16, 16], [12, 28, 16, 32, 48]),  # through the view, too
    ((CONV, CONV), 0, [12, 16, 16], [12, 28, 44]),
)


@pytest.mark.parametrize(("entries", "also", "stored", "live"), OUTPUTS)
def test_what_is_an_output_is_kept(entries, also, stored, live):
    report = analyze(graph((2, 2, 3), *entries, outputs={"output": len(entries), "features": also}))
    assert verify(report).ok
    assert [row.activations for row in report.rows] == stored
    assert live_values(report) == live


def test_what_is_behind_a_mistake_is_not_asked_for():
    """The convolution has no output; what is beside it is seen by nobody, a flatten across gaps among it."""
    report = analyze(network_of("INPUT 4x4x2 {CONV9-4p0 | CROP1 FLATTEN}"))
    assert [row.activations for row in report.rows] == [32]
    assert owners(report.network, [row.output for row in report.rows]) == [0, 1, 0, 0, 4]
