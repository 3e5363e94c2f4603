"""Which sizes one layer, a joint or a gate puts up with, in every mode, and which layers rule sizes out."""

from __future__ import annotations

import pytest

from cnncalc.engine import trials
from cnncalc.engine.fit import (
    ANY,
    COURSE,
    EXACT,
    LEGAL,
    LOSSLESS,
    MOST_CLASSES,
    Demand,
    Sizes,
    TooMany,
    Unsolvable,
    follow,
    sizes,
    trace,
)
from cnncalc.engine.trials import LAYER, PART, PASSED
from tests.nets import network_of

MODES = (EXACT, COURSE, LEGAL, LOSSLESS, ANY)
ALL, FROM_2, FROM_3 = "any H", "any H of at least 2", "any H of at least 3"
ODD, ODD_FROM_3, EVEN = "H ≡ 1 (mod 2)", "H ≡ 1 (mod 2), at least 3", "H ≡ 0 (mod 2)"


def suiting(text, mode=EXACT, framework="exact", axis=0):
    """What is said of the sizes that fit."""
    found = sizes(network_of(f"INPUT 16x16x4 {text}", framework), axis, mode)
    assert isinstance(found, Sizes)
    return found.text()


@pytest.mark.parametrize(
    ("text", "framework", "in_each_mode"),
    [
        # On an even input 3 at stride 2 leaves a column out: rounded up it is one window more, on 2 the only one.
        ("POOL3/2", "exact", (ODD_FROM_3, ODD_FROM_3, ODD_FROM_3, ODD_FROM_3, FROM_3)),
        ("POOL3/2", "pytorch", (ODD_FROM_3, ODD_FROM_3, FROM_3, ODD_FROM_3, FROM_3)),
        ("POOL3/2", "caffe", (ODD_FROM_3, ODD_FROM_3, FROM_2, FROM_2, FROM_2)),
        # A layer that says how it rounds is right about it, unless nothing may be left over.
        ("POOL3/2ceil", "exact", (ODD_FROM_3, FROM_2, FROM_2, FROM_2, FROM_2)),
        ("CONV3-4/2same", "exact", (ALL, ALL, ALL, ALL, ALL)),
        ("CONV1-4/2same", "exact", (ODD, ALL, ALL, ALL, ALL)),  # 1 at stride 2 skips the last of an even number
        ("CONV1-4/2p0", "exact", (ODD, ODD, ODD, ALL, ALL)),
        ("CONV1-4/2p0", "pytorch", (ODD, ODD, ALL, ALL, ALL)),
        # Tiles are never rounded.
        ("REORG2", "pytorch", (EVEN, EVEN, EVEN, EVEN, EVEN)),
    ],
)
def test_what_each_mode_asks_of_a_window(text, framework, in_each_mode):
    assert tuple(suiting(text, mode, framework) for mode in MODES) == in_each_mode


