"""CNN303: paths that come together do not match."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class BranchesDiffer(Rule):
    """Branches do not match: what is joined must have the same height and width, and for addition the same depth.

    Why it matters: values that belong to different places cannot be put side by side or added.

    What to do: give every path the same strides and paddings; where the depth differs before an addition, a 1x1 convolution on the
    shortcut brings it to the other path's (He et al. 2015, option B).

    When it is harmless: never. A gate of 1x1xD or HxWx1 is allowed in a multiplication.
    """

    code, severity = "CNN303", ERROR
    fails = ("INPUT 8x8x4 {CONV3-4/2p1 + ID}", "INPUT 8x8x4 {CONV3-8 + ID}", "INPUT 8x8x4 {POOL2 | CONV1-4}")
    passes = ("INPUT 8x8x4 {CONV3-4 + ID}", "INPUT 8x8x4 {CONV3-8 | CONV1-4}", "INPUT 8x8x4 {ID x GAP}")
