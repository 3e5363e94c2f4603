"""Memory in bytes: weights, stored activations, the peak of an inference, and what training keeps.

What is not counted: the allocator's slack, a framework's own context, and workspaces other than the im2col matrix named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.lifetimes import kept_bytes, peak_values
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from cnncalc.engine.report import Report
    from cnncalc.network import Network

DTYPES = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}
"""Bytes of a value."""

OPTIMIZERS = {"sgd": 0, "momentum": 1, "nesterov": 1, "adagrad": 1, "rmsprop": 1, "adam": 2, "adamw": 2}
"""Copies of the parameters that an optimizer's state takes. Source: CS231n, "Parameter updates"; N42."""

HALF = ("float16", "bfloat16")
"""Data types whose training keeps float32 master weights and optimizer state (Micikevicius et al. 2018)."""

MOST_IMAGES = 10**9
"""No batch is larger, as on the command line."""


class Training(NamedTuple):
    """What one step of training holds, in bytes; activations are already times the batch."""

    optimizer: str
    saved_activations: int
    gradients: int
    optimizer_state: int
    master: int
    total: int


class Memory(NamedTuple):
    """In bytes, activations and peak times the batch. `peak_at` is the id of the layer at which the peak is reached.

    `workspace` is the largest im2col matrix, for one image: the price of turning a convolution into a matrix product.
    """

    batch: int
    dtype: str
    weights: int
    statistics: int
    activations: int
    peak: int
    peak_at: str
    workspace: int
    workspace_at: str | None
    training: Training | None = None

    @property
    def inference(self) -> int:
        """Weights, running statistics and the peak: what an inference needs."""
        return self.weights + self.statistics + self.peak


class NeedsNumbers(ValueError):
    """Peak memory compares sizes, so it needs numbers, not symbols."""


def memory(report: Report, *, batch: int = 1, dtype: str = "float32", optimizer: str | None = None) -> Memory:
    """The memory of `report`'s network; with an `optimizer` that of training it too.

    Raises `NeedsNumbers` for symbolic sizes; ValueError for a report that stops early or training in int8.
    """
    if report.stopped_at is not None:
        raise ValueError(f"{report.stopped_at.id} has no output, so the memory behind it is unknown")
    if not all(row.output.is_concrete for row in report.rows) or not isinstance(report.totals.params, int):
        raise NeedsNumbers("peak memory compares sizes and needs numbers: bind the symbols, as in --set H=224")
    size = DTYPES[dtype]
    params, statistics, activations = report.totals.params, report.totals.statistics, report.totals.activations
    assert isinstance(params, int)
    assert isinstance(statistics, int)
    assert isinstance(activations, int)
    peak, at = peak_values(report)
    workspace, where = _workspace(report)
    return Memory(
        batch,
        dtype,
        params * size,
        statistics * size,
        activations * size * batch,
        peak * size * batch,
        at,
        workspace * size,
        where,
        None if optimizer is None else _training(report, batch, dtype, optimizer),
    )


def _workspace(report: Report) -> tuple[int, str | None]:
    """The largest im2col matrix in values: F·F·D by positions, and 0 for 1x1 kernels at stride 1, which need none."""
    most, at = 0, None
    for row in report.rows:
        layer = row.node.layer
        if layer.operation not in ("convolution", "transposed"):
            continue
        kernel = layer.kernel  # type: ignore[attr-defined]
        if tuple(kernel) == (1, 1) and tuple(layer.stride) == (1, 1):  # type: ignore[attr-defined]
            continue
        # A transposed convolution's matrix has a column an input position, F·F·K rows.
        grid, depth = (
            (row.inputs[0], row.output.depth) if layer.operation == "transposed" else (row.output, row.inputs[0].depth)
        )
        values = grid.height * grid.width * kernel.height * kernel.width * depth
        if values > most:
            most, at = values, row.id
    return most, at


def saved_bytes(report: Report, batch: int, dtype: str) -> int:
    """Activations that the backward pass reads: by kind the least that does, each value once however many read it."""
    return sum(kept_bytes(report, batch, DTYPES[dtype]))


def _training(report: Report, batch: int, dtype: str, optimizer: str) -> Training:
    if dtype == "int8":
        raise ValueError("training in int8 is not defined: take float32, float16, bfloat16 or float64")
    params, size = report.totals.params, DTYPES[dtype]
    mixed = dtype in HALF
    assert isinstance(params, int)
    saved = saved_bytes(report, batch, dtype)
    gradients = params * size
    state = OPTIMIZERS[optimizer] * params * (4 if mixed else size)
    master = params * 4 if mixed else 0
    statistics = report.totals.statistics * size
    total: Any = params * size + statistics + saved + gradients + state + master
    return Training(optimizer, saved, gradients, state, master, total)


def needed(found: Memory) -> int:
    """What must fit on the card: of training if that was asked for, else of inference."""
    return found.inference if found.training is None else found.training.total


def largest_batch(report: Report, limit: int, *, dtype: str = "float32", optimizer: str | None = None) -> int:
    """The largest batch whose memory is at most `limit` bytes; 0 if not even one image fits, 10^9 if every one does."""
    # Memory is a straight line in the batch: two points give it, so the answer is exact and needs no search.
    one, two = (needed(memory(report, batch=b, dtype=dtype, optimizer=optimizer)) for b in (1, 2))
    if one > limit:
        return 0
    if two == one:  # a training that keeps nothing of its images
        return MOST_IMAGES
    return 1 + (limit - one) // (two - one)


def largest_input(network: Network, limit: int, *, dtype: str = "float32", optimizer: str | None = None) -> int | None:
    """The largest square input whose memory at batch 1 is at most `limit` bytes, among those on which the network is legal.

    None for a network with a fully connected layer, whose weights depend on the input; 0 if no input fits.
    """
    from cnncalc.engine import analyze
    from cnncalc.engine.fit import MOST_PIXELS
    from cnncalc.engine.squares import squares

    if any(node.layer.kind in ("fc", "maxout") for node in network.nodes):
        return None
    legal = squares(network)
    if legal is None:
        return 0

    def fits(extent: int) -> bool:
        report = analyze(network.resized(extent, extent))
        return report.stopped_at is None and needed(memory(report, dtype=dtype, optimizer=optimizer)) <= limit

    low, high = legal.minimum, legal.below(MOST_PIXELS)
    if high is None or not fits(low):
        return 0
    if fits(high):
        return high
    while True:
        middle = legal.below((low + high) // 2)
        if middle == low:
            middle = legal.above(low + 1)
        assert middle is not None  # for `low` and `high` are legal
        if middle == high:
            return low
        low, high = (middle, high) if fits(middle) else (low, middle)
