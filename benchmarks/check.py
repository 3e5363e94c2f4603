"""`check` of all the course's documents in one call beside `cnncalc --help`: `python benchmarks/check.py`.

The two are run in turn, A B A B …, and the ratio is taken pair by pair, so that a machine whose speed drifts does not decide.
Printed: the median ratio with its quartiles, and the bound that the project sets itself.
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path

from startup import CNNCALC, seconds

SPECS = Path(__file__).resolve().parent.parent / "specs"
COURSE = sorted(str(path) for path in SPECS.glob("*.yaml") if path.stem != "stride-errors")
"""Every document of the course; its mistakes, which `check` must not pass, are left out."""

BOUND = 4.0


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="pairs of runs, after one that is not counted")
    runs = parser.parse_args().runs
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second run finds its modules compiled
    check, help = [*CNNCALC, "check", *COURSE], [*CNNCALC, "--help"]
    seconds(check), seconds(help)
    pairs = [(seconds(check), seconds(help)) for _ in range(runs)]
    low, middle, high = statistics.quantiles([one / other for one, other in pairs], n=4)
    took = statistics.median(one for one, _ in pairs)
    print(
        f"check of {len(COURSE)} documents, {1000 * took:.0f} ms, against --help: {middle:.2f} ({low:.2f}-{high:.2f}), bound {BOUND}"
    )
    raise SystemExit(middle > BOUND)


if __name__ == "__main__":
    main()
