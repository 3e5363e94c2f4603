"""Networks side by side: a column each with the layers that they share on one line, and their totals below."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from cnncalc.engine.compare import aligned, figures, keys, main_row, smaller
from cnncalc.engine.report import COST
from cnncalc.record import NamedTuple
from cnncalc.render.columns import COLUMNS, text, value
from cnncalc.render.folding import bundles
from cnncalc.render.grid import Heading, Line, cell, fold, layout, total
from cnncalc.render.printable import printable
from cnncalc.render.symbols import broken_to, narrowest, sentences
from cnncalc.render.values import decimal, people, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.compare import Figure
    from cnncalc.engine.report import Report
    from cnncalc.render.folding import Bundle
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

DETAILS = ("output", "params", "macs")
"""What is said of the layers of two networks beside their notation, where there is room."""
ALIKE = 6
ONLY_THERE = 24
"""So many lines in a row that are the same everywhere, or are only in some of the networks, become one in a long table."""
LONG_TABLE = 60
TITLE = 24
"""A SPEC of up to so many characters is the title of its column; for longer ones a letter stands."""


class Named(NamedTuple):
    """A report and what the user called its network."""

    spec: str
    report: Report


class Side(NamedTuple):
    """Lines that belong together: for every network the one it has, or None."""

    lines: tuple[Bundle | None, ...]

    @property
    def first(self) -> Bundle:
        return next(line for line in self.lines if line is not None)


def titles(found: Sequence[Named]) -> list[str]:
    """A short name for every network, each different."""
    specs = [one.spec for one in found]
    if len(set(specs)) == len(specs) and all(len(spec) <= TITLE and " " not in spec for spec in specs):
        return specs
    return [chr(ord("A") + i) if i < 26 else f"#{i + 1}" for i in range(len(found))]


def sides(reports: Sequence[Report]) -> list[Side]:
    """All lines of all networks, those that are the same layer together."""
    lines = [bundles(report) for report in reports]
    places = aligned(keys([[line.rows[0] for line in one] for one in lines]))
    return [
        Side(tuple(None if at is None else one[at] for one, at in zip(lines, place, strict=True))) for place in places
    ]


def render(found: Sequence[Named], options: Options) -> Iterator[Item]:
    """Who is who, the layers, the totals, and what symbols leave to be said."""
    reports, names = [one.report for one in found], titles(found)
    for name, one in zip(names, found, strict=True):
        yield from fold(_who(name, one), options.width)
    yield ()
    parts = list(_parts(sides(reports), reports, options))
    for details in (DETAILS, DETAILS[:2], DETAILS[:1], ()) if len(found) == 2 else ((),):
        headings = [
            Heading("layer"),
            *(Heading(name, folds=True) for name in names),
            *(_heading(name) for name in details),
        ]
        lines = list(_lines(parts, reports, details))
        if options.width is None or total(narrowest(headings, lines)) <= options.width:
            break
    yield from layout(
        headings,
        broken_to(options.width, headings, lines, ascii_only=options.ascii_only),
        options.width,
        ascii_only=options.ascii_only,
    )
    yield ()
    yield from _totals(reports, names, options)
    for line in said(reports, names, ascii_only=options.ascii_only):
        yield from fold(cell(line), options.width)


def _who(name: str, one: Named) -> tuple[tuple[str, str], ...]:
    network = one.report.network
    facts = [f"input {size(network.input)}", network.framework, *network.changed]
    if name == one.spec:
        return ((printable(name), "title"), (f"  {printable(', '.join(facts))}", ""))
    return (
        (name, "title"),
        (f"  {printable(' '.join(one.spec.split()))}", ""),
        (f"  {printable(', '.join(facts))}", "dim"),
    )


def _heading(name: str) -> Heading:
    return Heading(COLUMNS[name].heading, right=True)


def _lines(parts: Sequence[Sequence[Side]], reports: Sequence[Report], details: Sequence[str]) -> Iterator[Line]:
    for part in parts:
        first = part[0]
        if len(part) == 1:
            names = [cell(notation_of(line), "kind" if line else "") for line in first.lines]
            yield Line(
                (cell(printable(id_of(first))), *names, *(cell(pair_of(name, first, reports)) for name in details))
            )
            continue
        names = [cell(f"… {len(part)} lines" if line else "", "dim") for line in first.lines]
        alike = "alike" if all(first.lines) else "only here"
        names = [(*one, (f" {alike}", "dim")) if one else () for one in names]
        yield Line((cell(printable(id_of(first)), "dim"), *names, *((),) * len(details)))


def _parts(every: Sequence[Side], reports: Sequence[Report], options: Options) -> Iterator[list[Side]]:
    """The lines one by one; in a long table together what is the same everywhere, or is in some networks only, many times in a row."""

    def why(side: Side) -> tuple[bool, ...]:
        there = tuple(line is not None for line in side.lines)
        return there if not all(there) or is_same(side, reports) else ()

    folds = len(every) > LONG_TABLE and not options.everything
    for reason, run in groupby(every, why):
        sides = list(run)
        if folds and reason and len(sides) >= (ALIKE if all(reason) else ONLY_THERE):
            yield sides
        else:
            yield from ([side] for side in sides)


def is_same(side: Side, reports: Sequence[Report]) -> bool:
    """Whether every network has these layers, with the same sizes and costs."""
    first = side.first
    return all(
        line is not None and (_is_one(line, first) or _facts(line, report) == _facts(first, reports[0]))
        for line, report in zip(side.lines, reports, strict=True)
    )


def _is_one(line: Bundle, other: Bundle) -> bool:
    """Whether two lines are certainly the same: layers that are alike, on inputs that are alike, share their costs."""
    costs = zip(map(COST, line.rows), map(COST, other.rows), strict=False)
    return line.says == other.says and len(line.rows) == len(other.rows) and all(one is also for one, also in costs)


def _facts(line: Bundle, report: Report) -> tuple[Any, ...]:
    return (notation_of(line), *(value(COLUMNS[name], line.rows, report) for name in DETAILS))


def notation_of(line: Bundle | None) -> str:
    if line is None:
        return ""
    return printable(
        line.says or " · ".join(row.node.layer.readable() if row.node.inputs else "INPUT" for row in line.rows)
    )


def id_of(side: Side) -> str:
    return side.first.title or side.first.rows[0].id


def pair_of(name: str, side: Side, reports: Sequence[Report]) -> str:
    """One value where both have the same or only one has any, else `a → b`."""
    column = COLUMNS[name]
    shown = [
        text(column, value(column, line.rows, report)) for line, report in zip(side.lines, reports, strict=True) if line
    ]
    return " → ".join(dict.fromkeys(shown))


def _totals(reports: Sequence[Report], names: Sequence[str], options: Options) -> Iterator[Item]:
    pair = len(reports) == 2
    headings = [
        Heading("total"),
        *(Heading(name, right=True) for name in names),
        *([Heading("ratio", right=True)] if pair else []),
    ]
    lines = []
    for figure in figures(reports):
        shown = [cell(_figure(figure, value, options)) for value in figure.values]
        ratios = [ratio_of(one) for one in figure.ratios]
        lines.append(Line((cell(figure.name), *shown, *([cell(ratios[1])] if pair else []))))
        if not pair and figure.name in ("params", "MACs"):
            lines.append(Line(((), *(cell(one, "dim") for one in ("", *ratios[1:])))))
    for title, words in further(reports):
        lines.append(Line((cell(title), *map(cell, words), *([()] if pair else []))))
    lines = broken_to(options.width, headings, lines, ascii_only=options.ascii_only)
    return layout(headings, lines, options.width, ascii_only=options.ascii_only)


def further(reports: Sequence[Report]) -> Iterator[tuple[str, list[str]]]:
    """What is compared beside sums: the output, and what one position of it sees."""
    rows = [main_row(report) for report in reports]
    yield "output", [size(row.output) if row else "–" for row in rows]
    yield "sees", ["x".join(decimal(axis.size) for axis in row.field) if row and row.field else "–" for row in rows]


def _figure(figure: Figure, found: Any, options: Options) -> str:
    shown = people(found, in_bytes=figure.name == "memory", ascii_only=options.ascii_only)
    return shown if isinstance(found, int) or figure.name != "memory" else f"({shown}) B"


def ratio_of(found: Any) -> str:
    """`1.81`, for people; an exact fraction beside it where it is a short one."""
    if found is None:
        return "–"
    rounded = decimal(found)
    short = found.denominator != 1 and len(str(found)) <= 7 and rounded != str(found)
    return f"×{found} ≈ {rounded}" if short else f"×{rounded}"


def said(reports: Sequence[Report], names: Sequence[str], *, ascii_only: bool = False) -> Iterator[str]:
    """What symbols leave to be said: which total is smaller, and when each network fits."""
    if not any(report.is_symbolic for report in reports):
        return
    if len(reports) == 2:
        for figure in figures(reports)[1:3]:
            yield f"{figure.name}: {_order(figure, names)}"
    for name, report in zip(names, reports, strict=True):
        for sentence in sentences(report, ascii_only=ascii_only):
            yield f"{name} {sentence}" if sentence.startswith(("fits", "never")) else f"{name}: {sentence}"


def _order(figure: Figure, names: Sequence[str]) -> str:
    (first, second), (a, b) = figure.values, names
    if first == second:
        return f"{a} = {b}"
    for x, y, one, other in ((first, second, a, b), (second, first, b, a)):
        answer = smaller(x, y)
        if answer is True:
            return f"{one} < {other} whatever the symbols stand for"
        if answer is not False:
            return f"{one} < {other} if and only if {answer.text('unicode')}"
    return f"{a} = {b}"
