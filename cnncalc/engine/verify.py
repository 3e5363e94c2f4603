"""The report held against reality: what the engine says of every layer beside what the NumPy forward pass did.

The only file of the engine that imports the forward pass, and with it numpy.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from cnncalc.engine import analyze
from cnncalc.engine.lifetimes import peak_values
from cnncalc.engine.proof import prove
from cnncalc.engine.reached import inside, reached
from cnncalc.engine.report import BYTES_PER_VALUE
from cnncalc.forward.influence import box, reach
from cnncalc.forward.run import walk
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.engine.proof import Proof
    from cnncalc.engine.reached import Spans
    from cnncalc.engine.report import Report, Row
    from cnncalc.forward.run import Measured
    from cnncalc.forward.step import Array
    from cnncalc.layers.base import Shape
    from cnncalc.network import Node


class Unverifiable(ValueError):
    """There is nothing to run: the report stops early, has symbols, or needs more memory than there is. Says so in one line."""


class Comparison(NamedTuple):
    """One number from both sides. `name` is "output", "params", "statistics", "bytes", "macs", "receptive field" or "peak"."""

    name: str
    engine: Any
    measured: Any

    @property
    def ok(self) -> bool:
        return bool(self.engine == self.measured)


class Check(NamedTuple):
    """One layer. `seconds` is what its forward function took, without the making of its weights."""

    id: str
    kind: str
    what: tuple[Comparison, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        return all(comparison.ok for comparison in self.what)

    @property
    def differences(self) -> tuple[Comparison, ...]:
        """What does not agree."""
        return tuple(comparison for comparison in self.what if not comparison.ok)


class Spent(NamedTuple):
    """What all layers of a kind did: multiply-accumulates performed, bytes of outputs held, seconds in the forward pass."""

    layers: int
    macs: int
    bytes: int
    seconds: float


class Instead(NamedTuple):
    """A run on a document's `verify` input: that input, the network's own, and the multiply-accumulates at either."""

    input: Shape
    own: Shape
    macs: Any
    own_macs: Any


class Verification(NamedTuple):
    """Every layer's check in document order, and the network's totals from both sides, the peak among them.

    `peak_at` is the id of the layer at which most bytes of activations were really alive. `proof` is that of one layer's receptive
    field, None where none is cheap. `instead` is set where the document names a smaller input for this, and the network ran on that.
    """

    checks: tuple[Check, ...]
    totals: tuple[Comparison, ...]
    peak_bytes: int
    peak_at: str
    proof: Proof | None = None
    instead: Instead | None = None

    @property
    def ok(self) -> bool:
        """Whether the engine and the forward pass agree on everything."""
        agreed = all(check.ok for check in self.checks) and all(total.ok for total in self.totals)
        return agreed and (self.proof is None or self.proof.holds)

    @property
    def seconds(self) -> float:
        """What the forward pass took, weights' making apart."""
        return sum(check.seconds for check in self.checks)

    def by_kind(self) -> dict[str, Spent]:
        """What each kind of layer took, the longest first: most of the time goes where most multiply-accumulates are (N40)."""
        spent: dict[str, Spent] = {}
        for check in self.checks:
            measured = {comparison.name: comparison.measured for comparison in check.what}
            layers, macs, held, seconds = spent.get(check.kind, Spent(0, 0, 0, 0.0))
            spent[check.kind] = Spent(
                layers + 1, macs + measured["macs"], held + measured["bytes"], seconds + check.seconds
            )
        return dict(sorted(spent.items(), key=lambda item: -item[1].seconds))

    def seconds_by_kind(self) -> dict[str, float]:
        """The seconds of `by_kind` alone."""
        return {kind: spent.seconds for kind, spent in self.by_kind().items()}


