"""The receptive field: the course's claims, published figures, and joins."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import cnncalc
from cnncalc.engine.field import FARTHEST, Axis
from cnncalc.symbolic.text import EXPONENT_LIMIT
from tests.nets import report_of


def seen(axis):
    """What an axis is in pixels: start, size, stride."""
    return axis.start, axis.size, axis.stride


def axis(report, which):
    """The height's, of a layer by its name or of the row with that number."""
    return (report.rows[which] if isinstance(which, int) else report[which]).field.height


@pytest.mark.parametrize(("small", "large"), [("(CONV3-8)*2", "CONV5-8"), ("(CONV3-8)*3", "CONV7-8")])
def test_n36_stacked_filters_see_what_a_large_one_sees(small, large):
    deep, flat = report_of(f"INPUT 32x32x8 {small}"), report_of(f"INPUT 32x32x8 {large}")
    assert deep.rows[-1].field == flat.rows[-1].field


def test_n36_sizes():
    assert [axis(report_of(f"INPUT 32x32x8 (CONV3-8)*{n}"), f"conv{n}").size for n in (2, 3)] == [5, 7]


def test_vgg16_pool5():
    """212 pixels, stride 32, padding 90: Araujo et al. 2019, table of VGG-16."""
    found = axis(cnncalc.analyze("vgg16"), "pool5")
    assert (found.size, found.stride, found.padding) == (212, 32, 90)


def test_alexnet_pool5():
    """195 pixels, stride 32 for the one-stream AlexNet without padding in conv1: Araujo et al. 2019 (alexnet_v2)."""
    found = axis(cnncalc.analyze("alexnet"), "pool3")
    assert (found.size, found.stride) == (195, 32)


def test_resnet50_ends_at_483():
    """Araujo et al. 2019: resnet_v1_50 sees 483 pixels at stride 32."""
    found = cnncalc.analyze("resnet50")
    before_pooling = next(row for row in reversed(found.rows) if row.node.layer.kind == "add")
    assert (before_pooling.field.height.size, before_pooling.field.height.stride) == (483, 32)


def test_a_join_takes_the_union():
    report = report_of("INPUT 32x32x8 {CONV1-8 | CONV5-8 | CONV3-8}")
    assert (report.rows[-1].field.height.start, report.rows[-1].field.height.size) == (-2, 5)


def test_unequal_strides_leave_it_unknown():
    report = report_of("INPUT 8x8x8 {CONV3-8/2p1 UP2 UP2 POOL2 | ID}")
    assert report.rows[-1].field is not None
    report = report_of("INPUT 8x8x8 {POOL2 CONV3-8p(2,2,2,2) CONV1-8p1 | ID}")
    assert report.rows[-1].field is None
    assert report["pool1"].field is not None
    report = report_of("INPUT 8x8x8 {POOL2 CONV3-8p(2,2,2,2) CONV1-8p1 | ID} RELU CONV3-8")
    assert [row.field is None for row in report.rows[-3:]] == [True, True, True]


def test_up_sampling_divides_the_stride():
    report = report_of("INPUT 8x8x8 CONV3-8/2p1 UP2 UP2", "pytorch")
    assert [row.field.height.stride for row in report.rows] == [1, 2, 1, Fraction(1, 2)]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("UP2 POOL2", (0, Fraction(3, 2), 1)),
        ("UP2 CONV5-4/2p2", (-1, 3, 1)),
        ("CONV3-4/2p1 UP2", (-1, 3, 1)),
        ("UP2 POOL2/1 POOL2/1", (0, 2, Fraction(1, 2))),  # 1 and twice a half
        ("UP2 CONV3-4 CONV3-4", (-1, 3, Fraction(1, 2))),  # twice a half before, and twice as much after
        ("UP2 {CONV3-4 + ID}", (Fraction(-1, 2), 2, Fraction(1, 2))),  # from -1/2 to 3/2
        ("{UP2 POOL2 + CONV3-4}", (-1, 3, 1)),  # from 0 to 3/2, and from -1 to 2
        ("{CONV1-4 | UP3 POOL3 | UP2 POOL2}", (0, Fraction(5, 3), 1)),  # to 1, 5/3 and 3/2
        ("UP2 CONV3-4 DECONV4-4/2p1", (-1, Fraction(5, 2), Fraction(1, 4))),  # one position more, half a pixel before
        ("UP2 POOL2/1 DECONV4-4/2p1", (Fraction(-1, 2), 2, Fraction(1, 4))),
        ("CONV1-4/2p0 AAP8", (0, 1, 1)),  # 4 positions, each of them twice: half a step of 2
    ],
)
def test_whole_numbers_are_integers_behind_fractions_too(layers, expected):
    found = seen(axis(report_of(f"INPUT 8x8x4 {layers}", "pytorch"), -1))
    assert found == expected
    assert [type(part) for part in found] == [type(part) for part in expected]


