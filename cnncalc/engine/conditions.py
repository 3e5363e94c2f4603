"""What must hold of the symbols for a whole network to fit, said in as few conditions as possible."""

from __future__ import annotations

from itertools import combinations
from math import gcd
from typing import TYPE_CHECKING

from cnncalc.engine.report import by_cost
from cnncalc.symbolic import combine, symbol

if TYPE_CHECKING:
    from cnncalc.engine.report import Report
    from cnncalc.symbolic import Condition, Expr, Int


def combined(report: Report) -> tuple[Condition, ...]:
    """The conditions of all rows together: first what divides, then what is equal, then how large things must be.

    >>> from cnncalc.engine import analyze
    >>> from cnncalc.spec import load
    >>> combined(analyze(load("INPUT HxHx3 CONV11-96/4p0 POOL3/2 POOL3/2").networks[0]))
    (16 divides H + 13, H is at least 35)
    """
    asked = dict.fromkeys(condition for row in report.rows for condition in row.conditions)
    if not asked:
        return ()
    found = combine(asked)
    kept = [condition for condition in found if not any(_implied(condition, other) for other in found)]
    order = ("divides", "equal", "at least")
    return tuple(sorted(kept, key=lambda condition: order.index(condition.kind)))


def _implied(asked: Condition, given: Condition) -> bool:
    """Whether a number that fulfils the congruence `given` is always as large as `asked` wants it: 32 divides H, so H >= 32."""
    congruence = given.congruence()
    if congruence is None or asked.kind != "at least":
        return False
    name, modulus, remainder = congruence
    return str(asked.left) == name and isinstance(asked.right, int) and asked.right <= (remainder or modulus)


def contradiction(found: tuple[Condition, ...]) -> tuple[Condition, Condition] | None:
    """Two congruences that no number fulfils both, if there are such."""
    for first, second in combinations(found, 2):
        one, other = first.congruence(), second.congruence()
        if one is None or other is None:
            continue
        (name, modulus, remainder), (also, divisor, rest) = one, other
        if name == also and (remainder - rest) % gcd(modulus, divisor):
            return first, second
    return None


def paddings(report: Report) -> tuple[tuple[Expr, Int], ...]:
    """The symbols that stand for default paddings of symbolic kernels, each with twice what it is: P with D(F - 1)."""
    found: dict[tuple[Expr, Int], None] = {}
    assumed = symbol("P")
    for row in by_cost(report.rows).values():
        if row.cost.windows is not None and row.node.layer.options().get("padding", ()) is None:
            for window in row.cost.windows:
                if window.before == assumed:
                    found[assumed, window.extent - 1] = None
    return tuple(found)
