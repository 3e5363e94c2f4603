"""What renderers yield as text: with colours for a terminal, without for everything else.

Rich colours and folds. What needs neither, which is all that goes into a pipe, is put together here: rich takes as long to load as
`cnncalc table vgg16` takes beyond it, and a millisecond for a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.grid import GAP, LONG, NARROWEST, Table, cell, total
from cnncalc.render.printable import ASCII_TWINS
from cnncalc.render.printable import width as width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    from cnncalc.render.grid import Cell, Item

STYLES = {
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
        if isinstance(item, tuple) and not (colour and item):
            lines: Iterable[str] = ("".join([text for text, _ in item]),)
        elif isinstance(item, Table) and item.fits and not colour:
            lines = plain(item)
        else:
            console = console or _console(colour, width)
            lines = _shown(console, item, colour)
        for text in lines:
            yield text.translate(ASCII_TWINS) if ascii_only else text


def plain(table: Table) -> Iterator[str]:
    """The lines of a table that fits, as rich lays them out, without its cost."""
    rule = _rule(table) * total(table.widths)
    yield from _plain_row(table, [cell(heading.title) for heading in table.headings])
    yield rule
    shown = ruled = False
    for line in table.lines:
        if not line.cells:
            ruled = shown
            continue
        if ruled:
            yield rule
        shown, ruled = True, False
        yield from _plain_row(table, line.cells)


def _plain_row(table: Table, cells: Sequence[Cell]) -> Iterator[str]:
    """One row: a line, or several where a cell is broken into lines."""
    texts = ["".join([text for text, _ in one]) for one in cells]
    height = 1 + max([text.count("\n") for text in texts])
    parts = [text.split("\n") for text in texts]
    for number in range(height):
        line = ""
        for part, heading, wanted in zip(parts, table.headings, table.widths, strict=False):
            text = part[number] if number < len(part) else ""
            room = wanted - width_of(text)
            if heading.right:
                room, text = 0, " " * room + text
            line += text + " " * (room + GAP)
        yield line.rstrip()


def _shown(console: Console, item: Item, colour: bool) -> Iterator[str]:
    """The lines that rich makes of an item."""
    with console.capture() as captured:
        if isinstance(item, tuple):
            console.print(_styled(item), crop=False, no_wrap=True, overflow="ignore")
        else:
            console.print(_table(item) if isinstance(item, Table) else _styled(item.line), crop=False)
    for text in captured.get().splitlines():
        yield text if colour else text.rstrip()


def _styled(one: Cell) -> Text:
    """A cell as rich knows it; whatever looks like markup in it is text."""
    from rich.text import Text

    text = Text(overflow="fold")
    for piece, style in one:
        text.append(piece, STYLES.get(style) if style else None)
    return text


def _rule(table: Table) -> str:
    return "-" if table.ascii_only else "─"


def _table(table: Table) -> Any:
    """A table as rich knows it."""
    from rich.box import Box
    from rich.table import Table as RichTable

    limit, widths = table.limit, table.widths
    least = [min(w, NARROWEST if h.folds else LONG) for h, w in zip(table.headings, widths, strict=True)]
    firm = table.fits or (limit is not None and total(least) <= limit)
    rule = 4 * _rule(table)
    box = Box("\n".join(["    ", "    ", rule, "    ", rule, rule, "    ", "    "]) + "\n", ascii=table.ascii_only)
    found = RichTable(
        box=box, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", border_style="dim"
    )
    for heading, wanted in zip(table.headings, widths, strict=True):
        keep = table.fits or (firm and not heading.folds and wanted <= LONG)
        side: Any = "right" if heading.right else "left"
        # Where all fits, rich need not measure what was measured before: that is a third of its time.
        found.add_column(
            heading.title, justify=side, overflow="fold", no_wrap=keep, width=wanted if table.fits else None
        )
    for line in table.lines:
        if line.cells:
            found.add_row(*[_styled(one) if one else "" for one in line.cells])
        else:
            found.add_section()
    return found


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
