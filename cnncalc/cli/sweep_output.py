"""Where the rows of a sweep go, how far it is, and what ends it early."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.cli.output import Screen
    from cnncalc.space.work import Block

ROWS = 200
"""Rows of a table for people, unless --limit says otherwise."""
AT_ONCE = 4096
"""Rows that are written in one piece."""


class Sink:
    """Rows as they come: a table is laid out when all are there, lines for programs are written at once.

    `rows` counts those that are shown; `closed` is whether the reader of a pipe has gone.
    """

    def __init__(
        self,
        form: str,
        path: str | None,
        out: Screen,
        names: Sequence[str],
        swept: Sequence[str],
        limit: int | None = None,
    ) -> None:
        self.form, self.out, self.names, self.swept = form, out, names, swept
        self.path = None if path == "-" else path
        self.rows = 0
        self.closed = False
        self.limit = limit or ROWS
        self._table: list[Block] = []
        self._stack = ExitStack()
        self._stream: IO[str] | None = None

    @property
    def quiet(self) -> bool:
        """Whether nothing appears on a terminal before the end."""
        return self.form == "text" or self.path is not None or not self.out.terminal

    def __enter__(self) -> Sink:
        if self.path is not None:
            from cnncalc.cli.whole_file import whole

            self._stream = self._stack.enter_context(whole(self.path))
        else:
            self._stream = self.out.stream
        if self.form == "csv":
            from cnncalc.render.sweep_lines import csv_head

            self._put(csv_head(self.names))
        return self

    def __exit__(self, *problem: Any) -> bool | None:
        return self._stack.__exit__(*problem)

    def write(self, block: Block) -> None:
        """Take rows in."""
        if self.form == "text":
            fitting = block.taken(slice(0, max(0, self.limit - self.rows)))
            self.rows += fitting.size
            self._table += [fitting] if fitting.size else []
            return
        from cnncalc.render.sweep_lines import csv, json_lines

        lines = csv if self.form == "csv" else json_lines
        for start in range(0, block.size, AT_ONCE):
            piece = block.taken(slice(start, start + AT_ONCE))
            self._put(lines(piece, self.names, self.swept))
            self.rows += piece.size

    def finish(self) -> None:
        """Lay the table out, if it is one."""
        if not self._table:
            return
        from cnncalc.render.options import Options
        from cnncalc.render.paint import paint
        from cnncalc.render.sweep import table
        from cnncalc.space.work import joined

        block = joined(self._table)
        if self.path is None:
            self.out.print(
                table(block, self.names, self.swept, Options(width=self.out.width, ascii_only=self.out.ascii_only))
            )
        else:
            self._put("".join(f"{line}\n" for line in paint(table(block, self.names, self.swept, Options()))))

    def _put(self, text: str) -> None:
        if self._stream is None or self.closed:
            return
        if self.path is not None:
            self._stream.write(text)
            return
        try:
            click.echo(text, file=self._stream, nl=False, color=True)
        except BrokenPipeError:
            from cnncalc.cli.output import drop

            self.closed = True
            drop(self._stream)


class Stop:
    """Which signal has asked for an early end, if any has."""

    signal: int | None = None

    @property
    def status(self) -> int:
        """The exit status as shells have it: 128 and the number of the signal; 0 if there was none."""
        return 0 if self.signal is None else 128 + self.signal


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Ctrl-C and SIGTERM ask for an early end, once; after that they end the program as ever."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def asked(number: int, _: Any) -> None:
        stop.signal = number
        for one, handler in before.items():
            signal.signal(one, handler)

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, asked)
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def progress(err: Screen, points: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal; it is gone when the work is done."""
    if not err.terminal:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("sweep"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=err.stream, no_color=not err.colour), transient=True) as bar:
        task = bar.add_task("sweep", total=points)
        yield lambda done: bar.update(task, completed=done)
