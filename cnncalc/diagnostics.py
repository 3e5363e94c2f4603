"""What a user got wrong, as data: where it is, how bad it is, what the fact is and what to do."""

from __future__ import annotations

from cnncalc.record import NamedTuple

INFO, WARNING, ERROR = "info", "warning", "error"
SEVERITIES = (INFO, WARNING, ERROR)
"""From harmless to severe; a severity is one of these words."""


class Span(NamedTuple):
    """A stretch of a file: lines and columns count from 1, the end is exclusive, columns are code points."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def to(self, end: Span) -> Span:
        """From where this one begins to where `end` ends."""
        return Span(self.file, self.line, self.column, end.end_line, end.end_column)


class Problem(NamedTuple):
    """A diagnostic without a place: a layer or the arithmetic states it, the engine adds the span."""

    code: str
    severity: str
    message: str
    label: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""


class Diagnostic(NamedTuple):
    """One finding. `message` is the fact in one line; `label` stands under the place; `help` is the remedy.

    `span` is None where a finding has no place (a file that cannot be read). `node` is the id of the layer
    it speaks of, if any; `notes` are further facts, the block calls that led to the place among them.
    """

    code: str
    severity: str
    message: str
    span: Span | None = None
    label: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""
    node: str | None = None

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


class SpecError(Exception):
    """Raised at the public edge when a description cannot be turned into a network at all."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("; ".join(f"{d.span or ''} {d.message}".strip() for d in diagnostics))


UNREADABLE = frozenset({"CNN100", "CNN103"})
"""Codes of what could not be read at all: a missing file, a wrong encoding, a passed limit (exit status 2)."""
