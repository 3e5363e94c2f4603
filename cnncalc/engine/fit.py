"""Which input extents fit a network, along one axis, derived from the graph.

Extents are followed as straight lines. Among the inputs x = M·n + r of one residue class every layer's extent is a·n + b with
whole a and b; where a stride does not divide a, the class splits into finer ones, on each of which it does. A class on
which a layer does not fit is dropped. What is left when the last layer is reached are all the inputs that fit: the classes, each
from a smallest n on. No size is tried out; the answer holds for every input.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.arithmetic import DOWN, FRAMEWORKS, SAME, UP
from cnncalc.layers.base import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework, Rule, Window
    from cnncalc.network import Network, Node

EXACT, LEGAL, LOSSLESS, ANY = "exact", "legal", "lossless", "any"
"""What is asked of every window: no remainder; none where the framework calls it an error; no lossy one; only an output."""

MOST_CLASSES = 1 << 14


class Line:
    """a·n + b: an extent on one residue class."""

    __slots__ = ("a", "b")

    def __init__(self, a: int, b: int) -> None:
        self.a = a
        self.b = b

    def __add__(self, other: Any) -> Line:
        return Line(self.a + other.a, self.b + other.b) if isinstance(other, Line) else Line(self.a, self.b + other)

    def __mul__(self, factor: int) -> Line:
        return Line(self.a * factor, self.b * factor)

    __radd__, __rmul__ = __add__, __mul__

    def __sub__(self, other: Any) -> Line:
        return self + other * -1

    def finer(self, parts: int, part: int) -> Line:
        """The same line after n = parts·m + part."""
        return Line(self.a * parts, self.a * part + self.b)


class Class(NamedTuple):
    """The inputs x = modulus·n + remainder with n >= low, and every node's extent on them."""

    modulus: int
    remainder: int
    low: int
    extents: tuple[Line | int, ...]
    high: int | None = None

    def split(self, parts: int, part: int) -> Class:
        """Those with n ≡ part (mod parts)."""
        return Class(
            self.modulus * parts,
            self.remainder + self.modulus * part,
            -((part - self.low) // parts),
            tuple(e.finer(parts, part) if isinstance(e, Line) else e for e in self.extents),
            None if self.high is None else (self.high - part) // parts,
        )

    def at_least(self, line: Line | int, bound: int) -> Class | None:
        """Those on which `line` is at least `bound`; None if there are none."""
        if isinstance(line, int) or line.a == 0:
            return self if (line if isinstance(line, int) else line.b) >= bound else None
        found = self._replace(low=max(self.low, -((line.b - bound) // line.a)))
        return found if found.high is None or found.low <= found.high else None

    def only(self, n: int) -> Class | None:
        """The one input with this n."""
        if n < self.low or (self.high is not None and n > self.high):
            return None
        return self._replace(low=n, high=n)


class Sizes(NamedTuple):
    """The input extents that fit: those from `minimum` to `maximum` (None: unbounded) with a remainder in `remainders` mod `modulus`.

    `contains` is exact, also where single classes begin later than others.
    """

    modulus: int
    remainders: tuple[int, ...]
    minimum: int
    maximum: int | None
    classes: tuple[Class, ...]

    def contains(self, extent: int) -> bool:
        """Whether an input of `extent` pixels fits."""
        for c in self.classes:
            n, rest = divmod(extent - c.remainder, c.modulus)
            if rest == 0 and n >= c.low and (c.high is None or n <= c.high):
                return True
        return False

    def below(self, extent: int) -> int | None:
        """The largest size that fits and is not above `extent`."""
        found = []
        for c in self.classes:
            n = (extent - c.remainder) // c.modulus
            n = n if c.high is None else min(n, c.high)
            if n >= c.low:
                found.append(c.modulus * n + c.remainder)
        return max(found, default=None)

    def above(self, extent: int) -> int | None:
        """The smallest size that fits and is not below `extent`."""
        found = []
        for c in self.classes:
            n = max(-((c.remainder - extent) // c.modulus), c.low)
            if c.high is None or n <= c.high:
                found.append(c.modulus * n + c.remainder)
        return min(found, default=None)

    def first(self, count: int) -> list[int]:
        """The smallest `count` sizes."""
        found: list[int] = []
        extent = 1
        while len(found) < count:
            above = self.above(extent)
            if above is None:
                break
            found.append(above)
            extent = above + 1
        return found


class Conflict(NamedTuple):
    """No input fits: `second` needs what `first` rules out; `why` says it in words."""

    first: Node
    second: Node
    why: str


class Unsolvable(Exception):
    """The network is beyond this method: symbols in strides or windows, or too many residue classes."""


def sizes(network: Network, axis: int, mode: str = EXACT, output: int | None = None) -> Sizes | Conflict:
    """The input extents along `axis` (0 height, 1 width) on which every layer does what `mode` asks.

    `output`, if given, is the extent that the network's main output must have. Raises `Unsolvable`.

    >>> from cnncalc.spec import load
    >>> s = sizes(load("INPUT 227x227x3 CONV11-96/4p0 POOL3/2 POOL3/2").networks[0], 0)
    >>> s.modulus, s.remainders, s.minimum
    (16, (3,), 35)
    """
    framework = FRAMEWORKS[network.framework]
    classes = [Class(1, 0, 1, ())]
    deciding: list[Node] = []
    for node in network.nodes:
        survivors: list[Class] = []
        for c in classes:
            survivors += _through(node, c, axis, framework, mode)
            if len(survivors) > MOST_CLASSES:
                raise Unsolvable(f"{node.id}: more than {MOST_CLASSES} residue classes")
        if not survivors:
            return _conflict(node, deciding, network)
        if len(survivors) != len(classes) or survivors[0].modulus != classes[0].modulus:
            deciding.append(node)
        classes = survivors
    if output is not None:
        end = network.outputs["output"]
        wanted = [found for c in classes if (found := _equal(c, c.extents[end], output))]
        if not wanted:
            last = network.nodes[end]
            return Conflict(deciding[-1] if deciding else last, last, f"no input gives an output of {output} pixels")
        classes = wanted
    return _gathered(classes)


def _gathered(classes: list[Class]) -> Sizes:
    modulus = lcm(*(c.modulus for c in classes if c.high is None or c.high > c.low)) or 1
    remainders = {(c.remainder + k * c.modulus) % modulus for c in classes for k in range(modulus // gcd(modulus, c.modulus))}
    firsts = [c.modulus * c.low + c.remainder for c in classes]
    lasts = [None if c.high is None else c.modulus * c.high + c.remainder for c in classes]
    maximum = None if any(last is None for last in lasts) else max(last for last in lasts if last is not None)
    return Sizes(modulus, tuple(sorted(remainders)), min(firsts), maximum, tuple(classes))


def _through(node: Node, c: Class, axis: int, framework: Framework, mode: str) -> Iterator[Class]:
    """The parts of class `c` on which `node` has an output and does what `mode` asks, with its extent appended."""
    layer = node.layer
    if not node.inputs:
        yield c._replace(extents=(Line(c.modulus, c.remainder),))
        return
    below = [c.extents[source] for source in node.inputs]
    if layer.operation is None:
        # The other axis and the depth are none of this axis' business; stand-ins keep the kind's own rule applicable.
        shapes = tuple(Shape(e, 1, 2) if axis == 0 else Shape(1, e, 2) for e in below)
        out = layer.output(shapes, (None, None))[axis]
        for found in _matched(layer.joins, c, below, out):
            yield found._replace(extents=(*found.extents, out))
        return
    windows = layer.windows(framework)
    assert windows is not None
    window, rule = windows[axis], layer.rounding(framework, windows)
    extra = layer.output_extra()[axis]
    if not all(isinstance(n, int) for n in (*window, extra)):
        raise Unsolvable(f"{node.id}: {layer.notation()} has symbols in its window")
    yield from _slid(c, below[0], window, rule, mode, extra)


def _matched(joins: bool, c: Class, below: list[Line | int], out: Line | int) -> Iterator[Class]:
    found: Class | None = c
    if joins:
        for extent in below:
            if isinstance(extent, int) and extent == 1 and not isinstance(out, int):
                continue  # a 1x1 gate stands for every position
            found = found and _equal(found, extent, out)
    if found is not None:
        yield found


def _equal(c: Class, left: Line | int, right: Line | int) -> Class | None:
    """The part of `c` on which two extents are the same."""
    difference = (left - right) if isinstance(left, Line) else (right - left) if isinstance(right, Line) else left - right
    if isinstance(difference, int) or difference.a == 0:
        return c if (difference if isinstance(difference, int) else difference.b) == 0 else None
    n, rest = divmod(-difference.b, difference.a)
    return c.only(n) if rest == 0 else None


def _slid(c: Class, extent: Line | int, window: Window, rule: Rule, mode: str, extra: int) -> Iterator[Class]:
    line = extent if isinstance(extent, Line) else Line(0, extent)
    stride = window.stride
    if rule.rounding not in (DOWN, UP, SAME):
        size = (line - 1) * stride + window.extent - window.before - window.after + extra
        if rule.at_least_stride:
            size = size + max(0, stride - window.extent)
        if rule.rounding != "transposed":
            size = line * stride if extra == 0 else (line - 1) * stride + window.extent % 2 + extra
        found = c.at_least(size, 1)
        if found is not None:
            yield found._replace(extents=(*c.extents, size))
        return
    same = rule.rounding == SAME
    padding = 0 if same else window.before + window.after
    reach = line + (stride - 1 if same else padding - window.extent)
    allowed = _allowed(window, rule, mode)
    parts = stride // gcd(reach.a, stride)
    for part in range(parts):
        remainder = (reach.a * part + reach.b) % stride
        if not same and remainder not in allowed:
            continue
        finer = c.split(parts, part)
        moved = reach.finer(parts, part)
        count = Line(moved.a // stride, (moved.b - remainder) // stride + (0 if same else 1))
        if rule.rounding == UP and remainder:
            count = count + 1
        if rule.rounding == UP and rule.clip:
            clipped = line.finer(parts, part) + (window.before + stride - 1)
            bound = Line(clipped.a // stride, clipped.b // stride)
            count = bound if bound.b < count.b else count
        found = finer.at_least(count, 1) if rule.rounding == UP or same else finer.at_least(moved, 0)
        if found is not None:
            yield found._replace(extents=(*finer.extents, count))


def _allowed(window: Window, rule: Rule, mode: str) -> range:
    """The remainders of W - E + 2P by the stride that `mode` puts up with: they are 0 up to some bound."""
    stride = window.stride
    if mode == EXACT or (mode == LEGAL and rule.fraction_is_error):
        return range(1)
    if mode == LOSSLESS and rule.rounding == DOWN:
        return range(min(stride, window.after + max(0, stride - window.extent) + 1))
    return range(stride)


def _conflict(node: Node, deciding: list[Node], network: Network) -> Conflict:
    first = deciding[-1] if deciding else network.nodes[0]
    wanted = "fit" if node.layer.operation else "match its branches"
    return Conflict(
        first, node, f"whatever the input, {node.id} ({node.layer.notation()}) cannot {wanted} once {first.id} ({first.layer.notation()}) does"
    )
