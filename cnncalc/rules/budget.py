"""CNN502: a limit is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import ERROR, Diagnostic
from cnncalc.layers.base import Pair
from cnncalc.rules.base import Rule
from cnncalc.rules.figures import (
    BehindTheEnd,
    NoFigure,
    contributors,
    figure,
    is_number,
    named,
    place,
    stated,
    unchecked,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report
    from cnncalc.network import Claim


class Budget(Rule):
    """A budget is passed: a figure is above its limit under `budget:`.

    Why it matters: the limit is what the target, a device or a service, can bear; it was set so that a review need not remember it.

    What to do: look at the layers named first, they contribute most; or raise the limit on purpose.

    When it is harmless: never; a limit that may be passed should not be stated.
    """

    code, severity = "CNN502", ERROR
    fails = (
        "input: 8x8x3\nlayers: [CONV3-4]\nbudget: {params: 100}\n",
        "input: 8x8x3\nlayers: [CONV3-4, FC-10]\nbudget: {per_layer: {params: 1k}}\n",
        "input: 8x8x3\nlayers: [CONV3-4, CONV3-4]\nbudget: {depth: 1}\n",
        "input: 8x8x3\nlayers: [c:CONV3-4]\nbudget: {layers: {c: {macs: 1000}}}\n",
    )
    passes = (
        "input: 8x8x3\nlayers: [CONV3-4]\nbudget: {params: 112, macs: 10k, depth: 1, field: 3}\n",
        "input: 8x8x3\nlayers: [c:CONV3-4]\nbudget: {memory: 3kB, peak_memory: 2kB, layers: {c: {macs: 10k}}}\n",
    )

    def claims(self, report: Report, more: tuple[Claim, ...] = ()) -> Iterator[Diagnostic]:
        """The limits of the report's document, and `more`, that do not hold."""
        behind: list[Claim] = []
        for claim in (*report.network.budget, *more):
            where, notes = place(report, claim)
            try:
                found = figure(report, claim.path)
                passed = _passes(found, claim.value)
            except BehindTheEnd:
                behind.append(claim)
                continue
            except NoFigure as problem:
                yield Diagnostic(
                    self.code, ERROR, f"the budget for {named(claim.path)} cannot be checked: {problem}", where, notes=notes,
                    help="a budget holds only where it can be checked: mend the network, or leave the budget out",
                )  # fmt: skip
                continue
            if passed:
                yield Diagnostic(
                    self.code, ERROR, f"{stated(claim.path)} {written(found, claim.path)}, {_over(found, claim)} of {claim.text}",
                    where, f"the layers give {written(found)}", notes,
                    contributors(report, claim.path) or "raise the limit on purpose, or make the layer smaller",
                )  # fmt: skip
        yield from unchecked(self.code, "budget", report, behind)


def _passes(found: Any, limit: Any) -> bool:
    """Whether a figure is above its limit; along either axis for a field."""
    if not is_number(found):
        raise NoFigure(f"it is {written(found)}: give the symbols values, as in --set H=224")
    if isinstance(found, Pair):
        return bool(found.height > limit.height or found.width > limit.width)
    return bool(found > limit)


def _over(found: Any, claim: Claim) -> str:
    if isinstance(found, Pair) or not claim.value:
        return "above the budget"
    return f"{100 * (found - claim.value) / claim.value:.1f} % above the budget"
