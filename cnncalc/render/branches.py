"""Which layers stand side by side: for every join, where its paths fork and which rows each of them holds.

A network is a graph; notation's `{ a | b }` is not kept in it. But braces leave a shape behind: the paths' layers stand one after
the other, directly before the join. What has that shape is drawn as branches. A join that reaches over other parts of the
network (U-Net's `@conv1`, dense blocks) has not, and is drawn as a line that names what it joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.network import Node

DEEPEST = 4
"""Branches within branches beyond this depth are drawn as references: the guides would crowd out the names."""
LONGEST_SKIP = 60
"""A single path longer than this, with a skip beside it, is the trunk of the network, not a branch."""


class Path(NamedTuple):
    """One way to a join: the nodes from `start` up to `end`, or, without nodes (start == end), the bare output of `source`.

    `source` is the node that the path reads.
    """

    start: int
    end: int
    source: int


class Branches(NamedTuple):
    """The paths of the join at `join`, in order; their nodes begin at `start`. `fork` is the node they read."""

    join: int
    start: int
    fork: int
    paths: tuple[Path, ...]
    depth: int


def branches(nodes: Sequence[Node], parts: Sequence[range]) -> dict[int, Branches]:
    """For every join that is drawn as branches, the index of the join and its paths, which lie in the same one of `parts`, ranges of indices."""
    found: dict[int, Branches] = {}
    chains: list[int] = []  # for every node the first of those that it ends, each of which reads the one before it
    for index, node in enumerate(nodes):
        chains.append(chains[index - 1] if node.inputs == (index - 1,) else index)
    for part in parts:
        for join in part:
            if len(nodes[join].inputs) > 1:
                one = _branches(nodes, join, found, chains)
                if one is not None and one.start in part and _nests(nodes, one):
                    found[join] = one
    return found


def _branches(nodes: Sequence[Node], join: int, known: dict[int, Branches], chains: Sequence[int]) -> Branches | None:
    sources = nodes[join].inputs
    stops, forks = set(sources), set[int]()
    paths: list[Path] = []
    boundary, depth = join, 0  # where the nodes of the paths found so far begin; how deeply their branches nest
    for source in reversed(sources):
        if source != boundary - 1 or source in forks:
            paths.append(Path(boundary, boundary, source))
            continue
        start, read, nested = _walk(nodes, source, stops, known, chains)
        if read < 0:
            return None
        paths.append(Path(start, boundary, read))
        stops.add(read)
        forks.add(read)
        boundary, depth = start, max(depth, nested)
    paths.reverse()
    filled = [path for path in paths if path.start < path.end]
    if not filled or any(path.source >= boundary for path in paths):
        return None
    reads = [path.source for path in paths]
    fork = boundary - 1 if boundary - 1 in reads else max(reads, key=reads.count)
    if len(filled) == 1 and (
        join - boundary > LONGEST_SKIP or all(path.source != filled[0].source for path in paths if path not in filled)
    ):
        return None
    return Branches(join, boundary, fork, tuple(paths), depth + 1)


def _walk(
    nodes: Sequence[Node], end: int, stops: set[int], known: dict[int, Branches], chains: Sequence[int]
) -> tuple[int, int, int]:
    """From the last node of a path back to its first: that, the node it reads, and how deeply branches nest on the way.

    A path of too many branches is given up, and reads -1: it is the trunk of the network.
    """
    at, depth = end, 0
    for _ in range(LONGEST_SKIP):
        # Along a chain every node reads the one before it: the walk ends behind the last stop in it, or at its beginning.
        begin = chains[at]
        if at - begin > len(stops):
            at = max([begin, *[stop + 1 for stop in stops if begin <= stop < at]])
        while at > begin and at - 1 not in stops:
            at -= 1
        if at in known:
            inner = known[at]
            depth = max(depth, inner.depth)
            first, reads = inner.start, {path.source for path in inner.paths}
            before = inner.fork if inner.fork in reads else min(reads)
        else:
            first = at
            inputs = nodes[at].inputs
            before = at - 1 if at - 1 in inputs else inputs[0] if inputs else -1
        if before < 0 or before != first - 1 or before in stops:
            return first, before, depth
        at = before
    return at, -1, depth


def _nests(nodes: Sequence[Node], one: Branches) -> bool:
    """Whether the branches lie within the scope of their join, so that titles of scopes and guides do not cross."""
    if one.depth > DEEPEST:
        return False
    scope = nodes[one.join].scope
    if any(node.scope[: len(scope)] != scope for node in nodes[one.start : one.join]):
        return False
    before, first = nodes[one.start - 1].scope, nodes[one.start].scope
    return not (len(first) > len(scope) and before[: len(scope) + 1] == first[: len(scope) + 1])
