"""Text from files made harmless for a terminal, and how many columns text takes there.

A name or an excerpt may hold escape codes that move the cursor, recolour the screen or turn the reading direction around. What is
not printable is shown as Python writes it in a string: `\\x1b`, `\\u202e`.
"""

from __future__ import annotations

TAB = "    "
"""What a tab is shown as, wherever it stands, so that carets below it can be aligned."""

ASCII_TWINS = str.maketrans(
    {
        "┌": ",", "├": "+", "└": "`", "│": "|", "─": "-", "·": "*", "×": "x", "–": "-", "…": "...", "→": "->",
        "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": ":", "▎": ":", "▏": ":",
        "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "≡": "=", "≠": "!=", "≤": "<=", "≥": ">=",
        "⁰": "^0", "¹": "^1", "²": "^2", "³": "^3", "⁴": "^4", "⁵": "^5", "⁶": "^6", "⁷": "^7", "⁸": "^8", "⁹": "^9",
    }
)  # fmt: skip
"""For consoles that know only ASCII: what stands for the signs this program itself prints."""


_NARROW = frozenset(map(chr, (*range(ord(" "), 127), *ASCII_TWINS)))
"""Letters, digits and the signs of this program: each of them takes one column."""


def printable(text: str) -> str:
    """`text` without anything that a terminal would obey.

    >>> printable("conv\\x1b[31m")
    'conv\\\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return TAB if character == "\t" else character.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """The columns that printable `text` takes: two for East Asian wide characters, none for combining marks.

    >>> width("conv"), width("畳み込み"), width("e\\u0301")
    (4, 8, 1)
    """
    if text.isascii() or _NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
