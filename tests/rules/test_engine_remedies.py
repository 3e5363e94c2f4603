"""Remedies for branches that differ: which path is to be changed, and how, wherever the join stands."""

from __future__ import annotations

import pytest

import cnncalc


def remedy(text, framework=None, code="CNN303"):
    """The remedy of the one finding of a code."""
    (one,) = [d for d in cnncalc.check(text, framework=framework) if d.code == code]
    return one.help


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "INPUT 27x27x96 CONV5-256p2g3",
            "2 groups, 4 groups, 255 filters or 258 filters",
        ),  # 3 divides 96, and 2 and 4 both
        ("INPUT 8x8x3 CONV3-4g2", "no groups"),
        ("INPUT 8x8x8 CONV3-2g4", "2 groups or 4 filters"),  # no filters would be none
        ("INPUT 8x8x12 CONV3-8g3", "2 groups, 4 groups, 6 filters or 9 filters"),
        ("INPUT 8x8x3 SHUFFLE2", "1 group or 3 groups"),
        ("INPUT 8x8x8 GN5", "4 groups or 8 groups"),
        ("INPUT 8x8x4096 CONV1-4096g4095", "2048 groups or 4096 groups"),
        ("INPUT 8x8x4097 CONV1-4097g4090", "241 groups"),  # 4097 = 17 · 241 groups are more than are looked for
    ],
)
def test_groups_and_filters_on_offer(text, words):
    assert remedy(text, code="CNN304") == f"{words} would do"


@pytest.mark.parametrize(
    ("text", "framework", "words"),
    [
        ("INPUT 8x8x4 CONV3-4/2", None, "padding 1 before and 2 after or kernel 2"),  # rather more padding than 0 and 1
        ("INPUT 4x9x3 CONV5x3-6p0", None, "padding 0 before and 1 after along the height or kernel 4x3"),
        ("INPUT 9x4x3 CONV3x5-6p0", None, "padding 0 before and 1 after along the width or kernel 3x4"),
        ("INPUT 10x11x1 CONV4-1/5p0", None, "padding 2 on both sides along the height and 1 before and 2 after along the width or kernel 5x6"),
        ("INPUT 8x8x4 CONV3-4/2p(2,0,2,0)", "pytorch", "padding 1 on both sides or kernel 2"),  # as near as 2 on both, and the same sizes
        ("INPUT 8x8x1 CONV3-1/3p0", None, "padding 0 before and 1 after or kernel 5"),  # a kernel of 2 is nearer, and skips pixels
        ("INPUT 4x4x3 CONV5-6p0", "pytorch", "padding 0 before and 1 after or kernel 4"),  # an output is enough
        ("INPUT 224x224x3 CONV11-96/4p0", "caffe", "padding 1 before and 2 after or kernel 12"),  # where only pools round up
        ("INPUT 112x112x64 POOL3/2floor", "caffe", "rounding up (`ceil`)"),  # as the framework would, were it not for the layer
        ("INPUT 7x7xD CONV3-1/3p0", None, "padding 1 on both sides or kernel 4"),  # the depth is no matter
    ],
)  # fmt: skip
def test_changes_on_offer(text, framework, words):
    (one,) = [d for d in cnncalc.check(text, framework=framework) if d.code in ("CNN301", "CNN302", "CNN305")]
    assert one.help.rpartition("for this layer alone ")[2] == words


def test_a_join_behind_the_end_has_its_remedy_too(tmp_path):
    """b ends the network; the path of the head leaves it before, and its padding is still forgotten."""
    path = tmp_path / "net.yaml"
    path.write_text(
        "input: 8x8x4\nlayers: [a: CONV3-4, b: CONV3-6g4, c: RELU]\n"
        "heads: {aux: {from: a, layers: [{add: [[CONV3-4p0, RELU], ID]}]}}\n",
        encoding="utf-8",
    )
    assert remedy(path) == "aux.conv1 as CONV3-4p1 would match"


@pytest.mark.parametrize("text", ["INPUT 7x7x1 CONV3xK-1/3p0", "INPUT 7x7x1 CONVKx3-1/3p0", "INPUT 7xWx1 CONV3-1/3p0"])
def test_a_window_or_a_size_of_symbols_is_not_changed(text):
    assert "for this layer" not in remedy(text, code="CNN301")


