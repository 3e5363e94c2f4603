"""The bundled networks as `cnncalc list` prints them: under their families, or in one sorted table.

A table's columns are as wide in every group. Where numbers written out do not fit they are rounded to three digits; where that does
not fit either, a network's numbers stand below its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.grid import GAP, Heading, cell, fold, total, twins
from cnncalc.render.printable import printable, width
from cnncalc.units import count, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.render.grid import Cell, Item
    from cnncalc.render.options import Options
    from cnncalc.spec.catalogue import Group
    from cnncalc.spec.library import Entry

HEADINGS = (
    Heading("network"),
    Heading("year", right=True),
    Heading("input", right=True),
    Heading("params", right=True),
    Heading("MACs", right=True),
)
FAMILY = Heading("family")
MISTAKES = "demonstrations of mistakes; `cnncalc check NAME` says what is wrong with each"


def by_family(groups: Sequence[Group], options: Options) -> Iterator[Item]:
    """Every group under its family and source, those that demonstrate mistakes at the end."""
    table = _Table(HEADINGS, [entry for group in groups for entry in group.entries], options)
    mistaken = False
    yield from table.head()
    for at, group in enumerate(groups):
        if at or not table.stacked:
            yield ()
        if group.mistakes and not mistaken:
            mistaken = True
            yield from fold(cell(MISTAKES, "title"), options.width)
            yield ()
        family = printable(group.family or "other")
        source = f"  {printable(' '.join(group.source.split()))}" if group.source else ""
        yield from fold((*cell(family, "title"), *cell(source, "dim")), options.width)
        for entry in group.entries:
            yield from table.line(entry)
    yield ()
    yield from fold(cell(_summary(groups)), options.width)


def flat(entries: Sequence[Entry], options: Options) -> Iterator[Item]:
    """One table in the order given, with the family where there is room for it."""
    table = _Table((HEADINGS[0], FAMILY, *HEADINGS[1:]), entries, options)
    yield from table.head()
    for entry in entries:
        yield from table.line(entry)


def _summary(groups: Sequence[Group]) -> str:
    networks = sum(len(group.entries) for group in groups)
    families = len({group.family for group in groups})
    counted = f"{networks} network{'s' if networks != 1 else ''} in {families} famil{'ies' if families != 1 else 'y'}"
    return f"{counted}; `cnncalc table NAME` shows one, `cnncalc list WORD` searches"


class _Table:
    """Columns that are wide enough for all entries; which, and how numbers are written, depends on the room there is."""

    def __init__(self, headings: Sequence[Heading], entries: Sequence[Entry], options: Options) -> None:
        self.ascii_only = options.ascii_only
        self.limit = options.width
        without = [heading for heading in headings if heading is not FAMILY]
        bare = [heading for heading in without if heading.title != "year"]
        for columns, written in ((headings, count), (without, count), (without, short), (bare, short)):
            self.columns, self.written = columns, written
            rows = [self.texts(entry) for entry in entries]
            self.widths = [
                max([width(heading.title), *(width(row[at]) for row in rows)]) for at, heading in enumerate(columns)
            ]
            self.stacked = self.limit is not None and total(self.widths) > self.limit
            if not self.stacked:
                return

    columns: Sequence[Heading]
    written: Callable[[int], str]

    def texts(self, entry: Entry) -> list[str]:
        """What stands in the columns."""
        found = {
            "network": entry.name,
            "family": entry.family or "–",
            "year": str(entry.year or "–"),
            "input": entry.input or "–",
            "params": "–" if entry.params is None else self.written(entry.params),
            "MACs": "–" if entry.macs is None else self.written(entry.macs),
        }
        return [printable(found[heading.title]) for heading in self.columns]

    def head(self) -> Iterator[Cell]:
        """The titles, and a rule below them."""
        if self.stacked:
            return
        yield self.across([heading.title for heading in self.columns], ["title"] * len(self.columns))
        yield cell(("-" if self.ascii_only else "─") * total(self.widths), "dim")

    def line(self, entry: Entry) -> Iterator[Item]:
        """One network: a line, or where that is too narrow its name and its numbers below it."""
        texts = self.texts(entry)
        if not self.stacked:
            yield self.across(texts, ["title", *[""] * (len(texts) - 1)])
            return
        facts = ", ".join(
            text if heading.title == "input" else f"{text} {heading.title}"
            for text, heading in zip(texts[1:], self.columns[1:], strict=True)
        )
        yield from fold(cell(texts[0], "title"), self.limit)
        yield from fold(self.plain(cell(f"  {facts}")), self.limit)

    def across(self, texts: Sequence[str], styles: Sequence[str]) -> Cell:
        """Texts in their columns, nothing behind the last."""
        pieces: list[tuple[str, str]] = []
        for at, (heading, text, style) in enumerate(zip(self.columns, texts, styles, strict=True)):
            blank = " " * (self.widths[at] - width(text))
            last = at == len(texts) - 1
            gap = "" if last else " " * GAP
            if heading.right:
                pieces += [(blank, ""), (text, style), (gap, "")]
            else:
                pieces += [(text, style), ("" if last else blank + gap, "")]
        return self.plain(tuple(piece for piece in pieces if piece[0]))

    def plain(self, one: Cell) -> Cell:
        """The cell as the terminal can show it."""
        return twins(one) if self.ascii_only else one
