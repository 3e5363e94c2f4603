"""Every rule's samples: what it flags and what it does not."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.diagnostics import SEVERITIES
from cnncalc.rules import RULES, SHAPE_RULES, rule

ALL = [rule(code) for code in RULES]
FAILS = [(r, text) for r in ALL for text in r.fails]
PASSES = [(r, text) for r in ALL for text in r.passes]


def findings(text, tmp_path):
    """What `check` finds in a sample: notation, the name of a file, or the text of a document."""
    if "\n" not in text:
        return cnncalc.check(text)
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return cnncalc.check(path)


@pytest.mark.parametrize(("r", "text"), FAILS, ids=lambda v: v.code if isinstance(v, type) else v)
def test_flags_its_samples(r, text, tmp_path):
    found = [d for d in findings(text, tmp_path) if d.code == r.code]
    assert len(found) == 1, found
    (diagnostic,) = found
    assert diagnostic.severity in SEVERITIES
    assert diagnostic.span is not None or r.code == "CNN100"
    assert (
        diagnostic.message[0] == diagnostic.message[0].lower()
        or not diagnostic.message[0].isalpha()
        or diagnostic.message[:2].isupper()
    )
    assert diagnostic.help or r.code == "CNN209"


@pytest.mark.parametrize(("r", "text"), PASSES, ids=lambda v: v.code if isinstance(v, type) else v)
def test_lets_its_good_samples_pass(r, text, tmp_path):
    assert findings(text, tmp_path) == []


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.code)
def test_every_rule_has_a_page(r):
    page = r.page()
    for part in ("Why it matters:", "What to do:", "When it is harmless:"):
        assert part in page
    assert r.fails
    assert r.passes


def test_codes_are_in_order_and_their_own():
    assert list(RULES) == sorted(RULES)
    assert [r.code for r in ALL] == list(RULES)
    assert set(SHAPE_RULES) <= set(RULES)
    for r in ALL:
        assert (r.check is not rule("CNN302").check) == (r.code in SHAPE_RULES)
