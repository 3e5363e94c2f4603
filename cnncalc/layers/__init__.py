"""The layer kinds: a written-out table from every name in notation to its module and class.

A module is imported when a document names one of its kinds; to add a kind, add its names here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.layers.base import Layer

CLASSES = {
    "INPUT": ("reshape", "Input"),
    "CONV": ("conv", "Conv"),
    "DWCONV": ("conv", "DepthwiseConv"),
    "DECONV": ("conv", "Deconv"),
    "POOL": ("pool", "Pool"),
    "AVGPOOL": ("pool", "AveragePool"),
    "GAP": ("pool", "GlobalAveragePool"),
    "GMP": ("pool", "GlobalMaxPool"),
    "AAP": ("adaptive", "AdaptiveAveragePool"),
    "AMP": ("adaptive", "AdaptiveMaxPool"),
    "FC": ("dense", "FullyConnected"),
    "MAXOUT": ("dense", "Maxout"),
    "BN": ("norm", "BatchNorm"),
    "LN": ("norm", "LayerNorm"),
    "GN": ("map_norm", "GroupNorm"),
    "IN": ("map_norm", "InstanceNorm"),
    "L2NORM": ("norm", "L2Norm"),
    "LRN": ("norm", "LocalResponseNorm"),
    "SCALE": ("norm", "Scale"),
    "LAYERSCALE": ("norm", "LayerScale"),
    "RELU": ("activation", "Relu"),
    "LRELU": ("activation", "LeakyRelu"),
    "PRELU": ("activation", "ParametricRelu"),
    "ELU": ("activation", "Elu"),
    "SIGMOID": ("activation", "Sigmoid"),
    "TANH": ("activation", "Tanh"),
    "GELU": ("activation", "Gelu"),
    "SILU": ("activation", "Silu"),
    "HSWISH": ("activation", "HardSwish"),
    "HSIGMOID": ("activation", "HardSigmoid"),
    "RELU6": ("activation", "Relu6"),
    "SOFTMAX": ("activation", "Softmax"),
    "DROPOUT": ("activation", "Dropout"),
    "DROPPATH": ("activation", "DropPath"),
    "FLATTEN": ("reshape", "Flatten"),
    "UP": ("reshape", "Upsample"),
    "UNPOOL": ("space", "Unpool"),
    "REORG": ("space", "Reorg"),
    "CROP": ("space", "Crop"),
    "PAD": ("pad", "Pad"),
    "SHUFFLE": ("channels", "Shuffle"),
    "SLICE": ("channels", "Slice"),
    "CONCAT": ("join", "Concat"),
    "ADD": ("join", "Add"),
    "MULTIPLY": ("join", "Multiply"),
}
"""Canonical token to module and class; also the order of the reference pages."""

ALIASES = {
    "CONVOLUTION": "CONV",
    "CONV2D": "CONV",
    "DEPTHWISE": "DWCONV",
    "DEPTHWISECONV": "DWCONV",
    "TCONV": "DECONV",
    "CONVTRANSPOSE": "DECONV",
    "DECONVOLUTION": "DECONV",
    "MAXPOOL": "POOL",
    "MAXPOOLING": "POOL",
    "AVERAGEPOOL": "AVGPOOL",
    "AVGPOOLING": "AVGPOOL",
    "GLOBALAVGPOOL": "GAP",
    "GLOBALPOOL": "GAP",
    "GLOBALMAXPOOL": "GMP",
    "ADAPTIVEAVGPOOL": "AAP",
    "ADAPTIVEAVERAGEPOOL": "AAP",
    "ADAPTIVEMAXPOOL": "AMP",
    "AFFINE": "FC",
    "DENSE": "FC",
    "LINEAR": "FC",
    "FULLYCONNECTED": "FC",
    "BATCHNORM": "BN",
    "LAYERNORM": "LN",
    "GROUPNORM": "GN",
    "INSTANCENORM": "IN",
    "L2NORMALIZATION": "L2NORM",
    "NORM": "LRN",
    "LOCALRESPONSENORM": "LRN",
    "LEAKYRELU": "LRELU",
    "SWISH": "SILU",
    "HARDSWISH": "HSWISH",
    "HARDSIGMOID": "HSIGMOID",
    "SOFT-MAX": "SOFTMAX",
    "DROP": "DROPOUT",
    "STOCHASTICDEPTH": "DROPPATH",
    "UPSAMPLE": "UP",
    "UPSAMPLING": "UP",
    "UNPOOLING": "UNPOOL",
    "MAXUNPOOL": "UNPOOL",
    "SPACETODEPTH": "REORG",
    "PIXELUNSHUFFLE": "REORG",
    "CROPPING": "CROP",
    "CROPPING2D": "CROP",
    "ZEROPAD": "PAD",
    "ZEROPADDING2D": "PAD",
    "CHANNELSHUFFLE": "SHUFFLE",
    "CHANNELSLICE": "SLICE",
}
"""Other names in notation; a test holds this table and each kind's `tokens` against each other."""

NAMES = tuple(sorted((*CLASSES, *ALIASES), key=len, reverse=True))
"""Every name in notation, longest first: the order in which the parser tries them."""


@cache
def kind(token: str) -> type[Layer]:
    """The kind that `token` names, in any case; KeyError if there is none.

    >>> kind("maxpool").kind
    'pool'
    """
    upper = token.upper()
    module, name = CLASSES[ALIASES.get(upper, upper)]
    found: type[Layer] = getattr(import_module(f"cnncalc.layers.{module}"), name)
    return found


def is_kind(token: str) -> bool:
    """Whether `token` names a kind, in any case."""
    upper = token.upper()
    return upper in CLASSES or upper in ALIASES
