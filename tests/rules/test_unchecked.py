"""Claims that cannot be looked at, or stand elsewhere: behind a mistake, of what is not there, of a changed network, from a command line."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.rules import claims, examine
from cnncalc.spec.claims import claim
from tests.rules.claiming import found, of_notation

BROKEN = (
    "input: 8x8x3\nlayers:\n  - a: CONV3-4\n  - b: CONV3-6g4\n  - c: RELU\nheads: {aux: {from: a, layers: [CONV1-2]}}\n"
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("params: 3", "`expect` is not checked: the network ends at b, which has no output"),
        ("output: 8x8x6", "`expect` is not checked: the network ends at b, which has no output"),
        ("field: 3, depth: 2", "2 lines of `expect` are not checked: the network ends at b, which has no output"),
        ("layers: {b: 8x8x6, c: {macs: 0}}", "2 lines of `expect` are not checked: the network ends at b, which has no output"),
        ("outputs: {output: 8x8x6}", "`expect` is not checked: the network ends at b, which has no output"),
        ("outputs: {aux: 8x8x2}", "`expect` is not checked: the network ends at b, which has no output"),
    ],
)  # fmt: skip
def test_behind_a_mistake_nothing_is_compared(tmp_path, facts, said):
    mistake, open_ = found(tmp_path, f"{BROKEN}expect: {{{facts}}}\n")
    assert (mistake.code, mistake.node) == ("CNN304", "b")
    assert (open_.code, open_.severity, open_.message, open_.help) == ("CNN501", "info", said, "mend b first")
    first = next(column for column, sign in enumerate(f"expect: {{{facts}", 1) if sign.isdigit())
    assert (open_.span.line, open_.span.column) == (7, first)  # the value of the first of them


def test_an_output_that_is_the_mistake_is_not_compared(tmp_path):
    text = BROKEN.replace("  - c: RELU\n", "") + "expect: {outputs: {output: 8x8x6}}\n"
    assert [(d.code, d.severity) for d in found(tmp_path, text)] == [("CNN304", "error"), ("CNN501", "info")]


@pytest.mark.parametrize("facts", ["layers: {a: 8x8x4}", "layers: {a: {field: 3}}"])
def test_before_a_mistake_facts_hold(tmp_path, facts):
    assert [d.code for d in found(tmp_path, f"{BROKEN}expect: {{{facts}}}\n")] == ["CNN304"]


def test_what_is_nowhere_is_an_error_behind_a_mistake_too(tmp_path):
    _, wrong = found(tmp_path, f"{BROKEN}expect: {{layers: {{z: 8x8x4}}}}\n")
    assert (wrong.severity, wrong.message) == ("error", "the output of z cannot be checked: no layer 'z'")
    assert wrong.help == "name a layer by its id or an unambiguous label; `cnncalc table` lists them"


def test_an_output_that_is_not_there_is_told_with_those_that_are(tmp_path):
    (wrong,) = found(tmp_path, "input: 8x8x3\nlayers: [a: CONV3-4]\nheads: {aux: {from: a, layers: [CONV1-2]}}\nexpect: {outputs: {auks: 8x8x2}}\n")  # fmt: skip
    assert wrong.message == "the output auks cannot be checked: the network has no output 'auks', only output, aux"


@pytest.mark.parametrize("what", ["expect", "budget"])
def test_every_claim_is_looked_at(tmp_path, what):
    """Behind one that cannot be checked there may be another, and one that is wrong."""
    _, *open_ = found(
        tmp_path,
        f"{BROKEN}{what}: {{params: 3, macs: 4, layers: {{y: {{macs: 1}}, z: {{macs: 1}}, a: {{macs: 1}}}}}}\n",
    )
    assert [d.message.partition(":")[0] for d in open_ if d.severity == "info"] == [
        f"2 lines of `{what}` are not checked"
    ]
    assert [d.message.partition("the macs of ")[2][:1] for d in open_ if d.is_error] == ["y", "z", "a"]


def test_a_field_behind_unequal_strides_is_no_figure():
    text = "INPUT 9x9x4 {CONV3-4/2 | CONV5-4p0}"
    (wrong,) = of_notation(text, expect=["field=5"])
    assert wrong.message == (
        "field cannot be checked: the receptive field of concat1 is unknown; `cnncalc explain` says why"
    )
    assert of_notation(text, budget=["per_layer.field=5"]) == ()  # the largest of those that are known
    assert len(of_notation(text, budget=["per_layer.field=4"])) == 1


def test_a_command_line_s_claims_stand_at_the_input():
    (wrong,) = of_notation("INPUT 8x8x3 CONV3-4", expect=["params=3"])
    assert (wrong.span.line, wrong.span.column, wrong.span.end_column) == (1, 1, 12)
    assert wrong.notes == ("from the command line",)
    (passed,) = of_notation("INPUT 8x8x3 CONV3-4", budget=["params=3"])
    assert (passed.span, passed.notes) == (wrong.span, wrong.notes)


def test_a_changed_network_is_held_to_its_budget_and_to_the_command_line(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text(
        "input: 8x8x3\nlayers: [CONV3-4]\nexpect:\n  macs: 1\n  params: 2\nbudget: {macs: 1k}\n", encoding="utf-8"
    )
    report = examine(cnncalc.load(path, input="4x4x3"))
    skipped, wrong, passed = claims(report, (claim("params=3", "expect"),))
    assert skipped.message == "`expect` is not checked: --input 4x4x3 changed the network"
    assert skipped.help == "budgets still hold; leave the change out to check the stated facts"
    assert (skipped.severity, skipped.span.line) == ("info", 4)
    assert wrong.message == "params are 112, not 3"
    assert passed.message == "macs are 1,728, 72.8 % above the budget of 1k"
