"""Bounds that are proved, and the minima and maxima that they decide."""

from __future__ import annotations

from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING

from cnncalc.symbolic.expr import Expr, atoms_of, degree_of, floors_of, make, make_atom, singles_of, terms_of

if TYPE_CHECKING:
    from cnncalc.symbolic.expr import Atom, Int


def minimum(a: Int, b: Int, *more: Int) -> Int:
    """The smallest, decided where bounds decide it.

    >>> from cnncalc.symbolic import symbol
    >>> H, W = symbol("H"), symbol("W")
    >>> minimum(H, H + 3), minimum(W + 1, H + 1)
    (H, min(H, W) + 1)
    """
    return extreme("min", a, b, *more)


def maximum(a: Int, b: Int, *more: Int) -> Int:
    """The greatest, decided where bounds decide it.

    >>> from cnncalc.symbolic import symbol
    >>> H = symbol("H")
    >>> maximum(0, H), maximum(0, H - 5)
    (H, max(H - 5, 0))
    """
    return extreme("max", a, b, *more)


def extreme(kind: str, *values: Int) -> Int:
    numbers = [x for x in values if isinstance(x, int)]
    if len(numbers) == len(values):
        return min(numbers) if kind == "min" else max(numbers)
    kept: list[Int] = []
    for x in sorted({y for x in values for y in _candidates(kind, x)}, key=lambda x: (isinstance(x, int), str(x))):
        if not any(_beats(kind, other, x) for other in kept):
            kept = [other for other in kept if not _beats(kind, x, other)] + [x]
    first, *others = kept
    if not others:
        return first
    common = make({m: c for m, c in terms_of(first).items() if all(terms_of(x).get(m) == c for x in others)})
    return make_atom(kind, *kept) if common == 0 else extreme(kind, *(x - common for x in kept)) + common


def _candidates(kind: str, x: Int) -> list[Int]:
    """What `x` stands for in an extreme of this kind: each part of min(a, b) + c and so a + c, b + c, or just itself."""
    inner = [atom for atom, times in singles_of(x) if atom.kind == kind and times == 1]
    if len(inner) != 1:
        return [x]
    (within,) = inner
    rest = x - make_atom(kind, *within.parts)
    return [y for part in within.parts for y in _candidates(kind, part + rest)]


def _beats(kind: str, a: Int, b: Int) -> bool:
    return surely(b, a) if kind == "min" else surely(a, b)


def surely(a: Int, b: Int) -> bool:
    """Whether a >= b is proved; False says nothing."""
    low = lower(a - b)
    return low is not None and low >= 0


@lru_cache(maxsize=1 << 14)
def lower(x: Int) -> int | None:
    """A number that `x` never falls below, as near as two simple arguments come; None if they find none."""
    if isinstance(x, int):
        return x
    try:
        return max((low for low in (_bound_by_parts(x), _bound_by_relaxing(x)) if low is not None), default=None)
    except OverflowError:  # an argument too long to follow proves nothing
        return None


def upper(x: Int) -> int | None:
    low = lower(-x)
    return None if low is None else -low


@lru_cache(maxsize=1 << 12)
def _range(atom: Atom) -> tuple[int, int | None] | None:
    """Bounds of an atom, from those of its parts: a lower one, and an upper one if it has one; None without a lower one."""
    if atom.kind == "symbol":
        return 1, None
    all_lows, all_highs = [lower(part) for part in atom.parts], [upper(part) for part in atom.parts]
    lows, highs = [low for low in all_lows if low is not None], [high for high in all_highs if high is not None]
    if atom.kind == "max":
        return (max(lows), max(highs) if len(highs) == len(all_highs) else None) if lows else None
    if len(lows) < len(all_lows):
        return None
    if atom.kind == "min":
        return min(lows), min(highs, default=None)
    (low, least), (high, most) = lows, all_highs
    if least < 1:
        return None
    # Dividing by more moves a number towards 0, or towards -1 from below.
    low = low // least if low < 0 or least == most else 0
    if high is not None:
        high = high // least if high >= 0 or least == most else -1
    return low, high


def _bound_by_parts(x: Expr) -> int | None:
    """Write every atom as its lower bound and an excess of 0 or more; then whatever has a plus is 0 or more."""
    if len(x._terms) > 100 or degree_of(x) > 8:
        return None
    ranges: dict[Atom, tuple[int, int | None]] = {}
    for atom in atoms_of(x):
        found = _range(atom)
        if found is None:
            return None
        ranges[atom] = found
    shifted: Int = 0
    for monomial, coefficient in x._terms.items():
        term: Int = coefficient
        for atom, exponent in monomial:
            term *= (Expr({((atom, 1),): 1}) + ranges[atom][0]) ** exponent
        shifted += term
    bound = 0
    for monomial, coefficient in terms_of(shifted).items():
        if coefficient < 0:
            for atom, exponent in monomial:
                low, high = ranges[atom]
                if high is None:
                    return None
                coefficient *= (high - low) ** exponent
        bound += coefficient if coefficient < 0 or not monomial else 0
    return bound


def _bound_by_relaxing(x: Expr) -> int | None:
    """Multiply by the divisors, so that m*floor(y/m) can give way to y, or to y - (m - 1) at worst; round up."""
    floors = [(atom, times) for atom, times in floors_of(x) if isinstance(atom.parts[1], int)]
    if not floors:
        return None
    scale = lcm(*(atom.parts[1] for atom, _ in floors))
    total = x * scale
    for atom, times in floors:
        inner, by = atom.parts
        worst = inner - (by - 1) if times > 0 else inner
        total += (worst - by * make_atom("floor", inner, by)) * (times * scale // by)
    low = lower(total)
    return None if low is None else -(-low // scale)
