"""Descriptions of up to 1 MB that were written to take long, as shares of what any may take: `python benchmarks/hostile.py`.

Two seconds and 512 MiB a command: unlike the other benchmarks' ratios these depend on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import CNNCALC, Row, environment, run

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS, BYTES = 2.0, 512 * 2**20

DOUBLING = "".join(f"  f{i}_: f{i + 1}_() f{i + 1}_()\n" for i in range(40))
DESCRIPTIONS = {
    "100,000 layers": "INPUT 8x8x3 (RELU)*100000",
    "37,000 additions": "INPUT 8x8x3 ({CONV3-3 + ID})*37000",
    "up and down 50,000 times": "INPUT 8x8x3 (UP2 POOL2)*50000",
    "100,000 layers of symbols": "INPUT HxWxC (CONV3-C)*99999",
    "symbols up and down": "INPUT HxWxC (UP2 POOL2)*50000",
    "symbols that differ and never fit": "INPUT HxWx3 (POOL3/2 UP2)*9000",
    "90,000 repetitions with an index": "INPUT 8x8x3 CONV3-$(i%7+1)*i<90000",
    "19,900 convolutions that differ": "INPUT 8x8x3 " + " ".join(f"CONV3-{i}" for i in range(1, 19_900)),
    "sums of 9,900 paths": "INPUT 8x8x3 {" + " + ".join(["CONV1-3"] * 9_900) + "}*9",
    "blocks that double 40 times": f"input: 8x8x3\nblocks:\n{DOUBLING}  f40_: RELU\nlayers: [f0_()]\n",
    "a concatenation that grows": "INPUT 8x8x3 ({CONV1-3 | ID})*37000",
    "20,000 references": "INPUT 8x8x3 " + "".join(f"a{i}:RELU " for i in range(6_600)) + "".join(f"{{@a{i} + ID}} " for i in range(6_600)),
    "1 MB of layers": "INPUT 8x8x3 " + "CONV3-64 RELU " * 71_000,
    "1 MB of brackets": "(" * 1_000_000,
    "1 MB of YAML lists": "layers:\n" + "- RELU\n" * 140_000,
    "1 MB of one number": "INPUT 8x8x3 CONV3-" + "9" * 990_000,
    "1 MB of an expression": "INPUT 8x8x3 CONV3-$(" + "1+" * 490_000 + "1)",
    "100 aliases of 100 aliases": "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{i}: &b{i} [{', '.join(['*a'] * 100)}]\n" for i in range(1_500)),
}  # fmt: skip


def rows(runs: int) -> Iterator[Row]:
    """For the worst by `table` and by `check` a row of time and of memory each."""
    for command in ("table", "check"):
        found = {name: took(command, text, runs) for name, text in DESCRIPTIONS.items()}
        for number, limit, words in ((0, SECONDS, f"{SECONDS:g} seconds"), (1, BYTES, f"{BYTES >> 20} MiB")):
            worst = max(found, key=lambda name: found[name][number])
            share = found[worst][number] / limit
            yield Row(f"`cnncalc {command}` of {worst}, {('time', 'memory')[number]}", words, share, (share, share))


def took(command: str, text: str, runs: int) -> tuple[float, float]:
    """The shortest processor time of several runs in seconds, and the most memory in bytes; the status is 0, 1 or 2."""
    times, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hostile.txt"
        file.write_text(text, encoding="utf-8")
        for _ in range(runs):
            process = subprocess.Popen(
                [*CNNCALC, command, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
            )
            _, status, usage = os.wait4(process.pid, 0)
            times.append(usage.ru_utime + usage.ru_stime)  # nothing waits, and what else the machine does is left out
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode in (0, 1, 2), text[:80]
            sizes.append(usage.ru_maxrss * (1024 if sys.platform != "darwin" else 1))
    print(f"  {command} {min(times):5.2f} s {max(sizes) / 2**20:4.0f} MiB  {text[:40]!r}", file=sys.stderr)
    return min(times), max(sizes)


if __name__ == "__main__":
    run(__doc__, rows, 3)