@pytest.mark.parametrize(
    ("text", "height", "width"),
    [
        ("CROP2", "any H of at least 5", "any H of at least 5"),
        ("CROP(margin=(1,2,0,0))", "any H of at least 4", "any H"),
        ("CROP(margin=(0,0,1,2)) REORG2", "H ≡ 0 (mod 2)", "H ≡ 1 (mod 2), at least 5"),
        ("UP3 POOL2", "H ≡ 0 (mod 2)", "H ≡ 0 (mod 2)"),
        ("PAD(margin=(1,0,0,0)) REORG2", "H ≡ 1 (mod 2)", "H ≡ 0 (mod 2)"),
        ("CONV3x1-4/2x1p0", "H ≡ 1 (mod 2), at least 3", "any H"),
        ("GAP CONV3-4", "any H", "any H"),
        ("DECONV2-4/2p0 POOL4", "H ≡ 0 (mod 2)", "H ≡ 0 (mod 2)"),
        ("DECONV(kernel=3,filters=4,stride=2,padding=1,output_padding=(1,0)) REORG2", "any H", None),
    ],
)
def test_along_each_axis(text, height, width):
    assert suiting(text) == height
    if width is None:  # twice an extent less one
        assert not isinstance(sizes(network_of(f"INPUT 16x16x4 {text}"), 1), Sizes)
    else:
        assert suiting(text, axis=1) == width


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{CONV3-4p0 | POOL2 | CONV5-4p1}", "H = 4"),  # H - 2 = H/2
        ("{CONV3-4p0 | POOL2 | CONV5-4p1} CONV2-4p0", "H = 4"),
        ("POOL3/3 {CONV3-4p0 | POOL2 | CONV5-4p1}", "H = 12"),
        ("CONV2-4/3p0 {CONV3-4p0 | POOL2 | AAP2}", "H = 11"),  # (11 - 2)/3 + 1 = 4, and 4 - 2 = 4/2 = 2
        ("POOL3/3 {CONV3-4p0 | POOL2} {CONV2-4p0 | POOL2}", "H = 12"),  # pinned, and pinned to the same again
        ("{POOL2 CONV1-4 | POOL2}", "H ≡ 0 (mod 2)"),
        ("{ID | CONV3-4 | ID}", "any H"),
    ],
)
def test_paths_that_are_joined(text, words):
    assert suiting(text) == words


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        ("GAP", EVEN),
        ("AAP1", EVEN),
        ("FC-4", EVEN),
        ("GAP CONV3-4", EVEN),  # 1 - 3 + 2 + 1 = 1
        ("GAP DECONV3-4p1", EVEN),
        ("GAP {ID + CONV1-4} SIGMOID", EVEN),
        ("CONV1-4", EVEN),  # no gate: it changes nothing
        # These are no gates: along one axis or both they are 2x2, and only 2 is as large.
        ("AAP2x1", "H = 2"),
        ("GAP UP2", "H = 2"),
        ("GAP CONV2-4p1", "H = 2"),
        ("GAP DECONV2-4/2p0", "H = 2"),
        ("GAP CONV1-4p(0,1,0,0)", "H = 2"),
    ],
)
def test_what_is_multiplied_by_one_pixel(gate, words):
    assert suiting(f"{{ID x {gate}}} POOL2") == words
    assert suiting(f"{{{gate} x ID}} POOL2") == words


@pytest.mark.parametrize("layer", ["UPS", "CROPM", "PADP", "UNPOOLB", "REORGB", "CONV3-4/S", "CONV3-4pP", "CONV3-4dD", "AAPN"])  # fmt: skip
def test_symbols_that_sizes_depend_on(layer):
    with pytest.raises(Unsolvable, match=f"1: {layer} has symbols in its window$"):
        sizes(network_of(f"INPUT 16x16x4 {layer}"), 0)


def test_other_symbols_are_none_of_the_sizes_business():
    assert suiting("CONV3-F GNG") == "any H"


@pytest.mark.parametrize(
    ("text", "mode", "deciding"),
    [
        ("CONV3-4 RELU {ID + CONV3-4}", EXACT, []),
        ("CONV3-4p0 CONV3-4p0 POOL2", EXACT, ["conv1", "conv2", "pool1"]),
        ("POOL2 UP2 POOL2 POOL2", EXACT, ["pool1", "pool3"]),  # what came up by two can be halved
        ("POOL2 POOL3/2", ANY, ["pool1", "pool2"]),
        ("POOL3/2 POOL3/2 CONV1-4/2p0", ANY, ["pool1", "pool2"]),
        ("CONV5-4p0 GAP CONV3-4", ANY, ["conv1"]),
        ("{CONV3-4p0 | POOL2}", EXACT, ["conv1", "pool1", "concat1"]),
        ("{CONV3-4p0 | POOL2} CONV2-4p0 POOL1", EXACT, ["conv1", "pool1", "concat1"]),
    ],
)
def test_the_layers_that_rule_sizes_out(text, mode, deciding):
    network = network_of(f"INPUT 16x16x4 {text}")
    outcome = follow(network, 0, Demand(mode))
    assert outcome.stopped is None
    assert [network.nodes[index].id for index, _ in outcome.trail] == deciding


