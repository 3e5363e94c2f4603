"""What repeats itself, tried out: an expression with floors by numbers is a polynomial on each class of residues."""

from __future__ import annotations

from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING

from cnncalc.symbolic.expr import atoms_of, terms_of
from cnncalc.symbolic.values import value_of

if TYPE_CHECKING:
    from cnncalc.symbolic.expr import Int

TRIAL_LIMIT = 20_000  # terms computed to decide by trial what repeats itself


def periods_of(x: Int, modulus: int) -> dict[str, int]:
    """For every symbol, after how many steps `x` comes round again modulo `modulus`; 0 if it need not."""
    periods: dict[str, int] = {}
    for atom in atoms_of(x):
        if atom.kind == "symbol":
            inner = {str(atom): modulus}
        elif atom.kind == "floor" and isinstance(atom.parts[1], int):
            inner = periods_of(atom.parts[0], modulus * atom.parts[1])
        else:
            inner = dict.fromkeys(atom.symbols, 0)
        for name, period in inner.items():
            periods[name] = lcm(periods.get(name, 1), period)
    return periods


def trials_of(x: Int, periods: dict[str, int], times: int) -> dict[tuple[int, ...], int]:
    """The values of `x` for so many periods of every symbol; none at all where they would be too many."""
    counts = [period * times for period in periods.values()]
    if not 0 < prod(counts) * _size(x) <= TRIAL_LIMIT:
        return {}
    points = product(*(range(1, count + 1) for count in counts))
    return {point: value_of(x, dict(zip(periods, point, strict=True))) for point in points}


def _size(x: Int) -> int:
    """The terms of `x` and of all that is inside them."""
    return len(terms_of(x)) + sum(_size(part) for atom in atoms_of(x) if atom.kind != "symbol" for part in atom.parts)
