"""The NumPy forward pass against PyTorch, value by value; outside the default run.

pip install torch && pytest -m oracle tests/oracle/test_forward_torch.py
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tests.forward.build import layer, noise, play

torch = pytest.importorskip("torch")
F = torch.nn.functional
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]


def tensor(array):
    return torch.from_numpy(np.ascontiguousarray(array))[None]


def same(out, expected):
    np.testing.assert_allclose(out, expected[0].numpy(), atol=1e-10)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_convolution(groups):
    x = noise(4, 11, 10)
    for kernel, stride, padding, dilation in product((1, 2, 3), (1, 2, 3), (0, 1, 2), (1, 2)):
        what = layer("CONV", filters=8, kernel=kernel, stride=stride, padding=padding, dilation=dilation, groups=groups)
        out, tensors, _ = play(what, x, framework="pytorch")
        weight, bias = map(torch.from_numpy, tensors)
        same(out, F.conv2d(tensor(x), weight, bias, stride, padding, dilation, groups))


@pytest.mark.parametrize("multiplier", [1, 2])
def test_depthwise(multiplier):
    x = noise(4, 11, 10)
    out, tensors, _ = play(layer("DWCONV", kernel=3, stride=2, padding=1, multiplier=multiplier), x)
    weight, bias = map(torch.from_numpy, tensors)
    same(out, F.conv2d(tensor(x), weight, bias, 2, 1, 1, 4))


def test_padding_same():
    for extent, kernel, dilation in product((5, 6), (2, 3, 4), (1, 2, 3)):
        x = noise(2, extent, extent)
        what = layer("CONV", filters=3, kernel=kernel, dilation=dilation, padding="same", bias=False)
        out, (weight,), _ = play(what, x, framework="pytorch")
        same(out, F.conv2d(tensor(x), torch.from_numpy(weight), padding="same", dilation=dilation))


@pytest.mark.parametrize("groups", [1, 2])
def test_transposed_convolution(groups):
    x = noise(4, 5, 6)
    for kernel, stride, padding, dilation, extra in product((1, 2, 3, 4), (1, 2, 3), (0, 1), (1, 2), (0, 1)):
        if extra >= max(stride, dilation):
            continue
        what = layer(
            "DECONV", filters=6, kernel=kernel, stride=stride, padding=padding, dilation=dilation, groups=groups, output_padding=extra
        )  # fmt: skip
        out, tensors, _ = play(what, x)
        weight, bias = map(torch.from_numpy, tensors)
        same(out, F.conv_transpose2d(tensor(x), weight, bias, stride, padding, extra, groups, dilation))


@pytest.mark.parametrize("ceil", [True, False])
@pytest.mark.parametrize("token", ["POOL", "AVGPOOL"])
def test_pools(token, ceil):
    function = F.max_pool2d if token == "POOL" else F.avg_pool2d
    for extent, kernel, stride, padding in product(range(3, 12), (1, 2, 3, 4), (1, 2, 3, 4), (0, 1, 2)):
        if padding > kernel // 2 or extent + 2 * padding < kernel:
            continue
        x = noise(2, extent, extent + 1)
        what = layer(token, kernel=kernel, stride=stride, padding=padding, ceil=ceil)
        out, _, _ = play(what, x, framework="pytorch")
        same(out, function(tensor(x), kernel, stride, padding, ceil_mode=ceil))


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_up_sampling(mode):
    x = noise(2, 4, 5)
    for factor in ((1, 2), (2, 2), (3, 3), (4, 5)):
        out, _, _ = play(layer("UP", factor=factor, mode=mode), x)
        same(out, F.interpolate(tensor(x), scale_factor=factor, mode=mode))


def test_normalization():
    x = noise(6, 4, 5)
    for size in (1, 2, 3, 5):
        out, _, _ = play(layer("LRN", size=size, alpha=0.2, beta=0.6, k=1.5), x)
        # PyTorch divides alpha by the number of channels, Krizhevsky et al. do not.
        same(out, F.local_response_norm(tensor(x), size, 0.2 * size, 0.6, 1.5))
    out, tensors, _ = play(layer("BN"), x)
    mean, variance, scale, shift = map(torch.from_numpy, tensors)
    same(out, F.batch_norm(tensor(x), mean, variance, scale, shift))
    out, tensors, _ = play(layer("LN"), x)
    scale, shift = map(torch.from_numpy, tensors)
    same(out, F.layer_norm(tensor(x).permute(0, 2, 3, 1), (6,), scale, shift, 1e-6).permute(0, 3, 1, 2))


@pytest.mark.parametrize("affine", [True, False])
def test_normalization_over_the_map(affine):
    x = noise(6, 4, 5)
    for groups in (1, 2, 3, 6):
        out, tensors, _ = play(layer("GN", groups=groups, affine=affine), x)
        same(out, F.group_norm(tensor(x), groups, *map(torch.from_numpy, tensors)))
    out, tensors, _ = play(layer("IN", affine=affine), x)
    scale, shift = map(torch.from_numpy, tensors) if affine else (None, None)
    same(out, F.instance_norm(tensor(x), weight=scale, bias=shift))
    out, tensors, _ = play(layer("L2NORM", affine=affine), x)
    factor = torch.from_numpy(tensors[0])[:, None, None] if affine else 1
    same(out, F.normalize(tensor(x)) * factor)


@pytest.mark.parametrize("token", ["AAP", "AMP"])
def test_adaptive_pools(token):
    function = F.adaptive_avg_pool2d if token == "AAP" else F.adaptive_max_pool2d
    for extent, size in product(range(1, 15), range(1, 9)):
        x = noise(2, extent, extent + 3)
        same(play(layer(token, size=(size, 8)), x)[0], function(tensor(x), (size, 8)))


def test_rearrangements():
    x = noise(12, 6, 8)
    for factor in (1, 2):
        same(play(layer("REORG", factor=factor), x)[0], F.pixel_unshuffle(tensor(x), factor))
        places = (torch.arange(6)[:, None] * factor * 8 * factor + torch.arange(8) * factor).expand(1, 12, 6, 8)
        same(play(layer("UNPOOL", factor=factor), x)[0], F.max_unpool2d(tensor(x), places.contiguous(), factor))
    for groups in (1, 2, 3, 12):
        same(play(layer("SHUFFLE", groups=groups), x)[0], F.channel_shuffle(tensor(x), groups))
    same(play(layer("SLICE", start=3, stop=7), x)[0], tensor(x).narrow(1, 3, 4))
    same(play(layer("CROP", margin=(1, 2, 3, 1)), x)[0], F.pad(tensor(x), (-3, -1, -1, -2)))


ACTIVATIONS = {
    "RELU": "relu", "LRELU": "leaky_relu", "ELU": "elu", "SIGMOID": "sigmoid", "TANH": "tanh", "SILU": "silu",
    "HSWISH": "hardswish", "HSIGMOID": "hardsigmoid", "RELU6": "relu6",
}  # fmt: skip


@pytest.mark.parametrize("token", ACTIVATIONS)
def test_activations(token):
    x = 4 * noise(3, 4, 5)
    same(play(layer(token), x)[0], getattr(F, ACTIVATIONS[token])(tensor(x)))


def test_gelu_and_softmax():
    x = 4 * noise(3, 40, 50)
    np.testing.assert_allclose(play(layer("GELU"), x)[0], F.gelu(tensor(x))[0].numpy(), atol=1e-6)
    same(play(layer("SOFTMAX"), x)[0], F.softmax(tensor(x), dim=1))
