"""A specification checked from end to end: what is found where, in which networks of a family, in what order, and what it counts as."""

from __future__ import annotations

import pytest

from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.rules.checking import NO_WISHES, Checked, Finding, Wishes, check, renamed, totals
from cnncalc.rules.selection import Selection
from cnncalc.spec import Changes, load


@pytest.fixture
def checked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(text, spec="net.yaml", wishes=NO_WISHES, **changes):
        (tmp_path / "net.yaml").write_text(text, encoding="utf-8")
        return check(spec, load(spec, Changes(**changes)), wishes)

    return of


# ------------------------------------------------------------------------------------------------------------ families


def family(misfits, others):
    """Variants of one network, so many of which do not fit; their names are a, b, c …"""
    names = "abcdefghij"[: misfits + others]
    variants = ", ".join(f"{name}: {{set: {{s: {3 if index < misfits else 2}}}}}" for index, name in enumerate(names))
    return f"input: 7x7x1\nparameters: {{s: 1}}\nlayers:\n  - CONV3-1/$(s)p0\nvariants: {{{variants}}}\n"


@pytest.mark.parametrize(
    ("misfits", "others", "note"),
    [
        (1, 1, "in a"),
        (6, 1, "in a, b, c, d, e, f"),
        (7, 1, "in a, b, c, d, e, f and 1 more"),
        (8, 1, "in a, b, c, d, e, f and 2 more"),
        (3, 0, None),  # in all of them: nothing to tell
    ],
)
def test_a_finding_says_in_which_of_a_family_it_is(checked, misfits, others, note):
    (finding,) = checked(family(misfits, others)).findings
    assert finding.networks == tuple("abcdefghij"[:misfits])
    assert [one for one in finding.diagnostic.notes if one.startswith("in ")] == ([note] if note else [])


def test_a_mistake_of_the_language_is_in_no_network(checked):
    one = checked("input: 8x8x3\nlayers: [KONV3-8]\n")
    assert [(finding.diagnostic.code, finding.networks) for finding in one.findings] == [("CNN201", ())]
    assert one.networks == ()
    assert one.sources == {"net.yaml": "input: 8x8x3\nlayers: [KONV3-8]\n"}


def test_what_a_block_finds_twice_is_told_at_each_layer(checked):
    one = checked("input: 8x8x4\nlayers: [(CONV3-4p3 CONV7-4p0)*2]\n")
    assert [d.node for d in one.diagnostics] == ["conv1", "conv3"]


# --------------------------------------------------------------------------------------------------------------- order


def test_findings_stand_in_the_order_of_the_file(checked):
    """By line, by column, by code: limits are looked at last and may stand first."""
    one = checked("budget: {depth: 0, params: 1}\ninput: 9x9x4\nlayers: [CONV2-4/3p2, CONV3-4p4]\n")
    places = [(d.span.line, d.span.column, d.code) for d in one.diagnostics]
    assert places == [(1, 17, "CNN502"), (1, 28, "CNN502"), (3, 10, "CNN301"), (3, 10, "CNN306"), (3, 23, "CNN306")]


def test_what_has_no_place_stands_first(tmp_path):
    """Of a folder's file that cannot be read nobody knows a line."""
    spec = str(tmp_path / "missing.yaml")
    one = check(spec, load(spec))
    assert [(d.code, d.span) for d in one.diagnostics] == [("CNN100", None)]
    assert (one.unreadable, one.status) == (True, 2)


# ------------------------------------------------------------------------------------------------------- what is shown


NOTED = "framework: pytorch\ninput: 57x57x64\nlayers: [CONV1-128/2, CONV3-8/2]\n"
"""A stride that skips pixels under one-pixel windows is a note; the next layer fits."""


@pytest.mark.parametrize(
    ("wishes", "codes", "hidden"),
    [
        (Wishes(), [], 1),
        (Wishes(notes=True), ["CNN307"], 0),
        (Wishes(notes=True, selection=Selection(ignore=("CNN307",))), [], 0),
        (Wishes(selection=Selection(ignore=("CNN307",))), [], 0),
        (Wishes(fail_on="info"), [], 1),
    ],
)
def test_notes_are_shown_on_request_and_counted(checked, wishes, codes, hidden):
    one = checked(NOTED, wishes=wishes)
    assert ([d.code for d in one.diagnostics], one.hidden, one.status) == (codes, hidden, 0)


def test_that_claims_were_skipped_is_shown_unasked(checked):
    one = checked(NOTED + "expect: {depth: 2}\n", bias=False)
    assert [(d.code, d.severity) for d in one.diagnostics] == [("CNN501", "info")]
    assert one.hidden == 1


# --------------------------------------------------------------------------------------- ignores that nothing answers to

UNUSED = "input: 9x9x1\nlayers:\n  - CONV3-1/2p0  # cnncalc: ignore[CNN301]\n"


