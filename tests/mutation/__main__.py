"""Mutation testing: change one thing in a module, and some test must fail.

    pip install -e ".[mutation]"
    python -m tests.mutation                             # every module of the plan: hours
    python -m tests.mutation cnncalc/engine/sizes.py     # one module
    python -m tests.mutation --sample 25                 # as many of each module, drawn at random

Each mutant runs in a process of its own, as many at a time as there are processors; the files stay as they are. What survives is printed.
The status is 1 if something survived that `survivors/` does not explain, or if an explanation is of nothing that survives.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from multiprocessing import connection, get_context
from typing import TYPE_CHECKING

from tests.mutation.explained import explained
from tests.mutation.mutants import Mutant, mutant, places
from tests.mutation.plan import ROOT, modules, tests_of
from tests.mutation.trial import against, prepare, watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from tests.mutation.reached import Reached

KILLED, SURVIVED, ENDLESS = "killed", "survived", "without an end"
PATIENCE, LEAST_SECONDS = 3, 20
"""A mutant's tests may take so many times as long as they should, and at least so long; then it counts as killed."""


def main() -> int:
    """Parse the command line, try the modules one after another, print what survived and the sums."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="such as cnncalc/engine/sizes.py; all of the plan unless stated")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants of each module")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--lines", type=int, nargs="+", metavar="N", help="only mutants at these lines")
    parser.add_argument(
        "--seconds", type=float, default=8, help="of tests for each mutant, quickest first (default: 8)"
    )
    parser.add_argument(
        "--again", type=float, default=120, help="the same for what survived those, and is not explained (default: 120)"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    os.chdir(ROOT)
    prepare()
    unexplained = 0
    for module in given.modules or modules():
        unexplained += _module(module, given)
    return 1 if unexplained else 0


def _module(module: str, given: argparse.Namespace) -> int:
    """Try a module's mutants; the number of survivors without an explanation, and of explanations without a survivor."""
    path, tests = ROOT / module, tests_of(module)
    began = time.monotonic()
    reached = _reached(path, tests)
    seconds = time.monotonic() - began
    text = path.read_text(encoding="utf-8")
    everywhere = places(path)
    drawn = everywhere
    if given.sample is not None:
        drawn = random.Random(given.seed).sample(everywhere, min(given.sample, len(everywhere)))
    mutants = [made for operator, occurrence in drawn if (made := mutant(path, operator, occurrence))]
    if given.lines:
        mutants = [one for one in mutants if one.line in given.lines]
    counted = dict.fromkeys((KILLED, SURVIVED, ENDLESS), 0)
    reasons, unexplained = explained(module), 0
    unmet = dict(reasons)

    def tried(some: Iterable[Mutant], seconds: float) -> Iterator[tuple[Mutant, str]]:
        trials = [(one, reached.against(text, one.line, seconds)) for one in some]
        return _tried(module, trials, max(LEAST_SECONDS, PATIENCE * seconds * given.jobs), given.jobs)

    left: list[Mutant] = []
    for one, outcome in tried(mutants, given.seconds):
        if outcome == SURVIVED and (one.before, one.after) not in reasons:
            left.append(one)
            continue
        counted[outcome] += 1
        if outcome == SURVIVED:
            unmet.pop((one.before, one.after), None)
    for one, outcome in tried(left, given.again):
        counted[outcome] += 1
        if outcome == SURVIVED:
            unexplained += 1
            print(f"  {module}:{one.line}\n    - {one.before}\n    + {one.after}", flush=True)
    if given.sample is None and not given.lines:
        for before, after in unmet:
            unexplained += 1
            print(f"  {module}: explained, and did not survive\n    - {before}\n    + {after}", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(
        f"{module}: {len(mutants)} mutants at {len(drawn)} of {len(everywhere)} places: {counted[KILLED]} killed, {counted[ENDLESS]} without an end, "
        f"{counted[SURVIVED]} survived ({len(reasons)} explained); tests {seconds:.0f} s, in all {minutes:.1f} min",
        flush=True,
    )
    return unexplained


def _reached(path: Path, tests: tuple[str, ...]) -> Reached:
    """What each test reaches, from a run of them all without a mutant."""
    context = get_context("fork")
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=watch, args=(path, tests, told))
    process.start()
    reached: Reached | None = heard.recv()
    process.join()
    if reached is None:
        raise SystemExit(f"{path}: its tests fail without a mutant: pytest {' '.join(tests)}")
    return reached


def _tried(
    module: str, trials: Iterable[tuple[Mutant, Sequence[str]]], patience: float, jobs: int
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it, `jobs` at a time, in the order in which they end; each is given its tests, and `patience` seconds for them."""
    context = get_context("fork")
    running: dict[int, tuple[BaseProcess, Mutant, float]] = {}
    waiting = iter(trials)
    while True:
        while len(running) < jobs and (trial := next(waiting, None)) is not None:
            one, tests = trial
            process = context.Process(target=against, args=(module, one.text, tests), daemon=True)
            process.start()
            running[process.sentinel] = (process, one, time.monotonic() + patience)
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
