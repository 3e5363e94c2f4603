"""CNN302: a layer has no output left."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class OutputVanishes(Rule):
    """The output vanishes: the window is larger than what is left of its input, or a crop cuts all of it off.

    Why it matters: there is no position at which the window fits, so there is nothing to compute; every framework refuses such a
    network, but Caffe, whose division towards zero may hide it.

    What to do: start from a larger input, use a smaller kernel or more padding, or leave out layers that shrink the map.
    5x5 filters without padding take a 32x32 input down in steps of 4: 32, 28, 24, …, 4, and then nothing.

    When it is harmless: never.
    """

    code, severity = "CNN302", ERROR
    fails = ("INPUT 32x32x3 (CONV5-6p0)*8", "INPUT 1x1x8 POOL2", "INPUT 8x8x3 CROP4")
    passes = ("INPUT 9x9x3 CROP4", "INPUT 32x32x3 (CONV5-6p0)*7", "INPUT 2x2x8 POOL2")
