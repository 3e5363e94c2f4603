"""Every other kind against a loop or its definition, value by value."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cnncalc.forward import FUNCTIONS
from cnncalc.forward.windows import NoWindow
from cnncalc.layers import CLASSES

from .build import layer, noise, play


def test_every_kind_has_its_function():
    assert {token.lower() for token in CLASSES} - {"input"} == set(FUNCTIONS)


def logistic(x):
    return 1 / (1 + math.exp(-x))


POINTWISE = [
    ("RELU", {}, lambda x: max(0, x)),
    ("LRELU", {}, lambda x: x if x > 0 else 0.01 * x),
    ("LRELU", {"slope": 0.2}, lambda x: x if x > 0 else 0.2 * x),
    ("ELU", {"alpha": 1.5}, lambda x: x if x > 0 else 1.5 * (math.exp(x) - 1)),
    ("SIGMOID", {}, logistic),
    ("TANH", {}, math.tanh),
    ("GELU", {}, lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2),
    ("SILU", {}, lambda x: x * logistic(x)),
    ("HSIGMOID", {}, lambda x: min(max(0, x + 3), 6) / 6),
    ("HSWISH", {}, lambda x: x * min(max(0, x + 3), 6) / 6),
    ("RELU6", {}, lambda x: min(max(0, x), 6)),
    ("DROPOUT", {}, lambda x: x),
    ("DROPPATH", {"rate": 0.2}, lambda x: x),
]


@pytest.mark.parametrize(("token", "options", "function"), POINTWISE, ids=lambda v: v if isinstance(v, str) else "")
@pytest.mark.parametrize("in_place", [True, False])
def test_activations(token, options, function, in_place):
    x = 4 * noise(3, 4, 5)
    x[0, 0] = [0.0, -9.0, 9.0, -3.0, 3.0]
    expected = np.vectorize(function, otypes=[float])(x)
    given = x.copy()
    out, tensors, step = play(layer(token, **options), given, may_overwrite=in_place)
    np.testing.assert_allclose(out, expected, atol=1e-6 if token == "GELU" else 1e-12)
    assert (out is given) == in_place
    assert in_place or np.array_equal(given, x), "only what nobody else reads may be overwritten"
    assert (tensors, step.macs) == ([], 0)


@pytest.mark.parametrize("token", ["SIGMOID", "SILU", "GELU", "ELU", "TANH", "SOFTMAX"])
def test_extreme_values_do_not_overflow(token):
    x = np.array([-1e30, -800.0, 0.0, 80.0, 800.0]).reshape(5, 1, 1)
    with np.errstate(over="raise", invalid="raise"):
        assert np.isfinite(play(layer(token), x)[0]).all()


def test_chunks_cover_long_arrays():
    x = noise(3, 150, 301)
    out, _, _ = play(layer("LRELU"), x)
    assert np.array_equal(out, np.where(x > 0, x, 0.01 * x))
    out, (slope,), _ = play(layer("PRELU"), x)
    assert np.array_equal(out, np.where(x > 0, x, x * (slope[:, None, None] + 0.25)))


@pytest.mark.parametrize("shared", [True, False])
def test_parametric_relu_has_a_slope_a_channel(shared):
    x = noise(3, 2, 2)
    out, (slope,), step = play(layer("PRELU", shared=shared), x)
    assert step.params == slope.size == (1 if shared else 3)
    for channel in range(3):
        a = slope[0 if shared else channel] + 0.25
        for value, result in zip(x[channel].ravel(), out[channel].ravel(), strict=True):
            assert result == pytest.approx(value if value > 0 else a * value)


@pytest.mark.parametrize("in_place", [True, False])
def test_softmax_over_the_depth(in_place):
    x = noise(4, 2, 3)
    given = x.copy()
    out, _, _ = play(layer("SOFTMAX"), given, may_overwrite=in_place)
    assert (out is given) == in_place
    for r in range(2):
        for c in range(3):
            total = sum(math.exp(v) for v in x[:, r, c])
            for channel in range(4):
                assert out[channel, r, c] == pytest.approx(math.exp(x[channel, r, c]) / total)


@pytest.mark.parametrize(("options", "learned"), [({}, 6), ({"scale": False}, 3), ({"affine": False}, 0)])
def test_batch_norm(options, learned):
    x = noise(3, 2, 4)
    out, tensors, step = play(layer("BN", eps=0.1, **options), x)
    mean, variance, *affine = tensors
    assert len(affine) == learned // 3
    scale = affine[0] if learned == 6 else np.ones(3)
    shift = affine[-1] if learned else np.zeros(3)
    for place in np.ndindex(x.shape):
        c = place[0]
        expected = scale[c] * (x[place] - mean[c]) / math.sqrt(variance[c] + 0.1) + shift[c]
        assert out[place] == pytest.approx(expected)
    assert (step.params, step.statistics, step.macs) == (learned, 6, 0)


@pytest.mark.parametrize("affine", [True, False])
def test_layer_norm_over_the_channels(affine):
    x = noise(5, 2, 3)
    out, tensors, step = play(layer("LN", affine=affine, eps=0.1), x)
    scale, shift = tensors if affine else (np.ones(5), np.zeros(5))
    for r in range(2):
        for c in range(3):
            values = x[:, r, c]
            mean = sum(values) / 5
            deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / 5 + 0.1)
            np.testing.assert_allclose(out[:, r, c], scale * (values - mean) / deviation + shift)
    assert (step.params, step.statistics) == (10 if affine else 0, 0)


@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize(("token", "groups"), [("GN", 1), ("GN", 3), ("GN", 6), ("IN", 6)])
def test_group_and_instance_norm(token, groups, affine):
    x = noise(6, 2, 3) + 5
    options = {"groups": groups} if token == "GN" else {}
    given = x.copy()
    out, tensors, step = play(layer(token, affine=affine, eps=0.1, **options), given)
    scale, shift = tensors if affine else (np.ones(6), np.zeros(6))
    for place in np.ndindex(x.shape):
        c = place[0]
        first = c // (6 // groups) * (6 // groups)
        values = [x[i, r, w] for i in range(first, first + 6 // groups) for r in range(2) for w in range(3)]
        mean = sum(values) / len(values)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values) + 0.1)
        assert out[place] == pytest.approx(scale[c] * (x[place] - mean) / deviation + shift[c])
    assert np.array_equal(given, x)
    assert (step.params, step.statistics, step.macs) == (12 if affine else 0, 0, 0)


@pytest.mark.parametrize("affine", [True, False])
def test_l2_norm_over_the_channels(affine):
    x = noise(5, 2, 3)
    out, tensors, step = play(layer("L2NORM", affine=affine, eps=0.1), x)
    scale = tensors[0] if affine else np.ones(5)
    for c, r, w in np.ndindex(x.shape):
        length = math.sqrt(sum(v * v for v in x[:, r, w]) + 0.1)
        assert out[c, r, w] == pytest.approx(scale[c] * x[c, r, w] / length)
    assert (step.params, step.statistics) == (5 if affine else 0, 0)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 15])
def test_local_response_norm(size):
    x = 3 * noise(6, 2, 3)
    out, _, step = play(layer("LRN", size=size, alpha=0.3, beta=0.6, k=1.5), x)
    for place in np.ndindex(x.shape):
        c = place[0]
        near = [x[i][place[1:]] for i in range(c - size // 2, c - size // 2 + size) if 0 <= i < 6]
        assert out[place] == pytest.approx(x[place] / (1.5 + 0.3 * sum(v * v for v in near)) ** 0.6)
    assert step.macs == 0


@pytest.mark.parametrize("bias", [True, False])
def test_scale(bias):
    x = noise(3, 2, 2)
    out, tensors, step = play(layer("SCALE", bias=bias), x)
    shift = tensors[1] if bias else np.zeros(3)
    np.testing.assert_allclose(out, np.stack([x[c] * tensors[0][c] + shift[c] for c in range(3)]))
    assert step.params == (6 if bias else 3)


def test_layer_scale():
    x = noise(3, 2, 2)
    out, (scale,), step = play(layer("LAYERSCALE"), x)
    np.testing.assert_allclose(out, np.stack([x[c] * scale[c] for c in range(3)]))
    assert step.params == 3


@pytest.mark.parametrize("bias", [True, False])
def test_fully_connected(bias):
    x = noise(3, 2, 4)
    out, tensors, step = play(layer("FC", outputs=5, bias=bias), x)
    assert out.shape == (5, 1, 1)
    flat = list(x.ravel())
    for k in range(5):
        total = sum(w * v for w, v in zip(tensors[0][k], flat, strict=True)) + (tensors[1][k] if bias else 0)
        assert out[k, 0, 0] == pytest.approx(total)
    assert (step.params, step.macs) == (24 * 5 + 5 * bias, 24 * 5)


@pytest.mark.parametrize("bias", [True, False])
def test_maxout(bias):
    x = noise(3, 2, 4)
    out, tensors, step = play(layer("MAXOUT", pieces=3, outputs=5, bias=bias), x)
    weight = tensors[0].reshape(3, 5, 24)
    for k in range(5):
        pieces = [weight[p, k] @ x.ravel() + (tensors[1][p, k] if bias else 0) for p in range(3)]
        assert out[k, 0, 0] == pytest.approx(max(pieces))
    assert (step.params, step.macs) == (3 * (24 * 5 + 5 * bias), 3 * 24 * 5)


def test_joins_copy():
    a, b = noise(2, 3, 4), noise(3, 3, 4, seed=2)
    joined, _, _ = play(layer("CONCAT"), a, b, a)
    assert joined.shape == (7, 3, 4)
    assert np.array_equal(joined[:2], a)
    assert np.array_equal(joined[2:5], b)
    c = noise(2, 3, 4, seed=3)
    total, _, _ = play(layer("ADD"), a, c, c)
    for place in np.ndindex(a.shape):
        assert total[place] == a[place] + c[place] + c[place]
    for out in (joined, total):
        assert not any(np.shares_memory(out, x) for x in (a, b, c))
    with pytest.raises(ValueError, match="cannot add"):
        play(layer("ADD"), a, b)


@pytest.mark.parametrize("gate", [(2, 3, 4), (2, 1, 1), (1, 3, 4)], ids=str)
@pytest.mark.parametrize("first", [True, False])
def test_gates(gate, first):
    x, g = noise(2, 3, 4), noise(*gate, seed=2)
    out, _, _ = play(layer("MULTIPLY"), *((g, x) if first else (x, g)))
    assert out.shape == x.shape
    for i, r, c in np.ndindex(x.shape):
        assert out[i, r, c] == x[i, r, c] * g[min(i, gate[0] - 1), min(r, gate[1] - 1), min(c, gate[2] - 1)]


def test_flatten_is_the_same_memory():
    x = noise(2, 3, 4)
    out, _, _ = play(layer("FLATTEN"), x)
    assert out.shape == (24, 1, 1)
    assert np.shares_memory(out, x)


@pytest.mark.parametrize("factor", [1, 2, 3, (2, 3)], ids=str)
def test_nearest_repeats(factor):
    x = noise(2, 3, 4)
    what = layer("UP", factor=factor)
    out, _, _ = play(what, x)
    down, across = what.factor
    assert out.shape == (2, 3 * down, 4 * across)
    for d, r, c in np.ndindex(out.shape):
        assert out[d, r, c] == x[d, r // down, c // across]


@pytest.mark.parametrize("factor", [1, 2, 3, 4, (2, 3)], ids=str)
def test_bilinear_weighs_by_distance(factor):
    x = noise(2, 3, 4)
    what = layer("UP", factor=factor, mode="bilinear")
    out, _, _ = play(what, x)

    def tent(o, f, n):
        """Shares of the n input pixels: a tent around the output pixel's middle, what falls outside goes to the edge."""
        middle = (o + 0.5) / f - 0.5
        shares = np.zeros(n)
        for p in range(-1, n + 1):
            shares[min(max(p, 0), n - 1)] += max(0.0, 1 - abs(p - middle))
        return shares

    for d, r, c in np.ndindex(out.shape):
        rows, columns = tent(r, what.factor[0], 3), tent(c, what.factor[1], 4)
        assert out[d, r, c] == pytest.approx(rows @ x[d] @ columns)


