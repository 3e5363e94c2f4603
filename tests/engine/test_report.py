"""The report: bytes, sums of one role, rows by their names, and whether it depends on symbols."""

from __future__ import annotations

import pytest

from cnncalc.engine import analyze
from cnncalc.engine.report import Cost
from tests.nets import network_of, report_of

NORMALIZED = "INPUT 8x6x3 CONV3-4 BN RELU"


def test_bytes_are_four_a_value():
    """By hand: 144 pixels; 112 parameters and 192 values of the convolution; 8 parameters and as many values of the normalization."""
    report = report_of(NORMALIZED)
    assert [row.activation_bytes for row in report.rows] == [4 * 144, 4 * 192, 4 * 192, 0]
    totals = report.totals
    assert (totals.trainable_params, totals.statistics) == (120, 8)
    assert totals.activation_bytes == 4 * (144 + 192 + 192)
    assert totals.param_bytes == 4 * 120
    assert totals.memory_bytes == 4 * (120 + 144 + 192 + 192)


def test_bytes_in_symbols():
    report = report_of("INPUT HxWx3 CONV3-4")
    height, width, _ = report.network.input
    assert report.rows[-1].activation_bytes == 16 * height * width
    assert report.totals.memory_bytes == 28 * height * width + 4 * 112


@pytest.mark.parametrize(
    ("layer", "weights", "biases", "statistics", "params"),
    [("conv1", 108, 4, 0, 112), ("bn1", 4, 4, 8, 8), ("relu1", 0, 0, 0, 0)],
)
def test_what_a_layer_holds(layer, weights, biases, statistics, params):
    row = report_of(NORMALIZED)[layer]
    assert (row.weight_params, row.biases, row.statistics, row.params) == (weights, biases, statistics, params)
    assert len(row.weights) == {"conv1": 2, "bn1": 4, "relu1": 0}[layer]


def test_a_layer_without_output_costs_nothing():
    cost = Cost(None)
    assert (cost.weights, cost.params, cost.macs, cost.unseen, cost.conditions, cost.problems) == (
        (),
        0,
        0,
        (0, 0),
        (),
        (),
    )
    assert (cost.verdict, cost.exact_output, cost.windows) == (None, None, None)
    assert cost.misfits is False


def test_rows_by_name():
    report = report_of("INPUT 8x6x3 a:CONV3-4 b:(RELU c:CONV3-8)")
    assert report["a"] is report.rows[1]
    assert report["b"] is report["c"] is report.rows[3]
    with pytest.raises(KeyError, match=r"""^"no layer 'x'"$"""):
        report["x"]
    with pytest.raises(KeyError, match="no layer 'rely1'; did you mean relu1, "):
        report_of("INPUT 8x6x3 RELU RELU")["rely1"]


@pytest.mark.parametrize(("before", "offered"), [(198, True), (199, False)])
def test_what_may_have_been_meant_is_looked_for_among_the_first_200_layers(before, offered):
    """The input, those `before` it, and the one that is meant."""
    report = report_of(f"INPUT 8x6x3 RELU*{before} wanted:CONV3-4")
    with pytest.raises(KeyError) as refused:
        report["wantet"]
    assert ("did you mean wanted" in str(refused.value)) is offered


@pytest.mark.parametrize("layer", ["conv1", "relu1"])
def test_a_layer_behind_the_last_row_has_none(layer):
    with pytest.raises(KeyError, match=f"no layer '{layer}'"):
        analyze(network_of("INPUT 4x4x3 CONV9-4p0 RELU"))[layer]


def test_a_report_does_not_change():
    report = report_of("INPUT 4x4x3 RELU")
    with pytest.raises(AttributeError, match="a report is immutable: cannot set rows"):
        report.rows = ()
    assert repr(report) == "<Report on network: 2 rows, 0 diagnostics>"


def test_a_report_with_other_findings():
    broken = analyze(network_of("INPUT 4x4x3 CONV9-4p0"))
    assert not broken.ok
    assert repr(broken) == "<Report on network: 1 rows, 1 diagnostics>"
    other = broken.with_diagnostics(())
    assert other.ok
    assert other.diagnostics == ()
    assert (other.network, other.rows, other.totals) == (broken.network, broken.rows, broken.totals)
    assert other.stopped_at is broken.stopped_at is broken.network.nodes[1]


@pytest.mark.parametrize(
    ("text", "symbolic"),
    [
        ("INPUT 8x6x3 CONV3-4 BN", False),
        ("INPUT Hx6x3 POOL2", True),
        ("INPUT 8x6x3 CONV3-K GAP FC-2", True),
        ("INPUT 8x6x3 CONV3-K", True),
        ("INPUT 8x6xC", True),
    ],
)
def test_whether_a_report_depends_on_symbols(text, symbolic):
    assert report_of(text).is_symbolic is symbolic


def test_sizes_alone_may_be_symbolic():
    """A crop shows what is stored: nothing is counted of it, and no sum depends on its size."""
    assert report_of("INPUT 8x6x3 CROPM").is_symbolic


def test_conditions_are_combined():
    assert list(map(str, report_of("INPUT HxHx3 POOL2 POOL2").conditions)) == ["4 divides H"]
    assert report_of("INPUT 8x8x3 POOL2").conditions == ()
