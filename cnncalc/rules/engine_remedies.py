"""Remedies for what the engine finds wrong by itself: no output, branches that differ, groups that do not divide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine import analyze
from cnncalc.engine.costs import cost
from cnncalc.engine.fit import ANY, COURSE
from cnncalc.rules.base import SEARCHED
from cnncalc.rules.layer_remedies import changes, listed, projection, regrouped, resized
from cnncalc.rules.non_integer_output import misfits_behind, of_followers
from cnncalc.rules.remedies import Inputs, for_network, inputs
from cnncalc.rules.rule_sets import COURSE as COURSE_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row
    from cnncalc.layers.base import Layer, Shape


def remedied(found: Sequence[Diagnostic], report: Report, rule_set: str) -> list[Diagnostic]:
    """The findings of the engine with remedies that hold, where one is known.

    Layers that never fit, whatever the symbols stand for, are one finding a path, as with numbers: behind the first, sizes are no longer
    the author's.
    """
    index = {node.id: index for index, node in enumerate(report.network.nodes)}
    followers = misfits_behind(report, _never_fits)
    told: list[Diagnostic] = []
    for diagnostic in found:
        at = index.get(diagnostic.node or "")
        if diagnostic.code == "CNN301" and at is not None and at < len(report.rows):
            if at not in followers:
                continue
            diagnostic = diagnostic._replace(notes=(*diagnostic.notes, *of_followers(followers[at])))
        if at is not None and len(told) < SEARCHED:
            diagnostic = _with_remedy(diagnostic, report, at, rule_set)
        told.append(diagnostic)
    return told


def _never_fits(row: Row) -> bool:
    return any(problem.code == "CNN301" for problem in row.cost.problems)


def _with_remedy(diagnostic: Diagnostic, report: Report, index: int, rule_set: str) -> Diagnostic:
    if diagnostic.code not in REMEDIES:
        return diagnostic
    outputs = _outputs(report, index)
    # Known: the engine went as far as here.
    shapes = tuple([outputs[source] for source in report.network.nodes[index].inputs])
    help = REMEDIES[diagnostic.code](report, index, shapes, COURSE if rule_set == COURSE_RULES else ANY)
    return diagnostic._replace(help=help) if help else diagnostic


def _vanished(report: Report, index: int, shapes: tuple[Shape, ...], mode: str) -> str:
    layer, framework = report.network.nodes[index].layer, report.network.framework
    alone = changes(layer, shapes[0], framework, mode)
    parts = (for_network(report, mode), f"for this layer alone {listed(c.words for c in alone)}" if alone else "")
    return "; ".join(filter(None, parts))


def _ungrouped(report: Report, index: int, shapes: tuple[Shape, ...], mode: str) -> str:
    found = regrouped(report.network.nodes[index].layer, shapes[0], report.network.framework)
    return f"{listed(change.words for change in found)} would do" if found else ""


def _unequal(report: Report, index: int, shapes: tuple[Shape, ...], mode: str) -> str:
    """Another input, if heights or widths differ; padding that a path forgot; else a convolution on a shortcut."""
    network = report.network
    sizes_differ = len({shape[:2] for shape in shapes}) > 1
    paths = _padded_paths(report, index, shapes) if sizes_differ else []
    mended = ""
    if paths:
        mended = " and ".join(f"{network.nodes[i].id} as {layer.notation()}" for i, layer in paths) + " would match"
    elif network.nodes[index].layer.kind == "add":
        mended = _projected(report, shapes)
    found = inputs(report, mode) if sizes_differ else None
    # That no input fits is worth saying only where nothing better is known.
    resized = "" if found is None or (mended and not isinstance(found, Inputs)) else for_network(report, mode)
    return "; ".join(filter(None, (resized, mended)))


def _padded_paths(report: Report, index: int, shapes: tuple[Shape, ...]) -> list[tuple[int, Layer]]:
    """The last windows of the paths that are too small, with the padding that gives the largest path's size; [] unless all match."""
    network = report.network
    wanted = max(shapes, key=lambda shape: shape[:2] if shape.is_concrete else (0, 0))
    outputs = _outputs(report, index)
    found: dict[int, Layer] = {}
    for source, shape in zip(network.nodes[index].inputs, shapes, strict=True):
        if shape[:2] == wanted[:2]:
            continue
        while network.nodes[source].layer.operation is None and len(network.nodes[source].inputs) == 1:
            source = network.nodes[source].inputs[0]
        node = network.nodes[source]
        change = resized(node.layer, outputs[node.inputs[0]], wanted, network.framework) if node.inputs else None
        if change is None:
            return []
        found[source] = change.layer
    nodes = tuple(node._replace(layer=found.get(i, node.layer)) for i, node in enumerate(network.nodes[: index + 1]))
    again = analyze(network._replace(nodes=nodes, outputs={"output": index}, names={}))
    return [] if _outputs(again, index + 1)[index] is None else sorted(found.items())


def _projected(report: Report, shapes: tuple[Shape, ...]) -> str:
    """`CONV1-128/2 at the end of the path of 56x56x64 would match`: the larger maps are brought to the smallest."""
    if not all(shape.is_concrete for shape in shapes):
        return ""
    wanted = min(shapes, key=lambda shape: (shape[0] * shape[1], -shape[2]))
    parts = []
    for shape in dict.fromkeys(shapes):
        if shape != wanted:
            layer = projection(shape, wanted, report.network.framework)
            if layer is None:
                return ""
            parts.append(f"{layer.notation()} at the end of the path of {shape}")
    return f"{' and '.join(parts)} would match"


def _outputs(report: Report, index: int) -> list[Any]:
    """What the nodes before one put out, also behind the last row; None where that is unknown."""
    network = report.network
    found: list[Shape | None] = [row.output for row in report.rows[:index]]
    for node in network.nodes[len(found) : index]:
        below = tuple([found[source] for source in node.inputs])
        found.append(None if None in below else cost(node.layer, below, network.framework).output)
    return found


REMEDIES: dict[str, Callable[[Report, int, tuple[Shape, ...], str], str]] = {
    "CNN301": _vanished,
    "CNN302": _vanished,
    "CNN303": _unequal,
    "CNN304": _ungrouped,
}
