"""The JSON document: every key of schema 1, typed, for people's networks and for symbols."""

from __future__ import annotations

import json

import pytest

import cnncalc
from tests.render.drawn import drawn

INTEGER = (int,)
COUNT = (int, str)  # a symbolic value is a string
ROW = {
    "id": str, "label": str, "kind": str, "notation": str, "scope": list, "from": list, "inputs": list, "output": list,
    "params": COUNT, "params_formula": str, "output_formula": (str, type(None)), "macs": COUNT, "activations": COUNT,
    "verdict": (list, type(None)),
}  # fmt: skip
TOTALS = ("params", "trainable_params", "macs", "activations", "activation_bytes")
DIAGNOSTIC = {
    "code": str, "severity": str, "message": str, "file": (str, type(None)), "line": (int, type(None)),
    "column": (int, type(None)), "help": str,
}  # fmt: skip
SPECS = [
    "vgg16",
    "googlenet-heads",
    "torchvision/resnet18",
    "INPUT HxWxC CONV3-K/S POOL2 FC-10",
    "INPUT 224x224x3 CONV11-96/4p0",
    "INPUT 4x4x1 CONV5-2p0",
]


def document(spec, **changes):
    return json.loads(drawn(cnncalc.analyze(spec, **changes), "json"))


@pytest.mark.parametrize("spec", SPECS)
def test_schema(spec):
    found = document(spec)
    assert found["schema"] == 1
    assert list(found)[:5] == ["schema", "network", "rows", "totals", "diagnostics"]
    assert set(found["network"]) >= {"name", "input", "framework", "outputs"}
    assert len(found["network"]["input"]) == 3
    for row in found["rows"]:
        for key, kind in ROW.items():
            assert isinstance(row[key], kind), key
        assert all(len(shape) == 3 for shape in [*row["inputs"], row["output"]])
        assert row["verdict"] is None or len(row["verdict"]) == 2
        assert len(row["from"]) == len(row["inputs"])
    for key in TOTALS:
        assert isinstance(found["totals"][key], COUNT)
    for diagnostic in found["diagnostics"]:
        for key, kind in DIAGNOSTIC.items():
            assert isinstance(diagnostic[key], kind), key


def test_a_row_a_node_the_input_first():
    found = document("vgg16")
    assert [row["kind"] for row in found["rows"][:3]] == ["input", "conv", "relu"]
    assert len(found["rows"]) == len(cnncalc.load("vgg16").nodes)
    assert found["network"]["outputs"] == {"output": found["rows"][-1]["id"]}
    assert found["totals"]["params"] == 138_357_544
    assert sum(row["params"] for row in found["rows"]) == 138_357_544


def test_the_exact_output_where_it_differs():
    row = document("INPUT 224x224x3 CONV11-96/4p0")["rows"][1]
    assert row["output"] == [54, 54, 96]
    assert row["exact_output"] == ["217/4", "217/4"]
    assert "exact_output" not in document("INPUT 227x227x3 CONV11-96/4p0")["rows"][1]


def test_symbols_are_ascii_and_read_back():
    from cnncalc.symbolic import parse

    row = document("INPUT HxWxC CONV3-K")["rows"][1]
    assert row["output"] == ["H", "W", "K"]
    assert str(parse(row["params"])) == row["params"]


def test_heads():
    assert set(document("googlenet-heads")["network"]["outputs"]) == {"output", "aux1", "aux2"}


def test_receptive_field():
    rows = {row["id"]: row for row in document("vgg16")["rows"]}
    assert rows["pool5"]["receptive_field"] == {"size": [212, 212], "stride": [32, 32], "padding": [90, 90]}


def test_a_report_that_stops_early_says_where():
    found = document("INPUT 4x4x1 CONV3-2p0 CONV5-2p0 FC-2")
    assert [row["id"] for row in found["rows"]] == ["input", "conv1"]
    assert found["stopped_at"] == "conv2"
    assert found["diagnostics"][0]["code"] == "CNN302"


def test_ascii_throughout():
    text = drawn(cnncalc.analyze("INPUT 8x8x3 CONV3-4"), "json")
    assert text.isascii()
    assert "·" in json.loads(text)["rows"][1]["params_formula"]
