"""Where a report ends, and what is said there."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnncalc.engine
from cnncalc.engine import ALIKE, analyze
from cnncalc.engine.costs import FEWER_SYMBOLS
from cnncalc.layers import kind
from cnncalc.layers.base import Shape
from cnncalc.network import Network, Node
from cnncalc.spec import load
from cnncalc.symbolic import symbol
from cnncalc.symbolic.expr import terms_of
from tests.nets import network_of, report_of

H, W = symbol("H"), symbol("W")


def test_every_mistake_is_said_once_and_what_depends_on_it_is_silent():
    report = analyze(network_of("INPUT 4x4x3 {CONV9-4p0 RELU | CONV3-4 CONV7-4p0} FC-10"))
    assert [(found.code, found.node) for found in report.diagnostics] == [("CNN302", "conv1"), ("CNN302", "conv3")]
    assert [row.id for row in report.rows] == ["input"]
    assert report.stopped_at is not None
    assert report.stopped_at.id == "conv1"


def test_a_mistake_in_a_block_says_from_where_it_was_called(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text("input: 4x4x3\nblocks:\n  unit: CONV9-4p0\n  pair: unit()\nlayers: [pair()]\n", encoding="utf-8")
    (found,) = analyze(load(str(path)).networks[0]).diagnostics
    assert (found.code, found.node, str(found.span)) == ("CNN302", "pair1.unit1.conv1", f"{path}:3:9")
    assert found.notes == (f"called from {path}:4:9", f"called from {path}:5:10")


@pytest.mark.parametrize(("limit", "rows"), [(3, 3), (4, 5), (5, 6)])
def test_layers_that_are_alike_count_as_one(monkeypatch, limit, rows):
    """The input, three convolutions, the first of them again, and a fourth."""
    monkeypatch.setattr(cnncalc.engine, "DIFFERENT", limit)
    report = analyze(network_of("INPUT 1x1x1 CONV1-1 CONV1-2 CONV1-1nobias CONV1-1 CONV3-1 RELU"))
    found = [(one.code, one.message, one.help) for one in report.diagnostics]
    assert len(report.rows) == rows
    assert found == [("CNN103", f"more than {limit:,} different layers", ALIKE)]
    assert report.stopped_at is report.network.nodes[rows]


@pytest.mark.parametrize(("limit", "rows"), [(1, 2), (2, 4), (3, 5)])
def test_layers_with_symbols_are_fewer(monkeypatch, limit, rows):
    """The input without symbols, a convolution, the same activation twice, another."""
    monkeypatch.setattr(cnncalc.engine, "SYMBOLIC", limit)
    report = analyze(network_of("INPUT 1x1x1 CONV1-K SIGMOID SIGMOID TANH"))
    found = [(one.code, one.message, one.help) for one in report.diagnostics]
    assert len(report.rows) == rows
    assert found == [("CNN103", f"more than {limit:,} different layers with symbols", f"{ALIKE}; {FEWER_SYMBOLS}")] * (
        rows < 5
    )


@pytest.mark.parametrize(("limit", "rows"), [(4, 1), (5, 2), (33, 2), (34, 3)])
def test_a_layer_with_long_numbers_counts_for_several(monkeypatch, limit, rows):
    """84 terms, the products of degree 6 of four symbols, count as 1 + 84²/2,000 = 4; the second layer's parameters, 220 of degree 9 and of
    its biases 20 of degree 3, as 1 + 240²/2,000 = 29; the input as one."""
    monkeypatch.setattr(cnncalc.engine, "SYMBOLIC", limit)
    report = analyze(network_of("INPUT HxWx3 CONV1-$((A+B+C+D)**6) CONV1-$((A+B+C+D)**3)"))
    assert [len(terms_of(row.params)) for row in report.rows[1:]] == [84, 240][: rows - 1]
    assert len(report.rows) == rows


def test_which_limit_it_was_is_said(monkeypatch):
    """As many layers with symbols as are allowed, and one layer too many."""
    monkeypatch.setattr(cnncalc.engine, "DIFFERENT", 2)
    monkeypatch.setattr(cnncalc.engine, "SYMBOLIC", 1)
    report = analyze(network_of("INPUT 1x1x1 CONV1-K {ID x CONV1-1}"))
    assert [one.message for one in report.diagnostics] == ["more than 2 different layers"]


def test_the_limits_are_the_documented_ones():
    text = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    assert (
        f"{cnncalc.engine.DIFFERENT:,} different ones, {cnncalc.engine.SYMBOLIC:,} different ones with symbols" in text
    )


def normalizations(count):
    """So many on an input of H x W x 10^99, each with as many values as the input."""
    start = Node("input", "", kind("INPUT")(Shape(H, W, 10**99)), ())
    nodes = [Node(f"bn{number}", "", kind("BN")(), (number - 1,)) for number in range(1, count + 1)]
    return Network("by hand", (start, *nodes), {"output": count})


@pytest.mark.parametrize(("count", "rows"), [(8, 9), (9, 9), (10, 9), (20, 9)])
def test_a_report_ends_where_its_sums_are_beyond_the_algebra(count, rows):
    """Ten times 10^99·H·W has a coefficient of more than 100 digits."""
    report = analyze(normalizations(count))
    assert len(report.rows) == rows
    assert report.totals.activations == 9 * 10**99 * H * W
    if count == 8:
        assert (report.diagnostics, report.stopped_at) == ((), None)
    else:
        (found,) = report.diagnostics
        assert (found.code, found.node, found.help) == ("CNN103", "bn9", FEWER_SYMBOLS)
        assert found.message == "BN is beyond what symbols can say: a coefficient of more than 100 digits"
        assert report.stopped_at is report.network.nodes[9]


def test_the_sums_are_of_every_row():
    """By hand: 3·3·3·4 weights at 8·8 positions, twice on the same input; batch normalization of 8 channels, in place nothing."""
    report = report_of("INPUT 8x8x3 {CONV3-4 | CONV3-4 RELU} BN FLATTEN")
    assert report.totals == (2 * 112 + 16, 2 * 108 + 8, 2 * 4 + 8, 16, 2 * 64 * 108, 64 * (3 + 4 + 4 + 8 + 8))
