"""A cnncalc network as a `torch.nn.Module`: the same graph, built by PyTorch from hyper-parameters alone.

Sizes are PyTorch's own: the layers are made from options, shapes only where PyTorch wants to be told a number of channels, and those
are read from what comes in while the network is built on the meta device. Joins, slices, crops and shuffles are operators in
`forward`, as torchvision writes them; padding that PyTorch's layers cannot express is a functional call before them. One module a
layer, in the order of the nodes.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from cnncalc.arithmetic import FRAMEWORKS, POOLING

SIMPLE = {
    "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "gelu": nn.GELU, "silu": nn.SiLU, "hswish": nn.Hardswish,
    "hsigmoid": nn.Hardsigmoid, "relu6": nn.ReLU6, "flatten": nn.Flatten,
}  # fmt: skip


class Scale(nn.Module):
    """Caffe's Scale: PyTorch has no such layer, so it is what anybody would write."""

    def __init__(self, channels, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1)) if bias else None

    def forward(self, x):
        x = x * self.weight
        return x if self.bias is None else x + self.bias


class LayerScale(nn.Module):
    """ConvNeXt's factor a channel, as torchvision writes it."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))

    def forward(self, x):
        return x * self.weight


class L2Norm(nn.Module):
    """SSD's normalization over the channels with Caffe's eps under the root; torchvision's `F.normalize` has none there, which tells near 0."""

    def __init__(self, channels, affine, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(channels, 1, 1)) if affine else None

    def forward(self, x):
        x = x / (x.square().sum(1, keepdim=True) + self.eps).sqrt()
        return x if self.weight is None else x * self.weight


class DropPath(nn.Module):
    """Stochastic depth, mode row: one draw an image, as torchvision writes it."""

    def __init__(self, rate):
        super().__init__()
        self.survival = 1 - rate

    def forward(self, x):
        if not self.training or self.survival == 1:
            return x
        noise = torch.empty(x.shape[0], 1, 1, 1, dtype=x.dtype, device=x.device).bernoulli_(self.survival)
        return x * noise.div_(self.survival)


class Reorg(nn.Module):
    """Space to depth with a factor an axis; PyTorch's PixelUnshuffle has one for both."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        images, depth, height, width = x.shape
        down, across = self.factor
        x = x.view(images, depth, height // down, down, width // across, across)
        return x.permute(0, 1, 3, 5, 2, 4).reshape(images, depth * down * across, height // down, width // across)


class Unpool(nn.Module):
    """Bed of nails: PyTorch has unpooling with places only."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        down, across = self.factor
        out = x.new_zeros(*x.shape[:2], x.shape[2] * down, x.shape[3] * across)
        out[:, :, ::down, ::across] = x
        return out


class TorchNet(nn.Module):
    """The nodes of a network, run in order; a value is dropped after its last reader."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.batch = 1
        self.layers = nn.ModuleDict()
        self.last = {}
        for index, node in enumerate(network.nodes):
            self.last.update(dict.fromkeys(node.inputs, index))
        self.last.update(dict.fromkeys(network.outputs.values(), len(network.nodes)))
        self.building = True
        with torch.device("meta"), torch.no_grad():
            self.eval()(self.example())
        self.building = False

    def example(self, device="meta"):
        """`batch` images that fit."""
        height, width, depth = self.network.input
        return torch.zeros(self.batch, depth, height, width, device=device)

    def forward(self, x):
        values = {0: x}
        for index, node in enumerate(self.network.nodes[1:], 1):
            values[index] = self.step(index, node.layer, [values[source] for source in node.inputs])
            for source in node.inputs:
                if self.last[source] == index:
                    values.pop(source, None)
        outputs = [values[index] for index in self.network.outputs.values()]
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    def step(self, index, layer, inputs):
        """One layer's output."""
        kind, x = layer.kind, inputs[0]
        if layer.joins:
            return joined(kind, inputs)
        if kind in ("slice", "crop", "pad", "shuffle"):
            return rearranged(layer, x)
        if kind in ("fc", "maxout"):
            x = x.flatten(1)
        if kind == "ln":
            x = x.movedim(1, -1)
        x, padding = padded(layer, x, self.network.framework)
        key = str(index)
        if self.building:
            self.layers[key] = module(layer, x, padding, self.network.framework).eval()
        x = self.layers[key](x)
        if kind == "ln":
            return x.movedim(-1, 1)
        if kind == "maxout":
            return x.view(x.shape[0], layer.pieces, layer.outputs).amax(1)
        return x


def joined(kind, inputs):
    """Paths that come together, written as torchvision writes them."""
    if kind == "concat":
        return torch.cat(inputs, 1)
    x = inputs[0]
    for other in inputs[1:]:
        x = x + other if kind == "add" else x * other
    return x


