"""Fully connected layers: plain, and maxout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.formula import grouped, product
from cnncalc.layers.base import BIAS, FLAG, GLOBAL, INT, Example, Kept, Layer, Shape, Weight, field

if TYPE_CHECKING:
    from cnncalc.symbolic import Int

UNIT_NAMES = ("K", "units", "num_output", "out_features", "num_units", "nOutputPlane", "filters")


class FullyConnected(Layer):
    """Fully connected: every output sees the whole input, which is flattened.

    Cost: one multiply-accumulate per weight; the bias costs none.
    Source: CS231n, "Fully-connected layer".
    """

    tokens = ("FC", "AFFINE", "DENSE", "LINEAR", "FULLYCONNECTED")
    sees = GLOBAL
    backward_reads = ("input",)

    outputs: Any = field(INT, "number of outputs", required=True, position=2, letter="K", aliases=UNIT_NAMES)
    bias: bool = field(
        FLAG,
        "whether every output adds a learned bias",
        default=True,
        marks={"nobias": False},
        aliases=("bias_term", "use_bias"),
    )

    examples = (
        Example("FC-10", "32x32x3", "1x1x10", 30_730, 30_720, "a 10x3072 weight matrix: CS231n lecture 7 (N16)"),
        Example(
            "FC-4096",
            "7x7x512",
            "1x1x4096",
            102_764_544,
            102_760_448,
            "VGG16 fc6: CS231n lecture 9 (N27), and its biases",
        ),
    )

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(1, 1, self.outputs)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Matrix (outputs, height·width·depth) and, unless switched off, a bias (outputs,)."""
        matrix = Weight("weight", (self.outputs, inputs[0].values))
        return (matrix, Weight("bias", (self.outputs,), BIAS)) if self.bias else (matrix,)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        values = product(*inputs[0])
        return ((values + 1) if self.bias else values) * self.outputs

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        return product(*inputs[0]) * self.outputs


class Maxout(Layer):
    """Maxout: fully connected k times over, the largest of the k linear pieces is the output.

    Cost: k times a fully connected layer's, in parameters and in multiply-accumulates.
    Source: Goodfellow et al. 2013; CS231n, "Commonly used activation functions".
    """

    tokens = ("MAXOUT",)
    sees = GLOBAL
    backward_reads = ("input",)

    pieces: Any = field(INT, "linear pieces an output", required=True, position=1, letter="k", aliases=("k",))
    outputs: Any = field(INT, "number of outputs", required=True, position=2, letter="K", aliases=UNIT_NAMES)
    bias: bool = field(
        FLAG,
        "whether every piece adds a learned bias",
        default=True,
        marks={"nobias": False},
        aliases=("bias_term", "use_bias"),
    )

    examples = (Example("MAXOUT2-10", "1x1x100", "1x1x10", 2_020, 2_000, "k times the parameters: CS231n lecture 5"),)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        return Shape(1, 1, self.outputs)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Matrix (pieces, outputs, height·width·depth) and, unless switched off, a bias (pieces, outputs)."""
        matrix = Weight("weight", (self.pieces, self.outputs, inputs[0].values))
        return (matrix, Weight("bias", (self.pieces, self.outputs), BIAS)) if self.bias else (matrix,)

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        values = product(*inputs[0])
        return self.pieces * (values + 1 if self.bias else grouped(values)) * self.outputs

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        return self.pieces * grouped(product(*inputs[0])) * self.outputs

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Which piece won: one byte an output."""
        return (Kept(output.values, 1),)