def test_a_gate_is_left_out():
    report = report_of("INPUT 8x8x8 CONV3-8 {ID x GAP FC-8 SIGMOID}")
    assert report.rows[-1].field == report["conv1"].field
    assert report["fc1"].field.height.whole
    assert report["fc1"].field.height.size == 8


@pytest.mark.parametrize(
    ("first", "length", "parts", "centre"),
    [
        (0, 1, 1, 0),
        (-1, 3, 1, 0),
        (0, 5, 1, 2),
        (0, 2, 1, Fraction(1, 2)),
        (-1, 4, 1, Fraction(1, 2)),
        (-2, 10, 3, Fraction(1, 2)),
    ],
)
def test_the_centre_of_what_is_seen(first, length, parts, centre):
    """Halfway from the first pixel's middle to the last one's."""
    axis = Axis(first, length, 1, parts=parts)
    assert axis.centre == centre
    assert isinstance(axis.centre, int) == (centre in (0, 2))


def test_behind_adaptive_pooling():
    """Rows 0 to 3 and 4 to 7 of 8; one output row sees all; of three the second sees four rows."""
    assert axis(report_of("INPUT 8x8x4 AAP2", "pytorch"), -1) == Axis(0, 4, 4)
    assert axis(report_of("INPUT 8x8x4 CONV3-4/2p1 AAP2", "pytorch"), -1) == Axis(-1, 5, 4)
    assert axis(report_of("INPUT 8x8x4 AAP1", "pytorch"), -1) == Axis(0, 8, 0, whole=True)
    symbolic = axis(report_of("INPUT 8x8x4 CONVF-4same AAP3", "pytorch"), -1)  # rows 2 to 5 in the middle
    assert tuple(map(str, seen(symbolic)[1:])) == ("F + 3", "8/3")


def test_axes_are_separate():
    field = report_of("INPUT 32x32x3 CONV3x5-8/1x2p1x2", "pytorch")["conv1"].field
    assert (field.height.size, field.width.size, field.height.stride, field.width.stride) == (3, 5, 1, 2)
    assert field.width.centre == 0


@pytest.mark.parametrize(
    ("layers", "height", "width"),
    [
        ("UP2x3", (0, 1, Fraction(1, 2)), (0, 1, Fraction(1, 3))),
        ("UP1x3bilinear", (0, 1, 1), (-1, 2, Fraction(1, 3))),
        ("DECONV4x3-4/2x3p1x0", (-1, 2, Fraction(1, 2)), (0, 1, Fraction(1, 3))),
        ("CONV3x1-4 UP2", (-1, 3, Fraction(1, 2)), (0, 1, Fraction(1, 2))),
        ("CONV3x1-4 CONV3-4", (-2, 5, 1), (-1, 3, 1)),
        ("AAP4x3", (0, 2, 2), (0, 3, 3)),
        ("{CONV3x1-4 | CONV1x5-4}", (-1, 3, 1), (-2, 5, 1)),
    ],
)
def test_axes_stay_separate(layers, height, width):
    field = report_of(f"INPUT 8x9x4 {layers}", "pytorch").rows[-1].field
    assert (seen(field.height), seen(field.width)) == (height, width)


