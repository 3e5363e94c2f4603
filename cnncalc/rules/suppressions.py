"""`# cnncalc: ignore[CNN301]` on a line: the findings it takes away, and the ignores that take nothing away."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Span
from cnncalc.record import NamedTuple
from cnncalc.rules.selection import may_be_ignored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnncalc.diagnostics import Diagnostic

COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*cnncalc:[ \t]*ignore\b(?:[ \t]*\[([^\]\n]*)\])?")
CODE = re.compile(r"[^\s,]+")


class Ignore(NamedTuple):
    """One code that a comment names, and where; `code` is "" where the comment names none."""

    code: str
    span: Span


def ignores(file: str, text: str) -> list[Ignore]:
    """Every code that a comment in `text` asks to ignore, in order.

    >>> [(i.code, i.span.line, i.span.column) for i in ignores("f", "a: 1\\nb: 2  # cnncalc: ignore[CNN301, CNN502]")]
    [('CNN301', 2, 25), ('CNN502', 2, 33)]
    """
    if "cnncalc:" not in text:
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for comment in COMMENT.finditer(line) if "cnncalc:" in line else ():
            codes = list(CODE.finditer(line, *comment.span(1)))  # none without brackets: their span is empty then
            for start, end, code in [(*code.span(), code[0]) for code in codes] or [(*comment.span(), "")]:
                found.append(Ignore(code.upper(), Span(file, number, start + 1, number, end + 1)))
    return found


class Suppressed(NamedTuple):
    """What is left of the findings, and the ignores that took nothing away."""

    left: list[Diagnostic]
    unused: list[Ignore]


def suppress(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> Suppressed:
    """Take away every finding whose code an ignore names on one of the finding's own lines."""
    asked = [ignore for file, text in sources.items() for ignore in ignores(file, text)]
    if not asked:
        return Suppressed(list(diagnostics), [])
    places: dict[tuple[str, str], list[Ignore]] = {}  # by file and code, line after line
    for ignore in asked:
        places.setdefault((ignore.span.file, ignore.code), []).append(ignore)
    used: set[Ignore] = set()
    left = []
    for diagnostic in diagnostics:
        matching = _covering(diagnostic, places)
        if matching:
            used.update(matching)
        else:
            left.append(diagnostic)
    return Suppressed(left, [ignore for ignore in asked if ignore not in used])


def _covering(diagnostic: Diagnostic, places: Mapping[tuple[str, str], list[Ignore]]) -> list[Ignore]:
    span = diagnostic.span
    if span is None or not may_be_ignored(diagnostic):
        return []
    there = places.get((span.file, diagnostic.code), [])
    first = bisect_left(there, span.line, key=_line)
    return there[first : bisect_right(there, span.end_line, first, key=_line)]


def _line(ignore: Ignore) -> int:
    return ignore.span.line
