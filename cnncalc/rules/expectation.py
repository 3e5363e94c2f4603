"""CNN501: a fact that the document states does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import ERROR, INFO, Diagnostic
from cnncalc.layers.base import Shape
from cnncalc.rules.base import Rule
from cnncalc.rules.figures import figure, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report
    from cnncalc.network import Claim


class Expectation(Rule):
    """An expectation does not hold: a fact under `expect:` is not what the network gives.

    Why it matters: the document carries numbers from its source, a paper or a framework; where they differ from what its layers
    give, one of the two is wrong.

    What to do: compare with the source, then mend the layers or the number.

    When it is harmless: never; a fact that is not meant to hold should not be stated.
    """

    code, severity = "CNN501", ERROR
    fails = ("input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 111}\n",)
    passes = ("input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 112, output: 8x8x4}\n",)

    def claims(self, report: Report) -> Iterator[Diagnostic]:
        network = report.network
        if not network.expect:
            return
        if network.changed:
            yield Diagnostic(
                self.code, INFO, f"`expect` is not checked: {', '.join(network.changed)} changed the network", network.expect[0].span,
                help="budgets still hold; leave the change out to check the stated facts",
            )  # fmt: skip
            return
        for claim in network.expect:
            found = figure(report, claim.path)
            if found is None:
                yield self._unknown(claim)
            elif found != claim.value:
                yield Diagnostic(
                    self.code, ERROR, f"{'.'.join(claim.path)} is {written(found)}, not {written(claim.value)}", claim.span,
                    f"the layers give {written(found)}", help=_difference(found, claim.value),
                )  # fmt: skip

    def _unknown(self, claim: Claim) -> Diagnostic:
        return Diagnostic(
            self.code, ERROR, f"{'.'.join(claim.path)} cannot be checked: the network has no such figure or does not get that far", claim.span,
            help="name a layer by its id or an unambiguous label; `cnncalc table` lists them",
        )  # fmt: skip


def _difference(found: Any, expected: Any) -> str:
    if isinstance(found, Shape) or isinstance(expected, Shape):
        return "compare the layers up to there with the source"
    return f"the difference is {found - expected:+,}"
