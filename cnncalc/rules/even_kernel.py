"""CNN308: an even kernel cannot be centred."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class EvenKernel(Rule):
    """An even kernel cannot be centred, so it must state its padding.

    Why it matters: P = (F - 1)/2 keeps the size at stride 1, and is no integer for an even F. One pixel more on one side shifts the
    map by half a pixel, and frameworks differ in which side they choose.

    What to do: state the padding: `p0`, `p1`, `p(0,1,0,1)` for top, bottom, left and right, or `same` as TensorFlow pads.

    When it is harmless: once it is stated.
    """

    code, severity = "CNN308", ERROR
    fails = ("INPUT 8x8x3 CONV2-4", "INPUT 9x9x3 CONV4-4/2")
    passes = ("INPUT 8x8x3 CONV2-4p0", "INPUT 8x8x3 CONV3-4", "INPUT 8x8x3 CONV2-4same")
