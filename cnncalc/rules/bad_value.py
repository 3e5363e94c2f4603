"""CNN203: a value does not suit its option."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class BadValue(Rule):
    """A value does not suit its option: zero where a positive number belongs, a word where a number does, a
    padding that the framework refuses, channels that the input does not have.

    Why it matters: the layer is not defined with it.

    What to do: give a value of the kind that the message names.

    When it is harmless: never.
    """

    code, severity = "CNN203", ERROR
    fails = (
        "INPUT 8x8x3 CONV3-0",
        "INPUT 8x8x3 CONV3-8/0",
        "INPUT 8x8x3 DROPOUT50",
        "INPUT 8x8x3 SLICE0-4",
        "INPUT 8x8x3 SLICE2-1",
    )
    passes = ("INPUT 9x9x3 CONV3-8/2p1(bias=no) CONV1-1", "INPUT 8x8x3 SLICE0-3")
