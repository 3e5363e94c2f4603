"""Joins: paths that come together, along depth or element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import equal
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import Example, Layer, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.symbolic import Condition


MOST_SYMBOLIC = 50
"""So many different shapes with symbols may be joined: whether two are the same is a question that takes long."""


class Concat(Layer):
    """Concatenation along depth; heights and widths must be the same.

    Source: Szegedy et al. 2014 (GoogLeNet's filter concatenation).
    """

    tokens = ("CONCAT",)
    family = "join"
    joins = True
    examples = (
        Example("CONCAT", "28x28x64 28x28x128 28x28x32 28x28x32", "28x28x256", source="inception (3a): Szegedy et al. 2014, table 1"),
    )  # fmt: skip

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        return _same(inputs, ("height", "width"), "concatenated along depth")

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        depth = inputs[0].depth
        for shape in inputs[1:]:
            depth = depth + shape.depth
        return Shape(inputs[0].height, inputs[0].width, depth)


class Add(Layer):
    """Addition element by element; all shapes must be the same. Source: He et al. 2015 (ResNet's shortcut)."""

    tokens = ("ADD",)
    family = "join"
    joins = True
    examples = (Example("ADD", "56x56x256 56x56x256", "56x56x256", source="ResNet conv2_x: He et al. 2015, table 1"),)

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        return _same(inputs, ("height", "width", "depth"), "added element by element")


class Multiply(Layer):
    """Multiplication element by element; a 1x1xD or HxWx1 map stands for every position or every channel.

    Source: Hu et al. 2018 (the gate of squeeze-and-excitation).
    """

    tokens = ("MULTIPLY",)
    backward_reads = ("input",)
    family = "join"
    joins = True
    examples = (Example("MULTIPLY", "56x56x64 1x1x64", "56x56x64", source="SENet: Hu et al. 2018"),)

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        full = _full(inputs)
        for shape in inputs:
            if (shape.height, shape.width) == (1, 1):
                yield from _same((full, shape), ("depth",), "multiplied element by element")
            elif shape.depth == 1:
                yield from _same((full, shape), ("height", "width"), "multiplied element by element")
            else:
                yield from _same((full, shape), ("height", "width", "depth"), "multiplied element by element")

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return _full(inputs)


def _full(inputs: tuple[Shape, ...]) -> Shape:
    """The input that is no gate: the first that is neither 1x1 nor of depth 1."""
    return next((s for s in inputs if (s.height, s.width) != (1, 1) and s.depth != 1), inputs[0])


def _same(inputs: tuple[Shape, ...], axes: tuple[str, ...], how: str) -> Iterator[Problem | Condition]:
    first, *others = dict.fromkeys(inputs)
    if len(others) > MOST_SYMBOLIC and not all(shape.is_concrete for shape in others):
        raise OverflowError(f"a join of {len(others) + 1:,} shapes that may differ")
    for shape in others:
        for axis in axes:
            answer = equal(getattr(first, axis), getattr(shape, axis))
            if answer is False:
                listed = ", ".join(map(str, inputs))
                yield Problem(
                    "CNN303", ERROR, f"branches do not match: {listed} cannot be {how}", f"the {axis}s differ: {getattr(first, axis)} and {getattr(shape, axis)}",
                    help=f"give every path the same {' and '.join(axes) if len(axes) < 3 else 'shape'}: compare strides, padding and filters along the paths",
                )  # fmt: skip
                return
            if answer is not True:
                yield answer
