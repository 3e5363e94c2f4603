"""`compare`: networks side by side, one network under every framework, and documents as git keeps them."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction

import pytest

from cnncalc.engine import analyze, compare
from cnncalc.engine.compare import FIGURES, aligned, keys, main_row, ratio, smaller
from cnncalc.symbolic import parse, symbol
from tests.cli.calling import call
from tests.nets import network_of, report_of

C, D = symbol("C"), symbol("D")
SMALL, LARGE = "INPUT HxWxC (CONV3-C)*3", "INPUT HxWxC CONV7-C"


def compared(*words):
    result = call("compare", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def in_json(*words):
    return json.loads(compared(*words, "--format", "json"))


def lines(text):
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.split()}


def test_vgg_as_its_paper_has_it():
    """Configurations A, B, D and E: 11, 13, 16 and 19 weight layers, what they share on one line."""
    found = in_json("vgg11", "vgg13", "vgg16", "vgg19")
    totals = {total["name"]: total["values"] for total in found["totals"]}
    assert totals["weight layers"] == [11, 13, 16, 19]
    assert totals["params"] == [132_863_336, 133_047_848, 138_357_544, 143_667_240]
    there = {layer["id"]: [row is not None for row in layer["rows"]] for layer in found["layers"]}
    assert there["conv1_1"] == [True] * 4
    assert there["conv1_2"] == [False, True, True, True]
    assert there["conv3_3"] == [False, False, True, True]
    assert there["conv5_4"] == [False, False, False, True]
    text = compared("vgg11", "vgg13", "vgg16", "vgg19")
    assert [line.split()[0] for line in text.splitlines() if line.startswith(("conv", "pool", "fc"))] == [
        "conv1_1", "conv1_2", "pool1", "conv2_1", "conv2_2", "pool2", "conv3_1", "conv3_2", "conv3_3", "conv3_4", "pool3",
        "conv4_1", "conv4_2", "conv4_3", "conv4_4", "pool4", "conv5_1", "conv5_2", "conv5_3", "conv5_4", "pool5", "fc6", "fc7", "fc8",
    ]  # fmt: skip


def test_n37_with_symbols():
    """27C² weights against 49C², the same 7x7 pixels; proved, not tried out."""
    found = in_json(SMALL, LARGE, "--no-bias")
    totals = {total["name"]: total for total in found["totals"]}
    assert [parse(value) for value in totals["params"]["values"]] == [27 * C**2, 49 * C**2]
    assert totals["params"]["ratios"] == [1.0, 49 / 27]
    assert [network["field"] for network in found["networks"]] == [[7, 7], [7, 7]]
    text = compared(SMALL, LARGE)
    assert lines(text)["sees"] == ["7x7", "7x7"]
    assert "params: A < B whatever the symbols stand for" in text


def test_n39_averaging_instead_of_a_fully_connected_layer():
    """VGG16 without fc6: its 102,760,448 weights and 4,096 biases go, and fc7 shrinks from 4096x4096 to 512x4096."""
    vgg16 = "INPUT 224x224x3 CONV3-512 (POOL2)*5 {} fc7:FC-4096 fc8:FC-1000"
    found = in_json(vgg16.format("fc6:FC-4096"), vgg16.format("GAP"))
    first, second = next(total["values"] for total in found["totals"] if total["name"] == "params")
    assert first - second == 117_444_608


def test_the_condition_under_which_one_is_smaller():
    text = compared("INPUT HxWx3 CONV3-K", "INPUT HxWx3 CONV1-64", "--no-bias")
    assert "params: A < B if and only if K is at most 7" in text


def test_layers_are_aligned_by_notation_where_nothing_has_a_name():
    found = in_json("INPUT 8x8x3 CONV3-8 POOL2 FC-10", "INPUT 8x8x3 CONV3-8 CONV3-8 POOL2 FC-10")
    (added,) = (layer for layer in found["layers"] if not layer["same"])
    assert [row and row["notation"] for row in added["rows"]] == [None, "CONV3-8"]
    assert len(found["layers"]) == 5


@pytest.mark.parametrize(("sequences", "expected"), [
    (["abc", "abc"], [(0, 0), (1, 1), (2, 2)]),
    (["abc", "axc"], [(0, 0), (1, 1), (2, 2)]),
    (["ac", "abbc"], [(0, 0), (None, 1), (None, 2), (1, 3)]),
    (["a", ""], [(0, None)]),
    (["ab", "b", "ab"], [(0, None, 0), (1, 0, 1)]),
    (["abd", "abcd", "acd"], [(0, 0, 0), (1, 1, None), (None, 2, 1), (2, 3, 2)]),
    (["b", "ab", "abc"], [(None, 0, 0), (0, 1, 1), (None, None, 2)]),
    (["aa", "aaa"], [(0, 0), (1, 1), (None, 2)]),  # what both begin with comes before what both end with
    (["xab", "ab"], [(0, None), (1, 0), (2, 1)]),
    (["axb", "ab"], [(0, 0), (1, None), (2, 1)]),
    (["aXbc", "aYbZZc"], [(0, 0), (1, 1), (2, 2), (None, 3), (None, 4), (3, 5)]),
])  # fmt: skip
def test_alignment(sequences, expected):
    """Every place once, in order; what stands in the place of another is beside it."""
    found = aligned(sequences)
    assert found == expected
    for number, sequence in enumerate(sequences):
        assert [place[number] for place in found if place[number] is not None] == list(range(len(sequence)))


def test_of_very_long_sequences_what_comes_all_the_time_decides_nothing(monkeypatch):
    """5 places against 252, between a head and a tail that both have: 1,260 pairs are few enough to be compared, or one too many."""
    first, second = f"h{'s' + 'a' * 3 + 't'}ee", f"h{'u' + 'a' * 250 + 'v'}ee"
    together = [place for place in aligned([first, second]) if None not in place]
    assert [first[one] for one, _ in together] == [*"hsaaaee"]  # s stands where u does
    monkeypatch.setattr(compare, "QUICK", 5 * 252)
    assert [place for place in aligned([first, second]) if None not in place] == together
    monkeypatch.setattr(compare, "QUICK", 5 * 252 - 1)
    assert [first[place[0]] for place in aligned([first, second]) if None not in place] == [*"hee"]


@pytest.mark.parametrize(("first", "second", "expected"), [
    (4, 6, Fraction(3, 2)), (4, 0, 0), (0, 5, None), (4, C, None), (C, 4, None),
    (27 * C**2, 49 * C**2, Fraction(49, 27)), (2 * C + 4 * D, 3 * C + 6 * D, Fraction(3, 2)), (2 * C + 4 * D, 3 * C + 5 * D, None),
    (27 * C**2 + C, 49 * C**2, None), (27 * C**2, 49 * C**2 + C, None), (C, D, None),
])  # fmt: skip
def test_ratios(first, second, expected):
    """A number where it does not depend on the symbols."""
    assert ratio(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"), [(2, 3, True), (2, 2, False), (C, C + 1, True), (C, C, False), (C + 1, C, False)]
)
def test_smaller_is_less_by_one_at_least(first, second, expected):
    assert smaller(first, second) is expected


def test_the_main_row_is_the_one_of_the_output():
    report = report_of("INPUT 8x8x3 CONV3-4 RELU")
    assert main_row(report) is report.rows[-1]
    assert main_row(analyze(network_of("INPUT 8x8x3 CONV9-4p0"))) is None


def test_names_make_layers_the_same_where_every_network_has_one_of_them():
    rows = [
        report_of(f"INPUT 8x8x3 {layers}").rows
        for layers in ("a:CONV3-4 RELU b:CONV3-4", "a:CONV5-4 c:CONV3-4", "c:CONV3-4")
    ]
    assert keys(rows[:2]) == [["input", "a", ((), "RELU"), "b"], ["input", "a", "c"]]
    assert keys(rows) == [
        ["input", "CONV3-4", "RELU", "CONV3-4"],
        ["input", "CONV5-4", "CONV3-4"],
        ["input", "CONV3-4"],
    ]


@pytest.mark.parametrize("width", ["60", "80", "140"])
@pytest.mark.parametrize(
    "specs", [("vgg11", "vgg19"), ("alexnet", "zfnet"), (SMALL, LARGE), ("vgg11", "vgg13", "vgg16", "vgg19")]
)
def test_widths(specs, width):
    assert max(map(len, compared(*specs, "--width", width).splitlines())) <= int(width)


def test_long_tables_are_folded():
    text = compared("resnet50", "resnet101")
    assert "… 119 lines only here" in text
    assert len(text.splitlines()) < 25
    assert len(compared("resnet50", "resnet101", "--all").splitlines()) > 200


def test_markdown_for_a_pull_request():
    text = compared("alexnet", "zfnet", "--format", "markdown")
    assert "| params | 62,378,344 | 107,627,624 | +45,249,280 (+72.5 %) |" in text
    assert "<details><summary>11 of 14 lines of the tables differ</summary>" in text
    assert "| conv3 | CONV3-384 · RELU | CONV3-512 · RELU | 13x13x384 → 13x13x512 | 885,120 → 1,180,160 |" in text


def test_markdown_shows_what_a_file_wrote_as_text(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text("name: x\ninput: 8x8x3\nlayers:\n  - 'a|b<script>': CONV3-4\n", encoding="utf-8")
    result = call("compare", str(path), "INPUT 8x8x3 CONV3-8", "--format", "markdown")
    assert "<script>" not in result.stdout


def test_every_json_has_the_same_totals():
    assert [total["name"] for total in in_json("vgg16", "alexnet")["totals"]] == list(FIGURES)


@pytest.mark.parametrize(("words", "status", "said"), [
    (["vgg16"], 2, "name two networks"),
    (["vgg16", "--frameworks", "--conventions"], 2, "one at a time"),
    (["vgg16", "--frameworks", "--framework", "caffe"], 2, "leave out --framework"),
    (["vgg16", "no-such.yaml"], 2, "CNN100"),
    (["vgg16", "INPUT 8x8x3 CONV9-4p0"], 1, "CNN302"),
])  # fmt: skip
def test_exit_status(words, status, said):
    result = call("compare", *words)
    assert result.exit_code == status
    assert said in result.output


# Frameworks


def test_frameworks_part_at_googlenets_first_pool():
    text = compared("googlenet", "--frameworks")
    assert (
        "first difference: pool1, POOL3/2: exact 55x55x64 (a fraction, an error); pytorch and tensorflow 55x55x64 (rounding down); caffe 56x56x64 (rounding up)"
        in text
    )
    assert "pytorch: pool5 has no output" in text
    assert "◂ first" in next(line for line in text.splitlines() if line.startswith("pool1"))


def test_weights_that_do_not_load_elsewhere():
    """VGG16 at 225x225: a pool that rounds up leaves 8x8 instead of 7x7."""
    text = compared("vgg16", "--frameworks", "--input", "225x225")
    assert "fc6 has other weights: 102,764,544 under exact, pytorch and tensorflow; 134,221,824 under caffe" in text
    found = in_json("vgg16", "--frameworks", "--input", "225x225")
    assert (found["first_difference"], found["weights_differ"]) == ("pool1", ["fc6"])
    assert found["layers"][3]["misfits"] == []


def test_frameworks_that_agree():
    assert "every framework gives every layer the same size" in compared("alexnet", "--frameworks")
    assert in_json("alexnet", "--frameworks")["first_difference"] is None


def test_thousands_of_layers_under_each_framework():
    """The beginning and the end, unless all are asked for; what differs is counted in either case."""
    spec = "INPUT 9x9x3 POOL2 CONV3-3*2005"
    text, whole = compared(spec, "--frameworks"), compared(spec, "--frameworks", "--all")
    assert [sum(line.startswith("conv") for line in one.splitlines()) for one in (text, whole)] == [1_998, 2_005]
    assert "… 7 layers" in text.splitlines()
    assert "behind it: 2006 of 2007 layers have outputs of other sizes somewhere" in text


def test_frameworks_in_markdown():
    text = compared("resnet18", "--frameworks", "--format", "markdown")
    assert "| **pool1** | POOL3/2 | ! 55x55x64 | 55x55x64 | 56x56x64 | 55x55x64 |" in text
    assert "trained weights load everywhere" in text


# Revisions


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository whose document has changed since its only commit."""
    if shutil.which("git") is None:
        pytest.skip("no git")
    monkeypatch.chdir(tmp_path)
    document = tmp_path / "net.yaml"
    document.write_text("name: net\ninput: 8x8x3\nlayers:\n  - c1: CONV3-8\n  - f1: FC-10\n", encoding="utf-8")
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "net.yaml"], [*identity, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *words], check=True, cwd=tmp_path, capture_output=True)
    document.write_text(document.read_text(encoding="utf-8").replace("CONV3-8", "CONV3-16"), encoding="utf-8")
    return tmp_path


def test_a_document_beside_what_it_was(repository):
    text = compared("main:net.yaml", "net.yaml", "--format", "markdown")
    assert "**main:net.yaml**" in text
    assert "| params | 5,354 | 10,698 | +5,344 (+99.8 %) |" in text


def test_a_revision_that_is_not_there(repository):
    result = call("compare", "nowhere:net.yaml", "net.yaml")
    assert result.exit_code == 2
    assert "git finds no nowhere:net.yaml" in result.output
    assert "Traceback" not in result.output


def test_places_in_a_revision_bear_its_name(repository):
    (repository / "net.yaml").write_text("input: 8x8x3\nlayers:\n  - CONV3\n", encoding="utf-8")
    subprocess.run(["git", "add", "net.yaml"], check=True, cwd=repository, capture_output=True)
    found = call("compare", "net.yaml", "net.yaml")
    assert "net.yaml:3:5" in found.output
    assert found.exit_code == 1
