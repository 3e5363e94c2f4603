"""Network to report: every layer's shape, parameters, multiply-accumulates, memory and receptive field."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import ERROR, Diagnostic, Problem
from cnncalc.engine.costs import FEWER_SYMBOLS, beyond, cost
from cnncalc.engine.field import Fields
from cnncalc.engine.report import COST, Report, Row, Totals
from cnncalc.engine.storage import owners
from cnncalc.layers.base import BIAS, STATISTIC, WEIGHT
from cnncalc.sums import total, weighted

if TYPE_CHECKING:
    from cnncalc.engine.report import Cost
    from cnncalc.layers.base import Shape
    from cnncalc.network import Network, Node

DIFFERENT, SYMBOLIC = 12_000, 800
"""Layers of one network that differ in their hyper-parameters or their input, and those among them with symbols: what takes time; networks repeat themselves."""
ALIKE = "layers that are alike, on inputs that are alike, count as one"


def analyze(network: Network) -> Report:
    """The numbers of every layer, in document order; for one image, whatever the batch.

    A layer without an output ends the rows; layers that depend on it are unknown and say nothing, others behind it are
    still examined, so that `diagnostics` holds every mistake once.
    """
    costs: list[Cost | None] = []
    different: set[int] = set()
    symbolic = 0
    outputs: list[Shape | None] = []
    given: list[Any] = []
    found: list[Diagnostic] = []
    framework = network.framework
    for node in network.nodes:
        inputs: Any = tuple([outputs[source] for source in node.inputs])
        given.append(inputs)
        if None in inputs:
            costs.append(None)
            outputs.append(None)
            continue
        answer = cost(node.layer, inputs, framework)
        if id(answer) not in different:
            different.add(id(answer))
            symbolic += _weight(answer)
            if len(different) > DIFFERENT or symbolic > SYMBOLIC:
                found.append(_placed(node, _too_many(with_symbols=symbolic > SYMBOLIC)))
                costs += [None] * (len(network.nodes) - len(costs))
                break
        costs.append(answer)
        outputs.append(answer.output)
        if answer.problems:
            found += [_placed(node, problem) for problem in answer.problems]
    rows, stopped_at = _rows(network, costs, given)
    del given, outputs  # the rows hold what is left of them: eight bytes a layer each
    try:
        totals = _totals(rows)
    except OverflowError as problem:
        rows = _summable(rows)
        stopped_at = network.nodes[len(rows)]
        totals = _totals(rows)
        found.append(_placed(stopped_at, beyond(stopped_at.layer, problem)))
    return Report(network, rows, totals, tuple(found), stopped_at)


def _weight(answer: Cost) -> int:
    """As how many layers with symbols one counts: several where its numbers are long."""
    if answer.output is None or answer.output.is_concrete:
        return 0
    from cnncalc.symbolic.expr import terms_of

    terms = max(len(terms_of(number)) for number in (*answer.output, answer.params, answer.macs))
    return 1 + terms * terms // 2_000


def _too_many(*, with_symbols: bool) -> Problem:
    if with_symbols:
        return Problem(
            "CNN103", ERROR, f"more than {SYMBOLIC:,} different layers with symbols", help=f"{ALIKE}; {FEWER_SYMBOLS}"
        )
    return Problem("CNN103", ERROR, f"more than {DIFFERENT:,} different layers", help=ALIKE)


def _placed(node: Node, problem: Any) -> Diagnostic:
    notes = (*problem.notes, *(f"called from {span}" for span in node.calls))
    return Diagnostic(
        problem.code, problem.severity, problem.message, node.span, problem.label, notes, problem.help, node.id
    )


def _rows(
    network: Network, costs: list[Cost | None], given: list[tuple[Shape, ...]]
) -> tuple[tuple[Row, ...], Node | None]:
    """The rows up to the first layer without an output, and that layer; `given` are the inputs of each."""
    owner = owners(network, [None if answer is None else answer.output for answer in costs])
    fields = Fields(network, costs)
    framework = network.framework
    rows: list[Row] = []
    values: dict[int, Any] = {}
    for index, (node, answer) in enumerate(zip(network.nodes, costs, strict=True)):
        if answer is None or answer.output is None:
            return tuple(rows), node
        stored = 0
        if owner[index] == index:
            key = id(answer.output)
            if key not in values:
                values[key] = answer.output.values
            stored = values[key]
        rows.append(Row(node, given[index], answer, stored, framework, index, fields))
    return tuple(rows), None


def _summable(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows up to the first with which the sums, of all of them, are beyond the algebra's limits; found by halving."""

    def beyond_limits(count: int) -> bool:
        try:
            _totals(rows[:count])
        except OverflowError:
            return True
        return False

    return rows[: bisect_left(range(len(rows)), True, key=beyond_limits) - 1]


def _totals(rows: tuple[Row, ...]) -> Totals:
    alike = {id(cost): cost for cost in map(COST, rows)}
    times = [(alike[key], many) for key, many in Counter(map(id, map(COST, rows))).items()]
    learning = [(cost, many) for cost, many in times if cost.weights]
    by_role = {
        role: weighted((weight.size, many) for cost, many in learning for weight in cost.weights if weight.role == role)
        for role in (WEIGHT, BIAS, STATISTIC)
    }
    params = weighted((cost.params, many) for cost, many in learning)
    macs = weighted((cost.macs, many) for cost, many in times)
    activations = total(row.activations for row in rows)
    return Totals(params, by_role[WEIGHT], by_role[BIAS], by_role[STATISTIC], macs, activations)
