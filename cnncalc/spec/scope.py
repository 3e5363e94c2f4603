"""Names of nodes: where one stands, what number an unlabelled one gets, what a reference means.

A node's id is its path: the scopes around it, then its label or its kind and a running number. Numbers skip what a label
of the same scope has taken, wherever in the scope that label stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.spec.findings import Mistake, did_you_mean, listed
from cnncalc.spec.syntax import Branches, Labelled, Repeat, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.diagnostics import Span
    from cnncalc.spec.effort import Effort
    from cnncalc.spec.syntax import Item, Reference


def labels(item: Item) -> Iterable[str]:
    """The labels that `item` puts into the scope it stands in: not those inside labelled groups and blocks."""
    if isinstance(item, Labelled):
        yield item.label
    elif isinstance(item, Sequence):
        for inner in item.items:
            yield from labels(inner)
    elif isinstance(item, Repeat):
        yield from labels(item.item)
    elif isinstance(item, Branches):
        for path in item.paths:
            yield from labels(path)


LONGEST = 500
"""Characters of the path of a label."""

SHOWN = 4
"""How many of the meanings of an ambiguous reference a message shows."""


class Names:
    """The names bound so far, and the scope that the walk is in."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.bound: dict[str, int] = {}
        """Node ids and the paths of labelled groups and blocks, to indices of nodes."""
        self.order: list[str] = []
        """The same paths, in the order in which they were bound."""
        self.spans: dict[str, Span | None] = {}
        """Where labels were given."""
        self.prefix = ""
        self.claimed: set[str] = set()
        """Paths that labels take, those that come later in an open scope too."""
        self.numbers: dict[str, int] = {}
        self._labels: dict[int, tuple[str, ...]] = {}
        self._endings: dict[str, list[str]] | None = None

    def claim(self, body: Item) -> None:
        """Take the labels of a scope's body, before anything in it gets a number; the body is part of the document."""
        known = self._labels.get(id(body))
        if known is None:
            known = self._labels[id(body)] = tuple(labels(body))
        for label in known:
            self.claimed.add(self.prefix + label)

    def numbered(self, word: str) -> str:
        """The path of the next free name in this scope that is `word` and a running number."""
        key = self.prefix + word
        number = self.numbers.get(key, 0) + 1
        while (path := f"{key}{number}") in self.bound or path in self.claimed:
            number += 1
        self.numbers[key] = number
        return path

    def within_limits(self, path: str, span: Span | None) -> None:
        """Raise `Mistake` for a path that is too long: each layer in a scope carries it."""
        if len(path) > LONGEST:
            message = f"a path of more than {LONGEST} characters"
            raise Mistake("CNN103", message, span, help="give groups, blocks and layers shorter names")

    def bind(self, name: str, index: int, span: Span | None) -> None:
        """Let a name of this scope stand for a node; raises `Mistake` if it stands for one already."""
        path = self.prefix + name
        self.within_limits(path, span)
        if path in self.bound:
            first = self.spans.get(path)
            where = f" in line {first.line} already" if first and span and first.line != span.line else " already"
            help = "labels are unique within their group, block or repeat"
            if first == span:
                where, help = (
                    " in every repetition",
                    "label the repeat: in `stage:( … )*3` every repetition is a scope of its own, `stage.1`",
                )
            elif first is None:
                help = (
                    "`input` is the name of the input"
                    if path == "input"
                    else f"that name was given to a layer without a label; {help}"
                )
            raise Mistake("CNN206", f"the label `{name}` is given{where}", span, help=help)
        self.put(path, index)
        self.spans[path] = span

    def find(self, reference: Reference) -> int:
        """The node that a reference means: the innermost match, else the only one anywhere; raises `Mistake`."""
        path = reference.path
        prefix = self.prefix
        while True:
            if prefix + path in self.bound:
                return self.bound[prefix + path]
            if not prefix:
                break
            prefix = prefix[: prefix.rfind(".", 0, -1) + 1]
        found = self.ending_in(path)
        if len(found) == 1:
            return self.bound[found[0]]
        shown = f"`@{path[:60]}`"
        if found:
            raise Mistake("CNN205", f"{shown} may mean {listed(found)}", reference.span, help="write more of the path")
        if any(name == path or name.endswith("." + path) for name in self.claimed):
            raise Mistake(
                "CNN205",
                f"{shown} refers to what comes later, or to what it stands in",
                reference.span,
                help="a reference brings an earlier output back",
            )
        known = [name.rpartition(".")[2] if "." not in path else name for name in list(self.bound)[:2000]]
        help = did_you_mean(path, known, f"there are {listed(known, 8)}")
        raise Mistake("CNN205", f"there is no {shown} before this place", reference.span, help=help)

    def put(self, path: str, index: int) -> None:
        """Let a path stand for a node."""
        self.bound[path] = index
        self.order.append(path)
        if self._endings is not None:
            self._file(path, index)

    def put_all(self, paths: dict[str, int]) -> None:
        """Let each path stand for its node."""
        self.bound.update(paths)
        self.order += paths
        if self._endings is not None:
            for path, index in paths.items():
                self._file(path, index)

    def ending_in(self, path: str) -> list[str]:
        """Names that end in `path`, of different nodes, a few at most."""
        if self._endings is None:
            # Most networks have no reference that asks.
            self._endings = {}
            for name, index in self.bound.items():
                self._file(name, index)
        return self._endings.get(path, [])

    def _file(self, name: str, index: int) -> None:
        assert self._endings is not None
        self.effort.spend(2 * name.count("."))
        at = name.find(".") + 1
        while at:
            known = self._endings.setdefault(name[at:], [])
            if len(known) < SHOWN and all(self.bound[other] != index for other in known):
                known.append(name)
            at = name.find(".", at) + 1
