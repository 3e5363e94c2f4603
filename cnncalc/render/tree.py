"""The outline of a table: scopes as titles, branches under guides, every other line a layer with what folds onto it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.render.branches import branches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.branches import Branches
    from cnncalc.render.folding import Bundle

LAYER, SCOPE, BARE, SUMMED = "layer", "scope", "bare path", "summed up"
"""What a line of the outline is: a layer, the title of a scope, a path without layers, or many rows in one."""

DRAWN_AROUND = 1_000
"""Branches are not drawn around a line that sums up more rows: nobody would look for the other end of so long a path."""

FIRST, NEXT, INSIDE, LAST, INDENT = "┌ ", "├ ", "│ ", "└ ", "  "


class Entry(NamedTuple):
    """One line: `guide` in front of `name`, and the rows it speaks of, if any.

    `reads` are the ids of nodes it reads although the lines above do not show that.
    """

    kind: str
    guide: str
    name: str
    bundle: Bundle | None = None
    reads: tuple[str, ...] = ()


class _Open:
    """A scope or a set of branches that has begun and not ended; `mark` is what its next line starts with."""

    __slots__ = ("begins", "branches", "mark", "scope")

    def __init__(self, mark: str, scope: tuple[str, ...] = (), branches: Branches | None = None) -> None:
        self.mark = mark
        self.scope = scope
        self.branches = branches
        paths = branches.paths if branches else ()
        self.begins = {path.start: number for number, path in enumerate(paths) if path.start < path.end}
        """The first nodes of paths that have any, and which path that is."""


def outline(report: Report, lines: Sequence[Bundle]) -> Iterator[Entry]:
    """The lines in order, with titles where scopes begin and guides where paths do."""
    return _Outline(report, _parts(lines)).entries(lines)


def _parts(lines: Sequence[Bundle]) -> list[range]:
    """The rows between lines that sum up so many that nothing is drawn around them; joins in these need not be looked at."""
    apart = [line for line in lines if line.title and len(line.rows) > DRAWN_AROUND]
    starts, stops = [0, *(line.end for line in apart)], [*(line.start for line in apart), lines[-1].end]
    return [range(start, stop) for start, stop in zip(starts, stops, strict=True)]


class _Outline:
    def __init__(self, report: Report, parts: Sequence[range]) -> None:
        self.nodes = report.network.nodes
        self.starts: dict[int, list[Branches]] = {}
        for one in branches(self.nodes, parts).values():
            self.starts.setdefault(one.start, []).insert(0, one)  # the outermost is found last
        self.open: list[_Open] = []

    def entries(self, lines: Sequence[Bundle]) -> Iterator[Entry]:
        for line in lines:
            scope = line.scope if line.title else line.rows[0].node.scope
            self._leave(scope, line.start)
            yield from self._paths_before(line.start)
            for one in self.starts.get(line.start, ()):
                if one.join >= line.end:
                    yield from self._enter(self.nodes[one.join].scope)
                    self.open.append(_Open(FIRST, branches=one))
                    yield from self._paths_before(line.start)
            if not line.title:  # rows summed up carry their whole path and need no title above them
                yield from self._enter(scope)
            yield self._entry(line)

    def _leave(self, scope: tuple[str, ...], index: int) -> None:
        """End the scopes that the next line is not in, and branches whose join was summed up with other rows."""
        while self.open:
            top = self.open[-1]
            if top.branches.join >= index if top.branches else scope[: len(top.scope)] == top.scope:
                break
            self.open.pop()

    def _enter(self, scope: tuple[str, ...]) -> Iterator[Entry]:
        """Begin the scope that the next line is in, unless it has begun."""
        current = next((o.scope for o in reversed(self.open) if o.branches is None), ())
        if len(scope) > len(current):
            yield Entry(SCOPE, self._guide(), ".".join(scope[len(current) :]))
            self.open.append(_Open(INDENT, scope))

    def _paths_before(self, index: int) -> Iterator[Entry]:
        """Mark the path that begins at `index`, and show the paths without layers that stand before it."""
        top = next((o for o in reversed(self.open) if o.branches is not None), None)
        if top is None or top.branches is None:
            return
        paths = top.branches.paths
        here = top.begins.get(index)
        if index == top.branches.join:
            here = len(paths)
        if here is None:
            return
        earlier = here
        while earlier and paths[earlier - 1].start == paths[earlier - 1].end:
            earlier -= 1
        for path in paths[earlier:here]:
            if path is not paths[0]:
                top.mark = NEXT
            fork = path.source == top.branches.fork
            yield Entry(BARE, self._guide(), "ID" if fork else f"@{self.nodes[path.source].id}")
        if here == len(paths):
            top.mark = LAST
        elif here:
            top.mark = NEXT

    def _guide(self) -> str:
        """What stands before the next line; a path's mark stands once."""
        guide = "".join(o.mark for o in self.open)
        for o in self.open:
            if o.branches is not None and o.mark != LAST:
                o.mark = INSIDE
        return guide

    def _entry(self, line: Bundle) -> Entry:
        guide = self._guide()
        drawn = bool(self.open) and self.open[-1].branches is not None and self.open[-1].branches.join == line.start
        if drawn:
            self.open.pop()
        if line.title:
            return Entry(SUMMED, guide, line.title, line)
        return Entry(LAYER, guide, line.rows[0].node.name, line, () if drawn else self._reads(line.start))

    def _reads(self, index: int) -> tuple[str, ...]:
        """The inputs that a reader of the lines above would not expect."""
        inputs = self.nodes[index].inputs
        if inputs == (index - 1,) or not inputs:
            return ()
        forks = (
            o.branches.fork
            for o in self.open
            if o.branches and index in o.begins and o.branches.paths[o.begins[index]].source == o.branches.fork
        )
        expected = next(forks, index - 1)
        return tuple(self.nodes[source].id for source in inputs if source != expected)
