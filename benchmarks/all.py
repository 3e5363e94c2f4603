"""Every benchmark, and their table in docs/performance.md: `python benchmarks/all.py`.

To add a benchmark, write its script with a function `rows(runs)` that it hands to `measuring.run`, and add its name here.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Row, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = {
    "startup": 21, "check": 11, "zoo": 5, "symbols": 11, "scale": 5, "sweep": 5, "hostile": 3, "forward": 9, "against_torchinfo": 5,
}  # fmt: skip
"""Name of a script and how many pairs it runs."""

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks/all.py writes from here … -->", "<!-- … to here -->"
PACKAGES = ("cnncalc", "click", "rich", "PyYAML", "numpy", "torch", "torchvision", "torchinfo")


def main() -> None:
    """Run them one after the other; exit status 1 if a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, help="pairs of runs, the same for all")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    options = parser.parse_args()
    found = [row for name, usual in SCRIPTS.items() for row in measured(name, options.runs or usual)]
    if not options.no_write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        written = "\n".join((BEGIN, "", measured_with(), "", *table(found), "", END))
        PAGE.write_text(f"{before}{written}{after}", encoding="utf-8")
    raise SystemExit(not all(row.holds for row in found))


def measured(script: str, runs: int) -> Iterator[Row]:
    """The rows of a script, which runs in a process of its own: what another has loaded would be counted as the memory of those it starts."""
    command = [sys.executable, str(Path(__file__).with_name(f"{script}.py")), "--json", "--runs", str(runs)]
    kept = True
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for said in process.stdout:
            what, against, ratio, quartiles, *rest = json.loads(said)
            row = Row(what, against, ratio, tuple(quartiles), *rest)
            print(line(row), flush=True)
            yield row
            kept = kept and row.holds
    if process.returncode != (not kept):
        raise SystemExit(f"{script} ended with status {process.returncode}")


def measured_with() -> str:
    """When, and with which versions; not on which machine: the numbers are ratios."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Measured on {datetime.date.today().isoformat()} with {python}, {', '.join(found)}."


if __name__ == "__main__":
    main()
