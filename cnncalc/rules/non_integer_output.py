"""CNN301: the filter does not tile its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row


class NonIntegerOutput(Rule):
    """The filter does not tile its input: (W - F + 2P)/S + 1 is not an integer.

    Why it matters: the window does not end at the border. Frameworks round in silence, each in its own way, so part of the
    image may never be seen, and the same network gets other shapes, and other weight counts behind a fully connected layer,
    elsewhere.

    What to do: change the size of the input to one that fits the whole network, or give this layer another padding or kernel.
    If a framework's rounding is what you want, say whose: `framework: pytorch`, `caffe` or `tensorflow`.

    When it is harmless: when only padding is left over. Under a framework's own rounding that is no error.
    """

    code, severity = "CNN301", ERROR
    fails = ("INPUT 7x7x1 CONV3-1/3p0", "INPUT 224x224x3 CONV11-96/4p0", "INPUT 112x112x64 POOL3/2")
    passes = ("INPUT 7x7x1 CONV3-1/2p0", "INPUT 227x227x3 CONV11-96/4p0", "INPUT 113x113x64 POOL3/2")

    def check(self, report: Report) -> Iterator[Diagnostic]:
        """One finding a path: behind the first layer that does not fit, sizes are no longer the author's."""
        from cnncalc.rules.remedies import for_layer, for_network

        doubtful: set[str] = set()
        behind: dict[str, int] = {}
        for row in report.rows:
            sources = [report.network.nodes[i].id for i in row.node.inputs]
            known = [s for s in sources if s in doubtful]
            if known:
                doubtful.add(row.id)
            elif row.cost.misfits:
                doubtful.add(row.id)
                behind[row.id] = 0
        followers = sum(1 for row in report.rows if row.cost.misfits) - len(behind)
        for row in report.rows:
            if row.id not in behind:
                continue
            more = () if not followers else (f"behind it {followers} more layer{'s do' if followers > 1 else ' does'} not fit at the rounded size",)
            yield self.at(
                row,
                f"{row.node.layer.notation()} does not fit: {misfit(row)}",
                notes=(consequence(row), *more),
                help="; ".join(part for part in (for_network(report), for_layer(row)) if part),
            )


def misfit(row: Row) -> str:
    """`(224 - 11 + 2·0)/4 + 1 = 54.25`, for the axis or axes that do not fit."""
    equations = (row.output_formula or "").split("; ")
    if len(equations) == 1:
        return equations[0]
    assert row.exact_output is not None
    named = zip(("height", "width"), equations, row.exact_output, strict=True)
    return "; ".join(f"{axis}: {equation}" for axis, equation, exact in named if not isinstance(exact, int))


def consequence(row: Row) -> str:
    """What would be lost, and what frameworks make of it."""
    from cnncalc.rules.remedies import framework_sizes

    height, width = row.cost.unseen
    lost = [
        f"{count} {name}{'s' if count > 1 else ''}" for count, name in ((height, "row"), (width, "column")) if count
    ]
    where = {(True, True): "at the bottom and right", (True, False): "at the bottom", (False, True): "at the right"}
    seen = f"{' and '.join(lost)} {where[bool(height), bool(width)]} would never be seen" if lost else "no pixel of the image is lost, only padding or what the stride skips anyway"
    return f"{seen}; {framework_sizes(row)}"
