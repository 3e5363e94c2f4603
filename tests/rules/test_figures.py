"""What is said of figures that do not hold: the figure, where it comes from, what the difference is."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.rules import claims, examine
from cnncalc.rules.figures import figure
from cnncalc.spec.claims import claim
from tests.rules.claiming import found, of_notation

NET = "input: 32x32x3\nlayers: [conv1: CONV3-64, RELU, pool1: POOL2, fc: FC-10]\n"
"""1,792 + 163,850 parameters; 1,769,472 + 163,840 multiply-accumulates; 3,072 + 65,536 + 16,384 + 10 stored activations."""


# ---------------------------------------------------------------------------------------------------- where it comes from

SMALLER = "raise the limit on purpose, or make the layer smaller"


@pytest.mark.parametrize(
    ("limits", "message", "remedy"),
    [
        ("params: 100k", "params are 165,642, 65.6 % above the budget of 100k", "most of it: fc 99 %, conv1 1 %"),
        ("trainable_params: 100k", "trainable_params are 165,642, 65.6 % above the budget of 100k", "most of it: fc 99 %, conv1 1 %"),
        ("macs: 1M", "macs are 1,933,312, 93.3 % above the budget of 1M", "most of it: conv1 92 %, fc 8 %"),
        ("activations: 80_000", "activations are 85,002, 6.3 % above the budget of 80_000", "most of it: conv1 77 %, pool1 19 %, input 4 %"),
        ("memory: 1MB", "memory is 1.0 MB (1,002,576 bytes), 0.3 % above the budget of 1MB", "most of it: fc 65 %, conv1 27 %, pool1 7 %"),
        ("statistics: 0, biases: 0", "biases are 74, above the budget of 0", "most of it: conv1 86 %, fc 14 %"),
        ("peak_memory: 300kB", "peak_memory is 0.33 MB (327,680 bytes), 9.2 % above the budget of 300kB", "the peak is reached at pool1"),
        ("depth: 1", "depth is 2, 100.0 % above the budget of 1", "the longest path: conv1, fc"),
        ("field: 20x40", "field is 32x32, above the budget of 20x40", SMALLER),
        ("field: 40x20", "field is 32x32, above the budget of 40x20", SMALLER),
        ("per_layer: {params: 100k}", "the largest params of one layer is 163,850, 63.9 % above the budget of 100k", "the largest: fc 163,850, conv1 1,792"),
        ("per_layer: {memory: 600kB}", "the largest memory of one layer is 0.66 MB (655,440 bytes), 9.2 % above the budget of 600kB", "the largest: fc 655,440, conv1 269,312, pool1 65,536"),
        ("per_layer: {field: 4}", "the largest field of one layer is 32x32, above the budget of 4", SMALLER),
        ("layers: {fc: {params: 100k}}", "the params of fc are 163,850, 63.9 % above the budget of 100k", SMALLER),
        ("layers: {fc: {memory: 600kB}}", "the memory of fc is 0.66 MB (655,440 bytes), 9.2 % above the budget of 600kB", SMALLER),
        ("layers: {conv1: {field: 2}}", "the field of conv1 is 3x3, above the budget of 2", SMALLER),
    ],
)  # fmt: skip
def test_a_passed_limit_says_what_contributes_most(tmp_path, limits, message, remedy):
    (passed,) = found(tmp_path, f"{NET}budget: {{{limits}}}\n")
    assert (passed.message, passed.help) == (message, remedy)


def test_below_the_place_stands_what_the_layers_give(tmp_path):
    labels = [
        d.label
        for d in found(tmp_path, f"{NET}expect: {{params: 1, output: 1x1x9}}\nbudget: {{memory: 1, field: 1}}\n")
    ]
    assert labels == [f"the layers give {value}" for value in ("165,642", "1x1x10", "1,002,576", "32x32")]


@pytest.mark.parametrize(
    ("layers", "path"),
    [(6, "conv1, conv2, conv3, conv4, conv5, conv6"), (7, "conv1, conv2, conv3, …, conv5, conv6, conv7")],
)
def test_a_long_path_is_named_at_both_ends(layers, path):
    (passed,) = of_notation(f"INPUT 8x8x3 (CONV3-4)*{layers}", budget=["depth=1"])
    assert passed.help == f"the longest path: {path}"


def test_the_deepest_path_is_the_one_with_most_weights():
    """Not the one with most layers; and what lies beside it, or learns without being counted, is not on it."""
    (passed,) = of_notation(
        "INPUT 8x8x4 {RELU RELU RELU a:CONV3-4 | b:CONV3-4 BN c:CONV3-4 | ID} d:FC-2", budget=["depth=1"]
    )
    assert passed.help == "the longest path: b, c, d"


# --------------------------------------------------------------------------------------------------- what a difference is


@pytest.mark.parametrize(
    ("facts", "message", "remedy"),
    [
        ("params: 165_641", "params are 165,642, not 165_641", "the difference is +1; most of it: fc 99 %, conv1 1 %"),
        ("params: 165_643", "params are 165,642, not 165_643", "the difference is -1; most of it: fc 99 %, conv1 1 %"),
        ("params: 165_568", "params are 165,642, not 165_568", "the difference is +74, exactly the biases; most of it: fc 99 %, conv1 1 %"),
        ("trainable_params: 165_568", "trainable_params are 165,642, not 165_568", "the difference is +74, exactly the biases; most of it: fc 99 %, conv1 1 %"),
        ("params: 1_792", "params are 165,642, not 1_792", "the difference is +163,850, exactly fc; most of it: fc 99 %, conv1 1 %"),
        ("macs: 3_702_784", "macs are 1,933,312, not 3_702_784", "the difference is -1,769,472, exactly conv1; most of it: conv1 92 %, fc 8 %"),
        ("biases: 64", "biases are 74, not 64", "the difference is +10, exactly fc; most of it: conv1 86 %, fc 14 %"),
        ("weights: 165_642", "weights are 165,568, not 165_642", "the difference is -74; most of it: fc 99 %, conv1 1 %"),
        ("statistics: 2", "statistics are 0, not 2", "the difference is -2; most of it: nothing"),
        ("depth: 3", "depth is 2, not 3", "the difference is -1; the longest path: conv1, fc"),
        ("params: 166k", "params are 165,642, not 166k", "the difference is -358; for a rounded number state how far off it may be, as in `166k ± 1%`; most of it: fc 99 %, conv1 1 %"),
        ("params: 160k ± 1%", "params are 165,642, not 160k ± 1%", "the difference is +5,642; most of it: fc 99 %, conv1 1 %"),
        ("output: 1x1x9", "output is 1x1x10, not 1x1x9", "compare the layers up to there with the source"),
        ("outputs: {output: 1x1x9}", "the output output is 1x1x10, not 1x1x9", "compare the layers up to there with the source"),
        ("layers: {conv1: 9x9x9}", "the output of conv1 is 32x32x64, not 9x9x9", "compare the layers up to there with the source"),
        ("layers: {fc: {params: 162_058}}", "the params of fc are 163,850, not 162_058", "the difference is +1,792"),
    ],
)  # fmt: skip
def test_a_wrong_fact_says_how_far_off_it_is(tmp_path, facts, message, remedy):
    (wrong,) = found(tmp_path, f"{NET}expect: {{{facts}}}\n")
    assert (wrong.message, wrong.help) == (message, remedy)


def test_running_statistics_are_recognized():
    """Batch normalization of 4 channels: 8 parameters, and 8 statistics that some programs count among them."""
    (wrong,) = of_notation("INPUT 8x8x3 CONV3-4nobias BN", expect=["params=124"])
    assert wrong.help.startswith("the difference is -8, exactly the running statistics;")


def test_a_difference_that_two_layers_have_is_of_neither():
    (wrong,) = of_notation("INPUT 8x8x4 CONV3-4 CONV3-4", expect=["macs=9216"])
    assert wrong.help == "the difference is +9,216; most of it: conv1 50 %, conv2 50 %"


@pytest.mark.parametrize(
    ("fact", "holds"),
    [("162_330 ± 3_312", True), ("162_329 ± 3_312", False), ("168_954 ± 3_312", True), ("168_955 ± 3_312", False)],
)
def test_a_tolerance_is_as_wide_as_it_says(tmp_path, fact, holds):
    assert (found(tmp_path, f"{NET}expect: {{params: {fact}}}\n") == []) is holds


# ------------------------------------------------------------------------------------------------------------- symbols

VALUES = "give the symbols values, as in --set H=224"


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("macs=1G", f"the budget for macs cannot be checked: it is 1728*H*W + 640: {VALUES}"),
        ("field=3", f"the budget for field cannot be checked: it is HxW: {VALUES}"),
        ("layers.c.field=3", f"the budget for the field of c cannot be checked: it is KxK: {VALUES}"),
        ("peak_memory=1GB", f"the budget for peak_memory cannot be checked: peak memory compares sizes and needs numbers: {VALUES}"),
        ("per_layer.macs=1G", f"the budget for the largest macs of one layer cannot be checked: the largest of symbolic figures is not known: {VALUES}"),
        ("per_layer.field=3", f"the budget for the largest field of one layer cannot be checked: the largest of symbolic figures is not known: {VALUES}"),
    ],
)  # fmt: skip
def test_limits_of_symbols_are_not_compared(limit, said):
    text = "INPUT HxWx3 c:CONVK-64 GAP FC-10" if limit.endswith("field=3") else "INPUT HxWx3 c:CONV3-64 GAP FC-10"
    (open_,) = of_notation(text, budget=[limit])
    assert (open_.code, open_.severity, open_.message) == ("CNN502", "error", said)
    assert open_.help == "a budget holds only where it can be checked: mend the network, or leave the budget out"


@pytest.mark.parametrize("fact", ["macs=1G", "macs=1G ± 1%"])
def test_facts_of_symbols_are_not_what_they_should_be(fact):
    (wrong,) = of_notation("INPUT HxWx3 CONV3-64 GAP FC-10", expect=[fact])
    assert wrong.message == f"macs are 1728*H*W + 640, not {fact.removeprefix('macs=')}"
    assert wrong.help == "compare the layers up to there with the source"


def test_a_field_of_half_pixels_is_a_number():
    """Three of the upsampled pixels, each half as wide: 1.5 pixels of the image."""
    report = examine(cnncalc.load("INPUT 8x8x1 UP2 CONV3-4"))
    assert claims(report, budget=(claim("field=2", "budget"),)) == ()
    assert len(claims(report, budget=(claim("field=1", "budget"), claim("per_layer.field=1", "budget")))) == 2
    assert figure(report, ("per_layer", "field")) == figure(report, ("field",))
