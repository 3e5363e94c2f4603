"""A specification checked from end to end: language, shapes, facts and limits, less what its author chose to ignore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR, INFO, UNREADABLE
from cnncalc.record import NamedTuple
from cnncalc.rules.selection import Selection, status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report
    from cnncalc.network import Claim
    from cnncalc.spec import Loaded

NAMES_SHOWN = 6
CLAIMS = ("CNN501", "CNN502")


class Wishes(NamedTuple):
    """How to check. `rule_set` is COURSE or FRAMEWORK, None for what each network's framework chooses; `notes`: harmless facts
    about shapes too; `fail_on` the least severity that makes the status 1; `expect` and `budget` are claims beside those of the
    documents."""

    rule_set: str | None = None
    notes: bool = False
    fail_on: str = ERROR
    selection: Selection = Selection()
    expect: tuple[Claim, ...] = ()
    budget: tuple[Claim, ...] = ()


NO_WISHES = Wishes()


class Finding(NamedTuple):
    """A diagnostic and the networks of the file in which it was found; none for a mistake of the language."""

    diagnostic: Diagnostic
    networks: tuple[str, ...] = ()


class Checked(NamedTuple):
    """What was found in one SPEC, in the order of the file. `hidden` counts notes that nobody asked for.

    `usable` is False for a file of settings that cannot be used. `networks` are the names of those that could be read, `sources` the texts that spans point into, by file name.
    """

    spec: str
    networks: tuple[str, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]
    hidden: int = 0
    fail_on: str = ERROR
    usable: bool = True

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(finding.diagnostic for finding in self.findings)

    @property
    def unreadable(self) -> bool:
        """Whether it could not be read at all."""
        return any(diagnostic.code in UNREADABLE for diagnostic in self.diagnostics)

    @property
    def status(self) -> int:
        """0, 1 or 2, as the exit status of `check`."""
        return status(self.diagnostics, self.fail_on) if self.usable else 2


def check(spec: str, loaded: Loaded, wishes: Wishes = NO_WISHES) -> Checked:
    """Everything that is found in `spec`, which was read as `loaded`."""
    from cnncalc.rules.suppressions import suppress

    found = _gathered(loaded, wishes)
    left, unused = suppress(found, loaded.sources)
    if unused and _is_whole(spec, loaded):
        from cnncalc.rules.unused_ignore import UnusedIgnore

        left += [UnusedIgnore().of(ignore) for ignore in unused]
    left = _proved([diagnostic for diagnostic in left if wishes.selection.takes(diagnostic)], found)
    shown = left if wishes.notes else [diagnostic for diagnostic in left if not _is_note(diagnostic)]
    names = tuple(network.name for network in loaded.networks)
    shown.sort(key=_place)
    findings = tuple(_named(diagnostic, found.get(diagnostic, ()), names) for diagnostic in shown)
    return Checked(spec, names, findings, loaded.sources, len(left) - len(shown), wishes.fail_on)


def _gathered(loaded: Loaded, wishes: Wishes) -> dict[Diagnostic, tuple[str, ...]]:
    """Every diagnostic once, with the networks in which it was found."""
    from cnncalc.rules import claims, examine

    found: dict[Diagnostic, tuple[str, ...]] = dict.fromkeys(loaded.diagnostics, ())
    for network in loaded.networks:
        report: Report = examine(network, wishes.rule_set, notes=True)
        for diagnostic in (*report.diagnostics, *claims(report, wishes.expect, wishes.budget)):
            names = found.get(diagnostic, ())
            if network.name not in names:
                found[diagnostic] = (*names, network.name)
    return found


def _proved(left: list[Diagnostic], found: dict[Diagnostic, tuple[str, ...]]) -> list[Diagnostic]:
    """Where the error behind which claims could not be checked was ignored, that they were not is the error.

    A limit that nobody looked at must not pass.
    """
    broken = {name for diagnostic in left if diagnostic.is_error for name in found.get(diagnostic, ())}
    for index, diagnostic in enumerate(left):
        names = found.get(diagnostic, ())
        if (
            diagnostic.code in CLAIMS
            and diagnostic.severity == INFO
            and "network ends at" in diagnostic.message
            and not broken.issuperset(names)
        ):
            left[index] = diagnostic._replace(severity=ERROR)
            found[left[index]] = names
    return left


def _is_note(diagnostic: Diagnostic) -> bool:
    """Whether it is a harmless fact about a shape. (That something was not checked is a note too, and always shown.)"""
    from cnncalc.rules import SHAPE_RULES

    return diagnostic.severity == INFO and diagnostic.code in SHAPE_RULES


def _is_whole(spec: str, loaded: Loaded) -> bool:
    """Whether all that the file says was checked as it stands, so that an ignore without a finding is really unused."""
    if any(diagnostic.is_error for diagnostic in loaded.diagnostics) or any(
        network.changed for network in loaded.networks
    ):
        return False
    # A bundled name or FILE#VARIANT is not what the file is called: then other variants of a family were left out.
    return spec in loaded.sources or not {"<stdin>", "<notation>"}.isdisjoint(loaded.sources)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return ("", 0, 0, diagnostic.code) if span is None else (span.file, span.line, span.column, diagnostic.code)


def _named(diagnostic: Diagnostic, where: tuple[str, ...], names: tuple[str, ...]) -> Finding:
    """The finding, with a note that says in which networks of a family it was found, unless in all of them."""
    if not where or len(where) == len(names):
        return Finding(diagnostic, where)
    more = len(where) - NAMES_SHOWN
    listed = ", ".join(where[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return Finding(diagnostic._replace(notes=(*diagnostic.notes, f"in {listed}")), where)


def renamed(checked: Checked, old: str, new: str) -> Checked:
    """The same findings in a file that is called `new`: standard input that an editor says is its buffer of that file."""

    def said(text: str) -> str:
        return text.replace(f"{old}:", f"{new}:")

    findings = []
    for finding in checked.findings:
        diagnostic = finding.diagnostic
        span = diagnostic.span
        if span is not None and span.file == old:
            span = span._replace(file=new)
        diagnostic = diagnostic._replace(
            message=said(diagnostic.message), span=span, notes=tuple(map(said, diagnostic.notes))
        )
        findings.append(finding._replace(diagnostic=diagnostic))
    sources = {new if file == old else file: text for file, text in checked.sources.items()}
    return checked._replace(spec=new, findings=tuple(findings), sources=sources)


def totals(checked: Iterable[Checked]) -> dict[str, int]:
    """How many networks were checked, findings of each severity, hidden notes, and how many SPECs could not be read."""
    counted = {"networks": 0, "error": 0, "warning": 0, "info": 0, "hidden": 0, "unreadable": 0}
    for one in checked:
        counted["networks"] += len(one.networks)
        counted["hidden"] += one.hidden
        counted["unreadable"] += one.unreadable
        for diagnostic in one.diagnostics:
            counted[diagnostic.severity] += 1
    return counted
