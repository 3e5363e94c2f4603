"""Receptive fields proven by perturbation: which layer is chosen, that lies are caught, and what it costs."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine import proof as module
from cnncalc.engine.field import Field
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


FAINT = (  # network, layer: what an edge does far behind it is lost; half as many layers away it is not
    ("INPUT 96x96x1 (CONV3-1 RELU)*20", "conv10", 21),
    ("INPUT 96x96x3 (CONV3-4 SIGMOID)*24", "conv12", 25),
    ("INPUT 96x96x1 {(CONV3-1 RELU)*20 + ID}", "conv10", 21),
    ("INPUT 32x32x1 CONV3-1*4 LN CONV3-4", "conv4", 9),  # nothing of a single value is left: CNN311
    ("INPUT 32x32x1 CONV3-1*4 SOFTMAX CONV3-4", "conv4", 9),
    ("INPUT 32x32x1 CONV3-2*4 LN CONV3-4", "conv5", 11),  # of two there is
    ("INPUT 32x32x1 CONV3-1 {ID | DROPOUT} LN CONV3-4", "conv1", 3),  # nor of two that are the same
)


@pytest.mark.parametrize(("text", "layer", "size"), FAINT)
def test_a_shallower_layer_is_proven_where_pixels_do_not_reach_the_deepest(text, layer, size):
    report = report_of(text)
    found = prove(report)
    assert (found.id, found.size, found.holds) == (layer, (size, size), True)
    assert verify(report).ok


def test_where_no_image_has_room_ever_larger_steps_back_are_taken(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "_tried", lambda _report, index, _image: asked.append(index))
    assert prove(report_of("INPUT 99x99x1 CONV3-1*20")) is None
    assert asked == [20, 19, 17, 13, 5]


def test_where_nothing_is_left_nothing_is_proven_and_nothing_wrong():
    for text in ("INPUT 9x9x1 LN CONV3-4", "INPUT 9x9x1 {ID | DROPOUT} LN CONV3-4"):
        report = report_of(text)
        assert prove(report) is None
        assert verify(report).ok


WHERE = (  # network, layer, image, position, and the box of pixels that it sees: top, bottom, left, right
    ("INPUT 32x32x3 CONV3-4", "conv1", (5, 5), (2, 2), (1, 3, 1, 3)),  # position 0 begins a pixel before the image
    ("INPUT 32x32x3 CONV3-4 CONV3-4", "conv2", (7, 7), (3, 3), (1, 5, 1, 5)),
    ("INPUT 5x5x3 CONV3-4", "conv1", (5, 5), (2, 2), (1, 3, 1, 3)),  # no larger than the image is
    ("INPUT 32x40x3 CONV3x5-4/2x1p0", "conv1", (6, 7), (1, 1), (2, 4, 1, 5)),
    ("INPUT 6x7x3 CONV3x5-4/2x1p0", "conv1", (6, 7), (1, 1), (2, 4, 1, 5)),
    # 9 pixels would hold it; of those 3x3 makes 5 and 2x2 makes 4.
    ("INPUT 32x32x3 {CONV3-4/2 | POOL2} CONV3-4", "conv2", (10, 10), (2, 2), (1, 7, 1, 7)),
    # What follows it need not fit: of a crop nothing would be left.
    ("INPUT 64x64x3 CONV3-4 CROP14", "conv1", (5, 5), (2, 2), (1, 3, 1, 3)),
    # 129 would hold it; the next multiple of 64 is the last size that is tried.
    ("INPUT 256x256x1 REORG64", "reorg1", (192, 192), (1, 1), (64, 127, 64, 127)),
)


@pytest.mark.parametrize(("text", "layer", "image", "position", "box"), WHERE)
def test_the_smallest_image_with_room_around_the_field(text, layer, image, position, box):
    found = prove(report_of(text))
    assert (found.id, found.image, found.position, found.box) == (layer, image, position, box)
    assert found.size == (box[1] - box[0] + 1, box[3] - box[2] + 1)
    assert found.holds
    assert 0 < found.seconds < 60


def test_where_the_padding_depends_on_the_image():
    """TensorFlow pads 32 by 1 before and 2 after, 7 by 2 and 2, where the field of the first inner position ends at the last pixel; 8 by 1 and 2."""
    found = prove(report_of("INPUT 32x32x1 CONV5-2/2", "tensorflow"))
    assert (found.image, found.position, found.box, found.holds) == ((8, 8), (1, 1), (1, 5, 1, 5), True)


@pytest.mark.parametrize(
    ("least", "most", "text", "layer"),
    [
        # conv2: 6 runs of 32·32·(27 + 36)·4, on 7x7 of 32x32 pixels, are 74,088; conv1: 6·32·32·27·4 on 5x5 are 16,200.
        (0, 74_088, "INPUT 32x32x3 CONV3-4 CONV3-4", "conv2"),
        (0, 74_087, "INPUT 32x32x3 CONV3-4 CONV3-4", "conv1"),
        (0, 16_200, "INPUT 32x32x3 CONV3-4 CONV3-4", "conv1"),
        (0, 16_199, "INPUT 32x32x3 CONV3-4 CONV3-4", None),
        # 6 runs of 32·40·45·4 on 5x7 of 32x40 pixels.
        (0, 37_800, "INPUT 32x40x3 CONV3x5-4", "conv1"),
        (0, 37_799, "INPUT 32x40x3 CONV3x5-4", None),
        # Where nothing can be cut off, six runs cost six times what the network does, 6·7·7·(27 + 36)·4.
        (0, 10**9, "INPUT 7x7x3 CONV3-4 CONV3-4", None),
        (74_088, 10**9, "INPUT 7x7x3 CONV3-4 CONV3-4", "conv2"),
        (74_087, 10**9, "INPUT 7x7x3 CONV3-4 CONV3-4", "conv1"),
    ],
)
def test_the_price(monkeypatch, least, most, text, layer):
    monkeypatch.setattr(module, "LEAST", least)
    monkeypatch.setattr(module, "MOST", most)
    found = prove(report_of(text))
    assert (found and found.id) == layer


@pytest.mark.parametrize(
    "text",
    [
        "INPUT 1x1x8 FC-4",
        "INPUT 8x8x3 GAP FC-4",
        "INPUT 3x3x3 CONV3-4",  # nothing is outside
        "INPUT 8x8x3 UP2",
        "INPUT 4x5x3 CONV3-4",
        "INPUT 5x4x3 CONV3-4",
        "INPUT 5x7x3 CONV3x5-4/2x1p0",
        "INPUT 6x6x3 CONV3x5-4/2x1p0",
        "INPUT 260x260x1 REORG65",  # 131 would hold it; the next multiple of 65 is one further than is tried
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
        field = Field(*(axis._replace(length=axis.length + wrong * axis.parts) for axis in row.field))
        return real(row._replace(place=0, fields=[field]), network)

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
