"""Division in normal form: floors, and what divides what."""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

from cnncalc.symbolic.bounds import surely
from cnncalc.symbolic.expr import (
    begins_with_minus,
    floors_of,
    make,
    make_atom,
    number_of,
    rank,
    terms_of,
)
from cnncalc.symbolic.text import SIZE_LIMIT

if TYPE_CHECKING:
    from cnncalc.symbolic.expr import Int, Monomial

STEP_LIMIT = 100  # rounds of a long division


def floor_div(a: Int, b: Int) -> Int:
    """a/b rounded down, in normal form: whole multiples stand outside, and a floor inside a floor becomes one floor.

    >>> from cnncalc.symbolic import symbol
    >>> H, S, n = symbol("H"), symbol("S"), symbol("n")
    >>> floor_div(32 * n + 5, 32), floor_div(H + 35, 32), floor_div(2 * H + 1, 4)
    (n, floor((H + 3)/32) + 1, floor(H/2))
    >>> floor_div(floor_div(H - 3, 2) + 1, 2), floor_div(S * n + S, S)
    (floor((H + 3)/4) - 1, n + 1)
    """
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    if b == 0:
        raise ZeroDivisionError(f"({a})//0")
    if max(terms_of(b).values()) < 0:
        a, b = -a, -b
    return 0 if a == 0 else _floor(a, b)


def ceil_div(a: Int, b: Int) -> Int:
    """a/b rounded up, for a positive b: `floor((a + b - 1)/b)`.

    >>> from cnncalc.symbolic import symbol
    >>> ceil_div(ceil_div(symbol("H"), 2), 2), -(-symbol("H") // 4)
    (floor((H + 3)/4), floor((H + 3)/4))
    """
    return floor_div(a + b - 1, b)


@lru_cache(maxsize=1 << 14)
def _floor(a: Int, b: Int) -> Int:
    """floor(a/b): one step nearer to the normal form and on from there, or the finished atom."""
    quotient, rest = divide(a, b)
    if quotient != 0:
        return quotient + floor_div(rest, b)
    positive = surely(b, 1)
    number = number_of(a)
    common = common_factor(a, b)
    if common != 1 and (positive or not isinstance(common, int) or number % common == 0):
        # floor((g*x + c)/(g*y)) = floor((x + floor(c/g))/y): the number left over is too small to count.
        return floor_div(divide(a - number, common)[0] + floor_div(number, common), divide(b, common)[0])
    if positive:
        if surely(a, 0) and surely(b - a, 1):
            return 0
        if surely(-a, 1) and surely(a + b, 0):
            return -1
        if begins_with_minus(a) and len(terms_of(b)) == 1:
            # floor(-y/m) = -floor((y + m - 1)/m)
            return -floor_div(b - 1 - a, b)
        for atom, sign in sorted(floors_of(a)):
            inner, by = atom.parts
            # floor((x + floor(y/m))/n) = floor((m*x + y)/(m*n)), for -floor(y/m) = floor((m - 1 - y)/m) alike.
            if sign == 1:
                return floor_div((a - make_atom("floor", inner, by)) * by + inner, by * b)
            if sign == -1 and surely(by, 1):
                return floor_div((a + make_atom("floor", inner, by)) * by - inner + by - 1, by * b)
    if any(isinstance(part, int) and abs(part) >= SIZE_LIMIT for part in (a, b)):
        raise OverflowError("a division with a number of more than 100 digits")
    return make_atom("floor", a, b)


def divide(a: Int, b: Int) -> tuple[Int, Int]:
    """Quotient and rest, a = quotient*b + rest, with no whole multiple of b left in any term of the rest.

    Signs stay where they are, H - F over 2 is not H + F over 2 less F; only the number ends within [0, b).
    A sum is divided out only where that leaves fewer terms than it found.
    """
    if isinstance(b, int):
        whole = {m: _truncated(c, b) if m else c // b for m, c in terms_of(a).items()}
        return make(whole), make({m: c - whole[m] * b for m, c in terms_of(a).items()})
    lead = min(b._terms, key=rank)
    quotient: Int = 0
    rest = a
    for _ in range(STEP_LIMIT):
        shares = [(_without(m, lead), _truncated(c, b._terms[lead])) for m, c in terms_of(rest).items()]
        step = make({share: times for share, times in shares if share is not None})
        if step == 0:
            break
        quotient, rest = quotient + step, rest - step * b
    if len(b._terms) > 1 and len(terms_of(rest)) >= len(terms_of(a)):
        return 0, a
    return quotient, rest


def _truncated(a: int, b: int) -> int:
    """a/b rounded towards 0."""
    return a // b if (a < 0) == (b < 0) else -(-a // b)


def _without(m: Monomial, n: Monomial) -> Monomial | None:
    """m/n, or None where n has something that m has not."""
    exponents = dict(m)
    for atom, exponent in n:
        exponents[atom] = exponents.get(atom, 0) - exponent
        if exponents[atom] < 0:
            return None
    return tuple((atom, exponent) for atom, exponent in exponents.items() if exponent)


def common_factor(a: Int, b: Int) -> Int:
    """What divides every term of `a`, its number aside, and of `b`: an int, or the product of symbols common to both."""
    number = gcd(*(c for m, c in terms_of(a).items() if m), *terms_of(b).values())
    if number != 1:
        return number
    shared = [dict(monomial) for x in (a, b) for monomial in terms_of(x)]
    powers = [(x, min(m.get(x, 0) for m in shared)) for x in shared[0] if x.kind == "symbol"]
    return make({tuple((atom, exponent) for atom, exponent in powers if exponent): 1})
