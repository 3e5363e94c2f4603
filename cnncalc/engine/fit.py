"""Which input extents fit a network, along one axis, derived from the graph.

The inputs are followed layer by layer as residue classes (`engine/classes.py`); a class on which a layer does not do what is asked
is dropped. What is left behind the last layer are all the inputs that fit, each class from its smallest on. No size is tried
out; the answer holds for every input.

One thing is left out: a map that is multiplied and happens to be 1x1 for a single input size is not taken for a gate there, for
whether it is one depends on both axes together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import FRAMEWORKS
from cnncalc.engine.classes import EVERY, Class, Line
from cnncalc.engine.sizes import Sizes, gathered
from cnncalc.engine.through import ANY, COURSE, EXACT, LEGAL, LOSSLESS, Through, one_pixel
from cnncalc.engine.trials import TooMany, Trials, Unsolvable
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from cnncalc.network import Network, Node

__all__ = (
    "ANY", "COURSE", "EXACT", "LEGAL", "LOSSLESS", "MOST_PIXELS", "OUTPUT", "Conflict", "Demand", "Outcome", "Sizes", "TooMany", "Unsolvable",
    "concluded", "follow", "one_pixel", "sizes", "trace",
)  # fmt: skip

MOST_CLASSES = 1 << 14
MOST_PIXELS = 10**9
"""The largest extent of the language; a network that fits larger inputs only counts as one that fits none."""

OUTPUT = -1
"""Stands among the indices of nodes for the wish that the output have a certain extent."""


class Conflict(NamedTuple):
    """No input fits: `second` needs what `first` rules out; `why` says it in words."""

    first: Node
    second: Node
    why: str


class Demand(NamedTuple):
    """What is asked: `mode` of the windows of the nodes in `strict` (None: of all), and that joins among them match.

    Of the others only an output is asked. `wish` is the index of a node and the extent that its output must have. What is looked at counts
    among the `trials`, its own unless there are some.
    """

    mode: str = EXACT
    wish: tuple[int, int] | None = None
    strict: frozenset[int] | None = None
    trials: Trials | None = None

    def asks(self, index: int) -> bool:
        """Whether the node at `index` must do what `mode` says."""
        return self.strict is None or index in self.strict


class Outcome(NamedTuple):
    """The classes that are left, the extent of the last node at the end of each; the node, or OUTPUT, at which none was left (None:
    there are some); the nodes that ruled inputs out, each with what it left; whether some were left out for being too large."""

    classes: list[Class]
    stopped: int | None
    trail: list[tuple[int, list[Class]]]
    too_large: bool = False


def sizes(
    network: Network, axis: int, mode: str = EXACT, output: int | None = None, at: int | None = None
) -> Sizes | Conflict:
    """The input extents along `axis` (0 height, 1 width) on which every layer does what `mode` asks.

    `output`, if given, is the extent that the output of the node `at` (its index; unless given, the main output) must have.
    Raises `Unsolvable`.

    >>> from cnncalc.spec import load
    >>> s = sizes(load("INPUT 227x227x3 CONV11-96/4p0 POOL3/2 POOL3/2").networks[0], 0)
    >>> s.modulus, s.remainders, s.minimum
    (16, (3,), 35)
    """
    wish = None if output is None else (network.outputs["output"] if at is None else at, output)
    demand = Demand(mode, wish)
    return concluded(network, axis, demand, follow(network, axis, demand))


def concluded(network: Network, axis: int, demand: Demand, outcome: Outcome) -> Sizes | Conflict:
    """What an outcome comes down to: a set of sizes, or why there is none."""
    if outcome.stopped is None:
        return gathered(outcome.classes)
    from cnncalc.engine.conflict import explained

    return explained(network, axis, demand, outcome)


def follow(
    network: Network,
    axis: int,
    demand: Demand,
    end: int | None = None,
    start: int | None = None,
    among: Container[int] | None = None,
) -> Outcome:
    """The classes of inputs that do what is asked, followed up to the node at `end`, through all nodes or those in `among`.

    With `start`, the input of the node there may be any extent, and the classes speak of that; only what reads it is followed.
    """
    walk = _Walk(network, axis, demand, len(network.nodes) - 1 if end is None else end)
    for index in range(walk.end + 1):
        if among is not None and index not in among:
            continue
        free = index == start
        if start is not None and not free and not walk.knows(index):
            continue
        stopped = walk.step(index, free)
        if stopped is not None:
            return Outcome([], stopped, walk.trail, walk.too_large)
    return Outcome(walk.classes, None, walk.trail)


def trace(network: Network, axis: int, extent: int, end: int) -> list[int]:
    """The extents along `axis` of all nodes up to `end` for one input; paths that differ are joined as the first one says."""
    walk = _Walk(network, axis, Demand(ANY, strict=frozenset()), end)
    found = []
    for index in range(end + 1):
        stopped = walk.step(index, False)
        assert stopped is None, f"{network.nodes[index].id} has no output"
        if index == 0:
            walk.classes = [one for every in walk.classes if (one := every.only(extent)) is not None]
        (single,) = walk.classes
        out = single.extents[-1]
        found.append(out.b if isinstance(out, Line) else out)
    return found


class _Walk:
    """The classes on their way through the nodes. `slots` tells of which node each of a class's extents is."""

    def __init__(self, network: Network, axis: int, demand: Demand, end: int) -> None:
        self.network, self.axis, self.demand, self.end = network, axis, demand, end
        self.framework = FRAMEWORKS[network.framework]
        self.classes, self.slots = [EVERY], list[int]()
        self.trail: list[tuple[int, list[Class]]] = []
        self.too_large = False
        self.reads = _last_reads(network.nodes[: end + 1])
        self.one_pixel: list[bool] = []
        self.trials = demand.trials or Trials()

    def knows(self, index: int) -> bool:
        """Whether an input of the node is among the slots."""
        return not set(self.slots).isdisjoint(self.network.nodes[index].inputs)

    def step(self, index: int, free: bool) -> int | None:
        """Go through one node; its index, or OUTPUT, if no class does what is asked."""
        through, below = self._through(index, free)
        kept = [slot for slot, source in enumerate(self.slots) if self.reads[source] > index]
        found: list[Class] = []
        whole = True
        for c in self.classes:
            pieces = list(through(c, [c.extents[slot] for slot in below]))
            whole = whole and _is_whole(c, [piece for piece, _ in pieces], through.parts)
            for piece, out in pieces:
                if piece.first > MOST_PIXELS:
                    self.too_large = True
                else:
                    after = piece._replace(extents=(*[piece.extents[slot] for slot in kept], out))
                    if after.first + after.modulus > MOST_PIXELS:  # all inputs of the class but one are too large
                        single = after.only(after.low)
                        assert single is not None
                        self.too_large, after = True, single
                    found.append(after)
        if not found:
            return index
        if len(found) > MOST_CLASSES:
            raise TooMany(f"{self.network.nodes[index].id}: more than {MOST_CLASSES:,} residue classes")
        if not whole:
            self.trail.append((index, found))
        self.classes, self.slots = found, [*(self.slots[slot] for slot in kept), index]
        return self._wished(index)

    def _through(self, index: int, free: bool) -> tuple[Through, list[int]]:
        node = self.network.nodes[index]
        mode = self.demand.mode if self.demand.asks(index) else ANY
        if not node.inputs:
            return Through(node, self.axis, self.framework, mode, self.trials), []
        if free:  # its input is what the classes speak of
            self.classes, self.slots = [EVERY._replace(extents=(Line(1, 0),))], [node.inputs[0]]
        sources = [source for source in node.inputs if source in self.slots]
        if node.layer.kind == "multiply":  # a 1x1 gate stands for every position
            self.one_pixel = self.one_pixel or one_pixel(self.network)
            sources = [source for source in sources if not self.one_pixel[source]] or sources
        if not self.demand.asks(index):
            sources = sources[:1]
        through = Through(node, self.axis, self.framework, mode, self.trials, len(self.slots))
        return through, [self.slots.index(source) for source in sources]

    def _wished(self, index: int) -> int | None:
        wish = self.demand.wish
        if wish is None or wish[0] != index or not self.demand.asks(OUTPUT):
            return None
        found = [one for c in self.classes if (one := c.equal(c.extents[-1], wish[1])) is not None]
        if not found:
            return OUTPUT
        self.classes = found
        self.trail.append((OUTPUT, found))
        return None


def _is_whole(c: Class, pieces: list[Class], parts: int) -> bool:
    """Whether the pieces are all of `c`: none of its parts is missing, pinned to one input, or begins later."""
    kept = [piece for piece in pieces if piece.modulus or not c.modulus]
    return len(kept) >= parts and min(piece.first for piece in pieces) <= c.first


def _last_reads(nodes: Sequence[Node]) -> list[int]:
    """The last node that reads the output of each; what nothing reads is kept for the step that makes it only, the last for good."""
    reads = list(range(len(nodes)))
    for index, node in enumerate(nodes):
        for source in node.inputs:
            reads[source] = index
    return reads
