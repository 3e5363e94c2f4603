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


if __name__ == "__main__":
    run()
