"""Which pixels of the input move which positions of a map: found on arrays, and proven by changing pixels.

`reach` sends coordinates through the network instead of colours: every pixel carries its own row and column, and every window
hands on the extremes of what lies under it. The windows are those that the forward pass slides. `perturb` runs the forward
pass itself: pixels outside a position's box must not move it, those on each of its four edges must.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.forward import windows
from cnncalc.forward.run import run
from cnncalc.forward.windows import overlaps
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.forward.step import Array
    from cnncalc.forward.windows import Table
    from cnncalc.network import Network, Node

UNREACHED = np.iinfo(np.int32).min
"""Below every coordinate: no pixel moves this position."""

PROVEN, REFUTED, UNMOVED, CONSTANT = "proven", "refuted", "unmoved", "constant"
"""What became of a claim: pixels bear it out; a pixel outside the box moved the position; some edge of the box never did; nothing ever did.
The last two need not be the claim's fault: what a far pixel does may be too small for the digits that a number has."""


class Box(NamedTuple):
    """Pixels of the input, rows and columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


def influence(network: Network, index: int, position: tuple[int, int], *, gates: bool = True) -> Box | None:
    """The smallest box around all pixels that move `position` (row, column) of a node's output; None if none does."""
    for node, extremes in enumerate(reach(network, gates=gates)):
        if node == index:
            return box(extremes, position)
    raise IndexError(f"{network.name} has {len(network.nodes)} nodes, not {index + 1}")


def box(extremes: Array, position: tuple[int, int]) -> Box | None:
    """What `reach` found for one position."""
    up, down, left, right = extremes[:, position[0], position[1]].tolist()
    return None if down == UNREACHED else Box(-up, down, -left, right)


def reach(network: Network, *, gates: bool = True) -> Iterator[Array]:
    """For every node, in order, an array (4, height, width): -top, bottom, -left and right of each position's box.

    The four are maxima, so that one operation serves all. `gates=False` leaves out what weighs the whole map, the 1x1 inputs of a
    multiplication and the statistics of group and instance normalization, as a receptive field is usually told.
    """
    unread = [0] * len(network.nodes)
    for node in network.nodes:
        for source in node.inputs:
            unread[source] += 1
    alive: dict[int, Array] = {}
    for index, node in enumerate(network.nodes):
        inputs = [alive[source] for source in node.inputs]
        alive[index] = _seen(node, inputs, network.framework, gates)
        yield alive[index]
        for source in node.inputs:
            unread[source] -= 1
            if not unread[source]:
                alive.pop(source, None)


def _seen(node: Node, inputs: list[Array], framework: str, gates: bool) -> Array:
    layer: Any = node.layer
    kind = layer.kind
    if kind == "input":
        rows, columns = np.indices(layer.size[:2], dtype=np.int32)
        return np.stack([-rows, rows, -columns, columns])
    x = inputs[0]
    extents = x.shape[1:]
    if kind in ("conv", "dwconv"):
        return _under(x, *windows.convolution(layer, extents, framework))
    if kind in ("pool", "avgpool"):
        return _under(x, *windows.pooling(layer, extents, framework)[:2])
    if kind == "deconv":
        return _scattered(x, *windows.transposed(layer, extents, framework))
    if kind == "up":
        return _enlarged(x, layer.factor, layer.mode)
    if kind == "unpool":
        down, across = layer.factor
        out = np.full((4, extents[0] * down, extents[1] * across), UNREACHED, dtype=np.int32)
        out[:, ::down, ::across] = x
        return out
    if kind == "reorg":
        return _under(x, *(windows.slide(extents[a], layer.factor[a], layer.factor[a]) for a in (0, 1)))
    if kind == "crop":
        top, bottom, left, right = layer.margin
        return x[:, top : extents[0] - bottom, left : extents[1] - right]
    if kind == "pad":
        top, bottom, left, right = layer.margin or (0, 0, 0, 0)
        return np.pad(x, ((0, 0), (top, bottom), (left, right)), constant_values=UNREACHED)
    if kind in ("aap", "amp"):
        rows = [x[:, start:end].max(axis=1) for start, end in windows.evenly(extents[0], layer.size[0])]
        tall = np.stack(rows, axis=1)
        return np.stack(
            [tall[:, :, start:end].max(axis=2) for start, end in windows.evenly(extents[1], layer.size[1])], axis=2
        )
    if kind in ("gn", "in") and gates:
        return np.broadcast_to(x.max(axis=(1, 2), keepdims=True), x.shape)
    if kind in ("fc", "maxout", "gap", "gmp", "flatten"):
        return np.asarray(x.max(axis=(1, 2), keepdims=True))
    if len(inputs) > 1:
        if kind == "multiply" and not gates:
            inputs = [x for x in inputs if x.shape[1:] != (1, 1)] or inputs
        joined = inputs[0]
        for x in inputs[1:]:
            joined = np.maximum(joined, x)
        return joined
    return x


