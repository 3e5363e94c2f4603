"""The sentence people quote: which few layers hold a clear share of something.

The rule: the fewest layers, the largest first, that hold at least `CLEAR` of the whole. They stand out if they are no more than `FEW`, if
they hold more than `FAIR` times what as many equal layers would, and if the next in line holds less than the last of them, so that nobody is
named who is like somebody who is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAR = 0.4
"""The share that is worth a sentence."""
FEW = 3
"""How many names a sentence bears."""
FAIR = 1.5
"""How much more than an equal part stands out: of two layers one must hold three quarters."""


def standing_out(parts: Iterable[tuple[str, Any]], words: str, verb: str = "holds") -> str:
    """`fc6 holds 74 % of the parameters`, of names and what each holds; "" where none stands out, and of symbols.

    >>> standing_out([("conv1", 10), ("fc1", 80), ("conv2", 10)], "the parameters")
    'fc1 holds 80 % of the parameters'
    >>> standing_out([("conv1", 10), ("conv2", 10), ("conv3", 10)], "the parameters")
    ''
    """
    held = [(name, amount) for name, amount in parts if not (isinstance(amount, int) and amount == 0)]
    if not held or not all(isinstance(amount, int) for _, amount in held):
        return ""
    whole = sum(amount for _, amount in held)
    ordered = sorted(held, key=lambda part: -part[1])
    share, names = 0.0, []
    for name, amount in ordered[:FEW]:
        names.append(name)
        share += amount / whole
        if share >= CLEAR:
            break
    alike = len(names) < len(ordered) and ordered[len(names)][1] == ordered[len(names) - 1][1]
    if share < CLEAR or alike or share <= FAIR * len(names) / len(held):
        return ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{listed} {verb if len(names) == 1 else verb.removesuffix('s')} {_percent(share)} of {words}"


def _percent(share: float) -> str:
    """Rounded, but never to the whole where something is left."""
    return f"{min(round(100 * share), 99)} %" if share < 1 else "100 %"
