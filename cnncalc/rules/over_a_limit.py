"""CNN103: a limit is passed."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class OverALimit(Rule):
    """A limit is passed: documents of 4 MB, nesting of 64, 100,000 layers, literals of 12 digits, extents of 10^9,
    totals of 10^100, paths of 500 characters, and the work that all networks of a document make together.

    Why it matters: beyond them a description is a mistake or an attack, and reading it could exhaust the
    machine.

    What to do: split the document, or take the nesting apart with blocks.

    When it is harmless: never.
    """

    code, severity = "CNN103", ERROR
    fails = ("INPUT 8x8x3 RELU*1000000000000",)
    passes = ("INPUT 8x8x3 RELU*1000",)