def _under(x: Array, rows: Table, columns: Table) -> Array:
    out = np.full((4, len(rows), len(columns)), UNREACHED, dtype=np.int32)
    across = overlaps(columns, x.shape[2])
    for row in overlaps(rows, x.shape[1]):
        for column in across:
            target = out[:, row.positions, column.positions]
            np.maximum(target, x[:, row.pixels, column.pixels], out=target)
    return out


def _scattered(x: Array, rows: Table, columns: Table, size: tuple[int, int]) -> Array:
    out = np.full((4, *size), UNREACHED, dtype=np.int32)
    across = overlaps(columns, size[1])
    for row in overlaps(rows, size[0]):
        for column in across:
            target = out[:, row.pixels, column.pixels]
            np.maximum(target, x[:, row.positions, column.positions], out=target)
    return out


def _enlarged(x: Array, factor: tuple[int, int], mode: str) -> Array:
    if mode == "nearest":
        return x.repeat(factor[0], axis=1).repeat(factor[1], axis=2)
    for axis in (1, 2):
        first, second, share = windows.between(x.shape[axis], factor[axis - 1])
        second = np.where(share > 0, second, first)
        x = np.maximum(x.take(first, axis=axis), x.take(second, axis=axis))
    return x


def perturb(network: Network, index: int, position: tuple[int, int], claimed: Box, *, attempts: int = 8) -> str:
    """What real pixels say of `claimed` as the box of a node's `position`: PROVEN, REFUTED, UNMOVED or CONSTANT.

    The forward pass runs up to the node, with weights from as many seeds as `attempts` (a ReLU may be dead under one of them).
    New values everywhere outside the box must never move the position, not by the last bit; new values on each of the
    box's edges must move some channel of it with some weights.
    """
    start = network._replace(nodes=network.nodes[: index + 1], outputs={"output": index})
    height, width, depth = network.input
    random = np.random.default_rng(0)
    image = random.standard_normal((depth, height, width))
    # Far above all others and far below in turn: the one moves every maximum, the other what a ReLU lets through only then.
    far = 100 + 100 * np.abs(random.standard_normal((depth, height, width)))
    inside = np.zeros((height, width), dtype=bool)
    inside[claimed.top : claimed.bottom + 1, claimed.left : claimed.right + 1] = True
    edges = [np.zeros_like(inside) for _ in range(4)]
    edges[0][claimed.top], edges[1][claimed.bottom] = True, True
    edges[2][:, claimed.left], edges[3][:, claimed.right] = True, True
    still = [edge & inside for edge in edges]
    constant = True
    for seed in range(attempts):
        other = -far if seed % 2 else far

        def value(pixels: Array, seed: int = seed) -> Array:
            return run(start, seed=seed, image=pixels).outputs["output"][:, position[0], position[1]]

        before = value(image)
        if not np.array_equal(value(np.where(inside, image, other)), before, equal_nan=True):
            return REFUTED
        still = [edge for edge in still if np.array_equal(value(np.where(edge, other, image)), before, equal_nan=True)]
        if not still:
            return PROVEN
        constant = constant and np.array_equal(value(np.where(inside, other, image)), before, equal_nan=True)
    return CONSTANT if constant else UNMOVED
