"""Normalization, and the scale that Caffe splits from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers.base import (
    BIAS,
    FLAG,
    INT,
    REAL,
    STATISTIC,
    Example,
    Kept,
    Layer,
    Shape,
    Weight,
    field,
)

if TYPE_CHECKING:
    from cnncalc.symbolic import Int


class BatchNorm(Layer):
    """Batch normalization: per channel, subtract the running mean, divide by the running deviation, scale and shift.

    Learned: a scale and a shift a channel, 2D; `noscale`: the shift alone, D, as before a ReLU and a convolution, which can do what the
    scale would; `noaffine`: neither. Running mean and variance, another 2D, are reported apart.
    Source: Ioffe and Szegedy 2015; without scale: Keras, `BatchNormalization(scale=False)`, and TF-slim, whose `batch_norm` has none
    unless told to.
    """

    tokens = ("BN", "BATCHNORM")
    backward_reads = ("input",)

    affine: bool = field(FLAG, "whether scale and shift are learned", default=True, marks={"noaffine": False})
    scale: bool = field(FLAG, "whether a scale is learned beside the shift", default=True, marks={"noscale": False})
    eps: float = field(REAL, "added to the variance", default=1e-5)

    examples = (
        Example("BN", "112x112x64", "112x112x64", 128, 0, "Ioffe and Szegedy 2015: gamma and beta a channel"),
        Example(
            "BNnoscale", "149x149x32", "149x149x32", 32, 0, "Keras, InceptionV3's first: 96 numbers, 64 of them running"
        ),
    )

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale and shift (depth,) as far as they are learned, running mean and variance (depth,)."""
        depth = (inputs[0].depth,)
        scale = (Weight("scale", depth),) if self.affine and self.scale else ()
        shift = (Weight("shift", depth, BIAS),) if self.affine else ()
        return (*scale, *shift, Weight("mean", depth, STATISTIC), Weight("variance", depth, STATISTIC))

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        if not self.affine:
            return 0
        return 2 * inputs[0].depth if self.scale else inputs[0].depth

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Mean and inverse deviation of the batch, a pair a channel."""
        return (Kept(2 * inputs[0].depth, per_image=False),)


class LayerNorm(Layer):
    """Layer normalization over the channels of every position, with a learned scale and shift a channel.

    Source: Ba et al. 2016; over channels, as ConvNeXt (Liu et al. 2022) and Keras have it.
    """

    tokens = ("LN", "LAYERNORM")
    backward_reads = ("input",)

    affine: bool = field(FLAG, "whether scale and shift are learned", default=True, marks={"noaffine": False})
    eps: float = field(REAL, "added to the variance", default=1e-6)

    examples = (Example("LN", "56x56x96", "56x56x96", 192, 0, "ConvNeXt: Liu et al. 2022"),)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale and shift (depth,) if learned."""
        depth = (inputs[0].depth,)
        return (Weight("scale", depth), Weight("shift", depth, BIAS)) if self.affine else ()

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return 2 * inputs[0].depth if self.affine else 0

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Mean and inverse deviation, a pair a position."""
        return (Kept(2 * inputs[0].height * inputs[0].width),)

    def normalized_over(self, inputs: tuple[Shape, ...]) -> Int:
        return inputs[0].depth


class L2Norm(Layer):
    """L2 normalization: every position's channels are divided by the root of the sum of their squares, then scaled.

    Learned: a scale a channel, D, unless switched off.
    Source: Liu et al. 2015 (ParseNet), section 3.3; SSD, its `Normalize` layer behind conv4_3: Liu et al. 2016.
    """

    tokens = ("L2NORM", "L2NORMALIZATION")
    backward_reads = ("input",)

    affine: bool = field(FLAG, "whether a scale is learned", default=True, marks={"noaffine": False})
    eps: float = field(REAL, "added to the sum of squares", default=1e-10)

    examples = (
        Example("L2NORM", "38x38x512", "38x38x512", 512, 0, "SSD300 behind conv4_3: Liu et al. 2016"),
        Example("L2NORMnoaffine", "1x1x128", "1x1x128", 0, 0, "FaceNet's embedding: Schroff et al. 2015"),
    )

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale (depth,) if learned."""
        return (Weight("scale", (inputs[0].depth,)),) if self.affine else ()

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return inputs[0].depth if self.affine else 0

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """The length of every position's channels."""
        return (Kept(inputs[0].height * inputs[0].width),)


class LocalResponseNorm(Layer):
    """Local response normalization: x / (k + alpha·sum of squares over `size` neighbouring channels)^beta.

    No parameters. The defaults are AlexNet's; as Krizhevsky et al. write it, alpha multiplies the plain sum.
    Source: Krizhevsky et al. 2012, section 3.3.
    """

    tokens = ("LRN", "NORM", "LOCALRESPONSENORM")
    backward_reads = ("input", "output")

    size: int = field(
        INT, "neighbouring channels in the sum", default=5, position=1, letter="n", aliases=("local_size", "n")
    )
    alpha: float = field(REAL, "weight of the sum of squares", default=1e-4)
    beta: float = field(REAL, "exponent", default=0.75)
    k: float = field(REAL, "constant beside the sum", default=2.0)

    examples = (Example("LRN", "27x27x96", "27x27x96", source="AlexNet norm1: CS231n lecture 9 (N22)"),)


class Scale(Layer):
    """A learned factor, and a learned shift unless switched off, a channel: the half of batch normalization that Caffe keeps apart.

    Source: Caffe, scale_layer.cpp.
    """

    tokens = ("SCALE",)
    backward_reads = ("input",)

    bias: bool = field(
        FLAG, "whether a shift is learned too", default=True, marks={"nobias": False}, aliases=("bias_term",)
    )

    examples = (
        Example("SCALE", "56x56x64", "56x56x64", 128, 0, "the Scale layers of ResNet-50's Caffe model: He et al. 2015"),
        Example("SCALEnobias", "56x56x64", "56x56x64", 64, 0, "Caffe, scale_layer.cpp without bias_term"),
    )

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale (depth,) and, unless switched off, a shift (depth,)."""
        depth = (inputs[0].depth,)
        return (Weight("scale", depth), Weight("shift", depth, BIAS)) if self.bias else (Weight("scale", depth),)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return 2 * inputs[0].depth if self.bias else inputs[0].depth


class LayerScale(Layer):
    """Layer scale: a learned factor a channel at the end of a residual path, small at first; no shift.

    Source: Touvron et al. 2021, "Going deeper with image transformers"; ConvNeXt: Liu et al. 2022.
    """

    tokens = ("LAYERSCALE",)
    backward_reads = ("input",)

    examples = (Example("LAYERSCALE", "56x56x96", "56x56x96", 96, 0, "ConvNeXt-T: Liu et al. 2022, its gamma"),)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale (depth,)."""
        return (Weight("scale", (inputs[0].depth,)),)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return inputs[0].depth
