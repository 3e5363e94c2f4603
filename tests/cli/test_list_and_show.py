"""`cnncalc list` and `cnncalc show`."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from cnncalc.cli import list as cli
from cnncalc.spec import catalogue, library, load
from cnncalc.spec.library import Entry
from tests.cli.calling import call

KNOWN = [
    Entry("a_net", "a.yaml", None, "A", "Anna 2014", 2014, "first", "32x32x3", 1_000, 50_000, 9, sound=True),
    Entry("b-net", "b.yaml", "b-net", "B", "Ben 2012", 2012, "second", "8x8xC", None, None, None, "4x4x3", ["aux"]),
    Entry("x/b-big", "x/b.yaml", "b-big", "B", "torch", 2013, "second", "224x224x3", 9_876_543_210, 123_456_789_012, 1),
    Entry("wrong", "w.yaml", "wrong", "W", "Wanda", 2016, "bad", "7x7x1", sound=False),
    Entry("right", "w.yaml", "right", "W", "Wanda", 2016, "bad", "7x7x1", 0, 0, 1),
    Entry("new", "new.yaml"),
]  # fmt: skip


@pytest.fixture
def known(monkeypatch):
    """A catalogue of six networks, one of them unknown to the index."""
    monkeypatch.setattr(library, "index", lambda: {entry.name: entry for entry in KNOWN[:-1]})
    monkeypatch.setattr(library, "names", lambda: tuple(entry.name for entry in KNOWN))
    monkeypatch.setattr(library, "scanned", lambda word="": {"new": KNOWN[-1]})


def listed(*words):
    """The names that a call lists, in order."""
    return [network["name"] for network in json.loads(call("list", "--format", "json", *words).stdout)["networks"]]


def test_list_names_every_network_with_its_facts():
    text = call("list").stdout
    assert all(name in text for name in library.names())
    assert "138,357,544" in text
    assert "Simonyan" in text


def test_list_can_be_searched():
    text = call("list", "resnet", "torchvision").stdout
    assert "torchvision/resnet50" in text
    assert "vgg16" not in text


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["anna"], ["a_net"]),
        (["A-NET"], ["a_net"]),
        (["net"], ["a_net", "b-net"]),
        (["net", "second"], ["b-net"]),
        (["2013"], ["x/b-big"]),
        (["new"], ["new"]),
        (["--family", "second"], ["b-net", "x/b-big"]),
        (["--family", "FIRST", "--family", "bad"], ["a_net", "wrong", "right"]),
        (["--max-params", "1K"], ["a_net"]),
        (["--max-params", "999"], []),
        (["--min-params", "1_001"], ["x/b-big"]),
        (["--min-macs", "50K", "--max-macs", "1M"], ["a_net"]),
        (["--min-macs", "50_001", "--max-macs", "1M"], []),
        (["--sort", "params"], ["x/b-big", "a_net", "b-net", "new"]),
        (["--sort", "year"], ["a_net", "x/b-big", "b-net", "new"]),
        (["--sort", "name"], ["a_net", "x/b-big", "b-net", "new"]),
    ],
)
def test_what_is_listed(known, words, names):
    assert listed(*words) == names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["nothing"],
            "no bundled network has `nothing` in its name, family, title, source or year; `cnncalc list` shows all",
        ),
        (["b-bog"], "did you mean `b-big`?"),
        (["anna", "ben"], "no bundled network has all of anna, ben: leave one out"),
        (["net", "--max-params", "5"], "none of 2 networks is within the limits: a_net has the fewest params, 1,000"),
        (["--min-macs", "1T"], "none of 4 networks is within the limits: x/b-big has the most MACs, 123,456,789,012"),
    ],
)
def test_nothing_is_found(known, words, said):
    result = call("list", *words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr
    assert listed(*words) == []


def test_options_that_are_wrong(known):
    for words, said in (
        (["--family", "frist"], "did you mean `first`?"),
        (["--max-params", "5X"], "`X` is no unit"),
        (["--sort", "depth"], "'depth' is not one of"),
    ):
        result = call("list", *words)
        assert result.exit_code == 2
        assert said in result.stderr


def test_sorts_are_the_catalogue_s():
    assert cli.SORTS == catalogue.SORTS


EIGHTY = """\
network  year      input         params             MACs
────────────────────────────────────────────────────────

second  Ben 2012
b-net    2012      8x8xC              –                –

second  torch
x/b-big  2013  224x224x3  9,876,543,210  123,456,789,012

