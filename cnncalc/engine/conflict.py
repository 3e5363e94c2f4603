"""Why no input fits: the two layers that contradict each other, and what each of them asks for.

Every layer by itself allows a set of inputs. The layer at which nothing was left is held against ever fewer of those that
ruled inputs out before it, until none can be spared; what these few ask for is put side by side.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from cnncalc.engine.classes import Class, Line
from cnncalc.engine.fit import ANY, MOST_PIXELS, OUTPUT, Conflict, Demand, Unsolvable, follow, one_pixel, trace
from cnncalc.engine.sizes import gathered
from cnncalc.engine.trials import MOST, Trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnncalc.engine.fit import Outcome
    from cnncalc.engine.sizes import Sizes
    from cnncalc.network import Network, Node

LETTERS, WORDS = ("H", "W"), ("height", "width")

EXPLAINED = 2 * MOST
"""Why nothing fits is looked for in as many trials; a network of thousands of layers, or of thousands of classes, is followed dozens of times."""


def explained(network: Network, axis: int, demand: Demand, outcome: Outcome) -> Conflict:
    """The conflict behind an outcome without classes."""
    return _Search(network, axis, demand, outcome).conflict()


class _Search:
    def __init__(self, network: Network, axis: int, demand: Demand, outcome: Outcome) -> None:
        assert outcome.stopped is not None
        self.network, self.axis, self.outcome = network, axis, outcome
        self.demand = demand._replace(trials=Trials(EXPLAINED))
        self.stopped = outcome.stopped
        self.end = self._at(self.stopped)
        self.second = network.nodes[self.end]

    def conflict(self) -> Conflict:
        before = [index for index, _ in self.outcome.trail if index != OUTPUT]
        first = self.network.nodes[before[-1] if before else 0]
        if self.outcome.too_large:
            why = f"no input of up to {MOST_PIXELS:,} pixels would fit, and no network is larger"
            return Conflict(first, self.second, why)
        try:
            needed = self._needed() or self._beside()
            if needed:
                return self._several(sorted(needed))
            return self._branches() if self.stopped != OUTPUT and self.second.layer.joins else self._one()
        except Unsolvable:
            why = f"whatever the input, {name(self.second)} does not fit once the layers before it do"
            return Conflict(first, self.second, why)

    def _any(self, strict: frozenset[int] | None) -> Demand:
        return Demand(ANY, strict=strict, trials=self.demand.trials)

    def _run(self, strict: Sequence[int], start: int | None = None) -> Outcome:
        return follow(self.network, self.axis, self.demand._replace(strict=frozenset(strict)), self.end, start)

    def _needed(self) -> list[int]:
        """As few as possible of the deciding nodes that, with the last, leave nothing: no single one of them can be spared."""
        needed: list[int] = []
        candidates = [index for index, _ in self.outcome.trail]
        while self._run([self.stopped, *needed]).stopped is None:
            low, high = 1, len(candidates)  # the shortest stretch that contradicts ends with one that is needed
            while low < high:
                middle = (low + high) // 2
                if self._run([self.stopped, *needed, *candidates[:middle]]).stopped is None:
                    low = middle + 1
                else:
                    high = middle
            needed.append(candidates[low - 1])
            candidates = candidates[: low - 1]
        return needed

    def _beside(self) -> list[int]:
        """The node beside the last one's path that has an output only where the last cannot do what is asked; none if the path rules all out."""
        strict, path = self.demand._replace(strict=frozenset([self.stopped])), self._path(self.stopped)

        def contradict(others: Iterable[int]) -> bool:
            among = path.union(others)
            return follow(self.network, self.axis, strict, self.end, among=among).stopped is not None

        if contradict(()):
            return []
        return [bisect_left(range(self.end), True, key=lambda index: contradict(range(index + 1)))]

    def _several(self, needed: list[int]) -> Conflict:
        """`conv1 (…) asks for H ≡ 1 (mod 2), pool1 (…) for H ≡ 0 (mod 4)`: each set is what one layer by itself allows."""
        letter = LETTERS[self.axis]
        nodes = {index: self._path(index) for index in [*needed, self.stopped]}
        strict = self.demand._replace(strict=frozenset(nodes))
        if follow(self.network, self.axis, strict, self.end, among=set().union(*nodes.values())).stopped is None:
            # It takes the outputs of other layers too: then each set is of the inputs on which all layers before it have one.
            nodes = {index: set(range(self.end + 1)) for index in nodes}
        asked: list[str] = []
        for index, among in nodes.items():
            alone = strict._replace(strict=frozenset([index]))
            found = follow(self.network, self.axis, alone, self._at(index), among=among)
            asked.append(f"{self._who(index)} {'for' if asked else 'asks for'} {gathered(found.classes).text(letter)}")
        why = f"{', '.join(asked)}; no {letter} is {'both' if len(asked) == 2 else 'all of these'}"
        first = next((index for index in needed if index != OUTPUT), self.end)
        return Conflict(self.network.nodes[first], self.second, why)

    def _at(self, index: int) -> int:
        """The node that is meant: for OUTPUT the one whose extent is wished for."""
        if index != OUTPUT:
            return index
        assert self.demand.wish is not None
        return self.demand.wish[0]

    def _who(self, index: int) -> str:
        if index != OUTPUT:
            return name(self.network.nodes[index])
        assert self.demand.wish is not None
        return f"an output {WORDS[self.axis]} of {self.demand.wish[1]}"

    def _one(self) -> Conflict:
        """The nearest layer behind which the last one cannot do what is asked, whatever goes into the former."""
        chain = [self.end]
        while self.network.nodes[chain[-1]].inputs:
            chain.append(self._source(chain[-1]))
        chain.pop()
        low, high = 0, len(chain) - 1  # behind what contradicts, everything further away does too
        while low < high:
            middle = (low + high) // 2
            if self._run([self.stopped], chain[middle]).stopped is None:
                low = middle + 1
            else:
                high = middle
        culprit = chain[low]
        word = WORDS[self.axis]
        if culprit == self.end and self.stopped != OUTPUT:
            # Padding as large as the window: either a remainder is left or a window lies in the padding alone and is dropped.
            why = f"{name(self.second)} never fits, whatever its input: a remainder or a window in the padding alone is always left"
            return Conflict(self.network.nodes[self.second.inputs[0]], self.second, why)
        if self.stopped == OUTPUT:
            leaves = self._left_by(culprit, self.end)
            assert self.demand.wish is not None
            wanted = f"the {word} wanted is {self.demand.wish[1]}"
        else:
            leaves = self._left_by(culprit, self.second.inputs[0])
            own = gathered(follow(self.network, self.axis, self.demand, self.end, self.end).classes)
            wanted = f"{name(self.second)} takes only {plural(own, word)}"
        why = f"{name(self.network.nodes[culprit])} leaves only {plural(leaves, word)}, {wanted}"
        return Conflict(self.network.nodes[culprit], self.second, why)

    def _left_by(self, culprit: int, source: int) -> Sizes:
        """The extents that reach `source`, whatever goes into `culprit`."""
        found = follow(self.network, self.axis, self._any(None), source, culprit).classes
        lines = [(c, extent if isinstance(extent, Line) else Line(0, extent)) for c in found for extent in c.extents]
        return gathered([Class(line.a, line.b, c.low) for c, line in lines])

    def _branches(self) -> Conflict:
        """Two paths that never agree: the layers that made their extents, or the joint for a path that changes nothing."""
        sources = self._sources(self.end)
        possible = gathered(follow(self.network, self.axis, self._any(frozenset()), self.end).classes)
        given = self.network.input[self.axis]
        at = possible.below(given) if isinstance(given, int) else None
        extents = trace(self.network, self.axis, possible.minimum if at is None else at, self.end)
        other = next(source for source in sources if extents[source] != extents[sources[0]])
        left, right = self._made(sources[0], other, extents), self._made(other, sources[0], extents)
        paths = sorted(((left, extents[sources[0]]), (right, extents[other])), key=lambda path: path[0] is None)
        parts = " and ".join(f"{name(node) if node else 'the other path'} leaves {extent}" for node, extent in paths)
        why = (
            f"the paths that {name(self.second)} joins never have the same {WORDS[self.axis]}: at {extents[0]}, {parts}"
        )
        first, second = [*(node for node, _ in paths if node is not None), self.second, self.second][:2]
        return Conflict(first, second, why)

    def _made(self, mine: int, theirs: int, extents: list[int]) -> Node | None:
        """The last node on the path to `mine` that changed the extent; None if none did behind the fork from `theirs`."""
        shared = self._ancestors(theirs)
        while mine not in shared and extents[mine] == extents[self._source(mine)]:
            mine = self._source(mine)
        return None if mine in shared else self.network.nodes[mine]

    @cached_property
    def _one_pixel(self) -> list[bool]:
        return one_pixel(self.network)

    def _sources(self, index: int) -> list[int]:
        """The inputs that have the node's extent: a 1x1 gate stands for every position."""
        node = self.network.nodes[index]
        gated = node.layer.kind == "multiply"
        return [source for source in node.inputs if not (gated and self._one_pixel[source])] or list(node.inputs)

    def _source(self, index: int) -> int:
        """The input that a node takes its extent from while the others are not asked for the same."""
        return self._sources(index)[0]

    def _path(self, index: int) -> set[int]:
        """The nodes that an extent comes from: all that a joint joins, if that is what is asked, and of what lies before the first path."""
        found = {self._at(index)} if index == OUTPUT else {index, *self.network.nodes[index].inputs}
        for i in range(self._at(index), -1, -1):
            if i in found and self.network.nodes[i].inputs:
                found.add(self._source(i))
        return found

    def _ancestors(self, index: int) -> set[int]:
        """The node and all that it depends on."""
        found = {index}
        for i in range(index, -1, -1):
            if i in found:
                found.update(self.network.nodes[i].inputs)
        return found


def name(node: Node) -> str:
    """`conv1 (CONV3-4/2p0)`."""
    return f"{node.id} ({node.layer.notation()})"


def plural(found: Sizes, word: str) -> str:
    """`odd heights`, `heights of at least 3`, `a height of 1`."""
    if found.maximum is not None:
        return f"a {word} of {found.text('').removeprefix(' = ')}"
    if found.modulus == 1:
        return f"{word}s of at least {found.minimum}"
    if found.modulus == 2:
        return f"{'odd' if found.remainders == (1,) else 'even'} {word}s"
    return f"{word}s{found.text('')}"
