"""Values for symbols: numbers, arrays of numbers, or other expressions."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from cnncalc.symbolic.bounds import extreme, upper
from cnncalc.symbolic.expr import Expr, symbol, symbols, terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, overload

    from cnncalc.symbolic.expr import Int

if TYPE_CHECKING:

    @overload
    def evaluate(x: Int, values: Mapping[str, int]) -> int: ...
    @overload
    def evaluate(x: Int, values: Mapping[str, Any]) -> Any: ...


def evaluate(x: Int, values: Mapping[str, Any]) -> Any:
    """The number that `x` is for these values of its symbols; or an array of numbers, for arrays of values.

    Only operators are used, so NumPy arrays of signed integers or of objects will do; that their numbers are positive
    and that the results fit is the caller's to know.

    >>> evaluate(symbol("H") // 2 + 1, {"H": 7, "W": 5})
    4
    """
    missing = symbols(x) - values.keys()
    if missing:
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    for name in sorted(symbols(x)):
        if isinstance(values[name], int) and values[name] < 1:
            raise ValueError(f"{name} = {values[name]}: symbols stand for positive integers")
    try:
        return value_of(x, values)
    except ZeroDivisionError:
        raise ValueError(f"{x} divides by zero for these values") from None


def substitute(x: Int, values: Mapping[str, Int]) -> Int:
    """`x` with some of its symbols replaced, all at once, by positive integers or expressions that are positive.

    >>> H, n = symbol("H"), symbol("n")
    >>> substitute((H + 31) // 32 + H // 2, {"H": 32 * n})
    17*n
    """
    for name, value in values.items():
        high = upper(value)
        if high is not None and high < 1:
            raise ValueError(f"{name} = {value}: symbols stand for positive integers")
    try:
        result: Int = value_of(x, {name: values.get(name, symbol(name)) for name in symbols(x)})
        return result
    except ZeroDivisionError:
        raise ValueError(f"{x} divides by zero for these values") from None


def value_of(x: Int, values: Mapping[str, Any]) -> Any:
    total: Any = 0
    for monomial, coefficient in terms_of(x).items():
        term: Any = coefficient
        for atom, exponent in monomial:
            if atom.kind == "symbol":
                value = values[atom]
            else:
                parts = [value_of(part, values) for part in atom.parts]
                value = parts[0] // parts[1] if atom.kind == "floor" else _choice(atom.kind, parts)
            term = term * value**exponent
        total = total + term
    return total


def _choice(kind: str, values: list[Any]) -> Any:
    if all(isinstance(value, (int, Expr)) for value in values):
        return extreme(kind, *values)
    return reduce(lambda a, b: a + (b - a) * ((b < a) if kind == "min" else (b > a)), values)
