"""Findings as GitHub workflow commands, which annotate the lines of a pull request.

    ::error file=my-net.yaml,line=4,col=12,endLine=4,endColumn=25,title=CNN301::CONV11-96/4p0 does not fit: …

Source: GitHub Docs, "Workflow commands for GitHub Actions"; the escapes are those of its toolkit, `packages/core/src/command.ts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.printable import printable
from cnncalc.reporters.places import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.rules.checking import Checked

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def report(checked: Sequence[Checked]) -> str:
    """One command a line; they are read from whatever a step prints."""
    return "".join(_command(diagnostic, one.spec) + "\n" for one in checked for diagnostic in one.diagnostics)


def _command(diagnostic: Diagnostic, spec: str) -> str:
    span = diagnostic.span
    properties = {"file": path_of(span.file if span else spec)}
    if span is not None:
        properties |= {"line": str(span.line), "col": str(span.column), "endLine": str(span.end_line)}
        if span.end_line == span.line:  # GitHub takes columns for one line only
            properties["endColumn"] = str(span.end_column)
    properties["title"] = f"cnncalc {diagnostic.code}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [diagnostic.message, *diagnostic.notes] + [f"help: {diagnostic.help}"] * bool(diagnostic.help)
    return f"::{COMMANDS[diagnostic.severity]} {listed}::{_data(chr(10).join(map(printable, lines)))}"


def _data(text: str) -> str:
    """A message escaped: it may not end the command.

    >>> _data("100 %\\nhelp")
    '100 %25%0Ahelp'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value escaped: it may end neither the property nor the list of them.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")
