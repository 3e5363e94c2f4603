"""What symbols need in a table: sums broken where they may be, totals too long for a column, and what must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.engine.conditions import contradiction, paddings
from cnncalc.record import NamedTuple
from cnncalc.render.columns import BYTES, COLUMNS, DEFAULT, chosen, text
from cnncalc.render.grid import Line, cell, fold, measure, natural, total, twins
from cnncalc.render.printable import width as wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Cell, Heading, Item
    from cnncalc.render.lines import Lines
    from cnncalc.render.options import Options
    from cnncalc.symbolic import Condition
    from cnncalc.symbolic.text import Style

CHOICES = (DEFAULT, tuple(name for name in DEFAULT if name != "memory"), ("layer", "output", "params", "macs"))
"""The columns of a table with symbols: the first choice that fits when sums are broken between their terms."""


SIGNS = (" + ", " - ", " → ")
INSIDE = 32
"""A total of up to so many characters stands in its column even where nothing above it is as long."""


class Fitted(NamedTuple):
    """A table that fits: the columns' names, its lines, and what stands directly below it."""

    names: Sequence[str]
    lines: list[Line]
    below: list[Item]


def fitted(report: Report, lines: Lines, options: Options, head: Callable[[Sequence[str]], list[Heading]]) -> Fitted:
    """The columns asked for or, in a narrow place, those that fit once sums are broken; long totals below the table."""
    limit = options.width
    choices = (options.columns,) if options.columns else (DEFAULT,) if limit is None else CHOICES
    for names in choices:
        grid = lines.of(names)
        below: list[Item] = []
        if any(COLUMNS[name].total for name in names) and _are_long(report, head(names), names, grid[:-2]):
            grid, below = grid[:-2], [(), *_totals(report, names, options)]
        if limit is None or _least(head(names), grid) <= limit:
            break
    return Fitted(names, broken_to(limit, head(names), grid, ascii_only=options.ascii_only), below)


def _least(headings: Sequence[Heading], lines: Sequence[Line]) -> int:
    return total(narrowest(headings, lines))


def broken_to(width: int | None, headings: Sequence[Heading], lines: Sequence[Line], *, ascii_only: bool) -> list[Line]:
    """The lines with sums and sizes broken so that they fit into `width`, as far as that can be done between terms."""
    if ascii_only:  # some twins are longer
        lines = [line._replace(cells=tuple(map(twins, line.cells))) for line in lines]
    if width is None:
        return list(lines)
    widths = natural(headings, lines)
    least = narrowest(headings, lines)
    if total(least) > width:
        least = narrowest(headings, lines, finer=True)
    while total(widths) > width:
        give = [i for i in range(len(widths)) if widths[i] > least[i]]
        if not give:
            break
        widths[max(give, key=lambda i: widths[i])] -= 1
    return [
        line._replace(cells=tuple(_broken(one, limit) for one, limit in zip(line.cells, widths, strict=False)))
        if len(line.cells) > 1
        else line
        for line in lines
    ]


def narrowest(headings: Sequence[Heading], lines: Sequence[Line], *, finer: bool = False) -> list[int]:
    """How narrow every column may get when sums are broken between terms, or `finer` between factors; the first column stays."""
    least = natural(headings, [])
    for line in lines:
        for i, one in enumerate(line.cells):
            if i == 0:
                least[i] = max(least[i], measure(one))
            elif one:
                before = sum(wide(piece) for piece, _ in one[:-1])
                least[i] = max([least[i], *(before + wide(part) for part in parts(one[-1][0], finer=finer))])
    return least


def _broken(one: Cell, width: int) -> Cell:
    if not one or measure(one) <= width:
        return one
    *before, (last, style) = one
    room = width - sum(wide(piece) for piece, _ in before)
    finer = any(wide(part) > room for part in parts(last))
    return (*before, ("\n".join(lines_of(parts(last, finer=finer), room)), style))


