"""Symbols on the command line: closed forms, what must hold below the table, `--assume`, and JSON."""

from __future__ import annotations

import json

import pytest

from cnncalc.symbolic import evaluate, parse
from tests.cli.calling import call


def table(*words):
    result = call("table", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("spec", "form"), [("alexnet", "(⌊(H + 29)/32⌋ - 2)x(⌊(W + 29)/32⌋ - 2)x256"), ("vgg16", "⌊H/32⌋x⌊W/32⌋x512")]
)
def test_outputs_in_closed_form(spec, form):
    assert form in table(spec, "--input", "HxWx3")


def test_what_must_hold_is_said_in_words():
    text = table("alexnet", "--input", "HxWx3")
    assert "fits if and only if 32 divides H + 29, 32 divides W + 29, H is at least 67 and W is at least 67" in text


def test_what_contradicts_itself_is_said():
    assert "never fits: 2 divides H and 2 divides H + 1 exclude each other" in table(
        "INPUT HxHx3 {POOL2 GAP | CONV3-3/2p0 GAP}"
    )


def test_the_padding_of_a_symbolic_kernel_is_noted():
    text = table("INPUT WxWxD CONVF-K/S")
    assert "P = (F - 1)/2" in text
    assert "D·F²·K + K" in text


@pytest.mark.parametrize("width", ["80", "140"])
@pytest.mark.parametrize("spec", ["alexnet", "vgg16", "resnet18", "googlenet"])
def test_sums_are_broken_between_their_terms(spec, width):
    """Nothing is wider than the terminal, and no line begins or ends inside of a floor."""
    for line in table(spec, "--input", "HxWx3", "--width", width).splitlines():
        assert len(line) <= int(width)
        assert line.count("⌊") == line.count("⌋"), line


def test_long_totals_stand_below():
    text = table("vgg16", "--input", "HxWx3")
    assert "total params:          2097152·⌊H/32⌋·⌊W/32⌋ + 35597096\n" in text
    assert max(map(len, text.split("total params")[0].splitlines())) < 130


def test_assumptions():
    text = table("vgg16", "--input", "HxWx3", "--assume", "H=32*n", "--assume", "W=32*n")
    assert "⌊" not in text
    assert "fits" not in text
    assert "315293696·n² + 20873216" in text


@pytest.mark.parametrize(("form", "code", "status"), [
    ("H=32*", "CNN104", 1), ("Q=3", "CNN208", 1), ("H=0", "CNN203", 1), ("H=n/2", "CNN104", 1), ("H=999999999999", "CNN103", 2),
])  # fmt: skip
def test_an_assumption_that_makes_no_sense(form, code, status):
    result = call("table", "INPUT HxHx3 CONV3-4", "--assume", form)
    assert (result.exit_code, f"error[{code}]" in result.output) == (status, True), result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "spec", ["vgg16", "resnet50", "alexnet", "googlenet-heads", "lenet5", "zfnet", "torchvision/resnet18", "mnist-deep"]
)
def test_the_number_of_classes_may_be_a_symbol(spec):
    found = json.loads(table(spec, "--set", "classes=C", "--format", "json"))
    default = json.loads(table(spec, "--format", "json"))
    classes = default["rows"][-1]["output"][2]
    for name in ("params", "macs", "activations"):
        assert evaluate(parse(found["totals"][name], digits=20), {"C": classes}) == default["totals"][name]


def test_json_says_what_must_hold():
    found = json.loads(table("alexnet", "--input", "HxWx3", "--format", "json"))
    assert found["totals"]["conditions"] == [
        "32 divides H + 29",
        "32 divides W + 29",
        "H is at least 67",
        "W is at least 67",
    ]
    rows = {row["id"]: row for row in found["rows"]}
    assert rows["pool3"]["output"] == ["floor((H + 29)/32) - 2", "floor((W + 29)/32) - 2", 256]
    assert rows["pool1"]["conditions"][0] == "2 divides floor((H + 1)/4) + 1"
    assert rows["relu1"]["conditions"] == []


def test_markdown_says_what_must_hold():
    assert "fits if and only if 32 divides H and 32 divides W" in table(
        "vgg16", "--input", "HxW", "--format", "markdown"
    )


def test_ascii():
    import cnncalc
    from tests.render.drawn import drawn

    text = drawn(cnncalc.analyze("alexnet", input="HxW"), width=140, ascii_only=True)
    assert text.isascii()
    assert all(line.count("(") == line.count(")") for line in text.splitlines()), text


def test_memory_needs_numbers():
    result = call("memory", "vgg16", "--input", "HxWx3")
    assert result.exit_code == 2
    assert "needs numbers" in result.output


def test_numbers_load_no_algebra():
    from tests.cli.test_startup import loaded

    assert not {name for name in loaded("table", "alexnet") if name.startswith("cnncalc.symbolic")}
    assert "cnncalc.symbolic.reading" not in loaded("table", "alexnet", "--input", "HxW")