@pytest.mark.parametrize(
    ("layers", "start", "size", "stride"),
    [
        ("SLICE1", 0, 1, 1),
        ("CONV1-4p1", -1, 1, 1),
        ("CROP1", 1, 1, 1),
        ("POOL2/1", 0, 2, 1),
        ("CONV1-4/2p0", 0, 1, 2),
        ("UP2", 0, 1, Fraction(1, 2)),
        ("AAP3", 0, 4, Fraction(8, 3)),  # rows 2 to 5 in the middle
        ("CONV3-4 AAP3", -1, 6, Fraction(8, 3)),
        ("CONV3-4/2p1 AAP3", -1, 5, Fraction(8, 3)),  # of rows 2 apart two, in steps of four thirds
        ("CONV3-4/2p1 AAP3 CONV3-4", Fraction(-11, 3), Fraction(31, 3), Fraction(8, 3)),
        ("UP3 POOL3/1", 0, Fraction(5, 3), Fraction(1, 3)),  # 1 and two steps
        ("UP1bilinear", 0, 1, 1),
        ("UP2bilinear", -1, 2, Fraction(1, 2)),  # output 0 lies at -1/4, between -1 and 0
        ("UP3bilinear", -1, 2, Fraction(1, 3)),  # at -1/3
        ("CONV3-4/2p1 UP2bilinear", -3, 5, 1),  # which see -3 to -1 and -1 to 1
        ("UP3bilinear RELU", -1, 2, Fraction(1, 3)),
        ("DECONV3-4/1p1", -1, 3, 1),
        ("DECONV1-4/1p1", 1, 1, 1),  # output o hears the i with 0 <= o + 1 - i <= 0: 0 hears 1
        (
            "DECONV3-4/2p1",
            0,
            2,
            Fraction(1, 2),
        ),  # output o hears the i with 0 <= o + 1 - 2i <= 2: 0 hears 0, 1 hears 0 and 1
        ("DECONV4-4/2p1", -1, 2, Fraction(1, 2)),  # and with 0 <= o + 1 - 2i <= 3: 0 hears -1 and 0
        ("DECONV5-4/3p2", 0, 2, Fraction(1, 3)),  # and with 0 <= o + 2 - 3i <= 4: 0 hears 0, 1 hears 0 and 1
        ("CONV3-4/2p1 DECONV5-4/3p2", -1, 5, Fraction(2, 3)),
        ("CONV3-4/2p1 DECONV5-4/3p2 POOL3", -1, Fraction(19, 3), 2),  # 5 and two steps of 2/3; three steps are 2
    ],
)
def test_behind_a_layer(layers, start, size, stride):
    assert seen(axis(report_of(f"INPUT 8x9x4 {layers}", "pytorch"), -1)) == (start, size, stride)


@pytest.mark.parametrize(
    ("shape", "layers", "expected"),
    [
        ("8x8x3", "FLATTEN", (0, 8, 0, True)),
        ("3x3x3", "CONV3-4p0 FLATTEN", (0, 3, 1, False)),  # of one pixel: nothing is joined that was apart
        ("3x3x3", "CONV3-4p0 CONV3-4p1", (-1, 5, 1, False)),  # a window on one pixel still reaches into the padding
        ("8x8x3", "UP2 GAP UP4", (0, 8, 0, True)),
        ("8x8x3", "{POOL8 | GAP}", (0, 8, 0, True)),  # though the one steps by 8 and the other by nothing
    ],
)
def test_the_whole_input_or_one_pixel(shape, layers, expected):
    assert axis(report_of(f"INPUT {shape} {layers}", "pytorch"), -1) == Axis(*expected)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("CONVF-4/2p0 CONVF-4p0", ("0", "3*F - 2", "2")),
        ("CONVF-4/2p0 UP2", ("0", "F", "1")),
        ("CONVF-4p0 UP2", ("0", "F", "1/2")),
        ("CONV3-4/Sp1 CONV3-4", ("-S - 1", "2*S + 3", "S")),
        ("CONV3-4/S CROP1", ("S - 1", "3", "S")),
        ("CONV3-4/S UP1", ("-1", "3", "S")),
        ("CONV3-4/S UP1 DECONV1-4/1p0 CONV3-4", ("-S - 1", "2*S + 3", "S")),
        ("CONVF-4p(F,P,0,0)", ("-F", "F", "1")),
        ("{CONVF-4pP | CONVF-4pP}", ("-P", "F", "1")),
        ("{CONV3-4 | CONVF-4pP}", ("-P", "P + max(F - P, 2)", "1")),  # from -P, to the further of 1 and F - P - 1
        ("{CONVF-4pP | CONV3-4}", ("-P", "P + max(F - P, 2)", "1")),
        ("{CONVF-4p0 CONV3-4 | CONVF-4p0}", ("-1", "F + 2", "1")),  # -1 to F, and 0 to F - 1
    ],
)
def test_fields_in_symbols(layers, expected):
    assert tuple(map(str, seen(axis(report_of(f"INPUT HxWx4 {layers}", "pytorch"), -1)))) == expected


