"""Mutants that no test can kill, and why: `survivors/` has a file for each module, as the command prints what survives, below the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mutation.plan import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SURVIVORS = ROOT / "tests" / "mutation" / "survivors"


def explained(module: str) -> dict[tuple[str, str], str]:
    """The reason for each change, before and after, of the module (`cnncalc/engine/sizes.py`) that no test can notice."""
    path = SURVIVORS / module.removeprefix("cnncalc/").replace(".py", ".txt")
    return _read(path) if path.exists() else {}


def _read(path: Path) -> dict[tuple[str, str], str]:
    """A reason stands at the left edge; the changes below it are pairs of lines, `- before` and `+ after`."""
    found: dict[tuple[str, str], str] = {}
    reason = before = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        sign, text = line[:6], line[6:]
        if sign == "    - " and reason and not before:
            before = text
        elif sign == "    + " and before:
            found[before, text] = reason
            before = ""
        elif line and not line.startswith(" ") and not before:
            reason = line
        elif line:
            raise SystemExit(f"{path}:{number}: neither a reason nor a pair of `    - before` and `    + after`")
    return found
