"""The sentence people quote: which few layers hold a clear share of something.

The rule: the fewest layers, the largest first, that hold at least `CLEAR` of the whole. They stand out if they are no more than `FEW`, if
they hold more than `FAIR` times what as many equal layers would, and if the next in line holds less than the last of them, so that nobody is
named who is like somebody who is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAR = 0.4
"""The share that is worth a sentence."""
FEW = 3
"""How many names a sentence bears."""
FAIR = 1.5
"""How much more than an equal part stands out: of two layers one must hold three quarters."""


def standing_out(names: Sequence[str], amounts: Sequence[Any], words: str, verb: str = "holds") -> str:
    """`fc6 holds 74 % of the parameters`, of names and what each holds; "" where none stands out, and of symbols.

    >>> standing_out(["conv1", "fc1", "conv2"], [10, 80, 10], "the parameters")
    'fc1 holds 80 % of the parameters'
    >>> standing_out(["conv1", "conv2", "conv3"], [10, 10, 10], "the parameters")
    ''
    """
    if set(map(type, amounts)) != {int} or not any(amounts):
        return ""
    whole, holders = sum(amounts), len(amounts) - amounts.count(0)
    largest = sorted(range(len(amounts)), key=amounts.__getitem__, reverse=True)[: FEW + 1]
    share, count = 0.0, 0
    for index in largest[:FEW]:
        count += 1
        share += amounts[index] / whole
        if share >= CLEAR:
            break
    alike = count < len(largest) and amounts[largest[count]] == amounts[largest[count - 1]]
    if share < CLEAR or alike or share <= FAIR * count / holders:
        return ""
    *others, last = [names[index] for index in largest[:count]]
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"{listed} {verb.removesuffix('s') if others else verb} {_percent(share)} of {words}"


def _percent(share: float) -> str:
    """Rounded, but never to the whole where something is left."""
    return f"{min(round(100 * share), 99)} %" if share < 1 else "100 %"
