"""Which pixels move which positions: carried coordinates against pixels that are really changed."""

from __future__ import annotations

import numpy as np
import pytest

from cnncalc.forward.influence import CONSTANT, PROVEN, REFUTED, UNMOVED, Box, box, influence, perturb, reach
from cnncalc.forward.run import run

from .build import graph, layer

CONV = layer("CONV", kernel=3, filters=3)
NETWORKS = {
    "strides": graph((10, 9, 1), CONV, layer("RELU"), layer("POOL", kernel=2), layer("CONV", kernel=(1, 3), filters=2, stride=2, padding=0)),
    "dilation": graph((8, 9, 1), layer("CONV", kernel=3, filters=2, dilation=2), layer("LRN"), layer("BN"), layer("CONV", kernel=2, filters=2, stride=3, padding=(1, 0, 0, 1))),
    "overhang": graph((8, 9, 1), layer("POOL", kernel=2, stride=3), layer("POOL", kernel=3, stride=2, padding=1), framework="caffe"),
    "same": graph((8, 9, 1), layer("CONV", kernel=3, filters=2, stride=2), layer("AVGPOOL", kernel=2, stride=2, padding="same"), framework="tensorflow"),
    "branches": graph((7, 8, 2), CONV, (layer("POOL", kernel=3, stride=1, padding=1), (1,)), (layer("CONCAT"), (0, 2)), layer("LN"), layer("DWCONV", kernel=3)),
    "shortcut": graph((7, 6, 3), (CONV, (0,)), (CONV, (1,)), (layer("ADD"), (2, 0)), layer("SIGMOID")),
    "up": graph((5, 6, 2), layer("POOL", kernel=2, stride=1), layer("UP", factor=3, mode="bilinear"), CONV),
    "nearest": graph((5, 6, 2), CONV, layer("UP", factor=(2, 3)), layer("PRELU")),
    "transposed": graph((5, 4, 2), layer("DECONV", kernel=3, filters=2, stride=2, padding=1), layer("DECONV", kernel=2, filters=2, stride=3, padding="valid")),
    "gate": graph((6, 6, 3), (CONV, (0,)), (layer("GAP"), (1,)), (layer("SIGMOID"), (2,)), (layer("MULTIPLY"), (1, 3))),
    "adaptive": graph((7, 6, 2), CONV, layer("AAP", size=(3, 4)), layer("AMP", size=2)),
    "repeated": graph((2, 3, 2), layer("AAP", size=(5, 4))),
    "depth": graph((6, 8, 2), CONV, layer("REORG", factor=(2, 4)), layer("SHUFFLE", groups=4), layer("SLICE", start=3, stop=20), CONV),
    "nails": graph((4, 5, 2), layer("UNPOOL", factor=(2, 3)), CONV),
    "crop": graph((7, 8, 2), CONV, layer("CROP", margin=(1, 2, 0, 3)), layer("RELU"), layer("L2NORM")),
    "group norm": graph((5, 4, 4), CONV, layer("CONV", kernel=1, filters=4), layer("GN", groups=2), layer("POOL", kernel=2)),
    "instance norm": graph((5, 4, 3), CONV, layer("IN")),
    "whole": graph((6, 6, 3), layer("POOL", kernel=4, stride=4), layer("MAXOUT", pieces=2, outputs=3)),
}  # fmt: skip


def moved(network):
    """For every pixel, by changing it in the image: which output positions differ, under any of four draws of weights."""
    height, width, depth = network.input
    found = None
    for seed in range(4):
        random = np.random.default_rng(seed)
        image = random.standard_normal((depth, height, width))
        before = run(network, seed=seed, image=image, dtype=np.float64).outputs["output"]
        if found is None:
            found = np.zeros((height, width, *before.shape[1:]), dtype=bool)
        for r, c in np.ndindex(height, width):
            changed = image.copy()
            changed[:, r, c] += 30 * random.standard_normal(depth)
            out = run(network, seed=seed, image=changed, dtype=np.float64).outputs["output"]
            found[r, c] |= (out != before).any(axis=0)
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_carried_coordinates_are_what_pixels_move(name):
    network = NETWORKS[name]
    *_, extremes = reach(network)
    found = moved(network)
    assert extremes.shape[1:] == found.shape[2:]
    for position in np.ndindex(*extremes.shape[1:]):
        rows, columns = np.nonzero(found[:, :, position[0], position[1]])
        expected = Box(rows.min(), rows.max(), columns.min(), columns.max()) if len(rows) else None
        assert box(extremes, position) == expected, position