def parts(formula: str, *, finer: bool = False) -> list[str]:
    """The terms of a sum with their signs, or height and the rest of a size; joined by blanks or nothing they are the whole.

    >>> parts("34·⌊(H + 1)/4⌋ - 69·H + 2"), parts("(⌊H/2⌋ - 2)x(⌊W/2⌋ - 2)x96"), parts("34·⌊(H + 1)/4⌋ - 6", finer=True)
    (['34·⌊(H + 1)/4⌋', '- 69·H', '+ 2'], ['(⌊H/2⌋ - 2)x', '(⌊W/2⌋ - 2)x96'], ['34·', '⌊(H + 1)/4⌋', '- 6'])
    """
    found, start, depth = [], 0, 0
    for at, sign in enumerate(formula):
        if sign in "(⌊":
            depth += 1
        elif sign in ")⌋":
            depth -= 1
        elif depth == 0 and formula[at : at + 3] in SIGNS:
            found.append(formula[start:at])
            start = at + 1
        elif depth == 0 and ((sign == "x" and set(formula[at:]) & set("(⌊")) or (finer and sign in "·x*")):
            found.append(formula[start : at + 1])
            start = at + 1
    return [*found, formula[start:]]


def lines_of(words: Iterable[str], width: int) -> list[str]:
    """As many words on a line as fit; the signs of a sum have a blank before them."""
    lines = [""]
    for word in words:
        gap = " " if lines[-1] and f" {word[:2]}" in SIGNS else ""
        if lines[-1] and wide(lines[-1]) + len(gap) + wide(word) > width:
            lines.append(word)
        else:
            lines[-1] += gap + word
    return lines


def _totals(report: Report, names: Sequence[str], options: Options) -> Iterator[Item]:
    """A line a total, for totals that would stretch their columns."""
    summed = [(column, column.total(report.totals)) for column in chosen(names, report, options) if column.total]
    titles = [f"total {column.heading}{' in bytes' if column.holds == BYTES else ''}:" for column, _ in summed]
    margin = max(map(len, titles)) + 1
    room = (1 << 20 if options.width is None else options.width) - margin
    for title, (column, sum_) in zip(titles, summed, strict=True):
        terms = parts(text(column, sum_, ascii_only=options.ascii_only))
        if max(map(wide, terms)) > room:  # in a very narrow place
            yield from (cell(title, "total"), *fold(cell(" ".join(terms), "total"), options.width))
            continue
        for position, line in enumerate(lines_of(terms, room)):
            yield ((f"{'' if position else title:<{margin}}", "total"), (line, "total"))


def _are_long(report: Report, headings: Sequence[Heading], names: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether a symbolic total is longer than what stands above it."""
    widths = natural(headings, lines)
    for name, width in zip(names, widths, strict=True):
        column = COLUMNS[name]
        found = column.total(report.totals) if column.total else 0
        if not isinstance(found, int) and wide(text(column, found)) > max(width, INSIDE):
            return True
    return False


def notes(report: Report, options: Options) -> Iterator[Item]:
    """What must hold for the numbers above to be true, in words."""
    for position, line in enumerate(sentences(report, ascii_only=options.ascii_only)):
        if not position:
            yield ()
        yield from fold(cell(line), options.width)


def sentences(report: Report, *, ascii_only: bool = False) -> Iterator[str]:
    """`fits if and only if 32 divides H + 29 and H is at least 67`; `P = (F - 1)/2`."""
    from cnncalc.symbolic import show

    style: Style = "ascii" if ascii_only else "unicode"
    equations = [f"{show(symbol, style)} = {_half(show(twice, style))}" for symbol, twice in paddings(report)]
    if equations:
        yield f"{' and '.join(equations)}: the padding that keeps the size at stride 1, for padding that is not stated"
    found = report.conditions
    if not found:
        return
    clash = contradiction(found)
    if clash is not None:
        yield f"never fits: {_spoken(clash, style)} exclude each other"
    else:
        yield f"fits if and only if {_spoken(found, style)}"


def _half(twice: str) -> str:
    return f"({twice})/2" if " " in twice else f"{twice}/2"


def _spoken(found: Sequence[Condition], style: Style) -> str:
    *first, last = (condition.text(style) for condition in found)
    return f"{', '.join(first)} and {last}" if first else last
