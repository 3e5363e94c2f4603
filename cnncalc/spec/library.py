"""The bundled networks: their names, their documents, and the index that finds them without reading every document.

Documents lie in `specs/` at the top of a checkout, which wins, or in the package as it is installed. A document's networks
are found under the names of its variants, or under its own file's name if it has none; folders come first, as in
`torchvision/resnet18`, and may be left out where the rest is enough: `spellings` knows. `python -m cnncalc.spec.library` writes `specs/index.jsonl` anew:
a line a network, so that one can be read without the others.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

INDEX = "index.jsonl"
ENDINGS = (".yaml", ".yml")


class Entry(NamedTuple):
    """A bundled network: its document's path below the folder, and the variant in it if it is one of several.

    The rest is known from the index only: the family's title, its source, its year and family, its input, and where they are
    numbers its parameters, its multiply-accumulates and the bytes of its parameters and stored activations in float32; the smaller
    input for `verify` and the names of heads if it has any. `sound` says whether every layer of it fits: a document may demonstrate
    mistakes.
    """

    name: str
    file: str
    variant: str | None = None
    title: str = ""
    source: str = ""
    year: int | None = None
    family: str = ""
    input: str = ""
    params: int | None = None
    macs: int | None = None
    memory: int | None = None
    verify: str = ""
    heads: Sequence[str] = ()
    sound: bool = True


@cache
def folder() -> str:
    """The folder of the bundled documents: the checkout's if there is one, else the installed package's."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    checkout = os.path.dirname(package)
    if os.path.isfile(os.path.join(checkout, "pyproject.toml")) and os.path.isdir(os.path.join(checkout, "specs")):
        return os.path.join(checkout, "specs")
    return os.path.join(package, "specs")


def path(file: str) -> str:
    """Where a bundled document lies, given its path below the folder."""
    return os.path.join(folder(), *file.split("/"))


@cache
def index() -> Mapping[str, Entry]:
    """The bundled networks by name, as the index has them; empty if there is no index, or none that can be read."""
    try:
        return {entry.name: entry for entry in map(_entry, _lines().splitlines())}
    except (ValueError, TypeError):
        return {}


@cache
def _lines() -> str:
    """The index, unread; empty if there is none."""
    try:
        with open(os.path.join(folder(), INDEX), encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):
        return ""


def _entry(line: str) -> Entry:
    import json

    return Entry(**json.loads(line))


def names() -> tuple[str, ...]:
    """The names of all bundled networks, also of those that the index does not know."""
    known = index()
    if {entry.file for entry in known.values()} == set(documents()):
        return tuple(known)
    return tuple(scanned())


def find(name: str) -> Entry | None:
    """The bundled network that `name` means, as `spellings` reads it, or the family whose file has it; None if there is none."""
    entry = _named(name) or _meant(name, index())
    if entry is not None and _holds(entry):
        return entry
    if not _may_name(name):
        return None
    from cnncalc.spec.spellings import alike, short

    return _meant(name, scanned(alike(short(name))))


def _named(name: str) -> Entry | None:
    """The network of just this name in the index, of which only its line is read."""
    lines = _lines()
    at = lines.find(f'{{"name": "{name}", ')
    if at < 0 or "\n" in name or (at and lines[at - 1] != "\n"):
        return None
    try:
        return _entry(lines[at : lines.find("\n", at)])
    except (ValueError, TypeError):
        return None


def _meant(name: str, entries: Mapping[str, Entry]) -> Entry | None:
    """The network or the family that `name` means."""
    from cnncalc.spec.spellings import meant

    families = {_stem(entry.file): entry.file for entry in entries.values()}
    found = meant(name, [*entries, *families])
    return None if found is None else entries.get(found) or Entry(found, families[found])


def _may_name(name: str) -> bool:
    """Whether a name could be that of a document; most notation could not, and then nothing is searched."""
    return len(name) < 80 and "".join(c for c in name if c not in "/-_.").isalnum()