def test_an_ignore_is_judged_where_the_whole_file_was_checked(checked):
    assert [d.code for d in checked(UNUSED).diagnostics] == ["CNN401"]
    assert [d.code for d in checked(UNUSED, framework="caffe").diagnostics] == []
    assert [d.code for d in checked(f"{UNUSED}  - KONV3-8\n").diagnostics] == ["CNN201"]
    text = f"{UNUSED}variants: {{a: {{}}, b: {{}}}}\n"
    assert [d.code for d in checked(text).diagnostics] == ["CNN401"]
    assert [d.code for d in checked(text, "net.yaml#a").diagnostics] == []


def test_an_ignore_in_notation_is_judged_too():
    text = "INPUT 9x9x1\nCONV3-1/2p0  # cnncalc: ignore[CNN301]"
    assert [d.code for d in check(text, load(text)).diagnostics] == ["CNN401"]


def test_a_warning_of_the_language_leaves_ignores_judged(checked):
    """Nothing reads what a leaves behind, which is a warning: the network was checked all the same."""
    text = "input: 8x8x3\nlayers:\n  - a: CONV3-8\n  - CONV3-16\n  - '@a'\n  - CONV3-4  # cnncalc: ignore[CNN301]\n"
    assert [d.code for d in checked(text).diagnostics] == ["CNN209", "CNN401"]


# ------------------------------------------------------------------------------------- what nobody looked at, once ignored

BROKEN = "input: 8x8x3\nparameters: {g: 1}\nlayers:\n  - a: CONV3-4\n  - b: CONV3-6g$(g)\n"
CLAIMED = "budget: {params: 1M}\nvariants: {x: {}, y: {set: {g: 4}}}\n"


def test_a_limit_that_nobody_looked_at_is_an_error_once_its_mistake_is_ignored(checked):
    """y has groups that do not divide: its limit is open. The note is harmless only beside the error that it follows from."""
    found = checked(BROKEN + CLAIMED)
    assert [(d.code, d.severity) for d in found.diagnostics] == [("CNN304", "error"), ("CNN502", "info")]
    ignored = checked(BROKEN.replace("g$(g)\n", "g$(g)  # cnncalc: ignore[CNN304]\n") + CLAIMED)
    (left,) = ignored.findings
    assert (left.diagnostic.code, left.diagnostic.severity, left.networks) == ("CNN502", "error", ("y",))
    assert left.diagnostic.notes == ("in y",)
    unselected = checked(BROKEN + CLAIMED, wishes=Wishes(selection=Selection(ignore=("CNN304",))))
    assert [(d.code, d.severity) for d in unselected.diagnostics] == [("CNN502", "error")]


def test_an_error_elsewhere_in_the_family_is_no_excuse(checked):
    """x has passed its limit, which says nothing of y."""
    text = BROKEN.replace("g$(g)\n", "g$(g)  # cnncalc: ignore[CNN304]\n")
    text += "budget: {params: 10}\nvariants: {x: {}, y: {set: {g: 4}}}\n"
    assert [(d.code, d.severity) for d in checked(text).diagnostics] == [("CNN502", "error"), ("CNN502", "error")]


def test_expectations_of_a_changed_network_stay_a_note(checked):
    """They were left out on request, not because of a mistake."""
    text = "input: 7x7x1\nlayers: [CONV3-1/3p0]  # cnncalc: ignore[CNN301]\nexpect: {params: 1}\n"
    assert [(d.code, d.severity) for d in checked(text, bias=False).diagnostics] == [("CNN501", "info")]


# ------------------------------------------------------------------------------------------------------ counts and names


def finding(severity, file="f", code="CNN301"):
    return Finding(
        Diagnostic(code, severity, f"{file}:1 is wrong", Span(file, 1, 2, 3, 4), notes=(f"called from {file}:5:6",))
    )


def test_totals():
    first = Checked("a", ("a", "b"), (finding("error"), finding("error"), finding("warning")), {}, hidden=2)
    second = Checked("c", ("c",), (finding("info"), finding("error", code="CNN100")), {}, hidden=3)
    assert totals([first, second]) == {
        "networks": 3, "error": 3, "warning": 1, "info": 1, "hidden": 5, "unreadable": 1,
    }  # fmt: skip
    assert totals([]) == {"networks": 0, "error": 0, "warning": 0, "info": 0, "hidden": 0, "unreadable": 0}


def test_settings_that_cannot_be_used_are_status_2():
    assert Checked("a", (), (), {}).status == 0
    assert Checked("a", (), (finding("error"),), {}).status == 1
    assert Checked("a", (), (finding("warning"),), {}, fail_on="warning").status == 1
    unusable = Checked("a", (), (), {}, usable=False)
    assert (unusable.status, unusable.hidden) == (2, 0)


def test_a_buffer_bears_its_file_s_name():
    """In places, in messages and in notes; another file that is spoken of keeps its own."""
    placeless = Finding(Diagnostic("CNN100", "error", "old is gone"), ("n",))
    before = Checked(
        "-", ("n",), (finding("error", "old"), finding("error", "else"), placeless), {"old": "x", "else": "y"}, 4
    )
    after = renamed(before, "old", "new")
    assert after == Checked(
        "new", ("n",), (finding("error", "new"), finding("error", "else"), placeless), {"new": "x", "else": "y"}, 4
    )
