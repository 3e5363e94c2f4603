"""`check` over many files: folders, globs, order, statuses, standard input, and files written whole or not at all."""

from __future__ import annotations

import json
import os
import stat

import pytest

from tests.cli.calling import call, environment, process

GOOD = "input: 32x32x3\nlayers: [CONV3-32, POOL2, FC-10]\n"
ERROR = "input: 224x224x3\nlayers: [CONV11-96/4p0]\n"
WARNING = "framework: pytorch\ninput: 224x224x3\nlayers: [CONV11-96/4p0]\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder of documents, other YAML among them."""
    files = {
        "nets/b.yaml": ERROR,
        "nets/a.yml": GOOD,
        "nets/deep/er/c.yaml": WARNING,
        "nets/draft-d.yaml": ERROR,
        "nets/compose.yaml": "services:\n  web: {layers: [1]}\n",
        "nets/notes.txt": "INPUT 8x8x3 RELU",
        "nets/.hidden/e.yaml": ERROR,
        "nets/node_modules/f.yaml": ERROR,
        "nets/quoted.yaml": '"layers": [RELU]\ninput: 8x8x3\n',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(*arguments, **options):
    """The SPECs that were checked, in order."""
    return [
        one["spec"] for one in json.loads(call("check", *arguments, "--format", "json", **options).stdout)["checked"]
    ]


def test_a_folder_is_its_documents_in_order(tree):
    expected = ["nets/a.yml", "nets/b.yaml", "nets/draft-d.yaml", "nets/quoted.yaml", "nets/deep/er/c.yaml"]
    assert checked("nets") == expected
    assert checked(".") == [f"./{name}" for name in expected]


def test_globs_are_expanded(tree):
    assert checked("nets/*.yaml") == ["nets/b.yaml", "nets/compose.yaml", "nets/draft-d.yaml", "nets/quoted.yaml"]
    assert checked("nets/**/c.*") == ["nets/deep/er/c.yaml"]
    assert call("check", "nothing/*.yaml").exit_code == 2


def test_notation_is_no_glob(tree):
    assert checked("INPUT[8x8x3]-(CONV3-8)*2") == ["INPUT[8x8x3]-(CONV3-8)*2"]


def test_every_file_is_checked_once(tree):
    assert checked("nets/b.yaml", "nets/./b.yaml", "nets/*b.yaml") == ["nets/b.yaml"]


def test_files_of_a_folder_can_be_left_out(tree):
    assert checked("nets", "--exclude", "draft-*", "--exclude", "nets/deep") == [
        "nets/a.yml",
        "nets/b.yaml",
        "nets/quoted.yaml",
    ]
    assert checked("nets/draft-d.yaml", "--exclude", "draft-*") == ["nets/draft-d.yaml"]


def test_a_hook_names_other_files_too(tree):
    names = ["nets/compose.yaml", "nets/notes.txt", "nets/a.yml"]
    assert checked(*names, "--only-documents") == ["nets/a.yml"]
    result = call("check", "nets/compose.yaml", "--only-documents")
    assert (result.exit_code, result.stdout) == (0, "0 networks checked: no problems\n")


@pytest.mark.parametrize(
    ("specs", "status"),
    [
        (["nets/a.yml"], 0),
        (["nets/a.yml", "nets/b.yaml"], 1),
        (["missing.yaml", "nets/b.yaml"], 2),
        (["nets/b.yaml", "missing.yaml"], 2),
        (["nets"], 1),
    ],
)
def test_two_beats_one(tree, specs, status):
    result = call("check", *specs, "--format", "json")
    assert result.exit_code == status == json.loads(result.stdout)["summary"]["status"]


def test_the_summary_is_the_last_line_and_can_be_left_out(tree):
    result = call("check", "nets", "--exclude", "draft-*")
    assert result.stdout.splitlines()[-1] == "4 networks checked: 1 error, 1 warning"
    assert call("check", "nets/a.yml", "-q").stdout == ""


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_a_document_is_alone_on_standard_output(tree, form):
    result = call("check", "nets/b.yaml", "--format", form)
    assert result.stdout.rstrip().endswith(("}", "</testsuites>"))
    assert result.stderr == "1 network checked: 1 error\n"


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_a_document_is_utf_8_on_any_console(tree, form):
    """Only what is for people is put into the console's own signs."""
    env = environment(PYTHONIOENCODING="ascii")
    result = process("check", "nets/b.yaml", "--format", form, "-q", env=env)
    assert "2·0" in result.stdout.decode("utf-8")
    assert b"2*0" in process("check", "nets/b.yaml", "--format", "concise", "-q", env=env).stdout


# ------------------------------------------------------------------------------------------------------- standard input


def test_standard_input_can_have_a_name(tree):
    result = call("check", "-", "--stdin-filename", "nets/new.yaml", "--format", "concise", "-q", stdin=ERROR)
    assert result.stdout.startswith("nets/new.yaml:2:10: error[CNN301]")
    result = call("check", "-", "--format", "concise", "-q", stdin=ERROR)
    assert result.stdout.startswith("<stdin>:2:10: error[CNN301]")


def test_block_calls_are_renamed_too(tree):
    text = "input: 7x7x1\nblocks: {b: CONV3-1/3p0}\nlayers: [b()]\n"
    assert (
        "called from nets/new.yaml:3:10" in call("check", "-", "--stdin-filename", "nets/new.yaml", stdin=text).stdout
    )


def test_a_document_that_begins_with_its_input_is_yaml(tree):
    assert call("check", "-", stdin=GOOD).exit_code == 0
    assert call("check", "-", stdin="INPUT: [8x8x3]\nCONV3-8\n").exit_code == 0


# ------------------------------------------------------------------------------------------------------------- --output


def test_output_is_written_to_a_file(tree):
    result = call("check", "nets/b.yaml", "--format", "sarif", "--output", "out.sarif")
    assert result.exit_code == 1
    assert result.stdout == "1 network checked: 1 error\n"
    assert json.loads((tree / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert sorted(p.name for p in tree.iterdir()) == ["nets", "out.sarif"]


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_text_can_be_written_to_a_file_too(tree, form):
    call("check", "nets/b.yaml", "--format", form, "--output", "out.txt")
    assert "CNN301" in (tree / "out.txt").read_text(encoding="utf-8")


def test_what_cannot_be_written_leaves_the_old_file(tree, monkeypatch):
    (tree / "out.json").write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = call("check", "nets/b.yaml", "--format", "json", "--output", "out.json")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert (tree / "out.json").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tree.iterdir()) == ["nets", "out.json"]
    assert call("check", "nets/b.yaml", "--output", "no/such/folder/out.json").exit_code == 2


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tree):
    (tree / "real.json").write_text("old", encoding="utf-8")
    os.chmod(tree / "real.json", 0o640)
    os.symlink("real.json", tree / "link.json")
    call("check", "nets/a.yml", "--format", "json", "--output", "link.json")
    assert (tree / "link.json").is_symlink()
    assert stat.S_IMODE((tree / "real.json").stat().st_mode) == 0o640
    assert json.loads((tree / "real.json").read_text(encoding="utf-8"))["schema"] == 1


# ---------------------------------------------------------------------------------------------- codes, rules and claims


@pytest.mark.parametrize(
    ("options", "codes", "status"),
    [
        (["--select", "CNN5"], ["CNN502"], 1),
        (["--ignore", "CNN5"], ["CNN305"], 0),
        (["--ignore", "CNN5", "--strict"], ["CNN305"], 1),
        (["--ignore", "cnn5,CNN305"], [], 0),
        (["--ignore", "CNN3", "--select", "CNN305"], ["CNN305"], 0),
        (["--rules", "course", "--ignore", "CNN5"], ["CNN301"], 1),
        (["--fail-on", "info", "--ignore", "CNN5,CNN305"], ["CNN309"], 1),
        (["--notes", "--ignore", "CNN5,CNN305"], ["CNN309"], 0),
    ],
)
def test_what_is_reported(tree, options, codes, status):
    """conv2's field of 11 + 2·4·... pixels is larger than an input of 64, which is a note."""
    text = "framework: pytorch\ninput: 64x64x3\nlayers: [CONV11-96/4p0, CONV15-8, CONV3-8]\nbudget: {params: 1}\n"
    result = call("check", "-", *options, "--format", "json", stdin=text)
    assert [d["code"] for d in json.loads(result.stdout)["diagnostics"]] == codes
    assert result.exit_code == status


def test_claims_of_the_command_line():
    assert call("check", "vgg16", "--expect", "params=138357544", "--budget", "params=140M").exit_code == 0
    result = call("check", "vgg16", "--budget", "params=70M", "--expect", "fc6=1x1x4096")
    assert result.exit_code == 1
    assert "specs/vgg.yaml" in result.stdout
    assert "params are 138,357,544, 97.7 % above the budget of 70M" in result.stdout
    assert "most of it: fc6 74 %, fc7 12 %, fc8 3 %" in result.stdout


def test_claims_of_the_command_line_hold_for_changed_networks():
    assert call("check", "vgg16", "--no-bias", "--expect", "params=138344128").exit_code == 0
    assert call("check", "vgg16", "--no-bias", "--expect", "params=138357544").exit_code == 1


@pytest.mark.parametrize("option", ["--expect", "--budget"])
def test_a_claim_that_is_none_is_an_error_of_usage(option):
    result = call("check", "vgg16", option, "paramz=3")
    assert result.exit_code == 2
    assert option in result.stderr
