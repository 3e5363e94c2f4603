"""When activations come to life and when nobody reads them any more: the bytes alive at each step of an inference, and their peak.

In document order; live at a step are its inputs, its output and everything still to be read, the network's input included; a join
copies; what works in place and views share the memory of their input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.storage import owners

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
            live = live + row.output.values
        found.append(live)
        for buffer in ends.get(index, ()):
            live = live - report.rows[buffer].output.values
    return found


def peak_values(report: Report) -> tuple[int, str]:
    """The most activation values alive at once, for one image, and the layer at which they are; the first of equals."""
    live = live_values(report)
    most = max(live)
    return most, report.rows[live.index(most)].id


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
