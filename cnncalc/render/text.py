"""The table that people read: scopes and branches as a tree, sums below, and one line that says what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import LOSSY
from cnncalc.render.columns import COLUMNS, DEFAULT, SHARE, WORDS, text, value
from cnncalc.render.folding import bundles, elided
from cnncalc.render.grid import LONG, Heading, Line, cell, fold, layout, measure, natural, total
from cnncalc.render.printable import printable
from cnncalc.render.tree import SCOPE, SUMMED, outline
from cnncalc.render.values import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.columns import Column
    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options
    from cnncalc.render.tree import Entry

WIDEST = ("layer", "notation", "output", "params", "params_share", "macs", "macs_share", "memory", "field")
CHOICES = (WIDEST, WIDEST[:-1], DEFAULT)
"""What a terminal shows: the first choice that fits into its width."""
NARROW = (DEFAULT, *(tuple(n for n in DEFAULT if n not in left_out) for left_out in ({"notation"}, {"notation", "memory"})))
"""The choices where none of those fits: MACs are rounded, and notation may fold; what still does not fit folds everywhere."""
FOLDED = 14
"""Notation is left out before it is folded to fewer characters than these."""
SELDOM = 8
"""MACs are rounded before more than one line in so many is folded."""

ROUNDING = {"exact": "exact arithmetic"}
BAR = 8
"""Characters of the longest bar."""
EIGHTHS = " ▏▎▍▌▋▊▉█"


def render(report: Report, options: Options) -> Iterator[Item]:
    """The whole table as lines of pieces; the report's diagnostics are for a reporter to add."""
    for line in _title(report):
        yield from fold(line, options.width)
    yield ()
    lines = _Lines(report, options)
    names, grid = _fitting(lines, options)
    yield from layout(_headings(names), grid, options.width, ascii_only=options.ascii_only)
    counts = _what_counts(report, names, rounded=bool(lines.rounded))
    if counts:
        yield ()
        yield from fold(counts, options.width)


def _title(report: Report) -> Iterator[Item]:
    network = report.network
    facts = [f"input {size(network.input)}", ROUNDING.get(network.framework, f"{network.framework}'s rounding")]
    if network.changed:
        facts.append(f"changed: {', '.join(network.changed)}")
    name = cell(printable(network.name), "title")
    yield (*name, (f"{'  ' if name else ''}{printable(', '.join(facts))}", ""))
    if network.source:
        yield cell(printable(" ".join(network.source.split())), "dim")


def _headings(names: Sequence[str]) -> list[Heading]:
    return [Heading(c.heading, c.right, c.holds == WORDS) for c in map(COLUMNS.__getitem__, names)]


def _fitting(lines: _Lines, options: Options) -> tuple[Sequence[str], list[Line]]:
    """The columns to show, and their lines."""
    limit = options.width
    if options.columns or limit is None:
        names = options.columns or DEFAULT
        return names, lines.of(names)
    widest = lines.of(WIDEST)
    widths = dict(zip(WIDEST, natural(_headings(WIDEST), widest), strict=True))
    for names in CHOICES:
        if total([widths[name] for name in names]) <= limit or (names is DEFAULT and _seldom_folds(widest, widths, limit)):
            return names, _only(widest, [WIDEST.index(name) for name in names])
    lines.rounded = ("macs",)
    rounded = lines.of(DEFAULT)
    least = [min(w, LONG) for w in natural(_headings(DEFAULT), rounded)]
    widths = dict(zip(DEFAULT, least, strict=True))
    widths["notation"] = min(widths["notation"], FOLDED)
    for names in NARROW:
        if total([widths[name] for name in names]) <= limit:
            break
    return names, _only(rounded, [DEFAULT.index(name) for name in names])


