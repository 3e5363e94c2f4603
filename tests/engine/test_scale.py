"""Large networks: no recursion along their depth, an answer in time, limits that say so."""

from __future__ import annotations

import pytest

from cnncalc.engine import DIFFERENT, analyze
from cnncalc.engine.lifetimes import live_values
from cnncalc.rules.checking import Wishes, check
from cnncalc.spec import load

DEEP = {
    "a chain": ("INPUT 8x8x4 (CONV3-4 RELU)*50000", 50_000),
    "joins": ("INPUT 8x8x4 ({CONV3-4 + ID})*37000", 37_000),
}


@pytest.mark.parametrize(("text", "pairs"), DEEP.values(), ids=DEEP)
def test_depth_is_no_recursion(text, pairs):
    loaded = load(text)
    report = analyze(loaded.networks[0])
    assert len(report.rows) == 2 * pairs + 1
    assert report.totals.params == pairs * (3 * 3 * 4 + 1) * 4
    assert len(live_values(report)) == 2 * pairs + 1
    assert not [found for found in check(text, loaded, Wishes()).diagnostics if found.is_error]


def test_different_layers_are_bounded():
    report = analyze(load("INPUT 1x1x1 ({CONV1-1 | ID})*25000").networks[0])
    assert [(found.code, found.message) for found in report.diagnostics] == [
        ("CNN103", f"more than {DIFFERENT:,} different layers")
    ]
    assert report.stopped_at is not None
    assert len(report.rows) == DIFFERENT
