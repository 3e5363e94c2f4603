"""The table of agreement: what the engine says beside what the forward pass did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.columns import COLUMNS, text
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.printable import printable
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.proof import Proof
    from cnncalc.engine.verify import Check, Comparison, Instead, Verification
    from cnncalc.network import Network
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options

COMPARED = {"output": "output", "params": "params", "macs": "MACs", "bytes": "bytes"}
"""Comparisons that have a column, and its heading; others are shown where they differ."""
HEADINGS = (Heading("layer", folds=True), *(Heading(h, right=True) for h in (*COMPARED.values(), "time")), Heading(""))
KINDS = (Heading("kind"), *(Heading(title, right=True) for title in ("layers", "of MACs", "of bytes", "of time")))
SHARE = COLUMNS["macs_share"]


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
    if len(found.by_kind()) > 1:
        yield from layout(KINDS, list(_kinds(found)), options.width, ascii_only=options.ascii_only)
        yield ()
    for check in found.checks:
        for difference in check.differences:
            yield from fold(_difference(check.id, difference), options.width)
    for total in found.totals:
        if not total.ok:
            yield from fold(_difference("total", total), options.width)
    yield from fold(_sentence(found), options.width)
    if found.instead is not None:
        yield from fold(_elsewhere(found.instead), options.width)
    if found.proof is not None:
        yield from fold(_proven(found.proof), options.width)


def _kinds(found: Verification) -> Iterator[Line]:
    """Shares of what was done and of the time it took: they differ where numbers are moved more than multiplied."""
    by_kind = found.by_kind()
    wholes = [sum(column) for column in zip(*(spent[1:] for spent in by_kind.values()), strict=True)]
    for kind, spent in by_kind.items():
        shares = [
            cell(text(SHARE, part / whole if whole else None)) if part else ()
            for part, whole in zip(spent[1:], wholes, strict=True)
        ]
        yield Line((cell(kind, "kind"), cell(str(spent.layers)), *shares))


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
    said = f" {comparison.name}: the engine says {comparison.engine}, the forward pass {comparison.measured}"
    return ((printable(where), "error"), (printable(said), ""))


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


def _elsewhere(instead: Instead) -> Cell:
    """On which input all this ran, why not on the network's own, and how to do that."""
    here, own = size(instead.input), size(instead.own)
    said = (
        f"run at {here}, the smaller input that the document names under `verify`: "
        f"{people(instead.macs)} multiply-accumulates instead of {people(instead.own_macs)} at {own}; "
        f"--input {own} runs the real size"
    )
    return (("note: ", "title"), (said, ""))


def _proven(proof: Proof) -> Cell:
    """What was changed and what moved, and what that cost."""
    height, width = proof.size
    where = f"one position of {printable(proof.id)} sees exactly {height}x{width} pixels"
    how = f"new values elsewhere in an image of {size(proof.image)} never move it, on each edge they do ({_seconds(proof.seconds)})"
    if proof.holds:
        return (("proven: ", "ok"), (f"{where}: {how}", ""))
    return (("not proven: ", "error"), (f"that {where}, tried on an image of {size(proof.image)}", ""))


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{1000 * seconds:.1f} ms"
