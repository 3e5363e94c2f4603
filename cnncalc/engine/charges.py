"""What a counting tool can charge a layer for: so many operations, or bytes, per value of its output, per parameter, and so on.

A convention is a list of charges. Every quantity is a sum of products of what a row states, so that the same data counts numbers
and symbols.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import Rule, positions
from cnncalc.layers.base import BIAS as ROLE_BIAS
from cnncalc.layers.base import WEIGHT
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.engine.report import Row

BIAS = "bias"
CONVOLUTIONS = ("conv", "dwconv")
DENSE = ("fc", "maxout")
WEIGHTED = (*CONVOLUTIONS, "deconv", *DENSE)
POOLS = ("pool", "avgpool", "gap", "gmp", "aap", "amp")
JOINS = ("add", "multiply", "concat")

TERMS = {
    "convolution": CONVOLUTIONS,
    "transposed convolution": ("deconv",),
    "fully connected": DENSE,
    BIAS: (),
    "normalization": ("bn", "ln", "gn", "in", "l2norm", "lrn", "scale", "layerscale"),
    "activation": ("relu", "lrelu", "prelu", "elu", "sigmoid", "tanh", "gelu", "silu", "hswish", "hsigmoid", "relu6"),
    "pooling": POOLS,
    "softmax": ("softmax",),
    "join": JOINS,
    "up-sampling": ("up", "unpool"),
    "dropout": ("dropout", "droppath"),
    "input": ("input",),
    "flatten": ("flatten",),
    "rearrangement": ("reorg", "crop", "pad", "shuffle", "slice"),
}
"""The terms a count is made of, in the order in which they are told, and the kinds of layers whose cost each is. Biases are a
term of their own, whatever layer adds them.
"""

TERM_OF = {kind: term for term, kinds in TERMS.items() for kind in kinds}
EVERY_KIND = tuple(TERM_OF)


class Quantity(NamedTuple):
    """Something a layer has a number of; inputs and outputs are counted in values. `words` complete "2 per …".

    `term` is the term it counts under, if that is not the one of the layer's kind.
    """

    words: str
    of: Callable[[Row], Any]
    term: str = ""


class Charge(NamedTuple):
    """What layers of `kinds` cost: `times` the quantity `per`. Several charges of one kind add up."""

    times: int
    per: Quantity
    kinds: tuple[str, ...]

    @property
    def words(self) -> str:
        """`2 per output`."""
        return f"{self.times} per {self.per.words}"

    def term(self, kind: str) -> str:
        """The term under which a layer of `kind` pays it."""
        return self.per.term or TERM_OF[kind]

    def kinds_of(self, term: str) -> tuple[str, ...]:
        """The kinds that pay it under `term`."""
        return tuple(kind for kind in self.kinds if self.term(kind) == term)


def _has(row: Row, role: str) -> bool:
    """Whether the layer holds a tensor of this role, however many numbers that may be."""
    return any(weight.role == role for weight in row.weights)


def _positions(row: Row) -> Any:
    return row.output.height * row.output.width


def _made(row: Row) -> Any:
    """The values a layer with weights computes: a maxout layer's pieces before the largest is taken."""
    return getattr(row.node.layer, "pieces", 1) * row.output.values


def _area(row: Row, option: str) -> Any:
    """A pool's kernel or stride, height by width; what is not stated is the kernel's."""
    layer: Any = row.node.layer
    pair = getattr(layer, option) or layer.kernel
    return pair.height * pair.width


def _as_plain_convolution(row: Row) -> Any:
    """One group's output values at the positions that a plain convolution would have, rounded down."""
    assert row.cost.windows is not None
    layer: Any = row.node.layer
    found: Any = layer.filters // layer.groups
    for extent, window in zip(row.inputs[0][:2], row.cost.windows, strict=True):
        count = positions(extent, window, Rule()).count
        found = 0 if count is None else found * count
    return found


def _grouped_twice(row: Row) -> Any:
    layer, x = row.node.layer, row.inputs[0]
    groups, filters, kernel = layer.groups, layer.filters, layer.kernel  # type: ignore[attr-defined]
    return x.height * x.width * x.depth * kernel.height * kernel.width * (filters // groups // groups)


def _reads_its_input_depth(row: Row) -> Any:
    kernel = row.node.layer.kernel  # type: ignore[attr-defined]
    return row.inputs[0].values * kernel.height * kernel.width * row.inputs[0].depth


MAC = Quantity("multiply-accumulate", lambda row: row.macs)
SLID_WEIGHT = Quantity("weight and output position", lambda row: row.weight_params * _positions(row))
SLID_BIAS = Quantity("biased output", lambda row: row.biases * _positions(row), BIAS)
EACH_BIAS = Quantity("bias parameter", lambda row: row.biases, BIAS)
PARAMETER = Quantity("parameter", lambda row: row.params)
INPUT = Quantity("input", lambda row: row.inputs[0].values)
OUTPUT = Quantity("output", lambda row: row.output.values)
POSITION = Quantity("output position", _positions)
STORED_OUTPUT = Quantity("stored value (none in place)", lambda row: row.activations)
SCALED = Quantity("scaled output", lambda row: row.output.values if _has(row, WEIGHT) else 0)
MADE = Quantity("output", _made)
WEIGHTY = Quantity(
    "output of a layer with parameters",
    lambda row: _made(row) if _has(row, WEIGHT) or _has(row, ROLE_BIAS) else 0,
)
BILINEAR = Quantity("bilinear output", lambda row: row.output.values if row.node.layer.mode == "bilinear" else 0)  # type: ignore[attr-defined]
WINDOW = Quantity("output and place in the window", lambda row: row.output.values * _area(row, "kernel"))
STRIDE = Quantity("output and pixel of the stride", lambda row: row.output.values * _area(row, "stride"))
NEIGHBOUR = Quantity("output and channel in the sum", lambda row: row.output.values * row.node.layer.size)  # type: ignore[attr-defined]
MARGIN = Quantity("value in the channels it pads with", lambda row: (row.node.layer.size - 1) * _positions(row))  # type: ignore[attr-defined]
MISPLACED_BIAS = Quantity(
    "output of one group of a plain convolution",
    lambda row: _as_plain_convolution(row) if _has(row, ROLE_BIAS) else 0,
    BIAS,
)
GROUPED_TWICE = Quantity("multiply-accumulate, divided by the groups twice", _grouped_twice)
WRONG_DEPTH = Quantity("input, place in the kernel and input channel", _reads_its_input_depth)
