"""`cnncalc` and `python -m cnncalc`: the process around a command."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """The command `cnncalc`: run what its words say and end the process.

    The interpreter is not taken apart first, which takes longer than many a table: what was to be written has been written, and
    what a command started has ended with it. `python -m cnncalc` ends as other programs do, for those who look on: profilers, debuggers.
    """
    try:
        run()
    except SystemExit as end:
        from cnncalc.cli.output import finish

        os._exit(finish(end.code if isinstance(end.code, int) else 0))


ROOM = 1 << 16
"""Places on Python's stack, eight bytes each: its stack is of chunks of 16 KiB, and where calls go to and fro between two of them each
takes ten times as long, in CPython 3.11 to 3.13 at least (github.com/python/cpython/issues/142183, mended in 2026). A frame of this size begins a chunk of 1 MiB,
in which every call of a command has room."""


def run() -> None:
    """Run a command; raises `SystemExit` with its status.

    A command makes a great many small objects and hardly any garbage, and looking for it takes a tenth of the time: it is looked for
    seldom. Nor is it at the end, when everything goes with the process; that would take as long again.
    """
    gc.set_threshold(1_000_000)
    from cnncalc.cli import main as command

    try:
        command(prog_name="cnncalc")
    finally:
        gc.freeze()


run.__code__ = run.__code__.replace(co_stacksize=ROOM)

if __name__ == "__main__":
    run()
