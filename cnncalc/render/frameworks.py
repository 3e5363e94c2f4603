"""One network under each framework's rounding, side by side: the first layer that differs, and what that means behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.frameworks import changed_sizes, parting, reshaped, under_each
from cnncalc.render.folding import LINES_AT_MOST
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.markdown import escape
from cnncalc.render.printable import printable
from cnncalc.render.symbols import broken_to
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options

FIRST = "◂ first"


def render(report: Report, options: Options) -> Iterator[Item]:
    """A column a framework, a line for every layer that changes the size."""
    network, reports = report.network, under_each(report)
    yield (
        *cell(printable(network.name), "title"),
        (f"  input {printable(size(network.input))} under each framework's rounding", ""),
    )
    yield ()
    headings = [
        Heading("layer"),
        Heading("notation", folds=True),
        *(Heading(name, right=True) for name in reports),
        Heading(""),
    ]
    split = parting(reports)
    shown, left = _shown(reports), 0
    if len(shown) > LINES_AT_MOST and not options.everything:
        left = len(shown) - LINES_AT_MOST
        del shown[LINES_AT_MOST // 2 : -(LINES_AT_MOST // 2)]
    lines = [_line(index, reports, split is not None and index == split.at) for index in shown]
    if left:
        lines.insert(LINES_AT_MOST // 2, Line((cell(f"… {left:,} layers", "dim"),)))
    yield from layout(
        headings,
        broken_to(options.width, headings, lines, ascii_only=options.ascii_only),
        options.width,
        ascii_only=options.ascii_only,
    )
    yield ()
    for sentence in sentences(reports):
        yield from fold(cell(sentence), options.width)


def _shown(reports: dict[str, Report]) -> list[int]:
    """The layers with windows, the input, and those whose weights depend on the size, or that follow a window and differ."""
    first = next(iter(reports.values()))
    changed = {one.id for one in reshaped(reports)}
    nodes = first.network.nodes
    return [index for index, node in enumerate(nodes) if not node.inputs or node.layer.operation or node.id in changed]


def _line(index: int, reports: dict[str, Report], is_first: bool) -> Line:
    node = next(iter(reports.values())).network.nodes[index]
    outputs = [_output(report, index) for report in reports.values()]
    style = "flag" if is_first else ""
    return Line(
        (
            cell(printable(node.id), style),
            cell(printable(node.layer.readable()) if node.inputs else "INPUT", "kind"),
            *outputs,
            cell(FIRST if is_first else "", "flag"),
        )
    )


def _output(report: Report, index: int) -> Cell:
    if index >= len(report.rows):
        return cell("no output" if report.stopped_at is report.network.nodes[index] else "–", "dim")
    row = report.rows[index]
    return cell(("! " if row.cost.misfits else "") + size(row.output))


def sentences(reports: dict[str, Report]) -> Iterator[str]:
    """Where the frameworks part, how far that goes, and which trained weights do not load elsewhere."""
    split = parting(reports)
    if split is None:
        yield "every framework gives every layer the same size"
        return
    nodes = next(iter(reports.values())).network.nodes
    said = [
        f"{_listed(names)} {size(output) if output else 'no output'}{f' ({why})' if why else ''}"
        for names, output, why in split.outputs
    ]
    yield f"first difference: {nodes[split.at].id}, {nodes[split.at].layer.readable()}: {'; '.join(said)}"
    differing = changed_sizes(reports)
    if differing > 1:
        yield f"behind it: {differing} of {len(nodes)} layers have outputs of other sizes somewhere"
    changed = reshaped(reports)
    for one in changed:
        counted = "; ".join(f"{people(params)} under {_listed(names)}" for names, params in one.params)
        yield f"{one.id} has other weights: {counted}; weights trained under one do not load under the other"
    if not changed and all(report.stopped_at is None for report in reports.values()):
        yield "no layer's weights depend on it: trained weights load everywhere, but see other pixels"
    for name, report in reports.items():
        if report.stopped_at is not None:
            yield f"{name}: {report.stopped_at.id} has no output"


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def render_markdown(report: Report) -> Iterator[Item]:
    """The same as a Markdown table, and the sentences below it."""
    network, reports = report.network, under_each(report)
    split = parting(reports)
    nodes = network.nodes
    yield cell(f"| layer | notation | {' | '.join(reports)} |")
    yield cell(f"| --- | --- |{' ---: |' * len(reports)}")
    for index in _shown(reports):
        cells = [
            escape("".join(piece for piece, _ in _output(report, index))).replace("\\! ", "! ")
            for report in reports.values()
        ]
        mark = "**" if split is not None and index == split.at else ""
        notation = nodes[index].layer.readable() if nodes[index].inputs else "INPUT"
        yield cell(f"| {mark}{escape(nodes[index].id)}{mark} | {escape(notation)} | {' | '.join(cells)} |")
    for sentence in sentences(reports):
        yield from ((), cell(escape(sentence)))


def document(report: Report) -> dict[str, Any]:
    """Plain data: the outputs of every layer under every framework, where they part, and which weights change."""
    network, reports = report.network, under_each(report)
    split = parting(reports)
    return {
        "network": {"name": network.name, "input": list(network.input)},
        "frameworks": list(reports),
        "layers": [
            {
                "id": node.id,
                "notation": node.layer.notation(),
                "outputs": {
                    name: list(report.rows[index].output) if index < len(report.rows) else None
                    for name, report in reports.items()
                },
                "misfits": [
                    name
                    for name, report in reports.items()
                    if index < len(report.rows) and report.rows[index].cost.misfits
                ],
            }
            for index, node in enumerate(network.nodes)
        ],
        "first_difference": None if split is None else network.nodes[split.at].id,
        "weights_differ": [one.id for one in reshaped(reports)],
        "totals": {
            name: {"params": report.totals.params, "macs": report.totals.macs} for name, report in reports.items()
        },
    }
