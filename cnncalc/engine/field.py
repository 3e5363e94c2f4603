"""The receptive field: which pixels of the input an output position sees, per axis, on any graph.

Along one axis, position i of a map sees the pixels from `start + i·stride` on, `size` of them; pixel 0 is the first of the image, so
a negative start reaches into the padding. A window of extent E, stride S and padding P turns (start, size, stride) into
(start - P·stride, size + (E - 1)·stride, S·stride). Source: Araujo et al. 2019, "Computing receptive fields".

All of this may be symbols, but not symbols and fractions at once: behind up-sampling the field of a symbolic window is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import Window
from cnncalc.layers.base import ADAPTIVE, GLOBAL, LOCAL, POINTWISE, VIEW
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from cnncalc.engine.report import Cost
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.network import Network

PIXEL = Window(1)
"""What sees one position and goes everywhere: the field stays as it is."""


class Axis(NamedTuple):
    """The field along one axis in pixels of the input; fractions behind up-sampling. `whole`: it sees the whole input."""

    start: int | Fraction
    size: int | Fraction
    stride: int | Fraction
    whole: bool = False

    @property
    def padding(self) -> int | Fraction:
        """Pixels before the first that the first position sees."""
        return -self.start

    @property
    def centre(self) -> Any:
        """The middle of what the first position sees, if that is known in numbers; pixel 0 has its middle at 0."""
        twice: Any = 2 * self.start + self.size - 1
        if isinstance(twice, int) and twice % 2 == 0:
            return twice // 2
        from fractions import Fraction

        return Fraction(twice) / 2


class Field(NamedTuple):
    """The receptive field of a layer's output, height and width."""

    height: Axis
    width: Axis


def fields(network: Network, costs: Sequence[Cost | None]) -> list[Field | None]:
    """The receptive field of every node up to the first without an output, where a report ends.

    None where it is unknown: behind a join of paths with unequal strides; with symbols also where fractions of a pixel come in, or
    where it grows longer than the algebra writes it.
    """
    size = network.input
    pixel = Axis(0, 1, 1)
    start = Field(pixel, pixel)
    found: list[Field | None] = []
    for node, answer in zip(network.nodes, costs, strict=True):
        if not node.inputs:
            found.append(start)
            continue
        if answer is None or answer.output is None:
            break
        if node.layer.sees == POINTWISE and not node.layer.joins:
            found.append(found[node.inputs[0]])
            continue
        below = [found[source] for source in node.inputs]
        if None in below:
            found.append(None)
            continue
        shapes = [costs[source].output for source in node.inputs]  # type: ignore[union-attr]
        try:
            found.append(_seen(node.layer, below, shapes, answer, size))  # type: ignore[arg-type]
        except OverflowError:  # longer than the algebra writes it
            found.append(None)
    return found


def _seen(layer: Layer, below: list[Field], shapes: list[Shape], answer: Cost, size: Shape) -> Field | None:
    if layer.joins:
        return _joined(layer, below, shapes)
    if layer.storage == VIEW and shapes[0][:2] == (1, 1):
        return below[0]
    if layer.sees == GLOBAL:
        return Field(_whole(size.height), _whole(size.width))
    if layer.sees == LOCAL:
        (height, width), (down, across) = below[0], answer.windows or layer.seen_windows(tuple(shapes))
        if down == across == PIXEL:
            return below[0]
        slid = _slid(height, down)
        return _field((slid, slid if width is height and across == down else _slid(width, across)))
    if layer.sees == ADAPTIVE:
        return _adapted(layer, below[0], shapes[0], size, answer.output)
    return _enlarged(layer, below[0], answer)


def _whole(extent: Any) -> Axis:
    return Axis(0, extent, 0, True)


def _field(axes: Sequence[Axis | None]) -> Field | None:
    """The field, if it is known along both axes."""
    height, width = axes
    return None if height is None or width is None else Field(height, width)


def _mixed(axis: Axis, *sizes: Any) -> bool:
    """Whether symbols meet fractions where a window of these sizes slides along the axis."""
    start, size, stride, _ = axis
    if _is_whole(start) and _is_whole(size) and _is_whole(stride):
        return not (_is_number(stride) or all(map(_is_whole, sizes)))  # adaptive pooling may step by a fraction
    return not all(map(_is_number, (start, size, stride, *sizes)))


