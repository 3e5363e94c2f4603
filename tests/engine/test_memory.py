"""Memory: stored activations, peak, training, and what fits."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine.lifetimes import kept_bytes, live_values, peak_values
from cnncalc.engine.memory import (
    DTYPES,
    OPTIMIZERS,
    NeedsNumbers,
    largest_batch,
    largest_input,
    memory,
    needed,
    saved_bytes,
)
from tests.nets import network_of, report_of


def test_e2_vgg16_is_61_megabytes():
    """E2: the lecture's table adds up to 15,237,608 values, 61.0 MB, not 93 MB."""
    found = memory(cnncalc.analyze("vgg16"))
    assert found.activations == 4 * 15_237_608 == 60_950_432
    assert found.weights == 4 * 138_357_544


@pytest.mark.parametrize(("dtype", "size"), [("float16", 2), ("float32", 4), ("float64", 8)])
def test_n41_halving_the_precision_halves_the_memory(dtype, size):
    found, full = (memory(cnncalc.analyze("alexnet"), dtype=d) for d in (dtype, "float32"))
    assert (found.weights * 4, found.activations * 4, found.peak * 4) == (
        full.weights * size, full.activations * size, full.peak * size,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("optimizer", "copies"),
    [("sgd", 0), ("momentum", 1), ("nesterov", 1), ("adagrad", 1), ("rmsprop", 1), ("adam", 2), ("adamw", 2)],
)
def test_n42_training_keeps_gradients_and_state(optimizer, copies):
    found = memory(cnncalc.analyze("alexnet"), optimizer=optimizer).training
    assert found.gradients == 4 * 62_378_344
    assert found.optimizer_state == copies * 4 * 62_378_344
    assert found.master == 0


def test_mixed_precision_keeps_float32_masters():
    """Micikevicius et al. 2018: weights and gradients in half precision, a float32 copy of the weights."""
    found = memory(report_of("INPUT 8x8x3 CONV3-4"), dtype="float16", optimizer="adam")
    assert (found.weights, found.training.gradients) == (2 * 112, 2 * 112)
    assert (found.training.master, found.training.optimizer_state) == (4 * 112, 2 * 4 * 112)


def test_running_statistics_take_memory_and_nothing_of_the_optimizer():
    """By hand, 2 bytes a value: 6 parameters, 6 statistics, 192 values read and as many written; the backward pass reads 192."""
    found = memory(report_of("INPUT 8x8x3 BN"), dtype="bfloat16", optimizer="adam")
    assert (found.weights, found.statistics, found.activations, found.peak) == (12, 12, 768, 768)
    assert found.inference == 12 + 12 + 768
    # The mean and the deviation of every channel of the batch are float32; so is what Adam keeps, and the master.
    saved = 2 * 192 + 4 * 2 * 3
    assert found.training == ("adam", saved, 12, 2 * 4 * 6, 4 * 6, 12 + 12 + saved + 12 + 2 * 4 * 6 + 4 * 6)


WORKSPACES = (  # network, values of the largest im2col matrix, where; counted by hand
    ("INPUT 8x8x3 CONV3-4", 8 * 8 * 3 * 3 * 3, "conv1"),
    ("INPUT 8x6x3 CONV3x5-4", 8 * 6 * 3 * 5 * 3, "conv1"),
    ("INPUT 8x8x3 CONV1-4 FC-2", 0, None),
    ("INPUT 8x8x3 CONV1-4 CONV3-4", 8 * 8 * 9 * 4, "conv2"),
    ("INPUT 8x8x3 CONV1-4/2", 4 * 4 * 3, "conv1"),
    ("INPUT 8x8x3 CONV1-4/1x2", 8 * 4 * 3, "conv1"),
    ("INPUT 8x8x3 CONV1-4/2x1", 4 * 8 * 3, "conv1"),
    ("INPUT 8x8x3 CONV1x3-4", 8 * 8 * 3 * 3, "conv1"),
    ("INPUT 8x8x3 CONV3x1-4", 8 * 8 * 3 * 3, "conv1"),
    ("INPUT 8x8x3 POOL2 CONV3-4 CONV3-3 CONV3-4", 4 * 4 * 9 * 4, "conv2"),
    ("INPUT 8x8x3 CONV3-3 CONV3-3", 8 * 8 * 9 * 3, "conv1"),
    ("INPUT 4x4x8 DECONV4-3/2p1", 4 * 4 * 16 * 3, "deconv1"),  # a column a position of its input
)


@pytest.mark.parametrize(("text", "values", "where"), WORKSPACES)
def test_the_workspace(text, values, where):
    found = memory(report_of(text), dtype="float16")
    assert (found.workspace, found.workspace_at) == (2 * values, where)


