"""CNN101: the document is not YAML."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class YamlSyntax(Rule):
    """The document is not YAML.

    Why it matters: no layer of it can be trusted to be where it seems to be.

    What to do: look at the place named and just before it: indentation, an unclosed bracket or quote.
    Notation that begins with `{`, `[`, `@` or `*` must be quoted.

    When it is harmless: never.
    """

    code, severity = "CNN101", ERROR
    fails = ("input: 8x8x3\nlayers: [RELU\n",)
    passes = ("input: 8x8x3\nlayers: [RELU]\n",)
