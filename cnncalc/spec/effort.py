"""How much work one description may make, all its networks together: what bounds the time that any text takes.

Work is counted where it is done, in what a step of the walk takes, and by no clock: the same text always comes equally far.
"""

from __future__ import annotations

from cnncalc.spec.findings import Limit, Mistake

MOST = 1_500_000
"""Enough for a hundred thousand layers in groups, or for seven thousand small networks."""

NETWORK = 150
NODE = 10
SHALLOW = 8
LAYER = 30
JOINED = 8
CALL = 4
CLAIM = 1_000
OPERATION = 5
"""What takes more than one: a network, a node in it (and one more for each scope beyond `SHALLOW` that it lies in, for it carries them), a layer
made anew, a path of a join, a call of a block, a fact or limit, and each operation of an expression."""


class Effort:
    """What has been spent so far, and how much of it on what is kept, so that it is not spent again where the same comes again."""

    __slots__ = ("once", "spent")

    def __init__(self) -> None:
        self.spent = self.once = 0

    def spend(self, worth: int) -> None:
        """Count work that is about to be done; raises `Limit`."""
        self.spent += worth
        if self.spent > MOST:
            raise Limit(
                Mistake(
                    "CNN103",
                    "more work than a description may make: too many layers, repetitions, calls or expressions",
                    None,
                    help="100,000 layers in all are well within the limit; each layer that differs takes four times as much",
                )
            )
