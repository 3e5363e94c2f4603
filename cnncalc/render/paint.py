"""What renderers yield as text, through rich: with colours for a terminal, without for everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.printable import ASCII_TWINS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def styled(one: Cell) -> Text:
    """A cell as rich knows it; whatever looks like markup in it is text."""
    from rich.text import Text

    text = Text(overflow="fold")
    for piece, style in one:
        text.append(piece, STYLES.get(style) if style else None)
    return text


def paint(
    items: Iterable[Item], *, colour: bool = False, width: int | None = None, ascii_only: bool = False
) -> Iterator[str]:
    """Every line as text. Lines without colour are joined here; rich is loaded for everything else."""
    console: Console | None = None
    for item in items:
        if isinstance(item, tuple) and not (colour and item):
            text = "".join([text for text, _ in item])
            yield text.translate(ASCII_TWINS) if ascii_only else text
            continue
        console = console or _console(colour, width)
        with console.capture() as captured:
            if isinstance(item, tuple):
                console.print(styled(item), crop=False, no_wrap=True, overflow="ignore")
            else:
                console.print(item, crop=False)
        for text in captured.get().splitlines():
            text = text if colour else text.rstrip()
            yield text.translate(ASCII_TWINS) if ascii_only else text


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
