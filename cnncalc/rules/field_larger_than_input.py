"""CNN309: a window, or a receptive field, that is larger than what there is to see."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cnncalc.arithmetic import CONVOLUTION, POOLING
from cnncalc.diagnostics import INFO, WARNING
from cnncalc.layers.base import LOCAL
from cnncalc.rules.base import Rule, affirmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Window
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row
    from cnncalc.layers.base import Shape


MOST_POSITIONS = 10_000
"""Of more positions that are apart it is not told which taps of a filter they use."""


class FieldLargerThanInput(Rule):
    """The field is larger than the input: a window spans more pixels than there are.

    Why it matters: some weights of such a filter only ever meet padding; they are stored and multiplied for nothing. A 3x3 filter on a
    1x1 map is a 1x1 filter. An atrous filter whose rate comes near the size of its map degenerates in the same way (Chen et al. 2017,
    "Rethinking atrous convolution", section 3.3).

    What to do: a larger input, fewer strides before this layer, or a smaller kernel or dilation.

    When it is harmless: a receptive field larger than the image, through many layers, is common: GoogLeNet's reaches 907 pixels on an
    image of 224. The first layer where that happens is a note, shown with `--notes`.
    """

    code, severity = "CNN309", WARNING
    fails = (
        "INPUT 1x1x8 CONV3-8",
        "framework: pytorch\ninput: 2x2x8\nlayers: [CONV3-8/2]\n",
        "INPUT 33x33x8 CONV3-8d36p36",
        "framework: caffe\ninput: 2x2x1\nlayers: [CONV3-1/2p0]\n",
    )
    passes = ("INPUT 3x3x8 CONV3-8", "INPUT 2x2x8 CONV3-8", "INPUT 33x33x8 CONV3-8d18p18", "INPUT 8x8x8 (CONV3-8)*9")

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        rows, size = report.rows, report.network.input
        before = len(rows)
        for row, found in affirmed(rows, _larger):
            before = min(before, row.place)  # what is larger than its own input is larger than the image
            yield self.at(row, found, help=_remedy(row))
        outgrown = (row for row in rows[:before] if size.is_concrete and _has_outgrown(row, size))
        for first in islice(outgrown, 1):
            yield self.at(
                first,
                f"from {first.id} on the receptive field, {_field(first)}, is larger than the input, {size}",
                severity=INFO,
            )


def _larger(row: Row) -> str:
    """What is wrong with a window that spans more than its input along an axis; "" where one of the two is a symbol."""
    if row.cost.windows is None or row.node.layer.operation not in (CONVOLUTION, POOLING):
        return ""
    for window, extent in zip(row.cost.windows, row.inputs[0], strict=False):
        span = window.extent
        if isinstance(span, int) and isinstance(extent, int) and span > extent:
            return _hidden(row) or _dead(row)
    return ""


def _has_outgrown(row: Row, size: Shape) -> bool:
    """Whether a position behind a window sees more than the whole image along an axis."""
    field = row.field if row.node.layer.sees == LOCAL else None
    if field is None:
        return False
    height, width = field.height.size, field.width.size
    if not (hasattr(height, "denominator") and hasattr(width, "denominator")):
        return False  # with a symbolic kernel nobody knows
    return bool(height > size.height or width > size.width)


def _field(row: Row) -> str:
    assert row.field is not None
    return f"{row.field.height.size}x{row.field.width.size}"


def _hidden(row: Row) -> str:
    """A window that does not fit even once, but of which the framework's rounding makes one position all the same."""
    for axis, window, extent in _axes(row):
        padded = extent + window.before + window.after
        if window.extent > padded:
            return (
                f"{row.node.layer.notation()} does not fit even once: its window spans {window.extent} pixels, "
                f"its input has a {axis} of {padded} with padding; {row.framework}'s rounding hides that"
            )
    return ""


def _dead(row: Row) -> str:
    """Weights of a filter that only ever meet padding."""
    if row.node.layer.operation != CONVOLUTION:
        return ""
    alive = total = 1
    for (_, window, extent), count in zip(_axes(row), row.output[:2], strict=False):
        alive *= _alive(window, extent, count)
        total *= window.kernel
    if alive == total:
        return ""
    return f"{row.node.layer.notation()} is larger than its input of {row.inputs[0]}: {total - alive} of the {total} weights a channel only meet padding"


def _alive(window: Window, extent: int, count: int) -> int:
    """How many taps of a filter along one axis lie on a pixel of the image at some position."""
    kernel: int = window.kernel
    stride: int = window.stride
    before: int = window.before
    dilation: int = window.dilation
    if stride <= extent:
        # What the positions see of the image hangs together: tap t lies on it if -S(count - 1) <= t·D - P < extent.
        first, end = -((stride * (count - 1) - before) // dilation), -((-before - extent) // dilation)
        return min(kernel, end) - max(0, first)
    # A stride larger than the image: at no two positions does the same tap lie on it.
    positions = range(max(0, (before - dilation * kernel) // stride), min(count, (before + extent) // stride + 1))
    if len(positions) > MOST_POSITIONS:
        return kernel
    starts = [before - position * stride for position in positions]
    return sum(
        max(0, min(kernel, -((-start - extent) // dilation)) - max(0, -(-start // dilation))) for start in starts
    )


def _axes(row: Row) -> list[tuple[str, Window, int]]:
    """Name, window and extent along height and width; nothing where one of them is a symbol."""
    assert row.cost.windows is not None
    axes = list(zip(("height", "width"), row.cost.windows, row.inputs[0][:2], strict=True))
    numbers = all(isinstance(n, int) for _, window, extent in axes for n in (*window, extent))
    return axes if numbers else []


def _remedy(row: Row) -> str:
    dilated = getattr(row.node.layer, "dilation", (1, 1)) != (1, 1)
    smaller = "a smaller dilation" if dilated else f"a kernel of at most {min(row.inputs[0][:2])}"
    return f"{smaller}, a larger input, or fewer strides before this layer"
