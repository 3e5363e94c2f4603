"""The walk: what is held, what works in place, what is freed, and how much memory that takes."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from cnncalc.forward.run import run, walk
from cnncalc.forward.windows import NoWindow

from .build import graph, layer

CONV = layer("CONV", kernel=3, filters=4)
RELU = layer("RELU")
FLATTEN = layer("FLATTEN")
VALUE = 4  # bytes of a float32


def held(network):
    return [m.bytes_held // VALUE for m in run(network).measured]


def test_what_is_measured_of_one_layer():
    network = graph((6, 5, 3), CONV, layer("BN"), layer("FC", outputs=7))
    image, conv, norm, dense = run(network).measured
    assert (image.shape, image.bytes_held, image.params_allocated) == ((6, 5, 3), 90 * VALUE, 0)
    assert (conv.shape, conv.params_allocated, conv.macs_performed) == ((6, 5, 4), 4 * 28, 30 * 4 * 27)
    assert (norm.params_allocated, norm.statistics_allocated, norm.macs_performed) == (8, 8, 0)
    assert (dense.shape, dense.params_allocated, dense.bytes_held) == ((1, 1, 7), 7 * 121, 7 * VALUE)
    assert [m.id for m in (image, conv, norm, dense)] == ["input", "conv1", "bn2", "fc3"]
    assert all(m.seconds >= 0 for m in (image, conv, norm, dense))


def test_the_only_reader_works_in_place():
    assert held(graph((6, 5, 3), CONV, RELU, layer("DROPOUT"), layer("SOFTMAX"))) == [90, 120, 0, 0, 0]


def test_even_on_the_image():
    assert held(graph((6, 5, 3), RELU)) == [90, 0]


def test_normalization_joins_and_pools_store():
    network = graph(
        (6, 5, 3), CONV, layer("BN"), layer("LRN"), layer("SCALE"), layer("POOL", kernel=1), (layer("CONCAT"), (5, 5))
    )
    assert held(network) == [90, 120, 120, 120, 120, 120, 240]


@pytest.mark.parametrize("reader_first", [True, False])
def test_another_reader_forbids_it(reader_first):
    """Whether the other reader came before or comes after, and whoever joins them sees the right values."""
    other = layer("BN", affine=False)
    first, second = (other, RELU) if reader_first else (RELU, other)
    network = graph((6, 5, 3), CONV, (first, (1,)), (second, (1,)), (layer("CONCAT"), (2, 3)))
    assert held(network) == [90, 120, 120, 120, 240]


def test_a_shortcut_is_a_reader():
    network = graph((6, 5, 4), (RELU, (0,)), (layer("CONV", kernel=3, filters=4), (1,)), (layer("ADD"), (2, 0)), RELU)
    values = [value.copy() for _, value in walk(network)]
    np.testing.assert_array_equal(values[1], np.maximum(values[0], 0))
    np.testing.assert_array_equal(values[4], np.maximum(values[2] + values[0], 0))
    assert held(network) == [120, 120, 120, 120, 0]


def test_views_store_nothing_and_share_readers():
    assert held(graph((6, 5, 3), CONV, FLATTEN, RELU)) == [90, 120, 0, 0]
    # The view's memory is read by a pool as well, so the ReLU behind the view must not touch it.
    assert held(graph((6, 5, 3), CONV, (FLATTEN, (1,)), (RELU, (2,)), (layer("GAP"), (1,)), (layer("CONCAT"), (3, 4)))) == [
        90, 120, 0, 120, 4, 124,
    ]  # fmt: skip
    # Two readers of the view itself.
    assert held(graph((6, 5, 3), CONV, FLATTEN, (RELU, (2,)), (layer("CONCAT"), (2, 3)))) == [90, 120, 0, 120, 240]
    # A view of a view.
    assert held(graph((6, 5, 3), CONV, FLATTEN, FLATTEN, RELU)) == [90, 120, 0, 0, 0]
    assert held(graph((6, 5, 3), CONV, (FLATTEN, (1,)), (FLATTEN, (2,)), (RELU, (3,)), (layer("GAP"), (1,)))) == [
        90, 120, 0, 0, 120, 4,
    ]  # fmt: skip


def test_whoever_asked_for_an_output_reads_it():
    network = graph((6, 5, 3), CONV, RELU, outputs={"before": 1, "output": 2})
    result = run(network)
    assert [m.bytes_held // VALUE for m in result.measured] == [90, 120, 120]
    np.testing.assert_array_equal(result.outputs["output"], np.maximum(result.outputs["before"], 0))
    assert result.outputs["before"].min() < 0


def test_alive_are_inputs_output_and_what_is_still_to_be_read():
    up = layer("CONV", kernel=1, filters=10, bias=False)
    network = graph((4, 4, 1), (up, (0,)), (up, (1,)), (layer("ADD"), (1, 2)), (layer("GAP"), (3,)), (up, (0,)))
    # values: image 16, three maps of 160, 10, another map; the image is read again at the end
    alive = [m.bytes_alive // VALUE for m in run(network).measured]
    assert alive == [16, 16 + 160, 16 + 320, 16 + 480, 16 + 160 + 10, 16 + 160]
    assert run(network).peak_bytes == 496 * VALUE
    assert run(network).peak.id == "add3"


def test_outputs_stay_alive_and_ties_go_to_the_first():
    network = graph(
        (4, 4, 2),
        (RELU, (0,)),
        (layer("POOL", kernel=1), (1,)),
        (layer("POOL", kernel=1), (2,)),
        outputs={"a": 2, "output": 3},
    )
    result = run(network)
    assert [m.bytes_alive // VALUE for m in result.measured] == [32, 32, 64, 64]
    assert result.peak.id == "pool2"


def test_the_seed_decides_and_the_image_is_ours():
    network = graph((6, 5, 3), RELU, CONV)
    image = np.random.default_rng(0).standard_normal((3, 6, 5))
    kept = image.copy()
    first, again, other = (run(network, seed=seed, image=image).outputs["output"] for seed in (1, 1, 2))
    assert np.array_equal(image, kept)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.dtype == np.float32
    assert run(network, image=image, dtype=np.float64).outputs["output"].dtype == np.float64
    with pytest.raises(ValueError, match="the image is"):
        run(network, image=image.transpose())


def test_progress_is_told_before_every_layer():
    told = []
    run(graph((6, 5, 3), CONV, RELU), progress=lambda index, node: told.append((index, node.id)))
    assert told == [(0, "input"), (1, "conv1"), (2, "relu2")]


def test_no_window_is_said():
    with pytest.raises(NoWindow, match="no window of 9 pixels"):
        run(graph((4, 4, 1), layer("CONV", kernel=9, filters=1, padding=0)))


def test_values_stay_sane_in_depth():
    blocks = [layer("CONV", kernel=3, filters=16), RELU] * 60
    out = run(graph((8, 8, 3), *blocks)).outputs["output"]
    assert np.isfinite(out).all()
    assert 1e-6 < out.std() < 1e6


def test_ten_thousand_layers():
    result = run(graph((1, 1, 1), *[RELU] * 10_000))
    assert len(result.measured) == 10_001
    assert result.peak_bytes == VALUE


def peak_of(network):
    run(graph((4, 4, 1), CONV))  # whatever is allocated once
    tracemalloc.start()
    try:
        run(network)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


MEBIBYTE = 1 << 20


def test_memory_is_what_the_largest_layer_needs():
    """The promise: 1.3 times (the largest layer's weights, its input, its output and a slab of 64 MiB)."""
    network = graph(
        (96, 96, 3),
        layer("CONV", kernel=3, filters=256), RELU, layer("CONV", kernel=3, filters=256), RELU, layer("POOL", kernel=2),
        layer("BN"), layer("LRN"), layer("PRELU"), layer("CONV", kernel=3, filters=32, groups=4), layer("FC", outputs=256), RELU,
        layer("FC", outputs=10),
    )  # fmt: skip
    convolution = VALUE * (3 * 3 * 256 * 256 + 2 * 96 * 96 * 256)
    dense = VALUE * (48 * 48 * 32 * 256 + 48 * 48 * 32 + 256)
    peak = peak_of(network)
    assert peak <= 1.3 * (max(convolution, dense) + 64 * MEBIBYTE)
    # Really little more than the largest weights, or than a layer and the slab that is taken.
    assert peak <= 1.1 * max(dense, convolution + 16 * MEBIBYTE)


@pytest.mark.parametrize(
    "what",
    [
        layer("CONV", kernel=3, filters=64), layer("CONV", kernel=3, filters=64, groups=8), layer("DWCONV", kernel=5), layer("POOL", kernel=3, stride=1, padding=1),
        layer("AVGPOOL", kernel=3, stride=1, padding=1), layer("LRN"), layer("LN"), layer("BN"), layer("GELU"), layer("SILU"), layer("PRELU"),
        layer("ELU"), layer("HSWISH"), layer("SOFTMAX"), layer("DECONV", kernel=3, filters=64, padding=1),
    ],
    ids=repr,
)  # fmt: skip
def test_no_kind_takes_more(what):
    """Input and output of 16 MiB each: no hidden copy of either, slabs and a few chunks apart."""
    extent = 256
    values = VALUE * extent * extent * 64
    in_place = graph((extent, extent, 64), what)
    assert peak_of(in_place) <= 1.3 * (2 * values + 17 * MEBIBYTE)


def test_only_one_layers_weights_live():
    """Twenty layers of 4 MiB of weights each never take more than one at a time."""
    network = graph((1, 1, 1024), *[layer("FC", outputs=1024)] * 20)
    assert peak_of(network) <= 6 * MEBIBYTE
