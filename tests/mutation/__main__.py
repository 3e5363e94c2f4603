"""Mutation testing: change one thing in a module, and some test must fail.

    pip install -e ".[mutation]"
    python -m tests.mutation                             # every module of the plan: hours
    python -m tests.mutation cnncalc/engine/sizes.py     # one module
    python -m tests.mutation --sample 25                 # as many of each module, drawn at random

Each mutant runs in a process of its own, as many at a time as there are processors; the files stay as they are. What survives is printed.
The status is 1 if something survived that `explained.py` does not explain, or if an explanation is of nothing that survives.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from multiprocessing import connection, get_context
from typing import TYPE_CHECKING

from tests.mutation import trial
from tests.mutation.explained import EXPLAINED
from tests.mutation.mutants import Mutant, mutant, places
from tests.mutation.plan import ROOT, modules, tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KILLED, SURVIVED, ENDLESS = "killed", "survived", "without an end"
PATIENCE, LEAST_SECONDS = 5, 30
"""A mutant's tests may take so many times as long as without it, and at least so long; then it counts as killed."""


def main() -> int:
    """Parse the command line, try the modules one after another, print what survived and the sums."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="such as cnncalc/engine/sizes.py; all of the plan unless stated")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants of each module")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    os.chdir(ROOT)
    trial.prepare()
    unexplained = 0
    for module in given.modules or modules():
        unexplained += _module(module, given.sample, given.seed, given.jobs)
    return 1 if unexplained else 0


def _module(module: str, sample: int | None, seed: int, jobs: int) -> int:
    """Try a module's mutants; the number of survivors without an explanation, and of explanations without a survivor."""
    path, tests = ROOT / module, tests_of(module)
    began = time.monotonic()
    outcome = next(_tried(module, [Mutant(path.read_text(encoding="utf-8"), 0, "", "")], tests, 3600, 1))[1]
    assert outcome in (KILLED, SURVIVED)
    if outcome == KILLED:
        raise SystemExit(f"{module}: its tests fail without a mutant: pytest {' '.join(tests)}")
    seconds = time.monotonic() - began
    everywhere = places(path)
    drawn = everywhere if sample is None else random.Random(seed).sample(everywhere, min(sample, len(everywhere)))
    mutants = [made for operator, occurrence in drawn if (made := mutant(path, operator, occurrence))]
    counted = dict.fromkeys((KILLED, SURVIVED, ENDLESS), 0)
    explained, unexplained = dict(EXPLAINED.get(module, {})), 0
    known = len(explained)
    for one, outcome in _tried(module, mutants, tests, max(LEAST_SECONDS, PATIENCE * seconds * jobs), jobs):
        counted[outcome] += 1
        if outcome == SURVIVED and (one.before, one.after) not in EXPLAINED.get(module, {}):
            unexplained += 1
            print(f"  {module}:{one.line}\n    - {one.before}\n    + {one.after}", flush=True)
        elif outcome == SURVIVED:
            explained.pop((one.before, one.after), None)
    if sample is None:
        for before, after in explained:
            unexplained += 1
            print(f"  {module}: explained.py explains what did not survive\n    - {before}\n    + {after}", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(
        f"{module}: {len(mutants)} mutants at {len(drawn)} of {len(everywhere)} places: {counted[KILLED]} killed, {counted[ENDLESS]} without an end, "
        f"{counted[SURVIVED]} survived ({known} explained); tests {seconds:.0f} s, in all {minutes:.1f} min",
        flush=True,
    )
    return unexplained


def _tried(
    module: str, mutants: Iterable[Mutant], tests: tuple[str, ...], seconds: float, jobs: int
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it, `jobs` at a time, in the order in which they end."""
    context = get_context("fork")
    running: dict[int, tuple[object, Mutant, float]] = {}
    waiting = iter(mutants)
    while True:
        while len(running) < jobs and (one := next(waiting, None)) is not None:
            process = context.Process(target=trial.run, args=(module, one.text, tests), daemon=True)
            process.start()
            running[process.sentinel] = (process, one, time.monotonic() + seconds)
        if not running:
            return
        connection.wait(list(running), timeout=1)
        for sentinel, (process, one, until) in list(running.items()):
            if process.is_alive() and time.monotonic() < until:
                continue
            late = process.is_alive()
            if late:
                process.kill()
            process.join()
            del running[sentinel]
            yield one, ENDLESS if late else SURVIVED if process.exitcode == 0 else KILLED


if __name__ == "__main__":
    sys.exit(main())
