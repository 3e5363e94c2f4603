"""What `--input` and `--set` of a sweep hold: numbers, lists and ranges.

`start:stop:step` goes from start to stop, which is in it if a step hits it: 64:128:32 is 64, 96, 128. Without a step it is 1.
Nothing is written out before it is known how many values there are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Mistake
from cnncalc.spec.options import LARGEST
from cnncalc.spec.source import Source, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Extents = NDArray[np.int64]

MOST_VALUES = 1_000_000
"""Values of one name that are written out."""

INPUT_HELP = (
    "as in 224, 64:1024:32 for squares, 64:256:32x64:512:64 for heights by widths, and several of these between commas"
)
SET_HELP = "as in width=0.25,0.5,1 or depth=1:8 or n=[3,4,6,3],[3,4,23,3]"

_RANGE = re.compile(r"(\d{1,12}):(\d{1,12})(?::(\d{1,12}))?\Z")
_DECIMALS = re.compile(r"([-+]?\d{0,12}\.?\d{1,12}):([-+]?\d{0,12}\.?\d{1,12})(?::([-+]?\d{0,12}\.?\d{1,12}))?\Z")


class Part(NamedTuple):
    """Heights by widths; squares where `widths` is None. `depth` is None for the document's own."""

    heights: range
    widths: range | None
    depth: int | None = None

    @property
    def size(self) -> int:
        return len(self.heights) * (1 if self.widths is None else len(self.widths))


class Sizes(NamedTuple):
    """Input sizes in order, part after part, heights before widths; not written out."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many sizes there are."""
        return sum(part.size for part in self.parts)

    @property
    def square(self) -> bool:
        """Whether height and width are the same in all of them."""
        return all(
            part.widths is None or (len(part.heights) == 1 and part.heights == part.widths) for part in self.parts
        )

    @property
    def depth(self) -> int | None:
        """The depth they state, None for the document's own."""
        return self.parts[0].depth

    @property
    def largest(self) -> int:
        """The largest extent, in pixels."""
        return max(max(part.heights[-1], 0 if part.widths is None else part.widths[-1]) for part in self.parts)

    def first(self) -> tuple[int, int]:
        """The first height and width."""
        part = self.parts[0]
        return part.heights[0], (part.widths or part.heights)[0]

    def at(self, indices: Extents) -> tuple[Extents, Extents]:
        """Heights and widths of the sizes with these numbers, counted from 0."""
        import numpy as np

        heights, widths = np.empty_like(indices), np.empty_like(indices)
        begin = 0
        for part in self.parts:
            here = (indices >= begin) & (indices < begin + part.size)
            number = indices[here] - begin
            across = 1 if part.widths is None else len(part.widths)
            heights[here] = part.heights.start + number // across * part.heights.step
            widths[here] = (
                heights[here] if part.widths is None else part.widths.start + number % across * part.widths.step
            )
            begin += part.size
        return heights, widths


def sizes(text: str) -> Sizes:
    """The sizes that `--input` names; raises `Mistake`.

    >>> sizes("64:128:32").parts
    (Part(heights=range(64, 129, 32), widths=None, depth=None),)
    >>> sizes("224, 64:256:64x32").size
    5
    """
    source = Text(Source("--input", text), text)
    parts = [_part(source, start, end) for start, end in _pieces(text)]
    if len({part.depth for part in parts}) > 1:
        raise Mistake("CNN203", "sizes of different depths", source.whole, help="a depth is for all sizes, or for none")
    return Sizes(tuple(parts))


def _part(source: Text, start: int, end: int) -> Part:
    piece = source.string[start:end]
    extents, at = [], start
    for one in re.split("[x×]", piece):
        extents.append(_extents(source, at, at + len(one)))
        at += len(one) + 1
    if len(extents) > 3:
        raise Mistake(
            "CNN203", f"a size has at most three extents, not {len(extents)}", source.span(start, end), help=INPUT_HELP
        )
    depth = extents[2] if len(extents) == 3 else None
    if depth is not None and len(depth) > 1:
        raise Mistake("CNN203", "a depth is one number", source.span(start, end), help=INPUT_HELP)
    return Part(extents[0], extents[1] if len(extents) > 1 else None, None if depth is None else depth[0])


def _extents(source: Text, start: int, end: int) -> range:
    """`224` or `64:1024:32`."""
    one = source.string[start:end]
    word = one.strip()
    start += len(one) - len(one.lstrip())
    span = source.span(start, max(start + len(word), start + 1))
    match = _RANGE.match(word if ":" in word else f"{word}:{word}")
    if match is None:
        raise Mistake(
            "CNN203", f"`{word[:40]}` is no extent" if word else "an extent is missing", span, help=INPUT_HELP
        )
    low, high, step = int(match[1]), int(match[2]), int(match[3] or 1)
    if not 1 <= low <= LARGEST or high > LARGEST:
        raise Mistake("CNN203", f"an extent is from 1 to {LARGEST:,} pixels", span)
    if high < low or step < 1:
        raise Mistake(
            "CNN203",
            f"the range {word} is empty",
            span,
            help="start:stop:step, the smaller end first, a step of at least 1",
        )
    # The end that is really hit, so that the largest extent is the last one.
    return range(low, low + (high - low) // step * step + 1, step)


def values(name: str, text: str) -> Sequence[str]:
    """The values that `--set name=…` lists, each as `--set` of other commands would read it; raises `Mistake`.

    >>> values("width", "0.25:1:0.25"), values("n", "[3,4,6,3],[3,4,23,3]"), values("k", "1:3,8")
    (['0.25', '0.5', '0.75', '1'], ['[3,4,6,3]', '[3,4,23,3]'], ['1', '2', '3', '8'])
    """
    source = Text(Source(f"--set {name}", text), text)
    found: list[str] = []
    for start, end in _pieces(text):
        word = text[start:end].strip()
        span = source.span(start, max(end, start + 1))
        if not word:
            raise Mistake("CNN203", "a value is missing between the commas", span, help=SET_HELP)
        match = _DECIMALS.match(word)
        if match is None:
            found.append(word)
            continue
        low, high, step = (Decimal(part or "1") for part in match.groups())
        if high < low or step <= 0:
            raise Mistake(
                "CNN203",
                f"the range {word} is empty",
                span,
                help="start:stop:step, the smaller end first, a step above 0",
            )
        count = int((high - low) / step) + 1
        if count > MOST_VALUES - len(found):
            raise Mistake("CNN103", f"{name} has more than {MOST_VALUES:,} values", span, help="take larger steps")
        found += [format((low + index * step).normalize(), "f") for index in range(count)]
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces between commas begin and end; a comma inside brackets separates nothing."""
    depth = start = 0
    for at, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth <= 0:
            yield start, at
            start = at + 1
    yield start, len(text)
