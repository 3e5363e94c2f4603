"""CNN204: a number that the layer needs is missing."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class MissingOption(Rule):
    """A number that the layer needs is missing.

    Why it matters: there is no sensible default: a convolution without a number of filters is none.

    What to do: write it where the message shows it: `CONV3-64`, `FC-10`, `POOL2`.

    When it is harmless: never.
    """

    code, severity = "CNN204", ERROR
    fails = ("INPUT 8x8x3 CONV", "INPUT 8x8x3 FC")
    passes = ("INPUT 8x8x3 CONV3-8 FC-10",)
