"""The page of all bundled networks, docs/zoo.md: a table a source, under their families, from the index alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.markdown import escape, written
from cnncalc.units import count, mb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.spec.catalogue import Group
    from cnncalc.spec.library import Entry

TITLES = ("network", "year", "input", "parameters", "MACs", "memory", "notes")
RIGHT = (False, True, True, True, True, True, False)


def markdown() -> str:
    """All groups of the catalogue; those that demonstrate mistakes at the end, under a heading of their own."""
    from cnncalc.spec import catalogue

    every = catalogue.entries()
    wrong = catalogue.demonstrations(every)
    groups = catalogue.grouped(every, wrong)
    right = [entry for entry in every if entry.file not in wrong]
    lines = [f"{len(right)} networks in {len({entry.family for entry in right})} families.", ""]
    heading = ""
    for group in groups:
        title = "Demonstrations of mistakes" if group.mistakes else group.family or "Others"
        if title != heading:
            heading = title
            lines += [f"## {escape(title)}", ""]
        lines += [*_group(group), ""]
    return "\n".join(lines)


def _group(group: Group) -> Iterator[str]:
    """The source, and a line a network."""
    if group.source:
        yield escape(" ".join(group.source.split()))
        yield ""
    noted = any(_notes(entry) for entry in group.entries)
    keep = len(TITLES) if noted else len(TITLES) - 1
    for line in written(TITLES[:keep], RIGHT[:keep], [_cells(entry)[:keep] for entry in group.entries]):
        yield "".join(text for text, _ in line)


def _cells(entry: Entry) -> Sequence[str]:
    numbers = ["–" if number is None else count(number) for number in (entry.params, entry.macs)]
    return (
        f"[`{entry.name}`](../specs/{entry.file})",
        str(entry.year or "–"),
        entry.input or "–",
        *numbers,
        "–" if entry.memory is None else mb(entry.memory),
        _notes(entry),
    )


def _notes(entry: Entry) -> str:
    notes = []
    if entry.heads:
        notes.append(f"with the heads {', '.join(f'`{head}`' for head in entry.heads)}")
    if entry.verify:
        notes.append(f"`verify` runs it at {entry.verify}")
    return "; ".join(notes)
