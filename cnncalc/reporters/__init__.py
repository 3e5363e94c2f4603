"""Diagnostics to text: one file a format. To add a format, write its file and add its line here."""

from __future__ import annotations

REPORTERS = {
    "text": "cnncalc.reporters.text",
    "concise": "cnncalc.reporters.concise",
    "json": "cnncalc.reporters.json",
    "sarif": "cnncalc.reporters.sarif",
    "github": "cnncalc.reporters.github",
    "junit": "cnncalc.reporters.junit",
}
"""Name to module. `report(checked)` is the whole document as text; that of "text", for a terminal, is
`report(diagnostics, sources)` and yields lines of styled pieces."""

FOR_PEOPLE = ("text", "concise", "github")
"""Formats that a line of summary may follow; the others are documents that a program reads to the end."""
