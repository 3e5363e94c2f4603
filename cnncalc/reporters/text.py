"""A diagnostic as a person reads it: fact, place, reason, remedy.

my-net.yaml:4:12: error[CNN301] CONV11-96/4p0 does not fit: (224 - 11 + 2·0)/4 + 1 = 54.25
  4 |   - conv1: CONV11-96/4p0
    |            ^^^^^^^^^^^^^ input here is 224x224x3
  = 1 row and 1 column at the bottom and right would never be seen
  = help: an input of 195 or 227 fits the whole network
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.render.printable import printable, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cnncalc.diagnostics import Diagnostic, Span
    from cnncalc.render.grid import Cell

WINDOW = 96
"""Columns of an excerpt; of a longer line only the part around the caret is shown."""
LEAD = 40
"""Columns kept before the caret where a line is cut."""
CUT = "…"
AT_ONE_PLACE, OF_A_CODE = 20, 1_000
"""So many findings of one code are told, at one place, where a repeat may have thousands, and in all; nobody reads more."""


class Excerpt(NamedTuple):
    """What is shown of a line, where the underline begins below it, and how long it is; in columns."""

    text: str
    before: int
    length: int


def report(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> Iterator[Cell]:
    """The diagnostics, thousands that are alike cut short, with a blank line between two; `sources` holds the texts of files by name."""
    lines: dict[str, list[str]] = {}
    few = _few(
        list(diagnostics), AT_ONE_PLACE, lambda d: (d.code, d.severity, d.span), "more layers that are written here"
    )
    few = _few(few, OF_A_CODE, lambda d: (d.code, d.severity), "more layers")
    for position, diagnostic in enumerate(few):
        if position:
            yield ()
        yield _headline(diagnostic)
        span = diagnostic.span
        if span is not None and span.file in sources:
            if span.file not in lines:
                lines[span.file] = sources[span.file].split("\n")
            yield from _excerpt(diagnostic, span, lines[span.file])
        elif diagnostic.label:
            yield (("  = ", "dim"), (printable(diagnostic.label), ""))
        for note in diagnostic.notes:
            yield (("  = ", "dim"), (printable(note), ""))
        if diagnostic.help:
            yield (("  = ", "dim"), ("help: ", "help"), (printable(diagnostic.help), ""))


def _few(found: list[Diagnostic], most: int, key: Callable[[Diagnostic], Any], others: str) -> list[Diagnostic]:
    """The findings, but no more than `most` with the same key; the last of these counts the others."""
    if len(found) <= most:
        return found
    counts: dict[Any, int] = {}
    lasts: dict[Any, int] = {}  # where the last that is told of each stands
    told: list[Diagnostic] = []
    for one in found:
        like = key(one)
        counts[like] = counts.get(like, 0) + 1
        if counts[like] <= most:
            lasts[like] = len(told)
            told.append(one)
    for like, count in counts.items():
        if count > most:
            last = told[lasts[like]]
            note = f"the same is said of {count - most:,} {others}"
            told[lasts[like]] = last._replace(notes=(*last.notes, note))
    return told


def _headline(diagnostic: Diagnostic) -> Cell:
    place = (f"{printable(str(diagnostic.span))}: ", "dim") if diagnostic.span else ("", "")
    kind = (f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    return tuple(piece for piece in (place, kind, (f" {printable(diagnostic.message)}", "strong")) if piece[0])


def _excerpt(diagnostic: Diagnostic, span: Span, lines: list[str]) -> Iterator[Cell]:
    """The line with its number, and the underline with the label below it."""
    if not 1 <= span.line <= len(lines):
        return
    shown = excerpt(lines[span.line - 1].rstrip("\r"), span)
    number = str(span.line)
    yield ((f"  {number} | ", "dim"), (shown.text, ""))
    underline = "^" * shown.length + (f" {printable(diagnostic.label)}" if diagnostic.label else "")
    yield ((f"  {' ' * len(number)} | ", "dim"), (" " * shown.before, ""), (underline, diagnostic.severity))


def excerpt(line: str, span: Span) -> Excerpt:
    """The part of `line` that shows what `span` underlines; of a span over several lines the first is underlined to its end.

    >>> from cnncalc.diagnostics import Span
    >>> excerpt("\\tCONV3", Span("f", 1, 2, 1, 7))
    Excerpt(text='    CONV3', before=4, length=5)
    """
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    end = max(start, end)
    # Far more characters than the window has columns are never looked at: a line may be megabytes long.
    first, last = (0, len(line)) if len(line) <= WINDOW else (max(0, start - LEAD), min(len(line), start + WINDOW))
    head, marked, tail = (
        printable(line[first:start]),
        printable(line[start : min(end, last)]),
        printable(line[end:last]),
    )
    if last - first == len(line) and width(head + marked + tail) <= WINDOW:
        return Excerpt(head + marked + tail, width(head), max(1, width(marked)))
    head = _last(head, LEAD)
    if first or len(head) < len(printable(line[first:start])):
        head = CUT + head
    text = head + marked + tail
    visible = _first(text, WINDOW)
    before, underlined = width(head), max(1, min(width(marked), width(visible) - width(head)))
    if len(visible) < len(text) or last < len(line):
        visible += CUT
    return Excerpt(visible, before, underlined)


def _first(text: str, columns: int) -> str:
    """As much of the beginning as fits into `columns`."""
    used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > columns:
            return text[:index]
    return text


def _last(text: str, columns: int) -> str:
    """As much of the end as fits into `columns`."""
    return _first(text[::-1], columns)[::-1]
