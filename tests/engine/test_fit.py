"""Which sizes fit: the derivation against the concrete engine, over whole ranges."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.arithmetic import LOSSY
from cnncalc.engine import analyze
from cnncalc.engine.fit import EXACT, LOSSLESS, Conflict, Sizes, sizes
from tests.nets import network_of


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
    assert [x for x in range(1, 100) if found.contains(x)] == [x for x in range(1, 100) if fits(network, x, EXACT)] == [4]


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


@settings(max_examples=60, deadline=None)
@given(chains(), st.sampled_from([EXACT, LOSSLESS]), st.sampled_from(["exact", "caffe", "tensorflow"]))
def test_the_derivation_is_the_truth(chain, mode, framework):
    """Sound and complete: the set of sizes that fit, up to 70 pixels, is the concrete engine's."""
    loaded = network_of(f"INPUT 9x90x2 {chain}", framework)
    if any(d.code == "CNN306" for d in analyze(loaded).diagnostics):
        return  # refused by the framework whatever the size
    found = sizes(loaded, 0, mode)
    truth = [x for x in range(1, 71) if fits(loaded, x, mode)]
    derived = [] if isinstance(found, Conflict) else [x for x in range(1, 71) if found.contains(x)]
    assert derived == truth


@settings(max_examples=30, deadline=None)
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
