"""CNN201: no layer kind or block has this name."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class UnknownName(Rule):
    """No layer kind or block has this name.

    Why it matters: the layer cannot be counted, so nothing behind it can.

    What to do: take the suggestion, or define a block of that name under `blocks:`.

    When it is harmless: never.
    """

    code, severity = "CNN201", ERROR
    fails = ("INPUT 8x8x3 KONV3-8",)
    passes = ("INPUT 8x8x3 CONV3-8",)
