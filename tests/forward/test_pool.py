"""Pools against loops, and where frameworks disagree on their sizes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cnncalc.forward.windows import NoWindow

from .build import layer, noise, play

TABLE = [
    # (W, F, S, P), caffe, floor, ceil, SAME, VALID; None: no output. Source: arithmetic.md, "Where they disagree".
    ((112, 3, 2, 0), 56, 55, 56, 56, 55),
    ((64, 3, 2, 1), 33, 32, 33, 32, 31),
    ((7, 2, 2, 1), 4, 4, 4, 4, 3),
    ((9, 4, 4, 2), 3, 3, 3, 3, 2),
    ((8, 2, 4, 0), 3, 2, 2, 2, 2),
    ((12, 1, 2, 0), 7, 6, 6, 6, 6),
    ((13, 2, 1, 0), 12, 12, 12, 13, 12),
    ((14, 5, 3, 0), 4, 4, 4, 5, 4),
    ((1, 2, 2, 0), 1, None, 1, 1, None),
    ((4, 3, 2, 2), 3, 3, 3, 2, 1),  # caffe alone accepts it; the others refuse before any window slides
]


def size(what, extent, framework):
    try:
        return play(what, noise(1, extent, extent), framework=framework)[0].shape[1]
    except NoWindow:
        return None


@pytest.mark.parametrize(("case", "caffe", "floor", "ceil", "same", "valid"), TABLE, ids=str)
@pytest.mark.parametrize("token", ["POOL", "AVGPOOL"])
def test_where_pools_disagree(token, case, caffe, floor, ceil, same, valid):
    extent, kernel, stride, padding = case

    def pool(padding=padding, ceil=None):
        return layer(token, kernel=kernel, stride=stride, padding=padding, ceil=ceil)

    assert size(pool(), extent, "caffe") == caffe
    assert size(pool(), extent, "exact") == floor
    assert size(pool(), extent, "pytorch") == floor
    assert size(pool(ceil=False), extent, "caffe") == floor
    assert size(pool(ceil=True), extent, "pytorch") == ceil
    assert size(pool(ceil=True), extent, "exact") == ceil
    assert size(pool("same"), extent, "tensorflow") == same
    assert size(pool("valid"), extent, "tensorflow") == valid


CONVOLUTIONS = [
    # (W, F, S), padding, caffe, pytorch, SAME. Source: the same table.
    ((2, 3, 2), 0, 1, None, 1),
    ((8, 4, 2), 1, 4, 4, 4),
    ((224, 3, 2), 1, 112, 112, 112),
    ((224, 11, 4), 2, 55, 55, 56),
]


@pytest.mark.parametrize(("case", "padding", "caffe", "pytorch", "same"), CONVOLUTIONS, ids=str)
def test_where_convolutions_disagree(case, padding, caffe, pytorch, same):
    extent, kernel, stride = case
    stated = layer("CONV", filters=1, kernel=kernel, stride=stride, padding=padding)
    unstated = layer("CONV", filters=1, kernel=kernel, stride=stride)
    assert size(stated, extent, "caffe") == caffe
    assert size(stated, extent, "pytorch") == pytorch
    assert size(stated, extent, "exact") == pytorch
    assert size(unstated, extent, "tensorflow") == same


def windows_of(extent, kernel, stride, before, after, up, clip):
    """Where windows begin, by counting: while they fit, and while rounding up leaves one that begins before the end."""
    starts = []
    start = -before
    while start + kernel <= extent + after:
        starts.append(start)
        start += stride
    if up and (start - stride + kernel if starts else -before) < extent + after and not (clip and start >= extent):
        starts.append(start)
    return starts


def naive(token, x, kernel, stride, sides, up, clip, count_padding):
    tables = [windows_of(n, kernel, stride, *side, up, clip) for n, side in zip(x.shape[1:], sides, strict=True)]
    out = np.zeros((len(x), *map(len, tables)))
    for (r, top), (c, left) in product(*map(enumerate, tables)):
        bounds = []
        areas = []
        for start, extent, side in zip((top, left), x.shape[1:], sides, strict=True):
            bounds.append(slice(max(0, start), max(0, min(extent, start + kernel))))
            inside = max(0, bounds[-1].stop - bounds[-1].start)
            areas.append(min(start + kernel, extent + side[1]) - start if count_padding else inside)
        under = x[:, bounds[0], bounds[1]].reshape(len(x), -1)
        if token == "POOL":
            out[:, r, c] = under.max(axis=1) if under.size else np.finfo(x.dtype).min
        else:
            out[:, r, c] = under.sum(axis=1) / max(1, areas[0] * areas[1])
    return out


PADDINGS = [0, 1, (1, 0, 0, 1), (0, 1, 2, 1)]


@pytest.mark.parametrize("token", ["POOL", "AVGPOOL"])
@pytest.mark.parametrize("framework", ["exact", "pytorch", "caffe", "tensorflow"])
@pytest.mark.parametrize("ceil", [None, True, False])
@pytest.mark.parametrize("padding", PADDINGS, ids=str)
def test_pools_are_loops(token, framework, ceil, padding):
    for height, width, kernel, stride in product((5, 6), (7,), (2, 3), (1, 2, 3, 4)):
        x = noise(2, height, width)
        what = layer(token, kernel=kernel, stride=stride, padding=padding, ceil=ceil)
        sides = [what.padding[:2], what.padding[2:]]
        up = framework == "caffe" if ceil is None else ceil
        clip = framework != "caffe" or any(what.padding)
        out, tensors, step = play(what, x, framework=framework)
        expected = naive(token, x, kernel, stride, sides, up, clip, framework != "tensorflow")
        np.testing.assert_allclose(out, expected, atol=1e-12)
        assert (tensors, step.macs, step.params) == ([], 0, 0)


@pytest.mark.parametrize("token", ["POOL", "AVGPOOL"])
def test_same_pools_leave_padding_out(token):
    """TensorFlow's mean of ones is one at the edges too."""
    out, _, _ = play(layer(token, kernel=3, stride=2, padding="same"), np.ones((1, 6, 7)), framework="tensorflow")
    assert out.tolist() == np.ones((1, 3, 4)).tolist()


def test_padding_is_never_the_largest():
    assert play(layer("POOL", kernel=3, stride=1, padding=1), -np.ones((1, 3, 3)))[0].max() == -1


def test_stride_is_the_kernel_unless_stated():
    x = np.arange(24.0).reshape(1, 4, 6)
    assert play(layer("POOL", kernel=(2, 3)), x)[0].tolist() == [[[8, 11], [20, 23]]]


def test_global_pools():
    x = noise(3, 4, 5)
    average, _, _ = play(layer("GAP"), x)
    largest, _, _ = play(layer("GMP"), x)
    assert average.shape == largest.shape == (3, 1, 1)
    for channel in range(3):
        assert average[channel, 0, 0] == pytest.approx(sum(x[channel].ravel()) / 20)
        assert largest[channel, 0, 0] == max(x[channel].ravel())
