"""How long activations live: what is alive at each step of an inference, its peak, and what is kept for a backward pass.

In document order; live at a step are its inputs, its output and everything still to be read, the network's input included; a join
copies; what works in place and views share the memory of their input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.report import BYTES_PER_VALUE
from cnncalc.engine.storage import owners, shown

if TYPE_CHECKING:
    from cnncalc.engine.report import Report
    from cnncalc.network import Network


def live_values(report: Report) -> list[Any]:
    """The activation values alive at every row's step, for one image; symbolic where sizes are."""
    network = report.network
    owner = owners(network, [row.output for row in report.rows])
    ends: dict[int, list[int]] = {}
    for buffer, step in _last_reads(network, owner).items():
        ends.setdefault(step, []).append(buffer)
    live: Any = 0
    found = []
    for index, row in enumerate(report.rows):
        if owner[index] == index:
            live = live + row.activations
        found.append(live)
        for buffer in ends.get(index, ()):
            live = live - report.rows[buffer].activations
    return found


def peak_values(report: Report) -> tuple[int, str]:
    """The most activation values alive at once, for one image, and the layer at which they are; the first of equals."""
    live = live_values(report)
    most = max(live)
    return most, report.rows[live.index(most)].id


def kept_bytes(report: Report, batch: int = 1, size: int = BYTES_PER_VALUE) -> list[Any]:
    """What is kept for the backward pass a row: its output where any layer needs that, and what the layer needs beside values.

    `size` is that of a value, in bytes.
    """
    value = shown(report.network, [row.output for row in report.rows])  # views show another node's
    found: list[Any] = [0] * len(report.rows)
    kept: set[int] = set()
    for index, row in enumerate(report.rows):
        node = row.node
        if "input" in node.layer.backward_reads:
            kept.update(value[source] for source in node.inputs)
        if "output" in node.layer.backward_reads:
            kept.add(value[index])
        for extra in node.layer.kept(row.inputs, row.output):
            found[index] = found[index] + extra.count * (
                (extra.bytes or max(size, 4)) * (batch if extra.per_image else 1)
            )
    for index in kept:
        found[index] = found[index] + report.rows[index].output.values * (size * batch)
    return found


def _last_reads(network: Network, owner: list[int]) -> dict[int, int]:
    """For every buffer the step after which nobody reads it: its own if nobody does, the end for the network's outputs."""
    last = {buffer: buffer for buffer in owner}
    for index, node in enumerate(network.nodes):
        last[owner[index]] = max(last[owner[index]], index)
        for source in node.inputs:
            last[owner[source]] = max(last[owner[source]], index)
    for index in network.outputs.values():
        last[owner[index]] = len(network.nodes)
    return last
