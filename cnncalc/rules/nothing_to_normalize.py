"""CNN311: a normalization whose mean is taken over a single value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import WARNING
from cnncalc.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row


class NothingToNormalize(Rule):
    """There is nothing to normalize: every mean is taken over a single value, which it takes away.

    Why it matters: a value minus itself is 0. Whatever comes in, what goes out is the shift, a constant; nothing that stands before
    the layer can reach what stands behind it. PyTorch refuses to run instance normalization on such a map, and group normalization
    if there is a single image too.

    What to do: normalize before the map shrinks to 1x1; over fewer groups; or over the batch, BN.

    When it is harmless: never, but in a sketch.
    """

    code, severity = "CNN311", WARNING
    fails = ("INPUT 8x8x4 GAP IN", "INPUT 1x1x4 GN4", "INPUT 8x8x1 LN")
    passes = ("INPUT 8x8x4 IN GAP", "INPUT 1x1x4 GN2", "INPUT 1x1x4 LN", "INPUT 8x8x4 GAP BN")

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        for row in report.rows:
            if values(row) == 1:
                yield self.at(
                    row,
                    f"{row.node.layer.notation()} leaves nothing of its input: every mean is taken over a single value",
                    help="normalize before the map shrinks to 1x1, over fewer groups, or over the batch: BN",
                )


def values(row: Row) -> Any:
    """How many values of an image share a mean; None where none is taken, or only over the batch."""
    layer: Any = row.node.layer
    if layer.kind not in ("in", "gn", "ln"):
        return None
    height, width, depth = row.inputs[0]
    if layer.kind == "ln":
        return depth
    return height * width if layer.kind == "in" else height * width * (depth // layer.groups)
