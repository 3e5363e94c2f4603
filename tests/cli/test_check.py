"""`cnncalc check`: statuses and what is said."""

from __future__ import annotations

import pytest

from tests.cli.calling import call

GOOD = "INPUT 32x32x3 CONV3-32 POOL2 FC-10"
ERROR = "INPUT 224x224x3 CONV11-96/4p0"
WARNING = "name: w\nframework: pytorch\ninput: 224x224x3\nlayers: [CONV11-96/4p0]\n"
BROKEN = "layers: [CONV3-\n"


@pytest.fixture
def files(tmp_path):
    contents = {
        "good": GOOD.encode(),
        "error": ERROR.encode(),
        "warning": WARNING.encode(),
        "broken": BROKEN.encode(),
        "latin": "name: caf\xe9\n".encode("latin-1"),
        "claims": b"input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 111}\nbudget: {params: 100}\n",
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    return lambda *names: [str(tmp_path / f"{name}.yaml") for name in names]


@pytest.mark.parametrize(
    ("names", "options", "status"),
    [
        (["good"], [], 0),
        (["good", "error"], [], 1),
        (["broken"], [], 1),
        (["claims"], [], 1),
        (["missing"], [], 2),
        (["latin"], [], 2),
        (["missing", "error", "good"], [], 2),
        (["error", "missing"], [], 2),
        (["warning"], [], 0),
        (["warning"], ["--strict"], 1),
        (["warning"], ["--fail-on", "warning"], 1),
        (["warning"], ["--fail-on", "info"], 1),
        (["warning"], ["--fail-on", "error"], 0),
        (["warning"], ["--fail-on", "info", "--strict"], 1),
        (["good"], ["--strict"], 0),
        (["good"], ["--fail-on", "nothing"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_status(files, names, options, status):
    assert call("check", *files(*names), *options).exit_code == status


def test_all_is_well_in_one_line():
    (line,) = call("check", "vgg16", "googlenet", "resnet50").stdout.splitlines()
    assert line.startswith("3 networks checked: no problems")
    assert call("check", GOOD).stdout == "1 network checked: no problems\n"


def test_the_other_files_are_still_checked(files):
    text = call("check", *files("missing", "error", "warning")).stdout
    assert "error[CNN100]" in text
    assert "error[CNN301]" in text
    assert "warning[CNN305]" in text
    assert text.splitlines()[-1] == "2 networks checked: 2 errors, 1 warning; 1 specification could not be read"


def test_claims(files):
    text = call("check", *files("claims")).stdout
    assert "error[CNN501]" in text
    assert "error[CNN502]" in text


def test_a_change_skips_expectations_and_keeps_budgets(files):
    text = call("check", *files("claims"), "--input", "16x16x3").stdout
    assert "info[CNN501]" in text
    assert "error[CNN502]" in text


def test_the_mistakes_of_the_course():
    result = call("check", "stride-errors")
    assert result.exit_code == 1
    for code in ("CNN301", "CNN302", "CNN303", "CNN304"):
        assert f"error[{code}]" in result.stdout
    assert "(7 - 3 + 2·0)/3 + 1" in result.stdout
    assert "54.25" in result.stdout


def test_standard_input():
    assert "error[CNN301]" in call("check", "-", stdin=ERROR).stdout
