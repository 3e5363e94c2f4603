"""CNN311: a normalization, softmax among them, over a single value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import WARNING
from cnncalc.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report


class NothingToNormalize(Rule):
    """There is nothing to normalize: every mean, or every sum, is taken over a single value.

    Why it matters: a value minus itself is 0, and a value's share of itself is 1. Whatever comes in, what goes out is a constant;
    nothing that stands before the layer can reach what stands behind it. A softmax over one channel says 1 to every image. PyTorch refuses
    to run instance normalization on such a map, and group normalization if there is a single image too.

    What to do: normalize before the map shrinks to 1x1; over fewer groups; or over the batch, BN. For softmax: SIGMOID if there is one
    answer, yes or no; else a channel for each class.

    When it is harmless: never, but in a sketch.
    """

    code, severity = "CNN311", WARNING
    fails = ("INPUT 8x8x4 GAP IN", "INPUT 1x1x4 GN4", "INPUT 8x8x1 LN", "INPUT 8x8x3 FC-1 SOFTMAX")
    passes = (
        "INPUT 8x8x4 IN GAP",
        "INPUT 1x1x4 GN2",
        "INPUT 1x1x4 LN",
        "INPUT 8x8x4 GAP BN",
        "INPUT 8x8x3 FC-2 SOFTMAX",
    )

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        for row in report.rows:
            layer = row.node.layer
            if layer.normalized_over(row.inputs) != 1:
                continue
            if layer.kind == "softmax":
                fact = "makes 1 of whatever comes in: the sum is taken over a single channel"
                help = "for one answer, yes or no: SIGMOID; else a channel for each class"
            else:
                fact = "leaves nothing of its input: every mean is taken over a single value"
                help = "normalize before the map shrinks to 1x1, over fewer groups, or over the batch: BN"
            yield self.at(row, f"{layer.notation()} {fact}", help=help)
