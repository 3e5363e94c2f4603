"""The receptive field: which pixels of the input an output position sees, per axis, on any graph.

Along one axis, position i of a map sees the pixels from `start + i·stride` on, `size` of them; pixel 0 is the first of the image, so
a negative start reaches into the padding. A window of extent E, stride S and padding P turns (start, size, stride) into
(start - P·stride, size + (E - 1)·stride, S·stride). Source: Araujo et al. 2019, "Computing receptive fields".

All of this may be symbols, but not symbols and fractions at once: behind up-sampling the field of a symbolic window is unknown.
"""

from __future__ import annotations

from math import gcd, lcm
from operator import add
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import Window
from cnncalc.layers.base import ADAPTIVE, GLOBAL, LOCAL, POINTWISE, VIEW
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.engine.report import Cost
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.network import Network

PIXEL = Window(1)
"""What sees one position and goes everywhere: the field stays as it is."""


FARTHEST = 10**30
"""A longer field, or one of longer steps, is unknown: thousands of strides, one on the other, would make numbers of thousands of digits."""


class Axis(NamedTuple):
    """The field along one axis: from `first` on, `length` long, in steps of `step`, all in `parts` of a pixel of the input.

    Behind up-sampling positions lie closer together than pixels; whole numbers over one denominator, in lowest terms, are quicker
    than fractions. Symbols are in whole pixels, and only `step` may then be a fraction. `whole`: it sees the whole input.
    """

    first: Any
    length: Any
    step: Any
    whole: bool = False
    parts: int = 1

    @property
    def start(self) -> Any:
        """The first pixel that position 0 sees: an integer, a fraction or an expression, as `size` and `stride` are."""
        return _pixels(self.first, self.parts)

    @property
    def size(self) -> Any:
        """How many pixels a position sees."""
        return _pixels(self.length, self.parts)

    @property
    def stride(self) -> Any:
        """How many pixels lie between what two neighbours see."""
        return _pixels(self.step, self.parts)

    @property
    def padding(self) -> Any:
        """Pixels before the first that the first position sees."""
        return -self.start

    @property
    def centre(self) -> Any:
        """The middle of what the first position sees, if that is known in numbers; pixel 0 has its middle at 0."""
        return _pixels(2 * self.first + self.length - self.parts, 2 * self.parts)


def _pixels(value: Any, parts: int) -> Any:
    """So many parts of a pixel in pixels: a whole number where it is one."""
    if parts == 1:
        return value
    whole, left = divmod(value, parts)
    if not left:
        return whole
    from fractions import Fraction

    return Fraction(value, parts)


