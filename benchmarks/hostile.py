"""Descriptions of up to 1 MB that were written to take long, as shares of what any may take: `python benchmarks/hostile.py`.

Two seconds and 512 MiB for `table` and `check`, and what the other commands take beside that: unlike the other benchmarks' ratios
these depend on the machine.
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

FAMILY = "input: 8x8x3\nparameters:\n  n0: 1\n{}{}{}{}"


def _variants(count: int) -> str:
    return "variants:\n" + "".join(f"  v{i}:\n" for i in range(count)) if count else ""


DOUBLING = "".join(f"  f{i}_: f{i + 1}_() f{i + 1}_()\n" for i in range(40))
DESCRIPTIONS = {
    "100,000 layers": "INPUT 8x8x3 (RELU)*100000",
    "37,000 additions": "INPUT 8x8x3 ({CONV3-3 + ID})*37000",
    "up and down 50,000 times": "INPUT 8x8x3 (UP2 POOL2)*50000",
    "100,000 layers of symbols": "INPUT HxWxC (CONV3-C)*99999",
    "symbols up and down": "INPUT HxWxC (UP2 POOL2)*50000",
    "symbols that differ and never fit": "INPUT HxWx3 (POOL3/2 UP2)*9000",
    "90,000 repetitions with an index": "INPUT 8x8x3 CONV3-$(i%7+1)*i<90000",
    "11,900 convolutions that differ": "INPUT 8x8x3 " + " ".join(f"CONV3-{i}" for i in range(1, 11_900)),
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
    "98,000 layers in 45 brackets": "INPUT 8x8x3 " + "(" * 45 + "(RELU CONV3-3)*49000" + ")" * 45,
    "long expressions 40,000 times": "INPUT 8x8x3 CONV3-$(" + "(i%7)+" * 400 + "1)*i<40000",
    "powers of sums of symbols": "INPUT HxWxC " + " ".join(f"CONV3-$((A+B)**60+{i})" for i in range(1_900)),
    "300 long polynomials": "INPUT HxWxC " + " ".join(f"CONV3-$((A+B+C+D)**6+{i})" for i in range(300)),
    "1,900 widths by name": "INPUT HxWxC " + " ".join(f"CONV3-A{i}" for i in range(1_900)),
    "1,000 strides of symbols side by side": "INPUT HxWx3 {" + " | ".join(f"CONV3-3/{i}p0" for i in range(2, 1_000)) + "}",
    "5,000 strides side by side": "INPUT 900x900x3 {" + " + ".join(f"CONV3-3/{i}p1" for i in range(1, 5_000)) + "}",
    "4,000 layers that do not fit": "INPUT 900x900x3 {" + " | ".join(f"CONV3-{i}/7p0" for i in range(1, 4_000)) + "}",
    "4,000 layers without an output": "INPUT 9x9x3 {" + " | ".join(f"CONV33-{i}/1p0" for i in range(1, 4_000)) + "}",
    "4,000 kernels larger than the image": "INPUT 900x900x3 {" + " + ".join(f"CONV{2 * i + 1}-3" for i in range(1, 5_000)) + "}",
    "one kernel of 10^9": "INPUT 8x8x3 CONV999999999-3",
    "sizes that grow": "INPUT 9x9x3 (POOL2 UP9)*30000",
    "30,000 warnings at one place": "INPUT 200x200x3 (CONV3-3/2p101)*30000",
    "98,000 layers in place": "INPUT 8x8x3 CONV3-3 RELU*98000 CONV3-3*1990",
    "a symbol of 300,000 digits": "INPUT H" + "1" * 300_000 + "x8x3 CONV3-3*1990",
    "a label of 900,000 characters": "INPUT 8x8x3 " + "a" * 900_000 + ":RELU (CONV3-3)*50000",
    "labels of 15,000 characters around 99,000 layers": "INPUT 8x8x3 " + ("a" * 15_000 + ":(") * 50 + "(RELU)*99000" + ")" * 50,
    "a reference out of 56 scopes": "INPUT 8x8x3 s:(" + "t:(" * 55 + "(CONV3-3)*60000" + ")" * 56 + " {@s.t.t.t.conv5 + ID}",
    "8,000 networks": FAMILY.format("", "source: " + "s" * 400_000 + "\n", "layers: RELU\n", _variants(8_000)),
    "8,000 parameters of 8,000 networks": FAMILY.format("".join(f"  n{i + 1}: $(n{i}+1)\n" for i in range(8_000)), "", "layers: RELU\n", _variants(8_000)),
    "5,000 facts of 4,000 networks": FAMILY.format("", "expect:\n  layers:\n" + "".join(f"    c{i}: 8x8x3\n" for i in range(5_000)), "layers: RELU\n", _variants(4_000)),
    "5,000 facts of 80,000 layers": FAMILY.format("", "expect:\n  layers:\n" + "".join(f"    c{i}: 8x8x3\n" for i in range(5_000)), "layers: (CONV1-3 RELU)*40000\n", ""),
    "3,000 heads of 8,000 networks": FAMILY.format("", "heads:\n" + "".join(f"  h{i}: {{from: relu1, layers: RELU}}\n" for i in range(3_000)), "layers: RELU\n", _variants(8_000)),
    "three networks of 99,000 layers": FAMILY.format("", "", "layers: RELU*99000\n", _variants(3)),
    "blocks that double 14 times": "input: 8x8x3\nblocks:\n" + "".join(f"  f{i}_: f{i + 1}_() f{i + 1}_()\n" for i in range(14)) + "  f14_: RELU CONV3-3 {ID + CONV3-3}\nlayers: [f0_()]\n",
    "strides of 97, 89 and 83 side by side": "INPUT 8x8x3 {CONV3-3/97 | CONV3-3/89 UP2 | CONV3-3/83}",
    "strides of 7 side by side, again and again": "framework: tensorflow\ninput: 8x8x3\nlayers: ({CONV3-3/7 + POOL3/7})*12\n",
    "2,900 layers between two that contradict": "INPUT 8x8x3 UP2 CONV3-3*2900 CONV3-3/2p0",
    "16,384 residue classes": "INPUT 8x8x3 (CONV3-3/2)*14 (UP2)*14 {ID + CONV3-3}",
    "11,000 findings that are ignored": "input: 8x8x3\nlayers:\n" + "".join(f"- CONV3-{i % 50 + 1}/2  # cnncalc: ignore CNN301\n" for i in range(11_000)),
}  # fmt: skip


BOUNDED = ("table", "check")
OTHERS = (
    "show", "memory", "memory --training", "solve", "solve --lossless", "compare --frameworks", "compare --conventions", "table --group-by scope",
    "check --notes --format sarif",
)  # fmt: skip
"""What answers in a page or speaks of findings; what has a line for each layer takes as long as its lines."""


def rows(runs: int) -> Iterator[Row]:
    """For the worst by `table`, by `check` and by all others, which run once, a row of time and of memory each."""
    for command in BOUNDED:
        yield from _worst({(command, name): took(command, text, runs) for name, text in DESCRIPTIONS.items()}, 1.0)
    yield from _worst(
        {(command, name): took(command, text, 1) for command in OTHERS for name, text in DESCRIPTIONS.items()}, None
    )


def _worst(found: dict[tuple[str, str], tuple[float, float]], bound: float | None) -> Iterator[Row]:
    for number, limit, words in ((0, SECONDS, f"{SECONDS:g} seconds"), (1, BYTES, f"{BYTES >> 20} MiB")):
        command, name = worst = max(found, key=lambda one: found[one][number])
        share = found[worst][number] / limit
        what = f"`cnncalc {command}` of {name}, {('time', 'memory')[number]}"
        yield Row(what, words, share, (share, share), bound if number == 0 else 1.0)


def took(command: str, text: str, runs: int) -> tuple[float, float]:
    """The shortest processor time of several runs in seconds, and the most memory in bytes; the status is 0, 1 or 2."""
    times, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hostile.txt"
        file.write_text(text, encoding="utf-8")
        for _ in range(runs):
            said = (Path(folder) / "said.txt").open("w+", encoding="utf-8")
            process = subprocess.Popen(
                [*CNNCALC, *command.split(), str(file)], stdout=subprocess.DEVNULL, stderr=said, env=environment()
            )
            _, status, usage = os.wait4(process.pid, 0)
            times.append(usage.ru_utime + usage.ru_stime)  # nothing waits, and what else the machine does is left out
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            assert process.returncode in (0, 1, 2), text[:80]
            assert "Traceback" not in said.read(), text[:80]
            said.close()
            sizes.append(usage.ru_maxrss * (1024 if sys.platform != "darwin" else 1))
    print(f"  {command} {min(times):5.2f} s {max(sizes) / 2**20:4.0f} MiB  {text[:40]!r}", file=sys.stderr)
    return min(times), max(sizes)


if __name__ == "__main__":
    run(__doc__, rows, 3)
