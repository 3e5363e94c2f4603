"""Convolution, depthwise convolution and transposed convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import CONVOLUTION, TRANSPOSED_CONVOLUTION, Window, divides
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.formula import grouped, product, quotient
from cnncalc.layers.base import (
    BIAS,
    FLAG,
    INT,
    LOCAL,
    PADDING,
    PAIR,
    SCALING,
    Example,
    Layer,
    Padding,
    Pair,
    Shape,
    Weight,
    field,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cnncalc.arithmetic import Framework, Rule
    from cnncalc.symbolic import Condition, Int

KERNEL_NAMES = ("F", "kernel_size", "filter_size", ("kH", 0), ("kW", 1))
STRIDE_NAMES = ("S", "strides", ("dH", 0), ("dW", 1))
PADDING_NAMES = ("P", "pad", ("padH", 0), ("padW", 1))
FILTER_NAMES = ("K", "num_output", "nOutputPlane", "num_filters", "out_channels")


def sliding(kernel: Pair, stride: Pair, padding: Any, dilation: tuple[Any, Any] = (1, 1)) -> tuple[Window, Window]:
    """The windows along height and width, with a stated padding; `same` is resolved where the extent is known."""
    top, bottom, left, right = padding if isinstance(padding, Padding) else (0, 0, 0, 0)
    return (
        Window(kernel[0], stride[0], top, bottom, dilation[0]),
        Window(kernel[1], stride[1], left, right, dilation[1]),
    )


class SlidingFilter(Layer):
    """What convolution, depthwise and transposed convolution share: a window with weights."""

    backward_reads = ("input",)

    kernel: Pair = field(
        PAIR, "extent of the filters in pixels", required=True, position=1, letter="F", aliases=KERNEL_NAMES
    )
    stride: Pair = field(
        PAIR, "step of the window in pixels", default=1, marks=("/", "s"), letter="S", aliases=STRIDE_NAMES
    )
    padding: Any = field(
        PADDING, "zeros around the input, in pixels a side", marks=("p",), letter="P", aliases=PADDING_NAMES, minimum=0
    )
    dilation: Pair = field(PAIR, "distance of a filter's taps in pixels", default=1, marks=("d",), letter="D")
    bias: bool = field(
        FLAG,
        "whether every filter adds a learned bias",
        default=True,
        marks={"nobias": False},
        aliases=("bias_term", "use_bias"),
    )

    def _padding(self, framework: Framework) -> Any:
        if self.padding is None and framework.default_padding == "same":
            return "same"
        return self.padding

    def windows(self, framework: Framework) -> tuple[Window, Window]:
        kernel, stride, dilation, padding = self.kernel, self.stride, self.dilation, self._padding(framework)
        if padding is None:
            rows, columns = half(kernel[0], dilation[0]), half(kernel[1], dilation[1])
            padding = Padding(rows, rows, columns, columns)
        return sliding(kernel, stride, padding, dilation)

    def rounding(self, framework: Framework, windows: tuple[Window, Window]) -> Rule:
        assert self.operation is not None
        return framework.rule(self.operation, windows, padding=self._padding(framework))

    def padding_problems(self, framework: Framework) -> Iterator[Problem]:
        """An even kernel whose padding is not stated, and `same` where the framework refuses it."""
        if self._padding(framework) is None:
            yield from centred(self.kernel, self.dilation)
        if self.padding == "same" and framework.same_needs_stride_1 and self.stride != (1, 1):
            yield Problem(
                "CNN203", ERROR, f"{framework.name} refuses padding `same` with a stride of {self.stride}",
                help="state the padding in pixels, or set the stride to 1",
            )  # fmt: skip


class Conv(SlidingFilter):
    """2-D convolution (strictly, cross-correlation): K filters of F x F x D slide over an H x W x D volume.

    Cost: one multiply-accumulate per weight and output position; the bias costs none.
    Padding: unless stated, D(F - 1)/2 on every side whatever the stride (VGG's convention); under tensorflow, SAME.
    Source: CS231n, "Summary. To summarize, the Conv Layer"; groups: Krizhevsky et al. 2012.
    """

    tokens = ("CONV", "CONVOLUTION", "CONV2D")
    operation = CONVOLUTION
    sees = LOCAL

    filters: Any = field(
        INT, "number of filters: the depth of the output", required=True, position=2, letter="K", aliases=FILTER_NAMES
    )
    groups: Any = field(
        INT, "groups of channels that do not see each other", default=1, marks=("g",), letter="g", aliases=("group",)
    )

    examples = (
        Example("CONV11-96/4p0", "227x227x3", "55x55x96", 34_944, 105_415_200, "AlexNet conv1: CS231n lecture 7 (N22)"),
        Example("CONV5-10p2", "32x32x3", "32x32x10", 760, 768_000, "CS231n lecture 7 (N10)"),
        Example(
            "CONV3-64",
            "224x224x3",
            "224x224x64",
            1_792,
            86_704_128,
            "VGG16 conv1_1; fvcore's count, which leaves out the bias",
        ),
        Example(
            "CONV5-256g2",
            "27x27x96",
            "27x27x256",
            307_456,
            223_948_800,
            "AlexNet conv2 on two GPUs: Krizhevsky et al. 2012 (N24)",
        ),
        Example("CONV1-32", "56x56x64", "56x56x32", 2_080, 6_422_528, "CS231n lecture 7 (N13)"),
        Example(
            "CONV7-64/2p3",
            "224x224x3",
            "112x112x64",
            9_472,
            118_013_952,
            "ResNet conv1: He et al. 2015, table 1",
            "caffe",
        ),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        yield from divisible_groups(self.groups, {"input channels": inputs[0].depth, "filters": self.filters})
        yield from self.padding_problems(framework)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(*positions, self.filters)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Kernel (filters, depth/groups, height, width) and, unless switched off, a bias (filters,)."""
        kernel = Weight("weight", (self.filters, quotient(inputs[0].depth, self.groups), *self.kernel))
        return (kernel, Weight("bias", (self.filters,), BIAS)) if self.bias else (kernel,)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        weights = self.kernel.height * self.kernel.width * quotient(inputs[0].depth, self.groups)
        return (weights + 1 if self.bias else grouped(weights)) * self.filters

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        weights = self.kernel.height * self.kernel.width * quotient(inputs[0].depth, self.groups)
        return output.height * output.width * grouped(weights) * self.filters


class DepthwiseConv(SlidingFilter):
    """Depthwise convolution: every channel is convolved with filters of its own, one each unless `multiplier` says more.

    Source: Howard et al. 2017 (MobileNet); the same as a convolution with as many groups as channels.
    """

    tokens = ("DWCONV", "DEPTHWISE", "DEPTHWISECONV")
    operation = CONVOLUTION
    sees = LOCAL

    multiplier: Any = field(
        INT, "filters a channel", default=1, marks=("m",), letter="m", aliases=("depth_multiplier",)
    )

    examples = (
        Example("DWCONV3nobias", "112x112x32", "112x112x32", 288, 3_612_672, "MobileNet: Howard et al. 2017, table 1"),
        Example(
            "DWCONV3/2p1nobias",
            "112x112x64",
            "56x56x64",
            576,
            1_806_336,
            "MobileNet: Howard et al. 2017, table 1",
            "pytorch",
        ),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        yield from self.padding_problems(framework)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(*positions, product(self.multiplier, inputs[0].depth))

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Kernel (multiplier·depth, 1, height, width) and, unless switched off, a bias (multiplier·depth,)."""
        filters = self.multiplier * inputs[0].depth
        kernel = Weight("weight", (filters, 1, *self.kernel))
        return (kernel, Weight("bias", (filters,), BIAS)) if self.bias else (kernel,)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        weights = self.kernel.height * self.kernel.width
        return (weights + 1 if self.bias else grouped(weights)) * product(self.multiplier, inputs[0].depth)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        return output.height * output.width * grouped(self.kernel.height * self.kernel.width) * output.depth


class Deconv(SlidingFilter):
    """Transposed convolution: every input position adds a filter's worth of output, so the map grows by the stride.

    Output: S(W - 1) + E - 2P + output padding; tensorflow: W·S for SAME, (W - 1)S + max(E, S) for VALID.
    Cost: one multiply-accumulate per weight and input position. It must state its padding.
    Source: Dumoulin and Visin 2016, "A guide to convolution arithmetic"; Long et al. 2015 (FCN).
    """

    tokens = ("DECONV", "TCONV", "CONVTRANSPOSE", "DECONVOLUTION")
    operation = TRANSPOSED_CONVOLUTION
    sees = SCALING

    filters: Any = Conv.fields["filters"]
    groups: Any = Conv.fields["groups"]
    padding: Any = field(
        PADDING,
        "pixels cut from each side of the output",
        required=True,
        marks=("p",),
        letter="P",
        aliases=PADDING_NAMES,
        minimum=0,
    )
    output_padding: Pair = field(
        PAIR, "rows and columns added at the bottom and right", default=0, marks=("o",), letter="O", minimum=0
    )

    examples = (
        Example("DECONV3-1/2p1", "7x7x1", "13x13x1", 10, 441, "2·(7 - 1) + 3 - 2·1: Caffe's deconv_layer.cpp, PyTorch"),
        Example(
            "DECONV4-21/2p1nobias", "16x16x21", "32x32x21", 7_056, 1_806_336, "FCN up-sampling by 2: Long et al. 2015"
        ),
        Example("DECONV3-1/2same", "7x7x1", "14x14x1", 10, 441, "Keras Conv2DTranspose, SAME", "tensorflow"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        yield from divisible_groups(self.groups, {"input channels": inputs[0].depth, "filters": self.filters})
        for axis, extra in zip(("height", "width"), self.output_padding, strict=True):
            limits = (getattr(self.stride, axis), getattr(self.dilation, axis))
            if all(isinstance(n, int) for n in (extra, *limits)) and extra >= max(limits):
                yield Problem(
                    "CNN203", ERROR, f"output padding {extra} along the {axis} must be smaller than the stride or the dilation ({max(limits)})",
                    help="it chooses among the sizes that one stride maps to the same input: 0 up to stride - 1",
                )  # fmt: skip

    def output_extra(self) -> Pair:
        return self.output_padding

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(*positions, self.filters)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Kernel (depth, filters/groups, height, width) and, unless switched off, a bias (filters,)."""
        kernel = Weight("weight", (inputs[0].depth, quotient(self.filters, self.groups), *self.kernel))
        return (kernel, Weight("bias", (self.filters,), BIAS)) if self.bias else (kernel,)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        weights = self.kernel.height * self.kernel.width * quotient(inputs[0].depth, self.groups)
        return (weights + 1 if self.bias else grouped(weights)) * self.filters

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        weights = self.kernel.height * self.kernel.width * quotient(inputs[0].depth, self.groups)
        return inputs[0].height * inputs[0].width * grouped(weights) * self.filters


def half(kernel: Any, dilation: Any) -> Any:
    """D(F - 1)/2, the padding that preserves the size at stride 1; the symbol P for a symbolic kernel that may be even."""
    reach = dilation * (kernel - 1)
    if isinstance(reach, int) or divides(2, reach) is True:
        return reach // 2
    from cnncalc.symbolic import symbol

    return symbol("P")


def centred(kernel: Pair, dilation: Pair) -> Iterator[Problem]:
    """An even extent has no middle, so its padding must be stated."""
    for axis, name in enumerate(("height", "width")):
        extent = Window(kernel[axis], dilation=dilation[axis]).extent
        if isinstance(extent, int) and extent % 2 == 0:
            yield Problem(
                "CNN308", ERROR, f"a kernel that spans {extent} pixels has no middle: no padding on both sides keeps the {name}",
                help=f"state the padding: p0 for none, p{extent // 2} for one pixel more, or p(top,bottom,left,right); `same` as TensorFlow pads",
            )  # fmt: skip
            return


def divisible_groups(groups: Any, counts: Mapping[str, Any]) -> Iterator[Problem | Condition]:
    """Groups divide every one of `counts`, which are named by what is counted."""
    for what, count in counts.items():
        answer = True if isinstance(groups, int) and groups == 1 else divides(groups, count)
        if answer is False:
            yield Problem(
                "CNN304", ERROR, f"{count} {what} do not divide into {groups} groups",
                help=f"choose a number of groups that divides {count}{near(groups, count)}",
            )  # fmt: skip
            return
        if answer is not True:
            yield answer


def near(groups: Any, count: Any) -> str:
    """The divisors of `count` on both sides of `groups`."""
    if not (isinstance(groups, int) and isinstance(count, int)):
        return ""
    below = next((g for g in range(min(groups, count), 0, -1) if count % g == 0), 1)
    above = next((g for g in range(groups, min(count, 64 * groups) + 1) if count % g == 0), None)
    return f": {below}" + (f" or {above}" if above and above != below else "")
