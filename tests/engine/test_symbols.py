"""Symbols through the whole engine: closed forms against numbers, conditions against what numbers do, the course's claims."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

import cnncalc
from cnncalc.engine.conditions import contradiction, paddings
from cnncalc.spec.library import names
from cnncalc.symbolic import Expr, evaluate, parse, show, symbol
from tests.nets import CLASSICS

C, F, H, K, P, W, n = map(symbol, "CFHKPWn")

WRONG = [name for name in names() if re.match(r"n\d", name)]
"""Networks that are there to be wrong, whatever their input."""
NETWORKS = [name for name in names() if name not in WRONG]
SIZES = [(224, 224), (227, 227), (225, 257), (32, 32), (1, 1), (299, 67), (512, 96)]

UNET = (
    "INPUT HxWx3 a:CONV3-8 POOL2 b:CONV3-16 POOL2 c:CONV3-32 POOL2 d:CONV3-64 POOL2 CONV3-128 "
    "UP2 {ID | @d} UP2 {ID | @c} UP2 {ID | @b} UP2 {ID | @a} CONV1-2"
)


report_of = cnncalc.analyze


@cache
def in_symbols(name):
    return cnncalc.analyze(name, input="HxW")


def value(x, height, width):
    return evaluate(x, {"H": height, "W": width}) if isinstance(x, Expr) else x


def sizes(name):
    """Some everybody uses, some nobody would: the same ones for a network every time."""
    chosen = random.Random(name)
    some = [(chosen.randint(1, 400), chosen.randint(1, 400)) for _ in range(5)]
    return [*SIZES, *some] if name in CLASSICS else [(224, 224), (1, 1), *some[:2]]


@pytest.mark.parametrize("name", NETWORKS)
def test_rows_in_symbols_are_the_rows_in_numbers(name):
    """And what is said of when a network fits is said of just the sizes at which it does."""
    report = in_symbols(name)
    assert report.stopped_at is None
    for height, width in sizes(name):
        concrete = cnncalc.engine.analyze(cnncalc.load(name).resized(height, width))
        fits = concrete.stopped_at is None and not any(row.cost.misfits for row in concrete.rows)
        holds = {"H": height, "W": width}
        assert all(condition.holds(holds) for condition in report.conditions) == fits, (height, width)
        assert all(c.holds(holds) for row in report.rows for c in row.conditions) == fits, (height, width)
        for row, seen in zip(concrete.rows, report.rows, strict=False):
            if report.network.framework == "caffe" and not all(c.holds(holds) for c in seen.conditions):
                break  # its convolution has a position for a kernel slightly larger than its input; the closed form claims none
            expected = (*row.output, row.params, row.macs, row.activations)
            found = (*seen.output, seen.params, seen.macs, seen.activations)
            assert tuple(value(x, height, width) for x in found) == expected, (row.id, height, width)
        if concrete.stopped_at is None:
            assert tuple(value(x, height, width) for x in report.totals) == concrete.totals


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_numbers_is_wrong_in_symbols(name):
    report = in_symbols(name)
    numbers = cnncalc.analyze(name)
    if numbers.stopped_at is not None and "CNN302" not in {
        d.code for d in numbers.diagnostics
    }:  # a larger input would do
        assert report.stopped_at is not None
        assert report.stopped_at.id == numbers.stopped_at.id


@pytest.mark.parametrize("framework", ["pytorch", "caffe", "tensorflow"])
@pytest.mark.parametrize(
    "spec",
    [
        "INPUT HxWx3 CONV7-8/2p3 POOL3/2 {CONV3-8/2 | POOL3/2p1} POOL2",
        "INPUT HxWx3 CONV3-4 POOL3/3p1 POOL5/2p2 CONV5-4/3p1",
    ],
)
def test_every_framework_rounds_symbols_as_it_rounds_numbers(spec, framework):
    report = report_of(spec, framework=framework)
    for height in range(1, 60):
        concrete = report_of(spec.replace("HxW", f"{height}x41"), framework=framework)
        for row, seen in zip(concrete.rows, report.rows, strict=False):
            if all(c.holds({"H": height, "W": 41}) for c in seen.conditions):
                assert tuple(value(x, height, 41) for x in seen.output) == row.output, (row.id, height)


def printed(report):
    """Every expression that a table or its JSON shows."""
    for row in report.rows:
        yield from (
            *row.output,
            row.params,
            row.macs,
            row.activations,
            row.weight_params,
            row.biases,
            row.activation_bytes,
        )
        for condition in row.conditions:
            yield from (condition.left, condition.right)
    yield from report.totals
    for condition in report.conditions:
        yield from (condition.left, condition.right)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_printed_is_read_back(name):
    for x in set(printed(in_symbols(name))):
        assert parse(show(x), digits=100) == x


@pytest.mark.parametrize(("name", "path", "form"), [
    ("alexnet", "pool3", "floor((H + 29)/32) - 2"), ("vgg16", "pool5", "floor(H/32)"), ("torchvision/resnet50", "layer4", "floor((H + 31)/32)"),
])  # fmt: skip
def test_closed_forms(name, path, form):
    assert str(in_symbols(name)[path].output.height) == form


def test_a_unet_joins_where_16_divides():
    report = report_of(UNET)
    assert [str(condition) for condition in report.conditions] == ["16 divides H", "16 divides W"]
    # Under a framework that rounds down nothing else is asked: the joins alone say it.
    report = report_of(UNET, framework="pytorch")
    assert [str(condition) for condition in report.conditions] == ["16 divides H", "16 divides W"]
    for height in range(1, 70):
        concrete = report_of(UNET.replace("HxW", f"{height}x32"), framework="pytorch")
        assert (concrete.stopped_at is None) == (height % 16 == 0), height


@pytest.mark.parametrize(
    ("deep", "flat", "weights", "single"), [("(CONV3-C)*3", "CONV7-C", 27, 49), ("(CONV3-C)*2", "CONV5-C", 18, 25)]
)
def test_n36_n37_with_symbols(deep, flat, weights, single):
    """27C² against 49C² weights, 18C² against 25C², for the same 7x7 and 5x5 pixels."""
    deep, flat = (report_of(f"INPUT HxWxC {layers}", bias=False) for layers in (deep, flat))
    assert deep.totals.params == weights * C**2
    assert flat.totals.params == single * C**2
    assert deep.rows[-1].field == flat.rows[-1].field
    assert deep.rows[-1].output == flat.rows[-1].output == (H, W, C)


def test_n5_a_symbolic_kernel_is_padded_by_p():
    report = report_of("INPUT WxWxD CONVF-K/S")
    assert paddings(report) == ((P, F - 1),)
    assert str(report.rows[-1].output.height) == "floor((W + 2*P - F)/S) + 1"
    assert [str(c) for c in report.conditions] == ["S divides W + 2*P - F", "W + 2*P is at least F"]


def test_an_odd_kernel_keeps_the_size():
    """With F = 2n + 1 the padding (F - 1)/2 is n, and nothing is left to be noted."""
    report = report_of("INPUT WxWxD CONVF-K", assume={"F": "2*n+1"})
    assert report.rows[-1].output == (W, W, K)
    assert paddings(report) == () == report.conditions


def test_assumptions_make_floors_vanish():
    report = cnncalc.analyze("vgg16", input="HxW", assume={"H": "32*n", "W": 224})
    assert report["pool5"].output == (n, 7, 512)
    assert not report.conditions
    assert report.network.changed == ("--input HxW", "--assume H=32*n", "--assume W=224")


def test_what_never_fits_is_an_error():
    report = report_of("INPUT HxHx3 CONV3-64/2p0", assume={"H": "2*n"})
    assert [d.code for d in report.diagnostics] == ["CNN301"]
    assert report.rows[-1].output.height == n - 1


def test_what_contradicts_itself_is_known():
    report = report_of("INPUT HxHx3 {POOL2 GAP | CONV3-3/2p0 GAP}")
    assert contradiction(report.conditions) is not None
    assert contradiction(in_symbols("alexnet").conditions) is None


@pytest.mark.parametrize(("spec", "code"), [
    ("INPUT HxHxC {CONV3-C/2 | POOL2 CONV3-C}", None), ("INPUT HxHxC {POOL2 | CONV3-C/2p0}", None), ("INPUT HxHxC {ID | CONV3-Cp0}", "CNN303"), ("INPUT HxHxC {ID | CONV3-K}", None),
])  # fmt: skip
def test_branches_are_decided(spec, code):
    """Equal where 2 divides H, or where it does not; unequal whatever H is; equal whatever H is."""
    report = report_of(spec, framework="pytorch")
    assert [d.code for d in report.diagnostics if d.is_error] == ([code] if code else [])


@pytest.mark.parametrize("spec", [
    "INPUT HxWxC CONVF-K/SpPdD", "INPUT HxWxC DECONVF-K/SpP", "INPUT HxWxC UPS CONV3-K", "INPUT HxWxC UP2bilinear CONVF-4 UP2",
    "INPUT HxWxC {CONVF-4 + CONVG-4} FC-K", "INPUT HxWxC CONV3-KgG", "INPUT HxWxC POOLF AVGPOOL3/S", "INPUT 8x8x3 CONVF-Kp0",
    "INPUT HxWxC {ID x GAP FC-C SIGMOID} MAXOUTM-K", "INPUT HxWxC DWCONVF LRN BN LN", "INPUT HxWxC GNG INnoaffine SHUFFLEG SLICEA-B L2NORM", "INPUT HxWxC SLICEA CROPM REORGS CONV3-K", "INPUT HxWxC AAPS CONV3-4 AMP7", "INPUT HxWxC UNPOOLS LAYERSCALE CONV3-4 CROP(margin=(A,1,B,2)) FLATTEN",
    "INPUT HxWxC POOL1x3/1x2same UP1x3 DWCONV1",
])  # fmt: skip
@pytest.mark.parametrize("framework", ["exact", "pytorch", "caffe", "tensorflow"])
def test_any_hyperparameter_may_be_a_symbol(spec, framework):
    """Fields and formulas included; a join whose sides depend on symbols leaves the field unknown rather than wrong."""
    report = report_of(spec, framework=framework)
    assert report.stopped_at is None
    for row in report.rows:
        assert row.params_formula
        assert row.macs_formula
        row.output_formula  # noqa: B018


def test_symbols_in_windows_reach_the_field():
    axis = report_of("INPUT HxWxC CONVF-4/SpP CONV3-4").rows[-1].field.height
    assert str(axis.size) == "F + 2*S"
    assert str(axis.start) == "-P - S"


def test_what_is_beyond_the_algebra_is_said():
    """Products with more terms than the algebra takes: a diagnostic at the layer, and the table up to it."""
    deep = "INPUT HxHxC CONV3-8 GAP FC-$((A+B+C+D+E+F)**6) FC-$((G+H+J+K+L+M)**6) FC-10"
    report = report_of(deep)
    assert report.stopped_at is not None
    assert [d.code for d in report.diagnostics] == ["CNN103"]
