"""How much is looked at to answer one question about the sizes of a network: what bounds the time that the answer takes.

Work is counted, not timed, so that the same network always comes equally far.
"""

from __future__ import annotations

MOST = 1 << 19
"""As much as half a second's work."""

LAYER, PART, PASSED = 30, 20, 4
"""What a layer counts for, and each part that a class of inputs falls into there: in a window, and elsewhere; beside one for every extent
that the class carries."""


class Unsolvable(Exception):
    """The network is beyond this method: symbols in strides or windows, or too many residue classes."""


class TooMany(Unsolvable):
    """More residue classes than are followed or looked at."""


class Trials:
    """What has been looked at so far, of at most `most`."""

    __slots__ = ("most", "spent")

    def __init__(self, most: int | None = None) -> None:
        self.most, self.spent = MOST if most is None else most, 0

    def spend(self, worth: int, node: str) -> None:
        """Count what is about to be looked at for the node with this id; raises `TooMany`."""
        self.spent += worth
        if self.spent > self.most:
            raise TooMany(f"{node}: too many residue classes and layers up to here")
