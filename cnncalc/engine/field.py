"""The receptive field: which pixels of the input an output position sees, per axis, on any graph.

Along one axis, position i of a map sees the pixels from `start + i·stride` on, `size` of them; pixel 0 is the first of the image, so
a negative start reaches into the padding. A window of extent E, stride S and padding P turns (start, size, stride) into
(start - P·stride, size + (E - 1)·stride, S·stride). Source: Araujo et al. 2019, "Computing receptive fields".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.layers.base import GLOBAL, LOCAL, SCALING, VIEW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from cnncalc.arithmetic import Window
    from cnncalc.engine.report import Cost
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.network import Network


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
        """The middle of what the first position sees; pixel 0 has its middle at 0."""
        from fractions import Fraction

        return self.start + Fraction(self.size - 1) / 2


class Field(NamedTuple):
    """The receptive field of a layer's output, height and width."""

    height: Axis
    width: Axis


def fields(network: Network, costs: Sequence[Cost | None]) -> list[Field | None]:
    """The receptive field of every node; None where it is unknown: behind a join of paths with unequal strides."""
    size = network.input
    start = Field(Axis(0, 1, 1), Axis(0, 1, 1))
    found: list[Field | None] = []
    for node, answer in zip(network.nodes, costs, strict=True):
        if not node.inputs:
            found.append(start)
            continue
        below = [found[source] for source in node.inputs]
        if answer is None or answer.output is None or any(f is None for f in below):
            found.append(None)
            continue
        shapes = [costs[source].output for source in node.inputs]  # type: ignore[union-attr]
        found.append(_seen(node.layer, below, shapes, answer, size))  # type: ignore[arg-type]
    return found


def _seen(layer: Layer, below: list[Field], shapes: list[Shape], answer: Cost, size: Shape) -> Field | None:
    if layer.joins:
        return _joined(layer, below, shapes)
    if layer.storage == VIEW and (shapes[0].height, shapes[0].width) == (1, 1):
        return below[0]
    if layer.sees == GLOBAL:
        return Field(_whole(size.height), _whole(size.width))
    if layer.sees == LOCAL:
        assert answer.windows is not None
        return Field(*(_slid(axis, window) for axis, window in zip(below[0], answer.windows, strict=True)))
    if layer.sees == SCALING:
        return _enlarged(layer, below[0], answer)
    return below[0]


def _whole(extent: Any) -> Axis:
    return Axis(0, extent, 0, True)


def _slid(axis: Axis, window: Window) -> Axis:
    if axis.whole:
        return axis
    return Axis(
        axis.start - window.before * axis.stride,
        axis.size + (window.extent - 1) * axis.stride,
        axis.stride * window.stride,
    )


def _enlarged(layer: Layer, below: Field, answer: Cost) -> Field:
    """Behind up-sampling an output position sees at most ceil(E/S) input positions; its step is 1/S of theirs."""
    axes = []
    for number, axis in enumerate(below):
        if axis.whole:
            axes.append(axis)
            continue
        if answer.windows is not None:
            window = answer.windows[number]
            extent, factor, before = window.extent, window.stride, window.before
        else:
            factor = layer.factor[number]  # type: ignore[attr-defined]
            bilinear = layer.mode == "bilinear"  # type: ignore[attr-defined]
            # Half-pixel centres: output o lies at (o + 1/2)/S - 1/2 and mixes the two neighbours, a tent 2S wide.
            extent, before = (2 * factor, (factor + 1) // 2) if bilinear and factor != 1 else (factor, 0)
        axes.append(_spread(axis, extent, factor, before))
    return Field(*axes)


def _spread(axis: Axis, extent: Any, factor: Any, before: Any) -> Axis:
    """Position o of the output hears input positions ceil((o + P - E + 1)/S) to floor((o + P)/S)."""
    from fractions import Fraction

    taps = -(-extent // factor)
    first = Fraction(before - extent + 1, factor) if isinstance(extent, int) and isinstance(factor, int) else 0
    start = axis.start + _ceil(first) * axis.stride
    return Axis(_reduced(start), axis.size + (taps - 1) * axis.stride, _reduced(Fraction(1, factor) * axis.stride))


def _ceil(value: Any) -> int:
    return int(-(-value // 1))


def _reduced(value: Any) -> Any:
    return value.numerator if getattr(value, "denominator", 1) == 1 and hasattr(value, "numerator") else value


def _joined(layer: Layer, below: list[Field], shapes: list[Shape]) -> Field | None:
    if layer.kind == "multiply":
        # A gate of 1x1 has seen the whole input to weigh what the other path sees; it is left out, with a footnote.
        below = [f for f, s in zip(below, shapes, strict=True) if (s.height, s.width) != (1, 1)] or below
    axes = [_union([field[number] for field in below]) for number in (0, 1)]
    return None if axes[0] is None or axes[1] is None else Field(axes[0], axes[1])


def _union(axes: list[Axis]) -> Axis | None:
    whole = next((axis for axis in axes if axis.whole), None)
    if whole is not None:
        return whole
    if any(axis.stride != axes[0].stride for axis in axes):
        return None
    start = min(axis.start for axis in axes)
    return Axis(start, max(axis.start + axis.size for axis in axes) - start, axes[0].stride)
