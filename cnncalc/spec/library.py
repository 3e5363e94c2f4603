"""The bundled networks: their names, their documents, and the index that finds them without reading every document.

Documents lie in `specs/` at the top of a checkout, which wins, or in the package as it is installed. A document's networks
are found under the names of its variants, or under its own file's name if it has none; folders come first, as in
`torchvision/resnet18`. `python -m cnncalc.spec.library` writes `specs/index.json` anew.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INDEX = "index.json"
ENDINGS = (".yaml", ".yml", ".json")


class Entry(NamedTuple):
    """Where a bundled network stands: a path, and the variant in it if it is one of several."""

    name: str
    path: str
    variant: str | None


@cache
def folder() -> str:
    """The folder of the bundled documents: the checkout's if there is one, else the installed package's."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    checkout = os.path.dirname(package)
    if os.path.isfile(os.path.join(checkout, "pyproject.toml")) and os.path.isdir(os.path.join(checkout, "specs")):
        return os.path.join(checkout, "specs")
    return os.path.join(package, "specs")


@cache
def index() -> Mapping[str, Any]:
    """The facts of every bundled network by name, as the index has them; empty if there is no index.

    Each has `file`, `variant`, `title`, `source`, `input`, and, where they could be computed, `params` and `macs`.
    """
    import json

    try:
        with open(os.path.join(folder(), INDEX), encoding="utf-8") as file:
            networks = json.load(file)["networks"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return networks if isinstance(networks, dict) else {}


def names() -> tuple[str, ...]:
    """The names of all bundled networks, those the index does not know included."""
    return tuple(scanned())


def find(name: str) -> Entry | None:
    """The bundled network, or family, of that name in any case; None if there is none."""
    for known, facts in _candidates(name, index()):
        path = os.path.join(folder(), *str(facts.get("file", "")).split("/"))
        if _holds(path, facts.get("variant")):
            return Entry(known, path, facts.get("variant"))
    if not _may_name(name):
        return None
    found = next((entry for key, entry in scanned().items() if key.lower() == name.lower()), None)
    if found is None:
        families = {_stem(path): path for path in documents()}
        path = next((path for stem, path in families.items() if stem.lower() == name.lower()), "")
        found = Entry(name, path, None) if path else None
    return found


def _candidates(name: str, known: Mapping[str, Any]) -> list[tuple[str, Any]]:
    if name in known:
        return [(name, known[name])]
    lower = name.lower()
    return [(key, facts) for key, facts in known.items() if key.lower() == lower]


def _may_name(name: str) -> bool:
    """Whether a name could be that of a document: notation seldom could, and then nothing is searched."""
    return len(name) < 80 and name.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum()


def _holds(path: str, variant: str | None) -> bool:
    """Whether the index is right about a document; that it is there is enough, unless the text lacks the variant's name."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, ValueError):
        return False
    return variant is None or f"{variant}:" in text


def documents() -> list[str]:
    """The paths of all bundled documents."""
    found = []
    for where, folders, files in os.walk(folder()):
        folders.sort()
        found += [os.path.join(where, file) for file in sorted(files) if file.endswith(ENDINGS) and file != INDEX]
    return found


def _stem(path: str) -> str:
    return os.path.splitext(os.path.relpath(path, folder()))[0].replace(os.sep, "/")


@cache
def scanned() -> Mapping[str, Entry]:
    """Every bundled network by name, from the documents themselves."""
    from cnncalc.spec.document import variant_names
    from cnncalc.spec.events import read
    from cnncalc.spec.findings import Mistake
    from cnncalc.spec.source import Source

    found: dict[str, Entry] = {}
    for path in documents():
        stem = _stem(path)
        try:
            with open(path, encoding="utf-8") as file:
                variants = variant_names(read(Source(path, file.read())))
        except (OSError, ValueError, Mistake):
            variants = []
        prefix = stem.rpartition("/")[0]
        for variant in variants:
            name = variant if not prefix or variant.startswith(f"{prefix}/") else f"{prefix}/{variant}"
            found[name] = Entry(name, path, variant)
        if not variants:
            found[stem] = Entry(stem, path, None)
    return found


def described(facts: Callable[[Any], Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """The index as it ought to be; `facts` gives what else is known of a network, its parameters and multiply-accumulates."""
    from cnncalc.spec.load import load

    networks: dict[str, Any] = {}
    for name, entry in sorted(scanned().items()):
        loaded = load(f"{entry.path}#{entry.variant}" if entry.variant else entry.path)
        file = os.path.relpath(entry.path, folder()).replace(os.sep, "/")
        described: dict[str, Any] = {"file": file, "variant": entry.variant}
        for network in loaded.networks:
            described |= {"title": loaded.title, "source": network.source, "input": str(network.input)}
            described |= (facts or totals)(network)
        networks[name] = described
    return {"schema": 1, "networks": networks}


def totals(network: Any) -> Mapping[str, Any]:
    """Parameters and multiply-accumulates, where the network can be computed and both are numbers."""
    from cnncalc.engine import analyze

    report = analyze(network)
    found = {"params": report.totals.params, "macs": report.totals.macs}
    return found if all(isinstance(n, int) for n in found.values()) else {}


def write_index() -> str:
    """Write the index anew; the path of its file."""
    import json

    path = os.path.join(folder(), INDEX)
    text = json.dumps(described(), indent=1, ensure_ascii=False) + "\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


if __name__ == "__main__":
    print(write_index())
