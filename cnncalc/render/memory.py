"""The memory of a network, for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.printable import printable
from cnncalc.render.values import size
from cnncalc.units import mib

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.memory import Memory
    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options


class Fit(NamedTuple):
    """What fits into `limit` bytes: the largest batch; the largest square input at batch 1, None where weights depend on it."""

    limit: int
    batch: int
    input: int | None


HEADINGS = (
    Heading("memory"),
    Heading("bytes", right=True),
    Heading("MiB", right=True),
    Heading("what it is", folds=True),
)


def as_text(report: Report, found: Memory, fit: Fit | None, options: Options) -> Iterator[Item]:
    """Bytes and MiB (2^20 bytes) a line, sums below a rule, then what fits."""
    network = report.network
    images = "1 image" if found.batch == 1 else f"batch of {found.batch:,}"
    facts = f"input {size(network.input)}, {found.dtype}, {images}"
    yield from fold((*cell(printable(network.name), "title"), (f"  {facts}", "")), options.width)
    yield ()
    yield from layout(HEADINGS, list(_lines(report, found)), options.width, ascii_only=options.ascii_only)
    if fit is not None:
        yield ()
        yield from fold(cell(_fits(found, fit)), options.width)
    yield ()
    yield from fold(
        cell(
            "Not counted: the allocator's slack and a framework's own context. im2col is one way to convolve, not part of a sum.",
            "dim",
        ),
        options.width,
    )


def _lines(report: Report, found: Memory) -> Iterator[Line]:
    yield _line("weights", found.weights, f"{report.totals.params:,} learned parameters")
    if found.statistics:
        yield _line("statistics", found.statistics, "running means and variances")
    yield _line("activations", found.activations, "the input and every stored output")
    yield _line("peak", found.peak, f"most at once when freed after use: at {printable(found.peak_at)}")
    if found.workspace_at is not None:
        yield _line("im2col", found.workspace, f"largest matrix of one image: at {printable(found.workspace_at)}")
    yield Line()
    yield _line(
        "inference",
        found.inference,
        "weights, statistics and peak" if found.statistics else "weights and peak",
        "total",
    )
    training = found.training
    if training is None:
        return
    yield Line()
    yield _line("kept activations", training.saved_activations, "what the backward pass reads")
    yield _line("gradients", training.gradients, "of the learned parameters")
    yield _line("optimizer", training.optimizer_state, f"state of {training.optimizer}")
    if training.master:
        yield _line("master weights", training.master, "in float32")
    yield Line()
    yield _line("training", training.total, "weights, kept activations, gradients and optimizer", "total")


def _line(name: str, value: int, meaning: str, style: str = "") -> Line:
    cells: tuple[Cell, ...] = (
        cell(name, style),
        cell(f"{value:,}", style),
        cell(mib(value).removesuffix(" MiB"), style),
        cell(meaning, "dim"),
    )
    return Line(cells)


def _fits(found: Memory, fit: Fit) -> str:
    what = "training" if found.training is not None else "inference"
    limit = f"{fit.limit:,} bytes ({mib(fit.limit)})"
    if fit.batch == 0:
        return f"Not even one image fits into {limit} for {what}."
    largest = f"Into {limit} fits, for {what}, a batch of {fit.batch:,}"
    if fit.input is None:
        return f"{largest}. The input cannot grow: the weights of a fully connected layer depend on it."
    if fit.input == 0:
        return f"{largest}. No square image is known to fit the network."
    return f"{largest}, or one image of {fit.input:,}x{fit.input:,}."


def as_json(found: Memory, fit: Fit | None) -> Iterator[Item]:
    """The document that docs/json.md describes."""
    import json

    document: dict[str, object] = {
        "schema": 1,
        "batch": found.batch,
        "dtype": found.dtype,
        "weights_bytes": found.weights,
        "statistics_bytes": found.statistics,
        "activations_bytes": found.activations,
        "peak_bytes": found.peak,
        "peak_at": found.peak_at,
        "workspace_bytes": found.workspace,
        "workspace_at": found.workspace_at,
        "training": None,
    }
    if found.training is not None:
        training = found.training
        document["training"] = {
            "optimizer": training.optimizer,
            "saved_activations_bytes": training.saved_activations,
            "gradients_bytes": training.gradients,
            "optimizer_bytes": training.optimizer_state,
            "master_bytes": training.master,
            "total_bytes": training.total,
        }
    if fit is not None:
        document["fit"] = {"batch": fit.batch, "input": fit.input}
    for line in json.dumps(document, indent=2).splitlines():
        yield ((line, ""),)
