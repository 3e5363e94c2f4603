"""The receptive field: the course's claims, published figures, and joins."""

from __future__ import annotations

from fractions import Fraction

import pytest

import cnncalc
from tests.nets import report_of


def axis(report, label):
    return report[label].field.height


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


def test_up_sampling_divides_the_stride():
    report = report_of("INPUT 8x8x8 CONV3-8/2p1 UP2 UP2", "pytorch")
    assert [row.field.height.stride for row in report.rows] == [1, 2, 1, Fraction(1, 2)]


def test_a_gate_is_left_out():
    report = report_of("INPUT 8x8x8 CONV3-8 {ID x GAP FC-8 SIGMOID}")
    assert report.rows[-1].field == report["conv1"].field
    assert report["fc1"].field.height.whole
    assert report["fc1"].field.height.size == 8


def test_axes_are_separate():
    field = report_of("INPUT 32x32x3 CONV3x5-8/1x2p1x2", "pytorch")["conv1"].field
    assert (field.height.size, field.width.size, field.height.stride, field.width.stride) == (3, 5, 1, 2)
    assert field.width.centre == 0
