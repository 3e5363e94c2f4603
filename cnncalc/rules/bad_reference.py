"""CNN205: a reference names no layer before it, or several."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class BadReference(Rule):
    """A reference names no layer before it, or several.

    Why it matters: `@name` brings an earlier output back, and there must be exactly one.

    What to do: use the label of an earlier layer; inside repeats write the path, `@stage2.1.conv1`.

    When it is harmless: never.
    """

    code, severity = "CNN205", ERROR
    fails = ("INPUT 8x8x3 a:CONV3-8 {ID + @b}",)
    passes = ("INPUT 8x8x3 a:CONV3-8 RELU {ID + @a}",)
