"""From what a user names to text: standard input, a file, a bundled network, or the notation itself."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from cnncalc.pattern import pattern
from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Mistake
from cnncalc.spec.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.spec.library import Entry

SIZE = 4_000_000
"""The largest document in bytes."""

YAML_ENDINGS = (".yaml", ".yml", ".json")
PATH = pattern(r"(?:^|[\\/])\.{0,2}[\\/]|/[a-z_.~]|\\|\.[A-Za-z]\w{0,7}$")
"""What looks like a path: `./x`, `nets/x`, `x.txt`; but `POOL3/2` and `DROPOUT0.5` do not."""

YAML_LINE = pattern(r"---|%YAML|- |-$|[\"'][^\"']*[\"']\s*:|[^\W\d][\w -]*:(?:\s|$)|\{\s*(?:\"|$)|\[\s*\"")


class Found(NamedTuple):
    """A description's text and what it is: `name` for people, `variant` if one of several is asked for.

    `stem` is the name of a network that has none of its own; of a variant too, where it is the variant's (`is_variant`).
    """

    source: Source
    name: str
    stem: str
    variant: str | None
    is_yaml: bool
    is_variant: bool = False


def find(spec: str, read_stdin: Callable[[], bytes] | None = None) -> Found:
    """What `spec` means: `-`, an existing file (`FILE#variant`), a bundled name, else notation; raises `Mistake`."""
    base, mark, variant = spec.rpartition("#")
    for path, selected in ((spec, None), (base, variant)) if mark else ((spec, None),):
        if path == "-":
            source = decoded("<stdin>", _standard_input(read_stdin))
            return Found(source, "<stdin>", "stdin", selected, looks_like_yaml(source.text))
        if _exists(path):
            return _file(path, path, selected)
        entry = _bundled(path)
        if entry is not None:
            # Where the package lies on this machine is nobody's business: a bundled document is named as in the checkout.
            found = _file(
                library_path(entry.file), entry.name, selected or entry.variant, entry.name, f"specs/{entry.file}"
            )
            return found._replace(is_variant=entry.variant is not None)
    path = base if mark and base.endswith(YAML_ENDINGS) else spec
    if path.endswith(YAML_ENDINGS) or ("\n" not in spec and " " not in spec and PATH.search(spec)):
        raise missing(path)
    if len(spec) > SIZE:
        raise Mistake("CNN103", f"notation of more than {SIZE:,} characters", None)
    source = Source("<notation>", spec.replace("\r\n", "\n").replace("\r", "\n"))
    return Found(source, "<notation>", "", None, False)


def _exists(path: str) -> bool:
    # Notation of a thousand layers is no path, and some systems complain about names that long.
    try:
        return 0 < len(path) < 4096 and "\0" not in path and "\n" not in path and os.path.exists(path)
    except (OSError, ValueError):
        return False


def _bundled(name: str) -> Entry | None:
    if not name or len(name) > 80 or " " in name:
        return None
    from cnncalc.spec import library

    return library.find(name)


def library_path(file: str) -> str:
    """Where a bundled document lies."""
    from cnncalc.spec import library

    return library.path(file)


def _standard_input(read_stdin: Callable[[], bytes] | None) -> bytes:
    if read_stdin is not None:
        return read_stdin()
    import sys

    return sys.stdin.buffer.read(SIZE + 1)


def _file(path: str, name: str, variant: str | None, stem: str = "", shown: str = "") -> Found:
    source = decoded(shown or path, read_file(path))
    is_yaml = path.endswith(YAML_ENDINGS) or looks_like_yaml(source.text)
    return Found(source, name, stem or os.path.splitext(os.path.basename(path))[0], variant, is_yaml)


def read_file(path: str) -> bytes:
    """A file's bytes, at most one more than allowed; raises `Mistake`."""
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise Mistake("CNN100", f"{path} is a folder", None, help="name a file in it")
        with open(path, "rb") as file:
            return file.read(SIZE + 1)
    except OSError as problem:
        raise Mistake("CNN100", f"{path} cannot be read: {(problem.strerror or str(problem)).lower()}", None) from None


def missing(path: str) -> Mistake:
    """What to say of a file that is not there."""
    from cnncalc.spec.findings import did_you_mean
    from cnncalc.spec.library import names

    where = os.path.dirname(path) or "."
    try:
        near = os.listdir(where)[:1000]
    except (OSError, ValueError):
        near = []
    shown = path if len(path) <= 200 else path[:200] + "…"
    otherwise = "check the path; `cnncalc list` names the bundled networks"
    help = did_you_mean(os.path.basename(path), near) or did_you_mean(path, names(), otherwise)
    return Mistake("CNN100", f"there is no file {shown}", None, help=help)


def decoded(file: str, data: bytes) -> Source:
    """A file's text: UTF-8, lines ending in a line feed; raises `Mistake`."""
    if len(data) > SIZE:
        raise Mistake(
            "CNN100", f"{file} is larger than {SIZE // 1_000_000} MB", None, help="a description is text of a few pages"
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Mistake("CNN100", f"{file} is UTF-16", None, help="save it as UTF-8")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Mistake(
            "CNN100",
            f"{file} is not UTF-8: byte 0x{data[problem.start]:02x} in line {line}",
            None,
            help="save it as UTF-8",
        ) from None
    return Source(file, text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_yaml(text: str) -> bool:
    """Whether the first line that says anything is YAML's rather than notation's.

    >>> looks_like_yaml("# a net\\nname: x"), looks_like_yaml("conv1:CONV3-64"), looks_like_yaml("{CONV1-64 | ID}")
    (True, False, False)
    """
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at : min(end, at + 200)].strip()
        if line and not line.startswith("#"):
            # `INPUT: 224x224x3` begins notation as slides write it, unless the keys of a document follow.
            return YAML_LINE.match(line) is not None and not (
                line.startswith("INPUT") and not re.search(r"(?m)^layers\s*:", text)
            )
        at = end + 1
    return False
