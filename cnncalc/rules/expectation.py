"""CNN501: a fact that the document states does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import ERROR, INFO, Diagnostic
from cnncalc.rules.base import Rule
from cnncalc.rules.figures import (
    BehindTheEnd,
    NoFigure,
    contributors,
    figure,
    named,
    of_row,
    place,
    stated,
    unchecked,
    written,
)
from cnncalc.spec.facts import OF_LAYER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report
    from cnncalc.network import Claim


class Expectation(Rule):
    """An expectation does not hold: a fact under `expect:` is not what the network gives.

    Why it matters: the document carries numbers from its source, a paper or a framework; where they differ from what its layers
    give, one of the two is wrong.

    What to do: compare with the source, then mend the layers or the number. Where the source rounds, state how far it may be off:
    `params: 62.4M ± 0.05M`, or `+- 1%`.

    When it is harmless: never; a fact that is not meant to hold should not be stated.
    """

    code, severity = "CNN501", ERROR
    fails = (
        "input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 111}\n",
        "input: 8x8x3\nlayers: [c:CONV3-4]\nexpect: {layers: {c: {field: 5}}}\n",
        "input: 8x8x3\nlayers: [c:CONV3-4]\nexpect: {layers: {d: 8x8x4}}\n",
        "input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 100 ± 10%}\n",
    )
    passes = (
        "input: 8x8x3\nlayers: [CONV3-4]\nexpect: {params: 112, output: 8x8x4, depth: 1, field: 3}\n",
        "input: 8x8x3\nlayers: [c:CONV3-4]\nexpect: {params: 100 +- 12%, layers: {c: {output: 8x8x4, macs: 6912, field: 3x3}}}\n",
    )

    def claims(self, report: Report, more: tuple[Claim, ...] = ()) -> Iterator[Diagnostic]:
        """The facts of the report's document, and `more`, that do not hold."""
        network = report.network
        if network.changed and network.expect:
            yield Diagnostic(
                self.code, INFO, f"`expect` is not checked: {', '.join(network.changed)} changed the network", network.expect[0].span,
                help="budgets still hold; leave the change out to check the stated facts",
            )  # fmt: skip
        behind: list[Claim] = []
        for claim in (*(() if network.changed else network.expect), *more):
            where, notes = place(report, claim)
            try:
                found = figure(report, claim.path)
            except BehindTheEnd:
                behind.append(claim)
                continue
            except NoFigure as problem:
                yield Diagnostic(
                    self.code, ERROR, f"{named(claim.path)} cannot be checked: {problem}", where, notes=notes,
                    help="name a layer by its id or an unambiguous label; `cnncalc table` lists them",
                )  # fmt: skip
                continue
            if not _holds(found, claim):
                remedy = (_difference(report, found, claim), contributors(report, claim.path))
                yield Diagnostic(
                    self.code, ERROR, f"{stated(claim.path)} {written(found, claim.path)}, not {claim.text}",
                    where, f"the layers give {written(found)}", notes, "; ".join(filter(None, remedy)),
                )  # fmt: skip
        yield from unchecked(self.code, "expect", report, behind)


def _holds(found: Any, claim: Claim) -> bool:
    if claim.tolerance and isinstance(found, int):
        return bool(abs(found - claim.value) <= claim.tolerance)
    return bool(found == claim.value)


def _difference(report: Report, found: Any, claim: Claim) -> str:
    """How far off a number is, and what that number is the number of, if anything: the biases, one layer."""
    if not (isinstance(found, int) and isinstance(claim.value, int)):
        return "compare the layers up to there with the source"
    gap = found - claim.value
    said = f"the difference is {gap:+,}"
    if claim.tolerance == 0 and any(unit in claim.text for unit in "kKMGT"):
        said += f"; for a rounded number state how far off it may be, as in `{claim.text} ± 1%`"
    return said + _known(report, abs(gap), claim.path)


def _known(report: Report, gap: int, path: tuple[str, ...]) -> str:
    """What a difference, which is never 0, is the number of."""
    counted = "params" if path == ("trainable_params",) else path[0]
    if counted not in OF_LAYER:
        return ""
    if counted == "params":
        for name, amount in (("biases", report.totals.biases), ("running statistics", report.totals.statistics)):
            if gap == amount:
                return f", exactly the {name}"
    layers = [row.id for row in report.rows if of_row(row, counted) == gap]
    return f", exactly {layers[0]}" if len(layers) == 1 else ""
