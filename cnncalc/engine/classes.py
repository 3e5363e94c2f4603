"""Residue classes of input extents, and what becomes of them in a window, as straight lines.

Among the inputs x = M·n + r of one class every layer's extent is a·n + b with whole a and b. A window of stride S splits a
class where S does not divide a; on each part the remainder of (W - E + 2P)/S is the same throughout, so one question to
`arithmetic.positions` answers for all of its inputs.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from cnncalc.arithmetic import DOWN, SAME, TILES, TRANSPOSED, TRANSPOSED_SAME, UP, positions
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.arithmetic import Positions, Rule, Window


class Line:
    """a·n + b: an extent on one residue class, in pixels."""

    __slots__ = ("a", "b")

    def __init__(self, a: int, b: int) -> None:
        self.a = a
        self.b = b

    def __mul__(self, factor: int) -> Line:
        return Line(self.a * factor, self.b * factor)

    __rmul__ = __mul__

    def __add__(self, pixels: int) -> Line:
        return Line(self.a, self.b + pixels)

    def __sub__(self, pixels: int) -> Line:
        return Line(self.a, self.b - pixels)

    def at(self, n: int) -> int:
        """The extent for one n."""
        return self.a * n + self.b

    def reaches(self, bound: int) -> int:
        """The smallest n at which a rising line is at least `bound`."""
        return -((self.b - bound) // self.a)

    def finer(self, parts: int, part: int) -> Line:
        """The same line after n = parts·m + part."""
        return Line(self.a * parts, self.a * part + self.b)


Extent = Line | int
"""An extent that depends on the input, or one that is the same whatever the input is."""


class Class(NamedTuple):
    """The inputs x = modulus·n + remainder with n >= low, and the extents on them of the nodes that are still to be read.

    A modulus of 0 stands for one single input, `remainder`; its lines are level.
    """

    modulus: int
    remainder: int
    low: int
    extents: tuple[Extent, ...] = ()

    @property
    def first(self) -> int:
        """The smallest input, in pixels."""
        return self.modulus * self.low + self.remainder

    def split(self, parts: int, part: int) -> Class:
        """Those with n ≡ part (mod parts)."""
        if parts == 1:
            return self
        extents = tuple([e.finer(parts, part) if isinstance(e, Line) else e for e in self.extents])
        return Class(self.modulus * parts, self.remainder + self.modulus * part, -((part - self.low) // parts), extents)

    def at_least(self, line: Extent, bound: int) -> Class | None:
        """Those on which `line` is at least `bound`; None if there are none."""
        if isinstance(line, int) or line.a == 0:
            return self if (line if isinstance(line, int) else line.b) >= bound else None
        low = line.reaches(bound)
        return self if low <= self.low else self._replace(low=low)

    def only(self, n: int) -> Class | None:
        """The one input with this n."""
        if n < self.low or (self.modulus == 0 and n != self.low):
            return None
        extents = tuple([Line(0, e.at(n)) if isinstance(e, Line) else e for e in self.extents])
        return Class(0, self.modulus * n + self.remainder, 0, extents)

    def equal(self, left: Extent, right: Extent) -> Class | None:
        """Those on which two extents are the same."""
        a, b = (left.a, left.b) if isinstance(left, Line) else (0, left)
        c, d = (right.a, right.b) if isinstance(right, Line) else (0, right)
        if a == c:
            return self if b == d else None
        n, rest = divmod(d - b, a - c)
        return self.only(n) if rest == 0 else None

    def nearest(self, extent: int) -> tuple[int | None, int | None]:
        """The largest input not above `extent` and the smallest not below it."""
        first = self.first
        if self.modulus == 0:
            return first if first <= extent else None, first if first >= extent else None
        if extent < first:
            return None, first
        over = (extent - self.remainder) % self.modulus
        return extent - over, extent if over == 0 else extent - over + self.modulus


EVERY = Class(1, 0, 1)
"""All inputs, from one pixel on."""


def parts_of(extent: Extent, window: Window, rule: Rule) -> int:
    """Into how many parts a class falls so that the remainder is the same throughout each."""
    if isinstance(extent, int) or rule.rounding in (TRANSPOSED, TRANSPOSED_SAME):
        return 1
    stride: int = window.stride
    return stride // gcd(extent.a, stride)


def slid(
    c: Class, extent: Extent, window: Window, rule: Rule, extra: int, suits: Callable[[Positions], bool]
) -> Iterator[tuple[Class, Extent]]:
    """The parts of `c` on which the window has positions and these suit, each with their count."""
    if isinstance(extent, int):
        found = positions(extent, window, rule, extra)
        if isinstance(found.count, int) and suits(found):
            yield c, found.count
        return
    parts = parts_of(extent, window, rule)
    for part in range(parts):
        line = extent.finer(parts, part) if parts > 1 else extent
        if line.a == 0:
            found = positions(line.b, window, rule, extra)
            if isinstance(found.count, int) and suits(found):
                yield c, Line(0, found.count)
        else:
            yield from _rising(c.split(parts, part), line, window, rule, extra, suits)


def _rising(
    c: Class, line: Line, window: Window, rule: Rule, extra: int, suits: Callable[[Positions], bool]
) -> Iterator[tuple[Class, Line]]:
    """As `slid`, where the extent rises with n and the remainder is the same for all n."""
    regular = line.reaches(_regular(window, rule))
    if rule.truncates and c.low <= regular - 1:
        # Division towards zero: a kernel slightly larger than its input still has one position.
        found = positions(line.at(regular - 1), window, rule, extra)
        if isinstance(found.count, int) and suits(found):
            single = c.only(regular - 1)
            assert single is not None
            yield single, Line(0, found.count)
    n = max(c.low, regular)
    found = positions(line.at(n), window, rule, extra)
    assert isinstance(found.count, int)
    if not suits(found):
        return
    grows = rule.rounding in (TRANSPOSED, TRANSPOSED_SAME)
    slope = line.a * window.stride if grows else line.a // window.stride
    count = Line(slope, found.count - slope * n)
    if grows:
        rest = c.at_least(count, 1)
        assert rest is not None
        yield rest, count
    else:
        yield c._replace(low=n), count


def _regular(window: Window, rule: Rule) -> int:
    """An extent from which on the rule has positions and counts them evenly; below it, but for `truncates`, DOWN and UP have none."""
    missing: int = window.extent - window.before - window.after
    least: dict[str, int] = {
        DOWN: missing,
        TILES: missing,
        UP: missing - window.stride + 1,
        SAME: 1,
        TRANSPOSED: window.before + window.after + 1,
        TRANSPOSED_SAME: 1,
    }
    return max(1, least[rule.rounding])
