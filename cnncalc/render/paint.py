"""What renderers yield as text: with colours for a terminal, without for everything else.

Rich colours and breaks lines. What needs neither, which is all that goes into a pipe, is put together here: rich takes as long to load as
`cnncalc table vgg16` takes beyond it, and a millisecond for a row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnncalc.render.grid import GAP, Line, Table, cell, is_title, total
from cnncalc.render.printable import ASCII_TWINS
from cnncalc.render.printable import width as width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console
    from rich.text import Text

    from cnncalc.render.grid import Cell, Item

STYLES = {
    "heading": "bold",
    "title": "bold",
    "scope": "bold",
    "total": "bold",
    "strong": "bold",
    "dim": "dim",
    "guide": "dim",
    "kind": "cyan",
    "bar": "blue",
    "head": "magenta",
    "ok": "green",
    "help": "green",
    "flag": "bold yellow",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
}
"""The meaning of a piece and how it looks: few colours, each of which reads on dark and on light."""

ENDLESS = 1_000_000
"""The width of what nothing limits."""


def paint(
    items: Iterable[Item], *, colour: bool = False, width: int | None = None, ascii_only: bool = False
) -> Iterator[str]:
    """Every line as text. Lines and tables that need neither colour nor folding are joined here; rich is loaded for everything else."""
    console: Console | None = None
    for item in items:
        if isinstance(item, str):
            lines: Iterable[str] = (item,)
        elif isinstance(item, tuple) and not (colour and item):
            lines = ("".join([text for text, _ in item]),)
        elif isinstance(item, Table) and item.fits and not colour:
            lines = plain(item)
        else:
            console = console or _console(colour, width)
            lines = _shown(console, item, colour)
        for text in lines:
            yield text.translate(ASCII_TWINS) if ascii_only else text


def plain(table: Table) -> Iterator[str]:
    """The lines of a table that fits."""
    for line in _rows(table):
        if not line.cells:
            yield _rule(table)
            continue
        texts = ["".join([text for text, _ in one]) for one in line.cells]
        if is_title(line, table.headings):
            yield texts[0].rstrip()
            continue
        parts = [text.split("\n") for text in texts]
        for number in range(max(map(len, parts))):
            shown = ""
            for part, heading, wanted in zip(parts, table.headings, table.widths, strict=True):
                text = part[number] if number < len(part) else ""
                room = " " * (wanted - width_of(text))
                shown += (room + text if heading.right else text + room) + " " * GAP
            yield shown.rstrip()


def _rows(table: Table) -> Iterator[Line]:
    """The titles, a rule, and the lines, with no rule before the first of them, behind the last or beside another."""
    yield Line(tuple(cell(heading.title, "heading") for heading in table.headings))
    yield Line()
    shown = ruled = False
    for line in table.lines:
        if not line.cells:
            ruled = shown
            continue
        if ruled:
            yield Line()
        shown, ruled = True, False
        yield line


def _rule(table: Table) -> str:
    return ("-" if table.ascii_only else "─") * total(table.widths)


def _shown(console: Console, item: Item, colour: bool) -> Iterator[str]:
    """The lines of an item with its colours, and broken where it is wider than it may be."""
    if isinstance(item, Table):
        for text in _folded(console, item):
            yield from _printed(console, text, colour)
    elif isinstance(item, tuple):
        yield from _printed(console, _styled(item), colour)
    else:
        for text in _styled(item.line).wrap(console, console.width):
            yield from _printed(console, text, colour)


def _printed(console: Console, text: Text, colour: bool) -> Iterator[str]:
    with console.capture() as captured:
        console.print(text, crop=False, no_wrap=True, overflow="ignore")
    for line in captured.get().splitlines():
        yield line if colour else line.rstrip()


def _folded(console: Console, table: Table) -> Iterator[Text]:
    """The lines of a table, each cell broken where it is wider than its column."""
    from rich.text import Text

    for line in _rows(table):
        if not line.cells:
            yield Text(_rule(table), STYLES["guide"])
            continue
        if is_title(line, table.headings):
            yield from _styled(line.cells[0]).wrap(console, table.limit or ENDLESS)
            continue
        parts: list[Any] = [
            _styled(loosened(one, wanted)).wrap(console, wanted) if one else []
            for one, wanted in zip(line.cells, table.widths, strict=True)
        ]
        for number in range(max(1, *map(len, parts))):
            shown = Text()
            for part, heading, wanted in zip(parts, table.headings, table.widths, strict=True):
                text = part[number] if number < len(part) else Text()
                text.rstrip()
                room = " " * (wanted - text.cell_len)
                shown.append_text(Text.assemble(room, text) if heading.right else Text.assemble(text, room))
                shown.append(" " * GAP)
            shown.rstrip()
            yield shown


def loosened(one: Cell, wanted: int) -> Cell:
    """A cell whose words of more than `wanted` columns have blanks where their parts meet, so that they break there.

    >>> loosened((("CONV1-104/2nobias RELU", ""),), 16)
    (('CONV1-104/2 nobias RELU', ''),)
    """
    return tuple([(re.sub(r"\S+", lambda word: _parted(word[0], wanted), text), style) for text, style in one])


def _parted(word: str, wanted: int) -> str:
    """The word, or if it is too long as many of its parts together as fit: notation's numbers with their marks, names of scopes."""
    if width_of(word) <= wanted:
        return word
    first, *others = re.split(r"(?<=[0-9)])(?=[a-z/(])|(?<=[._·,])", word)
    lines = [first]
    for part in others:
        if width_of(lines[-1] + part) <= wanted:
            lines[-1] += part
        else:
            lines.append(part)
    return " ".join(lines)


def _styled(one: Cell) -> Text:
    """A cell as rich knows it; whatever looks like markup in it is text."""
    from rich.text import Text

    text = Text(overflow="fold")
    for piece, style in one:
        text.append(piece, STYLES.get(style) if style else None)
    return text


def _console(colour: bool, width: int | None) -> Console:
    """A console that writes nowhere by itself, so that a closed pipe or a full disk is met in one place, by the caller."""
    from io import StringIO

    from rich.console import Console

    return Console(
        file=StringIO(),
        width=width or ENDLESS,
        color_system="auto" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