def verify(report: Report, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Run the forward pass of the report's network on real arrays and compare, layer by layer.

    A network whose document names a smaller input for this (`verify: 64x64x3`) runs on that; loaded with an input of the caller's it
    runs on the caller's. `progress` is called with the layers done and their number. Raises `Unverifiable` where there is nothing
    to compare.
    """
    report, instead = _quick(report)
    _refuse(report)
    count = len(report.rows)

    def advance(done: int, node: Node | None = None) -> None:
        if progress is not None:
            progress(done, count)

    checks: list[Check] = []
    counts: list[tuple[int, ...]] = []
    alive: list[tuple[int, str]] = []
    boxes = reach(report.network, gates=False)
    try:
        steps = walk(report.network, progress=advance)
        for row, (measured, _), extremes, spans in zip(report.rows, steps, boxes, reached(report), strict=True):
            what = [*_compared(row, measured)]
            if spans is not None:
                what += _field(row, extremes, spans)
            checks.append(Check(row.id, row.node.layer.kind, tuple(what), measured.seconds))
            counts.append(measured[2:6])
            alive.append((measured.bytes_alive, row.id))
    except MemoryError as error:
        raise Unverifiable(f"the memory does not suffice to run {report.rows[len(checks)].id}") from error
    advance(count)
    peak = max(alive, key=lambda step: step[0])  # the first of equals
    return Verification(tuple(checks), _totals(report, counts, peak), *peak, prove(report), instead)


def _quick(report: Report) -> tuple[Report, Instead | None]:
    """The report at the input that the document names for `verify`, if it names one."""
    network = report.network
    if network.verify_at is None:
        return report, None
    small = analyze(network.resized(*network.verify_at[:2]))
    if small.stopped_at is not None:
        raise Unverifiable(
            f"`verify: {network.verify_at}` does not fit: {small.stopped_at.id} has no output; give --input"
        )
    return small, Instead(network.verify_at, network.input, small.totals.macs, report.totals.macs)


def _compared(row: Row, measured: Measured) -> Iterator[Comparison]:
    yield Comparison("output", tuple(row.output), measured.shape)
    yield Comparison("params", row.params, measured.params_allocated)
    yield Comparison("statistics", row.statistics, measured.statistics_allocated)
    yield Comparison("bytes", row.activation_bytes, measured.bytes_held)
    yield Comparison("macs", row.macs, measured.macs_performed)


def _totals(report: Report, counts: list[tuple[int, ...]], measured: tuple[int, str]) -> tuple[Comparison, ...]:
    totals = report.totals
    params, statistics, held, macs = map(sum, zip(*counts, strict=True))
    peak, at = peak_values(report)
    return (
        Comparison("params", totals.params, params),
        Comparison("statistics", totals.statistics, statistics),
        Comparison("bytes", totals.activation_bytes, held),
        Comparison("macs", totals.macs, macs),
        Comparison("peak", (peak * BYTES_PER_VALUE, at), measured),
    )


def _field(row: Row, extremes: Array, spans: Spans) -> Iterator[Comparison]:
    """Per axis the first and last pixel that move one position: one whose whole field lies where pixels reach this layer.

    Where a field reaches into the padding no pixel can be found; and that a layer sees the whole input is a convention.
    """
    if row.field is None:
        return
    engine, position = [], []
    for axis, count, span in zip(row.field, extremes.shape[1:], spans, strict=True):
        at = None if axis.whole else inside(axis, count, span)
        if at is None:
            return
        first = axis.start + at * axis.stride
        engine += [int(first), int(first + axis.size - 1)]
        position.append(at)
    yield Comparison("receptive field", tuple(engine), box(extremes, (position[0], position[1])))


def _refuse(report: Report) -> None:
    if report.stopped_at is not None:
        raise Unverifiable(f"verify needs a whole network: {report.stopped_at.id} has no output")
    symbols = _symbols(report)
    if symbols:
        given = " ".join(f"--set {name}={224 if name in 'HWN' else 64}" for name in symbols)
        raise Unverifiable(f"verify needs numbers: give {given}")
    available = _physical_memory()
    for row in report.rows:
        values = row.params + row.statistics + row.output.values + sum(shape.values for shape in row.inputs)
        if available is not None and values * BYTES_PER_VALUE > available:
            needed = values * BYTES_PER_VALUE
            raise Unverifiable(f"{row.id} alone needs {needed:,} bytes of memory, this machine has {available:,}")


def _symbols(report: Report) -> list[str]:
    """The symbols in shapes and counts, in the order in which they appear."""
    found: dict[str, None] = {}
    for row in report.rows:
        numbers = (*row.output, row.params, row.statistics)
        if not all(isinstance(number, int) for number in numbers):
            found.update(dict.fromkeys(re.findall(r"[A-Z]\d*", " ".join(map(str, numbers)))))
    return list(found)


def _physical_memory() -> int | None:
    """The machine's memory in bytes; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