def _is_whole(value: Any) -> bool:
    return getattr(value, "denominator", 1) == 1


def _is_number(value: Any) -> bool:
    return hasattr(value, "denominator")


def _slid(axis: Axis, window: Window | None) -> Axis | None:
    start, size, step, whole = axis
    if whole:
        return axis
    if window is None:
        return None
    before, extent, stride = window.before, window.extent, window.stride
    if set(map(type, (start, size, step, before, extent, stride))) == {int}:  # nearly always
        return Axis(start - before * step, size + (extent - 1) * step, stride * step)
    if _mixed(axis, before, extent, stride):
        return None
    start = _reduced(start - _times(before, step))
    return Axis(start, _reduced(size + _times(extent - 1, step)), _times(stride, step))


def _adapted(layer: Layer, below: Field, x: Shape, size: Shape, output: Any) -> Field | None:
    """Behind adaptive pooling, of windows that differ the largest, from the first pixel on; a single one sees all that there is."""
    axes: list[Axis | None] = []
    for number, window in enumerate(layer.seen_windows((x,))):
        axes.append(_whole(size[number]) if output[number] == 1 else _slid(below[number], window))
    return _field(axes)


def _enlarged(layer: Layer, below: Field, answer: Cost) -> Field | None:
    """Behind up-sampling an output position sees at most ceil(E/S) input positions; its step is 1/S of theirs."""
    down, across = _taps(layer, answer, 0), _taps(layer, answer, 1)
    height = _spread(below.height, *down)
    return _field((height, height if below.width is below.height and across == down else _spread(below.width, *across)))


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
    from fractions import Fraction

    if axis.whole or (extent, factor, before) == (1, 1, 0):
        return axis
    if not isinstance(factor, int) or not _is_number(axis.stride) or _mixed(axis, extent, before):
        return None
    start, size, step, _ = axis
    taps, first = -(-extent // factor), -(-(before - extent + 1) // factor)
    whole, left = divmod(step, factor)
    if first != 0:
        start = _reduced(start + _times(first, step))
    size = _reduced(size + _times(taps - 1, step))
    return Axis(start, size, Fraction(step, factor) if left else whole)


def _reduced(value: Any) -> Any:
    """The integer that a fraction may be."""
    return value.numerator if getattr(value, "denominator", None) == 1 else value


def _times(count: Any, step: Any) -> Any:
    """`count * step`; where that is `step` or no fraction none is made, which would take as long as all else."""
    if count == 1:
        return step
    if isinstance(count, int) and _is_number(step):
        times, left = divmod(count, step.denominator)
        if not left:
            return times * step.numerator
    return _reduced(count * step)


def _joined(layer: Layer, below: list[Field], shapes: list[Shape]) -> Field | None:
    if layer.kind == "multiply":
        # A gate of 1x1 has seen the whole input to weigh what the other path sees; it is left out, with a footnote.
        below = [f for f, s in zip(below, shapes, strict=True) if (s.height, s.width) != (1, 1)] or below
    heights, widths = zip(*below, strict=True)
    height = _union(heights)
    return _field((height, height if all(x is y for x, y in below) else _union(widths)))


def _union(axes: Sequence[Axis]) -> Axis | None:
    first = axes[0]
    if axes.count(first) == len(axes):
        return first
    for axis in axes:
        if axis.whole:
            return axis
    for axis in axes:
        if not (_is_number(axis.start) and _is_number(axis.size) and _is_number(axis.stride)):
            return _symbolic_union(axes)
    start, _, stride, _ = first
    end = start
    for axis in axes:
        if axis.stride != stride:
            return None
        start, end = min(start, axis.start), max(end, axis.start + axis.size)
    return Axis(start, _reduced(end - start), stride)


def _symbolic_union(axes: Sequence[Axis]) -> Axis | None:
    """The union where symbols are about; None where fractions are too, or where the strides are not certainly the same."""
    from cnncalc.symbolic import equal, maximum, minimum

    if not all(_is_whole(part) for axis in axes for part in axis):
        return None
    first, *others = axes
    if not all(equal(axis.stride, first.stride) is True for axis in others):  # type: ignore[arg-type]
        return None
    start, end = first.start, first.start + first.size
    for axis in others:
        start, end = minimum(start, axis.start), maximum(end, axis.start + axis.size)  # type: ignore[arg-type, assignment]
    return Axis(start, end - start, first.stride)
