"""The lines of a table for whatever columns are asked for: every entry of the outline, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import LOSSY
from cnncalc.render.arranging import arranged, leading
from cnncalc.render.columns import COLUMNS, SHARE, WORDS, chosen, text, value
from cnncalc.render.folding import LINES_AT_MOST, bundles, elided
from cnncalc.render.grid import Heading, Line, cell
from cnncalc.render.printable import printable
from cnncalc.render.tree import LAYER, SCOPE, SUMMED, Entry, outline
from cnncalc.render.values import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.columns import Column
    from cnncalc.render.grid import Cell
    from cnncalc.render.options import Options

BAR = 8
"""Characters of the longest bar."""
NAMED = 12
"""A line names no more of the layers that it reads, and counts the others; the column `from` names all."""
EIGHTHS = " ▏▎▍▌▋▊▉█"


class Lines:
    """The lines of a report's table for whatever columns; numbers in columns named by `rounded` are rounded for people."""

    def __init__(self, report: Report, options: Options) -> None:
        self.report = report
        self.options = options
        self.ascii_only = options.ascii_only
        if options.arranges:
            lines = arranged(report, options)
            if not options.everything and not options.top:
                lines = leading(lines, LINES_AT_MOST)
            self.entries = [Entry(SUMMED if x.title else LAYER, "", x.title or x.rows[0].id, x) for x in lines]
        else:
            lines = bundles(report, everything=True) if options.everything else elided(report)
            self.entries = list(outline(report, lines))
        self.rounded: tuple[str, ...] = ()
        self.largest: dict[str, float] = {}
        outputs = report.network.outputs
        self.ends = {index: name for name, index in outputs.items()} if len(outputs) > 1 else {}

    def of(self, names: Sequence[str]) -> list[Line]:
        """Every entry's line, the layer without an output if there is one, a rule and the totals."""
        columns = chosen(names, self.report, self.options)
        lines = [self._line(entry, columns) for entry in self.entries]
        if self.report.stopped_at is not None:
            lines.append(Line(tuple(self._stop(column) for column in columns)))
        if not any(column.total for column in columns):
            return lines
        return [*lines, Line(), Line(tuple(self._total(c, first=c is columns[0]) for c in columns))]

    def headings(self, names: Sequence[str]) -> list[Heading]:
        """The heads of these columns. A layer's name hangs on its branch of the tree, and is not broken off while anything else can be."""
        columns = chosen(names, self.report, self.options)
        return [Heading(c.heading, c.right, c.holds == WORDS and c.name != "layer") for c in columns]

    def _line(self, entry: Entry, columns: Sequence[Column]) -> Line:
        guide = (entry.guide, "guide")
        if entry.bundle is None:
            style = "scope" if entry.kind == SCOPE else "dim"
            return Line((_clean((guide, (printable(entry.name), style))),))
        return Line(tuple(self._cell(entry, column) for column in columns))

    def _cell(self, entry: Entry, column: Column) -> Cell:
        assert entry.bundle is not None
        rows = entry.bundle.rows
        if column.name == "layer":
            return _clean(
                (
                    (entry.guide, "guide"),
                    (printable(entry.name), "dim" if entry.kind == SUMMED and not self.options.group_by else ""),
                )
            )
        if entry.kind == SUMMED:
            return self._summed(entry, column)
        if column.name == "notation":
            return self._notation(entry)
        found = value(column, rows, self.report)
        if column.name == "output":
            return _output(rows[0], found)
        if column.marked and any(row.id == column.marked for row in rows):
            return (("peak ", "flag"), *self._value(column, found))
        return self._value(column, found)

    def _summed(self, entry: Entry, column: Column) -> Cell:
        """Many rows in one line: what they are, the last one's output, and sums."""
        assert entry.bundle is not None
        rows = entry.bundle.rows
        if column.name == "notation":
            return cell(entry.bundle.says, "dim")
        if column.name == "output" and not self.options.arranges:
            return cell(size(rows[-1].output), "dim")
        if column.total is None and not column.share_of:
            return ()
        return self._value(column, value(column, rows, self.report))

    def _notation(self, entry: Entry) -> Cell:
        """References the tree does not show, the layer, what works in place behind it, and the head it is the end of."""
        assert entry.bundle is not None
        pieces = [(f"@{printable(source)} ", "dim") for source in entry.reads[:NAMED]]
        if len(entry.reads) > NAMED:
            pieces.append((f"and {len(entry.reads) - NAMED:,} more ", "dim"))
        for position, row in enumerate(entry.bundle.rows):
            words = row.node.layer.readable() if row.node.inputs else "INPUT"
            pieces.append((f" · {words}" if position else words, "dim" if position else "kind"))
        for index in range(entry.bundle.start, entry.bundle.end):
            if index in self.ends:
                pieces.append((f" → {printable(self.ends[index])}", "head"))
        return tuple(pieces)

    def _value(self, column: Column, found: Any) -> Cell:
        if column.holds == SHARE:
            return _bar(found, self._largest(column))
        if isinstance(found, int):
            if column.name in self.rounded:
                from cnncalc.units import short

                return cell(short(found), "" if found else "dim")
            return cell(text(column, found), "" if found else "dim")
        return cell(printable(text(column, found, ascii_only=self.ascii_only)), "dim" if found is None else "")

    def _largest(self, column: Column) -> float:
        """The largest share that a line has: its bar is the longest."""
        if column.name not in self.largest:
            shares = [value(column, e.bundle.rows, self.report) for e in self.entries if e.bundle]
            self.largest[column.name] = max((share for share in shares if share), default=1)
        return self.largest[column.name]

    def _total(self, column: Column, *, first: bool) -> Cell:
        if column.total is not None:
            shown = self._value(column, column.total(self.report.totals))
            return tuple((one, "total") for one, _ in shown)
        partly = self.report.stopped_at is not None
        return cell("total so far" if partly else "total", "total") if first else ()

    def _stop(self, column: Column) -> Cell:
        node = self.report.stopped_at
        assert node is not None
        if column.name in ("layer", "id"):
            return cell(printable(node.id), "error")
        if column.name == "notation":
            return cell(printable(node.layer.readable()), "error")
        return cell("no output", "error") if column.name == "output" else ()


def _output(row: Any, found: str) -> Cell:
    """A shape; one that does not fit, or that leaves pixels out, is marked also where there is no colour."""
    if row.cost.misfits:
        return (("! ", "flag"), (found, "flag"))
    lossy = row.verdict is not None and LOSSY in row.verdict
    return (("! ", "flag"), (found, "")) if lossy else cell(found)


def _bar(share: float | None, largest: float) -> Cell:
    """The share in percent, and a bar as long as it is beside the largest."""
    if not share:
        return cell("–".rjust(5), "dim") if share is None else ()
    percent = text(COLUMNS["params_share"], share).rjust(5)
    eighths = round(share / largest * BAR * 8)
    bar = EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8].strip()
    return ((f"{percent} ", ""), (bar, "bar")) if bar else cell(percent)


def _clean(pieces: Cell) -> Cell:
    return tuple(piece for piece in pieces if piece[0])
