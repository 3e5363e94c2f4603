"""The bundled networks as files: JSON, CSV and Markdown, a line a network in the order given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.render.grid import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.render.grid import Item
    from cnncalc.spec.library import Entry

COLUMNS = ("name", "family", "year", "input", "params", "macs", "memory", "source")
RIGHT = ("year", "input", "params", "macs", "memory")


def json(entries: Sequence[Entry]) -> Iterator[Item]:
    """Schema 1: every network with all that the index knows of it, null where it knows nothing."""
    from json import dumps

    yield cell('{"schema": 1, "networks": [')
    for at, entry in enumerate(entries):
        yield cell(f"  {dumps(_facts(entry), ensure_ascii=True)}{',' if at < len(entries) - 1 else ''}")
    yield cell("]}")


def _facts(entry: Entry) -> dict[str, Any]:
    facts = entry._asdict()
    for name in ("title", "source", "family", "input", "verify"):
        facts[name] = facts[name] or None
    for name in ("input", "verify"):
        size = facts[name]
        facts[name] = None if size is None else [int(e) if e.isdecimal() else e for e in size.split("x")]
    return {**facts, "heads": list(entry.heads)}


def csv(entries: Sequence[Entry]) -> Iterator[Item]:
    """A line a network, numbers written out; memory in bytes."""
    from cnncalc.render.csv import written

    return written(COLUMNS, ([getattr(entry, name) for name in COLUMNS] for entry in entries))


def markdown(entries: Sequence[Entry]) -> Iterator[Item]:
    """A table for a README; memory in bytes."""
    from cnncalc.render.markdown import escape, written
    from cnncalc.render.values import people

    def shown(entry: Entry, name: str) -> str:
        value = getattr(entry, name)
        return "" if value is None else str(value) if name == "year" else escape(people(value))

    lines = ([shown(entry, name) for name in COLUMNS] for entry in entries)
    return written(COLUMNS, [name in RIGHT for name in COLUMNS], lines)
