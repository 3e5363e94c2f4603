"""Writing a file whole or not at all: what a later step of CI reads is never half a document."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unwritable(click.ClickException):
    """A file asked for could not be written: status 2, as where something could not be read."""

    exit_code = 2


def write_whole(path: str, text: str) -> None:
    """Write `text` beside `path` and move it there; raises `Unwritable`, and then `path` is as it was.

    What is no ordinary file, such as /dev/stdout or a named pipe, is written to directly.
    """
    with whole(path) as stream:
        stream.write(text)


@contextmanager
def whole(path: str) -> Iterator[IO[str]]:
    """A stream to write to piece by piece, which becomes `path` at the end, as `write_whole` has it; not so after an exception."""
    try:
        with _stream(path) as stream:
            yield stream
    except OSError as problem:
        raise Unwritable(f"cannot write {click.format_filename(path)}: {problem.strerror or problem}") from None


@contextmanager
def _stream(path: str) -> Iterator[IO[str]]:
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    path = os.path.realpath(path)  # of a link the file is replaced, not the link
    beside = f"{path}.{os.getpid()}.tmp"
    try:
        with open(beside, "x", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if os.path.exists(path):
            os.chmod(beside, os.stat(path).st_mode & 0o777)
        os.replace(beside, path)
    except BaseException:
        if os.path.exists(beside):
            os.unlink(beside)
        raise
