"""A block called again at the same place with the same values makes the same nodes, in a scope of another name.

The first call is walked; of a later one the nodes are copied, their ids and inputs moved. A copy is only taken where a walk
could come to nothing else: the first met no mistake and no reference, read nothing but the output before it, and no label of
the document interferes with the names that come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.network import Node
from cnncalc.spec.construction import LAYERS, STEPS

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.construction import Construction


class Part:
    """What one call makes, of which it is made when the call begins, in the call's scope; `end` says when it is complete."""

    __slots__ = (
        "before", "bound", "calls", "cut", "depth", "entry", "exit", "labels", "nodes", "outer", "paths", "prepared", "start", "steps", "stop",
    )  # fmt: skip

    def __init__(self, construction: Construction) -> None:
        c = construction
        self.calls, self.depth = c.calls, c.depth
        self.cut, self.outer = len(c.names.prefix), len(c.scope)
        self.entry, self.start, self.paths, self.steps = c.current, len(c.nodes), len(c.names.order), c.steps
        self.before = c.failures + c.references
        self.prepared = False

    def end(self, construction: Construction) -> Part | None:
        """Take in how far the construction has come; None if this may never be copied."""
        c = construction
        if c.failures + c.references > self.before or len(c.nodes) == self.start:
            return None
        self.exit, self.stop, self.steps = c.current, (len(c.nodes), len(c.names.order)), c.steps - self.steps
        return self

    def prepare(self, construction: Construction) -> bool:
        """Gather nodes, names and scopes as they are from within, before the first copy: what is called once needs none. Whether it may be copied."""
        names, start = construction.names, self.start
        made = construction.nodes[start : self.stop[0]]
        if any(index < start and index != self.entry for node in made for index in node.inputs):
            self.depth = -1  # no walk is at that depth, so that this is not asked again
            return False
        cut, outer = self.cut, self.outer
        self.nodes: list[Node] = [
            Node(id[cut:], label, layer, inputs, span, scope[outer:], calls)
            for id, label, layer, inputs, span, scope, calls in made
        ]
        paths = names.order[self.paths : self.stop[1]]
        self.bound: list[tuple[str, int]] = [(path[cut:], names.bound[path]) for path in paths]
        self.labels: list[tuple[str, Span]] = [
            (path[cut:], span) for path in paths if (span := names.spans.get(path)) is not None
        ]
        self.prepared = True
        return True

    def copied(self, construction: Construction) -> bool:
        """Copy this into the scope that is open; False, and nothing done, if only a walk can tell what comes there."""
        c, names = construction, construction.names
        if c.depth > self.depth or c.calls != self.calls or not (self.prepared or self.prepare(c)):
            return False
        if c.steps + self.steps > STEPS or len(c.nodes) + len(self.nodes) > LAYERS:
            return False  # the walk ends in the middle, and says where
        prefix, scope, current, entry, shift = names.prefix, c.scope, c.current, self.entry, len(c.nodes) - self.start
        paths = {prefix + path: current if index == entry else index + shift for path, index in self.bound}
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
            for id, label, layer, inputs, span, below, calls in self.nodes
        ]
        names.put_all(paths)
        names.spans.update([(prefix + path, span) for path, span in self.labels])
        c.current = current if self.exit == entry else self.exit + shift
        c.steps += self.steps
        return True
