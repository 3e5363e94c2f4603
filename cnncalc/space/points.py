"""One point of a design space by numbers: what the engine says of a network at one size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine import analyze
from cnncalc.space.figures import PARTS, measured

if TYPE_CHECKING:
    from collections.abc import Collection

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report
    from cnncalc.network import Network

WORDS = {
    "CNN203": "{}: its hyper-parameters do not go with its input",
    "CNN301": "{} leaves a remainder",
    "CNN302": "{} has no output: its input is too small",
    "CNN303": "{}: the paths do not match",
    "CNN304": "{}: the groups do not divide",
}
"""Why a size does not fit, by the code of the rule, in words without the numbers, so that points can be counted by it."""


def point(network: Network, numbers: Collection[str]) -> tuple[dict[str, Any], str]:
    """The figures of a network of numbers, and ""; or no more than its input, and why it does not fit."""
    report = analyze(network)
    why = misfit(report)
    return measured(report, PARTS["input"] if why else numbers), why


def misfit(report: Report) -> str:
    """Why the network does not fit its input, at the first layer that does not; "" if it does."""
    for row in report.rows:
        if row.cost.misfits:
            return reason("CNN301", row.id)
    stopped = report.stopped_at
    if stopped is None:
        return ""
    return next(told(d) for d in report.diagnostics if d.is_error and d.node == stopped.id)


def told(diagnostic: Diagnostic) -> str:
    """An error as a reason."""
    node = diagnostic.node or ""
    if node and diagnostic.code in WORDS:
        return reason(diagnostic.code, node)
    return f"{node}: {diagnostic.message}" if node else diagnostic.message


def reason(code: str, node: str) -> str:
    """The words for a code at a layer.

    >>> reason("CNN301", "conv1")
    'conv1 leaves a remainder'
    """
    return WORDS[code].format(node)
