"""Findings as JSON, for programs. The keys are stable: `schema` counts up when one changes its meaning or goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cnncalc.rules.checking import totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.rules.checking import Checked, Finding

SCHEMA = 1


def report(checked: Sequence[Checked]) -> str:
    """One object: what was checked, every finding, the counts and the exit status."""
    counted = totals(checked)
    document = {
        "schema": SCHEMA,
        "checked": [{"spec": one.spec, "networks": list(one.networks), "status": one.status} for one in checked],
        "diagnostics": [_finding(finding, one.spec) for one in checked for finding in one.findings],
        "summary": {
            "networks": counted["networks"],
            "errors": counted["error"],
            "warnings": counted["warning"],
            "notes": counted["info"],
            "hidden_notes": counted["hidden"],
            "unreadable": counted["unreadable"],
            "status": max((one.status for one in checked), default=0),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, spec: str) -> dict[str, Any]:
    """Lines and columns count from 1, columns are code points, the end is exclusive; all are null where there is no place."""
    diagnostic = finding.diagnostic
    file, line, column, end_line, end_column = diagnostic.span or (None,) * 5
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "spec": spec,
        "file": file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "networks": list(finding.networks),
        "node": diagnostic.node,
        "label": diagnostic.label,
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
    }
