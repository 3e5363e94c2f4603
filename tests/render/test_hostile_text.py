"""Whatever a file holds reaches no medium unescaped."""

from __future__ import annotations

import csv
import io
import json

import pytest

import cnncalc
from cnncalc.diagnostics import ERROR, Diagnostic, Span
from cnncalc.render.columns import COLUMNS
from cnncalc.render.csv import field
from cnncalc.render.markdown import escape
from cnncalc.render.paint import paint
from cnncalc.reporters.text import report as told
from tests.render.drawn import drawn

NASTY = [
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b2J", "a\rb", "a\nb", "\x00", "\u202eright to left", "\u2028", "[bold]x[/bold]", ":smile:",
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", 'a"b,c', "<script>", "| a | b |", "`code`", "*em*", "[x](javascript:x)", "\ud800",
]  # fmt: skip


def forbidden(text):
    return [c for c in text if not c.isprintable() and c != "\n"]


def hostile(name):
    """A report with a name wherever a file can put one."""
    report = cnncalc.analyze("INPUT 8x8x3 conv1:CONV3-4 RELU head:(CONV3-2)")
    nodes = tuple(
        n._replace(id=n.id.replace("conv1", name), label=name, scope=tuple(name for _ in n.scope))
        for n in report.network.nodes
    )
    network = report.network._replace(name=name, source=name, nodes=nodes, changed=(name,))
    rows = tuple(row._replace(node=node) for row, node in zip(report.rows, nodes, strict=True))
    found = (Diagnostic("CNN301", ERROR, name, Span(name, 1, 1, 1, 3), name, (name,), name),)
    return type(report)(network, rows, report.totals, found, None)


@pytest.mark.parametrize("name", NASTY, ids=ascii)
@pytest.mark.parametrize("form", ["text", "lecture", "alexnet", "csv", "markdown", "latex", "json"])
def test_no_control_characters(name, form):
    columns = tuple(COLUMNS) if form in ("text", "csv", "markdown", "latex") else ()
    assert not forbidden(drawn(hostile(name), form, columns=columns))


@pytest.mark.parametrize("name", NASTY, ids=ascii)
@pytest.mark.parametrize("colour", [False, True])
def test_diagnostics(name, colour):
    report = hostile(name)
    text = "\n".join(paint(told(report.diagnostics, {name: name}), colour=colour))
    assert not forbidden(text.replace("\x1b[", "") if colour else text)
    if "[bold]" in name:
        assert "[bold]x[/bold]" in text


def test_markup_is_text():
    text = drawn(hostile("[bold]x[/bold] :smile:"), width=200)
    assert "[bold]x[/bold] :smile:" in text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_spreadsheets_run_nothing(name):
    rows = list(csv.reader(io.StringIO(drawn(hostile(name), "csv", columns=("label", "id")))))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_csv_fields_come_back():
    for text in ('a "b", c', "plain", "a,b"):
        assert next(csv.reader([field(text)])) == [text]


def test_markdown_is_escaped():
    assert escape("a|b<i>`*_[x](y)") == "a\\|b\\<i\\>\\`\\*\\_\\[x\\](y)"
    for line in drawn(hostile("a | b"), "markdown", columns=("label", "id")).splitlines():
        assert line.replace("\\|", "").count("|") == 3


def test_json_keeps_the_name_itself():
    assert json.loads(drawn(hostile("\x1b[31m"), "json"))["network"]["name"] == "\x1b[31m"
