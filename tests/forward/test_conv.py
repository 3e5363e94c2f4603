"""Convolutions against loops that are written out here, value by value."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cnncalc.forward import columns
from cnncalc.forward.conv import forward
from cnncalc.forward.depthwise import BAND
from cnncalc.forward.windows import NoWindow

from .build import layer, noise, play


def naive(x, weight, stride, sides, dilation, groups, positions=None):
    """A convolution as six loops; windows start where counting finds room for them, or at as many places as `positions` says."""
    depth, height, width = x.shape
    (top, bottom), (left, right) = sides
    padded = np.zeros((depth, height + top + bottom + 99, width + left + right + 99))
    padded[:, top : top + height, left : left + width] = x
    filters, per_group, rows, columns_ = weight.shape
    if positions is None:
        positions = [
            sum(1 for start in range(0, extent, step) if start + d * (taps - 1) < extent)
            for extent, step, taps, d in zip(
                (height + top + bottom, width + left + right), stride, (rows, columns_), dilation, strict=True
            )
        ]
    out = np.zeros((filters, *positions))
    products = 0
    for k, r, c in product(range(filters), *map(range, positions)):
        first = k // (filters // groups) * per_group
        for d, i, j in product(range(per_group), range(rows), range(columns_)):
            pixel = padded[first + d, r * stride[0] + i * dilation[0], c * stride[1] + j * dilation[1]]
            out[k, r, c] += weight[k, d, i, j] * pixel
            products += 1
    return out, products


CASES = [
    {"kernel": 3, "padding": 1},
    {"kernel": 3, "stride": 2, "padding": 0},
    {"kernel": (3, 2), "stride": (2, 3), "padding": (1, 2, 0, 1)},
    {"kernel": (1, 4), "stride": (3, 1), "padding": (0, 0, 3, 2)},
    {"kernel": 3, "dilation": 2},
    {"kernel": (2, 3), "dilation": (3, 2), "stride": 2, "padding": (2, 1, 1, 3)},
    {"kernel": 1},
    {"kernel": 1, "stride": 2, "padding": 0},
    {"kernel": 1, "padding": 1},
    {"kernel": 5, "padding": 4},
    {"kernel": 2, "stride": 4, "padding": 3},
]


@pytest.mark.parametrize("options", CASES, ids=str)
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("bias", [True, False])
def test_convolution_is_six_loops(options, groups, bias):
    x = noise(4, 9, 8)
    what = layer("CONV", filters=6, groups=groups, bias=bias, **options)
    out, tensors, step = play(what, x)
    sides = [(d * (f - 1) // 2,) * 2 for d, f in zip(what.dilation, what.kernel, strict=True)]
    if what.padding is not None:
        sides = [what.padding[:2], what.padding[2:]]
    expected, products = naive(x, tensors[0], what.stride, sides, what.dilation, groups)
    if bias:
        expected += tensors[1][:, None, None]
    np.testing.assert_allclose(out, expected, atol=1e-12)
    assert step.macs == products
    assert step.params == sum(t.size for t in tensors) == 6 * (4 // groups) * what.kernel[0] * what.kernel[1] + 6 * bias
    assert step.statistics == 0


@pytest.mark.parametrize("options", CASES[:6], ids=str)
@pytest.mark.parametrize("multiplier", [1, 3])
@pytest.mark.parametrize(("depth", "chunk"), [(3, BAND), (12, BAND), (12, 50)])  # deep maps: another way, in parts
def test_depthwise_keeps_channels_apart(options, multiplier, depth, chunk, monkeypatch):
    monkeypatch.setattr("cnncalc.forward.depthwise.BAND", chunk)
    x = noise(depth, 9, 8)
    what = layer("DWCONV", multiplier=multiplier, bias=False, **options)
    out, tensors, step = play(what, x)
    sides = [(d * (f - 1) // 2,) * 2 for d, f in zip(what.dilation, what.kernel, strict=True)]
    if what.padding is not None:
        sides = [what.padding[:2], what.padding[2:]]
    expected, products = naive(x, tensors[0], what.stride, sides, what.dilation, depth)
    np.testing.assert_allclose(out, expected, atol=1e-12)
    assert step.macs == products
    assert len(out) == depth * multiplier


@pytest.mark.parametrize("extent", [5, 6, 7, 8])
@pytest.mark.parametrize(
    ("kernel", "stride", "dilation"), [(3, 1, 1), (3, 2, 1), (2, 2, 1), (2, 3, 1), (3, 2, 2), (1, 3, 1)]
)
def test_tensorflow_same_puts_the_odd_pixel_after(extent, kernel, stride, dilation):
    x = noise(2, extent, 6)
    positions = [-(-extent // stride), -(-6 // stride)]
    totals = [
        max(0, (o - 1) * stride + dilation * (kernel - 1) + 1 - n) for o, n in zip(positions, (extent, 6), strict=True)
    ]
    sides = [(total // 2, total - total // 2) for total in totals]
    for padding, framework in (("same", "exact"), (None, "tensorflow"), ("same", "caffe")):
        what = layer("CONV", filters=2, kernel=kernel, stride=stride, dilation=dilation, padding=padding, bias=False)
        out, (weight,), _ = play(what, x, framework=framework)
        expected, _ = naive(x, weight, (stride, stride), sides, (dilation, dilation), 1, positions)
        np.testing.assert_allclose(out, expected, atol=1e-12)


def test_valid_is_no_padding():
    what = layer("CONV", filters=1, kernel=3, padding="valid")
    assert play(what, noise(1, 7, 7), framework="tensorflow")[0].shape == (1, 5, 5)


def test_caffe_truncates_and_hangs_over():
    what = layer("CONV", filters=1, kernel=3, stride=2, padding=0, bias=False)
    x = noise(1, 2, 5)
    out, (weight,), _ = play(what, x, framework="caffe")
    expected, _ = naive(x, weight, (2, 2), [(0, 0), (0, 0)], (1, 1), 1, [1, 2])
    np.testing.assert_allclose(out, expected, atol=1e-12)
    for framework in ("exact", "pytorch", "tensorflow"):
        with pytest.raises(NoWindow):
            play(what, x, framework=framework)
    with pytest.raises(NoWindow):
        play(layer("CONV", filters=1, kernel=5, stride=2, padding=0), x, framework="caffe")


def test_exhaustively_small_convolutions():
    """432 convolutions along one axis: extents, kernels, strides, paddings and dilations, sizes found by counting."""
    seen = 0
    for extent, kernel, stride, padding, dilation in product(
        (4, 5, 7, 8), (1, 2, 3), (1, 2, 3), (0, 1, 2), (1, 2, 3, 4)
    ):
        seen += 1
        what = layer(
            "CONV", filters=1, kernel=(kernel, 1), stride=(stride, 1), padding=(padding, padding, 0, 0),
            dilation=(dilation, 1), bias=False,
        )  # fmt: skip
        x = noise(1, extent, 1, seed=seen)
        weight = None
        expected = []
        start = -padding
        try:
            out, (weight,), step = play(what, x)
        except NoWindow:
            out = np.empty((1, 0, 1))
        while start + dilation * (kernel - 1) < extent + padding:
            taps = [start + dilation * i for i in range(kernel)]
            expected.append(sum(weight[0, 0, i, 0] * x[0, p, 0] for i, p in enumerate(taps) if 0 <= p < extent))
            start += stride
        np.testing.assert_allclose(out[0, :, 0], expected, atol=1e-12)
        if expected:
            assert step.macs == len(expected) * kernel
    assert seen == 432


@pytest.mark.parametrize("slab", [1, 700, 5000])
def test_slabs_change_nothing(monkeypatch, slab):
    """Whole rows, or parts of a row, at a time: the same result and as many products."""
    x, up = noise(4, 9, 8), noise(4, 5, 6)
    conv = layer("CONV", filters=6, kernel=3, groups=2, stride=(1, 2), padding=1)
    deconv = layer("DECONV", filters=6, kernel=3, stride=2, padding=1)
    before = [play(what, y) for what, y in ((conv, x), (deconv, up))]
    whole = columns.blocks
    count = len(list(whole(9, 4, 36 * 8, slab)))
    assert count == {1: 36, 700: 18, 5000: 3}[slab]
    monkeypatch.setattr(columns, "blocks", lambda *dims: whole(*dims, slab))
    for (out, _, step), (what, y) in zip(before, ((conv, x), (deconv, up)), strict=True):
        again, _, counted = play(what, y)
        np.testing.assert_allclose(again, out, atol=1e-12)
        assert counted.macs == step.macs


def test_batches_are_images_one_by_one():
    x, weight, bias = noise(3, 2, 6, 5), noise(4, 2, 3, 3), noise(4)
    out = forward(x, weight, bias, stride=2, padding=1)
    for image, result in zip(x, out, strict=True):
        expected, _ = naive(image, weight, (2, 2), [(1, 1), (1, 1)], (1, 1), 1)
        np.testing.assert_allclose(result, expected + bias[:, None, None], atol=1e-12)
