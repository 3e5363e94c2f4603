"""Documents as they were: `main:net.yaml` is the file of that name in the git revision `main`."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.spec import Changes, Loaded

REVISION = re.compile(
    r"(?P<revision>[A-Za-z0-9_][\w./@{}^~+-]*):(?P<path>[^\s:#]+\.(?:ya?ml|json|txt))(?P<variant>#\S+)?\Z"
)
"""A revision, a path with the ending of a document, and perhaps a variant; notation never looks like that."""


def loaded(spec: str, changes: Changes) -> Loaded:
    """The networks of SPEC, which may be a file of a git revision if no file has that very name."""
    from cnncalc.spec import load

    match = REVISION.match(spec) if len(spec) < 1000 and not os.path.exists(spec) else None
    if match is None or os.path.splitdrive(spec)[0]:
        return load(spec, changes)
    name = f"{match['revision']}:{match['path']}"
    text, problem = _blob(match["revision"], match["path"])
    if text is None:
        return _unreadable(spec, name, problem)
    found = load(f"-{match['variant'] or ''}", changes, read_stdin=lambda: text)
    # What was read stands in for standard input: every place in it is one in the file.
    diagnostics = tuple(
        d._replace(span=d.span._replace(file=name)) if d.span and d.span.file == "<stdin>" else d
        for d in found.diagnostics
    )
    sources = {name if file == "<stdin>" else file: source for file, source in found.sources.items()}
    return found._replace(diagnostics=diagnostics, sources=sources, name=name)


def _blob(revision: str, path: str) -> tuple[bytes | None, str]:
    """The file's bytes, or None and why; a path is looked for from the top of the repository, then from here."""
    import subprocess

    problem = ""
    for place in (path, f"./{path}"):
        command = ["git", "cat-file", "blob", f"{revision}:{place}"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=30)
        except (OSError, subprocess.TimeoutExpired) as failure:
            return None, f"git cannot be run: {failure}"
        if done.returncode == 0:
            return done.stdout, ""
        problem = problem or done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").partition("\n")[0]
    return None, problem


def _unreadable(spec: str, name: str, problem: str) -> Loaded:
    from cnncalc.diagnostics import ERROR, Diagnostic
    from cnncalc.spec import Loaded

    message = f"there is no file {spec}, and git finds no {name}: {problem}"
    return Loaded(
        (),
        (Diagnostic("CNN100", ERROR, message, help="`git log --oneline -- FILE` lists the revisions of a file"),),
        {},
        spec,
    )