def _seldom_folds(lines: Sequence[Line], widths: dict[str, int], limit: int) -> bool:
    """Whether the default columns fit if no more than a few lines fold their notation."""
    room = limit - total([widths[name] for name in DEFAULT]) + widths["notation"]
    notations = [measure(line.cells[WIDEST.index("notation")]) for line in lines if len(line.cells) > 1]
    return room >= FOLDED and sum(wanted > room for wanted in notations) * SELDOM <= len(notations)


def _only(lines: Sequence[Line], chosen: Sequence[int]) -> list[Line]:
    """The lines with the chosen cells; titles and rules as they are."""
    return [x._replace(cells=tuple([x.cells[i] for i in chosen])) if len(x.cells) > 1 else x for x in lines]


class _Lines:
    """The lines of a report's table for whatever columns; numbers in columns named by `rounded` are rounded for people."""

    def __init__(self, report: Report, options: Options) -> None:
        self.report = report
        self.ascii_only = options.ascii_only
        lines = list(bundles(report, options.everything))
        self.entries = list(outline(report, lines if options.everything else elided(lines)))
        self.rounded: tuple[str, ...] = ()
        self.largest: dict[str, float] = {}
        outputs = report.network.outputs
        self.ends = {index: name for name, index in outputs.items()} if len(outputs) > 1 else {}

    def of(self, names: Sequence[str]) -> list[Line]:
        """Every entry's line, the layer without an output if there is one, a rule and the totals."""
        columns = [COLUMNS[name] for name in names]
        lines = [self._line(entry, columns) for entry in self.entries]
        if self.report.stopped_at is not None:
            lines.append(Line(tuple(self._stop(column) for column in columns)))
        if not any(column.total for column in columns):
            return lines
        return [*lines, Line(), Line(tuple(self._total(c, first=c is columns[0]) for c in columns))]

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
            return _clean(((entry.guide, "guide"), (printable(entry.name), "dim" if entry.kind == SUMMED else "")))
        if entry.kind == SUMMED:
            return self._summed(entry, column)
        if column.name == "notation":
            return self._notation(entry)
        found = value(column, rows, self.report)
        if column.name == "output":
            return _output(rows[0], found)
        return self._value(column, found)

    def _summed(self, entry: Entry, column: Column) -> Cell:
        """Many rows in one line: what they are, the last one's output, and sums."""
        assert entry.bundle is not None
        rows = entry.bundle.rows
        if column.name == "notation":
            return cell(entry.bundle.says, "dim")
        if column.name == "output":
            return cell(size(rows[-1].output), "dim")
        if column.total is None and not column.share_of:
            return ()
        return self._value(column, value(column, rows, self.report))

    def _notation(self, entry: Entry) -> Cell:
        """References the tree does not show, the layer, what works in place behind it, and the head it is the end of."""
        assert entry.bundle is not None
        pieces = [(f"@{printable(source)} ", "dim") for source in entry.reads]
        for position, row in enumerate(entry.bundle.rows):
            words = row.node.layer.notation() if row.node.inputs else "INPUT"
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
            return cell(printable(node.layer.notation()), "error")
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


def _what_counts(report: Report, names: Sequence[str], *, rounded: bool) -> Cell:
    """The conventions behind the numbers that are shown, and totals that the table has no room for."""
    from cnncalc.units import mb, mib

    totals = report.totals
    parts = []
    if "macs" in names:
        macs = f"{totals.macs:,} MACs, of" if rounded and isinstance(totals.macs, int) else "MACs:"
        parts.append(f"{macs} convolutions (also transposed) and fully connected layers")
    if "memory" in names:
        held = totals.activation_bytes
        in_all = f" ({mib(held)})" if isinstance(held, int) else ""
        parts.append(f"memory: stored activations, float32, batch 1{in_all}")
    if "params" in names:
        if isinstance(totals.param_bytes, int):
            parts.append(f"parameters: {mb(totals.param_bytes)} ({mib(totals.param_bytes)})")
        if totals.statistics != 0:
            parts.append(f"besides {text(COLUMNS['statistics'], totals.statistics)} running statistics")
    return cell("; ".join(parts), "dim")