def test_from_a_layer_on():
    """What goes into it may be anything, and what does not read it is left alone: 3x3/2 behind a doubling never fits, by itself it does."""
    network = network_of("INPUT 16x16x4 UP2 {CONV3-4/2p0 RELU | CONV3-4/2p0} CONV2-4p0")
    conv1, relu, conv2, concat = (network.find(id) for id in ("conv1", "relu1", "conv2", "concat1"))
    assert follow(network, 0, Demand()).stopped == conv1
    found = follow(network, 0, Demand(), relu, conv1)
    assert [(c.modulus, c.remainder, c.low) for c in found.classes] == [(2, 1, 1)]
    assert [index for index, _ in found.trail] == [conv1]
    assert [(c.modulus, c.first) for c in follow(network, 0, Demand(), concat, conv2).classes] == [(2, 3)]
    assert [(c.modulus, c.first) for c in follow(network, 0, Demand(), start=concat).classes] == [(1, 2)]


def test_the_extents_for_one_input():
    network = network_of("INPUT 16x16x4 {CONV3-4p0 | POOL2} POOL2 GAP")
    ids = {node.id: index for index, node in enumerate(network.nodes)}
    traced = trace(network, 0, 16, len(network.nodes) - 1)
    assert {id: traced[index] for id, index in ids.items()} == {
        "input": 16, "conv1": 14, "pool1": 8, "concat1": 14, "pool2": 7, "gap1": 1,
    }  # fmt: skip
    assert trace(network, 1, 9, ids["pool1"]) == [9, 7, 4]


def test_as_many_classes_as_are_followed():
    """A stride of S falls into S remainders."""
    most = network_of(f"INPUT 16x16x4 CONV1-4/{1 << 14}p0")
    assert len(follow(most, 0, Demand(ANY)).classes) == MOST_CLASSES
    with pytest.raises(TooMany, match="conv1: more than 16,384 residue classes"):
        follow(network_of(f"INPUT 16x16x4 CONV1-4/{(1 << 14) + 1}p0"), 0, Demand(ANY))


def test_as_many_classes_as_are_looked_at(monkeypatch):
    """The input is one, each of the first layer's 3 remainders falls into 4 in the second, each with one extent; and there are three layers."""
    parts = PASSED + 1 + (PART + 1) * (3 + 3 * 4) + 3 * LAYER
    monkeypatch.setattr(trials, "MOST", parts)
    assert suiting("POOL12") == "H ≡ 0 (mod 12)"
    assert suiting("CONV1-4/3p0 CONV1-4/4p0", ANY) == "any H"
    monkeypatch.setattr(trials, "MOST", parts - 1)
    assert suiting("POOL3 POOL4") == "H ≡ 0 (mod 12)"
    with pytest.raises(TooMany, match="conv2: too many residue classes and layers up to here"):
        suiting("CONV1-4/3p0 CONV1-4/4p0", ANY)


def test_a_stride_that_nobody_takes_is_refused_at_once():
    with pytest.raises(TooMany, match="pool2: too many residue classes and layers up to here"):
        suiting("POOL2 POOL1000000000")


def test_the_largest_size():
    """10 to the power of 9 is the largest of the language; where only one input is not larger, it stands for all of its form."""
    assert suiting("POOL10*9") == "H = 1000000000"
    assert suiting("POOL5*9 POOL2*8") == "H ≡ 0 (mod 500000000)"
    assert suiting("CONV3-4/2*29") == f"H ≡ 1 (mod {2**29})"
    assert suiting("CONV3-4/2*30") == suiting("CONV3-4/2*3000 POOL3/1p1") == "H = 1"


@pytest.mark.parametrize("text", ["POOL10*9 CONV2-4p0", "POOL2 UP2 POOL10*9 POOL2", "CONV3-4/2*30 CONV3-4p0"])
def test_beyond_the_largest_size(text):
    outcome = follow(network_of(f"INPUT 16x16x4 {text}"), 0, Demand())
    assert outcome.too_large
    assert outcome.classes == []
    assert not follow(network_of("INPUT 16x16x4 UP2 CONV3-4/2p0"), 0, Demand()).too_large
    assert not follow(network_of("INPUT 16x16x4 POOL2"), 0, Demand()).too_large


def test_an_output_that_is_wished_for_while_another_waits():
    """What is wished of the pool is asked of the pool, not of the input, which the addition still reads."""
    network = network_of("INPUT 16x16x4 {POOL2 UP2 + ID}")
    wished = Demand(EXACT, (network.find("pool1"), 5))
    assert [(c.modulus, c.first) for c in follow(network, 0, wished).classes] == [(0, 10)]
