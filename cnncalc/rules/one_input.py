"""CNN207: a network needs exactly one input."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class OneInput(Rule):
    """A network needs exactly one input.

    Why it matters: without its size nothing can be counted.

    What to do: begin with `INPUT 224x224x3`, set `input:` in a document, or give `--input 224x224x3`.

    When it is harmless: never.
    """

    code, severity = "CNN207", ERROR
    fails = ("CONV3-8 RELU", "INPUT 8x8x3 RELU INPUT 8x8x3")
    passes = ("INPUT 8x8x3 RELU",)
