"""CNN502: a limit is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR, Diagnostic
from cnncalc.rules.base import Rule
from cnncalc.rules.figures import contributors, figure, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report


class Budget(Rule):
    """A budget is passed: a figure is above its limit under `budget:`.

    Why it matters: the limit is what the target, a device or a service, can bear; it was set so that a review need not remember it.

    What to do: look at the layers named first, they contribute most; or raise the limit on purpose.

    When it is harmless: never; a limit that may be passed should not be stated.
    """

    code, severity = "CNN502", ERROR
    fails = ("input: 8x8x3\nlayers: [CONV3-4]\nbudget: {params: 100}\n",)
    passes = ("input: 8x8x3\nlayers: [CONV3-4]\nbudget: {params: 112, macs: 10k}\n",)

    def claims(self, report: Report) -> Iterator[Diagnostic]:
        for claim in report.network.budget:
            found = figure(report, claim.path)
            name = ".".join(claim.path)
            if found is None:
                yield Diagnostic(
                    self.code, ERROR, f"the budget for {name} cannot be checked: the network has no such figure or does not get that far", claim.span
                )  # fmt: skip
            elif found > claim.value:
                over = f"{100 * (found - claim.value) / claim.value:.1f} % above" if claim.value else "above"
                yield Diagnostic(
                    self.code, ERROR, f"{name} is {written(found)}, {over} the budget of {claim.text}", claim.span,
                    f"the layers give {written(found)}", help=f"most of it: {contributors(report, claim.path[-1])}",
                )  # fmt: skip
