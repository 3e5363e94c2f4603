"""Analysis of a network in symbols beside its analysis in numbers: `python benchmarks/symbols.py`.

Both run in turn in one process, with empty caches each time, and the ratio is taken pair by pair, so that a machine whose speed
drifts does not decide. Printed: the median of both and of the ratio with its quartiles, and the bound that the project sets itself.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from typing import TYPE_CHECKING

from cnncalc.engine import analyze
from cnncalc.engine.costs import cost
from cnncalc.spec import Changes, load
from cnncalc.symbolic import bounds, decisions, division, expr

if TYPE_CHECKING:
    from cnncalc.network import Network

NETWORKS = ("resnet152", "googlenet", "vgg16")
BOUND = 50
CACHES = [
    value
    for module in (bounds, decisions, division, expr)
    for value in vars(module).values()
    if hasattr(value, "cache_clear")
]


def seconds(network: Network) -> float:
    """How long one analysis takes that finds nothing in the caches, the conditions of the whole network included."""
    cost.cache_clear()
    for cached in CACHES:
        cached.cache_clear()
    gc.collect()
    start = time.perf_counter()
    report = analyze(network)
    if report.is_symbolic:
        assert report.conditions
    return time.perf_counter() - start


def main() -> None:
    """Print a line a network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="pairs of runs, after one that is not counted")
    runs = parser.parse_args().runs
    print(f"{'network':<12} {'numbers':>10} {'symbols':>10} {'ratio':>6} {'quartiles':>13} {'bound':>6}")
    for name in NETWORKS:
        numbers, symbols = (load(name, Changes(input=size)).networks[0] for size in (None, "HxW"))
        seconds(numbers), seconds(symbols)
        pairs = [(seconds(numbers), seconds(symbols)) for _ in range(runs)]
        low, middle, high = statistics.quantiles((b / a for a, b in pairs), n=4)
        a, b = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
        print(f"{name:<12} {a:>7.1f} ms {b:>7.1f} ms {middle:>6.1f} {low:>6.1f}-{high:<6.1f} {BOUND:>6}")


if __name__ == "__main__":
    main()
