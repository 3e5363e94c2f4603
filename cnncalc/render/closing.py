"""What is said below the table: the layers that hold most, and the conventions behind the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.columns import COLUMNS, macs_heading, text
from cnncalc.render.grid import cell, fold
from cnncalc.render.printable import printable
from cnncalc.render.standing_out import standing_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options


def closing(report: Report, names: Sequence[str], options: Options, *, rounded: bool) -> Iterator[Item]:
    """One sentence on the numbers in the columns called `names`, and one on what they count; each where there is something to say."""
    said = [cell(printable(_most(report, names, options))), _what_counts(report, names, options, rounded=rounded)]
    for position, line in enumerate(filter(None, said)):
        if not position:
            yield ()
        yield from fold(line, options.width)


def _most(report: Report, names: Sequence[str], options: Options) -> str:
    """`fc6 holds 74 % of the parameters; …`: of single layers, so not below groups, and not of a network that is known in part."""
    if report.stopped_at is not None or options.group_by:
        return ""
    counted = {
        "params": "the parameters",
        "macs": f"the {macs_heading(options.convention).partition(' ')[0]}",
        "memory": "the activations",
    }
    network, rows, clauses = report.network, report.rows, []
    ids = [row.id for row in rows]
    for name, words in counted.items():
        column = COLUMNS[name]
        assert column.total is not None
        if name in names and isinstance(column.total(report.totals), int):
            amounts = [column.of(row, network) for row in rows]
            clauses.append(standing_out(ids, amounts, words, "takes" if name == "macs" else "holds"))
    said = "; ".join(filter(None, clauses))
    return f"{said}." if said else ""


def _what_counts(report: Report, names: Sequence[str], options: Options, *, rounded: bool) -> Cell:
    """The conventions behind the numbers that are shown, and totals that the table has no room for."""
    from cnncalc.units import mb, mib

    totals = report.totals
    parts = []
    if "macs" in names:
        parts.append(_operations(report, options.convention, rounded=rounded))
    if "memory" in names:
        held = totals.activation_bytes
        in_all = f" ({mib(held)})" if isinstance(held, int) else ", symbols in bytes"
        parts.append(f"memory: stored activations, float32, batch 1{in_all}")
    if "live" in names:
        parts.append("alive: activations that a step of an inference reads, writes or leaves for later")
    if "kept" in names:
        parts.append("kept: what the backward pass reads, at the layer that made it")
    if "params" in names:
        if isinstance(totals.param_bytes, int):
            parts.append(f"parameters: {mb(totals.param_bytes)} ({mib(totals.param_bytes)})")
        if totals.statistics != 0:
            parts.append(f"besides {text(COLUMNS['statistics'], totals.statistics)} running statistics")
    return cell("; ".join(parts), "dim")


def _operations(report: Report, convention: str, *, rounded: bool) -> str:
    """What is counted as an operation, and by whom."""
    total = report.totals.macs
    heading = macs_heading(convention)
    if convention == "cnncalc":
        macs = f"{total:,} MACs, of" if rounded and isinstance(total, int) else "MACs:"
        return f"{macs} convolutions (also transposed) and fully connected layers"
    from cnncalc.engine.conventions import CONVENTIONS

    found = CONVENTIONS[convention]
    number = f"{total:,} " if rounded and isinstance(total, int) else ""
    return f"{number}{heading.partition(' (')[0]}: as {found.tool} counts ({found.source})"