PEAKS = (  # network, values alive at the peak, where; counted by hand
    ("INPUT 8x8x3 CONV3-4", 192 + 256, "conv1"),
    ("INPUT 8x8x3 CONV3-4 RELU CONV3-2", 192 + 256, "conv1"),  # 448 against 256 + 128
    ("INPUT 8x8x1 CONV3-4 {CONV1-2 | ID}", 256 + 128 + 384, "concat1"),
    ("INPUT 8x8x4 {CONV3-4 + ID}", 256 * 3, "add1"),
    ("INPUT 8x8x4 {RELU + ID}", 256 * 3, "add1"),  # not in place: the input is read again
    ("INPUT 2x2x1 FLATTEN RELU FC-2", 4 + 2, "fc1"),
)


@pytest.mark.parametrize(("text", "values", "where"), PEAKS)
def test_the_peak(text, values, where):
    assert peak_values(report_of(text)) == (values, where)


def test_alive_at_every_step():
    """Counted by hand: input and conv1, the ReLU in place of conv1 whose input is gone, both paths and the join's copy."""
    report = report_of("INPUT 8x8x1 CONV3-4 RELU {CONV1-2 | ID} FC-3")
    assert [row.id for row in report.rows] == ["input", "conv1", "relu1", "conv2", "concat1", "fc1"]
    assert live_values(report) == [64, 64 + 256, 256, 256 + 128, 256 + 128 + 384, 384 + 3]


def test_alive_in_symbols():
    report = report_of("INPUT HxHxC CONV1-C RELU")
    one = report.rows[0].output.values
    assert live_values(report) == [one, 2 * one, one]


SAVED = (  # network, bytes kept for the backward pass of one float32 image; counted by hand
    ("INPUT 8x8x3 CONV3-4", 4 * 192),
    ("INPUT 8x8x3 CONV3-4 RELU", 4 * (192 + 256)),
    ("INPUT 8x8x3 CONV3-4 RELU CONV3-2", 4 * (192 + 256)),  # the ReLU's output is the next input
    ("INPUT 8x8x3 POOL2", 4 * 4 * 3),  # an index byte an output
    ("INPUT 8x8x3 AVGPOOL2", 0),
    ("INPUT 8x8x3 BN", 4 * 192 + 4 * 2 * 3),
    ("INPUT 8x8x3 BN RELU", 4 * (192 + 192) + 4 * 2 * 3),
    ("INPUT 8x8x3 DROPOUT", 192),
    ("INPUT 8x8x4 {CONV3-4 + ID}", 4 * 256),
    ("INPUT 8x8x4 FLATTEN FC-2", 4 * 256),
    ("INPUT 8x8x4 CONV3-4 SILU CONV3-4", 4 * 256 * 3),  # SiLU needs its input, the next layer its output
)


@pytest.mark.parametrize(("text", "size"), SAVED)
def test_what_the_backward_pass_keeps(text, size):
    assert saved_bytes(report_of(text), 1, "float32") == size


def test_what_is_kept_belongs_to_the_layer_that_made_it():
    """By hand, float32: conv1 reads the input, conv2 the ReLU's output, of the pool an index byte; nobody reads conv1's output."""
    found = kept_bytes(report_of("INPUT 8x8x3 CONV3-4 RELU CONV3-2 POOL2 FLATTEN FC-2"))
    assert found == [4 * 192, 0, 4 * 256, 0, 32 + 4 * 32, 0, 0]


def test_the_batch_multiplies_activations_and_nothing_else():
    one, eight = (memory(cnncalc.analyze("vgg16"), batch=batch, optimizer="adam") for batch in (1, 8))
    assert (eight.activations, eight.peak) == (8 * one.activations, 8 * one.peak)
    assert (eight.weights, eight.training.gradients) == (one.weights, one.training.gradients)
    assert eight.training.saved_activations == 8 * one.training.saved_activations


@pytest.mark.parametrize(("dtype", "size"), [("float16", 4), ("float32", 4), ("float64", 8)])
def test_bn_statistics_of_a_batch_do_not_grow(dtype, size):
    """And they are float32 at least."""
    report = report_of("INPUT 8x8x3 BN")
    assert saved_bytes(report, 10, dtype) == 10 * DTYPES[dtype] * 192 + size * 2 * 3


def test_what_is_kept_beside_values_grows_with_the_batch():
    """An index byte an output of a pool, a byte a value of dropout, whatever the data type."""
    report = report_of("INPUT 8x8x3 POOL2 DROPOUT")
    assert saved_bytes(report, 10, "float64") == 10 * (48 + 48)


