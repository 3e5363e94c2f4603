"""CNN307: the stride is larger than the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import CONVOLUTION, POOLING, SKIPPED
from cnncalc.diagnostics import INFO, WARNING
from cnncalc.layers.base import Pair
from cnncalc.rules.base import Rule, affirmed
from cnncalc.rules.rule_sets import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row


class StrideSkipsPixels(Rule):
    """The stride skips pixels: it is larger than the window, so between any two windows lie rows or columns that none reaches.

    Why it matters: what lies there was computed and is thrown away; most often kernel and stride were swapped. The lecture's "F=2, S=3"
    is meant to be F=3, S=2.

    What to do: a stride of at most the kernel's extent.

    When it is harmless: with a window of one pixel, which can do nothing but skip: the 1x1 convolution at stride 2 on every residual
    network's shortcut. That is a note, shown with `--notes`.
    """

    code, severity = "CNN307", WARNING
    fails = ("INPUT 56x56x64 POOL2/3", "INPUT 17x17x8 CONV3-8/7p0", "INPUT 27x28x8 CONV3x1-8/3p0")
    passes = ("INPUT 55x55x96 POOL3/2", "INPUT 57x57x64 CONV1-128/2", "INPUT 8x8x8 POOL2", "INPUT 2x2x8 POOL2/3")

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        for row, found in affirmed(report.rows, gaps):
            if misfits(row, rule_set):
                continue  # a layer that does not fit says so itself, and of its gaps too
            pixel = all(window.extent == 1 for window in row.cost.windows or ())
            yield self.at(
                row, f"{row.node.layer.notation()} {found}",
                severity=INFO if pixel else WARNING, help="" if pixel else _remedy(row),
            )  # fmt: skip


def gaps(row: Row) -> str:
    """`skips 1 of every 3 rows and columns: …`; "" where windows touch or overlap, or there is only one."""
    if row.cost.windows is None or row.node.layer.operation not in (CONVOLUTION, POOLING):
        return ""
    skipped: dict[tuple[int, int], list[str]] = {}
    for axis, window in enumerate(row.cost.windows):
        if not (isinstance(window.extent, int) and isinstance(window.stride, int)) or window.stride <= window.extent:
            continue
        if row.output[axis] != 1 or (row.verdict is not None and row.verdict[axis] == SKIPPED):
            skipped.setdefault((window.extent, window.stride), []).append(("rows", "columns")[axis])
    return "; ".join(
        f"skips {stride - extent} of every {stride} {' and '.join(names)}: its stride of {stride} is larger than its window of {extent}"
        for (extent, stride), names in skipped.items()
    )


def _remedy(row: Row) -> str:
    """The largest stride without gaps, and the layer with kernel and stride swapped."""
    layer = row.node.layer
    assert row.cost.windows is not None
    extents = Pair(*(window.extent for window in row.cost.windows))
    strides = Pair(*(window.stride for window in row.cost.windows))
    swapped = layer.replace(kernel=strides, stride=extents).notation()
    return f"a stride of at most {extents}" + (
        "" if getattr(layer, "dilation", (1, 1)) != (1, 1) else f"; `{swapped}` swaps the two"
    )
