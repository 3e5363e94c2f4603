"""`check` of all the course's documents in one call beside `cnncalc --help`: `python benchmarks/check.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from measuring import CNNCALC, compared, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring import Row

SPECS = Path(__file__).resolve().parent.parent / "specs"
COURSE = [
    str(SPECS / f"{name}.yaml")
    for name in (
        "alexnet", "alexnet-groups", "alphago-policy", "cifar10-notes", "googlenet", "inception-bottleneck", "inception-naive", "lenet5", "mnist-deep",
        "mnist-simple", "resnet", "vgg", "zfnet",
    )
]  # fmt: skip
"""Every document of the course but its mistakes, which `check` must not pass."""


def rows(runs: int) -> Iterator[Row]:
    """One row."""
    check, help = [*CNNCALC, "check", *COURSE], [*CNNCALC, "--help"]
    what = f"`cnncalc check` of {len(COURSE)} documents, time"
    yield compared(what, "`cnncalc --help`", lambda: seconds(check), lambda: seconds(help), runs, 4.0)


if __name__ == "__main__":
    run(__doc__, rows, 21)
