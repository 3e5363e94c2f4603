"""The table of agreement: what the engine says beside what the forward pass did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.printable import printable
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.verify import Check, Comparison, Verification
    from cnncalc.network import Network
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options

COMPARED = {"output": "output", "params": "params", "macs": "MACs", "bytes": "bytes"}
"""Comparisons that have a column, and its heading; others are shown where they differ."""
HEADINGS = (Heading("layer", folds=True), *(Heading(h, right=True) for h in (*COMPARED.values(), "time")), Heading(""))


def render(found: Verification, network: Network, options: Options) -> Iterator[Item]:
    """A line a layer, the totals, and in a sentence what agrees or does not."""
    lines = [Line(tuple(_cells(check))) for check in found.checks]
    totals = {total.name: total for total in found.totals}
    sums = [_number(totals[name]) if name in totals else () for name in COMPARED]
    lines += [
        Line(),
        Line((cell("total", "total"), *sums, cell(_seconds(found.seconds)), _verdict(all(t.ok for t in found.totals)))),
    ]
    yield (
        *cell(printable(network.name), "title"),
        ("  engine and forward pass" if network.name else "engine and forward pass", ""),
    )
    yield ()
    yield from layout(HEADINGS, lines, options.width, ascii_only=options.ascii_only)
    yield ()
    for check in found.checks:
        for difference in check.differences:
            yield from fold(_difference(check.id, difference), options.width)
    for total in found.totals:
        if not total.ok:
            yield from fold(_difference("total", total), options.width)
    yield from fold(_sentence(found), options.width)


def _cells(check: Check) -> Iterator[Item]:
    by_name = {comparison.name: comparison for comparison in check.what}
    yield cell(printable(check.id))
    for name in COMPARED:
        yield _number(by_name[name]) if name in by_name else ()
    yield cell(_seconds(check.seconds), "dim")
    yield _verdict(check.ok)


def _number(comparison: Comparison) -> Cell:
    """What both sides say, or what each of them does."""
    engine, measured = _shown(comparison.name, comparison.engine), _shown(comparison.name, comparison.measured)
    if comparison.ok:
        return cell(engine, "" if comparison.engine else "dim")
    return cell(f"{engine} ≠ {measured}", "error")


def _shown(name: str, value: Any) -> str:
    if name == "output":
        return size(value)
    if name == "peak":
        return f"{people(value[0], in_bytes=True)} at {printable(value[1])}"
    if isinstance(value, int):
        return people(value)
    return str(value)


def _verdict(ok: bool) -> Cell:
    return cell("ok", "ok") if ok else cell("differs", "error")


def _difference(where: str, comparison: Comparison) -> Cell:
    """In full, because two numbers of bytes may look alike when rounded."""
    text = f" {comparison.name}: the engine says {comparison.engine}, the forward pass {comparison.measured}"
    return ((printable(where), "error"), (printable(text), ""))


def _sentence(found: Verification) -> Cell:
    peak = f"at most {people(found.peak_bytes, in_bytes=True)} of activations alive, at {printable(found.peak_at)}"
    wrong = sum(not check.ok for check in found.checks)
    layers = f"{len(found.checks)} layers"
    if found.ok:
        said = f"{layers} agree in shape, parameters, multiply-accumulates and bytes, and in receptive field where it can be measured"
        return (("agreement: ", "ok"), (f"{said}; {peak}", ""))
    return (
        ("difference: ", "error"),
        (f"{wrong} of {layers} and {sum(not t.ok for t in found.totals)} totals differ; {peak}", ""),
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{1000 * seconds:.1f} ms"
