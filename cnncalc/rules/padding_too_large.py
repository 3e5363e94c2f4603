"""CNN306: padding at least as large as the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import WARNING
from cnncalc.rules.base import Rule, affirmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row


class PaddingTooLarge(Rule):
    """The padding is at least as large as the kernel, so some windows lie in the padding alone.

    Why it matters: those positions hold nothing of the image: a bias, or for max pooling nothing defined at all. PyTorch refuses a
    pooling padding above half the kernel, Caffe one that is not smaller than the kernel; under their rounding it is an error.

    What to do: a padding of at most D(F - 1)/2 on each side.

    When it is harmless: where the border is cut away again.
    """

    code, severity = "CNN306", WARNING
    fails = ("INPUT 8x8x4 CONV3-4p3", "framework: pytorch\ninput: 4x4x1\nlayers: [POOL3/2p2]\n")
    passes = ("INPUT 8x8x4 CONV3-4p2", "INPUT 9x9x4 POOL3/2p1")

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        for row, (padding, extent) in affirmed(report.rows, _too_large):
            yield self.at(
                row,
                f"{row.node.layer.notation()} has windows in the padding alone: padding {padding}, window {extent}",
                help=f"a padding of at most {(extent - 1) // 2} on each side",
            )


def _too_large(row: Row) -> tuple[int, int] | None:
    """A padding and the window's extent that it reaches, along the first axis where that is so."""
    if row.cost.windows is None or row.node.layer.operation == "transposed":
        return None
    for window in row.cost.windows:
        padding = [n for n in (window.before, window.after) if isinstance(n, int)]
        if padding and isinstance(window.extent, int) and max(padding) >= window.extent:
            return max(padding), window.extent
    return None
