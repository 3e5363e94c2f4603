"""CNN401: an ignore that takes nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import WARNING, Diagnostic
from cnncalc.rules.base import Rule
from cnncalc.rules.selection import may_be_ignored

if TYPE_CHECKING:
    from cnncalc.rules.suppressions import Ignore


class UnusedIgnore(Rule):
    """Nothing is ignored here: the line has no finding of the code that its comment names.

    Why it matters: what the ignore once excused has gone, and the next mistake on the line would pass unseen.

    What to do: take the comment away, or correct its code: `# cnncalc: ignore[CNN301]`, several with commas between them. Errors of
    the language (CNN1xx, CNN2xx) cannot be ignored: with them there is no network to check.

    When it is harmless: while a network is being written. Ignores are judged only when the whole file was checked as it stands,
    without `--set`, `--input` and the like.
    """

    code, severity = "CNN401", WARNING
    fails = (
        "input: 8x8x3\nlayers: [CONV3-8]  # cnncalc: ignore[CNN301]\n",
        "input: 8x8x3\nlayers: [CONV3-8]  # cnncalc: ignore\n",
        "input: 7x7x1\nlayers: [CONV3-1/3p0]  # cnncalc: ignore[CNN301, CNN999]\n",
    )
    passes = (
        "input: 7x7x1\nlayers:\n  - CONV3-1/3p0  # cnncalc: ignore[CNN301]\n",
        "INPUT 7x7x1\nCONV3-1/3p0  # cnncalc: ignore[CNN301]\n",
    )

    def of(self, ignore: Ignore) -> Diagnostic:
        """What to say of an ignore that took nothing away."""
        from cnncalc.rules import RULES, rule

        remedy = "take the comment away"
        if not ignore.code:
            message, remedy = (
                "this ignore names no code, so it ignores nothing",
                "name the codes: `# cnncalc: ignore[CNN301]`",
            )
        elif ignore.code not in RULES:
            message, remedy = f"there is no code {ignore.code}, so nothing is ignored", "docs/check.md lists the codes"
        elif not may_be_ignored(Diagnostic(ignore.code, rule(ignore.code).severity, "")):
            message = (
                f"{ignore.code} cannot be ignored: where the description is not understood nothing else can be checked"
            )
        else:
            message = f"nothing on this line is found as {ignore.code}"
        return Diagnostic(self.code, self.severity, message, ignore.span, help=remedy)
