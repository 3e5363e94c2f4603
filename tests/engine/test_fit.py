"""Which sizes fit: the derivation against the concrete engine, over whole ranges."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnncalc.arithmetic import FRAMEWORKS, LOSSY
from cnncalc.engine import analyze
from cnncalc.engine.fit import ANY, COURSE, EXACT, LEGAL, LOSSLESS, Conflict, Sizes, Unsolvable, sizes
from cnncalc.engine.sizes import listed
from cnncalc.layers.base import Shape
from cnncalc.rules.rule_sets import COURSE as COURSE_RULES
from cnncalc.rules.rule_sets import misfits
from tests.nets import network_of


def refused(network):
    """Whether the framework refuses a layer whatever the size: padding of a pool above its limit."""
    framework = FRAMEWORKS[network.framework]
    return any(
        problem.code in ("CNN203", "CNN306")
        for node in network.nodes
        for problem in node.layer.problems((Shape(50, 50, 2),) * len(node.inputs), framework)
    )


def fits(network, extent, mode):
    """Asked of the concrete engine: every window along the height has no remainder, or none that is lossy."""
    report = analyze(network.resized(extent, network.input.width))
    if report.stopped_at is not None:
        return False
    verdicts = [row.verdict[0] for row in report.rows if row.verdict is not None]
    return all(v == "exact" for v in verdicts) if mode == EXACT else LOSSY not in verdicts


def test_alexnet():
    """227 = 3 mod 32: 67, …, 195, 227, 259 (issue: alexnet H ≡ 3 mod 32)."""
    found = sizes(network_of("alexnet"), 0)
    assert isinstance(found, Sizes)
    assert (found.modulus, found.remainders, found.minimum, found.maximum) == (32, (3,), 67, None)
    assert (found.below(224), found.above(224), found.below(227), found.above(227)) == (195, 227, 227, 227)
    assert found.first(3) == [67, 99, 131]


def test_torchvisions_resnet50():
    """H ≡ 1 mod 32: 225, 257, …, 513, the crop sizes DeepLab uses."""
    found = sizes(network_of("torchvision/resnet50"), 0)
    assert isinstance(found, Sizes)
    assert (found.modulus, found.remainders) == (32, (1,))
    assert all(found.contains(size) for size in (225, 257, 513))
    assert not found.contains(224)


def test_a_contradiction_names_two_layers():
    """Twice an extent is even, and 3x3/2 without padding needs an odd one."""
    found = sizes(network_of("INPUT 8x8x3 UP2 CONV3-4/2p0", "pytorch"), 0)
    assert isinstance(found, Conflict)
    assert found.second.id == "conv1"


def test_branches_pin_the_size():
    """A path that shrinks by 2 joins one that halves: only where 2·(x - 2) = x + x mod 2."""
    network = network_of("INPUT 4x4x3 {CONV3-4p0 | POOL2}")
    found = sizes(network, 0)
    assert isinstance(found, Sizes)
    assert (
        [x for x in range(1, 100) if found.contains(x)] == [x for x in range(1, 100) if fits(network, x, EXACT)] == [4]
    )


WINDOW = st.tuples(
    st.sampled_from(["CONV", "POOL"]), st.integers(1, 5), st.integers(1, 4), st.integers(0, 2), st.integers(0, 2)
)


@st.composite
def chains(draw):
    """Up to five windows, sometimes an up-sampling, sometimes SAME or a pool that rounds up."""
    items = []
    for name, kernel, stride, before, after in draw(st.lists(WINDOW, min_size=1, max_size=5)):
        padding = f"p({before},{after},{before},{after})"
        wish = draw(st.sampled_from(["", "", "same", "ceil", "up"]))
        if wish == "up":
            items.append("UP2")
        elif wish == "same":
            items.append(f"{name}{kernel}{'-2' if name == 'CONV' else ''}/{stride}same")
        elif name == "CONV":
            items.append(f"CONV{kernel}-2/{stride}{padding}")
        else:
            items.append(f"POOL{kernel}/{stride}{padding}{'ceil' if wish == 'ceil' else ''}")
    return " ".join(items)


@settings(max_examples=60)
@given(chains(), st.sampled_from([EXACT, LOSSLESS]), st.sampled_from(["exact", "caffe", "tensorflow"]))
def test_the_derivation_is_the_truth(chain, mode, framework):
    """Sound and complete: the set of sizes that fit, up to 70 pixels, is the concrete engine's."""
    loaded = network_of(f"INPUT 9x90x2 {chain}", framework)
    assume(not refused(loaded))
    found = sizes(loaded, 0, mode)
    truth = [x for x in range(1, 71) if fits(loaded, x, mode)]
    derived = [] if isinstance(found, Conflict) else [x for x in range(1, 71) if found.contains(x)]
    assert derived == truth


