"""Names of files as CI systems want them: relative to the folder of the run, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from urllib.parse import quote


def path_of(file: str) -> str:
    """`file` relative to the current folder if it lies inside it, with forward slashes; else as it is."""
    path = PurePath(file)
    if path.is_absolute():
        folder = os.path.abspath(os.curdir)
        if path.is_relative_to(folder):
            path = path.relative_to(folder)
    return path.as_posix()


def uri_of(file: str) -> str:
    """`file` as a URI reference: relative inside the current folder, `file:///…` elsewhere.

    >>> uri_of("nets/my net#1.yaml"), uri_of("<stdin>")
    ('nets/my%20net%231.yaml', '%3Cstdin%3E')
    """
    path = path_of(file)
    return Path(path).as_uri() if PurePath(path).is_absolute() else quote(path)
