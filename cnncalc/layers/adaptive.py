"""Adaptive pooling: the size of the output is stated, the windows follow from the input."""

from __future__ import annotations

from math import gcd
from typing import Any

from cnncalc.arithmetic import Window, divides
from cnncalc.formula import quotient
from cnncalc.layers.base import ADAPTIVE, PAIR, Example, Kept, Layer, Pair, Shape, field


class AdaptiveAveragePool(Layer):
    """Adaptive average pooling: the mean of each channel over O windows that cover the map evenly, whatever its size.

    Window i along an axis of W pixels goes from floor(i·W/O) up to, but not including, ceil((i + 1)·W/O): W/O pixels where O divides
    W; else windows overlap, and differ by a pixel. An input smaller than O is repeated. No parameters.
    Source: PyTorch, AdaptiveAveragePooling.cpp (start_index, end_index).
    """

    tokens: tuple[str, ...] = ("AAP", "ADAPTIVEAVGPOOL", "ADAPTIVEAVERAGEPOOL")
    sees = ADAPTIVE

    size: Pair = field(
        PAIR, "height and width of the output", required=True, position=1, letter="O", aliases=("output_size",)
    )

    examples: tuple[Example, ...] = (
        Example("AAP7", "14x14x512", "7x7x512", source="torchvision's VGG: vgg.py, avgpool"),
        Example("AAP6", "13x13x256", "6x6x256", source="torchvision's AlexNet: alexnet.py, avgpool"),
        Example("AAP1x3", "8x8x16", "1x3x16", source="PyTorch AdaptiveAvgPool2d((1, 3))"),
    )

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(self.size.height, self.size.width, inputs[0].depth)

    def seen_windows(self, inputs: tuple[Shape, ...]) -> tuple[Window | None, Window | None]:
        height, width = (_largest(inputs[0][axis], self.size[axis]) for axis in (0, 1))
        return height, width


class AdaptiveMaxPool(AdaptiveAveragePool):
    """Adaptive max pooling: the largest value of each channel under O windows that cover the map evenly, whatever its size.

    Window i along an axis of W pixels goes from floor(i·W/O) up to, but not including, ceil((i + 1)·W/O). No parameters.
    Source: PyTorch, AdaptiveMaxPooling2d.cpp; SPPNet: He et al. 2014, "Spatial pyramid pooling".
    """

    tokens = ("AMP", "ADAPTIVEMAXPOOL")

    examples = (
        Example(
            "AMP4",
            "13x13x256",
            "4x4x256",
            source="PyTorch AdaptiveMaxPool2d(4): SPPNet's 16 bins, He et al. 2014, figure 3",
        ),
    )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Where each maximum was: four bytes an output, for a window may have any number of positions."""
        return (Kept(output.values, 4),)


def _largest(extent: Any, size: Any) -> Window | None:
    """The largest of the windows and the step between two of them; None where symbols leave it open.

    Window i begins (i·W mod O)/O before i·W/O, at most 1 - gcd/O, so the largest has 1 + ceil((W - gcd)/O) pixels.
    """
    if divides(size, extent) is True:
        step = quotient(extent, size)
        return Window(step, step)
    if not (isinstance(extent, int) and isinstance(size, int)):
        return None
    from fractions import Fraction

    return Window(1 - -(extent - gcd(extent, size)) // size, Fraction(extent, size))