def test_what_ends_the_network_is_told_though_nothing_never_fits():
    """What does not fit and has no output is no row, and is not taken for one that follows another."""
    (found,) = [d for d in cnncalc.check("INPUT 7x7x4 REORG2 CONV3-4") if d.is_error]
    assert found.message == "REORG2 does not fit: 2 does not divide the height of 7"
    assert found.help == "an input of 6 or 8 fits the whole network"


NEVER = "no input fits the whole network: the paths that "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Padding that a path forgot, on as many paths as are too small; the last window of each gets it.
        ("INPUT 8x8x4 {CONV1x3-4p0 | ID}", "conv1 as CONV1x3-4p0x1 would match"),
        ("INPUT 8x8x4 {CONV3x1-4p0 | ID}", "conv1 as CONV3x1-4p1x0 would match"),
        ("INPUT 8x8x4 {CONV3-4p0 | CONV5-4p0 | CONV1-4}", "conv1 as CONV3-4p1 and conv2 as CONV5-4p2 would match"),
        ("INPUT 8x8x4 {CONV1-4 | CONV3-4p0 RELU DROPOUT | CONV3-8 CONV5-4p0 BN}", "conv2 as CONV3-4p1 and conv4 as CONV5-4p2 would match"),
        ("INPUT 8x8x4 {POOL3/1p0 | ID}", "pool1 as POOL3/1p1 would match"),
        ("INPUT 8x8x4 {CONV4-4p0 | CONV3-4}", "conv1 as CONV4-4p(1,2,1,2) would match"),
        # A convolution on the path of larger maps; of equal ones on the shallower.
        ("INPUT 9x9x16 {CONV3-4/2p0 + ID}", "CONV3-4/2p0 at the end of the path of 9x9x16 would match"),
        ("INPUT 8x9x16 {CONV1x3-4/1x2p0 + ID}", "CONV1x3-4/1x2p0 at the end of the path of 8x9x16 would match"),
        ("INPUT 9x8x16 {CONV3x1-4/2x1p0 + ID}", "CONV3x1-4/2x1p0 at the end of the path of 9x8x16 would match"),
        ("INPUT 8x8x4 {ID + UP2}", "CONV2-4/2p0 at the end of the path of 16x16x4 would match"),
        ("INPUT 8x8x4 {ID + CONV1-8 + CONV1-2}", "CONV1-8 at the end of the path of 8x8x4 and CONV1-8 at the end of the path of 8x8x2 would match"),
        ("INPUT 8x8x4 {ID + CONV1-8} CONV3-8/2p0", "CONV1-8 at the end of the path of 8x8x4 would match"),  # sizes are not the matter
        # Nothing to pad: an upsampled path, a join; nothing to add: a concatenation.
        ("INPUT 8x8x4 {ID | UP2}", f"{NEVER}concat1 (CONCAT) joins never have the same height: at 8, up1 (UP2) leaves 16 and the other path leaves 8"),
    ],
)  # fmt: skip
def test_branches_that_differ(text, words):
    assert remedy(text) == words


def test_another_input_is_named_before_a_change():
    """(W - 3)/2 + 1 and W/2 are the same where W is odd and rounded down."""
    assert remedy("INPUT 8x8x4 {CONV3-4/2p0 + POOL2}", "pytorch") == (
        "an input of 7 or 9 is enough for the whole network; conv1 as CONV3-4/2p1 would match"
    )


def test_padding_as_large_as_the_kernel_is_not_offered():
    """8 - 3 + 2·2 + 1 = 10; for 11 and 12 it would take 3 pixels on a side."""
    assert remedy("INPUT 8x8x4 {CONV3-4p0 | UP2 CONV7-4p0}").endswith("conv1 as CONV3-4p2 would match")
    for kernel in (5, 6):
        assert "would match" not in remedy(f"INPUT 8x8x4 {{CONV3-4p0 | UP2 CONV{kernel}-4p0}}")


def test_padding_that_the_framework_refuses_is_not_offered():
    """Five of the pool would take a padding of 2, more than half its kernel: PyTorch refuses that."""
    assert remedy("INPUT 8x8x4 {POOL3/2p0 | CONV4-4p0}", "pytorch") == "an input of 5 is enough for the whole network"


def test_branches_of_symbols_have_only_the_engine_s_advice():
    assert remedy("INPUT HxWx4 {CONV3-4p0 + ID}") == (
        "give every path the same shape: compare strides, padding and filters along the paths"
    )
