"""Findings as SARIF 2.1.0, the standard format of static analysis: GitHub code scanning and editors read it.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cnncalc import __version__
from cnncalc.record import NamedTuple
from cnncalc.reporters.places import path_of, uri_of
from cnncalc.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.diagnostics import Diagnostic, Span
    from cnncalc.rules.checking import Checked

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


SNIPPET = 1_000
"""Characters of a file that a result repeats, at most: thousands of findings may be at one long place."""


class _File(NamedTuple):
    """A file as results speak of it."""

    uri: str
    path: str
    lines: Sequence[str]


def report(checked: Sequence[Checked]) -> str:
    """One run, with the page of every rule that found something; a line a result."""
    found = {diagnostic.code for one in checked for diagnostic in one.diagnostics}
    index = {code: number for number, code in enumerate(sorted(found))}
    status = max((one.status for one in checked), default=0)
    run = {
        "tool": {
            "driver": {
                "name": "cnncalc",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in index],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": status != 2, "exitCode": status}],
        "results": [],
    }
    text = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"
    results = [json.dumps(result, ensure_ascii=False) for one in checked for result in _results(one, index)]
    if not results:
        return text
    before, _, after = text.rpartition("[]")  # no list stands behind that of the results
    lines = ",\n        ".join(results)
    return f"{before}[\n        {lines}\n      ]{after}"


def _rule(code: str) -> dict[str, Any]:
    found = rule(code)
    page = found.page()
    return {
        "id": code,
        "name": found.__name__,
        "shortDescription": {"text": found.summary()},
        "fullDescription": {"text": page.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVELS[found.severity]},
    }


def _results(one: Checked, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    files: dict[str, _File] = {}
    for diagnostic in one.diagnostics:
        name = diagnostic.span.file if diagnostic.span else one.spec
        if name not in files:
            files[name] = _File(uri_of(name), path_of(name), one.sources.get(name, "").split("\n"))
        yield _result(diagnostic, files[name], index[diagnostic.code])


def _result(diagnostic: Diagnostic, file: _File, index: int) -> dict[str, Any]:
    lines = [diagnostic.message, *diagnostic.notes] + [f"help: {diagnostic.help}"] * bool(diagnostic.help)
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [_location(diagnostic, file)],
        "partialFingerprints": {"cnncalc/v1": _fingerprint(diagnostic, file.path)},
    }


def _location(diagnostic: Diagnostic, file: _File) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": file.uri}}
    if diagnostic.span is not None:
        physical["region"] = _region(diagnostic.span, file.lines)
    location: dict[str, Any] = {"physicalLocation": physical}
    if diagnostic.node:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.node}]
    return location


def _region(span: Span, text: Sequence[str]) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column,
    }  # fmt: skip
    lines = list(text[span.line - 1 : span.end_line])
    if lines:
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        snippet = "\n".join(lines)
        if len(snippet) <= SNIPPET:
            region["snippet"] = {"text": snippet}
    return region


def _fingerprint(diagnostic: Diagnostic, path: str) -> str:
    """The same for the same finding in a later version of the file, wherever its line has moved to."""
    from hashlib import sha256

    named = (diagnostic.code, path, diagnostic.node or "", diagnostic.message)
    return sha256("\x00".join(named).encode("utf-8", "replace")).hexdigest()[:32]
