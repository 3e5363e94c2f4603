"""A million sizes of VGG16 in closed form beside as many calls of the engine: `python benchmarks/sweep.py`.

All of it runs in this one process, so that a ratio means something on any machine: the sweep of 1000 x 1000 heights and widths, the same
written as CSV, one analysis a size of a sample of these sizes, from which the time of a million is extrapolated, and the whole
process of `cnncalc table vgg16`, which is what a shell loop would start for every size. Printed: seconds, and how many times longer than the
sweep each takes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from cnncalc.engine import analyze
from cnncalc.render.sweep_lines import csv
from cnncalc.space.figures import needed
from cnncalc.space.plan import plan
from cnncalc.space.ranges import sizes
from cnncalc.space.rows import DEFAULT
from cnncalc.space.run import Sweep
from cnncalc.spec import Changes, load

if TYPE_CHECKING:
    from collections.abc import Callable

NETWORK, FRAMEWORK, INPUT = "vgg16", "pytorch", "32:1031x32:1031"
"""Every one of these sizes fits, as PyTorch rounds, so that each has its figures."""


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print a line a way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=300, help="sizes that are analyzed one by one")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured; the median counts")
    options = parser.parse_args()

    def sweep(write: bool) -> None:
        space, _ = plan([NETWORK], sizes(INPUT), {}, FRAMEWORK)
        for block in Sweep(space, needed(DEFAULT)):
            assert (block.failed < 0).all()
            if write:
                csv(block, DEFAULT, ())

    network = load(NETWORK, Changes(framework=FRAMEWORK)).networks[0]
    chosen = random.Random(0)
    sample = [(chosen.randint(32, 1031), chosen.randint(32, 1031)) for _ in range(options.sample)]

    def one_by_one() -> None:
        for height, width in sample:
            analyze(network.resized(height, width))

    def process() -> None:
        subprocess.run([sys.executable, "-m", "cnncalc", "table", NETWORK], check=True, stdout=subprocess.DEVNULL)

    def median(work: Callable[[], object]) -> float:
        return statistics.median(seconds(work) for _ in range(options.runs))

    base = median(lambda: sweep(False))
    points = sizes(INPUT).size
    lines = {
        f"sweep of {points:,} sizes": base,
        "the same as CSV": median(lambda: sweep(True)),
        f"analyze, {options.sample} sizes, for {points:,}": median(one_by_one) / options.sample * points,
        "one process of `cnncalc table vgg16`": median(process),
    }
    print(f"{'':<45} {'seconds':>10} {'ratio':>10}")
    for name, taken in lines.items():
        print(f"{name:<45} {taken:>10,.2f} {taken / base:>10,.2f}")


if __name__ == "__main__":
    main()
