"""The report as JSON, schema 1: documented and stable. Keys may be added, never renamed.

Sizes are [height, width, depth]; symbolic values are strings in the ASCII form that the expression parser reads. One line a row, so
that a difference between two versions reads well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.engine.lifetimes import kept_bytes, live_values
from cnncalc.engine.report import BYTES_PER_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.field import Field
    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Network
    from cnncalc.render.folding import Bundle
    from cnncalc.render.options import Options

SCHEMA = 1
SUMMED = {
    "params": "params", "macs": "macs", "activations": "activations", "activation_bytes": "activation_bytes",
    "weights": "weight_params", "biases": "biases", "statistics": "statistics",
}  # fmt: skip
"""What adds up over a group, and a row's attribute for it."""


def render(report: Report, options: Options) -> Iterator[str]:
    """The document of one report, diagnostics inside."""
    document = {
        "schema": SCHEMA,
        "network": _network(report.network),
        **_lines(report, options),
        "totals": _totals(report),
        "diagnostics": diagnostics(report.diagnostics),
    }
    if report.stopped_at is not None:
        document["stopped_at"] = report.stopped_at.id
    document["convention"] = options.convention
    return written(document)


def render_family(reports: Sequence[Report], options: Options) -> Iterator[str]:
    """What a family's networks are, and their totals."""
    networks = [
        {"network": _network(r.network), "totals": _totals(r), "diagnostics": diagnostics(r.diagnostics)}
        for r in reports
    ]
    return written({"schema": SCHEMA, "networks": networks, "convention": options.convention})


def render_failure(found: Sequence[Diagnostic]) -> Iterator[str]:
    """A document for a specification that gave no network at all."""
    return written({"schema": SCHEMA, "network": None, "rows": [], "totals": None, "diagnostics": diagnostics(found)})


def diagnostics(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Diagnostics as plain data; file, line and column are null for what has no place."""
    return [
        {
            "code": d.code,
            "severity": d.severity,
            "message": d.message,
            "file": d.span.file if d.span else None,
            "line": d.span.line if d.span else None,
            "column": d.span.column if d.span else None,
            "help": d.help,
            "end_line": d.span.end_line if d.span else None,
            "end_column": d.span.end_column if d.span else None,
            "label": d.label,
            "notes": list(d.notes),
            "node": d.node,
        }
        for d in found
    ]


def _network(network: Network) -> dict[str, Any]:
    return {
        "name": network.name,
        "input": list(network.input),
        "framework": network.framework,
        "outputs": {name: network.nodes[index].id for name, index in network.outputs.items()},
        "source": network.source,
    }


def _lines(report: Report, options: Options) -> dict[str, Any]:
    """One row a node, in document order or as sorted; or one a group."""
    if not options.arranges:
        lines: Sequence[Row] = report.rows
    else:
        from cnncalc.render.arranging import arranged

        found = arranged(report, options._replace(everything=True))
        if options.group_by:
            return {"group_by": options.group_by, "groups": [_group(line) for line in found]}
        # What was left out has no id: totals are those of the whole network.
        lines = [line.rows[0] for line in found if not line.title]
    return {"rows": _rows(report, lines)}


def _group(line: Bundle) -> dict[str, Any]:
    """Sums over the layers of a kind or a scope."""
    sums = {name: sum(getattr(row, attribute) for row in line.rows) for name, attribute in SUMMED.items()}
    return {"group": line.title, "layers": len(line.rows), **sums}


def _rows(report: Report, lines: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One row a node; what rows of the same layer on the same input share is made once."""
    live, kept, nodes = live_values(report), kept_bytes(report), report.network.nodes
    alike: dict[int, dict[str, Any]] = {}
    for row in lines:
        node, key = row.node, id(row.cost)
        if key not in alike:
            alike[key] = _alike(row)
        yield {
            **alike[key],
            "id": node.id,
            "label": node.label,
            "scope": node.scope,
            "from": [nodes[source].id for source in node.inputs],
            "activations": row.activations,
            "activation_bytes": row.activation_bytes,
            "receptive_field": _field(row.field),
            "live_bytes": live[row.place] * BYTES_PER_VALUE,
            "kept_bytes": kept[row.place],
        }


def _alike(row: Row) -> dict[str, Any]:
    """What a layer is on its input, with every key of a row in order; None for what is a row's own."""
    layer = row.node.layer
    found = {
        "id": None,
        "label": None,
        "kind": layer.kind,
        "notation": layer.notation(),
        "scope": None,
        "from": None,
        "inputs": row.inputs,
        "output": row.output,
        "params": row.params,
        "params_formula": row.params_formula,
        "output_formula": row.output_formula,
        "macs": row.macs,
        "activations": None,
        "verdict": row.verdict,
        "weights": row.weight_params,
        "biases": row.biases,
        "statistics": row.statistics,
        "macs_formula": row.macs_formula or None,
        "activation_bytes": None,
        "receptive_field": None,
        "live_bytes": None,
        "kept_bytes": None,
        "conditions": list(map(str, row.conditions)),
    }
    if row.exact_output is not None:
        found["exact_output"] = [str(extent) for extent in row.exact_output]
    return found


def _field(field: Field | None) -> dict[str, Sequence[Any]] | None:
    """Size, stride and padding before the first pixel, along height and width."""
    if field is None:
        return None
    height, width = field
    size, stride, padding = height.size, height.stride, height.padding
    if width is height:  # nearly always
        return {"size": (size, size), "stride": (stride, stride), "padding": (padding, padding)}
    return {"size": (size, width.size), "stride": (stride, width.stride), "padding": (padding, width.padding)}


def _totals(report: Report) -> dict[str, Any]:
    totals = report.totals
    return {
        "params": totals.params,
        "trainable_params": totals.trainable_params,
        "macs": totals.macs,
        "activations": totals.activations,
        "activation_bytes": totals.activation_bytes,
        "weights": totals.weights,
        "biases": totals.biases,
        "statistics": totals.statistics,
        "conditions": list(map(str, report.conditions)),
    }


def written(document: dict[str, Any]) -> Iterator[str]:
    """An object with a line for every entry of the lists and iterators in it; ASCII throughout, so that no terminal obeys what a file holds."""
    from json import JSONEncoder

    dumps = JSONEncoder(default=str).encode
    yield "{"
    for position, (key, value) in enumerate(document.items()):
        comma = "," if position + 1 < len(document) else ""
        entries = map(dumps, value) if isinstance(value, (list, Iterator)) else iter(())
        waiting = next(entries, None)
        if waiting is None:
            yield f'"{key}": {"[]" if isinstance(value, Iterator) else dumps(value)}{comma}'
            continue
        yield f'"{key}": ['
        for following in entries:
            yield f"  {waiting},"
            waiting = following
        yield f"  {waiting}"
        yield f"]{comma}"
    yield "}"
