"""Every bundled network against the forward pass: at a small input, and outside the default run (`-m slow`) at its own.

The small input is the smallest of at least 16 pixels that `solve` offers, so that every layer fits; where that is none, or costs more, the one that
the document names under `verify`, or the network's own.
"""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine import analyze
from cnncalc.engine.fit import LOSSLESS
from cnncalc.engine.solve import Solution, solve
from cnncalc.engine.verify import verify
from tests.test_bundled import BUNDLED, network_of

SMALL = 16
LARGE = 3_000_000_000
"""Multiply-accumulates that the default run does not wait for."""


def candidates(network):
    """Inputs at which a network may be run, heights and widths."""
    found = solve(network, LOSSLESS)
    if isinstance(found, Solution):
        yield tuple(axis.sizes.above(min(SMALL, axis.given)) for axis in (found.height, found.width))
    if network.verify_at is not None:
        yield network.verify_at[:2]
    yield network.input[:2]


def small(network):
    """The report at the cheapest of these inputs."""
    reports = (analyze(network.resized(*size)) for size in candidates(network) if None not in size)
    return min((report for report in reports if report.stopped_at is None), key=lambda report: report.totals.macs)


def disagreements(result):
    """What differs, in words; empty if nothing does."""
    layers = [(check.id, check.differences) for check in result.checks if not check.ok]
    totals = [total for total in result.totals if not total.ok]
    return [*layers, *totals, *([result.proof] if result.proof is not None and not result.proof.holds else [])]


@pytest.mark.parametrize("name", BUNDLED)
def test_at_a_small_input(name):
    report = small(network_of(name))
    if report.totals.macs > LARGE:
        pytest.skip(f"{name} fits nothing smaller than {report.network.input}: only `-m slow` runs it")
    result = verify(report)
    assert disagreements(result) == []
    assert result.ok


@pytest.mark.slow
@pytest.mark.parametrize("name", BUNDLED)
def test_at_its_own_input(name):
    network = cnncalc.load(name)
    result = verify(analyze(network._replace(verify_at=None)))
    assert disagreements(result) == []
    assert result.ok
    assert result.instead is None
