"""CNN206: a key or a label is used twice."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class RepeatedName(Rule):
    """A key or a label is used twice.

    Why it matters: one of the two would be lost, or a reference could mean either.

    What to do: rename one of them.

    When it is harmless: never.
    """

    code, severity = "CNN206", ERROR
    fails = ("input: 8x8x3\ninput: 9x9x3\nlayers: [RELU]\n", "INPUT 8x8x3 a:RELU a:RELU")
    passes = ("INPUT 8x8x3 a:RELU b:RELU",)
