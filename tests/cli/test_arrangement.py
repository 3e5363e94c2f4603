"""`table --convention`, `--group-by`, `--sort` and `--top`, in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

import cnncalc
from cnncalc.cli.arrangement import GROUPS as WRITTEN_OUT
from cnncalc.render.arranging import GROUPS
from cnncalc.render.columns import COLUMNS
from tests.cli.calling import call

BRANCHES = "INPUT 32x32x3 stem:CONV3-16 RELU a:{CONV1-8 | CONV3-8 RELU} b:(CONV3-32 BN) GAP FC-10"


def rows_of(*words):
    return list(csv.DictReader(io.StringIO(call("table", *words, "--format", "csv").stdout)))


def document(*words):
    return json.loads(call("table", *words, "--format", "json").stdout)


def test_a_convention_is_named_with_its_number_and_its_source():
    result = call("table", "vgg16", "--convention", "calflops")
    assert "FLOPs (calflops)" in result.stdout
    assert "30,973,754,344" in result.stdout
    assert "FLOPs: as calflops 0.3.2 counts (pytorch_ops.py)" in result.stdout
    assert "MACs" not in result.stdout


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_no_format_calls_other_counts_macs(form):
    for spec in ("vgg16", "torchvision/resnet"):
        title = call("table", spec, "--convention", "torchinfo", "--format", form).stdout.partition("\n")[0]
        assert "Mult-Adds (torchinfo)" in title
        assert "macs" not in title.lower()


def test_the_convention_in_json():
    found = document("vgg16", "--convention", "torchinfo")
    assert found["convention"] == "torchinfo"
    assert found["totals"]["macs"] == sum(row["macs"] for row in found["rows"]) == 15_483_821_032
    assert found["rows"][1]["macs_formula"] is None
    assert document("vgg16")["convention"] == "cnncalc"


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("spec", ["resnet50", "googlenet", BRANCHES])
def test_groups_add_up(spec, by):
    whole = cnncalc.analyze(spec).totals
    found = document(spec, "--group-by", by)
    assert "rows" not in found
    assert found["group_by"] == by
    for name in ("params", "macs", "activations", "activation_bytes", "weights", "biases", "statistics"):
        assert sum(group[name] for group in found["groups"]) == getattr(whole, name) == found["totals"][name]
    assert sum(group["layers"] for group in found["groups"]) == len(cnncalc.load(spec).nodes)
    assert [row[by] for row in rows_of(spec, "--group-by", by)] == [group["group"] for group in found["groups"]]


def test_what_stands_in_no_scope_stands_for_itself():
    names = [group["group"] for group in document(BRANCHES, "--group-by", "scope")["groups"]]
    assert names == ["input", "stem", "a", "b", "gap1", "fc1"]
    assert [g["layers"] for g in document(BRANCHES, "--group-by", "scope")["groups"]] == [1, 2, 4, 2, 1, 1]


def test_sorted_largest_first_and_the_rest_in_a_line():
    assert [row["layer"] for row in rows_of("vgg16", "--sort", "params")][:3] == ["fc6", "fc7", "fc8"]
    text = call("table", "vgg16", "--top", "2").stdout.splitlines()
    lines = [line.split() for line in text if line and line[0].isalnum()]
    assert [line[0] for line in lines[3:6]] == ["fc6", "fc7", "20"]
    assert lines[5][:4] == ["20", "others", "34", "layers"]
    assert lines[6][:2] == ["total", "138,357,544"]
    assert [row["id"] for row in document("vgg16", "--sort", "live", "--top", "1")["rows"]] == ["conv1_2"]
    found = document("vgg16", "--group-by", "kind", "--sort", "macs", "--top", "2")
    assert [group["group"] for group in found["groups"]] == ["conv", "fc", "5 others"]


@pytest.mark.parametrize("arranged", [("--group-by", "scope"), ("--sort", "params")])
def test_of_thousands_of_lines_the_first_two_thousand_are_shown(arranged):
    spec = "INPUT 8x8x4 (CONV3-4)*2005"
    text = call("table", spec, *arranged).stdout
    (line,) = (line for line in text.splitlines() if "others" in line)
    assert line.split()[:2] == ["6", "others"]  # the input is one of 2,006
    assert len([line for line in text.splitlines() if line.startswith(("conv", "input "))]) == 2_000
    assert "others" not in call("table", spec, *arranged, "--all").stdout
    assert "2,100" not in call("table", spec, *arranged, "--top", "2100").stdout
    assert (
        len(rows_of(spec, *arranged))
        == len(document(spec, *arranged).get("rows") or document(spec, *arranged)["groups"])
        == 2_006
    )


def test_equals_keep_their_order():
    assert [row["id"] for row in document("INPUT 8x8x4 (CONV3-4)*3", "--sort", "params")["rows"]] == [
        "conv1",
        "conv2",
        "conv3",
        "input",
    ]


def test_the_peak_is_marked():
    result = call("table", "vgg16", "--columns", "layer,live,kept,param_bytes")
    (line,) = [line for line in result.stdout.splitlines() if "peak" in line]
    assert line.split()[:4] == ["conv1_2", "peak", "25.7", "MB"]


def test_bytes_of_every_layer_in_csv():
    rows = rows_of("INPUT 8x8x3 CONV3-4 RELU CONV3-2", "--columns", "id,live,kept,param_bytes")
    assert [tuple(row.values()) for row in rows] == [
        ("input", "768", "768", "0"), ("conv1", "1792", "0", "448"), ("relu1", "1024", "1024", "0"), ("conv2", "1536", "0", "296"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name, column in COLUMNS.items() if column.countable])
@pytest.mark.parametrize("form", ["text", "csv", "markdown", "json"])
def test_every_countable_column_sorts_in_every_format(name, form):
    for group in ([], ["--group-by", "kind"]):
        assert call("table", BRANCHES, "--sort", name, "--top", "3", "--format", form, *group).exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sort", "output"], "no column with numbers"),
        (["--sort", "parms"], "no column with numbers"),
        (["--style", "lecture", "--sort", "params"], "--style lecture"),
        (["--style", "alexnet", "--convention", "fvcore"], "--style alexnet"),
        (["--group-by", "kind", "--columns", "output"], "output"),
        (["--group-by", "colour"], "colour"),
        (["--convention", "tensorboard"], "tensorboard"),
        (["--top", "0"], "0"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_makes_no_sense(words, said):
    result = call("table", "vgg16", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_symbols_have_no_order():
    result = call("table", "INPUT HxHx3 CONV3-K", "--top", "2")
    assert result.exit_code == 2
    assert "--set" in result.stderr
    assert call("table", "INPUT HxHx3 CONV3-K", "--group-by", "kind").exit_code == 0


def test_the_groups_that_are_written_out():
    assert WRITTEN_OUT == GROUPS


def test_a_network_that_ends_early_is_arranged_as_far_as_it_goes():
    result = call("table", "INPUT 9x9x3 CONV3-8 CONV15-2p0 FC-2", "--group-by", "kind", "--sort", "params")
    assert result.exit_code == 1
    assert "total so far" in result.stdout
