"""CNN202: a key or an option is not known here."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class UnknownKey(Rule):
    """A key or an option is not known here.

    Why it matters: a misspelt option would otherwise leave its default in force in silence.

    What to do: take the suggestion; `cnncalc explain conv` lists the options of a kind and the names that
    other frameworks give them.

    When it is harmless: never.
    """

    code, severity = "CNN202", ERROR
    fails = ("input: 8x8x3\nlayer: [RELU]\n", "INPUT 8x8x3 CONV3-8(strides_=2)")
    passes = ("input: 8x8x3\nlayers: [RELU]\n",)