def rearranged(layer, x):
    """What torchvision writes with operators and functions."""
    if layer.kind == "slice":
        return x[:, layer.start : layer.stop]
    if layer.kind == "crop":
        top, bottom, left, right = layer.margin
        return x[:, :, top : x.shape[2] - bottom, left : x.shape[3] - right]
    if layer.kind == "pad":
        return F.pad(x, zeros(layer))
    images, depth, height, width = x.shape
    x = x.view(images, layer.groups, depth // layer.groups, height, width)
    return torch.transpose(x, 1, 2).contiguous().view(images, depth, height, width)


def padded(layer, x, framework):
    """The input, with padding that differs from side to side put around it, and what is left for the layer to pad."""
    if layer.operation is None or layer.kind in ("deconv", "reorg"):
        return x, None
    if layer.padding == "same" and layer.kind in ("conv", "dwconv") and framework == "pytorch":
        return x, "same"  # its own word, with what it refuses
    height, width = layer.windows(FRAMEWORKS[framework])
    sides = (height.before, height.after, width.before, width.after)
    if layer.padding == "same" or (layer.padding is None and FRAMEWORKS[framework].default_padding == "same"):
        sides = (*same(x.shape[2], height), *same(x.shape[3], width))
    top, bottom, left, right = sides
    if (top, left) == (bottom, right):
        return x, (top, left)
    value = float("-inf") if layer.kind == "pool" else 0.0
    return F.pad(x, (left, right, top, bottom), value=value), (0, 0)


def same(extent, window):
    """TensorFlow's SAME: enough padding for ceil(W/S) positions, the odd pixel after."""
    count = -(-extent // window.stride)
    total = max(0, (count - 1) * window.stride + window.extent - extent)
    return total // 2, total - total // 2


def module(layer, x, padding, framework):
    """The `torch.nn` layer that does what this one does to `x`."""
    kind = layer.kind
    if kind in SIMPLE:
        return SIMPLE[kind]()
    if kind in ("fc", "maxout"):
        return nn.Linear(x.shape[1], layer.outputs * (layer.pieces if kind == "maxout" else 1), bias=layer.bias)
    if kind in ("conv", "dwconv", "deconv"):
        return convolution(layer, x.shape[1], padding)
    if kind in ("pool", "avgpool", "gap", "gmp", "aap", "amp"):
        return pool(layer, padding, framework)
    channels = x.shape[-1] if kind == "ln" else x.shape[1]
    return {
        "bn": lambda: batch_norm(layer, channels),
        "ln": lambda: nn.LayerNorm(channels, layer.eps, elementwise_affine=layer.affine),
        "lrn": lambda: nn.LocalResponseNorm(layer.size, layer.alpha * layer.size, layer.beta, layer.k),
        "gn": lambda: nn.GroupNorm(layer.groups, channels, layer.eps, affine=layer.affine),
        "in": lambda: nn.InstanceNorm2d(channels, layer.eps, affine=layer.affine),
        "l2norm": lambda: L2Norm(channels, layer.affine, layer.eps),
        "scale": lambda: Scale(channels, layer.bias),
        "layerscale": lambda: LayerScale(channels),
        "lrelu": lambda: nn.LeakyReLU(layer.slope),
        "prelu": lambda: nn.PReLU(1 if layer.shared else channels),
        "elu": lambda: nn.ELU(layer.alpha),
        "softmax": lambda: nn.Softmax(1),
        "dropout": lambda: nn.Dropout(layer.rate),
        "droppath": lambda: DropPath(layer.rate),
        "up": lambda: nn.Upsample(scale_factor=factor(layer.factor), mode=layer.mode),
        "unpool": lambda: Unpool(tuple(layer.factor)),
        "reorg": lambda: (
            nn.PixelUnshuffle(layer.factor.height) if layer.factor.is_square else Reorg(tuple(layer.factor))
        ),
    }[kind]()


def batch_norm(layer, channels):
    """PyTorch has no word for a shift without a scale; its layer takes a shift that is put there."""
    made = nn.BatchNorm2d(channels, layer.eps, affine=layer.affine and layer.scale)
    if layer.affine and not layer.scale:
        made.bias = nn.Parameter(torch.zeros(channels))
    return made


def zeros(layer):
    """What is added left, right, at the top, at the bottom, before and behind the channels, as PyTorch pads: from the last axis on."""
    top, bottom, left, right = layer.margin or (0, 0, 0, 0)
    return left, right, top, bottom, 0, layer.channels or 0


def factor(pair):
    return float(pair.height) if pair.is_square else (float(pair.height), float(pair.width))


def convolution(layer, channels, padding):
    shared = {"stride": tuple(layer.stride), "dilation": tuple(layer.dilation), "bias": layer.bias}
    kernel = tuple(layer.kernel)
    if layer.kind == "conv":
        return nn.Conv2d(channels, layer.filters, kernel, padding=padding, groups=layer.groups, **shared)
    if layer.kind == "dwconv":
        return nn.Conv2d(channels, channels * layer.multiplier, kernel, padding=padding, groups=channels, **shared)
    top, bottom, left, right = layer.padding
    assert (top, left) == (bottom, right), "PyTorch cuts the same from both sides"
    extra = tuple(layer.output_padding)
    return nn.ConvTranspose2d(
        channels, layer.filters, kernel, padding=(top, left), output_padding=extra, groups=layer.groups, **shared
    )


def pool(layer, padding, framework):
    if layer.kind == "aap":
        return nn.AdaptiveAvgPool2d(tuple(layer.size))
    if layer.kind == "amp":
        return nn.AdaptiveMaxPool2d(tuple(layer.size))
    if layer.kind == "gap":
        return nn.AdaptiveAvgPool2d(1)
    if layer.kind == "gmp":
        return nn.AdaptiveMaxPool2d(1)
    kernel, stride = tuple(layer.kernel), tuple(layer.stride or layer.kernel)
    rule = FRAMEWORKS[framework].rule(POOLING, (), padding=layer.padding, ceil=layer.ceil)
    shared = {"stride": stride, "padding": padding, "ceil_mode": rule.rounding == "up"}
    return nn.MaxPool2d(kernel, **shared) if layer.kind == "pool" else nn.AvgPool2d(kernel, **shared)
