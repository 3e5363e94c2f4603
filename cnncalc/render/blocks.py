"""Pages of text, once as data and written twice: for a terminal and in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.render.grid import Heading, Line, cell, fold, layout, measure
from cnncalc.render.markdown import escape
from cnncalc.render.printable import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnncalc.render.grid import Cell, Item

INDENT = 2


class Title(NamedTuple):
    """A heading; level 1 is the page's own. `beside` follows it in plain type."""

    text: str
    level: int = 2
    beside: str = ""


class Text(NamedTuple):
    """A paragraph, or with `points` set one point of a list. Pieces between backquotes are code."""

    text: str
    point: bool = False


class Equation(NamedTuple):
    """`label  a = b = c  words`; neighbours are aligned."""

    label: str
    parts: tuple[str, ...]
    words: str = ""


class Table(NamedTuple):
    """Titles and rows of text."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Code(NamedTuple):
    """Lines as they stand; `language` names them in Markdown."""

    lines: tuple[str, ...]
    language: str = ""


Block = Title | Text | Equation | Table | Code


def as_text(blocks: Iterable[Block], limit: int | None, *, ascii_only: bool = False) -> Iterator[Item]:
    """For a terminal of `limit` columns; what stands below a heading is indented."""
    listed = list(blocks)
    indent = 0
    for position, block in enumerate(listed):
        before = listed[position - 1] if position else None
        if before is not None and _apart(before, block):
            yield ()
        if isinstance(block, Title):
            indent = 0 if block.level == 1 else INDENT
            yield from _title(block, limit)
        elif isinstance(block, Text):
            yield from _paragraph(block.text.replace("`", ""), limit, indent, INDENT if block.point else 0)
        elif isinstance(block, Equation):
            yield from _equation(block, _label(listed, position), limit, indent)
        elif isinstance(block, Code):
            yield from (cell(" " * (indent + INDENT) + printable(line)) for line in block.lines)
        else:
            lines = [Line(tuple(cell(printable(text.replace("`", ""))) for text in row)) for row in block.rows]
            yield from layout([Heading(t, folds=True) for t in block.titles], lines, limit, ascii_only=ascii_only)


def as_markdown(blocks: Iterable[Block], level: int = 0) -> Iterator[Item]:
    """In Markdown; `level` is added to that of every heading."""
    before: Block | None = None
    for block in blocks:
        if before is not None and (_apart(before, block) or not _both_points(before, block)):
            yield ()
        before = block
        if isinstance(block, Title):
            yield cell(f"{'#' * (block.level + level)} {escape(block.text)}")
            if block.beside:
                yield ()
                yield cell(escape(block.beside))
        elif isinstance(block, Text):
            yield cell(("- " if block.point else "") + _marked(block.text))
        elif isinstance(block, Equation):
            label = f"{escape(block.label)}: " if block.label else ""
            yield cell(f"- {label}`{' = '.join(block.parts)}`{escape(_behind(block))}")
        elif isinstance(block, Code):
            yield cell(f"```{block.language}")
            yield from (cell(line) for line in block.lines)
            yield cell("```")
        else:
            yield cell(f"| {' | '.join(block.titles)} |")
            yield cell(f"| {' | '.join('---' for _ in block.titles)} |")
            for row in block.rows:
                yield cell(f"| {' | '.join(map(_marked, row))} |")


def _apart(before: Block, block: Block) -> bool:
    """Whether a blank line stands between two blocks."""
    if isinstance(before, Title):
        return before.level == 1 or isinstance(block, Title)
    return not _both_points(before, block)


def _both_points(before: Block, block: Block) -> bool:
    return all(isinstance(one, Equation) or (isinstance(one, Text) and one.point) for one in (before, block))


def _marked(text: str) -> str:
    """Markdown in which only what stands between backquotes is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(
        f"`{printable(piece).replace('|', chr(92) + '|')}`" if i % 2 else escape(piece)
        for i, piece in enumerate(pieces)
    )


def _behind(block: Equation) -> str:
    """The words behind an equation: a unit, or with a comma of their own a remark."""
    return block.words if not block.words or block.words.startswith(",") else f" {block.words}"


def _title(block: Title, limit: int | None) -> Iterator[Item]:
    pieces: Cell = ((printable(block.text), "title"),)
    yield from fold((*pieces, (f"  {printable(block.beside)}", "")) if block.beside else pieces, limit)


def _label(blocks: list[Block], position: int) -> int:
    """The width of the labels among the neighbours of an equation."""
    first = last = position
    while first > 0 and _both_points(blocks[first - 1], blocks[position]):
        first -= 1
    while last + 1 < len(blocks) and _both_points(blocks[last + 1], blocks[position]):
        last += 1
    return max(width(block.label) for block in blocks[first : last + 1] if isinstance(block, Equation))


def _equation(block: Equation, label: int, limit: int | None, indent: int) -> Iterator[Item]:
    """On one line where it fits, else with a line for every equals sign."""
    head: Cell = ((" " * indent, ""), (block.label.ljust(label) + "  " if label else "", "dim"))
    *formulas, result = map(printable, block.parts)
    left = " = ".join(formulas) + (" = " if formulas else "")
    words = printable(_behind(block))
    line: Cell = tuple(piece for piece in (*head, (left, ""), (result, "strong"), (words, "dim")) if piece[0])
    if limit is None or measure(line) <= limit or not formulas:
        yield from fold(line, limit)
        return
    start = " " * (indent + (label + 2 if label else 0))
    for position, part in enumerate((*formulas, result)):
        style = "strong" if position == len(formulas) else ""
        mine: Cell = ((part, style), (words, "dim") if style else ("", ""))
        lead: Cell = head if position == 0 else ((start, ""), ("= ", ""))
        yield from fold(tuple(piece for piece in (*lead, *mine) if piece[0]), limit)


def _paragraph(text: str, limit: int | None, indent: int, hang: int) -> Iterator[Item]:
    """A paragraph broken between words, its further lines indented by `hang` more."""
    from textwrap import wrap

    lead, rest = " " * indent, " " * (indent + hang)
    if limit is None:
        yield cell(lead + printable(text))
        return
    for line in wrap(
        printable(text), max(limit, 20), initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False
    ):
        yield cell(line)
