"""What the benchmarks share: a row of the table, how a ratio is taken, how one is run by itself.

Every script yields `Row`s from `rows(runs)`: a ratio of two things measured in turn, A B A B …, pair by pair, so that a machine whose speed
drifts does not decide, with its quartiles and the bound that the project sets itself. `all.py` writes them all down.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CNNCALC = (
    [found]
    if (found := shutil.which("cnncalc", path=str(Path(sys.executable).parent)))
    else [sys.executable, "-m", "cnncalc"]
)
"""The command beside this interpreter, as it is installed."""


class Row(NamedTuple):
    """A ratio with its quartiles, and its bound: at most that, with `at_least` at least, None if there is no bound.

    Without a ratio `why` says why.
    """

    what: str
    against: str
    ratio: float | None
    quartiles: tuple[float, float] = (0.0, 0.0)
    bound: float | None = 1.0
    at_least: bool = False
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the bound is kept; what could not be measured breaks none, and where there is none it is kept."""
        if self.ratio is None or self.bound is None:
            return True
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def cells(self) -> tuple[str, ...]:
        """As text, for a line or a table."""
        bound = "" if self.bound is None else f"{'≥' if self.at_least else '≤'} {self.bound:g}"
        if self.ratio is None:
            return self.what, self.against, self.why, "", bound
        low, high = self.quartiles
        return self.what, self.against, _shown(self.ratio), f"{_shown(low)} to {_shown(high)}", bound


def _shown(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def compared(
    what: str,
    against: str,
    one: Callable[[], float],
    other: Callable[[], float],
    runs: int,
    bound: float | None,
    at_least: bool = False,
) -> Row:
    """The ratio of what two callables return, called in turn; one pair is not counted."""
    one(), other()
    ratios = [one() / other() for _ in range(runs)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return Row(what, against, middle, (low, high), bound, at_least)


def seconds(command: list[str]) -> float:
    """How long one process takes from start to end; its output goes nowhere."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())
    return time.perf_counter() - start


def megabytes(command: list[str]) -> float:
    """The largest resident size of one process, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return usage.ru_maxrss / (1000 if sys.platform != "darwin" else 1_000_000)


def environment() -> dict[str, str]:
    """A plain terminal, and modules that stay compiled: what a user's second run finds."""
    return {**os.environ, "TERM": "dumb", "PYTHONDONTWRITEBYTECODE": ""}


def run(description: str | None, rows: Callable[[int], Iterable[Row]], runs: int) -> None:
    """One script by itself: a line a row; exit status 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=runs, help="pairs of runs, after one that is not counted")
    parser.add_argument("--json", action="store_true", help="a list a row, for all.py")
    options = parser.parse_args()
    found = []
    for row in rows(options.runs):
        found.append(row)
        print(json.dumps(row) if options.json else line(row), flush=True)
    raise SystemExit(not all(row.holds for row in found))


def line(row: Row) -> str:
    """A row for a terminal."""
    what, against, ratio, quartiles, bound = row.cells()
    verdict = "" if row.holds else "  BROKEN"
    return f"{what:<58} {against:<46} {ratio:>6}  {quartiles:<14} {bound}{verdict}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as Markdown."""
    yield "| measured | against | ratio | quartiles | bound |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row.cells())} |"
