"""Receptive fields proven by perturbation: which layer is chosen, that lies are caught, and what it costs."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine import proof as module
from cnncalc.engine.field import Axis, Field
from cnncalc.engine.proof import prove
from cnncalc.engine.verify import verify
from tests.nets import report_of

PROVEN = (  # network, layer, its field counted by hand
    ("INPUT 32x32x3 CONV3-4", "conv1", 3),
    ("INPUT 32x32x3 CONV3-4 RELU CONV3-4 POOL2 CONV3-4", "conv3", 10),  # 3, 5, 6, then 6 + 2·2
    ("INPUT 40x40x3 CONV5-4/2 CONV3-4", "conv2", 9),  # 5 + 2·2
    ("INPUT 32x32x3 CONV3-4d4", "conv1", 9),
    ("INPUT 32x32x3 {CONV3-4 | CONV7-4}", "conv2", 7),
    ("INPUT 32x32x3 {CONV3-3 + ID} CONV3-4", "conv2", 5),
    ("INPUT 40x40x3 CONV3-4 REORG2 SLICE4 CONV3-4", "conv2", 8),  # 3, then 3 + 1, then 4 + 2·2
)


@pytest.mark.parametrize(("text", "layer", "size"), PROVEN)
def test_the_deepest_layer_is_proven(text, layer, size):
    found = prove(report_of(text))
    assert (found.id, found.size, found.holds) == (layer, (size, size), True)
    assert min(found.image) > size
    assert max(found.image) <= 40


@pytest.mark.parametrize(
    "text",
    [
        "INPUT 1x1x8 FC-4",
        "INPUT 8x8x3 GAP FC-4",
        "INPUT 3x3x3 CONV3-4",  # nothing is outside
        "INPUT 8x8x3 UP2",
        "INPUT 8x8x4 {ID x GAP CONV1-4 SIGMOID} CONV3-4",  # the gate sees all
        "INPUT 8x8x4 GN2 CONV3-4",  # and so do the statistics of a map
        "INPUT 16x16x4 CROP2 CONV3-4",  # whose padding hides pixels
        "INPUT 16x16x4 AAP8 CONV3-4",  # whose windows depend on the image
    ],
)
def test_what_is_not_proven(text):
    assert prove(report_of(text)) is None


@pytest.mark.parametrize("wrong", [1, -1])
def test_a_wrong_field_is_not_proven(monkeypatch, wrong):
    """A field a pixel too large does not move at its edge, one too small is moved from outside."""
    real, image = module._where, module._image

    def shifted(row, network):
        field = Field(*(Axis(axis.start, axis.size + wrong, axis.stride) for axis in row.field))
        return real(row._replace(field=field), network)

    monkeypatch.setattr(module, "_where", shifted)
    monkeypatch.setattr(module, "_image", lambda row: tuple(extent + 2 for extent in image(row)))
    report = report_of("INPUT 32x32x3 CONV3-4 RELU CONV3-4")
    assert prove(report).holds is False
    assert not verify(report).ok


@pytest.mark.parametrize("name", ["alexnet", "vgg16"])
def test_a_proof_costs_no_more_than_the_forward_pass(name):
    """The price is chosen in multiply-accumulates: six passes up to the layer, on the cut image."""
    report = cnncalc.analyze(name)
    found = prove(report)
    assert found.holds
    index = [row.id for row in report.rows].index(found.id)
    cut = report.network._replace(nodes=report.network.nodes[: index + 1], outputs={"output": index}).resized(
        *found.image
    )
    assert module.RUNS * cnncalc.analyze(cut).totals.macs <= 1.1 * report.totals.macs
    assert found.size[0] >= 44


def test_verify_reports_it_and_what_each_kind_took():
    found = verify(report_of("INPUT 32x32x3 CONV3-4 RELU POOL2 CONV3-8 FC-10"))
    assert found.proof.id == "conv2"
    kinds = found.by_kind()
    assert set(kinds) == {"input", "conv", "relu", "pool", "fc"}
    assert kinds["conv"].layers == 2
    assert kinds["conv"].macs == 32 * 32 * 27 * 4 + 16 * 16 * 36 * 8
    assert kinds["conv"].bytes == 4 * (32 * 32 * 4 + 16 * 16 * 8)
    assert list(kinds.values()) == sorted(kinds.values(), key=lambda spent: -spent.seconds)
    assert sum(spent.seconds for spent in kinds.values()) == pytest.approx(found.seconds)


def test_convolutions_take_most_of_the_time():
    """N40: in VGG-like networks nearly all multiply-accumulates, and most of the time, are the convolutions'."""
    kinds = verify(report_of("INPUT 96x96x16 (CONV3-64 RELU)*3 POOL2 FC-10")).by_kind()
    assert next(iter(kinds)) == "conv"
    assert kinds["conv"].macs > 0.99 * sum(spent.macs for spent in kinds.values())
