"""Element-wise activations, dropout and softmax: they work in place when nothing else reads their input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import FLAG, IN_PLACE, REAL, Example, Kept, Layer, Shape, Weight, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.symbolic import Condition, Int


class Activation(Layer):
    """A function of every value by itself; no parameters unless the kind says so."""

    family = "activation"
    storage = IN_PLACE


class Relu(Activation):
    """Rectified linear unit, max(0, x). Source: Nair and Hinton 2010; CS231n lecture 5."""

    tokens = ("RELU",)
    backward_reads = ("output",)
    examples = (Example("RELU", "55x55x96", "55x55x96", source="CS231n lecture 7: no parameters"),)


class LeakyRelu(Activation):
    """Leaky ReLU, max(slope·x, x). Source: Maas et al. 2013; CS231n lecture 5."""

    tokens = ("LRELU", "LEAKYRELU")
    backward_reads = ("output",)
    slope: float = field(REAL, "slope below 0", default=0.01, position=1, aliases=("negative_slope",))
    examples = (Example("LRELU0.1", "13x13x64", "13x13x64", source="CS231n lecture 5: no parameters"),)


class ParametricRelu(Activation):
    """Parametric ReLU: the slope below 0 is learned, one a channel. Source: He et al. 2015, "Delving deep into rectifiers"."""

    tokens = ("PRELU",)
    backward_reads = ("input",)
    shared: bool = field(FLAG, "one slope for all channels", default=False, marks={"shared": True})
    examples = (
        Example("PRELU", "112x112x64", "112x112x64", 64, 0, "He et al. 2015: channel-wise"),
        Example("PRELUshared", "112x112x64", "112x112x64", 1, 0, "He et al. 2015: channel-shared"),
    )

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Slopes (depth,), or (1,) if shared."""
        return (Weight("slope", (1 if self.shared else inputs[0].depth,)),)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return 1 if self.shared else inputs[0].depth


class Elu(Activation):
    """Exponential linear unit, x or alpha·(e^x - 1) below 0. Source: Clevert et al. 2015; CS231n lecture 5."""

    tokens = ("ELU",)
    backward_reads = ("output",)
    alpha: float = field(REAL, "limit below 0", default=1.0, position=1)
    examples = (Example("ELU", "13x13x64", "13x13x64", source="CS231n lecture 5: no parameters"),)


class Sigmoid(Activation):
    """Logistic sigmoid, 1/(1 + e^-x). Source: CS231n lecture 5."""

    tokens = ("SIGMOID",)
    backward_reads = ("output",)
    examples = (Example("SIGMOID", "1x1x10", "1x1x10", source="CS231n lecture 5: no parameters"),)


class Tanh(Activation):
    """Hyperbolic tangent. Source: LeCun et al. 1991; CS231n lecture 5."""

    tokens = ("TANH",)
    backward_reads = ("output",)
    examples = (Example("TANH", "28x28x6", "28x28x6", source="CS231n lecture 5: no parameters"),)


class Gelu(Activation):
    """Gaussian error linear unit, x·Phi(x). Source: Hendrycks and Gimpel 2016."""

    tokens = ("GELU",)
    backward_reads = ("input",)
    examples = (Example("GELU", "56x56x384", "56x56x384", source="ConvNeXt: Liu et al. 2022"),)


class Silu(Activation):
    """Sigmoid linear unit (swish), x·sigmoid(x). Source: Elfwing et al. 2017; Ramachandran et al. 2017."""

    tokens = ("SILU", "SWISH")
    backward_reads = ("input",)
    examples = (Example("SILU", "112x112x32", "112x112x32", source="EfficientNet: Tan and Le 2019"),)


class HardSwish(Activation):
    """Hard swish, x·ReLU6(x + 3)/6. Source: Howard et al. 2019 (MobileNetV3)."""

    tokens = ("HSWISH", "HARDSWISH")
    backward_reads = ("input",)
    examples = (Example("HSWISH", "112x112x16", "112x112x16", source="MobileNetV3: Howard et al. 2019"),)


class HardSigmoid(Activation):
    """Hard sigmoid, ReLU6(x + 3)/6. Source: Howard et al. 2019 (MobileNetV3)."""

    tokens = ("HSIGMOID", "HARDSIGMOID")
    backward_reads = ("output",)
    examples = (Example("HSIGMOID", "1x1x72", "1x1x72", source="MobileNetV3: Howard et al. 2019"),)


class Relu6(Activation):
    """ReLU clipped at 6, min(max(0, x), 6). Source: Howard et al. 2017 (MobileNet)."""

    tokens = ("RELU6",)
    backward_reads = ("output",)
    examples = (Example("RELU6", "112x112x32", "112x112x32", source="MobileNet: Howard et al. 2017"),)


class Softmax(Activation):
    """Softmax over the depth of every position: e^x, normalized to the sum 1. Source: CS231n lecture 3."""

    tokens = ("SOFTMAX", "SOFT-MAX")
    backward_reads = ("output",)
    examples = (Example("SOFTMAX", "1x1x1000", "1x1x1000", source="VGG16: Simonyan and Zisserman 2014, table 1"),)

    def normalized_over(self, inputs: tuple[Shape, ...]) -> Int:
        return inputs[0].depth


class Dropout(Activation):
    """Dropout: while training, a share of the values is set to 0; at inference nothing happens. Source: Srivastava et al. 2014."""

    family = ""
    tokens: tuple[str, ...] = ("DROPOUT", "DROP")
    rate: float = field(REAL, "share of values set to 0", default=0.5, position=1, aliases=("p", "dropout_ratio"))
    examples: tuple[Example, ...] = (
        Example("DROPOUT0.5", "1x1x4096", "1x1x4096", source="AlexNet: Krizhevsky et al. 2012, section 4.2"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        if not 0 <= self.rate < 1:
            yield Problem(
                "CNN203",
                ERROR,
                f"a dropout rate is a share from 0 up to, but not including, 1, not {self.rate}",
                help=f"write one half as {self.tokens[0]}0.5",
            )

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Which values were dropped: one byte a value."""
        return (Kept(output.values, 1),)


class DropPath(Dropout):
    """Stochastic depth: while training, the whole path is set to 0 for a share of the images; at inference nothing happens.

    It stands at the end of a residual path, and needs one flag an image for the backward pass.
    Source: Huang et al. 2016, "Deep networks with stochastic depth"; torchvision `StochasticDepth` (mode row), timm `DropPath`.
    """

    tokens = ("DROPPATH", "STOCHASTICDEPTH")
    rate: float = field(
        REAL, "share of images whose path is set to 0", required=True, position=1, aliases=("p", "drop_prob")
    )
    examples = (Example("DROPPATH0.2", "7x7x320", "7x7x320", source="EfficientNet-B0: Tan and Le 2019, section 5.2"),)

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Whether the path was dropped: one byte an image."""
        return (Kept(1, 1),)
