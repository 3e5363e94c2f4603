"""`cnncalc` and `python -m cnncalc`: the process around a command."""

from __future__ import annotations

import gc


def main() -> None:
    """Run a command and end the process.

    A command makes a great many small objects and hardly any garbage, and looking for it takes a tenth of the time: it is looked for
    seldom. Nor is it at the end, when everything goes with the process; that would take as long again.
    """
    gc.set_threshold(100_000)
    from cnncalc.cli import main as command

    try:
        command(prog_name="cnncalc")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
