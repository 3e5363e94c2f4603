"""CNN102: the notation is not well-formed."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class NotationSyntax(Rule):
    """The notation is not well-formed: a bracket without its partner, a number where none may stand, an unexpected
    character.

    Why it matters: what follows the mistake could mean several things.

    What to do: mend the place underlined; docs/language.md has the whole notation on one page.

    When it is harmless: never.
    """

    code, severity = "CNN102", ERROR
    fails = ("INPUT 8x8x3 (CONV3-8 RELU", "INPUT 8x8x3 CONV3-8)")
    passes = ("INPUT 8x8x3 (CONV3-8 RELU)*2",)
