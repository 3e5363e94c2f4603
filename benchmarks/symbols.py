"""Analysis of a network in symbols beside its analysis in numbers: `python benchmarks/symbols.py`.

Both run in one process, with empty caches each time.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from measuring import compared, run

from cnncalc.engine import analyze
from cnncalc.engine.costs import cost
from cnncalc.spec import Changes, load
from cnncalc.symbolic import bounds, decisions, division, expr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

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


def rows(runs: int) -> Iterator[Row]:
    """A row a network."""
    for name in NETWORKS:
        numbers, symbols = (load(name, Changes(input=size)).networks[0] for size in (None, "HxW"))
        what, against = f"{name} analysed in symbols, time", f"{name} in numbers"
        yield compared(what, against, lambda one=symbols: seconds(one), lambda one=numbers: seconds(one), runs, BOUND)


if __name__ == "__main__":
    run(__doc__, rows, 21)
