"""Tables and lines for people, in the words of the renderers; rich lays them out and paints them.

A renderer yields lines of styled pieces and, through `layout`, tables. It does not import rich, which takes longer to load than
everything else together: `paint` does, when there is a table or a colour to show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.render.printable import ASCII_TWINS, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Piece = tuple[str, str]
"""A stretch of printable text and the name of its style (`paint.STYLES`), "" for plain."""
Cell = tuple[Piece, ...]
"""Pieces side by side: a cell, or a whole line. A line is never broken; `fold` makes one that may be."""
Item = Any
"""What a renderer yields: a line (`Cell`), or something that rich shows, such as a table."""

GAP = 2
"""Blank columns between cells."""
NARROWEST = 8
"""A column is not folded below this many characters while others can still give way."""
LONG = 17
"""Numbers and sizes of up to this many characters are folded last; what is longer is a formula."""


class Heading(NamedTuple):
    """The head of a column: its title, whether its cells are flush right, and whether they may fold before others do."""

    title: str
    right: bool = False
    folds: bool = False


class Line(NamedTuple):
    """One row of a table: a cell a column, or a title in the first one; without cells it is a ruled line."""

    cells: tuple[Cell, ...] = ()


def cell(text: str, style: str = "") -> Cell:
    """A cell of one piece."""
    return ((text, style),) if text else ()


def measure(one: Cell) -> int:
    """How many columns a cell takes; of one that is broken into lines, the widest."""
    if any("\n" in text for text, _ in one):
        return max(map(width, "".join([text for text, _ in one]).split("\n")))
    return sum([width(text) for text, _ in one])


def natural(headings: Sequence[Heading], lines: Iterable[Line]) -> list[int]:
    """How wide every column would like to be."""
    widths = [width(h.title) for h in headings]
    for line in lines:
        for i, one in enumerate(line.cells):
            if one:
                widths[i] = max(widths[i], measure(one))
    return widths


def total(widths: Sequence[int]) -> int:
    """The width of a whole line."""
    return sum(widths) + GAP * (len(widths) - 1)


def layout(
    headings: Sequence[Heading], lines: Sequence[Line], limit: int | None = None, *, ascii_only: bool = False
) -> Iterator[Item]:
    """The table, with a rule below the titles. Where `limit` is too narrow, what folds well folds first; nothing is cut off."""
    from rich.box import Box
    from rich.table import Table

    from cnncalc.render.paint import styled

    if ascii_only:  # before rich measures: some ASCII twins are longer
        lines = [line._replace(cells=tuple(map(twins, line.cells))) for line in lines]
    widths = natural(headings, lines)
    least = [min(w, NARROWEST if h.folds else LONG) for h, w in zip(headings, widths, strict=True)]
    fits = limit is None or total(widths) <= limit
    firm = fits or (limit is not None and total(least) <= limit)
    rule = "----" if ascii_only else "────"
    box = Box("\n".join(["    ", "    ", rule, "    ", rule, rule, "    ", "    "]) + "\n", ascii=ascii_only)
    table = Table(
        box=box, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim"
    )
    for heading, wanted in zip(headings, widths, strict=True):
        keep = fits or (firm and not heading.folds and wanted <= LONG)
        side: Any = "right" if heading.right else "left"
        # Where all fits, rich need not measure what was measured here: that is a third of its time.
        table.add_column(heading.title, justify=side, overflow="fold", no_wrap=keep, width=wanted if fits else None)
    for line in lines:
        if line.cells:
            table.add_row(*[styled(one) if one else "" for one in line.cells])
        else:
            table.add_section()
    yield table


def fold(one: Cell, limit: int | None = None) -> Iterator[Item]:
    """A line that is broken between words where it is wider than `limit`."""
    if limit is None or measure(one) <= limit:
        yield one
    else:
        from cnncalc.render.paint import styled

        yield styled(one)


def twins(one: Cell) -> Cell:
    """The cell in ASCII."""
    return tuple([(text.translate(ASCII_TWINS), style) for text, style in one])
