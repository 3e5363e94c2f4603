"""Whole-process time of commands beside what they import: `python benchmarks/startup.py`.

Each pair is run in turn, A B A B …, and the ratio is taken pair by pair, so that a machine whose speed drifts
does not decide. Printed: the median ratio with its quartiles, and the bound that the project sets itself.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

CNNCALC = (
    [found]
    if (found := shutil.which("cnncalc", path=str(Path(sys.executable).parent)))
    else [sys.executable, "-m", "cnncalc"]
)


def imports(modules: str) -> list[str]:
    """A process that only imports."""
    return [sys.executable, "-c", f"import {modules}"]


PAIRS = (  # command, what it is held against, bound on the ratio
    (["table", "vgg16"], imports("click, yaml, rich.console, rich.table"), 1.3),
    (["table", "vgg16", "--format", "json"], imports("click, yaml"), 1.3),
    (["--help"], imports("click"), 1.2),
)


def seconds(command: list[str]) -> float:
    """How long one process takes from start to end; its output goes nowhere."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "dumb"})
    return time.perf_counter() - start


def main() -> None:
    """Print a line a pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="pairs of runs, after one that is not counted")
    runs = parser.parse_args().runs
    print(f"{'command':<32} {'against':<52} {'ratio':>6} {'quartiles':>13} {'bound':>6}")
    for words, other, bound in PAIRS:
        seconds([*CNNCALC, *words]), seconds(other)
        ratios = [seconds([*CNNCALC, *words]) / seconds(other) for _ in range(runs)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{'cnncalc ' + ' '.join(words):<32} {other[-1]:<52} {middle:>6.2f} {low:>6.2f}-{high:<6.2f} {bound:>6}")


if __name__ == "__main__":
    main()
