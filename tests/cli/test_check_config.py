"""Settings of a project: found upwards from each file, below the options of the command line, never left out in silence."""

from __future__ import annotations

import json
import sys

import pytest

from cnncalc.cli import config
from tests.cli.calling import call

WARNING = "framework: pytorch\ninput: 224x224x3\nlayers: [CONV11-96/4p0]\n"
BUDGET = "input: 8x8x3\nlayers: [CONV3-4]\nbudget: {params: 1}\n"
needs_toml = pytest.mark.skipif(sys.version_info < (3, 11), reason="settings need Python 3.11")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Settings are read once a process; tests write them anew."""
    for function in (config._nearest, config.read, config._text, config._parsed):
        function.cache_clear()


@pytest.fixture
def tree(tmp_path, monkeypatch):
    (tmp_path / "nets" / "deep").mkdir(parents=True)
    (tmp_path / "nets" / "w.yaml").write_text(WARNING, encoding="utf-8")
    (tmp_path / "nets" / "deep" / "b.yaml").write_text(BUDGET, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*arguments, **options):
    """Codes by file, and the status."""
    result = call("check", *arguments, "--format", "json", **options)
    return [d["code"] for d in json.loads(result.stdout)["diagnostics"]], result.exit_code


def settings(tree, text, name="cnncalc.toml"):
    (tree / name).write_text(text, encoding="utf-8")


def test_without_settings(tree):
    assert found("nets") == (["CNN305", "CNN502"], 1)


@needs_toml
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select = ["CNN3"]', (["CNN305"], 0)),
        ('ignore = ["cnn305", "CNN5"]', ([], 0)),
        ('strict = true\nignore = ["CNN5"]', (["CNN305"], 1)),
        ('fail-on = "warning"\nignore = ["CNN5"]', (["CNN305"], 1)),
        ('rules = "course"', (["CNN301", "CNN502"], 1)),
        ('exclude = ["deep"]', (["CNN305"], 0)),
        ('exclude = ["nets/deep/*"]', (["CNN305"], 0)),
        ("notes = true", (["CNN305", "CNN502"], 1)),
        ("", (["CNN305", "CNN502"], 1)),
    ],
)
def test_settings_hold(tree, text, expected):
    settings(tree, text + "\n")
    assert found("nets") == expected
    (tree / "cnncalc.toml").unlink()
    config._nearest.cache_clear()
    settings(tree, f"[project]\nname = 'x'\n[tool.cnncalc]\n{text}\n", "pyproject.toml")
    assert found("nets") == expected


@needs_toml
def test_the_nearest_settings_hold_for_each_file(tree):
    settings(tree, 'ignore = ["CNN305"]\n')
    settings(tree / "nets" / "deep", 'ignore = ["CNN502"]\n')
    assert found("nets") == ([], 0)


@needs_toml
def test_another_project_s_pyproject_is_passed_over(tree):
    settings(tree, 'ignore = ["CNN305"]\n')
    settings(tree / "nets", "[tool.other]\nx = 1\n", "pyproject.toml")
    assert found("nets/w.yaml") == ([], 0)


@needs_toml
def test_in_one_folder_cnncalc_toml_comes_first(tree):
    settings(tree, 'ignore = ["CNN305"]\n')
    settings(tree, "[tool.cnncalc]\nstrict = true\n", "pyproject.toml")
    assert found("nets/w.yaml") == ([], 0)


@needs_toml
def test_options_come_before_settings(tree):
    settings(tree, 'ignore = ["CNN305"]\nstrict = true\n')
    assert found("nets/w.yaml", "--ignore", "CNN5") == (["CNN305"], 1)
    assert found("nets/w.yaml", "--ignore", "CNN5", "--fail-on", "error") == (["CNN305"], 0)
    assert found("nets/w.yaml", "--no-config") == (["CNN305"], 0)


@needs_toml
def test_settings_can_be_named(tree, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "strict.toml"
    elsewhere.write_text("strict = true\n", encoding="utf-8")
    assert found("nets/w.yaml", "--config", str(elsewhere)) == (["CNN305"], 1)


@needs_toml
def test_standard_input_has_the_settings_of_its_name(tree):
    settings(tree / "nets" / "deep", 'ignore = ["CNN305"]\n')
    assert found("-", stdin=WARNING) == (["CNN305"], 0)
    assert found("-", "--stdin-filename", "nets/deep/new.yaml", stdin=WARNING) == ([], 0)


@needs_toml
@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ('\nselct = ["CNN3"]\n', "CNN202", 2, "did you mean `select`"),
        ('strict = "yes"\n', "CNN203", 1, "true or false"),
        ('select = "CNN3"\n', "CNN203", 1, "a list of strings"),
        ('ignore = ["CNN999"]\n', "CNN203", 1, "no code begins with 'CNN999'"),
        ('fail-on = "never"\n', "CNN203", 1, '"error"'),
        ("strict = \n", "CNN100", 1, "not TOML"),
    ],
)
def test_settings_that_are_wrong_end_with_status_2(tree, text, code, line, said):
    settings(tree, text)
    result = call("check", "nets", "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 2
    (problem,) = [d for d in document["diagnostics"] if str(d["file"]).endswith("cnncalc.toml")]
    assert (problem["code"], problem["line"]) == (code, line)
    assert said in problem["message"] + problem["help"]
    assert len(document["checked"]) == 3, "the files are still checked"


@pytest.mark.parametrize("name", ["cnncalc.toml", "pyproject.toml"])
def test_on_python_3_10_settings_are_an_error_that_says_so(tree, monkeypatch, name):
    monkeypatch.setitem(sys.modules, "tomllib", None)
    settings(tree, "[tool.cnncalc]\nstrict = true\n", name)
    codes, status = found("nets/w.yaml")
    assert (codes, status) == (["CNN305", "CNN100"], 2)
    assert "3.11" in call("check", "nets/w.yaml").stdout
    assert found("nets/w.yaml", "--no-config") == (["CNN305"], 0)


def test_on_python_3_10_other_pyprojects_do_no_harm(tree, monkeypatch):
    monkeypatch.setitem(sys.modules, "tomllib", None)
    settings(tree, '[project.scripts]\ncnncalc = "x:y"\n[tool.other]\nx = 1\n', "pyproject.toml")
    assert found("nets/w.yaml") == (["CNN305"], 0)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("[tool.cnncalc]\n", True),
        ('[ tool . "cnncalc" ]\n', True),
        ("tool.cnncalc.strict = true\n", True),
        ("[tool]\ncnncalc.strict = true\n", True),
        ("[tool]\ncnncalc = {strict = true}\n", True),
        ("[tool.cnncalc.more]\n", True),
        ('[project]\nname = "cnncalc"\n', False),
        ('[project.scripts]\ncnncalc = "cnncalc.cli:main"\n', False),
        ("[tool.cnncalcula]\n", False),
        ("# [tool.cnncalc]\n", False),
    ],
)
def test_what_a_pyproject_says_of_us(text, ours):
    assert bool(config.MENTIONED.search(text)) == ours
