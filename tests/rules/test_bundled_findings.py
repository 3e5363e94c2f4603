"""Every rule over every bundled network: what is found, harmless facts included, and no false alarm on the classics."""

from __future__ import annotations

from collections import Counter

import pytest

import cnncalc
from tests.test_bundled import BUNDLED, CLASSICS, DEPTHS

PADDING, SKIPS, FIELD = "CNN301 info", "CNN307 info", "CNN309 info"
"""Padding that stays unused; pixels that a 1x1 window skips; a receptive field that has outgrown the image."""

# Every ResNet halves 224 by CONV7/2p3, (224 - 7 + 6)/2 + 1 = 112.5, and three stages by a 1x1 at stride 2: on the shortcut, in the
# paper's bottlenecks also on the path. Where a 3x3 has the stride, padding is left over: (56 - 3 + 2)/2 + 1 = 28.5.
PAPER_BASIC = {PADDING: 4, SKIPS: 3, FIELD: 1}
PAPER_BOTTLENECK = {PADDING: 1, SKIPS: 6, FIELD: 1}
TORCHVISION = {PADDING: 5, SKIPS: 3, FIELD: 1}  # its padded pool1, (112 - 3 + 2)/2 + 1 = 56.5, is the fifth

NOTES = {
    "alphago-policy": {FIELD: 1},  # 5 + 2·11 pixels on a board of 19
    "googlenet": {PADDING: 1, FIELD: 1},
    "googlenet-heads": {PADDING: 1, FIELD: 1},
    "mnist-deep": {FIELD: 1},
    "vgg19": {FIELD: 1},  # 228 pixels at conv5_4; VGG16 stays at 196
    "zfnet": {PADDING: 3},  # conv1 and both pools before conv3 leave padding unused (N25)
    **{f"resnet{depth}": PAPER_BASIC if depth < 50 else PAPER_BOTTLENECK for depth in (18, 34, 50, 101, 152)},
    **{f"torchvision/resnet{depth}": TORCHVISION for depth in (18, 34, 50, 101, 152)},
}
"""What is worth knowing but harmless; networks that are not named have nothing of the sort."""


@pytest.mark.parametrize("name", [*CLASSICS, *(f"torchvision/resnet{depth}" for depth in DEPTHS)])
def test_what_the_classics_have(name):
    found = cnncalc.check(name, notes=True)
    assert Counter(f"{d.code} {d.severity}" for d in found) == NOTES.get(name, {})


@pytest.mark.parametrize("name", BUNDLED)
def test_other_findings_are_notes(name):
    """Nothing that `check` would say unasked, under a network's own framework."""
    assert {d.severity for d in cnncalc.check(name, notes=True)} <= {"info"}


@pytest.mark.parametrize(
    ("name", "misfits"),
    [
        ("googlenet", ["conv1"]),  # pool1 to pool4 come behind it
        ("zfnet", ["conv1"]),
        ("resnet18", ["conv1"]),
        ("vgg16", []),
        ("alexnet", []),
        ("lenet5", []),
    ],
)
def test_by_the_course_s_rules_any_fraction_is_an_error(name, misfits):
    found = cnncalc.check(name, rules="course")
    assert [(d.code, d.severity, d.node) for d in found] == [("CNN301", "error", node) for node in misfits]


def test_by_a_framework_s_rules_only_lost_pixels_count():
    """AlexNet's conv1 at the paper's 224x224 (N23) loses one row and one column."""
    (found,) = cnncalc.check("INPUT 224x224x3 CONV11-96/4p0", rules="framework")
    assert (found.code, found.severity) == ("CNN305", "warning")
    assert "1 row and 1 column" in found.message
    assert cnncalc.check("INPUT 224x224x3 CONV7-64/2p3", rules="framework") == []


@pytest.mark.parametrize("framework", ["exact", "pytorch", "caffe", "tensorflow"])
def test_the_framework_chooses_the_rule_set(framework):
    found = cnncalc.check("INPUT 224x224x3 CONV11-96/4p0", framework=framework)
    assert [d.code for d in found] == (["CNN301"] if framework == "exact" else ["CNN305"])


def test_a_fraction_behind_a_misfit_is_counted_not_repeated():
    (found,) = cnncalc.check("INPUT 224x224x3 CONV11-96/4p0 POOL3/2 CONV1-8")
    assert found.node == "conv1"
    assert any("behind it 1 more layer does not fit" in note for note in found.notes)


def test_two_paths_are_two_mistakes():
    found = cnncalc.check("INPUT 8x8x3 {CONV3-4/2 CONV1-4/3p0 | CONV3-8/2}")
    assert [d.node for d in found if d.code == "CNN301"] == ["conv1", "conv3"]


def test_a_stride_with_gaps_in_a_layer_that_does_not_fit_is_told_with_it():
    """E4: "F=2, S=3" as a common pooling; F=3, S=2 is meant."""
    (found,) = cnncalc.check("INPUT 55x55x96 POOL2/3")
    assert found.code == "CNN301"
    assert any("skips 1 of every 3 rows and columns" in note for note in found.notes)
    (found,) = cnncalc.check("INPUT 56x56x96 POOL2/3")
    assert (found.code, found.severity) == ("CNN307", "warning")
    assert "POOL3/2" in found.help


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("INPUT 1x1x8 CONV3-8", 8),
        ("INPUT 1x1x8 CONV5-8", 24),
        ("INPUT 2x1x8 CONV3-8", 6),
        ("INPUT 3x3x8 CONV7-8", 24),  # five by five of the seven by seven ever meet the map
        ("INPUT 2x2x8 CONV5-8", 16),
        ("INPUT 33x33x8 CONV3-8d33p33", 8),  # Chen et al. 2017, section 3.3
    ],
)
def test_weights_that_only_meet_padding(text, dead):
    """Counted here by sliding each tap over the map."""
    (found,) = [d for d in cnncalc.check(text) if d.code == "CNN309"]
    assert f": {dead} of the " in found.message


def test_a_rounding_that_hides_a_window_larger_than_its_input():
    """Caffe divides towards zero: (2 - 3)/2 + 1 is 1; everybody else refuses the layer."""
    (found,) = cnncalc.check("INPUT 2x2x1 CONV3-1/2p0", framework="caffe")
    assert (found.code, found.severity) == ("CNN309", "warning")
    (found,) = cnncalc.check("INPUT 2x2x1 CONV3-1/2p0", framework="pytorch")
    assert found.code == "CNN302"
