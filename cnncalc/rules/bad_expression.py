"""CNN104: an expression cannot be evaluated."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class BadExpression(Rule):
    """An expression cannot be evaluated: its syntax, a division by zero, a word where a number belongs, or a
    fraction where a whole number does.

    Why it matters: a layer's numbers depend on it.

    What to do: expressions are arithmetic, comparisons, `and or not`, `a if c else b`, `min max round ceil
    floor divisible`, lists and indexing, and nothing else.

    When it is harmless: never.
    """

    code, severity = "CNN104", ERROR
    fails = ("parameters: {n: 4}\ninput: 8x8x3\nlayers: [CONV3-$(n/0)]\n",)
    passes = ("parameters: {n: 4}\ninput: 8x8x3\nlayers: [CONV3-$(n/2)]\n",)
