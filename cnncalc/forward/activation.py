"""Activations, softmax and dropout: in place where nothing else reads the input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.activation import Activation, Elu, LeakyRelu, ParametricRelu


def relu(layer: Activation, step: Step, x: Array) -> Array:
    """max(0, x)."""
    out = step.place(x)
    np.maximum(x, 0, out=out)
    return out


def relu6(layer: Activation, step: Step, x: Array) -> Array:
    """min(max(0, x), 6)."""
    out = step.place(x)
    np.clip(x, 0, 6, out=out)
    return out


def leaky_relu(layer: LeakyRelu, step: Step, x: Array) -> Array:
    """x, below 0 slope·x."""

    def write(x: Array, out: Array) -> None:
        negative = np.minimum(x, 0) * layer.slope
        np.maximum(x, 0, out=out)
        out += negative

    return step.by_values(x, write)


def parametric_relu(layer: ParametricRelu, step: Step, x: Array) -> Array:
    """x, below 0 slope·x with a slope of its own for every channel, or one for all."""
    slope = step.bias(1 if layer.shared else len(x)) + np.asarray(0.25, x.dtype)  # He et al. begin at 0.25
    slopes = np.broadcast_to(slope, len(x))[:, np.newaxis, np.newaxis]

    def write(x: Array, out: Array, channels: slice) -> None:
        negative = np.minimum(x, 0) * slopes[channels]
        np.maximum(x, 0, out=out)
        out += negative

    return step.by_channels(x, write)


def elu(layer: Elu, step: Step, x: Array) -> Array:
    """x, below 0 alpha·(e^x - 1)."""

    def write(x: Array, out: Array) -> None:
        negative = np.expm1(np.minimum(x, 0)) * layer.alpha
        np.maximum(x, 0, out=out)
        out += negative

    return step.by_values(x, write)


def _logistic(x: Array) -> Array:
    """1/(1 + e^-x), written as (1 + tanh(x/2))/2 because that never overflows."""
    half: Array = np.tanh(x * 0.5) * 0.5
    return half + 0.5


def sigmoid(layer: Activation, step: Step, x: Array) -> Array:
    """1/(1 + e^-x)."""
    return step.by_values(x, lambda x, out: np.copyto(out, _logistic(x)))


def tanh(layer: Activation, step: Step, x: Array) -> Array:
    """The hyperbolic tangent."""
    out = step.place(x)
    np.tanh(x, out=out)
    return out


def silu(layer: Activation, step: Step, x: Array) -> Array:
    """x/(1 + e^-x)."""
    return step.by_values(x, lambda x, out: np.copyto(out, x * _logistic(x)))


def gelu(layer: Activation, step: Step, x: Array) -> Array:
    """x·Phi(x), Phi being the normal distribution's cumulative function."""
    return step.by_values(x, lambda x, out: np.copyto(out, x * _normal_share(x)))


def _normal_share(x: Array) -> Array:
    """Phi(x) with an error below 1e-7. Source: Abramowitz and Stegun, 7.1.26 (for erf, error below 1.5e-7)."""
    z = np.abs(x) * 0.5**0.5
    t = 1 / (1 + 0.3275911 * z)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail *= np.exp(-z * z) * 0.5
    share: Array = np.where(x < 0, tail, 1 - tail)
    return share


def hard_sigmoid(layer: Activation, step: Step, x: Array) -> Array:
    """min(max(0, x + 3), 6)/6."""
    return step.by_values(x, lambda x, out: np.copyto(out, np.clip(x + 3, 0, 6) / 6))


def hard_swish(layer: Activation, step: Step, x: Array) -> Array:
    """x·min(max(0, x + 3), 6)/6."""
    return step.by_values(x, lambda x, out: np.copyto(out, x * np.clip(x + 3, 0, 6) / 6))


def softmax(layer: Activation, step: Step, x: Array) -> Array:
    """e^x over the sum of e^x along the depth, at every position; the largest is subtracted first, against overflow."""
    out = step.place(x)
    np.subtract(x, x.max(axis=0), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=0)
    return out


def dropout(layer: Activation, step: Step, x: Array) -> Array:
    """The values themselves: nothing is dropped at inference."""
    out = step.place(x)
    if out is not x:
        out[...] = x
    return out
