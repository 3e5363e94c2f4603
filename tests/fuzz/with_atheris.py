"""Fuzzing for as long as one likes, guided by coverage: Google's atheris, which is installed apart.

    pip install atheris && python -m tests.fuzz.with_atheris yaml --minutes 10

The same invariants as in `test_fuzz.py`, and those that libFuzzer watches over: an input takes at most two seconds and the process at
most 512 MiB. What is found is written to the working directory as `crash-…`, `timeout-…` or `oom-…`; the run ends at the first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz import invariants, strategies

if TYPE_CHECKING:
    from collections.abc import Callable

SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
SECONDS, MEBIBYTES, LONGEST = 2, 512, 4096


def _expression(data: bytes) -> None:
    invariants.expression(data.decode("utf-8", "replace"))


def _command_line(data: bytes) -> None:
    """Words apart by line feeds; none may name a file elsewhere, or one to write."""
    words = data.decode("utf-8", "replace").replace("\0", "").split("\n")
    if not any("/" in word or "\\" in word or word.startswith(("-o", "--o", "--c")) for word in words):
        invariants.command_line(words)


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[str, ...]]] = {
    "notation": (invariants.description, strategies.NOTATION),
    "yaml": (invariants.description, strategies.DOCUMENTS),
    "expressions": (_expression, strategies.EXPRESSIONS),
    "commands": (
        _command_line,
        tuple(f"{name}\nlenet5\n" + "\n".join(found) for name, found in invariants.options().items()),
    ),
}


def main() -> None:
    """Parse the command line, lay out corpus and dictionary, hand over to libFuzzer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument(
        "--corpus", type=Path, help="a folder that keeps what reached new code; a new one unless stated"
    )
    given = parser.parse_args()
    import atheris

    target, seeds = TARGETS[given.target]
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="cnncalc-corpus-"))
    corpus.mkdir(exist_ok=True, parents=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_text(seed, encoding="utf-8")
        target(seed.encode())  # which imports what a command imports when it is called, so that it is instrumented too
    if given.target == "yaml":
        for path in SPECS.rglob("*.yaml"):
            (corpus / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    dictionary = corpus.parent / f"{corpus.name}.dict"
    pieces = {*strategies.PIECES, *strategies.KEYS}
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in piece.encode()) + '"' for piece in sorted(pieces)]
    dictionary.write_text("\n".join(lines) + "\n", encoding="ascii")
    atheris.instrument_all()
    limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEBIBYTES}", f"-max_len={LONGEST}"]
    time = f"-max_total_time={round(60 * given.minutes)}"
    atheris.Setup([sys.argv[0], *limits, time, f"-dict={dictionary}", "-print_final_stats=1", str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
