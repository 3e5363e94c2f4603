"""`cnncalc table`: statuses, options, streams."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cnncalc.render.columns import COLUMNS
from tests.cli.calling import call

GOOD = "INPUT 32x32x3 (CONV3-32 RELU)*2 POOL2 FC-10"
FRACTION = "INPUT 224x224x3 CONV11-96/4p0 FC-10"
VANISHING = "INPUT 4x4x1 CONV3-2p0 CONV5-2p0 FC-2"
FAMILY = """\
name: family
input: 8x8x3
parameters: {n: 1}
layers: ["(CONV3-8 RELU)*$n", GAP, FC-2]
variants:
  one: {}
  two: {set: {n: 2}}
"""


@pytest.fixture
def family(tmp_path):
    path = tmp_path / "family.yaml"
    path.write_text(FAMILY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["vgg16"], 0),
        ([GOOD], 0),
        ([FRACTION], 0),
        ([VANISHING], 1),
        (["INPUT 8x8x3 {CONV3-4 + ID}"], 1),
        (["INPUT 8x8x3 CONV3"], 1),
        (["CONV3-4"], 1),
        (["no-such-file.yaml"], 2),
        (["."], 2),
        ([GOOD, "--style", "lecture", "--format", "csv"], 2),
        ([GOOD, "--style", "alexnet", "--columns", "layer"], 2),
        ([GOOD, "--format", "json", "--columns", "layer"], 2),
        ([GOOD, "--columns", ","], 2),
        ([GOOD, "--framework", "theano"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_status(words, status):
    assert call("table", *words).exit_code == status


def test_a_fraction_is_flagged_and_explained_below():
    result = call("table", FRACTION)
    table, _, below = result.stdout.partition("MACs: ")
    assert "! 54.25x54.25x96" in table
    assert "error[CNN301]" in below
    assert "FC-10" in table
    assert not result.stderr


def test_what_stands_before_a_layer_without_output_is_shown():
    result = call("table", VANISHING)
    assert "2x2x2" in result.stdout
    assert "no output" in result.stdout
    assert "error[CNN302]" in result.stdout
    assert "fc1" not in result.stdout


def test_mistakes_of_the_language_go_to_standard_error():
    result = call("table", "INPUT 8x8x3 CONV3")
    assert "<notation>:1:13: error[" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_diagnostics_do_not_disturb_other_formats(form):
    result = call("table", FRACTION, "--format", form)
    assert "CNN301" not in result.stdout
    assert "error[CNN301]" in result.stderr


def test_json_has_its_diagnostics_inside():
    result = call("table", FRACTION, "--format", "json")
    assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == ["CNN301"]
    assert not result.stderr


def test_json_of_what_is_no_network():
    result = call("table", "INPUT 8x8x3 CONV3", "--format", "json")
    document = json.loads(result.stdout)
    assert document["network"] is None
    assert document["diagnostics"][0]["line"] == 1
    assert result.exit_code == 1
    assert "error[" in result.stderr


def test_options_change_the_network():
    assert "34,848" in call("table", "INPUT 227x227x3 CONV11-96/4p0", "--no-bias").stdout
    assert "195x195x3" in call("table", "alexnet", "--input", "195x195x3").stdout
    assert "55x55x64" in call(
        "table", "INPUT 111x111x3 CONV3-64/2p0 POOL3/2ceil", "--framework", "caffe"
    ).stdout.replace("27x27x64", "55x55x64")


def test_columns():
    result = call("table", GOOD, "--columns", "id, params_formula,output", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == ["id", "params_formula", "output"]
    assert rows[1] == {"id": "conv1", "params_formula": "(3·3·3 + 1)·32 = 896", "output": "32x32x32"}


def test_every_column_can_be_shown_in_every_format():
    for form in ("text", "csv", "markdown"):
        for spec in (GOOD, FRACTION, "INPUT HxWxC CONV3-K BN POOL2 FC-10"):
            assert call("table", spec, "--columns", ",".join(COLUMNS), "--format", form).exit_code == 0


def test_an_unknown_column_suggests():
    result = call("table", GOOD, "--columns", "layer,parms")
    assert "did you mean params" in result.stderr
    assert "output_formula" in result.stderr


def test_a_family_is_listed(family):
    text = call("table", family).stdout
    assert "one" in text
    assert "two" in text
    assert "8x8x3" in text


def test_a_family_in_every_format(family):
    assert [n["network"]["name"] for n in json.loads(call("table", family, "--format", "json").stdout)["networks"]] == [
        "one",
        "two",
    ]
    assert call("table", family, "--format", "csv").stdout.splitlines()[0] == "name,input,params,macs"
    assert call("table", family, "--format", "markdown").stdout.startswith("| network |")


def test_one_of_a_family(family):
    assert "CONV3-8" in call("table", f"{family}#two").stdout


def test_standard_input():
    assert "CONV3-32" in call("table", "-", stdin=GOOD).stdout
    assert call("table", "-", stdin=b"\xff\xfe\x00").exit_code == 2


@pytest.mark.parametrize("width", [20, 33, 60, 80, 100, 140, 200])
@pytest.mark.parametrize("spec", ["vgg16", "googlenet-heads", "resnet18", "INPUT HxWx3 (CONV3-64 RELU POOL2)*3 FC-10"])
def test_width_is_respected_exactly(spec, width):
    for line in call("table", spec, "--width", str(width)).stdout.splitlines():
        assert len(line) <= width, line


@pytest.mark.parametrize("width", [20, 60])
def test_what_is_narrow_folds_and_loses_nothing(width):
    text = call("table", "vgg16", "--width", str(width), "--columns", "params").stdout
    assert "138,357,544" in text
    folded = call("table", "vgg16", "--width", str(width), "--columns", "layer,params,macs,output").stdout
    digits = "".join(c for c in folded if c.isdigit())
    whole = call("table", "vgg16", "--columns", "layer,params,macs,output").stdout
    assert len(digits) >= len("".join(c for c in whole.partition("layer")[2] if c.isdigit()))


IGNORED = "input: 8x8x4\nlayers:\n  - CONV3-4p4  # cnncalc: ignore[CNN306] the border is cut away again\n"


@pytest.mark.parametrize("command", ["table", "verify", "explain", "compare"])
def test_a_warning_that_the_document_ignores_is_not_repeated(tmp_path, command):
    path = tmp_path / "net.yaml"
    for text, said in ((IGNORED, False), (IGNORED.partition("  #")[0] + "\n", True)):
        path.write_text(text, encoding="utf-8")
        result = call(command, *[str(path)] * (1 + (command == "compare")))
        assert result.exit_code == 0
        assert ("CNN306" in result.output) == said


def test_an_error_that_the_document_ignores_still_explains_the_table(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text("input: 7x7x1\nlayers:\n  - CONV3-1/3p0  # cnncalc: ignore[CNN301]\n", encoding="utf-8")
    assert "CNN301" in call("table", str(path)).output
