"""Which outputs take memory of their own: views and what works in place take none.

An element-wise activation, dropout or softmax overwrites its input when nothing else reads that. A view shows its input's
memory in another shape, so who reads the view reads the input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers.base import IN_PLACE, VIEW

if TYPE_CHECKING:
    from cnncalc.network import Network


def owners(network: Network) -> list[int]:
    """For every node the index of the node in whose memory its output lies; its own if it stores."""
    viewed = [0] * len(network.nodes)  # the node whose value this one shows: itself unless it is a view
    for index, node in enumerate(network.nodes):
        viewed[index] = viewed[node.inputs[0]] if node.layer.storage == VIEW else index
    readers = [0] * len(network.nodes)  # how many nodes read the value, through views or not
    for node in network.nodes:
        if node.layer.storage != VIEW:
            for source in set(node.inputs):
                readers[viewed[source]] += 1
    for index in network.outputs.values():
        readers[viewed[index]] += 1
    owner = list(range(len(network.nodes)))
    for index, node in enumerate(network.nodes):
        storage = node.layer.storage
        if storage == VIEW or (storage == IN_PLACE and readers[viewed[node.inputs[0]]] == 1):
            owner[index] = owner[node.inputs[0]]
    return owner
