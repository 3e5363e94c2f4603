"""Where text goes: a terminal with its width and colours, or a pipe or file, which get neither; and what can go wrong there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import chain
from typing import IO, TYPE_CHECKING

import click

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnncalc.render.grid import Item

LINES_AT_ONCE = 512
UNWRITABLE = 2
"""Exit status when the output could not be written, as on a full disk."""


class Screen(NamedTuple):
    """A stream and what it can show. `width` is None where nothing limits it."""

    stream: IO[str] | None
    terminal: bool
    colour: bool
    ascii_only: bool
    width: int | None

    def print(self, items: Iterable[Item]) -> None:
        """Write lines and tables. A reader who has seen enough and closed the pipe is no error."""
        waiting: list[str] = []
        for text in self._texts(items):
            waiting.append(text)
            if len(waiting) == LINES_AT_ONCE:
                self._write(waiting)
                waiting = []
        if waiting:
            self._write(waiting)

    def _texts(self, items: Iterable[Item]) -> Iterator[str]:
        """Every line as text: for people painted, for programs as it is."""
        rest = iter(items)
        for item in rest:
            if not isinstance(item, str):
                from cnncalc.render.paint import paint

                yield from paint(chain((item,), rest), colour=self.colour, width=self.width, ascii_only=self.ascii_only)
                return
            yield item

    def _write(self, lines: list[str]) -> None:
        if self.stream is None:  # the program was started with its output closed
            return
        text = "\n".join(lines) + "\n"
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            text = text.encode(encoding, "backslashreplace").decode(encoding)
        try:
            click.echo(text, file=self.stream, nl=False, color=True)  # colours were decided on above
        except BrokenPipeError:
            drop(self.stream)


def screen(*, error: bool = False, width: int | None = None) -> Screen:
    """Standard output, or standard error, as it is now; `width` overrules what the terminal says."""
    stream = sys.stderr if error else sys.stdout
    terminal = stream is not None and stream.isatty()
    # NO_COLOR: https://no-color.org; whatever its value, unless it is empty.
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if width is None and terminal:
        from shutil import get_terminal_size

        width = get_terminal_size().columns
    return Screen(stream, terminal, colour, not speaks(getattr(stream, "encoding", None)), width)


def speaks(encoding: str | None) -> bool:
    """Whether text in this encoding can hold the guides, bars and formula signs that the tables are drawn with.

    >>> speaks("utf-8"), speaks("ascii"), speaks("cp1252")
    (True, False, False)
    """
    try:
        "┌├└│─·–█▏⌊²".encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def failed(problem: OSError) -> int:
    """Say that the output cannot be written; the exit status."""
    with suppress(OSError):  # perhaps nobody is left to be told
        click.echo(f"cnncalc: cannot write the output: {problem.strerror or problem}", err=True)
    return UNWRITABLE


def finish(status: int) -> int:
    """Flush what is still waiting, so that nothing fails when the interpreter ends; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            drop(stream)
        except OSError as problem:
            drop(stream)
            status = failed(problem) if stream is sys.stdout and status != UNWRITABLE else UNWRITABLE
    return status


def drop(stream: IO[str]) -> None:
    """Send what is still to be written nowhere: nobody reads it."""
    with suppress(OSError, ValueError):  # a stream without a descriptor cannot fail at the end either
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
