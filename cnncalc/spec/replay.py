"""A block called again at the same place with the same values makes the same nodes, in a scope of another name.

The first call is walked; of a later one the nodes are copied, their ids and inputs moved. A copy is only taken where a walk
could come to nothing else: the first met no mistake and no reference, read nothing but the output before it, and no label of
the document interferes with the names that come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.network import Node
from cnncalc.record import NamedTuple
from cnncalc.spec.construction import LAYERS, STEPS

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.construction import Construction


class Before(NamedTuple):
    """How far a construction was when a call began, inside the call's scope."""

    current: int
    nodes: int
    paths: int
    steps: int
    failures: int
    references: int


class Part(NamedTuple):
    """What one call made: its nodes, names and scopes counted from within its own; the rest says where it may be copied to."""

    entry: int
    end: int
    start: int
    nodes: tuple[Node, ...]
    bound: tuple[tuple[str, int], ...]
    labels: tuple[tuple[str, Span], ...]
    steps: int
    depth: int
    calls: tuple[Span, ...]


def before(construction: Construction) -> Before:
    """Where the construction is now."""
    c = construction
    return Before(c.current, len(c.nodes), len(c.names.order), c.steps, c.failures, c.references)


def part(construction: Construction, then: Before) -> Part | None:
    """What was made since `then` in the scope that is still open; None if it may not be copied."""
    c, names = construction, construction.names
    made = c.nodes[then.nodes :]
    if c.failures > then.failures or c.references > then.references or not made:
        return None
    if any(index < then.nodes and index != then.current for node in made for index in node.inputs):
        return None
    cut, outer = len(names.prefix), len(c.scope)
    nodes = [
        Node(id[cut:], label, layer, inputs, span, scope[outer:], calls)
        for id, label, layer, inputs, span, scope, calls in made
    ]
    paths = names.order[then.paths :]
    return Part(
        then.current,
        c.current,
        then.nodes,
        tuple(nodes),
        tuple([(path[cut:], names.bound[path]) for path in paths]),
        tuple([(path[cut:], span) for path in paths if (span := names.spans.get(path)) is not None]),
        c.steps - then.steps,
        c.depth,
        c.calls,
    )


def replay(construction: Construction, part: Part) -> bool:
    """Copy a part into the scope that is open; False, and nothing done, if only a walk can tell what comes there."""
    c, names = construction, construction.names
    entry, end, start, nodes, bound, labels, steps, depth, calls = part
    if c.depth > depth or c.calls != calls:
        return False
    if c.steps + steps > STEPS or len(c.nodes) + len(nodes) > LAYERS:
        return False  # the walk ends in the middle, and says where
    prefix, scope, current, shift = names.prefix, c.scope, c.current, len(c.nodes) - start
    paths = {prefix + path: current if index == entry else index + shift for path, index in bound}
    if not names.bound.keys().isdisjoint(paths) or not names.claimed.isdisjoint(paths):
        return False
    c.nodes += [
        Node(
            prefix + id,
            label,
            layer,
            tuple([current if index == entry else index + shift for index in inputs]),
            span,
            scope + below if below else scope,
            calls,
        )
        for id, label, layer, inputs, span, below, calls in nodes
    ]
    names.put_all(paths)
    names.spans.update([(prefix + path, span) for path, span in labels])
    c.current = current if end == entry else end + shift
    c.steps += steps
    return True
