"""CNN304: channels do not divide into the groups."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class GroupsDoNotDivide(Rule):
    """Channels do not divide into groups: a grouped convolution needs input depth and filters that are multiples of its groups, group
    normalization and channel shuffle the input depth.

    Why it matters: each group takes an equal share of the input's channels and makes an equal share of the output's.

    What to do: choose a number of groups that divides both, or other filters.

    When it is harmless: never.
    """

    code, severity = "CNN304", ERROR
    fails = ("INPUT 8x8x6 CONV3-8g4", "INPUT 8x8x8 CONV3-6g4", "INPUT 8x8x48 GN32", "INPUT 8x8x9 SHUFFLE2")
    passes = ("INPUT 8x8x8 CONV3-4g4", "INPUT 8x8x6 CONV3-6g6", "INPUT 8x8x64 GN32", "INPUT 8x8x8 SHUFFLE2")
