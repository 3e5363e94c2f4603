"""Which codes are reported, which findings decide the exit status, and what can be left out at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR, SEVERITIES, UNREADABLE
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.diagnostics import Diagnostic

EVERYTHING = "CNN"


class Selection(NamedTuple):
    """Prefixes of codes, such as `CNN3` or `CNN301`, that are reported and that are not; the longer prefix wins, then `ignore`."""

    select: tuple[str, ...] = (EVERYTHING,)
    ignore: tuple[str, ...] = ()

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is reported.

        >>> from cnncalc.diagnostics import Diagnostic
        >>> Selection(ignore=("CNN3",), select=("CNN305",)).takes(Diagnostic("CNN305", "warning", ""))
        True
        """
        if not may_be_ignored(diagnostic):
            return True
        return self._longest(self.select, diagnostic.code) > self._longest(self.ignore, diagnostic.code)

    def _longest(self, prefixes: tuple[str, ...], code: str) -> int:
        return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)


def may_be_ignored(diagnostic: Diagnostic) -> bool:
    """Whether a finding may be left out: not one that says that the description was not understood.

    Without a network nothing else in the file was looked at, and leaving that out would make a broken file pass.
    """
    return diagnostic.code[:4] not in ("CNN1", "CNN2") or diagnostic.severity != ERROR


def unknown_prefix(prefix: str) -> str:
    """Why `prefix` selects nothing, in words; "" if some code begins with it."""
    from cnncalc.rules import RULES

    if prefix and any(code.startswith(prefix) for code in RULES):
        return ""
    from difflib import get_close_matches

    close = get_close_matches(prefix, RULES, 1)
    return f"no code begins with {prefix!r}" + (
        f"; did you mean {close[0]}?" if close else f": they are {min(RULES)} to {max(RULES)}"
    )


def reaches(severity: str, fail_on: str) -> bool:
    """Whether a finding of `severity` is at or above `fail_on`."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(fail_on)


def status(diagnostics: Iterable[Diagnostic], fail_on: str = ERROR) -> int:
    """The exit status: 2 if something could not be read at all, else 1 if a finding is at or above `fail_on`, else 0."""
    found = 0
    for diagnostic in diagnostics:
        if diagnostic.code in UNREADABLE:
            return 2
        if reaches(diagnostic.severity, fail_on):
            found = 1
    return found
