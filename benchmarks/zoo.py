"""Every bundled network read and analysed in one process beside one `cnncalc table vgg16`: `python benchmarks/zoo.py`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from measuring import CNNCALC, compared, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

ANALYSE = """
from cnncalc.engine import analyze
from cnncalc.spec import library, load
networks = [network for file in library.documents() for network in load(library.path(file)).networks]
print(len(networks), sum(len(analyze(network).rows) for network in networks))
"""
"""Reads every document, makes all its networks and computes every layer of each; says how many there were."""


def rows(runs: int) -> Iterator[Row]:
    """One row."""
    zoo, table = [sys.executable, "-c", ANALYSE], [*CNNCALC, "table", "vgg16"]
    networks, layers = subprocess.run(zoo, check=True, capture_output=True, text=True).stdout.split()
    what = f"the zoo, {networks} networks of {int(layers):,} layers, time"
    yield compared(what, "`cnncalc table vgg16`", lambda: seconds(zoo), lambda: seconds(table), runs, 60.0)


if __name__ == "__main__":
    run(__doc__, rows, 7)
