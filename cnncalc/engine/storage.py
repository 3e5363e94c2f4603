"""Which outputs take memory of their own: views and what works in place take none.

An element-wise activation, dropout or softmax overwrites its input when nothing else reads that. A view shows its input's
memory in another shape, so who reads the view reads the input. A crop leaves gaps between the rows it shows; flattened across
them, values are copied.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cnncalc.layers.base import GLOBAL, IN_PLACE, LOCAL, VIEW

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from cnncalc.layers.base import Shape
    from cnncalc.network import Network

    Steps = tuple[Any, Any, Any]
    """How far apart neighbours lie in memory, in values: along the depth, the height, the width."""


def owners(network: Network, outputs: Sequence[Shape | None]) -> list[int]:
    """For every node the index of the node in whose memory its output lies; its own if it stores.

    `outputs` are the nodes' shapes, None where there is none; those at the end may be missing.
    """
    return _settled(network, outputs)[0]


def shown(network: Network, outputs: Sequence[Shape | None]) -> list[int]:
    """For every node the node whose value its output is, seen otherwise: itself unless it is a view."""
    return _settled(network, outputs)[1]


def _settled(network: Network, outputs: Sequence[Shape | None]) -> tuple[list[int], list[int]]:
    """Owners and values shown. What a flatten must copy depends on who works in place before it, and who does that on what is copied
    before: each round is right for one more layer, and most networks have no gaps."""
    copied: frozenset[int] = frozenset()
    gaps = any(node.layer.storage == VIEW and node.layer.sees == LOCAL for node in network.nodes)
    while True:
        owner, viewed = _owners(network, copied)
        found = _copied(network, outputs, owner) if gaps else copied
        if found == copied:
            return owner, viewed
        copied = found


def _owners(network: Network, copied: Container[int]) -> tuple[list[int], list[int]]:
    inputs = [node.inputs for node in network.nodes]
    storage = [node.layer.storage for node in network.nodes]
    views = [index for index, kept in enumerate(storage) if kept == VIEW and index not in copied]
    viewed = list(range(len(inputs)))  # the node whose value this one shows: itself unless it is a view
    for index in views:
        viewed[index] = viewed[inputs[index][0]]
    readers = [0] * len(inputs)  # how many nodes read the value, through views or not
    for index, sources in enumerate(inputs):
        if viewed[index] == index:
            for source in sources:
                readers[viewed[source]] += 1
    for index in network.outputs.values():
        readers[viewed[index]] += 1
    owner = list(range(len(inputs)))
    for index, kept in enumerate(storage):
        if viewed[index] != index or (kept == IN_PLACE and readers[viewed[inputs[index][0]]] == 1):
            owner[index] = owner[inputs[index][0]]
    return owner, viewed


def _copied(network: Network, outputs: Sequence[Shape | None], owner: Sequence[int]) -> frozenset[int]:
    """The flattens whose input has gaps."""
    steps: list[Steps] = []
    found = set()
    for index, (node, output) in enumerate(zip(network.nodes, outputs, strict=False)):
        if output is None:
            break
        flattens = node.layer.storage == VIEW and node.layer.sees == GLOBAL
        if flattens and not _is_one_row(steps[node.inputs[0]], outputs[node.inputs[0]]):
            found.add(index)
        shares = node.inputs and owner[index] != index and not flattens
        # What was flattened lies in one row however far apart its values are, so that its steps no longer matter.
        steps.append(steps[node.inputs[0]] if shares else (output.height * output.width, output.width, 1))
    return frozenset(found)


def _is_one_row(steps: Steps, shape: Shape | None) -> bool:
    """Whether the values follow each other at even distances, extents of 1 aside."""
    assert shape is not None
    axes = [(extent, step) for extent, step in zip((shape.depth, *shape[:2]), steps, strict=True) if extent != 1]
    return all(before[1] == extent * step for before, (extent, step) in pairwise(axes))
