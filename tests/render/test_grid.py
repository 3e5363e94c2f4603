"""Tables: nothing wider than asked for, nothing lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.render.grid import Heading, Line, Table, cell, layout, natural, total
from cnncalc.render.paint import loosened, paint
from cnncalc.render.printable import printable, width

WORDS = st.text(st.sampled_from("abc 1,·/畳é"), max_size=30).map(str.strip)
BROKEN = st.lists(WORDS.filter(bool), max_size=3).map("\n".join)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def lines_of(headings, rows, limit, **options):
    lines = [Line(tuple(cell(text) for text in row)) if row else Line() for row in rows]
    return list(paint(layout(headings, lines, limit, **options), width=limit))


@given(
    rows=st.lists(st.one_of(st.tuples(WORDS, WORDS, WORDS), st.tuples(WORDS)), max_size=5),
    limit=st.integers(20, 60),
    folds=st.booleans(),
)
def test_no_line_is_wider_and_no_character_is_lost(rows, limit, folds):
    headings = [Heading("one", folds=folds), Heading("two", right=True), Heading("three", right=True)]
    drawn = lines_of(headings, rows, limit)
    assert all(width(line) <= limit for line in drawn)
    printed = sorted(c for line in drawn for c in line if c not in " ─")
    assert printed == sorted(
        c for text in [*(h.title for h in headings), *(t for row in rows for t in row)] for c in text if c != " "
    )


def test_without_a_limit_every_line_is_one_line():
    long = "x" * 5000
    assert any(long in line for line in lines_of([Heading("a"), Heading("b")], [(long, "y")], None))


def test_numbers_fold_last():
    headings = [Heading("words", folds=True), Heading("number", right=True)]
    drawn = lines_of(headings, [("many words that fold well", "138,357,544")], 24)
    assert any(line.endswith("138,357,544") for line in drawn)


FOLDS = (  # headings (those that fold are words), a row, a limit, and the widths that are left
    ("words", ("fold me here", "138,357,544"), 80, [12, 11]),
    ("words", ("a line of words that fold", "138,357,544"), 35, [22, 11]),
    ("words", ("one_word_of_20_signs and", "138,357,544"), 33, [20, 11]),  # between words while that is enough
    ("words", ("one_word_of_20_signs and", "138,357,544"), 27, [14, 11]),
    ("words", ("one_word_of_20_signs and", "138,357,544"), 24, [11, 11]),  # numbers stay whole
    ("words", ("one_word_of_20_signs and", "138,357,544"), 20, [8, 10]),
    ("formula", ("one_word", "(227 - 11 + 2·0)/4 + 1 = 55"), 30, [8, 20]),
    ("words", ("many words that fold well", "(227 - 11 + 2·0)/4 + 1 = 55"), 43, [14, 27]),  # formulas after words
    ("words", ("many words that fold well", "(227 - 11 + 2·0)/4 + 1 = 55"), 40, [14, 24]),
    ("words", ("many words that fold well", "(227 - 11 + 2·0)/4 + 1 = 55"), 30, [11, 17]),
    ("words", ("many words that fold well", "(227 - 11 + 2·0)/4 + 1 = 55"), 3, [1, 1]),
)


@pytest.mark.parametrize(("title", "row", "limit", "widths"), FOLDS)
def test_what_folds_first(title, row, limit, widths):
    headings = [Heading(title, folds=title == "words"), Heading("n", right=True)]
    found = Table(headings, [Line(tuple(map(cell, row)))], limit)
    assert found.widths == widths
    assert found.fits == (limit == 80)


@pytest.mark.parametrize(
    ("text", "wanted", "broken"),
    [
        ("CONV3-104/2nobiasg13", 20, "CONV3-104/2nobiasg13"),
        ("CONV3-104/2nobiasg13", 19, "CONV3-104/2 nobiasg13"),
        ("CONV3-104/2nobiasg13", 16, "CONV3-104/2 nobiasg13"),
        ("CONV3-104/2nobiasg13", 10, "CONV3-104 /2 nobiasg13"),
        ("CONV3-104/2nobiasg13 · RELU", 16, "CONV3-104/2 nobiasg13 · RELU"),
        ("CONV3-8p(1,2,1,2)same", 9, "CONV3-8 p(1,2,1, 2)same"),
        ("224·224·(3·3·64)·64 = 1,849,688,064", 11, "224·224·(3· 3·64)·64 = 1,849,688, 064"),
        ("incep_3b.pool_proj", 12, "incep_3b. pool_proj"),
        ("SIGMOIDAL", 4, "SIGMOIDAL"),  # no part of it is shorter: rich breaks it where it must
    ],
)
def test_what_is_too_long_breaks_between_its_parts(text, wanted, broken):
    assert loosened((("", "dim"), (text, "kind")), wanted) == (("", "dim"), (broken, "kind"))


def test_a_title_stands_across_the_columns_and_widens_none():
    headings = [Heading("layer"), Heading("params", right=True)]
    rows = [("a.long.name.of.a.scope",), ("conv", "1,792")]
    drawn = [
        "layer  params",
        "─────────────",
        "a.long.name.of.a.scope",
        "conv    1,792",
    ]
    assert lines_of(headings, rows, None) == lines_of(headings, rows, 22) == drawn
    assert lines_of(headings, rows, 20)[2:4] == ["a.long.name.of.a.sco", "pe"]


def test_columns_are_aligned():
    drawn = lines_of(
        [Heading("layer"), Heading("params", right=True)], [("conv", "1,792"), (), ("total", "138,357,544")], None
    )
    assert drawn == [
        "layer       params",
        "──────────────────",
        "conv         1,792",
        "──────────────────",
        "total  138,357,544",
    ]


def test_ascii():
    drawn = lines_of([Heading("├ a"), Heading("b")], [("└ 2·3²", "…"), ()], None, ascii_only=True)
    assert "`" in drawn[2]
    assert "2*3^2" in drawn[2]
    assert "-" * 4 in drawn[1]


def test_natural_widths():
    headings = [Heading("a"), Heading("title")]
    assert natural(headings, [Line((cell("abc"), cell("x"))), Line((cell("longer title"),)), Line()]) == [3, 5]
    assert natural(headings[:1], [Line((cell("alone"),)), Line()]) == [5], "a table of one column has no titles"
    assert total([12, 5]) == 19


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conv1", "conv1"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\tb", "a    b"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("畳み込み", "畳み込み"),
    ],
)
def test_printable(text, expected):
    assert printable(text) == expected


@given(
    rows=st.lists(st.one_of(st.just(()), st.tuples(WORDS, WORDS, BROKEN), st.tuples(WORDS)), max_size=6),
    ascii_only=st.booleans(),
)
def test_without_colour_it_looks_as_with_colours(rows, ascii_only):
    headings = [Heading("one"), Heading("two", right=True), Heading("three", right=True)]
    lines = [Line(tuple(cell(text) for text in row)) if row else Line() for row in rows]
    plain, coloured = (
        [*paint(layout(headings, lines, ascii_only=ascii_only), colour=colour)] for colour in (False, True)
    )
    assert plain == [ESCAPES.sub("", line).rstrip() for line in coloured]
