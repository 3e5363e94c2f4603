"""Inputs that suit whole networks, confirmed by the concrete engine, and the choices of one layer, found complete by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnncalc
from cnncalc.arithmetic import CONVOLUTION, FRAMEWORKS, POOLING, TRANSPOSED_CONVOLUTION, Window, positions
from cnncalc.engine import analyze
from cnncalc.engine.fit import EXACT, LOSSLESS, Conflict
from cnncalc.engine.single import BOUNDS, Known, choices, preserving
from cnncalc.engine.solve import Hopeless, Solution, solve
from cnncalc.spec.library import names
from tests.nets import network_of

EXACT_RULES = FRAMEWORKS["exact"]


# ------------------------------------------------------------------------------------------------- whole networks


def test_alexnet():
    """The issue: 67, …, 195, 227, 259; N22: 227x227 fits, N23: 224x224 does not."""
    found = solve(network_of("alexnet"))
    assert isinstance(found, Solution)
    assert found.height.nearest == found.width.nearest == (227, 227)
    assert found.examples == ((67, 67), (99, 99), (195, 195), (227, 227), (259, 259))
    assert [(step.node.id, step.left.text()) for step in found.height.steps] == [
        ("conv1", "H ≡ 3 (mod 4), at least 11"),
        ("pool1", "H ≡ 3 (mod 8), at least 19"),
        ("pool2", "H ≡ 3 (mod 16), at least 35"),
        ("pool3", "H ≡ 3 (mod 32), at least 67"),
    ]
    small = solve(network_of("alexnet").resized(224, 300))
    assert isinstance(small, Solution)
    assert (small.height.nearest, small.width.nearest) == ((195, 227), (291, 323))


def test_torchvisions_resnet50():
    """The issue: 225, 257, …, 513, the crop sizes that DeepLab uses."""
    found = solve(network_of("torchvision/resnet50").resized(500, 500))
    assert isinstance(found, Solution)
    assert (found.height.sizes.modulus, found.height.sizes.remainders, found.height.nearest) == (32, (1,), (481, 513))


def test_symbolic_inputs_have_nothing_near():
    found = solve(network_of("INPUT HxWx3 CONV3-4/2p0 POOL2"))
    assert isinstance(found, Solution)
    assert found.height.nearest == (None, None)
    assert found.examples == ((5, 5), (9, 9), (13, 13), (17, 17), (21, 21))


def test_axes_are_separate():
    found = solve(network_of("INPUT 12x12x3 CONV3x5-4/2x3p0"))
    assert isinstance(found, Solution)
    assert (found.height.sizes.text("H"), found.width.sizes.text("W")) == (
        "H ≡ 1 (mod 2), at least 3", "W ≡ 2 (mod 3), at least 5",
    )  # fmt: skip
    assert all(
        not analyze(network_of(f"INPUT {h}x{w}x3 CONV3x5-4/2x3p0")).rows[-1].cost.misfits for h, w in found.examples
    )


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("16x16x3 CONV3-4", ((1, 1), (2, 2), (15, 15), (16, 16), (17, 17))),
        ("HxWx3 CONV3-4", ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5))),
        ("3x16x3 CONV3x4-4/2x4p0", ((3, 4), (5, 8), (5, 12), (5, 16), (5, 20))),  # two heights for five widths
        ("16x3x3 CONV4x3-4/4x2p0", ((4, 3), (8, 5), (12, 5), (16, 5), (20, 5))),
        ("9x9x3 {POOL2 | CONV3-4p0}", ((4, 4),)),
    ],
)
def test_the_smallest_sizes_and_those_around_the_given_one(text, examples):
    found = solve(network_of(f"INPUT {text}"))
    assert isinstance(found, Solution)
    assert found.examples == examples


def test_of_layers_that_move_only_the_smallest_size_the_last_is_a_step():
    found = solve(network_of("INPUT 31x31x3 CONV3-4/2p0 CONV3-4/2p0 CONV3-4p0 CONV3-4p0 POOL2"))
    assert isinstance(found, Solution)
    assert [(step.node.id, step.left.text()) for step in found.height.steps] == [
        ("conv1", "H ≡ 1 (mod 2), at least 3"),
        ("conv4", "H ≡ 3 (mod 4), at least 23"),  # 5 behind both, 5 = (11 - 3)/2 + 1, 11 = (23 - 3)/2 + 1
        ("pool1", "H ≡ 3 (mod 8), at least 27"),  # 6 behind both, 6 = (13 - 3)/2 + 1, 13 = (27 - 3)/2 + 1
    ]


@pytest.mark.parametrize("name", [name for name in names() if name in ("n24-three-groups", "n31-no-projection")])
def test_what_no_size_mends(name):
    """Groups that do not divide, depths that differ: sizes fit, and still the network is wrong."""
    found = solve(network_of(name))
    assert isinstance(found, Hopeless)
    assert found.errors[0].code in ("CNN303", "CNN304")


def test_what_no_size_mends_is_shown_at_the_smallest():
    """At 7x7 one pixel is left: (7 - 3)/2 + 1 = 3, and 3 - 3 + 1 = 1."""
    found = solve(network_of("INPUT 15x15x4 CONV3-4/2p0 CONV3-4p0 {CONV3-3 + ID}"))
    assert isinstance(found, Hopeless)
    assert [error.message for error in found.errors] == [
        "branches do not match: 1x1x3, 1x1x4 cannot be added element by element"
    ]


@pytest.mark.parametrize("mode", [EXACT, LOSSLESS])
@pytest.mark.parametrize(
    "name", ["alexnet", "zfnet", "googlenet", "resnet18", "torchvision/resnet18", "vgg16", "lenet5", "mnist-deep"]
)
def test_confirmed_over_a_range(name, mode):
    """Every height from 1 to 260, asked of the engine, is or is not among the sizes; whole bundled networks."""
    network = network_of(name)
    found = solve(network, mode)
    assert isinstance(found, Solution)
    width = found.width.sizes.above(120)
    for height in range(1, 261):
        report = analyze(network.resized(height, width))
        verdicts = [row.verdict[0] for row in report.rows if row.verdict is not None]
        fits = report.stopped_at is None and (set(verdicts) <= {"exact"} if mode == EXACT else "lossy" not in verdicts)
        assert found.height.sizes.contains(height) == fits, height


def test_every_bundled_network_has_an_answer_that_holds():
    for name in names():
        (network,) = [n for n in [cnncalc.load(name)] if n]
        found = solve(network)
        if isinstance(found, Solution):
            for height, width in found.examples:
                report = analyze(network.resized(height, width))
                assert all(set(row.verdict) == {"exact"} for row in report.rows if row.verdict is not None), (
                    name,
                    height,
                )
        else:
            # The course's mistakes, and YOLOv3: a map that 3x3 at stride 2 halves without a remainder is odd, the one that comes
            # up by two to join it is even.
            assert name.startswith(("n", "yolov3")), name


def test_none():
    found = solve(network_of("INPUT 32x32x3 UP2 CONV3-4/2p0", "pytorch"))
    assert isinstance(found, Conflict)
    assert (found.first.id, found.second.id) == ("up1", "conv1")


# ------------------------------------------------------------------------------------------------------ one layer


def answers(operation, rules="exact", **known):
    return [(c.extent, *c.window, c.output) for c in choices(operation, FRAMEWORKS[rules], Known(**known))]


def test_alexnets_conv1():
    """The issue: which hyper-parameters take 227 to 55? With an 11x11 kernel only stride 4 without padding (N22)."""
    (only,) = choices(CONVOLUTION, EXACT_RULES, Known(227, 55, 11))
    assert (only.window, only.formula) == (Window(11, 4), "(227 - 11 + 2·0)/4 + 1 = 55")
    assert answers(CONVOLUTION, extent=224, kernel=11, stride=4, padding=(0, 0)) == []  # N23: 54.25
    assert answers(CONVOLUTION, output=55, kernel=11, stride=4, padding=(0, 0)) == [(227, 11, 4, 0, 0, 1, 55)]


@pytest.mark.parametrize(
    ("kernel", "padding"), [(3, (1, 1)), (5, (2, 2)), (7, (3, 3)), (2, (0, 1)), (4, (1, 2)), (6, (2, 3))]
)
def test_n5_the_padding_that_preserves_size_at_stride_1(kernel, padding):
    """P = (F - 1)/2 for odd F; none for even F, but one pixel more after than before does it."""
    for extent in (1, 7, 32, 224):
        assert answers(CONVOLUTION, extent=extent, output=extent, kernel=kernel, stride=1) == [
            (extent, kernel, 1, *padding, 1, extent)
        ]


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("kernel", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("extent", [1, 2, 7, 16])
def test_n6_the_padding_that_preserves_size_at_any_stride(extent, kernel, stride):
    """P = ((S-1)(N-1) + (F-1))/2."""
    twice = (stride - 1) * (extent - 1) + kernel - 1
    (only,) = answers(CONVOLUTION, extent=extent, output=extent, kernel=kernel, stride=stride)
    assert only[3:5] == (twice // 2, twice - twice // 2)
    assert preserving(extent, Window(kernel, stride))[2] == Fraction(twice, 2)


def test_the_course_s_sizes():
    """N1, N2, N4, N7, N9: the output; N3: none."""
    for extent, kernel, stride, padding, output in (
        (7, 3, 1, 0, 5),
        (7, 3, 2, 0, 3),
        (7, 3, 1, 1, 7),
        (4, 3, 1, 1, 4),
        (28, 5, 3, 2, 10),
        (31, 5, 3, 2, 11),
    ):
        (only,) = answers(CONVOLUTION, extent=extent, kernel=kernel, stride=stride, padding=(padding, padding))
        assert only[-1] == output
    assert answers(CONVOLUTION, extent=7, kernel=3, stride=3, padding=(0, 0)) == []


UNKNOWN = ("extent", "output", "kernel", "stride", "padding", "dilation")
SMALL = {"extent": 12, "kernel": 6, "stride": 5, "dilation": 3}

OPERATIONS = st.sampled_from([CONVOLUTION, POOLING, TRANSPOSED_CONVOLUTION])
RULES = st.sampled_from(["exact", "pytorch", "caffe", "tensorflow"])
SIDES = st.tuples(st.integers(0, 2), st.integers(0, 2))
VALUES = st.tuples(*map(st.integers, (1, 1, 1, 1), (12, 9, 4, 4)), SIDES, st.integers(1, 3))


def brute(operation, rules, known, most, paddings):
    """Every choice within `most`, tried one by one; a stride that does not matter is 1, and one tap has no dilation."""

    def values(name):
        value = getattr(known, name)
        return range(1, most[name] + 1) if value is None else (value,)

    sides = paddings if known.padding is None else [known.padding]
    for dilation, kernel, stride, (before, after), extent in product(
        values("dilation"), values("kernel"), values("stride"), sides, values("extent")
    ):
        window = Window(kernel, stride, before, after, dilation)
        result = positions(extent, window, rules.rule(operation, (window, window)))
        positions_along = extent if operation == TRANSPOSED_CONVOLUTION else result.count
        if (
            result.count is not None
            and known.output in (None, result.count)
            and (result.verdict == "exact" or not rules.fraction_is_error)
            and not (known.stride is None and stride > 1 and positions_along == 1 and result.verdict == "exact")
            and not (known.dilation is None and dilation > 1 and kernel == 1)
        ):
            yield extent, *window, result.count


def told(found):
    return {(c.extent, *c.window, c.output) for c in found}


@settings(max_examples=150)
@given(OPERATIONS, RULES, VALUES, st.sets(st.sampled_from(UNKNOWN), min_size=2, max_size=4))
def test_several_unknowns_complete_and_right(operation, rules, values, unknown):
    """Exactly what trying everything within the bounds finds; a padding stays below what the kernel spans."""
    known = Known(**{name: None if name in unknown else value for name, value in zip(UNKNOWN, values, strict=True)})
    with patch.dict(BOUNDS, SMALL):
        found = list(choices(operation, FRAMEWORKS[rules], known))
    largest = Window(SMALL["kernel"], dilation=SMALL["dilation"]).extent
    sides = [(p, p + uneven) for uneven in (0, 1) for p in range(largest)]
    tried = brute(operation, FRAMEWORKS[rules], known, SMALL, sides)
    spans = known.padding is None
    assert told(found) == {c for c in tried if not (spans and max(c[3], c[4]) >= Window(c[1], dilation=c[5]).extent)}
    assert len(told(found)) == len(found)


@settings(max_examples=150)
@given(OPERATIONS, RULES, VALUES, st.sampled_from(UNKNOWN))
def test_one_unknown_complete_and_right(operation, rules, values, unknown):
    """No bound but sense: what is larger than all that it slides over, and makes no difference, is left out."""
    known = Known(**{name: None if name == unknown else value for name, value in zip(UNKNOWN, values, strict=True)})
    most = dict.fromkeys(UNKNOWN, 40)
    sides = [(p, p + uneven) for uneven in (0, 1) for p in range(41)]
    tried = set(brute(operation, FRAMEWORKS[rules], known, most, sides))
    found = told(choices(operation, FRAMEWORKS[rules], known))
    position = {"extent": 0, "kernel": 1, "stride": 2, "padding": 4, "dilation": 5, "output": 6}[unknown]
    assert {c for c in found if c[position] <= 40 or unknown == "output"} <= tried
    assert {
        c for c in tried if unknown in ("extent", "padding", "output") or c[position] <= slid_over(operation, c)
    } <= found


def slid_over(operation, choice):
    """Input, or for a transposed convolution output, with its padding."""
    return (choice[6] if operation == TRANSPOSED_CONVOLUTION else choice[0]) + choice[3] + choice[4]


def test_smallest_first():
    found = answers(CONVOLUTION, extent=227, output=55)
    keys = [(c[4] != c[3], c[5], c[1], c[2], c[3]) for c in found]
    assert keys == sorted(keys)
    assert found[0] == (227, 11, 4, 0, 0, 1, 55)
    assert max(c[1] for c in found) <= BOUNDS["kernel"]


def test_same_padding_as_tensorflow_has_it():
    """224 to 112 at stride 2 with a 3x3 kernel: one row of padding, at the end."""
    (only,) = choices(CONVOLUTION, FRAMEWORKS["tensorflow"], Known(224, None, 3, 2, "same"))
    assert (only.output, only.window) == (112, Window(3, 2, 0, 1))


def test_a_stride_that_does_not_matter_is_one_choice():
    (only,) = choices(POOLING, EXACT_RULES, Known(7, 1, 7, None, (0, 0)))
    assert only.any_stride
