"""Notations of other tools and papers: recognized, so that a mistake can say how the same is written here.

They are not read. `32C5` does not say its padding, and papers that write it mean different ones.
"""

from __future__ import annotations

import re

PATTERNS = (
    (
        r"([0-9]+)C([0-9]+)",
        "`CONV{1}-{0}p0` where the filters stay inside the image, `CONV{1}-{0}same` where the size stays",
    ),
    (r"(?:MP|P)([0-9]+)", "`POOL{0}`"),
    (r"AP([0-9]+)", "`AVGPOOL{0}`"),
    (r"S([0-9]+)", "`POOL{0}` or `AVGPOOL{0}`: sub-sampling by {0}"),
    (r"([0-9]+)s", "`POOL{0}` or `AVGPOOL{0}`: sub-sampling by {0}"),
    (r"([0-9]+)c", "`CONV5-{0}p0`, with the kernel's extent, which this notation leaves out"),
    (r"([0-9]+)N", "`FC-{0}`"),
    (r"[DF]([0-9]+)", "`FC-{0}`"),
    (r"Dp([0-9]+)%?", "`DROPOUT0.{0}`"),
    (r"(?:C[0-9]+:\s*)?([0-9]+)@([0-9]+)x([0-9]+)", "the layer that makes {0} maps of {1}x{2}, such as `CONV5-{0}p0`"),
    (r"'?M'?", "`POOL2`"),
    (r"(?:ir|er|ds|dsa|cn)(?:_[a-z]+[0-9.]+)+\w*", "a block of your own with arguments: `blocks:` in a YAML document"),
)
COMPILED: list[tuple[re.Pattern[str], str]] = []
FIGURE = re.compile(r"([0-9]+)x\1[ \t]+conv\b,?[ \t]*([0-9]+)?(?:,?[ \t]*/([0-9]+))?", re.IGNORECASE)
WORD = re.compile(r"[^\s,()\[\]{}|+#-]{1,61}")


def remedy(string: str, start: int) -> tuple[int, str] | None:
    """The end of a foreign word that begins at `start`, and how the same is written here; None if it is not one.

    >>> remedy("32C5-P2", 0)
    (4, '`CONV5-32p0` where the filters stay inside the image, `CONV5-32same` where the size stays')
    >>> remedy("7x7 conv, 64, /2", 0)
    (16, '`CONV7-64/2`')
    >>> remedy("POOL2", 0)
    """
    figure = FIGURE.match(string, start)
    if figure:
        extent, filters, stride = figure.groups()
        return figure.end(), f"`CONV{extent}-{filters or 64}{'/' + stride if stride else ''}`"
    word = WORD.match(string, start)
    if word is None or len(word[0]) > 60:
        return None
    if not COMPILED:
        COMPILED.extend((re.compile(pattern), written) for pattern, written in PATTERNS)
    for pattern, written in COMPILED:
        match = pattern.fullmatch(word[0])
        if match:
            return word.end(), written.format(*match.groups())
    return None


def remedy_nearby(string: str, start: int) -> str:
    """How the first foreign word from `start` on is written here; "" if none of the next few is one."""
    at = start
    for _ in range(4):
        word = WORD.search(string, at, start + 200)
        if word is None:
            break
        found = remedy(string, word.start())
        if found and re.match(r"[0-9]", word[0]):
            return found[1]
        at = word.end()
    return ""
