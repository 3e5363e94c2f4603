"""Tables and lines for people, in the words of the renderers; `paint` shows them.

A renderer yields lines of styled pieces and, through `layout`, tables. It does not import rich, which takes longer to load than
everything else together: `paint` does, when there is something to colour or to fold.
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
"""What a renderer yields: a line (`Cell`), a `Table`, a line that is broken (`Folded`), or text for programs, which stays as it is."""

GAP = 2
"""Blank columns between cells."""


class Heading(NamedTuple):
    """The head of a column: its title, whether its cells are flush right, and whether they may fold before others do."""

    title: str
    right: bool = False
    folds: bool = False


class Line(NamedTuple):
    """One row of a table: a cell a column, or one cell that is a title across them all; without cells it is a ruled line."""

    cells: tuple[Cell, ...] = ()


def cell(text: str, style: str = "") -> Cell:
    """A cell of one piece."""
    return ((text, style),) if text else ()


def measure(one: Cell) -> int:
    """How many columns a cell takes; of one that is broken into lines, the widest."""
    if any("\n" in text for text, _ in one):
        return max(map(width, "".join([text for text, _ in one]).split("\n")))
    return sum([width(text) for text, _ in one])


def is_title(line: Line, headings: Sequence[Heading]) -> bool:
    """Whether a line stands across all columns: none is made wider for it."""
    return len(line.cells) == 1 < len(headings)


def natural(headings: Sequence[Heading], lines: Iterable[Line]) -> list[int]:
    """How wide every column would like to be."""
    widths = [width(h.title) for h in headings]
    for line in lines:
        if is_title(line, headings):
            continue
        for i, one in enumerate(line.cells):
            if one:
                widths[i] = max(widths[i], measure(one))
    return widths


def total(widths: Sequence[int]) -> int:
    """The width of a whole line."""
    return sum(widths) + GAP * (len(widths) - 1)


class Table:
    """A table as it is to be shown; `fits` if every line keeps to the limit with its columns as wide as they would like to be.

    `widths` are those that the columns have: what they would like, or where that is too much, what is left for them.
    """

    __slots__ = ("ascii_only", "fits", "headings", "limit", "lines", "widths")

    def __init__(
        self, headings: Sequence[Heading], lines: Sequence[Line], limit: int | None = None, ascii_only: bool = False
    ) -> None:
        if ascii_only:  # before anything is measured: some ASCII twins are longer
            lines = [line._replace(cells=tuple(map(twins, line.cells))) for line in lines]
        self.headings, self.lines, self.limit, self.ascii_only = headings, lines, limit, ascii_only
        self.widths = natural(headings, lines)
        self.fits = limit is None or total(self.widths) <= limit
        if limit is not None and not self.fits:
            from cnncalc.render.fitting import fitted

            self.widths = fitted(headings, lines, self.widths, limit)
        if limit is not None and any(is_title(line, headings) and measure(line.cells[0]) > limit for line in lines):
            self.fits = False


def layout(
    headings: Sequence[Heading], lines: Sequence[Line], limit: int | None = None, *, ascii_only: bool = False
) -> Iterator[Item]:
    """The table, with a rule below the titles. Where `limit` is too narrow, what folds well folds first; nothing is cut off."""
    yield Table(headings, lines, limit, ascii_only)


class Folded:
    """A line that is broken between words where it is wider than the screen."""

    __slots__ = ("line",)

    def __init__(self, line: Cell) -> None:
        self.line = line


def fold(one: Cell, limit: int | None = None) -> Iterator[Item]:
    """A line that is broken between words where it is wider than `limit`."""
    yield one if limit is None or measure(one) <= limit else Folded(one)


def twins(one: Cell) -> Cell:
    """The cell in ASCII."""
    return tuple([(text.translate(ASCII_TWINS), style) for text, style in one])