def _holds(entry: Entry) -> bool:
    """Whether the index is right about where a network is; it is enough that the text has the variant's name."""
    try:
        with open(path(entry.file), encoding="utf-8") as file:
            return entry.variant is None or f"{entry.variant}:" in file.read()
    except (OSError, ValueError):
        return False


def documents() -> list[str]:
    """The paths below the folder of all bundled documents."""
    found = []
    for where, folders, files in os.walk(folder()):
        folders.sort()
        below = os.path.relpath(where, folder()).replace(os.sep, "/")
        prefix = "" if below == "." else f"{below}/"
        found += [prefix + file for file in sorted(files, key=_stem) if file.endswith(ENDINGS)]
    return found


def _stem(file: str) -> str:
    return os.path.splitext(file)[0]


@cache
def scanned(word: str = "") -> Mapping[str, Entry]:
    """Every bundled network by name, from the documents themselves; of those only that have `word` in their name or before a colon.

    `word` is as `spellings.alike` writes it.
    """
    from cnncalc.spec.spellings import alike

    found: dict[str, Entry] = {}
    for file in documents():
        try:
            with open(path(file), encoding="utf-8") as document:
                text = document.read()
        except (OSError, ValueError):
            text = ""
        if word and word not in alike(file) and not re.search(rf"""{re.escape(word)}["']?\s*:""", alike(text)):
            continue
        found.update(_networks_of(file, text))
    return found


def _networks_of(file: str, text: str) -> dict[str, Entry]:
    """The networks of one document: its variants, or what the file is called if it has none or cannot be read."""
    from cnncalc.spec.document import variant_names
    from cnncalc.spec.events import read
    from cnncalc.spec.findings import Mistake
    from cnncalc.spec.source import Source

    try:
        variants = variant_names(read(Source(file, text)))
    except Mistake:
        variants = []
    if not variants:
        return {_stem(file): Entry(_stem(file), file)}
    prefix = file.rpartition("/")[0]
    named = {v if not prefix or v.startswith(f"{prefix}/") else f"{prefix}/{v}": v for v in variants}
    return {name: Entry(name, file, variant) for name, variant in named.items()}


def described(facts: Callable[[Any], Mapping[str, int]] | None = None) -> str:
    """The index as it ought to be; `facts` gives a network's parameters and multiply-accumulates."""
    import json

    from cnncalc.spec.load import load

    lines = []
    for name, entry in scanned().items():
        where = path(entry.file)
        loaded = load(f"{where}#{entry.variant}" if entry.variant else where)
        known: dict[str, Any] = {"name": name, "file": entry.file, "variant": entry.variant, "title": loaded.title}
        for network in loaded.networks:
            heads = [head for head in network.outputs if head != "output"]
            known |= {
                "source": network.source,
                "year": network.year,
                "family": network.family,
                "input": str(network.input),
            }
            known |= {"verify": str(network.verify_at)} if network.verify_at else {}
            known |= {"heads": heads} if heads else {}
            known |= (facts or totals)(network)
        lines.append(json.dumps(known, ensure_ascii=False) + "\n")
    return "".join(lines)


def totals(network: Any) -> Mapping[str, int]:
    """What the index says of a network's size, where it can be computed and is numbers; else that it is unsound."""
    from cnncalc.engine import analyze

    report = analyze(network)
    if report.stopped_at is not None or any(row.cost.misfits for row in report.rows):
        return {"sound": False}
    totals = report.totals
    found = {"params": totals.params, "macs": totals.macs, "memory": totals.memory_bytes}
    return {name: number for name, number in found.items() if isinstance(number, int)}


def write_index() -> str:
    """Write the index anew; the path of its file."""
    where = os.path.join(folder(), INDEX)
    text = described()
    with open(where, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return where


if __name__ == "__main__":
    print(write_index())
