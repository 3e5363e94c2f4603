"""A set of input extents: congruences from a smallest size on, or a list of sizes, and its words."""

from __future__ import annotations

from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnncalc.engine.classes import Class

MOST_NAMED = 8
"""Remainders or sizes that are written out in words; of more, the first ones."""


class Sizes(NamedTuple):
    """The input extents that fit: those from `minimum` to `maximum` (None: unbounded) with a remainder in `remainders` mod `modulus`.

    Where small sizes keep to a rule of their own, those in `excepted` do not fit although they are of that form, and those in `added` do
    although they are not. `contains` knows of both.
    """

    modulus: int
    remainders: tuple[int, ...]
    minimum: int
    maximum: int | None
    classes: tuple[Class, ...]
    excepted: tuple[int, ...] = ()
    added: tuple[int, ...] = ()

    def contains(self, extent: int) -> bool:
        """Whether an input of `extent` pixels fits."""
        return any(c.nearest(extent)[0] == extent for c in self.classes)

    def below(self, extent: int) -> int | None:
        """The largest size that fits and is not above `extent`."""
        return max((below for c in self.classes if (below := c.nearest(extent)[0]) is not None), default=None)

    def above(self, extent: int) -> int | None:
        """The smallest size that fits and is not below `extent`."""
        return min((above for c in self.classes if (above := c.nearest(extent)[1]) is not None), default=None)

    def all(self, start: int = 1) -> Iterator[int]:
        """The sizes that fit, from `start` on, in order; they may never end."""
        extent = self.above(start)
        while extent is not None:
            yield extent
            extent = self.above(extent + 1)

    def first(self, count: int) -> list[int]:
        """The smallest `count` sizes."""
        return [extent for extent, _ in zip(self.all(), range(count), strict=False)]

    def text(self, letter: str = "H") -> str:
        """`H ≡ 3 (mod 32), at least 67`; `H = 13 or 14`; `any H`."""
        if self.maximum is not None:
            return f"{letter} = {listed(self.all())}"
        if self.modulus == 1:
            words = f"any {letter}"
            words += f" of at least {self.minimum}" if self.minimum > 1 else ""
        else:
            words = f"{letter} ≡ {listed(self.remainders)} (mod {self.modulus})"
            smallest = min(r or self.modulus for r in self.remainders)
            words += f", at least {self.minimum}" if self.minimum > smallest else ""
        words += f", but not {listed(self.excepted)}" if self.excepted else ""
        return words + (f", and {letter} = {listed(self.added)}" if self.added else "")


def listed(numbers: Iterable[int], joint: str = "or") -> str:
    """`3`, `13 or 14`, `1, 3 to 6 or 9`: stretches of three and more are drawn together.

    >>> listed([1, 3, 4, 5, 6, 9]), listed(range(0, 100, 7))
    ('1, 3 to 6 or 9', '0, 7, 14, 21, 28, 35, 42, 49, …')
    """
    stretches: list[list[int]] = []
    more = False
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1][1:] = [number]
        elif len(stretches) == MOST_NAMED:
            more = True
            break
        else:
            stretches.append([number])
    words = []
    for first, *last in stretches:
        words += [f"{first} to {last[0]}"] if last and last[0] > first + 1 else [str(first), *map(str, last)]
    if more:
        return ", ".join([*words, "…"])
    return f" {joint} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def gathered(classes: list[Class]) -> Sizes:
    """The set that classes of one modulus, and single inputs, make up together."""
    classes = [c._replace(extents=()) for c in classes]  # equal sets are equal whatever became of them
    endless = [c for c in classes if c.modulus]
    singles = sorted({c.remainder for c in classes if not c.modulus})
    if not endless:
        return _finite(singles, tuple(classes))
    modulus, remainders = _period(endless[0].modulus, {c.remainder % c.modulus for c in endless})
    minimum = min(c.first for c in classes)
    # Single inputs, and classes that begin later than others of their form, are exceptions to the congruence.
    late = max(c.first for c in endless)
    known = {x for c in endless for x in range(c.first, late, c.modulus)} | set(singles)
    of_the_form = (x for r in remainders for x in range(minimum + (r - minimum) % modulus, late, modulus))
    excepted = sorted(x for x in of_the_form if x not in known)
    added = [x for x in singles if x % modulus not in remainders]
    return Sizes(modulus, tuple(sorted(remainders)), minimum, None, tuple(classes), tuple(excepted), tuple(added))


def _finite(found: list[int], classes: tuple[Class, ...]) -> Sizes:
    """A list of sizes, as steps of one width."""
    step = gcd(*(b - a for a, b in pairwise(found))) or 1
    known = set(found)
    excepted = tuple(x for x in range(found[0], found[-1], step) if x not in known)
    return Sizes(step, (found[0] % step,), found[0], found[-1], classes, excepted)


def _period(modulus: int, remainders: set[int]) -> tuple[int, set[int]]:
    """The same set with the smallest modulus: all remainders mod 32 are one remainder mod 1.

    A set that a p-th of the modulus maps to itself falls into groups of p remainders, so that p divides their number.
    """
    for prime in _primes(gcd(modulus, len(remainders))):
        shorter = modulus // prime
        if {(r + shorter) % modulus for r in remainders} == remainders:
            modulus, remainders = shorter, {r % shorter for r in remainders}
    return modulus, remainders


def _primes(number: int) -> Iterator[int]:
    """The prime factors, each as often as it divides."""
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            yield divisor
            number //= divisor
        divisor += 1
    if number > 1:
        yield number
