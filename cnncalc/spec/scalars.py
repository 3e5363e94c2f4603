"""YAML scalars: what a plain one means, and where every character of any one stands in the file.

Values follow our own rules, not YAML 1.1's: `3:2` is text, `0o7` is text, and `70_000` is a number. A scalar's map is
found by walking its value and the file side by side: whatever the style, all that is not white space stands in the same
order in both, but for the escapes of double quotes and the doubled apostrophes of single ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.pattern import pattern
from cnncalc.spec.source import Text

if TYPE_CHECKING:
    from cnncalc.spec.source import Source

REAL = pattern(r"[-+]?(?:[0-9]+(?:_[0-9]+)*)?(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)\Z")
WORDS = {
    "true": True,
    "yes": True,
    "on": True,
    "false": False,
    "no": False,
    "off": False,
    "null": None,
    "~": None,
    "": None,
}
DIGITS = 12

WHITE = " \t\n"
GAP = pattern(r"[ \t\n]*")
BETWEEN = pattern(r"(?:[ \t\n]|(?:(?<=[ \t\n]))#[^\n]*)*")
"""White space and comments, which may stand between an anchor and its scalar."""

ESCAPE = pattern(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\n[ \t]*(?:\n[ \t]*)*|.)")
FOLD = pattern(r"[ \t]*\n[ \t\n]*")


def resolve(value: str) -> Any:
    """What a plain scalar means: int, float, bool, None or str. A number of too many digits stays text.

    >>> resolve("62_378_344"), resolve("1.5"), resolve("Yes"), resolve("3:2"), resolve("~"), resolve("1e3")
    (62378344, 1.5, True, '3:2', None, 1000.0)
    """
    first = value[:1]
    if first.isdigit() or (first and first in "+-."):
        digits = value.replace("_", "")
        if len(digits) <= 2 * DIGITS:
            if digits.lstrip("+-").isdigit() and value.isascii():
                try:
                    return int(value)  # of digits, signs and `_`, Python reads what we do
                except ValueError:
                    return value
            if ("." in digits or "e" in digits.lower()) and REAL.match(value):
                return float(digits)
        return value
    return WORDS.get(value.lower(), value) if len(value) <= 5 else value


def placed(source: Source, value: str, start: int, end: int, style: str | None, anchor: str | None) -> Text:
    """`value` with the place of every character; the scalar stands in `source` from `start` to `end`.

    An anchor belongs to the scalar; its name says how much to step over.
    """
    text = source.text
    if anchor is not None:
        start = BETWEEN.match(text, start + 1 + len(anchor)).end()  # type: ignore[union-attr]
    if style in ("'", '"'):
        start += 1
    elif style in ("|", ">"):
        start = text.find("\n", start) + 1
    odd = "\\" if style == '"' else "'" if style == "'" else "\n"
    if text.startswith(value, start) and "\n" not in value and odd not in value:
        # Written as it is meant, on one line: nearly every scalar.
        return Text(source, value, start)
    if style == '"' and "\\" in text[start:end]:
        return _escaped(source, value, start, end - 1)
    return _aligned(source, value, start, doubled=style == "'")


def _aligned(source: Source, value: str, start: int, doubled: bool) -> Text:
    text = source.text
    origins: list[int] = []
    widths: dict[int, int] = {}
    at = start
    index = 0
    while index < len(value):
        if value[index] in WHITE:
            in_value = GAP.match(value, index).end()  # type: ignore[union-attr]
            in_text = GAP.match(text, at).end()  # type: ignore[union-attr]
            last = max(in_text - 1, at)
            origins.extend(min(at + k, last) for k in range(in_value - index))
            index, at = in_value, in_text
            continue
        at = GAP.match(text, at).end()  # type: ignore[union-attr]
        origins.append(at)
        if doubled and value[index] == "'":
            widths[index] = 2
            at += 1
        index += 1
        at += 1
    return Text(source, value, origins, widths)


def _escaped(source: Source, value: str, start: int, end: int) -> Text:
    text = source.text
    origins: list[int] = []
    widths: dict[int, int] = {}
    at = start
    while at < end:
        escape = ESCAPE.match(text, at) if text[at] == "\\" else None
        fold = FOLD.match(text, at) if escape is None and text[at] in WHITE else None
        made = 1
        width = 1
        if escape:
            width = escape.end() - at
            made = text.count("\n", at, escape.end()) - 1 if text[at + 1] == "\n" else 1
        elif fold:
            # Up to the first line break nothing remains; one break is a space, each further one a line feed.
            width = fold.end() - at
            made = max(1, text.count("\n", at, fold.end()) - 1)
        for _ in range(made):
            if width > 1:
                widths[len(origins)] = width
            origins.append(at)
        at += width
    if len(origins) != len(value):
        # Never with the escapes that YAML knows; then every character stands for the whole scalar.
        origins, widths = [start] * len(value), dict.fromkeys(range(len(value)), max(1, end - start))
    return Text(source, value, origins, widths)
