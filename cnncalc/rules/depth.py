"""How many layers with weights lie one behind the other: what the 16 of VGG16 and the 50 of ResNet-50 count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers.base import WEIGHT

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row

NOT_COUNTED = ("bn", "ln", "scale", "prelu")
"""Kinds that learn, but that papers do not count as layers."""


def depth(report: Report) -> int:
    """The most layers with weights on a path to the main output; normalization and activations are none."""
    return len(deepest_path(report))


def deepest_path(report: Report) -> list[Row]:
    """The layers with weights on the longest path from the input to the main output, in order; of a report that reaches its end."""
    counts: list[int] = []
    before: list[int | None] = []
    for row in report.rows:
        source = max(row.node.inputs, key=lambda index: counts[index], default=None)
        before.append(source)
        counts.append((counts[source] if source is not None else 0) + _counts(row))
    path = []
    at: int | None = report.network.outputs["output"]
    while at is not None:
        if _counts(report.rows[at]):
            path.append(report.rows[at])
        at = before[at]
    return path[::-1]


def _counts(row: Row) -> bool:
    return row.node.layer.kind not in NOT_COUNTED and any(weight.role == WEIGHT for weight in row.weights)