def test_n36_two_and_three_3x3_layers_see_what_one_5x5_and_7x7_see():
    network = graph((15, 15, 1), *[layer("CONV", kernel=3, filters=2)] * 3)
    assert influence(network, 2, (7, 7)) == Box(5, 9, 5, 9)
    assert influence(network, 3, (7, 7)) == Box(4, 10, 4, 10)
    for token in (5, 7):
        single = graph((15, 15, 1), layer("CONV", kernel=token, filters=2))
        assert influence(single, 1, (7, 7)) == influence(network, token // 2, (7, 7))


def test_a_field_ends_where_the_image_does():
    network = graph((6, 7, 1), layer("CONV", kernel=5, filters=1))
    assert influence(network, 1, (0, 6)) == Box(0, 2, 4, 6)
    assert influence(network, 0, (2, 3)) == Box(2, 2, 3, 3)


def test_an_empty_window_is_moved_by_nothing():
    network = graph((8, 8, 1), layer("POOL", kernel=2, stride=4), framework="caffe")
    assert influence(network, 1, (2, 0)) is None
    assert influence(network, 1, (1, 1)) == Box(4, 5, 4, 5)


def test_a_gate_may_be_left_out():
    network = NETWORKS["gate"]
    assert influence(network, 4, (3, 3)) == Box(0, 5, 0, 5)
    assert influence(network, 4, (3, 3), gates=False) == Box(2, 4, 2, 4)


@pytest.mark.parametrize("name", ["group norm", "instance norm"])
def test_the_statistics_of_a_map_may_be_left_out(name):
    network = NETWORKS[name]
    assert influence(network, len(network.nodes) - 1, (1, 1)) == Box(0, 4, 0, 3)
    seen = Box(1, 4, 1, 3) if name == "group norm" else Box(0, 2, 0, 2)
    assert influence(network, len(network.nodes) - 1, (1, 1), gates=False) == seen


def test_node_must_exist():
    with pytest.raises(IndexError):
        influence(NETWORKS["gate"], 9, (0, 0))


def test_real_pixels_bear_a_box_out():
    stages = [layer("CONV", kernel=3, filters=8), layer("RELU"), layer("POOL", kernel=2)]
    network = graph((40, 40, 3), *stages * 3, layer("FC", outputs=4))
    claimed = influence(network, 9, (2, 2))
    assert claimed == Box(9, 30, 9, 30)  # 1 + 2·(1 + 2 + 4) + (1 + 2 + 4) = 22 pixels, 7 of padding before, stride 8
    assert perturb(network, 9, (2, 2), claimed) == PROVEN
    for side, change in [("top", 1), ("bottom", -1), ("left", 1), ("right", -1)]:
        smaller = claimed._replace(**{side: getattr(claimed, side) + change})
        larger = claimed._replace(**{side: getattr(claimed, side) - change})
        assert perturb(network, 9, (2, 2), smaller) == REFUTED
        assert perturb(network, 9, (2, 2), larger) == UNMOVED


def test_what_moves_with_no_pixel_is_told_from_what_some_edge_does_not_move():
    """A mean over one channel takes all of it away; a ReLU in front of so narrow a layer is dead under some weights, not under all."""
    wiped = graph((5, 5, 1), layer("CONV", kernel=3, filters=1), layer("LN"))
    assert perturb(wiped, 2, (2, 2), Box(1, 3, 1, 3)) == CONSTANT
    assert perturb(wiped, 1, (2, 2), Box(1, 3, 1, 3)) == PROVEN
    beside = graph(
        (5, 5, 1),
        (CONV, (0,)),
        (layer("CONV", kernel=1, filters=1), (1,)),
        (layer("LN"), (2,)),
        (layer("CONCAT"), (0, 3)),
    )
    assert perturb(beside, 4, (2, 2), Box(1, 3, 1, 3)) == UNMOVED
    assert perturb(beside, 4, (2, 2), Box(2, 2, 2, 2)) == PROVEN
    narrow = graph((5, 5, 1), layer("CONV", kernel=3, filters=1), layer("RELU"))
    assert perturb(narrow, 2, (2, 2), Box(1, 3, 1, 3), attempts=8) == PROVEN
