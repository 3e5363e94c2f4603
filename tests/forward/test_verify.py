"""Engine against forward pass: what agrees, what is found when it does not, what cannot be compared."""

from __future__ import annotations

import os

import pytest

from cnncalc.engine import analyze
from cnncalc.engine import verify as module
from cnncalc.engine.report import Report
from cnncalc.engine.verify import Comparison, Spent, Unverifiable, verify

from .build import graph, image, layer

CONV = layer("CONV", kernel=3, filters=8)
STAGE = (CONV, layer("BN"), layer("RELU"), layer("POOL", kernel=2))
NETWORK = graph((20, 24, 3), *STAGE, (CONV, (4,)), (layer("ADD"), (4, 5)), layer("FC", outputs=10), layer("SOFTMAX"))


def changed(report, rows=None, totals=None):
    return Report(report.network, tuple(rows or report.rows), totals or report.totals, report.diagnostics)


def test_a_network_agrees():
    report = analyze(NETWORK)
    verification = verify(report)
    assert verification.ok
    assert all(check.ok and not check.differences for check in verification.checks)
    assert [check.id for check in verification.checks] == [row.id for row in report.rows]
    assert [c.name for c in verification.checks[1].what] == [
        "output",
        "params",
        "statistics",
        "bytes",
        "macs",
        "receptive field",
    ]
    totals = {total.name: total for total in verification.totals}
    assert totals["params"].measured == report.totals.params
    assert totals["macs"].measured == report.totals.macs
    assert totals["bytes"].measured == report.totals.activation_bytes
    assert totals["statistics"].measured == 16
    assert totals["peak"] == Comparison("peak", (30720, "bn2"), (30720, "bn2"))
    assert (verification.peak_bytes, verification.peak_at) == (30720, "bn2")


def test_time_by_kind():
    verification = verify(analyze(NETWORK))
    spent = verification.seconds_by_kind()
    assert set(spent) == {"input", "conv", "bn", "relu", "pool", "add", "fc", "softmax"}
    assert list(spent.values()) == sorted(spent.values(), reverse=True)
    assert sum(spent.values()) == pytest.approx(verification.seconds)


def test_what_a_kind_did_is_added_up():
    """By hand: 3·3·3·8 weights at 20·24 positions, and 3·3·8·8 at 10·12; 8 maps at both sizes, 4 bytes a value; a ReLU works in place."""
    spent = {kind: one._replace(seconds=0) for kind, one in verify(analyze(NETWORK)).by_kind().items()}
    assert spent["conv"] == Spent(2, 216 * 480 + 576 * 120, 4 * 8 * (480 + 120), 0)
    assert spent["bn"] == Spent(1, 0, 4 * 8 * 480, 0)
    assert spent["relu"] == Spent(1, 0, 0, 0)


def test_progress_counts_layers():
    told = []
    verify(analyze(NETWORK), lambda done, count: told.append((done, count)))
    assert told == [(n, 9) for n in range(10)]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("output", lambda cost: cost._replace(output=cost.output._replace(height=21))),
        ("params", lambda cost: cost._replace(params=cost.params + 1)),
        ("macs", lambda cost: cost._replace(macs=cost.macs - 1)),
        ("statistics", lambda cost: cost._replace(weights=(*cost.weights, cost.weights[0]._replace(role="statistic")))),
    ],
)
def test_a_wrong_number_is_found(name, change):
    report = analyze(NETWORK)
    row = report.rows[1]
    rows = (report.rows[0], row._replace(cost=change(row.cost)), *report.rows[2:])
    verification = verify(changed(report, rows))
    assert not verification.ok
    wrong = [check for check in verification.checks if not check.ok]
    assert [check.id for check in wrong] == ["conv1"]
    assert [difference.name for difference in wrong[0].differences] == [name]


def test_wrong_storage_and_a_wrong_field_are_found():
    report = analyze(NETWORK)
    row = report.rows[3]
    height = row.field.height
    rows = [*report.rows]
    wrong = row.field._replace(height=height._replace(length=height.length + 2))
    rows[3] = row._replace(activations=7, place=0, fields=[wrong])
    check = verify(changed(report, rows)).checks[3]
    bytes_, field = check.differences
    assert (bytes_.name, bytes_.engine, bytes_.measured) == ("bytes", 28, 0)
    assert (field.name, field.engine, tuple(field.measured)) == ("receptive field", (0, 4, 0, 2), (0, 2, 0, 2))


