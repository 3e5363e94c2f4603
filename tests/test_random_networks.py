"""Laws that hold for any network: the engine and the NumPy pass, symbols and numbers, what is written and what is read, paths in any order."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnncalc.arithmetic import POOLING
from cnncalc.engine import analyze
from cnncalc.engine.verify import verify
from cnncalc.rules import examine
from cnncalc.spec import Changes, load
from cnncalc.spec.write import document
from cnncalc.symbolic import Expr, evaluate, symbol
from tests.random_networks import FRAMEWORKS, notations


def network_of(text, framework="exact"):
    """The network that random notation describes; what nothing reads is a warning, and what does not fit is the engine's affair."""
    loaded = load(text, Changes(framework=framework))
    assert not any(d.is_error for d in loaded.diagnostics), (text, loaded.diagnostics)
    (network,) = loaded.networks
    return network


def complete(text, framework="exact"):
    """Its report, if every layer has an output."""
    report = analyze(network_of(text, framework))
    assume(report.stopped_at is None)
    return report


@settings(max_examples=150)
@given(notations(), FRAMEWORKS)
def test_the_engine_and_the_numpy_pass(text, framework):
    verification = verify(complete(text, framework))
    assert verification.ok, (text, [check.differences for check in verification.checks if not check.ok])


@settings(max_examples=150)
@given(notations(), FRAMEWORKS, st.integers(1, 40), st.integers(1, 40))
def test_symbols_and_numbers(text, framework, height, width):
    """Closed forms at a size are what is found there, and the conditions hold just where every layer fits."""
    network = network_of(text, framework)
    general = examine(network.resized(symbol("H"), symbol("W")))
    assume(general.stopped_at is None)
    here = {"H": height, "W": width}
    concrete = analyze(network.resized(height, width))
    # Caffe's division hides that a convolution does not fit even once: there is an output, but nothing fits. Where no symbol is left,
    # behind adaptive pooling, no condition can say so.
    counts = (
        count
        for row, seen in zip(concrete.rows, general.rows, strict=False)
        if row.node.layer.operation != POOLING and not all(shape.is_concrete for shape in seen.inputs)
        for count in row.cost.exact_output or ()
    )
    hidden = any(count < 1 for count in counts)
    fits = concrete.stopped_at is None and not hidden and not any(row.cost.misfits for row in concrete.rows)
    claimed = general.ok and all(condition.holds(here) for condition in general.conditions)
    assert claimed == fits, (text, height, width)
    assume(concrete.stopped_at is None and not hidden)
    for row, seen in zip(concrete.rows, general.rows, strict=True):
        found = (*seen.output, seen.params, seen.macs, seen.activations)
        values = tuple(evaluate(x, here) if isinstance(x, Expr) else x for x in found)
        assert values == (*row.output, row.params, row.macs, row.activations), (text, row.id)


@settings(max_examples=150)
@given(notations(), FRAMEWORKS)
def test_what_is_shown_reads_back(text, framework):
    network = network_of(text, framework)
    written = document(network)
    (again,) = load("-", read_stdin=written.encode).networks
    assert [(node.id, node.layer, node.inputs) for node in again.nodes] == [
        (node.id, node.layer, node.inputs) for node in network.nodes
    ]
    assert (again.outputs, again.framework, document(again)) == (network.outputs, network.framework, written)


@settings(max_examples=150)
@given(notations(), notations(), st.sampled_from("|+"), st.randoms(use_true_random=False))
def test_paths_in_another_order(left, right, joint, random):
    """Permuted paths change nothing but the order of the rows."""
    paths = [text.partition(" ")[2].partition(" ")[2] for text in (left, right)]
    paths = [f"{path} GAP FC-4" for path in paths] + ["GAP FC-4 RELU"]
    start = "INPUT 15x13x12 CONV1-12 "
    loaded = load(start + f"{{ {f' {joint} '.join(paths)} }} FC-2")
    assume(not any(d.is_error for d in loaded.diagnostics))
    shuffled = random.sample(paths, len(paths))
    one, other = (
        complete(start + f"{{ {f' {joint} '.join(paths)} }} FC-2"),
        complete(start + f"{{ {f' {joint} '.join(shuffled)} }} FC-2"),
    )
    assert facts(one) == facts(other)
    totals, again = one.totals, other.totals
    assert (totals.params, totals.macs, totals.activations) == (again.params, again.macs, again.activations)


def facts(report):
    """Every row but its place: how often each occurs."""
    return Counter(
        (row.node.layer, tuple(map(tuple, row.inputs)), tuple(row.output), row.params, row.macs, row.field)
        for row in report.rows
        if not row.node.layer.joins
    )
