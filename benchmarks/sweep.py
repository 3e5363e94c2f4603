"""A million sizes of VGG16 in closed form, one process beside others: `python benchmarks/sweep.py`.

Beside a single `cnncalc table vgg16`, which a shell loop would start for every size, and beside one analysis a size by the engine, of which a
sample is measured and taken times a million.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from measuring import CNNCALC, compared, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

SIZES, SAMPLE = 1_000_000, 300
SWEEP = [
    *CNNCALC,
    "sweep",
    "vgg16",
    "--framework",
    "pytorch",
    "--input",
    "32:1031x32:1031",
    "--sort",
    "macs",
    "--limit",
    "1",
]
"""Every one of these sizes fits, as PyTorch rounds, so that each has its figures; one is printed."""

ONE_BY_ONE = f"""
import random
from cnncalc.engine import analyze
from cnncalc.spec import Changes, load
network = load("vgg16", Changes(framework="pytorch")).networks[0]
chosen = random.Random(0)
for _ in range({SAMPLE}):
    analyze(network.resized(chosen.randint(32, 1031), chosen.randint(32, 1031)))
"""


def rows(runs: int) -> Iterator[Row]:
    """Two rows."""
    what = f"`cnncalc sweep vgg16` at {SIZES:,} sizes, time"
    yield compared(
        what, "`cnncalc table vgg16`", lambda: seconds(SWEEP), lambda: seconds([*CNNCALC, "table", "vgg16"]), runs, 30.0
    )
    sample, start = [sys.executable, "-c", ONE_BY_ONE], [sys.executable, "-c", ONE_BY_ONE.partition("for ")[0]]
    yield compared(
        f"analysing {SIZES:,} sizes one by one (of {SAMPLE})", "the sweep",
        lambda: (seconds(sample) - seconds(start)) / SAMPLE * SIZES, lambda: seconds(SWEEP), runs, 50.0, at_least=True,
    )  # fmt: skip


if __name__ == "__main__":
    run(__doc__, rows, 5)
