"""Counting as other tools do: their published numbers, and laws that hold for every convention."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cnncalc.engine.charges import BIAS, EVERY_KIND, TERMS
from cnncalc.engine.conventions import CONVENTIONS
from cnncalc.engine.counting import count, differences, explain, macs_under
from cnncalc.layers import CLASSES
from cnncalc.render.conventions import reference_markdown
from cnncalc.rules import examine
from cnncalc.spec import load
from cnncalc.symbolic import substitute
from tests.nets import report_of

MIXED = """INPUT 32x32x8 CONV3-16 BN RELU POOL2 {CONV3-16nobias BN RELU DWCONV3 BN + ID} PRELU {CONV1-8 LRN | AVGPOOL3/1p1 CONV1-8}
 {GAP FC-16 HSIGMOID x ID} DECONV4-8/2p1 UP2bilinear LN SCALE GELU DROPOUT0.5 MAXOUT2-10 SOFTMAX"""
FLAT = " ".join(MIXED.split())


def bundled(name):
    (network,) = load(name).networks
    return examine(network)


@pytest.mark.parametrize(
    ("name", "total", "source"),
    [
        ("cnncalc", 86_704_128, "3·3·3·64 weights at 224·224 positions"),
        ("fvcore", 86_704_128, "fvcore 0.1.5"),
        ("torchinfo", 89_915_392, "torchinfo 1.8.0: and 64·224·224 biases"),
        ("ptflops", 89_915_392, "ptflops 0.7.5"),
        ("ptflops-aten", 89_915_392, "ptflops 0.7.5, backend aten"),
        ("thop", 86_704_128, "thop 0.1.1"),
        ("calflops", 176_619_520, "calflops 0.3.2: twice, and the biases once"),
        ("torchvision", 86_704_128, "what its metadata would say"),
        ("pycls", 86_704_192, "pycls: 64 biases, wherever they are added"),
        ("convnet-burden", 89_915_392, "burden.m"),
        ("darknet", 173_408_256, "convolutional_layer.c: 0.173 BF"),
    ],
)
def test_one_convolution(name, total, source):
    assert macs_under(report_of("INPUT 224x224x3 CONV3-64"), name).total == total, source


def test_torchinfo_explained_beside_fvcore():
    """Issue 3's example: "fvcore: no bias; torchinfo: + bias, normalization by weights"."""
    report = report_of("INPUT 56x56x64 CONV3-64 BN RELU")
    fvcore, torchinfo = (count(report, name).compute for name in ("fvcore", "torchinfo"))
    told = {d.term: (d.amount, d.first, explain(d)) for d in differences(fvcore, torchinfo)}
    assert told == {
        "bias": (64 * 56 * 56, "", "1 per biased output"),
        "normalization": (2 * 64 - 2 * 64 * 56 * 56, "1 per output, 1 per scaled output", "1 per parameter"),
    }


VGG16 = [
    ("cnncalc", 60_950_432, "15,237,608 values of 4 bytes: the lecture's rows (N27), whose sum it gives as 93 MB (E2)"),
    ("torchinfo", 108_453_696, "108.45 MB: facts/conventions.md"),
    ("netscope", 28_651_984, "values, without the input: facts/conventions.md"),
    ("torchsummary", 229_207_872 + 8 * 1000, "218.59 MB of 2^20 for torchvision's model, which has no softmax"),
    (
        "convnet-burden",
        60_348_320 + 4 * (2 * 4096 + 1000),
        "58 MB of 2^20: convnet-burden's README; dropout and softmax are stored",
    ),
    ("fvcore", 13_556_712, "outputs of convolutions and fully connected layers"),
]


@pytest.mark.parametrize(("name", "total", "source"), VGG16)
def test_memory_of_vgg16(name, total, source):
    assert count(bundled("vgg16"), name).memory.total == total, source


@pytest.mark.parametrize(
    ("name", "word", "total"),
    [("pycls", "acts", 11_315_688), ("timm", "Activations (M)", 11_114_984), ("fvcore", "activations", 11_114_984)],
)
def test_activations_of_resnet50(name, word, total):
    """facts/conventions.md; pycls counts the outputs of max pools too."""
    tally = count(bundled("torchvision/resnet50"), name).memory
    assert (tally.printed.word, tally.total) == (word, total)


@pytest.mark.parametrize(
    ("name", "feature_memory", "flops"),
    [
        ("vgg16", 58, 16), ("vgg19", 63, 20), ("googlenet", 26, 2), ("resnet50", 103, 4), ("resnet101", 155, 8), ("resnet152", 219, 11),
    ],
)  # fmt: skip
def test_convnet_burden_publishes(name, feature_memory, flops):
    """The README of convnet-burden: MB of 2^20, GFLOPS, rounded as there."""
    counted = count(bundled(name), "convnet-burden")
    assert round(counted.memory.total / 2**20) == feature_memory
    assert round(counted.compute.total / 1e9) == flops


def test_convnet_burden_publishes_an_alexnet_without_lrn():
    """727 MFLOPS and 3 MB at 227x227: the AlexNet that MatConvNet trained, with batch normalization merged, in place of LRN."""
    counted = count(bundled("alexnet-groups"), "convnet-burden")
    flops, features = (tally.total - tally.terms["normalization"] for tally in counted.tallies)
    assert (round(flops / 1e6), round(features / 2**20)) == (727, 3)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_totals_are_their_terms_and_rows(name):
    for tally in count(report_of(FLAT, "pytorch"), name).tallies:
        assert tally.total == sum(tally.terms.values()) == sum(tally.per_row)


