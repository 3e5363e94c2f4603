"""Whole tables, letter by letter: read the files under golden/ with your own eyes before you accept them."""

from __future__ import annotations

import pytest

import cnncalc
from tests.render.drawn import drawn

UNET = (
    "INPUT 64x64x3 enc1:(CONV3-16 RELU last:CONV3-16) RELU POOL2 enc2:(CONV3-32 RELU last:CONV3-32) RELU POOL2 mid:(CONV3-64 RELU) "
    "UP2 {ID | @enc2.last} dec2:(CONV3-32 RELU) UP2 {ID | @enc1.last} dec1:(CONV3-16 RELU) CONV1-2"
)
NESTED = "INPUT 32x32x16 a:{CONV1-8 RELU | b:{CONV3-8 + CONV1-8 BN} RELU | ID} CONV1-16 c:{CONV3-16 RELU CONV3-16 + ID} {GAP FC-16 SIGMOID x ID}"
TABLES = {
    "vgg16": ("vgg16", {}),
    "alexnet-224": ("alexnet", {"input": "224x224x3"}),
    "googlenet-heads": ("googlenet-heads", {}),
    "resnet18": ("resnet18", {}),
    "unet": (UNET, {}),
    "nested": (NESTED, {}),
    "vanishing": ("INPUT 32x32x3 (CONV5-6p0 RELU)*9", {}),
    "symbolic": ("INPUT HxWxC CONV3-K RELU POOL2 CONV3-64 GAP FC-10", {}),
    "long": ("INPUT 8x8x4 stem:CONV3-4 stage:({CONV3-4 BN RELU CONV3-4 BN + ID} RELU)*120 (CONV3-4 RELU)*3 FC-2", {}),
}


@pytest.mark.parametrize("width", [80, 140, None], ids=["80", "140", "pipe"])
@pytest.mark.parametrize("name", TABLES)
def test_tables(golden, name, width):
    spec, changes = TABLES[name]
    golden(f"{name}-{width or 'pipe'}", drawn(cnncalc.analyze(spec, **changes), width=width))


@pytest.mark.parametrize("form", ["lecture", "alexnet", "markdown", "csv", "latex"])
@pytest.mark.parametrize("name", ["vgg16", "alexnet-224", "resnet18", "vanishing"])
def test_formats(golden, name, form):
    spec, changes = TABLES[name]
    golden(f"{name}-{form}", drawn(cnncalc.analyze(spec, **changes), form))


@pytest.mark.parametrize("name", ["vgg16", "resnet18"])
def test_json(golden, name):
    golden(f"{name}-json", drawn(cnncalc.analyze(name), "json"))


def test_ascii(golden):
    text = drawn(cnncalc.analyze(NESTED), width=100, ascii_only=True)
    assert text.isascii()
    golden("nested-ascii", text)


def test_everything(golden):
    golden("nested-all", drawn(cnncalc.analyze(NESTED), everything=True))


def test_formulas(golden):
    columns = ("id", "output_formula", "params_formula", "macs_formula", "verdict", "field")
    golden("lenet5-formulas", drawn(cnncalc.analyze("lenet5"), columns=columns))
