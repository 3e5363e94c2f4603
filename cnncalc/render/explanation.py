"""The derivation of a layer's numbers, or of every layer's in brief, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.engine.explain import Chain, brief, derivation
from cnncalc.engine.given import written
from cnncalc.render.blocks import Equation, Text, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report
    from cnncalc.render.blocks import Block


def of_layer(report: Report, index: int) -> Iterator[Block]:
    """Everything about one layer, step by step."""
    row = report.rows[index]
    network = report.network
    yield Title(
        f"{row.id}: {row.node.layer.notation()}",
        1,
        f"layer {index} of {network.name}, {network.framework} rounding"
        if row.inputs
        else f"the input of {network.name}",
    )
    first = (type(row.node.layer).__doc__ or "").partition("\n\n")[0].partition(" Source:")[0]
    yield Text(" ".join(first.split()))
    for section in derivation(report, index):
        yield Title(section.title)
        for line in section.lines:
            yield Equation(line.label, line.parts, line.words) if isinstance(line, Chain) else Text(line, point=True)


def of_network(report: Report) -> Iterator[Block]:
    """Every layer in numbers; what has nothing to derive takes one line behind the layer before it."""
    network = report.network
    yield Title(network.name, 1, f"input {written(network.input)}, {network.framework} rounding")
    for row in report.rows[1:]:
        chains = brief(row)
        if chains:
            yield Title(
                f"{row.id}: {row.node.layer.notation()}",
                2,
                f"{' and '.join(map(written, row.inputs))} → {written(row.output)}",
            )
            for line in chains:
                yield Equation(line.label, line.parts)
        else:
            yield Text(f"then {row.id} ({row.node.layer.notation()})", point=True)
