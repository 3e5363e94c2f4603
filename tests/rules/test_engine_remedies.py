"""Remedies for branches that differ: which path is to be changed, and how, wherever the join stands."""

from __future__ import annotations

import cnncalc


def remedy(text, framework=None):
    """The remedy of the one finding about branches."""
    (one,) = [d for d in cnncalc.check(text, framework=framework) if d.code == "CNN303"]
    return one.help


def test_a_join_behind_the_end_has_its_remedy_too(tmp_path):
    """b ends the network; the path of the head leaves it before, and its padding is still forgotten."""
    path = tmp_path / "net.yaml"
    path.write_text(
        "input: 8x8x4\nlayers: [a: CONV3-4, b: CONV3-6g4, c: RELU]\n"
        "heads: {aux: {from: a, layers: [{add: [[CONV3-4p0, RELU], ID]}]}}\n",
        encoding="utf-8",
    )
    assert remedy(path) == "aux.conv1 as CONV3-4p1 would match"
