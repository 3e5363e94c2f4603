"""Expressions over NumPy arrays: a closed form evaluated for many values of its symbols at once, exactly.

Whether 64-bit integers suffice is computed beforehand, in Python's integers, from the largest values of the symbols; where they
may not, the arrays hold Python's own integers.

>>> import numpy as np
>>> from cnncalc.symbolic import symbol
>>> H = symbol("H")
>>> over = Arrays({"H": np.array([224, 225, 10**9])})
>>> over(H // 2 + 1).tolist(), over(H // 2).dtype.name, over(H**3).dtype.name, int(over(H**3)[2]) == 10**27
([113, 113, 500000001], 'int64', 'object', True)

The only file of the algebra that imports numpy; nothing imports it but what sweeps.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.symbolic.expr import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from cnncalc.symbolic.conditions import Condition
    from cnncalc.symbolic.expr import Atom, Int, Monomial

    Array = NDArray[Any]

LARGEST = 2**62
"""Half of what a signed integer of 64 bits holds, for a remainder takes a product that may be a little more than what is divided."""


class Arrays:
    """Values of symbols, positive integers in one-dimensional arrays of one length; called with an expression, its values.

    Floors, minima, maxima and products that come up again are computed once. Raises ZeroDivisionError where a divisor is 0.
    """

    def __init__(self, values: Mapping[str, Array]) -> None:
        self.values = values
        self.count = len(next(iter(values.values()))) if values else 1
        self._most = {name: int(array.max()) if len(array) else 1 for name, array in values.items()}
        self._bounds: dict[Atom, int] = {}
        self._known: dict[tuple[Any, bool], Array] = {}

    def __call__(self, x: Int) -> Array:
        """The values of `x`, as int64 where no step can leave it, else as objects."""
        return self._sum(x, self.bound(x) > LARGEST)

    def holds(self, condition: Condition) -> NDArray[np.bool_]:
        """Where the condition is fulfilled."""
        wide = max(self.bound(condition.left), self.bound(condition.right)) > LARGEST
        left, right = self._sum(condition.left, wide), self._sum(condition.right, wide)
        if condition.kind == "divides":
            return np.asarray(_quotient(right, left)[1] == 0, dtype=bool)
        return np.asarray(left == right if condition.kind == "equal" else left >= right, dtype=bool)

    def bound(self, x: Int) -> int:
        """A number that neither `x` nor any step on the way to it exceeds, in either direction."""
        return sum(
            reduce(lambda found, factor: found * self._atom_bound(factor[0]) ** factor[1], monomial, abs(coefficient))
            for monomial, coefficient in terms_of(x).items()
        )

    def _atom_bound(self, atom: Atom) -> int:
        found = self._bounds.get(atom)
        if found is None:
            # A floor is no farther from 0 than what is divided; its divisor is computed on the way.
            known = atom.kind == "symbol"
            found = self._most[str(atom)] if known else max(self.bound(part) for part in atom.parts)
            self._bounds[atom] = found
        return found

    def _sum(self, x: Int, wide: bool) -> Array:
        total = np.zeros(self.count, dtype=object if wide else np.int64)
        for monomial, coefficient in terms_of(x).items():
            total = total + coefficient * self._product(monomial, wide)
        return total

    def _product(self, monomial: Monomial, wide: bool) -> Any:
        if not monomial:
            return 1
        found = self._known.get((monomial, wide))
        if found is None:
            powers = [self._atom(atom, wide) ** exponent for atom, exponent in monomial]
            found = self._known[monomial, wide] = reduce(lambda a, b: a * b, powers)
        return found

    def _atom(self, atom: Atom, wide: bool) -> Array:
        found = self._known.get((atom, wide))
        if found is None:
            if atom.kind == "symbol":
                found = self.values[str(atom)].astype(object if wide else np.int64)
            else:
                parts = [self._sum(part, wide) for part in atom.parts]
                if atom.kind == "floor":
                    found = _quotient(*parts)[0]
                else:
                    found = reduce(np.minimum if atom.kind == "min" else np.maximum, parts)
            self._known[atom, wide] = found
        return found


def _quotient(above: Array, below: Array) -> tuple[Array, Array]:
    """Quotient, rounded down, and remainder; NumPy would make 0 of a division by 0."""
    if not np.all(below != 0):
        raise ZeroDivisionError("a divisor is 0 for some of these values")
    quotient = above // below
    return quotient, above - quotient * below
