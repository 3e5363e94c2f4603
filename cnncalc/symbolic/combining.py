"""Several conditions said in fewer."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

from cnncalc.symbolic.conditions import Condition
from cnncalc.symbolic.decisions import divides
from cnncalc.symbolic.expr import floors_of, make_atom

PAIRS = 20_000
"""So many pairs are looked at; more conditions than that make are said as they are."""

if TYPE_CHECKING:
    from collections.abc import Iterable


def combine(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Fewer conditions that together say the same. Conditions that exclude each other stay side by side.

    >>> from cnncalc.symbolic import at_least, divides, symbol
    >>> H = symbol("H")
    >>> asked = [divides(2, H), divides(2, H // 2), divides(2, H // 4), divides(2, H // 8), at_least(H, 5), at_least(H, 9)]
    >>> combine(asked)
    (16 divides H, H is at least 9)
    """
    place = {condition: index for index, condition in enumerate(dict.fromkeys(conditions))}
    kept: dict[Condition, None] = {}  # no two of which can be said in fewer
    pairs = 0
    waiting = [*place][::-1]
    while waiting:
        asked = waiting.pop()
        if asked in kept:
            continue
        for given in () if pairs > PAIRS else tuple(kept):
            pairs += 1
            instead = _instead(given, asked)
            if instead is None:
                continue
            if len(instead) == 1:
                (joined,) = instead
                place[joined] = min(place[given], place[asked])
            else:
                place.setdefault(instead[1], place[asked if given in instead else given])
            if given not in instead:
                del kept[given]
            waiting += [one for one in reversed(instead) if one not in kept]
            break
        else:
            kept[asked] = None
    return tuple(sorted(kept, key=place.__getitem__))


def _instead(given: Condition, asked: Condition) -> tuple[Condition, ...] | None:
    """What says the same as two conditions, in one, or with a floor less; None if nothing does, or nothing that the algebra writes."""
    try:
        return _said_shorter(given, asked)
    except OverflowError:
        return None


def _said_shorter(given: Condition, asked: Condition) -> tuple[Condition, ...] | None:
    joined = _join(given, asked)
    if joined is not None:
        return (joined,)
    unfolded = _unfold(given, asked)
    if unfolded is not None:
        return given, unfolded
    unfolded = _unfold(asked, given)
    return None if unfolded is None else (asked, unfolded)


def _join(a: Condition, b: Condition) -> Condition | None:
    """One condition instead of two about the same expression, if there is one."""
    if a.kind == b.kind == "at least":
        slack = (a.left - a.right) - (b.left - b.right)
        return (a if slack <= 0 else b) if isinstance(slack, int) else None
    shift = a.right - b.right
    if a.kind != "divides" or b.kind != "divides" or not isinstance(shift, int):
        return None
    if not (isinstance(a.left, int) and isinstance(b.left, int)):
        return None
    # The Chinese remainder theorem: x = 0 modulo one and x = shift modulo the other.
    common = gcd(a.left, b.left)
    if shift % common:
        return None
    steps = shift // common * pow(a.left // common, -1, b.left // common)
    verdict = divides(lcm(a.left, b.left), a.right - steps * a.left)
    return verdict if isinstance(verdict, Condition) else None


def _unfold(given: Condition, asked: Condition) -> Condition | None:
    """`asked` with a floor dissolved: where m divides x, d divides floor(x/m) when d*m divides x."""
    if not (given.kind == asked.kind == "divides" and isinstance(given.left, int) and isinstance(asked.left, int)):
        return None
    for atom, times in floors_of(asked.right):
        inner, by = atom.parts
        shift = inner - given.right
        if isinstance(by, int) and isinstance(shift, int) and given.left % by == 0:
            others = asked.right - times * make_atom("floor", inner, by)
            verdict = divides(asked.left * by, times * (inner - shift % by) + by * others)
            if isinstance(verdict, Condition):
                return verdict
    return None
