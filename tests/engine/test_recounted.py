"""A whole report in another tool's convention, row by row."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.cli.arrangement import CONVENTIONS as OFFERED
from cnncalc.engine.conventions import CONVENTIONS
from cnncalc.engine.counting import COMPUTING, macs_under, recounted
from tests.nets import report_of


@pytest.mark.parametrize("name", COMPUTING)
def test_rows_add_up_to_the_tools_number(name):
    report = cnncalc.analyze("googlenet")
    found = recounted(report, name)
    assert found.totals.macs == macs_under(report, name).total == sum(row.macs for row in found.rows)
    assert (found.totals.params, found.totals.activations) == (report.totals.params, report.totals.activations)


@pytest.mark.parametrize("name", COMPUTING)
def test_rows_that_are_alike_stay_alike(name):
    """The same convolution twice, of which the second's output is overwritten; an activation in place, and one beside another reader."""
    report = report_of("INPUT 9x9x4 CONV3-4 CONV3-4 {RELU + ID} RELU")
    found = recounted(report, name)
    assert [row.macs for row in found.rows] == list(macs_under(report, name).values)
    alike = {(id(row.cost), row.activations) for row in report.rows}
    assert len({id(row.cost) for row in found.rows}) <= len(alike) < len(report.rows)


def test_a_formula_is_shown_only_beside_its_own_number():
    """27·64 weights at 224·224 positions: 86,704,128, and for torchinfo the biases on top, 64·224·224 of them."""
    report = report_of("INPUT 224x224x3 CONV3-64 RELU")
    row = recounted(report, "torchinfo")["conv1"]
    assert (row.macs, row.macs_formula) == (86_704_128 + 64 * 224 * 224, "")
    assert recounted(report, "fvcore")["conv1"].macs_formula == report["conv1"].macs_formula != ""


def test_symbols_are_counted_too():
    found = recounted(report_of("INPUT HxHx3 CONV3-4"), "calflops")
    assert found.totals.macs == 2 * report_of("INPUT HxHx3 CONV3-4").totals.macs + found.rows[-1].output.values


def test_the_command_line_knows_every_convention_that_counts_operations():
    assert OFFERED == COMPUTING


def test_to_some_tools_a_multiply_accumulate_is_two_operations():
    """calflops says FLOPs and counts both; so do darknet's BFLOPs."""
    computing = {name: CONVENTIONS[name].compute for name in COMPUTING}
    assert [name for name, printed in computing.items() if printed.doubled] == ["calflops", "darknet"]
    assert all(printed.has_macs for printed in computing.values())
    assert not any(CONVENTIONS["netscope"].prints[number].has_macs for number in range(1, 6))
