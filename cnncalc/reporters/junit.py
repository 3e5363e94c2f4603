"""Findings as JUnit XML, which every CI system shows as tests: a suite a SPEC, a passing case a network without a failure.

A finding at or above `--fail-on` is a failed case; what could not be read is an error; other findings are passing cases that say what
they found. Attributes after the Jenkins and Surefire schema, which others follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cnncalc.diagnostics import UNREADABLE
from cnncalc.render.printable import printable
from cnncalc.rules.selection import reaches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.rules.checking import Checked, Finding


def report(checked: Sequence[Checked]) -> str:
    """One document."""
    suites = [_suite(one) for one in checked]
    counts = [sum(suite[0][position] for suite in suites) for position in range(3)]
    lines = ['<?xml version="1.0" encoding="utf-8"?>', _open("testsuites", name="cnncalc", **_counts(counts))]
    for _, suite in suites:
        lines += suite
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(one: Checked) -> tuple[tuple[int, int, int], list[str]]:
    """The counts of cases, failures and errors, and the lines."""
    cases: list[list[str]] = []
    failures = errors = 0
    failed: set[str] = set()
    for finding in one.findings:
        diagnostic = finding.diagnostic
        if diagnostic.code in UNREADABLE:
            errors += 1
            outcome = "error"
        elif reaches(diagnostic.severity, one.fail_on):
            failures += 1
            failed.update(finding.networks)
            outcome = "failure"
        else:
            outcome = "system-out"
        cases.append(list(_case(finding, one.spec, outcome)))
    for name in one.networks:
        if name not in failed:
            cases.append([f'    <testcase name={_attribute(name)} classname={_attribute(one.spec)} time="0"/>'])
    counts = (len(cases), failures, errors)
    head = _open("testsuite", "  ", name=one.spec, **_counts(counts))
    return counts, [head, *(line for case in cases for line in case), "  </testsuite>"]


def _case(finding: Finding, spec: str, outcome: str) -> Iterator[str]:
    diagnostic = finding.diagnostic
    span = diagnostic.span
    where = f" {diagnostic.node}" if diagnostic.node else ""
    place = f" ({span.line}:{span.column})" if span else ""
    name = _attribute(f"{diagnostic.code}{where}{place}")
    file = f" file={_attribute(span.file)} line={_attribute(str(span.line))}" if span else ""
    yield f'    <testcase name={name} classname={_attribute(spec)}{file} time="0">'
    kind = (
        f" type={_attribute(diagnostic.code)} message={_attribute(diagnostic.message)}"
        if outcome != "system-out"
        else ""
    )
    yield f"      <{outcome}{kind}>{_text(diagnostic)}</{outcome}>"
    yield "    </testcase>"


def _text(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    lines = [f"{place}{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}", *diagnostic.notes]
    lines += [f"help: {diagnostic.help}"] * bool(diagnostic.help)
    return "\n".join(escape(printable(line)) for line in lines)


def _counts(counts: Sequence[int]) -> dict[str, str]:
    return dict(zip(("tests", "failures", "errors"), map(str, counts), strict=True))


def _open(element: str, indent: str = "", **attributes: str) -> str:
    listed = " ".join(f"{name}={_attribute(value)}" for name, value in attributes.items())
    return f"{indent}<{element} {listed}>"


def _attribute(text: str) -> str:
    """`text` quoted; control characters, which XML cannot hold at all, are shown as Python writes them."""
    return quoteattr(printable(text))