def _lowest(first: int, length: int, step: int, parts: int) -> Axis:
    """An axis of numbers, in lowest terms."""
    common = gcd(first, length, step, parts)
    return Axis(first // common, length // common, step // common, False, parts // common)


class Field(NamedTuple):
    """The receptive field of a layer's output, height and width."""

    height: Axis
    width: Axis


class Fields:
    """The fields of a network's nodes by their index, computed when the first is asked for: most checks and tables ask for none."""

    __slots__ = ("_costs", "_found", "_network")

    def __init__(self, network: Network, costs: Sequence[Cost | None]) -> None:
        self._network, self._costs = network, costs
        self._found: Sequence[Field | None] | None = None

    def __getitem__(self, index: int) -> Field | None:
        if self._found is None:
            self._found = fields(self._network, self._costs)
        return self._found[index]


def fields(network: Network, costs: Sequence[Cost | None]) -> list[Field | None]:
    """The receptive field of every node up to the first without an output, where a report ends.

    None where it is unknown: behind a join of paths with unequal strides, and where it grows beyond `FARTHEST`; with symbols also where
    fractions of a pixel come in, or where it is longer than the algebra writes it.
    """
    size = network.input
    pixel = Axis(0, 1, 1)
    start = Field(pixel, pixel)
    found: list[Field | None] = []
    for node, answer in zip(network.nodes, costs, strict=True):
        sources, layer = node.inputs, node.layer
        if not sources:
            found.append(start)
            continue
        if answer is None or answer.output is None:
            break
        below = found[sources[0]]
        try:
            if layer.joins:
                paths = [found[source] for source in sources]
                below = None if None in paths else _joined(layer, paths, [costs[i].output for i in sources])  # type: ignore[arg-type, union-attr, misc]
            elif below is not None and layer.sees != POINTWISE:
                below = _seen(layer, below, costs[sources[0]].output, answer, size)  # type: ignore[arg-type, union-attr]
        except OverflowError:
            below = None
        found.append(below)
    return found


def _seen(layer: Layer, below: Field, x: Shape, answer: Cost, size: Shape) -> Field | None:
    sees = layer.sees
    if sees == LOCAL:
        down, across = answer.windows or layer.seen_windows((x,))
        alike = across == down
        if alike and down == PIXEL:
            return below
        height, width = below
        slid = _slid(height, down)
        return _field(slid, slid if alike and width is height else _slid(width, across))
    if layer.storage == VIEW and x[:2] == (1, 1):
        return below
    if sees == GLOBAL:
        return Field(_whole(size.height), _whole(size.width))
    if sees == ADAPTIVE:
        return _adapted(layer, below, x, size, answer.output)
    return _enlarged(layer, below, answer)


def _whole(extent: Any) -> Axis:
    return Axis(0, extent, 0, True)


def _field(height: Axis | None, width: Axis | None) -> Field | None:
    """The field, if it is known along both axes."""
    return None if height is None or width is None else Field(height, width)


def _slid(axis: Axis, window: Window | None) -> Axis | None:
    first, length, step, whole, parts = axis
    if whole:
        return axis
    if window is None:
        return None
    before, reach, stride = window.before, window.extent - 1, window.stride
    numbers = type(first) is type(length) is type(step) is type(before) is type(reach) is int
    if numbers and type(stride) is int:  # nearly always
        first, length, step = first - before * step, length + reach * step, stride * step
        if step > FARTHEST or length > FARTHEST:
            raise OverflowError("a receptive field beyond all measure")
        return Axis(first, length, step) if parts == 1 else _lowest(first, length, step, parts)
    if numbers and not _is_whole(stride):  # the steps of adaptive pooling
        cut = stride.denominator
        first, length = first - before * step, length + reach * step
        return _lowest(first * cut, length * cut, stride.numerator * step, parts * cut)
    if parts != 1 or not _is_whole(step) or not (_is_whole(stride) or _is_number(step)):
        return None
    first, length, step = first - before * step, length + reach * step, stride * step
    return Axis(first, length, step.numerator if _is_number(step) and _is_whole(step) else step)


def _is_whole(value: Any) -> bool:
    return getattr(value, "denominator", 1) == 1


def _is_number(value: Any) -> bool:
    return hasattr(value, "denominator")


def _adapted(layer: Layer, below: Field, x: Shape, size: Shape, output: Any) -> Field | None:
    """Behind adaptive pooling, of windows that differ the largest, from the first pixel on; a single one sees all that there is."""
    axes: list[Axis | None] = []
    for number, window in enumerate(layer.seen_windows((x,))):
        axes.append(_whole(size[number]) if output[number] == 1 else _slid(below[number], window))
    return _field(*axes)


def _enlarged(layer: Layer, below: Field, answer: Cost) -> Field | None:
    """Behind up-sampling an output position sees at most ceil(E/S) input positions; its step is 1/S of theirs."""
    down, across = _taps(layer, answer, 0), _taps(layer, answer, 1)
    height = _spread(below.height, *down)
    return _field(height, height if below.width is below.height and across == down else _spread(below.width, *across))


def _taps(layer: Layer, answer: Cost, number: int) -> tuple[Any, Any, Any]:
    """Extent, factor and padding of an up-sampling along one axis."""
    if answer.windows is not None:
        window = answer.windows[number]
        return window.extent, window.stride, window.before
    factor = layer.factor[number]  # type: ignore[attr-defined]
    if getattr(layer, "mode", "") != "bilinear" or factor == 1:
        return factor, factor, 0
    # Half-pixel centres: output o lies at (o + 1/2)/S - 1/2 and mixes the two neighbours, a tent 2S wide.
    return 2 * factor, factor, factor // 2


def _spread(axis: Axis, extent: Any, factor: Any, before: Any) -> Axis | None:
    """Position o of the output hears input positions ceil((o + P - E + 1)/S) to floor((o + P)/S)."""
    first, length, step, whole, parts = axis
    if whole or (extent, factor, before) == (1, 1, 0):
        return axis
    if not isinstance(factor, int) or not isinstance(step, int):
        return None
    taps, ahead = -(-extent // factor), -(-(before - extent + 1) // factor)
    first, length = first + ahead * step, length + (taps - 1) * step
    if type(first) is type(length) is int:
        return _lowest(first * factor, length * factor, step, parts * factor)
    if parts != 1:
        return None
    from fractions import Fraction

    return Axis(first, length, Fraction(step, factor) if step % factor else step // factor)


def _joined(layer: Layer, below: list[Field], shapes: list[Shape]) -> Field | None:
    if layer.kind == "multiply":
        # A gate of 1x1 has seen the whole input to weigh what the other path sees; it is left out, with a footnote.
        below = [f for f, s in zip(below, shapes, strict=True) if (s.height, s.width) != (1, 1)] or below
    heights, widths = zip(*below, strict=True)
    height = _union(heights)
    return _field(height, height if all(x is y for x, y in below) else _union(widths))


def _union(axes: Sequence[Axis]) -> Axis | None:
    if axes.count(axes[0]) == len(axes):
        return axes[0]
    firsts, lengths, steps, wholes, parts = zip(*axes, strict=True)
    if True in wholes:
        return axes[wholes.index(True)]
    if set(map(type, firsts + lengths + steps)) != {int}:
        return _symbolic_union(axes)
    if parts.count(parts[0]) < len(parts):
        return _union([_divided(axis, lcm(*parts)) for axis in axes])
    if steps.count(steps[0]) < len(steps):
        return None
    start = min(firsts)
    end = max(map(add, firsts, lengths))
    return _lowest(start, end - start, steps[0], parts[0])


def _divided(axis: Axis, parts: int) -> Axis:
    """The axis in other parts of a pixel, a multiple of its own."""
    times = parts // axis.parts
    return Axis(axis.first * times, axis.length * times, axis.step * times, False, parts)


def _symbolic_union(axes: Sequence[Axis]) -> Axis | None:
    """The union where symbols are about; None where fractions are too, or where the strides are not certainly the same."""
    from cnncalc.symbolic import equal, maximum, minimum

    if not all(axis.parts == 1 and _is_whole(axis.step) for axis in axes):
        return None
    first, *others = axes
    if not all(equal(axis.step, first.step) is True for axis in others):
        return None
    start, end = first.first, first.first + first.length
    for axis in others:
        start, end = minimum(start, axis.first), maximum(end, axis.first + axis.length)
    return Axis(start, end - start, first.step)
