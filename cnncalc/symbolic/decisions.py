"""Decisions: yes, no, or the condition under which it is yes."""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

from cnncalc.symbolic.bounds import lower, surely, upper
from cnncalc.symbolic.conditions import Condition, linear
from cnncalc.symbolic.division import common_factor, divide
from cnncalc.symbolic.expr import (
    Expr,
    atoms_of,
    begins_with_minus,
    degree_of,
    floors_of,
    make,
    make_atom,
    number_of,
    symbol,
)
from cnncalc.symbolic.trials import periods_of, trials_of

if TYPE_CHECKING:
    from cnncalc.symbolic.expr import Int


def _sides(x: Expr) -> tuple[Int, Int]:
    """Left and right of a comparison with 0: no minus at the front of a term, the number where no other term is."""
    number = number_of(x)
    left = make({m: c for m, c in x._terms.items() if m and c > 0})
    right = left + number - x
    if left == 0 or (right != 0 and number > 0):
        return left + number, right
    return left, right - number


def _reduced(x: Int) -> Int:
    """`x` without its common positive factors, which say nothing about whether it is 0 or more."""
    while isinstance(x, Expr) and (common := common_factor(x, x)) != 1:
        x = divide(x, common)[0]
    return x


def divides(d: Int, n: Int) -> bool | Condition:
    """Whether the positive `d` divides `n` for all values of the symbols, for none, or on what condition.

    >>> H = symbol("H")
    >>> divides(2, H * (H + 1)), divides(4, 2 * H + 1), divides(6, 4 * H + 2), divides(2, H // 8)
    (True, False, 3 divides H + 2, 2 divides floor(H/8))
    """
    high = upper(d)
    if high is not None and high < 1:
        raise ValueError(f"a divisor is positive, not {d}")
    return _divides(d, n)


@lru_cache(maxsize=1 << 12)
def _divides(d: Int, n: Int) -> bool | Condition:
    rest = divide(n, d)[1]
    if isinstance(rest, int) and (isinstance(d, int) or rest == 0):
        return rest == 0
    if begins_with_minus(rest) or (isinstance(rest, int) and rest < 0):
        rest = -rest
    common = common_factor(rest, d)
    if (isinstance(common, int) and number_of(rest) % common) or (surely(rest, 1) and surely(d - 1, rest)):
        return False
    if common != 1:
        return _divides(divide(d, common)[0], divide(rest, common)[0])
    if isinstance(d, int) and isinstance(rest, Expr):
        return _number_divides(d, rest)
    return Condition("divides", d, rest)


def _number_divides(d: int, n: Expr) -> bool | Condition:
    """The verdict for a number, which comes round again and so can be tried; `n` is reduced and does not begin with minus."""
    coefficients = [c for m, c in n._terms.items() if m]
    factor = pow(abs(*coefficients), -1, d) if len(coefficients) == 1 else 1
    rest = divide(n * factor, d)[1]
    if not linear(rest):
        periods = periods_of(rest, d)
        trials = trials_of(rest, periods, 1)
        roots = [point for point, value in trials.items() if value % d == 0]
        if trials and len(roots) in (0, len(trials)):
            return bool(roots)
        congruence = _one_class(periods, roots)
        if congruence is not None:
            return congruence
    return Condition("divides", d, rest)


def equal(a: Int, b: Int) -> bool | Condition:
    """Whether `a` and `b` are the same for all values of the symbols, for none, or on what condition.

    >>> H, W = symbol("H"), symbol("W")
    >>> equal(2 * H, 2 * W + 1), equal(16 * (H // 16), H), equal(2 * (H // 16), H // 8), equal(H * W, 3 * W)
    (False, 16 divides H, 2 divides floor(H/8), H equals 3)
    """
    difference = _reduced(a - b)
    if isinstance(difference, int):
        return difference == 0
    return _vanishes(-difference if begins_with_minus(difference) else difference)