@pytest.mark.parametrize("optimizer", [None, *OPTIMIZERS])
def test_the_largest_batch_fits_and_one_more_does_not(optimizer):
    report, limit = cnncalc.analyze("alexnet"), 4 << 30
    batch = largest_batch(report, limit, optimizer=optimizer)
    assert needed(memory(report, batch=batch, optimizer=optimizer)) <= limit
    assert needed(memory(report, batch=batch + 1, optimizer=optimizer)) > limit


def test_nothing_fits_into_nothing():
    assert largest_batch(cnncalc.analyze("alexnet"), 1 << 20) == 0


@pytest.mark.parametrize(("more", "batch"), [(-1, 0), (0, 1), (4 * 448 - 1, 1), (4 * 448, 2)])
def test_a_batch_of_one_takes_its_weights_and_its_peak(more, batch):
    """By hand: 112 weights and biases, 192 values read and 256 written, 4 bytes each."""
    assert largest_batch(report_of("INPUT 8x8x3 CONV3-4"), 4 * (112 + 448) + more) == batch


@pytest.mark.parametrize(("limit", "batch"), [(0, 10**9), (1 << 30, 10**9), (-1, 0)])
def test_training_that_keeps_nothing_takes_any_batch(limit, batch):
    """Nothing is learned, and no backward pass reads anything."""
    assert largest_batch(report_of("INPUT 8x8x3 AVGPOOL2"), limit, optimizer="sgd") == batch


def test_the_largest_input():
    network, limit = network_of("INPUT 9x9x3 CONV3-64 POOL2 CONV3-64 GAP", "exact"), 1 << 28
    extent = largest_input(network, limit)
    assert extent % 2 == 0
    sizes = [needed(memory(cnncalc.analyze(network.resized(e, e)))) for e in (extent, extent + 2)]
    assert sizes[0] <= limit < sizes[1]
    assert largest_input(network_of("alexnet"), limit) is None
    assert largest_input(network_of("INPUT 8x8x3 MAXOUT2-10"), limit) is None
    assert largest_input(network, 10) == 0


LARGEST = (  # network, framework, values in memory, largest square; by hand
    ("INPUT 4x4x1 AVGPOOL2", "exact", 5, 2),  # 2·2 values and 1
    ("INPUT 4x4x1 AVGPOOL2", "exact", 4, 0),
    ("INPUT 4x4x1 AVGPOOL2", "exact", 79, 6),  # 36 + 9 do, 64 + 16 do not
    ("INPUT 4x4x1 AVGPOOL2", "exact", 80, 8),
    ("INPUT 4x4x1 AVGPOOL2", "exact", 10**30, 10**9),  # no extent of the language is larger
    ("INPUT 14x14x3 {AAP7 + AVGPOOL2}", "pytorch", 10**6, 15),  # the only ones are 14 and 15
    ("INPUT 8x9x3 CONV2x3-4/2p0", "exact", 10**6, 0),  # heights are even, widths odd
    ("INPUT 65536x59049x1 POOL8192x6561 POOL8x9", "exact", 10**30, 0),  # 2^16·3^10 is the smallest
)


@pytest.mark.parametrize(("text", "framework", "values", "extent"), LARGEST)
def test_the_largest_input_is_exact(text, framework, values, extent):
    network = network_of(text, framework)
    assert largest_input(network, 4 * values) == extent
    assert largest_input(network, 8 * values, dtype="float64") == extent


@pytest.mark.parametrize(("values", "extent"), [(18, 4), (17, 3)])
def test_the_largest_input_for_training(values, extent):
    """A weight, its gradient, and the pixels that the backward pass reads."""
    network = network_of("INPUT 4x4x1 CONV1-1nobias", "exact")
    assert largest_input(network, 4 * values, optimizer="sgd") == extent


def test_symbols_need_numbers():
    with pytest.raises(NeedsNumbers, match="needs numbers"):
        memory(report_of("INPUT HxWx3 CONV3-4"))


def test_a_report_that_stops_has_no_memory():
    with pytest.raises(ValueError, match="pool1 has no output"):
        memory(cnncalc.analyze("INPUT 1x1x3 POOL2"))


def test_int8_has_no_training():
    with pytest.raises(ValueError, match="int8"):
        memory(report_of("INPUT 8x8x3 CONV3-4"), dtype="int8", optimizer="sgd")


def test_a_data_type_takes_the_bits_of_its_name():
    assert set(DTYPES) == {"float64", "float32", "float16", "bfloat16", "int8"}
    assert all(name.endswith(str(8 * size)) for name, size in DTYPES.items())
