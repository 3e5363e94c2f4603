"""Transposed convolutions: every input position adds a filter's worth of output."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cnncalc.forward.windows import NoWindow

from .build import layer, noise, play


def scattered(x, weight, stride, dilation, groups):
    """All that the windows cover, before anything is cut: five loops."""
    depth, height, width = x.shape
    _, per_group, rows, columns = weight.shape
    out = np.zeros(
        (
            per_group * groups,
            (height - 1) * stride[0] + dilation[0] * (rows - 1) + 1,
            (width - 1) * stride[1] + dilation[1] * (columns - 1) + 1,
        )
    )
    products = 0
    for d, r, c, k, i, j in product(*map(range, (depth, height, width, per_group, rows, columns))):
        target = d // (depth // groups) * per_group + k
        out[target, r * stride[0] + i * dilation[0], c * stride[1] + j * dilation[1]] += x[d, r, c] * weight[d, k, i, j]
        products += 1
    return out, products


CASES = [
    {"kernel": 3, "stride": 2, "padding": 1},
    {"kernel": 4, "stride": 2, "padding": 1},
    {"kernel": 2, "stride": 2, "padding": 0},
    {"kernel": (3, 2), "stride": (1, 3), "padding": (0, 1, 1, 0)},
    {"kernel": 2, "stride": 3, "padding": 0},
    {"kernel": 3, "stride": 2, "dilation": 2, "padding": (2, 1, 0, 3)},
    {"kernel": 3, "stride": 2, "padding": 1, "output_padding": 1},
    {"kernel": 3, "stride": 3, "padding": 0, "output_padding": (2, 1)},
    {"kernel": 1, "stride": 1, "padding": 0},
]


@pytest.mark.parametrize("options", CASES, ids=str)
@pytest.mark.parametrize("groups", [1, 2])
def test_transposed_is_a_scatter_and_a_cut(options, groups):
    x = noise(4, 3, 4)
    what = layer("DECONV", filters=6, groups=groups, **options)
    out, (weight, bias), step = play(what, x)
    assert weight.shape == (4, 6 // groups, *what.kernel)
    full, products = scattered(x, weight, what.stride, what.dilation, groups)
    top, bottom, left, right = what.padding
    grown = np.pad(full, ((0, 0), (0, what.output_padding[0]), (0, what.output_padding[1])))
    expected = grown[:, top : grown.shape[1] - bottom, left : grown.shape[2] - right]
    np.testing.assert_allclose(out, expected + bias[:, None, None], atol=1e-12)
    assert step.macs == products == 4 * 3 * 4 * (6 // groups) * what.kernel[0] * what.kernel[1]


@pytest.mark.parametrize(
    ("extent", "kernel", "stride", "extra", "same", "valid"),
    [
        (7, 3, 2, 0, 14, 15),  # arithmetic.md: transposed (7,3,2,1)
        (7, 2, 3, 0, 21, 21),
        (7, 4, 2, 0, 14, 16),
        (7, 3, 2, 1, 14, 16),
        (7, 4, 2, 1, 13, 17),
        (1, 1, 1, 0, 1, 1),
    ],
)
def test_tensorflow_sizes(extent, kernel, stride, extra, same, valid):
    sizes = []
    for padding in ("same", "valid"):
        what = layer(
            "DECONV", filters=1, kernel=kernel, stride=stride, padding=padding, output_padding=extra, bias=False
        )
        out, (weight,), step = play(what, noise(1, extent, extent), framework="tensorflow")
        sizes.append(out.shape[1])
        assert out.shape[1] == out.shape[2]
        assert step.macs == extent * extent * kernel * kernel
        full, _ = scattered(noise(1, extent, extent), weight, (stride,) * 2, (1, 1), 1)
        before = max(0, full.shape[1] - out.shape[1]) // 2 if padding == "same" else 0
        grown = np.pad(full, ((0, 0), (0, 20), (0, 20)))
        np.testing.assert_allclose(
            out, grown[:, before : before + out.shape[1], before : before + out.shape[2]], atol=1e-12
        )
    assert sizes == [same, valid]


def test_cutting_everything_is_no_output():
    with pytest.raises(NoWindow):
        play(layer("DECONV", filters=1, kernel=1, stride=1, padding=2), noise(1, 4, 4))
