"""The bundled networks as a catalogue: which of them are wanted, in which order, and who belongs with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.spec import library
from cnncalc.spec.spellings import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cnncalc.spec.library import Entry

LIMITED = ("params", "macs")
SORTS = ("params", "macs", "year", "name")


class Wanted(NamedTuple):
    """What is asked of networks: words, all of which they have; families, one of which is theirs; limits, by name of a number."""

    words: Sequence[str] = ()
    families: Sequence[str] = ()
    least: Mapping[str, int] = {}
    most: Mapping[str, int] = {}

    def __call__(self, entry: Entry) -> bool:
        """Whether a network is wanted; of one whose numbers are unknown nothing is known that is asked of them."""
        text = alike(f"{entry.name} {entry.family} {entry.title} {entry.source} {entry.year or ''}")
        if not all(alike(word) in text for word in self.words):
            return False
        if self.families and entry.family.lower() not in [family.lower() for family in self.families]:
            return False
        for limits, sign in ((self.least, 1), (self.most, -1)):
            for name, limit in limits.items():
                number = getattr(entry, name)
                if number is None or sign * number < sign * limit:
                    return False
        return True


class Group(NamedTuple):
    """Networks of one family from one source; `mistakes` says that they are there to be wrong."""

    family: str
    source: str
    entries: tuple[Entry, ...]
    mistakes: bool


def entries() -> list[Entry]:
    """Every bundled network; of one that the index does not know only its name and file."""
    known = library.index()
    return [known.get(name) or library.scanned()[name] for name in library.names()]


def demonstrations(every: Iterable[Entry]) -> set[str]:
    """The files of documents that demonstrate mistakes: those with a network that does not fit."""
    return {entry.file for entry in every if not entry.sound}


def ordered(found: Iterable[Entry], by: str) -> list[Entry]:
    """Networks by a number, the largest first; by year, the latest first; by name. What is unknown comes last."""
    if by == "name":
        return sorted(found, key=lambda entry: entry.name.rpartition("/")[::-1])
    return sorted(found, key=lambda entry: (getattr(entry, by) is None, -(getattr(entry, by) or 0), entry.name))


def grouped(found: Sequence[Entry], wrong: set[str]) -> list[Group]:
    """Families in the order of their first years, in each the sources in the order of theirs; documents of mistakes at the end."""
    first: dict[tuple[bool, str], int] = {}
    for entry in found:
        key = (entry.file in wrong, entry.family)
        first[key] = min(first.get(key, LATER), entry.year or LATER)
    parts: dict[tuple[bool, str, str], list[Entry]] = {}
    for entry in found:
        parts.setdefault((entry.file in wrong, entry.family, entry.source), []).append(entry)
    groups = [
        Group(family, source, tuple(sorted(part, key=lambda entry: entry.year or LATER)), mistakes)
        for (mistakes, family, source), part in parts.items()
    ]

    def place(group: Group) -> tuple[bool, int, str, int]:
        return group.mistakes, first[group.mistakes, group.family], group.family, group.entries[0].year or LATER

    return sorted(groups, key=place)


LATER = 10_000
"""Stands for the year of what has none."""
