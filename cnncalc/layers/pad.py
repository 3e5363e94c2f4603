"""Zero padding as a layer of its own: rows and columns at the edges, channels behind the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import Window
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import INT, LOCAL, MARGIN, Example, Layer, Padding, Shape, field
from cnncalc.layers.space import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.symbolic import Condition

NONE = Padding(0, 0, 0, 0)


class Pad(Layer):
    """Zero padding: rows and columns of zeros at the edges, channels of zeros behind the others; no parameters.

    `PAD1` adds a pixel on all four sides, `PAD1x0` one at the top and bottom, `PAD-16` sixteen channels, `PAD1-16` both; four different
    sides stand by name, top, bottom, left, right: `PAD(margin=(0,1,0,1))`.
    Source: Keras `ZeroPadding2D`, PyTorch `pad`; channels: He et al. 2015, section 4.1, option A.
    """

    tokens = ("PAD", "ZEROPAD", "ZEROPADDING2D")
    sees = LOCAL

    margin: Padding | None = field(
        MARGIN,
        "pixels of zeros a side; none unless stated",
        position=1,
        letter="P",
        aliases=("padding",),
        minimum=0,
    )
    channels: Any = field(INT, "channels of zeros; none unless stated", position=2, letter="K", minimum=0)

    examples = (
        Example("PAD3", "224x224x3", "230x230x3", source="Keras ResNet50, conv1_pad: applications/resnet.py"),
        Example(
            "PAD(margin=(0,1,0,1))", "112x112x64", "113x113x64", source="Keras MobileNet, conv_pad_2: mobilenet.py"
        ),
        Example("PAD-16", "16x16x16", "16x16x32", source="ResNet for CIFAR-10, option A: He et al. 2015, section 4.2"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        if self.margin is None and self.channels is None:
            yield Problem(
                "CNN204", ERROR, f"{self.tokens[0]} does not say what it adds",
                help="`PAD1` for a pixel on every side, `PAD-16` for sixteen channels",
            )  # fmt: skip

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        x, m = inputs[0], self.margin
        depth = x.depth if self.channels is None else x.depth + self.channels
        if m is None:
            return Shape(x.height, x.width, depth)
        return Shape(x.height + both(m.top, m.bottom), x.width + both(m.left, m.right), depth)

    def seen_windows(self, inputs: tuple[Shape, ...]) -> tuple[Window | None, Window | None]:
        m = self.margin or NONE
        return Window(1, 1, m.top, m.bottom), Window(1, 1, m.left, m.right)
