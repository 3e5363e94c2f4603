"""Networks and single layers by hand, without the parser, for tests of the forward pass."""

from __future__ import annotations

import numpy as np

from cnncalc.forward import FUNCTIONS
from cnncalc.forward.step import Step
from cnncalc.forward.weights import Tiles
from cnncalc.layers import kind
from cnncalc.layers.base import PAIR, Padding, Pair, Shape
from cnncalc.network import Network, Node


def layer(token, **options):
    """A layer; a number stands for a square pair, and for the same padding on four sides."""
    found = kind(token)
    for name, value in options.items():
        if found.fields[name].type == PAIR and isinstance(value, int):
            options[name] = Pair(value, value)
        elif name in ("padding", "margin") and isinstance(value, int):
            options[name] = Padding(value, value, value, value)
        elif name in ("padding", "margin") and isinstance(value, tuple):
            options[name] = Padding(*value)
        elif isinstance(value, tuple):
            options[name] = Pair(*value)
    return found(**options)


def image(height, width, depth):
    return kind("INPUT")(Shape(height, width, depth))


def graph(size, *entries, framework="exact", outputs=None):
    """A network from entries (layer, indices of its inputs); a layer alone reads the node before it."""
    nodes = [Node("input", "", image(*size), ())]
    for number, entry in enumerate(entries, 1):
        what, inputs = entry if isinstance(entry, tuple) else (entry, (number - 1,))
        nodes.append(Node(f"{what.kind}{number}", "", what, tuple(inputs)))
    return Network("by hand", tuple(nodes), outputs or {"output": len(nodes) - 1}, framework)


class Recording(Step):
    """A step that keeps the tensors it makes, in order."""

    def __init__(self, framework="exact", may_overwrite=False, seed=0):
        super().__init__(framework, Tiles(seed), np.float64, may_overwrite)
        self.tensors = []

    def _made(self, make, dims, *how):
        self.tensors.append(super()._made(make, dims, *how))
        return self.tensors[-1]


def play(what, *inputs, framework="exact", may_overwrite=False):
    """One layer on arrays: its output, the tensors it made, and its step with the counts."""
    step = Recording(framework, may_overwrite)
    out = FUNCTIONS[what.kind](what, step, *inputs)
    return out, step.tensors, step


def noise(*dims, seed=1):
    return np.random.default_rng(seed).standard_normal(dims)
