"""Where characters stand: a source file, and strings taken from it whose every character knows its place.

Notation may stand on a command line, in a file of its own or inside any kind of YAML scalar, folded and escaped. Parsers
work on a `Text`, a plain string, and ask it for spans; they never see how the string was written down.

>>> source = Source("net.yaml", "- 'a''b'")
>>> Text(source, "a'b", [3, 4, 6], {1: 2}).span(1, 2)
Span(file='net.yaml', line=1, column=5, end_line=1, end_column=7)
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Source:
    """A file's name and text; lines end in a plain line feed."""

    __slots__ = ("_starts", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: list[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The stretch from character `start` up to, but not including, character `end`; both count from 0."""
        starts = self._starts
        if starts is None:
            starts = self._starts = [0]
            at = self.text.find("\n") + 1
            while at:
                starts.append(at)
                at = self.text.find("\n", at) + 1
        line = bisect_right(starts, start)
        column = start - starts[line - 1] + 1
        end_line = line if line == len(starts) or end < starts[line] else bisect_right(starts, end)
        return Span(self.file, line, column, end_line, end - starts[end_line - 1] + 1)


class Text:
    """A string taken from a source.

    `origins` is the index in the source of the string's first character, where the rest follows one by one, or of every
    character. `widths` holds how many characters of the source stand for one of the string, where that is not one.
    """

    __slots__ = ("origins", "source", "string", "widths")

    def __init__(
        self,
        source: Source,
        string: str,
        origins: int | Sequence[int] = 0,
        widths: Mapping[int, int] | None = None,
    ) -> None:
        self.source = source
        self.string = string
        self.origins = origins
        self.widths = widths or {}

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` up to `end` stand in the source."""
        return self.source.span(*self._between(start, end))

    def _between(self, start: int, end: int) -> tuple[int, int]:
        origins = self.origins
        if isinstance(origins, int):
            return origins + start, origins + end
        if not origins:
            return 0, 0
        first = origins[start] if start < len(origins) else self._after(len(origins) - 1)
        last = self._after(end - 1) if end > start else first
        return first, max(first, last)

    def _after(self, index: int) -> int:
        assert not isinstance(self.origins, int)
        return self.origins[index] + self.widths.get(index, 1)

    @property
    def whole(self) -> Span:
        """Where the whole string stands."""
        return self.span(0, len(self.string))


def notation_text(string: str, file: str = "<notation>") -> Text:
    """A string that is its own source, as on a command line."""
    return Text(Source(file, string), string)
