"""Layers that cut or rearrange positions: crop, space to depth, and unpooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import REARRANGING, Window, at_least
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import LOCAL, MARGIN, PAIR, SCALING, VIEW, Example, Layer, Padding, Pair, Shape, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.symbolic import Condition


class Crop(Layer):
    """Crop: rows and columns are cut off at the edges. It stores nothing: its output is a part of its input.

    `CROP4` cuts 4 pixels on all four sides, `CROP4x2` 4 at the top and bottom and 2 on the left and right; four different ones stand by
    name, top, bottom, left, right: `CROP(margin=(4,5,4,5))`.
    Source: U-Net: Ronneberger et al. 2015, "copy and crop"; Keras `Cropping2D`, Caffe crop_layer.cpp.
    """

    tokens = ("CROP", "CROPPING", "CROPPING2D")
    storage = VIEW
    sees = LOCAL

    margin: Padding = field(
        MARGIN, "pixels cut off a side", required=True, position=1, letter="M", aliases=("cropping",), minimum=0
    )

    examples = (
        Example("CROP4", "64x64x512", "56x56x512", source="U-Net's deepest copy: Ronneberger et al. 2015, figure 1"),
        Example("CROP(margin=(1,0,2,1))", "8x8x3", "7x5x3", source="Keras Cropping2D(((1, 0), (2, 1)))"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        left = self.output(inputs, (None, None))
        for axis, had, has in zip(("height", "width"), inputs[0], left, strict=False):
            answer = at_least(has, 1)
            if answer is False:
                cut = had - has
                yield Problem(
                    "CNN302", ERROR, f"{self.notation()} leaves nothing: it cuts {cut} pixels off a {axis} of {had}", f"input here is {inputs[0]}",
                    help="a larger input, or cut less",
                )  # fmt: skip
                return
            if answer is not True:
                yield answer

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        x, m = inputs[0], self.margin
        return Shape(x.height - both(m.top, m.bottom), x.width - both(m.left, m.right), x.depth)

    def seen_windows(self, inputs: tuple[Shape, ...]) -> tuple[Window | None, Window | None]:
        m = self.margin
        return Window(1, 1, -m.top, -m.bottom), Window(1, 1, -m.left, -m.right)


def both(one: Any, other: Any) -> Any:
    """What is cut or added at both ends; twice the same is written as that."""
    return 2 * one if str(one) == str(other) else one + other


class Reorg(Layer):
    """Space to depth: every window of S x S positions becomes one position with S·S times the channels; no parameters.

    S must divide height and width. The order of the channels is the framework's own business; no size depends on it.
    Source: YOLOv2: Redmon and Farhadi 2016, "passthrough layer"; darknet reorg_layer.c; PyTorch `PixelUnshuffle`, TensorFlow
    `space_to_depth`.
    """

    tokens = ("REORG", "SPACETODEPTH", "PIXELUNSHUFFLE")
    operation = REARRANGING
    sees = LOCAL

    factor: Pair = field(
        PAIR,
        "how many positions become one",
        required=True,
        position=1,
        letter="S",
        aliases=("stride", "block_size", "downscale_factor"),
    )

    examples = (
        Example("REORG2", "26x26x64", "13x13x256", source="YOLOv2: darknet, yolov2.cfg, layer 27"),
        Example("REORG1x4", "8x8x3", "8x2x12", source="einops: c h (w s) -> (c s) h w"),
    )

    def windows(self, framework: Framework) -> tuple[Window, Window]:
        height, width = (Window(factor, factor) for factor in self.factor)
        return height, width

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        for axis, extent, factor in zip(("height", "width"), inputs[0], self.factor, strict=False):
            if isinstance(extent, int) and isinstance(factor, int) and extent % factor:
                yield Problem(
                    "CNN301", ERROR, f"{self.notation()} does not fit: {factor} does not divide the {axis} of {extent}", f"input here is {inputs[0]}",
                    help=f"an input of this layer whose {axis} is a multiple of {factor}",
                )  # fmt: skip
                return

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(*positions, self.factor.height * self.factor.width * inputs[0].depth)


class Unpool(Layer):
    """Unpooling: every value goes to the top left of a window of S x S positions, zeros elsewhere ("bed of nails"). No parameters.

    SegNet and max unpooling put each value where the maximum was that a pool took; that place is no matter of shapes, and needs the pool's
    memory of it beside the one input that this layer has.
    Source: CS231n lecture 11, "in-network upsampling: unpooling"; Zeiler and Fergus 2013; PyTorch `MaxUnpool2d`.
    """

    tokens = ("UNPOOL", "UNPOOLING", "MAXUNPOOL")
    sees = SCALING

    factor: Pair = field(
        PAIR,
        "how many times larger",
        required=True,
        position=1,
        letter="S",
        aliases=("stride", "kernel_size", "scale_factor", "size"),
    )

    examples = (Example("UNPOOL2", "2x2x1", "4x4x1", source="CS231n lecture 11, bed of nails"),)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        x = inputs[0]
        return Shape(self.factor.height * x.height, self.factor.width * x.width, x.depth)
