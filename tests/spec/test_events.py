"""YAML documents: what is refused and where, the same with both parsers, and nothing that hangs or crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.spec import events
from cnncalc.spec.events import Listing, Mapping, Scalar, read
from cnncalc.spec.findings import Mistake
from cnncalc.spec.source import Source

BOTH = pytest.mark.parametrize("use_c", [True, False], ids=["C", "Python"])


def plain(tree):
    """A tree as Python values."""
    if isinstance(tree, Scalar):
        return tree.value
    if isinstance(tree, Listing):
        return [plain(item) for item in tree.items]
    return {key.text.string: plain(value) for key, value in tree.entries}


def refused(text):
    with pytest.raises(Mistake) as caught:
        read(Source("f", text))
    mistake = caught.value
    return f"{mistake.span.line}:{mistake.span.column} {mistake.code} {mistake.message}"


@BOTH
def test_a_tree(use_c, monkeypatch):
    monkeypatch.setattr(events, "USE_C", use_c)
    text = "a: [1, no, 'no', ~]\nb: {c: 1.5}\nd: &x [y]\ne: *x\n'7': 7\nyes:\n"
    assert plain(read(Source("f", text))) == {
        "a": [1, False, "no", None], "b": {"c": 1.5}, "d": ["y"], "e": ["y"], "7": 7, "yes": None,
    }  # fmt: skip


@BOTH
def test_spans(use_c, monkeypatch):
    monkeypatch.setattr(events, "USE_C", use_c)
    tree = read(Source("f", "a:\n  - x\n  - {b: 1}\n\nc: 'd'\n"))
    (_, listing), (key, quoted) = tree.entries
    assert [t.span[1:] for t in (tree, listing, listing.items[1], key, quoted)] == [
        (1, 1, 5, 7), (2, 3, 3, 11), (3, 5, 3, 11), (5, 1, 5, 2), (5, 4, 5, 7),
    ]  # fmt: skip


@BOTH
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", "3:1 CNN206 the key `a` stands twice"),
        ("a: {b: 1, b: 2}", "1:11 CNN206 the key `b` stands twice"),
        ("a: !!str x", "1:4 CNN101 tags such as `tag:yaml.org,2002:str` have no meaning here"),
        ("a: !x [1]", "1:4 CNN101 tags such as `!x` have no meaning here"),
        ("a: *x", "1:4 CNN101 no anchor `&x` stands before its alias"),
        ("a: &x [*x]", "1:8 CNN101 the alias `*x` stands inside what it repeats"),
        ("? [a]\n: b", "1:3 CNN101 a list or mapping cannot be a key"),
        ("a: 1\n---\nb: 2", "2:1 CNN101 a second document begins here"),
        ("", "1:1 CNN101 the document is empty"), ("# nothing", "1:1 CNN101 the document is empty"),
        ("a: \x00", "1:4 CNN101 character U+0000 may not stand in a document"), ("a: \x1b[1m", "1:4 CNN101 character U+001B may not stand in a document"),
        ("a: b\x85c", "1:5 CNN101 character U+0085 may not stand in a document"), ("a: b\u2028c", "1:5 CNN101 character U+2028 may not stand in a document"),
        ("a: b\n\tc: d\n", None), ("a: b: c", "1:5 CNN101 this is not YAML: a second `: ` in one line"),
        ("a: 'b", "1:4 CNN101 this is not YAML: a quoted text is never closed"), ("a: [b", None), ("a:\n  - b\n c", None), ("a: @b", "1:4 CNN101 this is not YAML: `@` begins nothing in YAML"),
        ("- {CONV1-64 | CONV1-96} RELU", None), ("a: \"\\q\"", "1:6 CNN101 this is not YAML: double quotes do not know this escape"), ("a: `b`", None), ("%YAML 9.9\n---\na: 1", None),
        ("[" * 65 + "]" * 65, "1:65 CNN103 the document nests deeper than 64"), ("- " * 65 + "a", "1:129 CNN103 the document nests deeper than 64"),
    ],
)  # fmt: skip
def test_what_is_refused(text, expected, use_c, monkeypatch):
    monkeypatch.setattr(events, "USE_C", use_c)
    found = refused(text)
    if expected is not None:
        assert found == expected
    assert "CNN101 this is not YAML" in found or expected


def test_notation_that_yaml_takes_for_its_own_gets_the_remedy():
    with pytest.raises(Mistake) as caught:
        read(Source("f", "layers:\n  - {CONV1-64 | CONV1-96} RELU\n"))
    assert caught.value.span.line == 2
    assert "quote notation" in caught.value.help


@BOTH
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"b{i}: &b{i} [{', '.join([f'*{p}'] * 10)}]\n" for i, p in enumerate(["a", *(f"b{i}" for i in range(9))])), "aliases written out"),
        ("a: &a [[[x]]]\n" + "".join(f"b{i}: &b{i} [[[*{p}]]]\n" for i, p in enumerate(["a", *(f"b{i}" for i in range(29))])), "nests deeper"),
        ("a:\n" + "- x\n" * 50_001, "more than 50,000 nodes"),
    ],
    ids=["bomb", "deep", "many"],
)  # fmt: skip
def test_limits(text, message, use_c, monkeypatch):
    monkeypatch.setattr(events, "USE_C", use_c)
    with pytest.raises(Mistake, match=message) as caught:
        read(Source("f", text))
    assert caught.value.code == "CNN103"


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "[" * 10**6,
        "{" * 10**6,
        "- " * 10**6,
        "? " * 10**6,
        "&a " * 10**5,
        "a: " * 10**5,
        '"' * 10**5,
        "[" + "," * 10**5,
        "---\n" * 10**5,
        "!" * 10**5,
    ],
)
def test_what_must_not_hang(text, use_c, monkeypatch):
    monkeypatch.setattr(events, "USE_C", use_c)
    with pytest.raises(Mistake):
        read(Source("f", text))


YAMLISH = st.lists(
    st.sampled_from(["a", "b: ", "- ", "\n", "\n  ", "  ", "[", "]", "{", "}", ", ", ": ", "'", '"', "#", " #", "&x ", "*x ", "!t ", "|", ">-", "?", " ? ", "%", "@", "`", "\\", "é", "---", "..."]),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=600)
@given(YAMLISH)
def test_both_parsers_agree_on_any_text(text):
    found = []
    for use_c in (True, False):
        events.USE_C = use_c
        try:
            found.append(plain(read(Source("f", text))))
        except Mistake as mistake:
            found.append((mistake.code, mistake.message, mistake.help, mistake.span))
        finally:
            events.USE_C = True
    assert found[0] == found[1]


def test_a_mapping_keeps_its_order():
    tree = read(Source("f", "b: 1\na: 2"))
    assert isinstance(tree, Mapping)
    assert [key.text.string for key, _ in tree.entries] == ["b", "a"]
