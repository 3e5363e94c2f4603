"""What the SPECs of a command line stand for: folders and globs to files, in a stable order, each once.

In a folder, documents are the files that end in .yaml or .yml and have a `layers:` key of their own at the left margin: folders hold
other YAML too. A file that is named, by itself or by a glob, is checked whatever it is.
"""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DOCUMENTS = (".yaml", ".yml")
LAYERS = re.compile(rb"""(?m)^(?:["']?layers["']?[ \t]*:|\{.*["']?layers["']?[ \t]*:)""")
PASSED_OVER = ("node_modules", "__pycache__", "venv", "site-packages")
"""Folders that are not looked into, beside hidden ones."""


def targets(
    specs: Iterable[str], excluded: Callable[[str], tuple[str, ...]], only_documents: bool = False
) -> list[str]:
    """Every SPEC, with folders and globs replaced by what they stand for; `excluded(folder)` are patterns of files to leave out.

    `only_documents`: hold named files too to what is asked of a folder's: a hook passes on every YAML file of a commit.
    """
    found: dict[str, str] = {}
    for spec in specs:
        if (
            only_documents
            and os.path.isfile(spec)
            and not _is_document(spec, os.path.basename(spec), excluded(os.path.dirname(spec) or os.curdir))
        ):
            continue
        for one in _expanded(spec, excluded):
            found.setdefault(os.path.normpath(one) if os.path.exists(one) else one, one)
    return list(found.values())


def _expanded(spec: str, excluded: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    if _is_folder(spec):
        yield from _documents(spec, excluded(spec))
    elif _is_glob(spec):
        from glob import glob

        matches = sorted(glob(spec, recursive=True))
        if not matches:
            yield spec  # notation has stars and brackets too; what is neither is an error of its own
        for match in matches:
            yield from _documents(match, excluded(match)) if os.path.isdir(match) else (match,)
    else:
        yield spec


def _is_folder(spec: str) -> bool:
    try:
        return len(spec) < 4096 and "\0" not in spec and os.path.isdir(spec)
    except OSError:
        return False


def _is_glob(spec: str) -> bool:
    return (
        len(spec) < 4096
        and not re.search(r"[\s\0]", spec)
        and bool(re.search(r"[*?\[]", spec))
        and not os.path.exists(spec)
    )


def _documents(folder: str, exclude: tuple[str, ...]) -> Iterator[str]:
    """The documents in a folder and below, sorted by path."""
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders
            if not name.startswith(".") and name not in PASSED_OVER and not _is_excluded(os.path.join(path, name), name, exclude)
        )  # fmt: skip
        for name in sorted(files):
            whole = os.path.join(path, name)
            if not name.startswith(".") and _is_document(whole, name, exclude):
                yield whole


def _is_document(path: str, name: str, exclude: tuple[str, ...]) -> bool:
    return name.endswith(DOCUMENTS) and not _is_excluded(path, name, exclude) and _has_layers(path)


def _is_excluded(path: str, name: str, exclude: tuple[str, ...]) -> bool:
    """Whether a pattern matches the name or the whole path."""
    if not exclude:
        return False
    whole = os.path.normpath(path).replace(os.sep, "/")
    return any(fnmatch(name, pattern) or fnmatch(whole, pattern.rstrip("/")) for pattern in exclude)


def _has_layers(path: str) -> bool:
    """Whether a file has layers; one that cannot be read is taken, so that its reader says why."""
    try:
        with open(path, "rb") as file:
            return LAYERS.search(file.read(4_000_000)) is not None
    except OSError:
        return True
