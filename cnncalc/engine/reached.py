"""Which pixels of the image can reach a layer at all: behind a crop fewer than there are, and where windows leave some out.

A padding behind such a layer stands where pixels of the image are, which a receptive field by arithmetic still counts; so
`verify` compares a field at a position whose whole field lies among the pixels that are left.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cnncalc.layers.base import ADAPTIVE, SCALING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.field import Axis
    from cnncalc.engine.report import Report, Row

    Spans = tuple[tuple[Any, Any], tuple[Any, Any]]
    """The first pixel and the one behind the last, along height and width."""


def inside(axis: Axis, count: int, span: tuple[Any, Any]) -> int | None:
    """The first of `count` positions whose field begins and ends inside `span`."""
    start, end = span
    at = max(0, math.ceil((start - axis.start) / axis.stride))
    return at if at < count and axis.start + at * axis.stride + axis.size <= end else None


def reached(report: Report) -> Iterator[Spans | None]:
    """For every node in order the pixels that can reach it.

    None behind up-sampling, and adaptive pooling whose windows differ: there a field is the most that a position sees, not
    what each does.
    """
    image: Spans = ((0, report.network.input.height), (0, report.network.input.width))
    found: list[Spans | None] = []
    for row in report.rows:
        layer = row.node.layer
        differ = layer.sees == ADAPTIVE and any(
            extent % size for extent, size in zip(row.inputs[0][:2], row.output[:2], strict=True)
        )
        below = [found[source] for source in row.node.inputs]
        if layer.sees == SCALING or differ or row.field is None or None in below:
            found.append(None)
        else:
            spans = [image, *(spans for spans in below if spans is not None)]
            found.append((_span(row, 0, spans), _span(row, 1, spans)))
        yield found[-1]


def _span(row: Row, number: int, below: list[Spans]) -> tuple[Any, Any]:
    """What of the pixels that reach a node's inputs reaches the node, along one axis."""
    assert row.field is not None
    axis, count = row.field[number], row.output[number]
    start = max(spans[number][0] for spans in below)
    end = min(spans[number][1] for spans in below)
    if axis.whole:
        return start, end
    return max(start, axis.start), min(end, axis.start + (count - 1) * axis.stride + axis.size)
