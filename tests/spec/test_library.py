"""The bundled networks are found, with the index and without."""

from __future__ import annotations

import pytest

from cnncalc.spec import library

CACHED = (library._lines, library.index, library.scanned)


@pytest.fixture
def specs(tmp_path, monkeypatch):
    """A folder of documents of its own."""
    (tmp_path / "one.yaml").write_text(
        "name: One\nsource: S\nyear: 2014\nfamily: f\ninput: 8x8x3\nverify: 4x4\nlayers: [CONV1-4]\nheads: {h: {from: conv1}}\n"
    )
    (tmp_path / "more.yaml").write_text("name: More\ninput: 8x8x3\nlayers: [RELU]\nvariants: {a: , B: {source: T}}\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.yaml").write_text("input: 8x8xC\nlayers: [RELU]\n")
    (tmp_path / "sub" / "three.yaml").write_text("input: 8x8x3\nlayers: [RELU]\nvariants: {x: , sub/y: }\n")
    for cached in CACHED:
        cached.cache_clear()
    monkeypatch.setattr(library, "folder", lambda: str(tmp_path))
    yield tmp_path
    monkeypatch.undo()
    for cached in CACHED:
        cached.cache_clear()


NAMES = {"one": ("one.yaml", None), "a": ("more.yaml", "a"), "B": ("more.yaml", "B"), "sub/two": ("sub/two.yaml", None),
         "sub/x": ("sub/three.yaml", "x"), "sub/y": ("sub/three.yaml", "sub/y")}  # fmt: skip


def facts(network):
    return {"params": len(network.nodes), "macs": 0}


def test_without_an_index(specs):
    assert set(library.names()) == set(NAMES)
    for name, (file, variant) in NAMES.items():
        assert library.find(name)[:3] == (name, file, variant)


def indexed(specs):
    """Write the index of `specs`, as if it had always been there."""
    (specs / library.INDEX).write_text(library.described(facts))
    library._lines.cache_clear()
    library.index.cache_clear()


def test_with_an_index(specs, monkeypatch):
    indexed(specs)
    monkeypatch.setattr(library, "scanned", lambda: pytest.fail("the documents are searched"))
    assert set(library.names()) == set(NAMES)
    assert library.find("one") == (
        "one",
        "one.yaml",
        None,
        "One",
        "S",
        2014,
        "f",
        "8x8x3",
        2,
        0,
        None,
        "4x4x3",
        ["h"],
        True,
    )
    assert library.find("b")[:10] == ("B", "more.yaml", "B", "More", "T", None, "", "8x8x3", 2, 0)
    assert library.find("sub/two").input == "8x8xC"


def test_with_an_index_that_is_behind(specs):
    indexed(specs)
    (specs / "more.yaml").write_text("input: 8x8x3\nlayers: [RELU]\nvariants: {c: }\n")
    (specs / "new.yaml").write_text("input: 8x8x3\nlayers: [RELU]\n")
    library.scanned.cache_clear()
    assert library.find("new").file == "new.yaml"
    assert library.find("c").variant == "c"
    assert library.find("B") is None
    assert "new" in library.names()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"networks": {"one": {"colour": 1}}}', '{"networks": [1]}'])
def test_with_an_index_that_is_broken(specs, text):
    (specs / library.INDEX).write_text(text)
    assert library.find("one").file == "one.yaml"


def test_a_family_is_found_by_its_file(specs):
    assert library.find("more")[:3] == ("more", "more.yaml", None)
    assert library.find("nothing") is None
    assert library.find("CONV3-64/2") is None


def test_a_broken_document_hides_no_other(specs):
    (specs / "bad.yaml").write_text("a: [")
    library.scanned.cache_clear()
    assert set(library.scanned()) == {*NAMES, "bad"}


def test_names_are_found_without_their_folder(specs):
    for _ in "without", "with":
        assert library.find("two").name == "sub/two"
        assert library.find("X").name == "sub/x"
        assert library.find("SUB/Y").name == "sub/y"
        assert library.find("three")[:2] == ("sub/three", "sub/three.yaml")
        assert library.find("other/two") is None
        indexed(specs)


def test_only_documents_that_may_have_a_name_are_searched(specs):
    (specs / "loud.yaml").write_text("layers: [RELU]\nvariants: {p: , 'Net_v2': , \"q\" : }\n")
    library.scanned.cache_clear()
    assert set(library.scanned("net-v2")) == {"p", "Net_v2", "q"}
    assert set(library.scanned("q")) == {"p", "Net_v2", "q"}
    assert set(library.scanned("two")) == {"sub/two"}
    assert library.find("net-v2").variant == "Net_v2"
