"""CNN305: rows or columns of the image that no window reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import LOSSY
from cnncalc.diagnostics import WARNING
from cnncalc.rules.base import SEARCHED, Rule
from cnncalc.rules.rule_sets import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report


class PixelsNeverSeen(Rule):
    """Rows or columns are never seen: the framework rounds down and real pixels fall off the edge.

    Why it matters: the network ignores the bottom and right border of its input, which it was paid for to compute, and an image
    shifted by a pixel gives another result.

    What to do: change the input size, the padding, or round up where the framework can (`POOL3/2ceil`).

    When it is harmless: often; classifiers trained that way live with it. A remainder of padding only, or of pixels that the stride
    skips between any two windows, is not flagged. Under the course's rules any remainder is CNN301 instead.
    """

    code, severity = "CNN305", WARNING
    fails = (
        "framework: pytorch\ninput: 224x224x3\nlayers: [CONV11-96/4p0]\n",
        "INPUT 112x112x64 POOL3/2floor",
    )
    passes = (
        "framework: pytorch\ninput: 224x224x3\nlayers: [CONV7-64/2p3]\n",
        "framework: pytorch\ninput: 56x56x64\nlayers: [CONV1-128/2]\n",
        "framework: caffe\ninput: 112x112x64\nlayers: [POOL3/2]\n",
    )

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        searched = 0
        for row in report.rows:
            if row.verdict is None or LOSSY not in row.verdict or misfits(row, rule_set):
                continue
            from cnncalc.engine.fit import LOSSLESS
            from cnncalc.rules.remedies import for_layer, for_network

            lost = [
                f"{count} {name}{'s' if count > 1 else ''}"
                for count, name in zip(row.cost.unseen, ("row", "column"), strict=True)
                if count
            ]
            plural = sum(row.cost.unseen) > 1
            searched += 1
            remedies = (for_network(report, LOSSLESS), for_layer(row, LOSSLESS)) if searched <= SEARCHED else ()
            yield self.at(
                row,
                f"{row.node.layer.notation()} never sees {' and '.join(lost)} at the {'edges' if plural else 'edge'}: {row.output_formula}",
                help="; ".join(filter(None, remedies)),
            )