@pytest.mark.parametrize(("token", "combine"), [("AAP", np.mean), ("AMP", np.max)])
@pytest.mark.parametrize("size", [1, 2, 3, (3, 4), (5, 7), (8, 10)], ids=str)
def test_adaptive_pools_cover_the_map(token, combine, size):
    x = noise(2, 5, 7)
    what = layer(token, size=size)
    out, _, _ = play(what, x)
    down, across = what.size
    assert out.shape == (2, down, across)
    for d, r, c in np.ndindex(out.shape):
        rows = slice(math.floor(r * 5 / down), math.ceil((r + 1) * 5 / down))
        columns = slice(math.floor(c * 7 / across), math.ceil((c + 1) * 7 / across))
        assert out[d, r, c] == pytest.approx(combine(x[d, rows, columns]))


def test_shuffle_takes_the_first_of_every_group_first():
    x = noise(6, 2, 3)
    for groups in (1, 2, 3, 6):
        out, _, _ = play(layer("SHUFFLE", groups=groups), x)
        order = [i + j for j in range(6 // groups) for i in range(0, 6, 6 // groups)]
        assert np.array_equal(out, x[order])
        assert not np.shares_memory(out, x)


def test_slices_and_crops_are_the_same_memory():
    x = noise(6, 5, 7)
    for what, expected in (
        (layer("SLICE", start=0, stop=2), x[:2]),
        (layer("SLICE", start=4), x[4:]),
        (layer("CROP", margin=(1, 2, 0, 3)), x[:, 1:3, :4]),
        (layer("CROP", margin=0), x),
    ):
        out, _, _ = play(what, x)
        assert np.array_equal(out, expected)
        assert np.shares_memory(out, x)


@pytest.mark.parametrize("margin", [(2, 3, 0, 0), (0, 0, 7, 0), (9, 0, 0, 0)])
def test_a_crop_leaves_something(margin):
    with pytest.raises(NoWindow):
        play(layer("CROP", margin=margin), noise(2, 5, 7))


def test_activations_work_in_place_on_a_crop():
    """There are gaps between its rows, so that flattened it would be a copy, and what is written to that would be lost."""
    x = noise(2, 5, 7)
    for token in ("SILU", "LRELU", "PRELU", "RELU", "SOFTMAX"):
        inside = x.copy()[:, 1:4, 2:6]
        expected, _, _ = play(layer(token), inside.copy())
        out, _, _ = play(layer(token), inside, may_overwrite=True)
        assert out is inside
        assert np.array_equal(out, expected)


@pytest.mark.parametrize("factor", [1, 2, (2, 3)], ids=str)
def test_space_to_depth_and_unpooling(factor):
    x = noise(2, 4, 6)
    what = layer("REORG", factor=factor)
    out, _, _ = play(what, x)
    down, across = what.factor
    assert out.shape == (2 * down * across, 4 // down, 6 // across)
    for d, r, c in np.ndindex(x.shape):
        channel = (d * down + r % down) * across + c % across
        assert out[channel, r // down, c // across] == x[d, r, c]
    out, _, _ = play(layer("UNPOOL", factor=factor), x)
    assert out.shape == (2, 4 * down, 6 * across)
    for d, r, c in np.ndindex(out.shape):
        nail = r % down == 0 and c % across == 0
        assert out[d, r, c] == (x[d, r // down, c // across] if nail else 0)


def test_space_to_depth_needs_whole_windows():
    with pytest.raises(ValueError, match="do not divide"):
        play(layer("REORG", factor=2), noise(2, 5, 6))
