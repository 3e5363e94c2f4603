"""`--style alexnet`: the list in which CS231n writes AlexNet down.

    [55x55x96] CONV1: 96 11x11 filters at stride 4, pad 0

Layers with weights share one count (CONV5 is followed by FC6), pools and normalizations have counts of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import REARRANGING
from cnncalc.render.grid import cell
from cnncalc.render.printable import printable
from cnncalc.render.values import decimal, plain, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report, Row
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

NAMES = {
    "conv": "CONV", "dwconv": "CONV", "deconv": "DECONV", "fc": "FC", "maxout": "FC",
    "pool": "MAX POOL", "gmp": "MAX POOL", "avgpool": "AVG POOL", "gap": "AVG POOL",
    "aap": "AVG POOL", "amp": "MAX POOL",
    "lrn": "NORM", "bn": "NORM", "ln": "NORM", "gn": "NORM", "in": "NORM", "l2norm": "NORM", "concat": "CONCAT", "add": "ADD", "multiply": "MULTIPLY",
}  # fmt: skip
COUNTED = {"DECONV": "CONV", "FC": "CONV", "MAX POOL": "POOL", "AVG POOL": "POOL"}
"""Names that share another name's count."""
NORMALIZATIONS = {
    "lrn": "Normalization layer", "bn": "Batch normalization", "ln": "Layer normalization",
    "gn": "Group normalization", "in": "Instance normalization", "l2norm": "L2 normalization",
}  # fmt: skip
UNLISTED = frozenset({"flatten", "dropout", "droppath"})


def render(report: Report, options: Options) -> Iterator[Item]:
    """A line a layer; activations, dropout and flattening go without saying, as in the lecture."""
    counts: dict[str, int] = {}
    scores = _scores(report)
    for index, row in enumerate(report.rows):
        layer = row.node.layer
        if layer.family == "activation" or layer.kind in UNLISTED:
            continue
        name = NAMES.get(layer.kind, layer.tokens[0])
        if row.node.inputs:
            counter = COUNTED.get(name, name)
            counts[counter] = counts.get(counter, 0) + 1
            name += str(counts[counter])
        words = _words(row, report)
        if index in scores:
            words += " (class scores)"
        yield cell(printable(f"{_volume(row)} {name}{': ' if words else ''}{words}"))
    if report.stopped_at is not None:
        node = report.stopped_at
        yield cell(printable(f"[no output] {node.layer.readable()} ({node.id})"), "error")


def _scores(report: Report) -> set[int]:
    """The fully connected layers whose outputs are the network's: behind them at most activations."""
    found = set()
    for index in report.network.outputs.values():
        at = index
        while at < len(report.rows) and report.rows[at].node.layer.family == "activation":
            at = report.rows[at].node.inputs[0]
        if at < len(report.rows) and report.rows[at].node.layer.kind in ("fc", "maxout"):
            found.add(at)
    return found


def _volume(row: Row) -> str:
    """`[55x55x96]`, or `[4096]` for a vector."""
    if row.cost.misfits and row.exact_output is not None:
        return f"[{'x'.join([*map(decimal, row.exact_output), str(row.output.depth)])}]"
    shape = row.output
    vector = row.node.layer.kind in ("fc", "maxout") and (shape.height, shape.width) == (1, 1)
    return f"[{plain(shape.depth) if vector else size(shape)}]"


def _words(row: Row, report: Report) -> str:
    layer: Any = row.node.layer
    kind = layer.kind
    if kind in NORMALIZATIONS:
        return NORMALIZATIONS[kind]
    if kind in ("fc", "maxout"):
        pieces = f", {layer.pieces} linear pieces each" if kind == "maxout" else ""
        return f"{plain(row.output.depth)} neurons{pieces}"
    if kind in ("gap", "gmp"):
        return "over all positions"
    if layer.joins:
        return ", ".join(report.network.nodes[source].id for source in row.node.inputs)
    if kind in ("aap", "amp"):
        return f"to {layer.size.height}x{layer.size.width}, over windows that cover all positions"
    if layer.operation in (None, REARRANGING):
        return layer.readable() if row.node.inputs else ""
    return _filters(row)


def _filters(row: Row) -> str:
    """`96 11x11 filters at stride 4, pad 0`; a pool's padding is said where there is one."""
    layer: Any = row.node.layer
    assert row.cost.windows is not None
    height, width = row.cost.windows
    number = "" if layer.operation == "pooling" else f"{plain(row.output.depth)} "
    text = (
        f"{number}{plain(height.kernel)}x{plain(width.kernel)} filters at stride {_pair(height.stride, width.stride)}"
    )
    pad = _pair(_pair(height.before, height.after, ","), _pair(width.before, width.after, ","))
    if layer.operation != "pooling" or pad != "0":
        text += f", pad {pad}"
    groups = getattr(layer, "groups", 1)
    if groups != 1:
        text += f", in {plain(groups)} groups"
    if layer.kind == "dwconv":
        text += ", each on its own channel"
    if height.dilation != 1 or width.dilation != 1:
        text += f", dilation {_pair(height.dilation, width.dilation)}"
    return text


def _pair(first: Any, second: Any, separator: str = "x") -> str:
    one, two = (x if isinstance(x, str) else plain(x) for x in (first, second))
    return one if one == two else f"{one}{separator}{two}"
