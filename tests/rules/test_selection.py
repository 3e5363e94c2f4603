"""What is reported, ignored and counted: codes by prefix, comments in documents, statuses."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.diagnostics import Diagnostic
from cnncalc.rules import RULES
from cnncalc.rules.selection import Selection, may_be_ignored, status, unknown_prefix
from cnncalc.rules.suppressions import ignores


@pytest.mark.parametrize(
    ("select", "ignore", "taken"),
    [
        (("CNN",), (), {"CNN301", "CNN305", "CNN501"}),
        (("C",), (), {"CNN301", "CNN305", "CNN501"}),
        (("CNN3",), (), {"CNN301", "CNN305"}),
        (("CNN",), ("CNN3",), {"CNN501"}),
        (("CNN", "CNN305"), ("CNN3",), {"CNN305", "CNN501"}),
        (("CNN3",), ("CNN305",), {"CNN301"}),
        (("CNN305",), ("CNN305",), set()),
    ],
)
def test_the_longer_prefix_wins(select, ignore, taken):
    selection = Selection(select, ignore)
    assert {code for code in ("CNN301", "CNN305", "CNN501") if selection.takes(Diagnostic(code, "error", ""))} == taken


@pytest.mark.parametrize("code", ["CNN100", "CNN102", "CNN201", "CNN203"])
def test_what_was_not_understood_cannot_be_left_out(code):
    diagnostic = Diagnostic(code, "error", "")
    assert not may_be_ignored(diagnostic)
    assert Selection(("CNN5",), ("CNN",)).takes(diagnostic)


def test_an_unknown_code_is_a_mistake():
    assert unknown_prefix("CNN3") == ""
    assert unknown_prefix("") == f"no code begins with '': they are {min(RULES)} to {max(RULES)}", (
        "settings could select nothing by it"
    )
    assert "CNN301" in unknown_prefix("CNN3001")
    assert unknown_prefix("E501")


@pytest.mark.parametrize(
    ("codes", "fail_on", "expected"),
    [
        ([], "error", 0),
        ([("CNN305", "warning")], "error", 0),
        ([("CNN305", "warning")], "warning", 1),
        ([("CNN301", "info")], "info", 1),
        ([("CNN301", "error"), ("CNN100", "error")], "error", 2),
    ],
)
def test_statuses(codes, fail_on, expected):
    assert status([Diagnostic(code, severity, "") for code, severity in codes], fail_on) == expected


# ------------------------------------------------------------------------------------------------ comments in documents

TOO_SMALL = "input: 224x224x3\nlayers:\n  - conv1: CONV11-96/4p0"


def codes(tmp_path, text, **options):
    path = tmp_path / "net.yaml"
    path.write_text(text, encoding="utf-8")
    return [d.code for d in cnncalc.check(path, **options)]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("", ["CNN301"]),
        ("  # cnncalc: ignore[CNN301]", []),
        ("  # the paper's size  # cnncalc: ignore[CNN301]", []),
        ("  #cnncalc:ignore[cnn301]", []),
        ("  # cnncalc: ignore[CNN502, CNN301]", ["CNN401"]),
        ("  # cnncalc: ignore[CNN305]", ["CNN301", "CNN401"]),
        ("  # cnncalc: ignore", ["CNN301", "CNN401"]),
        ("  # cnncalc: ignored", ["CNN301"]),
        ("\n  # cnncalc: ignore[CNN301]", ["CNN301", "CNN401"]),
    ],
)
def test_an_ignore_takes_its_line_s_findings(tmp_path, comment, left):
    assert codes(tmp_path, f"{TOO_SMALL}{comment}\n") == left


@pytest.mark.parametrize(
    ("comment", "message", "remedy"),
    [
        ("", "this ignore names no code, so it ignores nothing", "name the codes: `# cnncalc: ignore[CNN301]`"),
        ("[CNN999]", "there is no code CNN999, so nothing is ignored", "docs/check.md lists the codes"),
        ("[CNN301]", "nothing on this line is found as CNN301", "take the comment away"),
        ("[CNN209]", "nothing on this line is found as CNN209", "take the comment away"),  # of the language, but a warning
        ("[CNN102]", "CNN102 cannot be ignored: where the description is not understood nothing else can be checked", "take the comment away"),
        ("[CNN203]", "CNN203 cannot be ignored: where the description is not understood nothing else can be checked", "take the comment away"),
    ],
)  # fmt: skip
def test_an_unused_ignore_says_why(tmp_path, comment, message, remedy):
    path = tmp_path / "net.yaml"
    path.write_text(f"input: 8x8x3\nlayers: [CONV3-8]  # cnncalc: ignore{comment}\n", encoding="utf-8")
    (found,) = cnncalc.check(path)
    assert (found.code, found.severity, found.message, found.help) == ("CNN401", "warning", message, remedy)


def test_claims_can_be_ignored_too(tmp_path):
    text = "input: 8x8x3\nlayers: [CONV3-4]\nbudget:\n  params: 100  # cnncalc: ignore[CNN502]\n"
    assert codes(tmp_path, text) == []


def test_notation_has_comments_as_well(tmp_path):
    path = tmp_path / "net.txt"
    path.write_text("INPUT 224x224x3\nCONV11-96/4p0  # cnncalc: ignore[CNN301]\n", encoding="utf-8")
    assert cnncalc.check(path) == []


def test_inside_a_block_the_block_s_line_counts(tmp_path):
    text = "input: 7x7x1\nblocks:\n  b: |\n    CONV3-1/3p0  # cnncalc: ignore[CNN301]\n    RELU\nlayers: [b()]\n"
    assert codes(tmp_path, text) == []


def test_ignores_are_judged_only_where_all_was_checked(tmp_path):
    """With another input the mistake may be gone; in one variant of several it may never have been."""
    assert codes(tmp_path, f"{TOO_SMALL}  # cnncalc: ignore[CNN301]\n", input="227x227x3") == []
    family = "input: 7x7x1\nparameters: {s: 1}\nlayers:\n  - CONV3-1/$(s)p0  # cnncalc: ignore[CNN301]\nvariants: {a: {}, b: {set: {s: 3}}}\n"
    assert codes(tmp_path, family) == []
    assert cnncalc.check(f"{tmp_path / 'net.yaml'}#a") == []


def test_a_broken_document_cannot_be_ignored_away(tmp_path):
    assert codes(tmp_path, "input: 8x8x3\nlayers:\n  - CONV  # cnncalc: ignore[CNN204]\n") == ["CNN204"]


def test_every_code_of_a_comment_has_its_place():
    (first, second) = ignores("f", "x\ny  # cnncalc: ignore[CNN301,CNN305]")
    assert (first.code, first.span.line, first.span.column, first.span.end_column) == ("CNN301", 2, 22, 28)
    assert (second.code, second.span.column) == ("CNN305", 29)


def test_codes_are_what_comments_can_name():
    assert all(ignores("f", f"# cnncalc: ignore[{code}]")[0].code == code for code in RULES)