@pytest.mark.parametrize(
    ("shape", "layers"),
    [
        ("HxWx4", "UP2 CONVF-4"),
        ("HxWx4", "UP2 CONVF-4 CONV3-4 RELU"),
        ("HxWx4", "UP2x1 CONVF-4"),  # along the height only
        ("HxWx4", "UP1x2 CONVF-4"),
        ("HxWx4", "UP2 CONV3-4/2p1 CONVF-4"),  # F behind -1/2, 2 and 1
        ("HxWx4", "UP2 CONV4-4/2p1 CONVF-4"),  # behind -1/2, 5/2 and 1
        ("HxWx4", "UP2 CONV4-4p1 CONVF-4"),  # behind -1/2, 5/2 and 1/2
        ("HxWx4", "UP2 DECONVF-4/2p0"),
        ("HxWx4", "CONV3-4/Sp1 UP2"),
        ("HxWx4", "CONV3-4/Sp1 UP1x2"),  # along the width only
        ("HxWx4", "CONV3-4/Sp1 DECONV2-4/1p0"),
        ("HxWx4", "CONV3-4/Sp1 DECONV1-4/1p1"),
        ("HxWx4", "UPS"),
        ("HxWx4", "{CONVF-4pP UP2 | CONVF-4p($(2*P),0,$(2*P),0) UP2}"),
        ("1x1x4", "CONV1-4/Sp0 AAP3"),  # a third of S
    ],
)
def test_symbols_and_fractions_do_not_meet(shape, layers):
    assert report_of(f"INPUT {shape} {layers}", "pytorch").rows[-1].field is None


def test_what_is_longer_than_the_algebra_writes_is_unknown():
    """One position, and steps of S, S·S, and so on up to the highest power."""
    report = report_of(f"INPUT 1x1x4 (CONV1-4/Sp0)*{EXPONENT_LIMIT + 1} RELU", "pytorch")
    highest, beyond, behind = report.rows[-3:]
    assert str(highest.field.height.stride) == f"S^{EXPONENT_LIMIT}"
    assert (beyond.field, behind.field) == (None, None)


def test_behind_a_layer_without_an_output():
    """The rows end there, whatever follows and however it is connected."""
    for layers in ("DECONV1-4/1p8 RELU", "{DECONV1-4/1p8 | CONV3-4 RELU}"):
        (row,) = report_of(f"INPUT 8x8x4 {layers}").rows
        assert row.field.height == Axis(0, 1, 1)


def test_a_field_beyond_all_measure_is_unknown():
    """Each layer doubles the steps; padding keeps the map as large as it is."""
    rows = report_of("INPUT 200x200x3 (CONV3-3/2p101)*120", "pytorch").rows
    known = [row.field for row in rows if row.field is not None]
    assert known[-1].height.step == 2 ** (len(known) - 1)
    assert known[-1].height.step <= FARTHEST < 2 * known[-1].height.length
    assert all(row.field is None for row in rows[len(known) :])


@pytest.mark.parametrize(
    ("layers", "known"),
    [
        ("CONV3-4 CONV3-4", True),
        ("CONV3-4 CONV3-4 CONV2-4p(0,1,0,1)", False),
        ("CONV1-4/5p0", True),
        ("CONV1-4/6p0", False),
    ],
)
def test_how_long_a_field_may_be(monkeypatch, layers, known):
    """5 pixels, and steps of 5."""
    monkeypatch.setattr("cnncalc.engine.field.FARTHEST", 5)
    assert (report_of(f"INPUT 11x11x4 {layers}", "pytorch").rows[-1].field is not None) == known


def test_the_longest_field_is_the_documented_one():
    text = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    assert "unknown beyond 10^30" in text
    assert FARTHEST == 10**30