@settings(max_examples=30)
@given(chains(), st.integers(1, 60))
def test_nearest_sizes(chain, extent):
    found = sizes(network_of(f"INPUT 9x90x2 {chain}"), 0, LOSSLESS)
    if isinstance(found, Conflict):
        return
    contained = [x for x in range(1, 400) if found.contains(x)]
    assert found.below(extent) == max((x for x in contained if x <= extent), default=None)
    above = found.above(extent)
    assert above is None or above >= 400 or above == min(x for x in contained if x >= extent)


def test_sizes_for_an_output():
    """conv 3x3/2p1 under pytorch: 7 comes from 13 exactly, from 13 and 14 without loss."""
    network = network_of("INPUT 13x13x3 CONV3-4/2p1", "pytorch")
    exact, lossless = sizes(network, 0, EXACT, output=7), sizes(network, 0, LOSSLESS, output=7)
    assert isinstance(exact, Sizes)
    assert isinstance(lossless, Sizes)
    assert [x for x in range(1, 50) if exact.contains(x)] == [13]
    assert [x for x in range(1, 50) if lossless.contains(x)] == [13, 14]
    assert isinstance(sizes(network_of("alexnet"), 0, EXACT, output=7), Conflict)


def test_the_output_of_a_layer_on_the_way():
    """vgg16's pool5 is 7x7 for 224 alone; its output is 1x1 for every size that fits."""
    vgg16 = network_of("vgg16")
    found = sizes(vgg16, 0, EXACT, output=7, at=vgg16.find("pool5"))
    assert isinstance(found, Sizes)
    assert list(found.all()) == [224]
    whatever = sizes(vgg16, 0, EXACT, output=1)
    assert isinstance(whatever, Sizes)
    assert (whatever.modulus, whatever.remainders, whatever.maximum) == (32, (0,), None)


# --------------------------------------------------------------------------------------------------- whole graphs


WISHES = ("", "", "pool", "pool", "same", "ceil", "dilated", "up", "deconv", "reorg", "unpool", "crop", "adaptive")


@st.composite
def windows(draw):
    """One layer with a window, or one that makes a map larger."""
    kernel, stride = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    before, after = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    padding = f"p({before},{after},{before},{after})"
    wish = draw(st.sampled_from(WISHES))
    return {
        "": f"CONV{kernel}-2/{stride}{padding}",
        "pool": f"POOL{kernel}/{stride}{padding}",
        "same": f"CONV{kernel}-2/{stride}same",
        "ceil": f"POOL{kernel}/{stride}{padding}ceil",
        "dilated": f"CONV{kernel}-2/{stride}{padding}d2",
        "up": f"UP{1 + stride % 3}",
        "reorg": f"REORG{1 + stride % 3} CONV1-2p0",
        "unpool": f"UNPOOL{1 + stride % 3}",
        "crop": f"CROP{before}",
        "adaptive": f"AAP{kernel}",
        "deconv": f"DECONV{kernel}-2/{stride}p{min(after, kernel - 1)}",
    }[wish]


@st.composite
def graphs(draw, depth=0):
    """Windows in a row and side by side; every path has depth 2, so that only extents decide.

    What is multiplied is a gate of 1x1 whatever the input: a map that happens to be 1x1 for one input is not taken for one.
    """
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            joint = draw(st.sampled_from(("+", "x")))
            left = draw(st.one_of(graphs(depth + 1), st.just("ID")))
            right = "GAP CONV1-2p0" if joint == "x" else draw(graphs(depth + 1))
            parts.append(f"{{{left} {joint} {right}}}")
        else:
            parts.append(draw(windows()))
    return " ".join(parts)


