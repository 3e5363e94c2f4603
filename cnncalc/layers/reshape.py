"""The input, and layers that only rearrange or repeat values: flatten and up-sampling."""

from __future__ import annotations

from typing import Any

from cnncalc.formula import product
from cnncalc.layers.base import CHOICE, GLOBAL, PAIR, SCALING, VIEW, Example, Layer, Pair, Shape, field


class Input(Layer):
    """The image that goes in: height x width x depth."""

    tokens = ("INPUT",)

    def __init__(self, size: Shape) -> None:
        self.__dict__["size"] = size
        self.__dict__["_hash"] = hash(("INPUT", size))

    def display(self, letters: bool = False) -> Any:
        return self

    def notation(self) -> str:
        return f"INPUT {self.__dict__['size']}"

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        size: Shape = self.__dict__["size"]
        return size


class Flatten(Layer):
    """Flatten: the volume as one vector, 1x1x(H·W·D); it stores nothing. A fully connected layer flattens by itself."""

    tokens = ("FLATTEN",)
    storage = VIEW
    sees = GLOBAL
    examples = (Example("FLATTEN", "7x7x512", "1x1x25088", source="VGG16 before fc6: CS231n lecture 9 (N27)"),)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(1, 1, product(*inputs[0]))


class Upsample(Layer):
    """Up-sampling by a whole factor: nearest neighbour, or bilinear. No parameters.

    Source: CS231n lecture 11 ("unpooling"); PyTorch `Upsample`, Keras `UpSampling2D`.
    """

    tokens = ("UP", "UPSAMPLE", "UPSAMPLING")
    sees = SCALING

    factor: Pair = field(
        PAIR, "how many times larger", required=True, position=1, letter="S", aliases=("scale_factor", "size", "stride")
    )
    mode: str = field(
        CHOICE,
        "nearest or bilinear",
        default="nearest",
        choices=("nearest", "bilinear"),
        marks={"nearest": "nearest", "bilinear": "bilinear"},
        aliases=("interpolation",),
    )

    examples = (
        Example("UP2", "13x13x256", "26x26x256", source="YOLOv3's up-sampling: darknet, yolov3.cfg"),
        Example("UP2bilinear", "56x56x64", "112x112x64", source="PyTorch Upsample(scale_factor=2, mode='bilinear')"),
    )

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        x = inputs[0]
        return Shape(self.factor.height * x.height, self.factor.width * x.width, x.depth)
