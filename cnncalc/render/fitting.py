"""Columns that are too wide together: which of them give way, and how far. Loaded where a table does not fit, or to see whether it would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.grid import GAP, cell, is_title
from cnncalc.render.printable import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnncalc.render.grid import Cell, Heading, Line

FOLDED, NARROWEST = 14, 8
"""A column of words is not folded below so many characters while longer ones can give way, nor any below the latter while others can."""
LONG = 17
"""Numbers and sizes of up to this many characters are folded last; what is longer is a formula."""


def longest_word(one: Cell) -> int:
    """How many columns a cell takes at least, if it is broken between words only."""
    return max(map(width, "".join([text for text, _ in one]).split()), default=0)


def fitted(headings: Sequence[Heading], lines: Iterable[Line], widths: Sequence[int], limit: int) -> list[int]:
    """Narrower columns that keep a line to `limit`.

    Words fold first, then formulas, between words as long as that is enough; numbers fold last.
    """
    words = [longest_word(cell(heading.title)) for heading in headings]
    for line in lines:
        for i, text in enumerate(() if is_title(line, headings) else line.cells):
            words[i] = max(words[i], longest_word(text))
    one, narrowest, folded, long = ([least] * len(words) for least in (1, NARROWEST, FOLDED, LONG))
    bounds = (  # what a column keeps at least where it holds words, and where it does not
        ([max(FOLDED, word) for word in words], widths),
        (folded, widths),
        (folded, [max(LONG, word) for word in words]),
        (narrowest, long),
        (narrowest, narrowest),
        (one, one),
    )
    found, room = list(widths), limit - GAP * (len(widths) - 1)
    for of_words, of_others in bounds:
        least = [a if heading.folds else b for heading, a, b in zip(headings, of_words, of_others, strict=True)]
        found = _capped(found, least, room)
        if sum(found) <= room:
            break
    return found


def _capped(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths, the widest of them cut to the largest one that leaves all in `room`, none to less than `least`."""

    def cut(cap: int) -> list[int]:
        return [min(wanted, max(cap, bound)) for wanted, bound in zip(widths, least, strict=True)]

    low, high = 0, max(widths)
    while low < high:
        cap = (low + high + 1) // 2
        low, high = (cap, high) if sum(cut(cap)) <= room else (low, cap - 1)
    return cut(low)
