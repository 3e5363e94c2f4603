"""The pages hold what the program prints: `python docs/regenerate.py` rewrites them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("regenerate", ROOT / "docs" / "regenerate.py")
assert spec is not None
assert spec.loader is not None
regenerate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(regenerate)


@pytest.mark.parametrize("page", regenerate.PAGES, ids=lambda page: page.name)
def test_pages_are_true(page):
    text = page.read_text(encoding="utf-8")
    assert text == regenerate.refreshed(text), (
        f"{page.name} is not what the program prints: run python docs/regenerate.py"
    )


@pytest.mark.parametrize("page", regenerate.PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("name", regenerate.PICTURES)
def test_pictures_are_true(name):
    picture = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert regenerate.words(picture) == regenerate.words(regenerate.drawn(name)), "run python docs/regenerate.py"
    assert f"](docs/pictures/{name}.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_are_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install . && cnncalc table vgg16" in text
    assert 'pip install ".[test]" && pytest' in text
