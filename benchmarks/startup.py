"""Whole-process time of commands beside what they import: `python benchmarks/startup.py`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measuring import CNNCALC, compared, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

PAIRS = (  # command, the imports that it is held against, bound on the ratio
    (["table", "vgg16"], "click, yaml, rich.console, rich.table", 1.3),
    (["table", "vgg16", "--format", "json"], "click, yaml", 1.3),
    (["--help"], "click", 1.2),
)


def rows(runs: int) -> Iterator[Row]:
    """A row a command."""
    for words, modules, bound in PAIRS:
        ours, theirs = [*CNNCALC, *words], [sys.executable, "-c", f"import {modules}"]
        yield compared(
            f"`cnncalc {' '.join(words)}`, time",
            f"`import {modules}`",
            lambda ours=ours: seconds(ours),
            lambda theirs=theirs: seconds(theirs),
            runs,
            bound,
        )


if __name__ == "__main__":
    run(__doc__, rows, 21)
