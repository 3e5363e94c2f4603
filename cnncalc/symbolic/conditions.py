"""What must hold for a yes, where symbols leave a question open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.symbolic.expr import number_of, singles_of, terms_of
from cnncalc.symbolic.text import show
from cnncalc.symbolic.values import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, NoReturn

    from cnncalc.symbolic.expr import Int
    from cnncalc.symbolic.text import Style

    Kind = Literal["divides", "equal", "at least"]


class Condition:
    """What must hold for a yes: `left` divides, equals or is at least `right`. Immutable; like an Expr, no truth value.

    >>> from cnncalc.symbolic import divides, symbol
    >>> fits = divides(4, symbol("H") - 11)
    >>> str(fits), fits.holds({"H": 227}), fits.holds({"H": 224}), fits.congruence()
    ('4 divides H + 1', True, False, ('H', 4, 3))
    """

    __slots__ = ("kind", "left", "right")

    kind: Kind
    left: Int
    right: Int

    def __init__(self, kind: Kind, left: Int, right: Int) -> None:
        for name, value in (("kind", kind), ("left", left), ("right", right)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a condition does not change: {name}")

    def __reduce__(self) -> tuple[type[Condition], tuple[Kind, Int, Int]]:
        return Condition, (self.kind, self.left, self.right)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.kind, self.left, self.right))

    def __bool__(self) -> NoReturn:
        raise TypeError(f"not known whether {self}: compare a verdict with `is True` or `is False`")

    def __repr__(self) -> str:
        return self.text()

    def text(self, style: Style = "ascii") -> str:
        """The condition in words, or in signs for LaTeX."""
        left, right = show(self.left, style), show(self.right, style)
        word, sign = {"divides": ("divides", r"\mid"), "equal": ("equals", "=")}.get(self.kind, ("is at least", r"\ge"))
        if self.kind == "at least" and isinstance(self.left, int):
            left, word, sign, right = right, "is at most", r"\le", left
        return f"{left} {sign if style == 'latex' else word} {right}"

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether it is fulfilled for these values of the symbols."""
        left, right = evaluate(self.left, values), evaluate(self.right, values)
        if self.kind == "divides":
            return right % left == 0 if left else right == 0
        return left == right if self.kind == "equal" else left >= right

    def congruence(self) -> tuple[str, int, int] | None:
        """(symbol, modulus, remainder), if the condition says just that: `4 divides H + 1` is H = 3 modulo 4."""
        name = linear(self.right)
        if self.kind != "divides" or not isinstance(self.left, int) or name is None:
            return None
        return name, self.left, -number_of(self.right) % self.left


def linear(x: Int) -> str | None:
    """The symbol, if `x` is a symbol and a number."""
    for atom, times in singles_of(x):
        if atom.kind == "symbol" and times == 1 and len(terms_of(x - number_of(x))) == 1:
            return str(atom)
    return None
