"""Exact integer expressions over symbols that stand for positive integers.

The rule `(W - F + 2P)/S + 1` is written once and serves 224 and `H`: where a number may stand, an `Expr` may. It is
a polynomial with integer coefficients over symbols, floor divisions, minima and maxima, kept in a normal form in
which most equal values look equal. A result that is a constant is a plain `int` again.

>>> H = symbol("H")
>>> conv1 = (H - 11) // 4 + 1
>>> pool1 = (conv1 - 3) // 2 + 1
>>> pool1
floor((H + 5)/8) - 2
>>> evaluate(pool1, {"H": 227}), (227 - 11) // 4 // 2
(27, 27)

Two expressions are not compared but decided: the answer is yes, no, or the condition under which it is yes.

>>> divides(4, H - 11), equal(H // 2 + (H + 1) // 2, H), at_least(pool1, 1)
(4 divides H + 1, True, H is at least 19)

What has no value, a division by zero, may have been simplified away: `(S - 1)*H // (S - 1)` is `H`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.symbolic.bounds import maximum, minimum
from cnncalc.symbolic.combining import combine
from cnncalc.symbolic.conditions import Condition
from cnncalc.symbolic.decisions import at_least, divides, equal
from cnncalc.symbolic.division import ceil_div, floor_div
from cnncalc.symbolic.expr import Expr, Int, symbol, symbols
from cnncalc.symbolic.text import show
from cnncalc.symbolic.values import evaluate, substitute

if TYPE_CHECKING:
    from cnncalc.symbolic.reading import ParseError, parse

__all__ = (
    "Condition", "Expr", "Int", "ParseError", "at_least", "ceil_div", "combine", "divides", "equal", "evaluate",
    "floor_div", "maximum", "minimum", "parse", "show", "substitute", "symbol", "symbols",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    """Reading is loaded by those who read: no command does it to print a table."""
    if name in ("ParseError", "parse"):
        from cnncalc.symbolic import reading

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
