"""Max, average and global pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import POOLING
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import (
    FLAG,
    GLOBAL,
    LOCAL,
    PADDING,
    PAIR,
    Example,
    Kept,
    Layer,
    Padding,
    Pair,
    Shape,
    field,
)
from cnncalc.layers.conv import KERNEL_NAMES, PADDING_NAMES, STRIDE_NAMES, sliding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework, Rule, Window
    from cnncalc.symbolic import Condition

NO_PADDING = Padding(0, 0, 0, 0)


class Pool(Layer):
    """Max pooling: the largest value under the window, channel by channel; no parameters.

    Unless stated, the stride is the kernel's extent and there is no padding; caffe rounds up, the others down.
    Source: CS231n, "Pooling layer"; the rounding: each framework's own code.
    """

    tokens = ("POOL", "MAXPOOL", "MAXPOOLING")
    operation = POOLING
    sees = LOCAL

    kernel: Pair = field(
        PAIR,
        "extent of the window in pixels",
        required=True,
        position=1,
        letter="F",
        aliases=(*KERNEL_NAMES, "pool_size"),
    )
    stride: Any = field(
        PAIR,
        "step of the window in pixels; the kernel's extent unless stated",
        marks=("/", "s"),
        letter="S",
        aliases=STRIDE_NAMES,
    )
    padding: Any = field(
        PADDING,
        "padding around the input, in pixels a side",
        default=NO_PADDING,
        marks=("p",),
        letter="P",
        aliases=PADDING_NAMES,
        minimum=0,
    )
    ceil: bool | None = field(
        FLAG,
        "round up (yes) or down (no); unless stated, as the framework does",
        marks={"ceil": True, "floor": False},
        aliases=("ceil_mode",),
    )

    examples: tuple[Example, ...] = (
        Example("POOL2", "224x224x64", "112x112x64", source="CS231n lecture 7 (N14, E3)"),
        Example("POOL3/2", "55x55x96", "27x27x96", source="AlexNet pool1: CS231n lecture 7 (N22)"),
        Example(
            "POOL3/2",
            "112x112x64",
            "56x56x64",
            source="ResNet pool1 as Caffe rounds: pooling_layer.cpp",
            framework="caffe",
        ),
        Example("POOL3/2", "112x112x64", "55x55x64", source="the same as PyTorch rounds: Pool.h", framework="pytorch"),
    )

    def _stride(self) -> Pair:
        return self.kernel if self.stride is None else self.stride

    def windows(self, framework: Framework) -> tuple[Window, Window]:
        return sliding(self.kernel, self._stride(), self.padding)

    def rounding(self, framework: Framework, windows: tuple[Window, Window]) -> Rule:
        return framework.rule(POOLING, windows, padding=self.padding, ceil=self.ceil)

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        for window in self.windows(framework):
            padding = (window.before, window.after)
            if not all(isinstance(n, int) for n in (*padding, window.kernel)):
                continue
            if framework.pool_padding_limit == "half" and 2 * max(padding) > window.kernel:
                limit = f"{framework.name} refuses a pooling padding above half the kernel"
            elif framework.pool_padding_limit == "kernel" and max(padding) >= window.kernel:
                limit = f"{framework.name} refuses a pooling padding that is not smaller than the kernel"
            else:
                continue
            yield Problem(
                "CNN306", ERROR, f"{limit}: padding {max(padding)}, kernel {window.kernel}",
                help=f"a padding of at most {window.kernel // 2}, so that no window lies in the padding alone",
            )  # fmt: skip
            return

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(*positions, inputs[0].depth)

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Where each maximum was: one byte an output for a window of up to 256 positions, else four."""
        window = self.kernel.height * self.kernel.width
        return (Kept(output.values, 1 if isinstance(window, int) and window <= 256 else 4),)


class AveragePool(Pool):
    """Average pooling: the mean under the window, channel by channel; no parameters.

    What padding contributes to the mean differs: PyTorch and Caffe count it, TensorFlow leaves it out. Shapes do not depend on it.
    Source: CS231n, "Pooling layer".
    """

    tokens = ("AVGPOOL", "AVERAGEPOOL", "AVGPOOLING")

    examples = (
        Example("AVGPOOL7", "7x7x1024", "1x1x1024", source="GoogLeNet: Szegedy et al. 2014, table 1 (N28)"),
        Example(
            "AVGPOOL5/3",
            "14x14x512",
            "4x4x512",
            source="GoogLeNet's auxiliary head: Szegedy et al. 2014",
            framework="pytorch",
        ),
    )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        return ()


class GlobalAveragePool(Layer):
    """Global average pooling: the mean of each channel over all positions, 1x1xD.

    Source: Lin et al. 2013 (Network in Network).
    """

    tokens: tuple[str, ...] = ("GAP", "GLOBALAVGPOOL", "GLOBALPOOL")
    sees = GLOBAL

    examples: tuple[Example, ...] = (
        Example("GAP", "7x7x512", "1x1x512", source="averaging 7x7x512 to 1x1x512: CS231n lecture 9 (N39)"),
    )

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(1, 1, inputs[0].depth)


class GlobalMaxPool(GlobalAveragePool):
    """Global max pooling: the largest value of each channel over all positions, 1x1xD.

    Source: Keras, `GlobalMaxPooling2D`.
    """

    tokens = ("GMP", "GLOBALMAXPOOL")

    examples = (Example("GMP", "7x7x512", "1x1x512", source="Keras GlobalMaxPooling2D"),)

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Where each maximum was: four bytes a channel, for a map may have any number of positions."""
        return (Kept(output.values, 4),)
