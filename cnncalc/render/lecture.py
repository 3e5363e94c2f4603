"""`--style lecture`: the lines in which CS231n sums up VGG16, biases not counted.

CONV3-64: [224x224x64]    memory: 224*224*64=3.2M   params: (3*3*3)*64 = 1,728
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.report import by_cost
from cnncalc.render.grid import cell, fold
from cnncalc.render.printable import printable, width
from cnncalc.render.values import decimal, people, plain, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report, Row
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

SHOWN = frozenset({"input", "conv", "dwconv", "deconv", "pool", "avgpool", "gap", "gmp", "aap", "amp", "fc", "maxout"})
"""The kinds that the lecture's table has lines for: the input, convolutions, pools and fully connected layers."""


def render(report: Report, options: Options) -> Iterator[Item]:
    """A line each for the input, convolutions, pools and fully connected layers, and a closing line with both totals."""
    shown = [row for row in report.rows if row.node.layer.kind in SHOWN]
    alike = {
        key: (_volume(row), f"memory: {_memory(row)}", f"params: {_params(row)}") for key, row in by_cost(shown).items()
    }
    lines = [alike[id(row.cost)] for row in shown]
    widths = [max(width(line[i]) for line in alike.values()) for i in (0, 1)]
    for volume, memory, params in lines:
        yield from fold(cell(f"{_wide(volume, widths[0])}  {_wide(memory, widths[1])}  {params}"), options.width)
    if report.stopped_at is not None:
        node = report.stopped_at
        yield from fold(cell(printable(f"{node.layer.readable()}: no output ({node.id})"), "error"), options.width)
    yield from fold(cell(_closing(report), "total"), options.width)


def _wide(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _volume(row: Row) -> str:
    """`CONV3-64: [224x224x64]`; the lecture calls every fully connected layer FC, and counts no biases."""
    layer = row.node.layer
    if layer.kind in ("input", "fc"):
        name = layer.tokens[0]
    else:
        name = (layer.replace(bias=True) if "bias" in layer.fields else layer).readable()
    unfit = ""
    if row.cost.misfits and row.exact_output is not None:
        unfit = f" (! {'x'.join(map(decimal, row.exact_output))})"
    return printable(f"{name}: [{size(row.output)}]{unfit}")


def _memory(row: Row) -> str:
    """`224*224*64=3.2M`: two significant digits, as the lecture rounds; a vector is its length."""
    values = row.output.values
    if not isinstance(values, int):
        return plain(values)
    from cnncalc.units import lecture

    if (row.output.height, row.output.width) == (1, 1):
        return lecture(values)
    return f"{'*'.join(map(str, row.output))}={lecture(values)}"


def _params(row: Row) -> str:
    """`(3*3*3)*64 = 1,728`: the layer's own formula, without its bias."""
    layer = row.node.layer
    if not row.cost.weights:
        return "0"
    unbiased = row.node._replace(layer=layer.replace(bias=False) if "bias" in layer.fields else layer)
    bare = row._replace(node=unbiased, cost=row.cost._replace(params=row.weight_params))
    return bare.params_formula.replace("·", "*")


def _closing(report: Report) -> str:
    """`TOTAL memory: … params: …`: activations of the whole network, weights of the lines above and what they leave out."""
    from cnncalc.units import mb, mib

    memory, counted = people(report.totals.activations), report.totals.weights
    if isinstance(report.totals.activation_bytes, int):
        size_in_bytes = report.totals.activation_bytes
        memory += f" values * 4 bytes = {mb(size_in_bytes)} ({mib(size_in_bytes)})"
    beside = _left_out(report)
    for number in beside.values():
        counted = counted - number
    if report.totals.biases != 0:
        beside["biases"] = report.totals.biases
    listed = ", ".join(f"{people(number)} {'of ' if name.isupper() else ''}{name}" for name, number in beside.items())
    return f"TOTAL memory: {memory}  params: {people(counted)}{f' (not counted: {listed})' if listed else ''}"


def _left_out(report: Report) -> dict[str, Any]:
    """The learned weights of kinds that have no line above."""
    beside: dict[str, Any] = {}
    for row in report.rows:
        if row.node.layer.kind not in SHOWN and row.weight_params != 0:
            name = row.node.layer.tokens[0]
            beside[name] = beside.get(name, 0) + row.weight_params
    return beside
