"""Fully connected layers: one product of a matrix and the flattened input."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.dense import FullyConnected, Maxout


def fully_connected(layer: FullyConnected, step: Step, x: Array) -> Array:
    """(depth, height, width) to (outputs, 1, 1)."""
    out = step.multiply(step.weight(layer.outputs, x.size), x.reshape(-1))
    if layer.bias:
        out += step.bias(layer.outputs)
    return out.reshape(-1, 1, 1)


def maxout(layer: Maxout, step: Step, x: Array) -> Array:
    """(depth, height, width) to (outputs, 1, 1): of every output's linear pieces the largest."""
    weight = step.weight(layer.pieces * layer.outputs, x.size).reshape(layer.pieces, layer.outputs, x.size)
    pieces = step.multiply(weight, x.reshape(-1))
    if layer.bias:
        pieces += step.bias(layer.pieces, layer.outputs)
    largest: Array = pieces.max(axis=0)
    return largest.reshape(-1, 1, 1)
