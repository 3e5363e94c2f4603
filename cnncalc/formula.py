"""A formula that is written once: run on numbers it is the number, run on `Shown` values it is the text.

A layer states `(F·F·D + 1)·K` as plain arithmetic. With integers (or symbols) the engine gets the value;
with every operand wrapped in a `Shown`, the same lines give `(11·11·3 + 1)·96`, so that what is
displayed cannot disagree with the number beside it.

>>> F, D, K = Shown.of(11), Shown.of(3), Shown.of(96)
>>> str((F * F * D + 1) * K)
'(11·11·3 + 1)·96'
>>> str(grouped(Shown.of(3) * 3 * 3) * Shown.of(64))
'(3·3·3)·64'
>>> str((Shown.of(227) - 11 + 2 * Shown.of(0)).over(4) + 1)
'(227 - 11 + 2·0)/4 + 1'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from cnncalc.symbolic import Int

ATOM, PRODUCT, SUM = 3, 2, 1
T = TypeVar("T")


class Shown:
    """The text of a value under construction, with the rank that decides on parentheses."""

    __slots__ = ("rank", "text")

    def __init__(self, text: str, rank: int = ATOM) -> None:
        self.text = text
        self.rank = rank

    @classmethod
    def of(cls, value: Int | Shown) -> Shown:
        """`value` as an operand; a negative number or a symbolic sum counts as a sum and gets parentheses."""
        if isinstance(value, int):
            return cls(str(value), ATOM if value >= 0 else SUM)
        if isinstance(value, Shown):
            return value
        from cnncalc.symbolic import show

        text = show(value, "unicode")
        return cls(text, ATOM if text.isalnum() else PRODUCT if " " not in text else SUM)

    def _at(self, rank: int) -> str:
        return self.text if self.rank >= rank else f"({self.text})"

    def __add__(self, other: Any) -> Shown:
        return Shown(f"{self.text} + {Shown.of(other)._at(SUM)}", SUM)

    def __radd__(self, other: Any) -> Shown:
        return Shown.of(other) + self

    def __sub__(self, other: Any) -> Shown:
        return Shown(f"{self.text} - {Shown.of(other)._at(PRODUCT)}", SUM)

    def __rsub__(self, other: Any) -> Shown:
        return Shown.of(other) - self

    def __mul__(self, other: Any) -> Shown:
        return Shown(f"{self._at(PRODUCT)}·{Shown.of(other)._at(PRODUCT)}", PRODUCT)

    def __rmul__(self, other: Any) -> Shown:
        return Shown.of(other) * self

    def over(self, other: Any) -> Shown:
        """The quotient with a slash, neither rounded nor reduced."""
        return Shown(f"{self._at(PRODUCT)}/{Shown.of(other)._at(ATOM)}", PRODUCT)

    def __floordiv__(self, other: Any) -> Shown:
        return Shown(f"⌊{self.over(other).text}⌋")

    def ceil_div(self, other: Any) -> Shown:
        """The quotient rounded up."""
        return Shown(f"⌈{self.over(other).text}⌉")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Shown({self.text!r})"


class Letter(Shown):
    """A letter of the course; a number in front of it is written without a sign.

    >>> str(Letter("W") - Letter("F") + 2 * Letter("P"))
    'W - F + 2P'
    """

    __slots__ = ()

    def __rmul__(self, other: Any) -> Shown:
        if isinstance(other, int):
            return Shown(f"{other}{self.text}", PRODUCT)
        return Shown.__mul__(Shown.of(other), self)  # Python asks the more special operand first, also on the right


def grouped(value: T) -> T:
    """Keep `value` in parentheses when shown, as in `(3·3·64)·128`; numbers pass through."""
    if isinstance(value, Shown) and value.rank == PRODUCT:
        return Shown(value.text, SUM)  # type: ignore[return-value]
    return value


def quotient(a: Any, b: Any) -> Any:
    """`a/b` where `b` is known to divide `a` (depth by groups): a slash when shown, exact otherwise."""
    if isinstance(a, Shown) or isinstance(b, Shown):
        return a if str(b) == "1" else Shown.of(a).over(b)
    return a // b


def product(*factors: Any) -> Any:
    """The product, leaving out factors of 1: `4096`, not `1·1·4096`."""
    result: Any = None
    for factor in factors:
        if str(factor) != "1" if isinstance(factor, Shown) else not (isinstance(factor, int) and factor == 1):
            result = factor if result is None else result * factor
    return 1 if result is None else result
