"""Collecting what is wrong: one mistake, one message, and the nearest remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import ERROR, WARNING, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.diagnostics import Span


class Mistake(Exception):
    """A mistake that ends the reading of one item; whoever reads items one after the other reports it and goes on."""

    def __init__(
        self,
        code: str,
        message: str,
        span: Span | None,
        *,
        label: str = "",
        help: str = "",
        notes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.span = code, message, span
        self.label, self.help, self.notes = label, help, notes


class Limit(Exception):
    """A limit that ends the reading of a document, or the making of a network; `mistake` says which."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


MISTAKES = 200
"""After so many in one description nothing more is read."""

NAMES = 300
"""Among more names only those are looked at that begin or end like the word, and of these so many: comparing takes long."""


class Findings:
    """The diagnostics of one description, in the order found; a second one of the same code at the same place is dropped."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.errors = 0
        """How many errors there were, those that were there already included."""
        self._seen: set[tuple[str, Span | str]] = set()
        self._told = 0

    def add(self, diagnostic: Diagnostic) -> None:
        """Take in a finding, unless its like is there already; raises `Limit` where there are too many mistakes."""
        self.errors += diagnostic.is_error
        key = (diagnostic.code, diagnostic.span or diagnostic.message)
        if key in self._seen:
            return
        self._seen.add(key)
        self._told += diagnostic.is_error
        if diagnostic.is_error and self._told > MISTAKES:
            if self._told == MISTAKES + 1:
                message = f"more than {MISTAKES} mistakes: the rest is not read"
                self.diagnostics.append(Diagnostic("CNN103", ERROR, message, None, help="mend those above first"))
            raise Limit(Mistake("", "", None))
        self.diagnostics.append(diagnostic)

    def error(
        self,
        code: str,
        message: str,
        span: Span | None,
        *,
        label: str = "",
        help: str = "",
        notes: tuple[str, ...] = (),
    ) -> None:
        """Take in an error."""
        self.add(Diagnostic(code, ERROR, message, span, label, notes, help))

    def warning(self, code: str, message: str, span: Span | None, *, help: str = "", node: str | None = None) -> None:
        """Take in a warning."""
        self.add(Diagnostic(code, WARNING, message, span, help=help, node=node))

    def report(self, mistake: Mistake, notes: tuple[str, ...] = ()) -> None:
        """Take in a mistake as an error, with further notes behind its own; one without a code has been reported."""
        if not mistake.code:
            return
        self.error(
            mistake.code, mistake.message, mistake.span,
            label=mistake.label, help=mistake.help, notes=(*mistake.notes, *notes),
        )  # fmt: skip


def nearest(word: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names that `word` may have been meant for, the nearest first; upper and lower case are the same.

    >>> nearest("kernle", ["kernel", "stride"])
    ['kernel']
    """
    from difflib import get_close_matches

    sought = word[:40].lower()  # comparing takes time in the square of the length: no name is that long
    among = list(names)
    if len(among) > NAMES:
        first, last = sought[:1], sought[-1:]
        among = [name for name in among if name[:1].lower() == first or name[-1:].lower() == last][:NAMES]
    spellings: dict[str, str] = {}
    for name in among:
        spellings.setdefault(name.lower(), name)
    return [spellings[match] for match in get_close_matches(sought, list(spellings), limit, 0.6)]


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """`did you mean kernel?` or, where nothing is near, `otherwise`.

    >>> did_you_mean("strid", ["kernel", "stride"])
    'did you mean `stride`?'
    """
    near = nearest(word, names)
    return f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else otherwise


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Names in a row for a message; a long list is cut short.

    >>> listed(["kernel", "stride"])
    '`kernel`, `stride`'
    """
    every = list(names)
    shown = ", ".join(f"`{name}`" for name in every[:limit])
    return shown + (f" and {len(every) - limit} more" if len(every) > limit else "")
