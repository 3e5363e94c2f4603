"""CNN208: a parameter is not known, or a symbol stands where a number must."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class UnboundName(Rule):
    """A parameter is not known, or a symbol stands where a number must.

    Why it matters: a count of repeats decides which layers there are.

    What to do: define it under `parameters:` or bind it on the command line: `--set N=3`.

    When it is harmless: never.
    """

    code, severity = "CNN208", ERROR
    fails = ("INPUT 8x8x3 RELU*N", "INPUT 8x8x3 CONV3-$width")
    passes = ("parameters: {width: 8}\ninput: 8x8x3\nlayers: [CONV3-$width]\n",)
