"""YAML scalars: their values by our own rules, and the place of every character in every style."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cnncalc.spec import events
from cnncalc.spec.events import Mapping, Scalar, read
from cnncalc.spec.scalars import resolve
from cnncalc.spec.source import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1), ("-1", -1), ("+7", 7), ("62_378_344", 62_378_344), ("007", 7), ("1.5", 1.5), ("-.5", -0.5), ("1e3", 1000.0), ("1.5E-3", 0.0015),
        ("true", True), ("Yes", True), ("ON", True), ("false", False), ("no", False), ("Off", False), ("null", None), ("~", None), ("", None),
        ("3:2", "3:2"), ("0o7", "0o7"), ("0x10", "0x10"), ("1_", "1_"), ("_1", "_1"), ("1.", "1."), (".", "."), ("-", "-"), ("1x1x10", "1x1x10"),
        ("2024-01-01", "2024-01-01"), ("yess", "yess"), ("y", "y"), (".inf", ".inf"), ("9" * 30, "9" * 30), ("1 2", "1 2"), ("e3", "e3"),
    ],
)  # fmt: skip
def test_plain_scalars(text, expected):
    result = resolve(text)
    assert result == expected
    assert type(result) is type(expected)


def scalars(tree):
    if isinstance(tree, Scalar):
        yield tree
    elif isinstance(tree, Mapping):
        for key, value in tree.entries:
            yield key
            yield from scalars(value)
    else:
        for item in tree.items:
            yield from scalars(item)


def assert_mapped(text, tree):
    """Every character that is no white space maps to itself in the source; an escaped one to its escape."""
    for scalar in scalars(tree):
        string = scalar.text.string
        for index, c in enumerate(string):
            span = scalar.text.span(index, index + 1)
            line = text.split("\n")[span.line - 1]
            there = line[span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""
            if c in " \t\n":
                continue
            assert there == c or there.startswith("\\") or there == "''", (string, index, there)


STYLES = {
    "plain": ("k: CONV3-64 RELU", "CONV3-64 RELU"),
    "plain over lines": ("k:\n  CONV3-64\n    RELU   BN\n\n  FC", "CONV3-64 RELU   BN\nFC"),
    "plain in a flow": ("[CONV3-64\n  RELU, BN]", "CONV3-64 RELU"),
    "single": ("k: 'it''s  @a'", "it's  @a"),
    "single over lines": ("k: 'a ''b''\n   c\n\n   d'", "a 'b' c\nd"),
    "double": ('k: "CONV3-64 RELU"', "CONV3-64 RELU"),
    "double with escapes": ('k: "a\\u00e9b\\x41\\t\\"c\\"\\\\ d"', 'aébA\t"c"\\ d'),
    "double over lines": ('k: "a\n   b\\\n   c \\\n\n   d\n\n\n   e"', "a bc \nd\n\ne"),
    "double with escaped space": ('k: "a\\ \n  b"', "a  b"),
    "literal": ("k: |\n  {a\n    | b }\n\n  c\n", "{a\n  | b }\n\nc\n"),
    "literal stripped": ("k: |-\n  a b\n", "a b"),
    "literal kept, indented": ("k: |2+\n   a\n  b\n\n", " a\nb\n\n"),
    "folded": ("k: >\n  a b\n  c\n\n  d\n    e\n  f\n", "a b c\nd\n  e\nf\n"),
    "folded stripped": ("k: >-\n\n  a\n  b # no comment\n", "\na b # no comment"),
    "anchored": ("k: &x\n  # a comment\n  CONV3-64", "CONV3-64"),
    "anchored and quoted": ("k: &x 'a''b'", "a'b"),
    "beyond the first plane": ("😀: 'é😀 a'", "é😀 a"),
    "key": ("'it''s': x", "it's"),
    "windows": ("k: |\n  a\n  b\n".replace("\n", "\n"), "a\nb\n"),
}


@pytest.mark.parametrize("pure", [False, True], ids=["C", "Python"])
@pytest.mark.parametrize("name", STYLES)
def test_every_style_is_mapped(name, pure, monkeypatch):
    monkeypatch.setattr(events, "USE_C", not pure)
    text, value = STYLES[name]
    tree = read(Source("f", text))
    assert value in [scalar.text.string for scalar in scalars(tree)]
    assert_mapped(text, tree)


def test_an_escape_is_as_wide_as_it_is_written():
    (scalar,) = [s for s in scalars(read(Source("f", 'k: "a\\u0042c"'))) if s.text.string == "aBc"]
    assert scalar.text.span(1, 2)[2:] == (6, 1, 12)
    assert scalar.text.span(0, 3)[2:] == (5, 1, 13)


CHARACTERS = "ab|{}x'\"\\: #@é😀-\t\n"
LINES = st.lists(
    st.text(alphabet=CHARACTERS.replace("\n", "").replace("\t", ""), max_size=8).map(str.strip), min_size=1, max_size=4
)


@st.composite
def documents(draw):
    """A key and a value in some style, with the value that YAML must find."""
    style = draw(st.sampled_from(["single", "double", "literal", "folded", "plain"]))
    lines = draw(LINES)
    if style == "single":
        return "k: '" + "\n  ".join(line.replace("'", "''") for line in lines) + "'"
    if style == "double":
        escaped = [
            line.replace("\\", "\\\\").replace('"', draw(st.sampled_from(['\\"', "\\x22", "\\u0022"])))
            for line in lines
        ]
        return 'k: "' + draw(st.sampled_from(["\n  ", "\\\n  ", "\n\n  ", "\\n"])).join(escaped) + '"'
    if style == "plain":
        return "k: " + "\n  ".join(["a", *lines])
    indicator = draw(st.sampled_from(["|", ">"])) + draw(st.sampled_from(["", "-", "+"]))
    return f"k: {indicator}\n" + "".join(f"  {' ' * draw(st.integers(0, 2))}{line}\n" for line in lines)


@settings(max_examples=400)
@given(documents())
@example('k: "a\\\n  b"')
def test_any_scalar_is_mapped_and_both_parsers_agree(text):
    found = []
    for use_c in (True, False):
        events.USE_C = use_c
        try:
            tree = read(Source("f", text))
        except Exception as mistake:
            found.append((str(mistake), getattr(mistake, "span", None)))
        else:
            assert_mapped(text, tree)
            found.append([(s.text.string, s.value, s.span, s.text.whole) for s in scalars(tree)])
        finally:
            events.USE_C = True
    assert found[0] == found[1]
    assume(isinstance(found[0], list))