def test_the_peak_is_the_first_of_equals():
    """conv1, conv2 and conv3 each read 2 maps of 4·4 float32 and write 2."""
    one = layer("CONV", kernel=3, filters=2)
    found = verify(analyze(graph((4, 4, 2), one, one, one)))
    assert found.ok
    assert (found.peak_bytes, found.peak_at) == (4 * 2 * 32, "conv1")


FIELDS = {
    "higher than wide": (layer("CONV", kernel=(5, 3), filters=2),),
    "behind a gate that sees everything": (
        layer("GAP"), layer("FC", outputs=2), layer("SIGMOID"), (layer("MULTIPLY"), (0, 3)), layer("CONV", kernel=3, filters=2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("entries", FIELDS.values(), ids=FIELDS)
def test_a_field_is_compared_where_it_lies_inside(entries):
    """A position whose field no padding cuts off: the second row of a kernel of 3, the third of 5; and a gate is left out."""
    found = verify(analyze(graph((9, 9, 2), *entries)))
    assert found.ok
    field = found.checks[-1].what[-1]
    assert field.name == "receptive field"
    rows = entries[-1].kernel.height
    assert field.engine == (0, rows - 1, 0, 2)


def test_a_wrong_total_is_found():
    report = analyze(NETWORK)
    verification = verify(changed(report, totals=report.totals._replace(macs=1)))
    assert all(check.ok for check in verification.checks)
    assert not verification.ok


@pytest.mark.parametrize("framework", ["exact", "pytorch", "caffe", "tensorflow"])
def test_frameworks_agree_where_they_round(framework):
    network = graph(
        (29, 30, 3),
        layer("CONV", kernel=5, filters=4, stride=2), layer("POOL", kernel=3, stride=2), layer("AVGPOOL", kernel=2, stride=2, padding=1),
        layer("DECONV", kernel=3, filters=6, stride=2, padding="same"), layer("UP", factor=2), layer("GMP"),
        framework=framework,
    )  # fmt: skip
    verification = verify(analyze(network))
    assert verification.ok, [(c.id, c.differences) for c in verification.checks]


def test_a_network_that_stops_is_refused():
    report = analyze(graph((4, 4, 1), CONV, layer("CONV", kernel=9, filters=1, padding=0)))
    with pytest.raises(Unverifiable, match="conv2 has no output"):
        verify(report)


def test_symbols_are_refused():
    from cnncalc.symbolic import symbol

    network = graph((4, 4, 1), CONV)
    start = network.nodes[0]._replace(layer=image(symbol("H"), symbol("H"), symbol("C")))
    with pytest.raises(Unverifiable, match=r"verify needs numbers: give --set H=224 --set C=64$"):
        verify(analyze(network._replace(nodes=(start, *network.nodes[1:]))))


def test_what_does_not_fit_the_machine_is_refused(monkeypatch):
    with pytest.raises(Unverifiable, match=r"input alone needs .* bytes of memory"):
        verify(analyze(graph((10**6, 10**6, 3), layer("FC", outputs=10**6))))

    def out_of_memory(*_, **__):
        raise MemoryError
        yield

    monkeypatch.setattr(module, "walk", out_of_memory)
    with pytest.raises(Unverifiable, match="memory does not suffice to run input"):
        verify(analyze(NETWORK))


def test_a_layer_needs_its_weights_statistics_inputs_and_output_at_once(monkeypatch):
    """Batch normalization of 2 maps of 4x4: 4 parameters, 4 statistics, 32 values read and 32 written, 4 bytes each."""
    report = analyze(graph((4, 4, 2), layer("BN")))
    available = {"SC_PAGE_SIZE": 8, "SC_PHYS_PAGES": 36}
    monkeypatch.setattr(os, "sysconf", available.get)
    assert verify(report).ok
    available["SC_PHYS_PAGES"] = 35
    with pytest.raises(Unverifiable, match=r"^bn1 alone needs 288 bytes of memory, this machine has 280$"):
        verify(report)


@pytest.mark.parametrize("problem", [AttributeError, OSError, ValueError])
def test_a_machine_that_does_not_tell_its_memory_is_trusted(monkeypatch, problem):
    def silent(_):
        raise problem

    monkeypatch.setattr(os, "sysconf", silent)
    assert verify(analyze(NETWORK)).ok
