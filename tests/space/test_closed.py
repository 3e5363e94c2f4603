"""Closed forms over arrays against the engine on numbers: every point, every figure, every reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnncalc
from cnncalc.space.closed import FITTING, Closed, Undecided
from cnncalc.space.figures import NUMBERS
from cnncalc.space.points import point
from cnncalc.spec.library import names
from cnncalc.symbolic import symbol
from tests.forward.test_random import networks
from tests.nets import CLASSICS, FRAMEWORKS

FIELD = tuple(name for name in NUMBERS if name.startswith("field"))
OTHERS = tuple(name for name in NUMBERS if name not in FIELD)


def compared(network, heights, widths, numbers, square=False):
    """Every point in closed form beside the same by numbers; how many points numbers had to decide."""
    closed = Closed(network.resized(symbol("H"), symbol("H" if square else "W")), numbers)
    values = {"H": heights} if square else {"H": heights, "W": widths}
    expected = [point(network.resized(int(h), int(w)), numbers) for h, w in zip(heights, widths, strict=True)]
    found = closed(values, lambda index: expected[index])
    for index, (figures, why) in enumerate(expected):
        place = (int(heights[index]), int(widths[index]))
        said = "" if found.failed[index] == FITTING else found.reasons[found.failed[index]]
        assert said == why, place
        if not why:
            assert {name: found.figures[name][index] for name in numbers} == figures, place
    return sum(found.singly.values())


def decided(network, heights, widths, **options):
    """As `compared`, the field apart, which symbols may not know where they know all else; where they know nothing, None."""
    singly = None
    for numbers in (OTHERS, FIELD):
        try:
            found = compared(network, heights, widths, numbers, **options)
        except Undecided:
            continue
        singly = found if singly is None else singly
    return singly


@settings(max_examples=300)
@given(networks(), st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=12))
def test_random_networks(network, sizes):
    heights, widths = np.array(sizes).T
    decided(network, heights, widths)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", CLASSICS)
def test_bundled_networks(name, framework):
    network = cnncalc.load(name, framework=framework)
    # Around 1, where gates and kernels are as large as maps; what everybody uses; and what nobody does.
    sizes = np.array([*range(1, 8), 31, 32, 33, 67, 195, 224, 227, 256, 299, 1024])
    decided(network, sizes, sizes, square=True)
    heights, widths = np.meshgrid([1, 2, 65, 224, 227], [1, 3, 64, 224, 227])
    decided(network, heights.ravel(), widths.ravel())


@pytest.mark.parametrize("name", sorted({*names()} - {*CLASSICS}))
def test_bundled_networks_under_their_own_rounding(name):
    decided(cnncalc.load(name), np.array([1, 7, 224, 227, 64]), np.array([1, 33, 224, 299, 65]))


DOUBTFUL = {
    "a map of 1x1 is a gate": ("INPUT 8x8x4 {CONV3-4/2p1 x CONV3-4/4p1}", "pytorch"),
    "a difference that never vanishes, but gates": ("INPUT 8x8x4 {ID x CONV3-4p0}", "pytorch"),
    "Caffe's kernel is slightly larger than its input": ("INPUT 8x8x3 CONV5-4/4p0 RELU", "caffe"),
    "a flattened map of 1x1": ("INPUT 8x8x3 CONV3-4/8p1 FLATTEN", "pytorch"),
    "padding that differs from side to side": ("INPUT 8x8x3 POOL(kernel=2, stride=1, padding=(0,1,0,1), ceil=yes)", "exact"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_numbers_decide_what_symbols_cannot(name):
    """Sizes at which the engine decides otherwise for numbers than it did for symbols, and around them."""
    spec, framework = DOUBTFUL[name]
    network = cnncalc.load(spec, framework=framework)
    heights, widths = (axis.ravel() for axis in np.meshgrid(np.arange(1, 14), np.arange(1, 14)))
    singly = decided(network, heights, widths)
    assert singly is None or singly < len(heights)
    if name in ("a map of 1x1 is a gate", "Caffe's kernel is slightly larger than its input"):
        assert compared(network, heights, widths, OTHERS) > 0
    if name == "a flattened map of 1x1":
        assert compared(network, heights, widths, OTHERS) == 0
        assert compared(network, heights, widths, FIELD) > 0


@pytest.mark.parametrize(
    "name", ["a map of 1x1 is a gate", "Caffe's kernel is slightly larger than its input", "a flattened map of 1x1"]
)
def test_without_doubts_closed_forms_would_be_wrong(name, monkeypatch):
    """Otherwise the test above could not fail."""
    spec, framework = DOUBTFUL[name]
    monkeypatch.setattr("cnncalc.space.closed.doubts", lambda report, field: [])
    sizes = np.arange(1, 14)
    with pytest.raises(AssertionError):
        decided(cnncalc.load(spec, framework=framework), sizes, sizes)


@pytest.mark.parametrize(
    "spec", ["INPUT 8x8x3 POOL2 {CONV3-4 + CONV3-8}", "INPUT 8x8x3 POOL2 CONV3-4g2", "INPUT 8x8x3 POOL2 GAP POOL2"]
)
def test_what_never_fits_needs_no_numbers(spec):
    network = cnncalc.load(spec)
    sizes = np.arange(1, 20)
    assert compared(network, sizes, sizes, OTHERS, square=True) == 0


@pytest.mark.parametrize(("spec", "framework"), [
    ("INPUT 8x8x4 REORG2", "pytorch"), ("INPUT 8x8x4 POOL2/2ceil REORG2x3", "exact"), ("INPUT 8x8x4 CROP2 POOL3/2", "exact"),
    ("INPUT 8x8x2 FLATTEN GN4", "pytorch"), ("INPUT 8x8x2 FLATTEN SLICE3-58", "pytorch"), ("INPUT 8x8x2 AAP3 CONV3-4g2/2p0", "exact"),
])  # fmt: skip
def test_reasons_come_in_the_order_in_which_numbers_ask(spec, framework):
    """A remainder before a missing output, or after it, or what the layer itself asks of its depth: as the engine has it."""
    heights, widths = (axis.ravel() for axis in np.meshgrid(np.arange(1, 10), np.arange(1, 10)))
    compared(cnncalc.load(spec, framework=framework), heights, widths, OTHERS)


def test_beyond_64_bits():
    """Python's own integers where products leave 64 bits: extents of 10^9 are allowed."""
    network = cnncalc.load("INPUT 8x8x512 CONV3-512 POOL2", framework="pytorch")
    sizes = np.array([2, 10**5, 10**9])
    assert compared(network, sizes, sizes, NUMBERS, square=True) == 0
    closed = Closed(network.resized(symbol("H"), symbol("H")), ("macs",))
    found = closed({"H": sizes}, lambda index: ({}, ""))
    assert found.figures["macs"][2] == 10**18 * 9 * 512 * 512 > 2**63
