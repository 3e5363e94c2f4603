"""The second opinion: a forward pass in NumPy that slides windows over real arrays and counts what it does.

It reads a layer's hyper-parameters, the graph and the framework's name, and nothing else of cnncalc: no output-size rule,
no formula, no symbol. If it agrees with the engine, that means something; that it repeats what the engine knows is on purpose.

A kind is one function here, `function(layer, step, *inputs) -> output`, on volumes of (depth, height, width). It takes its tensors
and its matrix products from the `Step`, which counts them. To add a kind, write the function in its family's file
and its line below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.forward import activation, adaptive, channels, conv, dense, join, norm, pad, pool, reshape, space

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.forward.step import Array

FUNCTIONS: dict[str, Callable[..., Array]] = {
    "conv": conv.convolution,
    "dwconv": conv.depthwise,
    "deconv": conv.transposed,
    "pool": pool.maximum,
    "avgpool": pool.average,
    "gap": pool.global_average,
    "gmp": pool.global_maximum,
    "aap": adaptive.average,
    "amp": adaptive.maximum,
    "fc": dense.fully_connected,
    "maxout": dense.maxout,
    "bn": norm.batch_norm,
    "ln": norm.layer_norm,
    "gn": norm.group_norm,
    "in": norm.instance_norm,
    "l2norm": norm.l2_norm,
    "lrn": norm.local_response_norm,
    "scale": norm.scale,
    "layerscale": norm.layer_scale,
    "relu": activation.relu,
    "lrelu": activation.leaky_relu,
    "prelu": activation.parametric_relu,
    "elu": activation.elu,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "gelu": activation.gelu,
    "silu": activation.silu,
    "hswish": activation.hard_swish,
    "hsigmoid": activation.hard_sigmoid,
    "relu6": activation.relu6,
    "softmax": activation.softmax,
    "dropout": activation.dropout,
    "droppath": activation.dropout,
    "flatten": reshape.flatten,
    "up": reshape.upsample,
    "unpool": space.unpool,
    "reorg": space.reorg,
    "crop": space.crop,
    "pad": pad.pad,
    "shuffle": channels.shuffle,
    "slice": channels.part,
    "concat": join.concat,
    "add": join.add,
    "multiply": join.multiply,
}
"""Every kind but the input, by its lower-case name."""
