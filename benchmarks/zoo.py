"""Every bundled network read and analysed in one process beside one `cnncalc table vgg16`: `python benchmarks/zoo.py`.

The two are run in turn, A B A B …, both from the start of the process to its end, and the ratio is taken pair by pair, so that a machine
whose speed drifts does not decide. Printed: the median ratio with its quartiles, and the bound that the project sets itself.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys

from startup import CNNCALC, seconds

ANALYSE = """
from cnncalc.engine import analyze
from cnncalc.spec import library, load
networks = [network for file in library.documents() for network in load(library.path(file)).networks]
print(len(networks), sum(len(analyze(network).rows) for network in networks))
"""
"""Reads every document, makes all its networks and computes every layer of each; says how many there were."""

BOUND = 60.0


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="pairs of runs, after one that is not counted")
    runs = parser.parse_args().runs
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second run finds its modules compiled
    zoo, table = [sys.executable, "-c", ANALYSE], [*CNNCALC, "table", "vgg16"]
    networks, layers = counted(zoo)
    seconds(table)
    pairs = [(seconds(zoo), seconds(table)) for _ in range(runs)]
    low, middle, high = statistics.quantiles([one / other for one, other in pairs], n=4)
    took = statistics.median(one for one, _ in pairs)
    print(
        f"{networks} networks, {layers:,} layers, {took:.1f} s, against table vgg16: {middle:.1f} ({low:.1f}-{high:.1f}), bound {BOUND:.0f}"
    )
    raise SystemExit(middle > BOUND)


def counted(command: list[str]) -> tuple[int, int]:
    """How many networks and layers one run analyses."""
    import subprocess

    networks, layers = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(networks), int(layers)


if __name__ == "__main__":
    main()
