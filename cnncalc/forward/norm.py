"""Normalization at inference, and Caffe's scale; each writes an array of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnncalc.forward.step import CHUNK

if TYPE_CHECKING:
    from cnncalc.forward.step import Array, Step
    from cnncalc.layers.map_norm import GroupNorm, InstanceNorm
    from cnncalc.layers.norm import BatchNorm, L2Norm, LayerNorm, LayerScale, LocalResponseNorm, Scale


def batch_norm(layer: BatchNorm, step: Step, x: Array) -> Array:
    """scale·(x - mean)/sqrt(variance + eps) + shift with the running mean and variance of every channel."""
    mean, variance = step.statistic(len(x), 0.0), step.statistic(len(x), 1.0)
    scale = step.factor(len(x)) if layer.affine and layer.scale else 1.0
    shift = step.bias(len(x)) if layer.affine else 0.0
    factor = scale / np.sqrt(variance + layer.eps)
    return _affine(x, factor, shift - mean * factor)


def scale(layer: Scale, step: Step, x: Array) -> Array:
    """factor·x + shift, a factor and a shift a channel."""
    return _affine(x, step.factor(len(x)), step.bias(len(x)) if layer.bias else None)


def layer_scale(layer: LayerScale, step: Step, x: Array) -> Array:
    """factor·x, a factor a channel."""
    return _affine(x, step.factor(len(x)), None)


def _affine(x: Array, factor: Array, shift: Array | None) -> Array:
    out: Array = x * factor[:, np.newaxis, np.newaxis].astype(x.dtype)
    if shift is not None:
        out += shift[:, np.newaxis, np.newaxis].astype(x.dtype)
    return out


def layer_norm(layer: LayerNorm, step: Step, x: Array) -> Array:
    """Every position's channels, their mean subtracted and divided by their deviation; then scale and shift a channel."""
    out: Array = x - x.mean(axis=0)
    out /= np.sqrt(np.einsum("chw,chw->hw", out, out) / len(x) + layer.eps).astype(x.dtype)
    if layer.affine:
        out *= step.factor(len(x))[:, np.newaxis, np.newaxis]
        out += step.bias(len(x))[:, np.newaxis, np.newaxis]
    return out


def group_norm(layer: GroupNorm, step: Step, x: Array) -> Array:
    """Every group of channels, its mean over the whole map subtracted and divided by its deviation; then scale and shift a channel."""
    return _over_the_map(layer, layer.groups, step, x)


def instance_norm(layer: InstanceNorm, step: Step, x: Array) -> Array:
    """Every channel, its mean over the whole map subtracted and divided by its deviation; then scale and shift a channel."""
    return _over_the_map(layer, len(x), step, x)


def _over_the_map(layer: InstanceNorm, groups: int, step: Step, x: Array) -> Array:
    shared = np.array(x).reshape(groups, -1)
    shared -= shared.mean(axis=1, keepdims=True)
    shared /= np.sqrt(np.square(shared).mean(axis=1, keepdims=True) + layer.eps).astype(x.dtype)
    out: Array = shared.reshape(x.shape)
    if layer.affine:
        out *= step.factor(len(x))[:, np.newaxis, np.newaxis]
        out += step.bias(len(x))[:, np.newaxis, np.newaxis]
    return out


def l2_norm(layer: L2Norm, step: Step, x: Array) -> Array:
    """Every position's channels over the root of the sum of their squares; then a factor a channel."""
    out: Array = x / np.sqrt(np.einsum("chw,chw->hw", x, x) + layer.eps).astype(x.dtype)
    if layer.affine:
        out *= step.factor(len(x))[:, np.newaxis, np.newaxis]
    return out


def local_response_norm(layer: LocalResponseNorm, step: Step, x: Array) -> Array:
    """x/(k + alpha·sum of squares over `size` neighbouring channels)^beta; of an even number, one more before than after."""
    out = np.empty_like(x)
    source, target = x.reshape(len(x), -1), out.reshape(len(x), -1)
    before = layer.size // 2
    many = max(1, 4 * CHUNK // len(x))
    for start in range(0, source.shape[1], many):
        part = source[:, start : start + many]
        squares = np.square(part)
        sums = np.zeros_like(part)
        for offset in range(max(-before, 1 - len(x)), min(layer.size - before, len(x))):
            if offset < 0:
                sums[-offset:] += squares[:offset]
            else:
                sums[: len(x) - offset] += squares[offset:]
        sums *= layer.alpha
        sums += layer.k
        np.power(sums, -layer.beta, out=sums)
        np.multiply(part, sums, out=target[:, start : start + many])
    return out
