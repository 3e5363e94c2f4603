"""How the tests of `expect` and `budget` make claims and see what is found."""

from __future__ import annotations

import cnncalc
from cnncalc.rules import claims, examine
from cnncalc.spec.claims import claim


def found(tmp_path, text):
    path = tmp_path / "net.yaml"
    path.write_text(text, encoding="utf-8")
    return cnncalc.check(path)


def of_notation(text, *, expect=(), budget=()):
    """What a command line's claims about a network in notation find."""
    report = examine(cnncalc.load(text))
    return claims(report, tuple(claim(one, "expect") for one in expect), tuple(claim(one, "budget") for one in budget))
