"""Normalization with the statistics of each image's own map: over groups of channels, or channel by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers.base import BIAS, FLAG, INT, REAL, Example, Kept, Layer, Shape, Weight, field
from cnncalc.layers.conv import divisible_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.diagnostics import Problem
    from cnncalc.symbolic import Condition, Int


class InstanceNorm(Layer):
    """Instance normalization: per image and channel, subtract the mean over all positions, divide by their deviation; then scale and shift.

    Learned: a scale and a shift a channel, 2D; PyTorch's `InstanceNorm2d` learns neither unless told to (`INnoaffine`). No running
    statistics. The mean and deviation are those of the whole map; the receptive field leaves them out, as it does a gate.
    Source: Ulyanov et al. 2016.
    """

    tokens: tuple[str, ...] = ("IN", "INSTANCENORM")
    backward_reads = ("input",)
    weighs_map = True

    affine: bool = field(FLAG, "whether scale and shift are learned", default=True, marks={"noaffine": False})
    eps: float = field(REAL, "added to the variance", default=1e-5)

    examples: tuple[Example, ...] = (
        Example(
            "IN",
            "256x256x32",
            "256x256x32",
            64,
            0,
            "first layer of Johnson et al. 2016's style network, normalized as Ulyanov et al. 2016 do",
        ),
        Example("INnoaffine", "256x256x64", "256x256x64", 0, 0, "CycleGAN: Zhu et al. 2017; PyTorch InstanceNorm2d"),
    )

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Scale and shift (depth,) if learned."""
        depth = (inputs[0].depth,)
        return (Weight("scale", depth), Weight("shift", depth, BIAS)) if self.affine else ()

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        return 2 * inputs[0].depth if self.affine else 0

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Mean and inverse deviation, a pair an image and channel."""
        return (Kept(2 * inputs[0].depth),)

    def normalized_over(self, inputs: tuple[Shape, ...]) -> Int:
        return inputs[0].height * inputs[0].width


class GroupNorm(InstanceNorm):
    """Group normalization: per image and group of channels, subtract the mean over the group and all positions, divide by the deviation.

    Learned: a scale and a shift a channel, 2D. No running statistics. One group is layer normalization over the whole volume, as many
    groups as channels are instance normalization. The receptive field leaves the statistics of the whole map out, as it does a gate.
    Source: Wu and He 2018.
    """

    tokens = ("GN", "GROUPNORM")

    groups: Any = field(
        INT,
        "groups of channels that share a mean and a deviation",
        required=True,
        position=1,
        letter="g",
        aliases=("num_groups", "group"),
    )

    examples = (
        Example("GN32", "56x56x256", "56x56x256", 512, 0, "ResNet-50 with 32 groups: Wu and He 2018"),
        Example("GN1noaffine", "28x28x64", "28x28x64", 0, 0, "PyTorch GroupNorm(1, 64, affine=False)"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        return divisible_groups(self.groups, {"channels": inputs[0].depth})

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """Mean and inverse deviation, a pair an image and group."""
        return (Kept(2 * self.groups),)

    def normalized_over(self, inputs: tuple[Shape, ...]) -> Int:
        return super().normalized_over(inputs) * (inputs[0].depth // self.groups)
