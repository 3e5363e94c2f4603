"""Time and memory a layer of large networks beside small ones: `python benchmarks/scale.py`.

A chain of 100,000 layers, and a graph of 100,000 nodes of which 10,000 are joins, beside the same of 1,000; from text to report, from network to
report, and from report to table. Each size runs in a process of its own; the small one is run on as many networks as have the same number of
layers together, so that both do the same work if it is in proportion.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from measuring import compared, environment, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

LARGE, SMALL = 100_000, 1_000
TEXTS = {
    "a chain": "INPUT 16x16x8 (CONV3-8 RELU)*{pairs}",
    "a graph": "INPUT 16x16x8 ({{(CONV3-8 RELU)*4 CONV1-8 + ID}})*{tenths}",
}
BOUND = 1.3

PROBE = """
import gc, resource, sys, time
gc.set_threshold(100_000)
from cnncalc.engine import analyze
from cnncalc.engine.costs import cost
from cnncalc.render import FORMATS, render
from cnncalc.render.options import Options
from cnncalc.render.paint import paint
from cnncalc.spec import load

stage, times, text = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def once():
    start = time.perf_counter()
    network = load(text).networks[0]
    if stage == "analysis":
        start = time.perf_counter()
    report = analyze(network)
    if stage == "table":
        start = time.perf_counter()
        for line in paint(render(FORMATS["text"], report, Options())):
            pass
    return time.perf_counter() - start, network, report

load("INPUT 8x8x8 {CONV3-8 RELU + ID}")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kept = [once() for _ in range(times)]
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
layers = sum(len(report.rows) - 1 for _, _, report in kept)
print(sum(took for took, _, _ in kept) / layers, (after - before) / layers)
"""


def measured(shape: str, layers: int, stage: str, which: int) -> float:
    """Seconds (0) or kilobytes (1) a layer."""
    text = TEXTS[shape].format(pairs=layers // 2, tenths=layers // 10)
    command = [sys.executable, "-c", PROBE, stage, str(LARGE // layers), text]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment()).stdout
    return float(said.split()[which])


def rows(runs: int) -> Iterator[Row]:
    """Three rows of time and one of memory for each shape."""
    for shape in TEXTS:
        for stage, which, what in (
            ("report", 0, "text to report, time a layer"),
            ("analysis", 0, "network to report, time a layer"),
            ("table", 0, "report to table, time a layer"),
            ("report", 1, "text to report, memory a layer"),
        ):
            yield compared(
                f"{shape} of {LARGE:,}: {what}",
                f"{shape} of {SMALL:,}",
                lambda s=shape, t=stage, w=which: measured(s, LARGE, t, w),
                lambda s=shape, t=stage, w=which: measured(s, SMALL, t, w),
                runs,
                BOUND,
            )


if __name__ == "__main__":
    run(__doc__, rows, 5)
