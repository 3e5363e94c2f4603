"""Diagnostics to text: one file a format. To add a format, write its file and add its line here."""

from __future__ import annotations

REPORTERS = {"text": "cnncalc.reporters.text"}
"""Name to module; each has `report(diagnostics, sources)`, which yields lines of styled pieces."""
