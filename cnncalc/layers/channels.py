"""Layers that rearrange or choose channels: shuffle and slice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import at_least
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.layers.base import INT, VIEW, Example, Layer, Shape, field
from cnncalc.layers.conv import divisible_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework
    from cnncalc.symbolic import Condition


class Shuffle(Layer):
    """Channel shuffle: of g groups of channels the first of each, then the second of each, and so on; no parameters.

    Channel j of group i becomes channel j·g + i. It copies: every value moves.
    Source: Zhang et al. 2017 (ShuffleNet), section 3.1.
    """

    tokens = ("SHUFFLE", "CHANNELSHUFFLE")

    groups: Any = field(
        INT, "groups of channels that are mixed", required=True, position=1, letter="g", aliases=("group",)
    )

    examples = (
        Example("SHUFFLE3", "28x28x240", "28x28x240", source="ShuffleNet, 3 groups: Zhang et al. 2017, table 1"),
        Example("SHUFFLE2", "28x28x116", "28x28x116", source="ShuffleNet V2: Ma et al. 2018, figure 3"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        return divisible_groups(self.groups, {"channels": inputs[0].depth})


class Slice(Layer):
    """Channel slice: the channels from `start` up to, but not including, `stop`, counted from 0; to the end unless `stop` is stated.

    It stores nothing: its output is a part of its input. A split is several slices side by side: `{SLICE0-58 | SLICE58 CONV3-58}`.
    Source: the channel split of ShuffleNet V2, Ma et al. 2018; Caffe slice_layer.cpp, PyTorch `chunk` and `narrow`.
    """

    tokens = ("SLICE", "CHANNELSLICE")
    storage = VIEW

    start: Any = field(
        INT, "the first channel, from 0", required=True, position=1, letter="a", aliases=("begin",), minimum=0
    )
    stop: Any = field(
        INT, "the channel before which it ends; the end unless stated", position=2, letter="b", aliases=("end",)
    )

    examples = (
        Example("SLICE0-58", "28x28x116", "28x28x58", source="ShuffleNet V2's split: Ma et al. 2018, figure 3(c)"),
        Example("SLICE58", "28x28x116", "28x28x58", source="the other half: Ma et al. 2018, figure 3(c)"),
    )

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        depth = inputs[0].depth
        stop = depth if self.stop is None else self.stop
        taken = at_least(stop - self.start, 1)
        there = True if self.stop is None else at_least(depth, stop)
        if taken is False and self.stop is not None:
            yield Problem(
                "CNN203", ERROR, f"{self.notation()} takes no channel: it starts at {self.start} and ends before {stop}",
                help=f"an end above {self.start}: SLICE0-16 takes 16 channels, 0 to 15",
            )  # fmt: skip
        elif taken is False or there is False:
            yield Problem(
                "CNN203", ERROR, f"{self.notation()} goes beyond its input, which has {depth} channels", f"input here is {inputs[0]}",
                help=f"channels are counted from 0: the last one is {depth - 1}",
            )  # fmt: skip
        else:
            yield from (answer for answer in (taken, there) if answer is not True)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        x = inputs[0]
        stop = x.depth if self.stop is None else self.stop
        return Shape(x.height, x.width, stop if str(self.start) == "0" else stop - self.start)
