"""A block called again with the same values makes the same nodes, in a scope of another name.

The first call is walked; of a later one the nodes are copied, their ids and inputs moved, its calls in place of the first one's. A copy is only taken where a walk
could come to nothing else: the first met no mistake and no reference, read nothing but the output before it, and no label of
the document interferes with the names that come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.network import Node
from cnncalc.spec.construction import LAYERS
from cnncalc.spec.effort import MOST
from cnncalc.spec.scope import LONGEST

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.construction import Construction


def _repeated(construction: Construction) -> int:
    """What has been spent that would be spent again."""
    return construction.effort.spent - construction.effort.once


class Part:
    """What one call makes, of which it is made when the call begins, in the call's scope; `end` says when it is complete."""

    __slots__ = (
        "before", "bound", "calls", "cut", "depth", "entry", "exit", "labels", "longest", "nodes", "outer", "paths", "prepared", "spent", "start", "stop",
    )  # fmt: skip

    def __init__(self, construction: Construction) -> None:
        c = construction
        self.depth, self.calls = c.depth, len(c.calls)
        self.cut, self.outer = len(c.names.prefix), len(c.scope)
        self.entry, self.start, self.paths, self.spent = c.current, len(c.nodes), len(c.names.order), _repeated(c)
        self.before = c.failures + c.references
        self.prepared = False

    def end(self, construction: Construction) -> Part | None:
        """Take in how far the construction has come; None if this may never be copied."""
        c = construction
        if c.failures + c.references > self.before or len(c.nodes) == self.start:
            return None
        self.exit, self.stop = c.current, (len(c.nodes), len(c.names.order))
        self.spent = _repeated(c) - self.spent
        return self

    def prepare(self, construction: Construction) -> bool:
        """Gather nodes, names and scopes as they are from within, before the first copy: what is called once needs none. Whether it may be copied."""
        names, start = construction.names, self.start
        made = construction.nodes[start : self.stop[0]]
        if any(index < start and index != self.entry for node in made for index in node.inputs):
            self.depth = -1  # no walk is at that depth, so that this is not asked again
            return False
        cut, outer, within = self.cut, self.outer, -self.calls
        paths = {path: path[cut:] for path in names.order[self.paths : self.stop[1]]}
        self.nodes: list[Node] = [
            Node(paths[id], label, layer, inputs, span, scope[outer:], calls[:within])
            for id, label, layer, inputs, span, scope, calls in made
        ]
        self.bound: list[tuple[str, int]] = [(below, names.bound[path]) for path, below in paths.items()]
        self.longest = max(len(path) - cut for path in paths)
        self.labels: list[tuple[str, Span]] = [
            (path[cut:], span) for path in paths if (span := names.spans.get(path)) is not None
        ]
        self.prepared = True
        return True

    def copied(self, construction: Construction) -> bool:
        """Copy this into the scope that is open; False, and nothing done, if only a walk can tell what comes there."""
        c, names = construction, construction.names
        if c.depth > self.depth or not (self.prepared or self.prepare(c)):
            return False
        if len(names.prefix) + self.longest > LONGEST:
            return False
        if c.effort.spent + self.spent > MOST or len(c.nodes) + len(self.nodes) > LAYERS:
            return False  # the walk ends in the middle, and says where
        prefix, scope, outer, current = names.prefix, c.scope, c.calls, c.current
        entry, shift = self.entry, len(c.nodes) - self.start
        full = {path: prefix + path for path, _ in self.bound}  # one text for a node and its name
        paths = {full[path]: current if index == entry else index + shift for path, index in self.bound}
        if not names.bound.keys().isdisjoint(paths) or not names.claimed.isdisjoint(paths):
            return False
        c.nodes += [
            Node(
                full[id],
                label,
                layer,
                tuple([current if index == entry else index + shift for index in inputs]),
                span,
                scope + below if below else scope,
                calls + outer if calls else outer,
            )
            for id, label, layer, inputs, span, below, calls in self.nodes
        ]
        names.put_all(paths)
        names.spans.update([(prefix + path, span) for path, span in self.labels])
        c.current = current if self.exit == entry else self.exit + shift
        c.effort.spent += self.spent
        return True
