"""Networks side by side as JSON, schema 1: totals with ratios to the first network, and every layer with those it is aligned with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.compare import aligned, figures, keys, main_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.engine.report import Report, Row
    from cnncalc.render.comparison import Named


def document(found: Sequence[Named]) -> dict[str, Any]:
    """Plain data; symbolic values are strings, a ratio is a number or, where it depends on symbols, null."""
    reports = [one.report for one in found]
    return {
        "networks": [_network(one) for one in found],
        "totals": [
            {
                "name": figure.name,
                "values": figure.values,
                "ratios": [None if one is None else float(one) for one in figure.ratios],
            }
            for figure in figures(reports)
        ],
        "layers": _layers(reports),
    }


def _network(one: Named) -> dict[str, Any]:
    report = one.report
    row = main_row(report)
    return {
        "spec": one.spec,
        "name": report.network.name,
        "input": list(report.network.input),
        "framework": report.network.framework,
        "output": list(row.output) if row else None,
        "field": [axis.size for axis in row.field] if row and row.field else None,
        "conditions": list(map(str, report.conditions)),
        "stopped_at": report.stopped_at.id if report.stopped_at else None,
    }


def _layers(reports: Sequence[Report]) -> list[dict[str, Any]]:
    layers = []
    for places in aligned(keys([report.rows for report in reports])):
        rows = [None if at is None else _row(report.rows[at]) for report, at in zip(reports, places, strict=True)]
        there = [row for row in rows if row is not None]
        plain = [{key: value for key, value in row.items() if key != "id"} for row in there]
        layers.append(
            {
                "id": there[0]["id"],
                "same": len(there) == len(rows) and all(row == plain[0] for row in plain),
                "rows": rows,
            }
        )
    return layers


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "notation": row.node.layer.notation(),
        "output": list(row.output),
        "params": row.params,
        "macs": row.macs,
    }