@pytest.mark.parametrize("first", CONVENTIONS)
def test_differences_add_up(first):
    report = report_of(FLAT, "pytorch")
    for second in CONVENTIONS:
        for one in count(report, first).tallies:
            for other in count(report, second).tallies:
                found = differences(one, other)
                assert sum(d.amount for d in found) == other.total - one.total
                assert all(d.first or d.second for d in found)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_symbols_count_as_numbers_do(name):
    notation = "INPUT {}x{}x8 CONV3-{} BN RELU {{CONV1-{} + ID}} POOL2/1 DECONV2-4/2p0 LRN GAP FC-10 SOFTMAX"
    values = {"H": 17, "W": 12, "K": 6}
    symbols = count(report_of(notation.format("H", "W", "K", "K"), "pytorch"), name)
    numbers = count(report_of(notation.format(17, 12, 6, 6), "pytorch"), name)
    for one, other in zip(symbols.tallies, numbers.tallies, strict=True):
        assert substitute(one.total, values) == other.total


def test_a_transposed_convolution_over_its_output_is_counted_stride_squared_too_often():
    report = report_of("INPUT 8x8x16 DECONV4-8/2p1nobias")
    assert macs_under(report, "fvcore").total == report.totals.macs == 8 * 8 * 4 * 4 * 16 * 8
    for name in ("torchinfo", "thop"):
        assert macs_under(report, name).total == 4 * report.totals.macs


def test_the_batch_multiplies_where_the_tool_does():
    report = report_of(FLAT, "pytorch")
    for name, convention in CONVENTIONS.items():
        for one, eight in zip(count(report, name).tallies, count(report, name, batch=8).tallies, strict=True):
            assert eight.total == one.total * (8 if convention.batch else 1)


def test_our_own_convention_is_the_report():
    report = report_of(FLAT, "pytorch")
    ours = count(report, "cnncalc")
    assert ours.compute.total == report.totals.macs
    assert ours.memory.total == report.totals.activation_bytes
    assert ours.compute.per_row == tuple(row.macs for row in report.rows)


def test_a_column_for_a_table():
    report = report_of("INPUT 8x8x3 CONV3-4 RELU")
    column = macs_under(report, "torchinfo")
    assert column.heading == "Mult-Adds (torchinfo)"
    assert "torchinfo 1.8.0" in column.source
    assert column.values == (0, (27 + 1) * 4 * 64, 0)
    with pytest.raises(ValueError, match="no number of operations"):
        macs_under(report, "torchsummary")
    with pytest.raises(KeyError):
        macs_under(report, "torchinf")


def test_the_terms_know_every_kind():
    assert sorted(EVERY_KIND) == sorted(token.lower() for token in CLASSES)
    for convention in CONVENTIONS.values():
        for printed in convention.prints:
            for charge in printed.charges:
                assert set(charge.kinds) <= set(EVERY_KIND), (convention.name, charge)
                assert charge.per.term in ("", BIAS)
                assert charge.per.term in ("", *TERMS)


def test_every_convention_names_its_source():
    for name, convention in CONVENTIONS.items():
        assert convention.name == name
        assert convention.version
        assert convention.source
        assert convention.notes


PAGE = Path(__file__).parents[2] / "docs" / "conventions.md"


def test_the_page_holds_the_tables():
    text = PAGE.read_text(encoding="utf-8")
    _, _, after = text.partition("<!-- conventions: begin -->\n")
    tables, _, _ = after.partition("\n<!-- conventions: end -->")
    assert tables == reference_markdown(), (
        "run python docs/regenerate.py, or paste render.conventions.reference_markdown()"
    )


def test_the_page_speaks_of_every_tool():
    text = PAGE.read_text(encoding="utf-8")
    for name in CONVENTIONS:
        assert name in text


def compare(*arguments, width=80):
    from cnncalc.cli.compare import command

    return CliRunner().invoke(command, [*arguments, "--width", str(width)])


def test_compare_fits_into_80_columns_and_names_every_tool():
    result = compare("vgg16", "--conventions")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.output.splitlines())) <= 80
    for name, convention in CONVENTIONS.items():
        assert name in result.output
        assert convention.tool in result.output
    assert re.search(r"torchinfo +Mult-Adds +15,483,821,032 +\+ 13\.6M bias", result.output)


def test_compare_as_json():
    result = compare("INPUT HxWx3 CONV3-64 BN", "--conventions", "--format", "json")
    found = json.loads(result.stdout)
    assert found["schema"] == 1
    assert [entry["name"] for entry in found["conventions"]] == list(CONVENTIONS)
    torchinfo = found["conventions"][1]["prints"][0]
    assert (torchinfo["word"], torchinfo["unit"], torchinfo["doubled"]) == ("Mult-Adds", "operations", False)
    assert torchinfo["value"] == "1792*H*W + 128"
    assert torchinfo["terms"] == {"convolution": "1728*H*W", "bias": "64*H*W", "normalization": 128}
    assert [d["term"] for d in torchinfo["differs"]] == ["bias", "normalization"]


def test_compare_as_markdown_and_several():
    result = compare("lenet5", "alexnet", "--conventions", "--format", "markdown")
    lines = result.stdout.splitlines()
    assert sum(line.startswith("| cnncalc") for line in lines) == 4
    assert len({line.replace("\\|", "").count("|") for line in lines if line}) == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("lenet5",), 2), (("no-such-file.yaml", "--conventions"), 2), (("INPUT 8x8x3 CONV9-4p0", "--conventions"), 1)],
)
def test_statuses(arguments, status):
    assert compare(*arguments).exit_code == status
