"""A receptive field proven on real arrays: new values outside it must not move its position, new values on each edge must.

One layer is proven: the deepest that can be for about the price of the forward pass itself. A field does not depend on how large the image
is, so the image is cut down to little more than the field; a position whose field lies inside it never sees the cut.
"""

from __future__ import annotations

import math
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING

from cnncalc.forward.influence import PROVEN, REFUTED, UNMOVED, Box, perturb
from cnncalc.layers.base import ADAPTIVE, LOCAL, SCALING
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.field import Axis
    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Network

RUNS = 6
"""Forward passes of a proof that succeeds at once: before, outside, and four edges."""
LEAST, MOST = 100_000_000, 10_000_000_000
"""Multiply-accumulates that a proof may cost however small the network is, and that it may not exceed however large."""
ROOM = 1
"""Pixels of image that there must be on every side of the field, so that there is an outside."""
TRIED = 64
"""How many sizes of image are tried beyond the smallest: on some the network has no output."""


class Proof(NamedTuple):
    """What was proven of the layer `id`: that `position` of its output sees exactly `box` of an `image`; `holds` if so.

    `size` is that of its receptive field; all in pixels, height before width. `seconds` is what it took.
    """

    id: str
    size: tuple[int, int]
    image: tuple[int, int]
    position: tuple[int, int]
    box: Box
    holds: bool
    seconds: float


def prove(report: Report) -> Proof | None:
    """The proof for the deepest layer for which one is cheap; None where no field lies inside an image.

    Behind many narrow layers what the edge of a field does may be lost on the way: a ReLU is dead, a sigmoid leaves less of it than a number
    has digits. Then a layer half as deep is asked. A field that is too large shows at each of them; the first is what failed. Where no
    image has room for a field, ever larger steps back are taken, so that few images are tried in vain.
    """
    macs = report.totals.macs
    assert isinstance(macs, int)
    limit = min(max(LEAST, macs), MOST)
    pixels = report.network.input.height * report.network.input.width
    spent = list(accumulate(row.macs for row in report.rows))
    uncertain = _uncertain(report)
    unproven: Proof | None = None
    index, back = len(report.rows) - 1, 1
    while index > 0:  # the input slides nothing
        image = _image(report.rows[index]) if _provable(report, index, uncertain) else None
        if image is None or RUNS * spent[index] * image[0] * image[1] > limit * pixels:
            index -= 1
            continue
        found = _tried(report, index, image)
        if found is None:
            index, back = index - back, 2 * back
            continue
        proof, verdict = found
        if verdict in (PROVEN, REFUTED):
            return proof
        if verdict == UNMOVED:
            unproven = unproven or proof
        index //= 2
    return unproven


def _tried(report: Report, index: int, image: tuple[int, int]) -> tuple[Proof, str] | None:
    """What pixels say of the field of this layer, on an image of about this size; None where no field lies inside one."""
    for found in _cut(report.network, index, image):
        where = _where(found.rows[index], found.network)
        if where is not None:
            position, box = where
            size = (box.bottom - box.top + 1, box.right - box.left + 1)
            begun = perf_counter()
            verdict = perturb(found.network, index, position, box)
            seconds = perf_counter() - begun
            image = found.network.input[:2]
            return Proof(report.rows[index].id, size, image, position, box, verdict == PROVEN, seconds), verdict
    return None


def _provable(report: Report, index: int, uncertain: Sequence[bool]) -> bool:
    """Whether this layer slides a window, and what its field says is true of every position of it.

    Behind up-sampling a field is the most that a position sees; a gate sees all of the image, and so do the statistics of a map: they are
    left out of the field. The windows of adaptive pooling would be others on an image that is cut down, and behind a crop padding may
    hide pixels that the image has. A normalization of single values (CNN311) leaves nothing of the pixels.
    """
    row = report.rows[index]
    return (
        not uncertain[index]
        and row.node.layer.sees == LOCAL
        and row.field is not None
        and not any(axis.whole for axis in row.field)
    )


def _uncertain(report: Report) -> list[bool]:
    """Of every layer whether it or any layer before it is of those named above."""
    found: list[bool] = []
    for row in report.rows:
        layer = row.node.layer
        own = layer.sees in (SCALING, ADAPTIVE) or layer.kind in ("multiply", "crop") or layer.weighs_map
        own = own or layer.normalized_over(row.inputs) == 1
        found.append(own or any(found[source] for source in row.node.inputs))
    return found


def _image(row: Row) -> tuple[int, int]:
    """The smallest image in which some position's field lies with room around it."""
    assert row.field is not None
    height, width = (_first(axis)[1] + ROOM + 1 for axis in row.field)
    return int(height), int(width)


def _first(axis: Axis) -> tuple[int, int]:
    """The first position whose field begins inside the image with room before it, and the last pixel of that field."""
    position = math.ceil((ROOM - axis.start) / axis.stride)
    return position, int(axis.start + position * axis.stride + axis.size) - 1


def _cut(network: Network, index: int, image: tuple[int, int]) -> Iterator[Report]:
    """The network up to a layer on images from `image` on, those on which all its layers have an output; of some a position's field is cut off."""
    from cnncalc.engine import analyze

    start = network._replace(nodes=network.nodes[: index + 1], outputs={"output": index})
    for more in range(TRIED):
        height, width = (least + more for least in image)
        if height > network.input.height or width > network.input.width:
            return
        found = analyze(start.resized(height, width))
        if found.stopped_at is None:
            yield found


def _where(row: Row, network: Network) -> tuple[tuple[int, int], Box] | None:
    """A position whose field lies inside the image, and that field."""
    if row.field is None:
        return None
    places = []
    for axis, extent in zip(row.field, network.input, strict=False):
        position, last = _first(axis)
        if last + ROOM >= extent:
            return None
        places.append((position, last - int(axis.size) + 1, last))
    (row_at, top, bottom), (column_at, left, right) = places
    return (row_at, column_at), Box(top, bottom, left, right)
