"""CNN209: a path that nothing reads."""

from __future__ import annotations

from cnncalc.diagnostics import WARNING
from cnncalc.rules.base import Rule


class UnusedPath(Rule):
    """Nothing reads this output: a reference takes the path elsewhere and leaves it behind.

    Why it matters: its parameters and multiply-accumulates are counted, though the network does without it.

    What to do: join it (`{ID + @a}`), make it an output of its own under `heads:`, or leave it out.

    When it is harmless: while a network is being written.
    """

    code, severity = "CNN209", WARNING
    fails = ("INPUT 8x8x3 a:CONV3-8 CONV3-16 @a CONV3-4",)
    passes = ("INPUT 8x8x3 a:CONV3-8 CONV3-8 {ID + @a}",)