first  Anna 2014
a_net    2014    32x32x3          1,000           50,000

other
new         –          –              –                –

demonstrations of mistakes; `cnncalc check NAME` says what is wrong with each

bad  Wanda
wrong    2016      7x7x1              –                –
right    2016      7x7x1              0                0

6 networks in 4 families; `cnncalc table NAME` shows one, `cnncalc list WORD`
searches
"""


def test_families_stand_in_the_order_of_their_years_and_mistakes_apart(known):
    assert call("list", "--width", "80").stdout == EIGHTY
    assert call("list").stdout == EIGHTY.replace("WORD`\nsearches", "WORD` searches")


def test_narrow_lists_round_and_then_stack(known):
    assert "\nx/b-big  2013  224x224x3   9.88G   123G\n" in call("list", "--width", "50").stdout
    assert "\nx/b-big  224x224x3   9.88G   123G\n" in call("list", "--width", "36").stdout
    stacked = call("list", "--width", "30").stdout
    assert "\nx/b-big\n  224x224x3, 9.88G params,\n123G MACs\n" in stacked
    assert "network" not in stacked.partition("b-net")[0]


def test_a_sorted_list_is_one_table(known):
    lines = call("list", "--sort", "macs").stdout.splitlines()
    assert lines[0].split() == ["network", "family", "year", "input", "params", "MACs"]
    assert [line.split()[0] for line in lines[2:]] == ["x/b-big", "a_net", "b-net", "new"]


def test_json(known):
    (found,) = json.loads(call("list", "ben", "--format", "json").stdout)["networks"]
    assert found == {
        "name": "b-net", "file": "b.yaml", "variant": "b-net", "title": "B", "source": "Ben 2012", "year": 2012,
        "family": "second", "input": [8, 8, "C"], "params": None, "macs": None, "memory": None, "verify": [4, 4, 3],
        "heads": ["aux"], "sound": True,
    }  # fmt: skip


def test_csv_and_markdown(known):
    header, *rows = csv.reader(call("list", "net", "--format", "csv").stdout.splitlines())
    assert header == ["name", "family", "year", "input", "params", "macs", "memory", "source"]
    assert rows == [["a_net", "first", "2014", "32x32x3", "1000", "50000", "9", "Anna 2014"],
                    ["b-net", "second", "2012", "8x8xC", "", "", "", "Ben 2012"]]  # fmt: skip
    text = call("list", "anna", "--format", "markdown").stdout
    assert text.splitlines()[-1] == "| a\\_net | first | 2014 | 32x32x3 | 1,000 | 50,000 | 9 | Anna 2014 |"


@pytest.mark.parametrize("width", ["20", "40", "60", "80", "100", "140"])
@pytest.mark.parametrize("words", [[], ["--sort", "params"]])
def test_list_fits(width, words):
    lines = call("list", *words, "--width", width).stdout.splitlines()
    longest = max(map(len, library.names()))  # a name is folded in the middle only where it does not fit a line
    assert max(map(len, lines)) <= int(width)
    if int(width) >= longest:
        assert all(any(name in line for line in lines) for name in library.names() if not words)


def test_numbers_are_written_out_at_80_columns():
    assert re.search(r"(?m)^vgg16 +2014 +224x224x3 +138,357,544 +15,470,264,320$", call("list", "--width", "80").stdout)


def test_show_prints_the_document_as_it_is():
    document = Path(library.path(library.find("alexnet").file)).read_text(encoding="utf-8")
    assert call("show", "alexnet").stdout == document
    assert call("show", "-", stdin=document).stdout == document


def test_show_writes_notation_as_a_document(tmp_path):
    document = call("show", "INPUT 28x28x1 CONV5-30p0 RELU POOL2 FC-10").stdout
    path = tmp_path / "net.yaml"
    path.write_text(document, encoding="utf-8")
    (again,) = load(str(path)).networks
    assert [node.layer.notation() for node in again.nodes] == ["INPUT 28x28x1", "CONV5-30p0", "RELU", "POOL2", "FC-10"]


def test_show_statuses():
    assert call("show", "missing.yaml").exit_code == 2
    assert call("show", "INPUT 8x8x3 CONV3").exit_code == 1


def test_a_source_stands_once_above_its_networks():
    text = call("list", "vgg", "simonyan").stdout
    assert text.count("Simonyan") == 1
    assert text.index("Simonyan") < text.index("vgg11") < text.index("vgg16")
