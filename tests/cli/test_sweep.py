"""`sweep`: rows that are `analyze`'s, what is kept of them, mistakes, formats, files, and early ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from itertools import product

import pytest

import cnncalc
from cnncalc.space.figures import COLUMNS, FIGURES, FITS, REASON
from tests.cli.calling import call, environment
from tests.cli.test_startup import loaded, packages
from tests.cli.test_streams import POSIX, terminal

WIDE = """\
name: wide
input: 32x32x3
framework: pytorch
parameters: {width: 1, layers: [1, 2], act: RELU, classes: 10}
layers:
  - CONV3-$(divisible(32*width, 8)) BN $act
  - (CONV3-$(divisible(64*width, 8)) BN $act)*$(layers[0]) POOL2
  - (CONV3-$(divisible(128*width, 8)) BN $act)*$(layers[1]) POOL2
  - GAP FC-$classes
"""


@pytest.fixture
def wide(tmp_path):
    path = tmp_path / "wide.yaml"
    path.write_text(WIDE, encoding="utf-8")
    return str(path)


def rows(*words, status=0):
    """The rows as JSON has them."""
    result = call("sweep", *words, "--format", "jsonl")
    assert result.exit_code == status, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(*words):
    result = call("sweep", *words)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return result.stderr


def test_every_row_is_what_analyze_says(wide):
    widths, layers, sizes = ("0.25", "0.5", "1"), ("[1, 2]", "[2, 3]"), (8, 24, 33)
    found = rows(wide, "--set", "width=0.25,0.5,1", "--set", "layers=[1,2],[2,3]", "--input", "8,24,33")
    assert len(found) == 18
    for row, (width, each, size) in zip(found, product(widths, layers, sizes), strict=True):
        totals = cnncalc.analyze(wide, input=f"{size}x{size}", set={"width": width, "layers": each}).totals
        assert (row["width"], row["layers"], row["input"]) == (float(width), json.loads(each), [size, size, 3])
        assert (row["params"], row["macs"], row["memory"]) == (totals.params, totals.macs, totals.memory_bytes)


def test_symbols_are_swept_as_they_are_set():
    """N37 of the course: three 3x3 layers beside one 7x7, at any width."""
    found = rows("INPUT 32x32xC (CONV3-C)*3", "--no-bias", "--set", "C=16:64:16", "--columns", "C,params,input")
    assert [(row["C"], row["params"], row["input"][2]) for row in found] == [
        (c, 27 * c * c, c) for c in (16, 32, 48, 64)
    ]


def test_members_of_families_and_several_networks():
    found = rows(
        "vgg", "alexnet", "--input", "227x227,224", "--framework", "pytorch", "--columns", "network,input,params"
    )
    assert [row["network"] for row in found[::2]] == ["vgg11", "vgg13", "vgg16-c", "vgg16", "vgg19", "AlexNet"]
    assert {row["network"]: row["params"] for row in found}["vgg16"] == 138_357_544
    assert [row["input"][0] for row in found[:2]] == [227, 224]


def test_what_does_not_fit_is_counted_or_shown():
    result = call("sweep", "alexnet", "--input", "227:260")
    assert "227x227x3" in result.stdout
    assert "259x259x3" in result.stdout
    assert "34 points: 2 rows" in result.stdout
    assert "32 do not fit; --all shows them" in result.stdout
    shown = rows("alexnet", "--input", "227:229", "--all")
    assert [(row["fits"], row["reason"], row["macs"] is None) for row in shown] == [
        (True, None, False),
        (False, "conv1 leaves a remainder", True),
        (False, "conv1 leaves a remainder", True),
    ]
    nothing = call("sweep", "alexnet", "--input", "228:230")
    assert nothing.exit_code == 1


def test_a_value_that_makes_no_network_is_a_row_that_does_not_fit(wide):
    shown = rows(wide, "--set", "classes=0,10", "--all", "--columns", "classes,input,params,reason")
    assert [(row["classes"], row["params"] is None) for row in shown] == [(0, True), (10, False)]
    assert "FC-$classes" in shown[0]["reason"] or "outputs" in shown[0]["reason"]
    assert call("sweep", wide, "--set", "classes=0,-1").exit_code == 1


def test_where_pareto_sort_and_limit():
    sizes = ("vgg16", "--input", "32:512:32")
    small = rows(*sizes, "--where", "macs < 5G and (params > 40M or input_height == 32)")
    assert [row["input"][0] for row in small] == [32, 64, 96]
    assert [row["input"][0] for row in rows(*sizes, "--sort", "-macs", "--limit", "2")] == [512, 480]
    assert [row["input"][0] for row in rows(*sizes, "--pareto", "params")] == [32]
    assert len(rows(*sizes, "--pareto", "params,-field")) == 16
    halves = rows(*sizes, "--where", "params/2 < 20M", "--columns", "params")
    assert [row["params"] < 40_000_000 for row in halves] == [True]


def test_a_swept_value_hides_the_figure_of_its_name(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text("input: 8x8x3\nparameters: {depth: 1}\nlayers: [CONV3-4*$depth, CONV3-4]\n", encoding="utf-8")
    assert [row["depth"] for row in rows(str(path), "--set", "depth=1:4", "--where", "depth > 2")] == [3, 4]


@pytest.mark.parametrize(("words", "said"), [
    (("--input", "64:32"), "--input:1:1: error[CNN203] the range 64:32 is empty"), (("--input", "64,,32"), "--input:1:4: error[CNN203] an extent is missing"),
    (("--input", "64x64x3x3"), "at most three extents"), (("--input", "HxW"), "`H` is no extent"), (("--input", "0"), "from 1 to"),
    (("--where", "parms < 3"), "did you mean `params`?"), (("--where", "params < 3X"), "--where:1:11: error[CNN104] `X` is no unit"),
    (("--where", "output < 3"), "compare output_height or"), (("--where", "params <"), "needs a number or a name here"),
    (("--pareto", "params,-feild"), "did you mean field"), (("--pareto", ","), "names no figure"), (("--columns", "param"), "did you mean params"),
    (("--sort", "reasons"), "there is no 'reasons'"), (("--set", "classes=1:0"), "--set classes:1:1: error[CNN203] the range 1:0 is empty"),
    (("--all", "--pareto", "params"), "take one of them"), (("--input", "1:100000x1:10000"), "a sweep of 1,000,000,000 points"),
    (("--set", "classes=1:1000000", "--input", "1:101"), "at most 100,000,000"), (("--set", "classes=1:1000:0.0001"), "more than 1,000,000 values"),
], ids=str)  # fmt: skip
def test_mistakes_in_options(words, said):
    assert said in refused("vgg16", *words)


def test_mistakes_in_specifications(wide):
    assert "did you mean `width`" in call("sweep", wide, "--set", "widht=1").stderr
    assert call("sweep", "INPUT 8x8x3 KONV3").exit_code == 1
    assert call("sweep", "nowhere.yaml", "vgg16").exit_code == 2
    assert "give --set H=" in refused("INPUT HxHx3 CONV3-4")


def test_formats_hold_the_same():
    words = (
        "torchvision/resnet50",
        "--framework",
        "pytorch",
        "--input",
        "224:228:2",
        "--all",
        "--columns",
        ",".join(FIGURES) + ",fits,reason",
    )
    expected = rows(*words)
    table = list(csv.DictReader(io.StringIO(call("sweep", *words, "--format", "csv").stdout)))
    for line, row in zip(table, expected, strict=True):
        assert line["params"] == str(row["params"])
        assert line["output"] == "x".join(map(str, row["output"]))
        assert (line["fits"], line["reason"]) == ("yes", "")
    text = call("sweep", *words).stdout
    assert all(f"{row['params']:,}" in text for row in expected)


def test_words_are_harmless_to_spreadsheets(wide):
    line = call("sweep", wide, "--set", "act=RELU,=1+1", "--all", "--columns", "act,fits", "--format", "csv").stdout
    assert "'=1+1,no" in line


def test_every_column_is_described():
    assert set(COLUMNS) == {"network", *FIGURES, FITS, REASON}
    text = call("sweep", "--help").stdout
    assert all(f"  {name} " in text for name in COLUMNS)


def test_standard_input(wide):
    result = call("sweep", "-", "--set", "width=1,2", "--format", "csv", "--columns", "width,params", stdin=WIDE)
    assert (
        result.stdout
        == call("sweep", wide, "--set", "width=1,2", "--format", "csv", "--columns", "width,params").stdout
    )


def test_a_file_is_written_whole(wide, tmp_path):
    path = tmp_path / "rows.csv"
    result = call("sweep", wide, "--set", "width=1,2", "--format", "csv", "--output", str(path))
    assert result.exit_code == 0
    assert not result.stdout
    assert path.read_text().count("\n") == 3
    assert [file.name for file in tmp_path.iterdir() if "tmp" in file.name] == []
    assert call("sweep", wide, "--output", str(tmp_path / "no" / "rows")).exit_code == 2
    told = call("sweep", wide, "--set", "width=1,2", "--output", str(path))
    assert "2 points of 2 networks: 2 rows" in told.stdout
    assert path.read_text().splitlines()[0].split() == ["width", "input", "params", "macs", "memory", "output"]


def test_long_tables_say_so():
    result = call("sweep", "vgg16", "--framework", "pytorch", "--input", "32:331")
    assert "300 points: 200 rows\n100 more rows: --limit 300 shows them" in result.stdout
    assert (
        call("sweep", "vgg16", "--framework", "pytorch", "--input", "32:331", "--limit", "300").stdout.count("1x1x1000")
        == 300
    )


def test_a_limit_ends_the_work():
    result = call(
        "sweep", "vgg16", "--framework", "pytorch", "--input", "32:9031x32:9031", "--limit", "2", "--format", "csv"
    )
    assert len(result.stdout.splitlines()) == 3
    assert "points were not looked at" in result.stderr


@pytest.mark.parametrize("columns", [80, 140])
@POSIX
def test_terminals(columns):
    text, status = terminal("sweep", "vgg16", "--input", "64:128:16", "--all", columns=columns, NO_COLOR="1")
    assert status == 0
    lines = [line for line in text.splitlines() if "\x1b" not in line]
    assert max(map(len, lines)) <= columns
    assert "128x128x3" in text


def test_what_is_loaded():
    """rich for a table, but not its progress bar into a pipe; neither for lines that programs read."""
    assert "rich" not in packages(loaded("sweep", "vgg16", "--input", "64", "--format", "csv"))
    assert "rich.progress" not in loaded("sweep", "vgg16", "--input", "64")


def process(*words, **options):
    command = [sys.executable, "-m", "cnncalc", "sweep", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), **options)


ENDLESS = ("vgg16", "--set", "classes=1:900000", "--columns", "classes,params")
"""Nearly a million networks: most of an hour of work."""


@POSIX
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_early_end_keeps_what_is_done(number, status, jobs, tmp_path):
    path = tmp_path / "rows.jsonl"
    with process(*ENDLESS, "--jobs", jobs, "--format", "jsonl", "--output", str(path), start_new_session=True) as child:
        time.sleep(3)
        # As a terminal does it: to every process that there is in the group.
        os.killpg(child.pid, number)
        _, errors = child.communicate(timeout=60)
    assert child.returncode == status, errors
    assert b"Traceback" not in errors
    found = [json.loads(line) for line in path.read_text().splitlines()]
    # The rows are whole, the first ones, and right: 4096 weights and a bias for each further class.
    assert found
    assert [row["classes"] for row in found] == list(range(1, len(found) + 1))
    assert all(row["params"] == 138_357_544 - 4097 * (1000 - row["classes"]) for row in found)
    assert f"interrupted: {len(found):,} of 900,000 points were computed; the rows in ".encode() in errors


@POSIX
def test_an_early_end_of_a_table():
    with process(*ENDLESS, "--sort", "-params", start_new_session=True) as child:
        time.sleep(2.5)
        child.send_signal(signal.SIGINT)
        out, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"interrupted: " in errors
    assert out.count(b"\n") > 3


@POSIX
def test_a_reader_that_has_gone_ends_the_work():
    command = f"{sys.executable} -m cnncalc sweep {' '.join(ENDLESS)} --format csv | head -n 2; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), check=False, timeout=60)
    assert (result.returncode, result.stderr) == (0, b"")