@lru_cache(maxsize=1 << 12)
def _vanishes(x: Expr) -> bool | Condition:
    low, high = lower(x), upper(x)
    content = gcd(*(c for m, c in x._terms.items() if m))
    if (low is not None and low > 0) or (high is not None and high < 0) or number_of(x) % content:
        return False
    verdict = _remainder_is_zero(x)
    if verdict is not None:
        return verdict
    periods = periods_of(x, 1)
    trials = trials_of(x, periods, 1 + degree_of(x))
    # On each class of residues `x` is a polynomial, and one of its degree that is 0 so often is 0 for ever.
    if trials and not any(trials.values()):
        return True
    first = {point: tuple((v - 1) % p + 1 for v, p in zip(point, periods.values(), strict=True)) for point in trials}
    if trials and all(value == trials[first[point]] for point, value in trials.items()):
        roots = [point for point in trials if first[point] == point and trials[point] == 0]
        congruence = _one_class(periods, roots)
        if congruence is not None or not roots:
            return False if congruence is None else congruence
    return Condition("equal", *_sides(x))


def _remainder_is_zero(x: Expr) -> bool | Condition | None:
    """The verdict on x = 0 where `x` is a remainder y - e*floor(y/e), give or take its sign and a number; else None."""
    for atom in dict.fromkeys(atom for atom in atoms_of(x) if atom.kind == "floor"):
        inner, by = atom.parts
        forms = [(inner, by)]
        for other, _ in floors_of(x):
            unit, step = other.parts
            # floor(H/16) is floor(floor(H/8)/2) as well, so that 2*floor(H/16) = floor(H/8) speaks of floor(H/8).
            if isinstance(by, int) and isinstance(step, int) and by % step == 0:
                quotient, rest = divide(inner - unit, step)
                if rest == 0:
                    forms.append((make_atom("floor", unit, step) + quotient, by // step))
        for y, e in forms:
            for sign in (1, -1):
                rest = x - sign * (y - e * make_atom("floor", inner, by))
                if not isinstance(rest, int):
                    continue
                remainder = -sign * rest
                if remainder < 0 or (isinstance(e, int) and remainder >= e):
                    return False
                if isinstance(e, int) or remainder == 0:
                    return divides(e, y - remainder)
    return None


def at_least(a: Int, b: Int) -> bool | Condition:
    """Whether a >= b for all values of the symbols, for none, or on what condition.

    >>> H, W = symbol("H"), symbol("W")
    >>> at_least((H - 5) // 2 + 1, 7), at_least(H, H // 2), at_least(0, H), at_least(5, 2 * H), at_least(H * W, 3 * W)
    (H is at least 17, True, False, H is at most 2, H is at least 3)
    """
    difference = _reduced(a - b)
    return difference >= 0 if isinstance(difference, int) else _not_negative(difference)


@lru_cache(maxsize=1 << 12)
def _not_negative(x: Expr) -> bool | Condition:
    low, high = lower(x), upper(x)
    if low is not None and low >= 0:
        return True
    if high is not None and high < 0:
        return False
    number = number_of(x)
    content = gcd(*(c for m, c in x._terms.items() if m))
    if content > 1:
        return at_least(divide(x - number, content)[0] + number // content, 0)
    for atom, sign in floors_of(x):
        inner, by = atom.parts
        if len(x._terms) == 1 + (number != 0) and surely(by, 1):
            # floor(y/m) >= k where y >= k*m, and floor(y/m) <= k where y <= k*m + m - 1.
            return at_least(inner, -number * by) if sign > 0 else at_least(number * by + by - 1, inner)
    return Condition("at least", *_sides(x))


def _one_class(periods: dict[str, int], roots: list[tuple[int, ...]]) -> Condition | None:
    """The congruence that holds for just these of the first values of a single symbol, if one does."""
    if len(periods) != 1 or not roots:
        return None
    ((name, period),), (first, *_) = periods.items(), [root for (root,) in roots]
    step, odd = divmod(period, len(roots))
    if odd or any((root - first) % step for (root,) in roots):
        return None
    verdict = divides(step, symbol(name) - first)
    assert isinstance(verdict, Condition)  # the step is 1 only where all are roots, and no condition is needed
    return verdict
