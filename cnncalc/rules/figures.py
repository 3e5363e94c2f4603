"""The figures that `expect` and `budget` speak of, looked up in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row

OF_TOTALS = {
    "params": "params",
    "trainable_params": "trainable_params",
    "macs": "macs",
    "activations": "activations",
    "memory": "memory_bytes",
}
OF_ROWS = {"params": "params", "macs": "macs", "activations": "activations", "memory": "activation_bytes"}


def figure(report: Report, path: tuple[str, ...]) -> Any:
    """The figure that `path` names: an int, or a Shape; None where the report has none.

    ("params",) and its like are totals; ("output",) is the main output's shape; ("layers", "conv1") and
    ("outputs", "aux1") are shapes.
    """
    if len(path) == 1:
        if report.stopped_at is not None:
            return None
        if path[0] == "output":
            return _output(report, "output")
        return getattr(report.totals, OF_TOTALS[path[0]]) if path[0] in OF_TOTALS else None
    if path[0] == "outputs":
        return _output(report, path[1])
    if path[0] == "layers":
        try:
            return report[path[1]].output
        except KeyError:
            return None
    return None


def _output(report: Report, name: str) -> Any:
    index = report.network.outputs.get(name)
    return report.rows[index].output if index is not None and index < len(report.rows) else None


def contributors(report: Report, name: str) -> str:
    """The three layers with the largest shares: `fc6 74 %, fc7 12 %, conv5_1 2 %`."""
    attribute = OF_ROWS.get(name)
    if attribute is None:
        return "see `cnncalc table`"

    def share(row: Row) -> Any:
        parameters = row.params * 4 if name == "memory" else 0
        return getattr(row, attribute) + parameters

    total = sum(map(share, report.rows)) or 1
    most = sorted(report.rows, key=share, reverse=True)[:3]
    return ", ".join(f"{row.id} {100 * share(row) / total:.0f} %" for row in most if share(row))


def written(value: Any) -> str:
    """A figure as messages print it."""
    return f"{value:,}" if isinstance(value, int) else str(value)