def suits(network, extent, mode):
    """Asked of the concrete engine, along the height."""
    report = analyze(network.resized(extent, extent))
    if any(d.is_error for d in report.diagnostics):
        return False
    verdicts = [row.verdict[0] for row in report.rows if row.verdict is not None]
    if mode == COURSE:
        return not any(misfits(row, COURSE_RULES) for row in report.rows)
    if mode == LEGAL:
        return not any(row.cost.misfits for row in report.rows)
    return all(v == "exact" for v in verdicts) if mode == EXACT else mode == ANY or LOSSY not in verdicts


@settings(max_examples=80)
@given(
    graphs(), st.sampled_from([EXACT, COURSE, LEGAL, LOSSLESS, ANY]), st.sampled_from(["exact", "caffe", "tensorflow"])
)
def test_graphs_sound_and_complete(text, mode, framework):
    """Every window is square, so that the other axis asks for nothing of its own."""
    network = network_of(f"INPUT 9x9x2 {text}", framework)
    assume(not refused(network))
    try:
        found = [sizes(network, axis, mode) for axis in (0, 1)]
    except Unsolvable:
        return
    truth = [x for x in range(1, 61) if suits(network, x, mode)]
    derived = [x for x in range(1, 61) if all(isinstance(axis, Sizes) and axis.contains(x) for axis in found)]
    assert derived == truth
    for axis in found:
        if isinstance(axis, Sizes):
            assert [x for x in range(1, 200) if of_the_form(axis, x)] == [x for x in range(1, 200) if axis.contains(x)]


def of_the_form(found, extent):
    """What the congruence says, with its exceptions: what JSON tells."""
    if extent in found.added:
        return True
    inside = found.minimum <= extent and (found.maximum is None or extent <= found.maximum)
    return inside and extent % found.modulus in found.remainders and extent not in found.excepted


def test_small_kernels_truncated_towards_zero():
    """Caffe's convolution has one position where the kernel is larger than its input by less than the stride."""
    found = sizes(network_of("INPUT 9x9x3 CONV5-4/4p0", "caffe"), 0, LOSSLESS)
    assert isinstance(found, Sizes)
    assert [x for x in range(1, 14) if found.contains(x)] == [2, 3, 4, 5, 9, 13]
    assert (found.modulus, found.remainders, found.minimum, found.added) == (4, (1,), 2, (2, 3, 4))


def test_gates_of_one_pixel_stand_for_every_position():
    """Squeeze and excitation: the gate has gone through 1x1 convolutions."""
    network = network_of("INPUT 8x8x4 {ID x GAP CONV1-2 RELU CONV1-4 SIGMOID} POOL2")
    found = sizes(network, 0)
    assert isinstance(found, Sizes)
    assert (found.modulus, found.remainders) == (2, (0,))


def test_symbols_in_windows_are_beyond_it():
    with pytest.raises(Unsolvable, match="conv1: CONVF-4"):
        sizes(network_of("INPUT HxWx3 CONVF-4"), 0)


# ---------------------------------------------------------------------------------------------------------- speed


@pytest.mark.parametrize(
    "layers", ["(CONV3-4 RELU)*5000", "(CONV3-4p0 RELU)*5000", "CONV3-4/2p0 {CONV3-4 RELU + ID}*3000 POOL2"]
)
def test_ten_thousand_layers_take_seconds_at_most(layers):
    """Extents of nodes that nothing reads any more are dropped; twice 0.5 s were measured, 20 s would be quadratic."""
    network = network_of(f"INPUT 32x32x4 {layers}")
    start = time.perf_counter()
    assert isinstance(sizes(network, 0), Sizes)
    assert time.perf_counter() - start < 10


def test_words():
    assert listed([4]) == "4"
    assert listed([13, 14]) == "13 or 14"
    assert sizes(network_of("alexnet"), 0).text() == "H ≡ 3 (mod 32), at least 67"
    assert sizes(network_of("vgg16"), 1).text("W") == "W ≡ 0 (mod 32)"
    assert sizes(network_of("INPUT 8x8x3 CONV3-4p0"), 0).text() == "any H of at least 3"
    assert (
        sizes(network_of("INPUT 9x9x3 CONV5-4/4p0", "caffe"), 0, LOSSLESS).text()
        == "H ≡ 1 (mod 4), at least 2, and H = 2 to 4"
    )
