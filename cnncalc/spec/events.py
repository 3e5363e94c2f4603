"""YAML as a small tree whose every scalar knows where each of its characters stands.

The tree is built from the parser's events without recursion and under our own limits, on size, depth, the number of nodes
and what aliases expand to. The C parser is used where PyYAML has it. The parser written in Python decides about what the other
complains of, so that whichever is there, tree and messages are the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Mistake
from cnncalc.spec.scalars import placed, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Span
    from cnncalc.spec.source import Source, Text

DEPTH = 64
NODES = 50_000
"""Lists and mappings inside each other; scalars, lists and mappings together, aliases written out."""

SECOND_OPINION = 100_000
"""Characters up to which the Python parser is asked about what the C parser complains of: it takes its time."""


class Scalar(NamedTuple):
    """A scalar: its text with places, and whether it stands there without quotes.

    `place` is from where to where in the source it stands, if that is not just its text: quotes belong to it, and where an alias repeats it,
    it stands there. Most scalars are never asked.
    """

    text: Text
    plain: bool
    place: tuple[int, int] | None

    @property
    def value(self) -> Any:
        """What a plain scalar means; in quotes it is the text itself."""
        return resolve(self.text.string) if self.plain else self.text.string

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.text.whole if self.place is None else self.text.source.span(*self.place)


class Listing(NamedTuple):
    """A list; it stands in its source from character `start` to `end`."""

    items: tuple[Tree, ...]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.start, self.end)


class Mapping(NamedTuple):
    """A mapping, in the order written; no key stands twice. It stands in its source from character `start` to `end`."""

    entries: tuple[tuple[Scalar, Tree], ...]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.start, self.end)


Tree = Any
"""Scalar | Listing | Mapping"""


def read(source: Source) -> Tree:
    """The tree of the one document in `source`; raises `Mistake`."""
    refused = {c for c in set(source.text) if not allowed(c)}
    if refused:
        at = next(at for at, c in enumerate(source.text) if c in refused)
        raise Mistake(
            "CNN101", f"character U+{ord(source.text[at]):04X} may not stand in a document", source.span(at, at + 1)
        )
    parsed = without_tabs(source)
    small = len(parsed) <= SECOND_OPINION
    # `?` and `!` in plain text are where the parsers differ even in what they accept.
    if USE_C and not (small and ("?" in parsed or "!" in parsed)):
        try:
            return _Builder(source).build(events(parsed))
        except Mistake as mistake:
            if mistake.code == "CNN103" or not small:
                raise
    return _Builder(source).build(events(parsed, pure=True))


def without_tabs(source: Source) -> str:
    """The text with a space for every tab, which the parsers see differently; raises `Mistake` where one indents."""
    text = source.text
    if "\t" not in text:
        return text
    if not text.lstrip().startswith(("{", "[")):
        indents = re.search(r"^ *(\t)[ \t]*[^\s#]", text, re.MULTILINE)
        if indents:
            raise Mistake(
                "CNN101",
                "this is not YAML: a tab may not indent",
                source.span(*indents.span(1)),
                help="indent with spaces",
            )
    return text.replace("\t", " ")


def allowed(c: str) -> bool:
    """Whether a character may stand in a document: no control characters, no line breaks that only YAML 1.1 takes for such."""
    if c <= "~":
        return c >= " " or c in "\t\n"
    if c < "\ue000":
        return "\xa0" <= c <= "\ud7ff" and c not in "\u2028\u2029"
    return c <= "\ufffd" and c != "\ufeff" if c <= "\uffff" else True


class _Open:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("anchor", "children", "height", "is_mapping", "keys", "nodes", "start")

    def __init__(self, is_mapping: bool, start: int, anchor: str | None) -> None:
        self.is_mapping, self.start, self.anchor = is_mapping, start, anchor
        self.children: list[Tree] = []
        self.keys: dict[str, Scalar] = {}
        self.height = self.nodes = 0


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Tree, int, int]] = {}
        """Finished anchors: the tree, its height and its number of nodes."""
        self.nodes = 0

    def build(self, found: Iterator[Any]) -> Tree:
        """The tree that a parser's events make."""
        from yaml.error import YAMLError

        root: list[Tree] = []
        try:
            for event in found:
                name = type(event).__name__
                if name == "ScalarEvent":
                    self.finish(root, self.scalar(event), event.anchor, 0, 1)
                elif name in ("MappingStartEvent", "SequenceStartEvent"):
                    self.begin(event, name == "MappingStartEvent")
                elif name in ("MappingEndEvent", "SequenceEndEvent"):
                    opened = self.stack.pop()
                    self.finish(
                        root,
                        self.collection(opened, event.end_mark.index),
                        opened.anchor,
                        opened.height + 1,
                        opened.nodes + 1,
                    )
                elif name == "AliasEvent":
                    self.alias(root, event)
                elif name == "DocumentStartEvent" and root:
                    at = event.start_mark.index
                    raise Mistake(
                        "CNN101",
                        "a second document begins here",
                        self.source.span(at, at + 3),
                        help="a file holds one document",
                    )
        except YAMLError as problem:
            from cnncalc.spec.yaml_errors import explain

            raise explain(self.source, problem) from None
        if not root:
            raise Mistake(
                "CNN101", "the document is empty", self.source.span(0, 0), help="it needs `input:` and `layers:`"
            )
        return root[0]

    def scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        self.refuse_tag(event, start)
        plain = not event.style
        if event.style in ("|", ">"):
            self.header(start)
        if plain and not event.value and event.anchor is None:
            # The parsers put an empty value at different ends of the white space around it.
            while start and self.source.text[start - 1] in " \t\n":
                start -= 1
            end = start
        text = placed(self.source, event.value, start, end, event.style, event.anchor)
        return Scalar(text, plain, None if plain else (start, self.trimmed(start, end)))

    def header(self, start: int) -> None:
        """Refuse what only one of the parsers does: a block scalar whose header goes on."""
        match = re.compile(r"(?:&\S+\s+)?[|>][-+0-9]* *(?=([^\n]?))").match(self.source.text.replace("\t", " "), start)
        if match and match[1] and (match[1] != "#" or self.source.text[match.end() - 1] not in " \t"):
            from cnncalc.spec.yaml_errors import BLOCK_SCALAR, BLOCK_SCALAR_HELP

            at = match.start(1)
            raise Mistake("CNN101", BLOCK_SCALAR, self.source.span(at, at + 1), help=BLOCK_SCALAR_HELP)

    def trimmed(self, start: int, end: int) -> int:
        """`end` without the white space before it, where the parser's mark stands."""
        text = self.source.text
        while end > start + 1 and text[end - 1] in " \n":
            end -= 1
        return end

    def refuse_tag(self, event: Any, start: int) -> None:
        if event.tag is not None:
            raise Mistake(
                "CNN101",
                f"tags such as `{event.tag[:40]}` have no meaning here",
                self.source.span(start, start + 1),
                help="leave the tag out",
            )

    def begin(self, event: Any, is_mapping: bool) -> None:
        start = event.start_mark.index
        self.refuse_tag(event, start)
        if len(self.stack) >= DEPTH:
            raise Mistake("CNN103", f"the document nests deeper than {DEPTH}", self.source.span(start, start + 1))
        if self.stack and self.is_key(self.stack[-1]):
            raise self.no_key(start)
        self.stack.append(_Open(is_mapping, start, event.anchor))

    def is_key(self, opened: _Open) -> bool:
        return opened.is_mapping and len(opened.children) % 2 == 0

    def no_key(self, start: int) -> Mistake:
        help = "quote notation that begins with `{` or `[`"
        return Mistake("CNN101", "a list or mapping cannot be a key", self.source.span(start, start + 1), help=help)

    def collection(self, opened: _Open, end: int) -> Tree:
        start, end = opened.start, self.trimmed(opened.start, end)
        if not opened.is_mapping:
            return Listing(tuple(opened.children), self.source, start, end)
        entries = tuple(zip(opened.children[::2], opened.children[1::2], strict=True))
        return Mapping(entries, self.source, start, end)

    def finish(
        self, root: list[Tree], tree: Tree, anchor: str | None, height: int, nodes: int, alias: bool = False
    ) -> None:
        """Put a finished tree where it belongs; count what it adds."""
        if anchor is not None and not alias:
            self.anchors[anchor] = (tree, height, nodes)
        if alias or height == 0:
            self.nodes += nodes
        else:
            self.nodes += 1
        if self.nodes > NODES:
            raise Mistake("CNN103", f"the document has more than {NODES:,} nodes, aliases written out", tree.span)
        if len(self.stack) + height > DEPTH:
            raise Mistake("CNN103", f"the document nests deeper than {DEPTH}, aliases written out", tree.span)
        if not self.stack:
            root.append(tree)
            return
        opened = self.stack[-1]
        if self.is_key(opened):
            self.key(opened, tree)
        opened.children.append(tree)
        opened.height = max(opened.height, height)
        opened.nodes += nodes

    def key(self, opened: _Open, tree: Tree) -> None:
        if not isinstance(tree, Scalar):
            raise self.no_key(opened.start)
        key = tree.text.string
        if key in opened.keys:
            line = opened.keys[key].span.line
            raise Mistake(
                "CNN206",
                f"the key `{key[:60]}` stands twice",
                tree.span,
                help=f"it stands in line {line} already: keep one of the two",
            )
        opened.keys[key] = tree

    def alias(self, root: list[Tree], event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        found = self.anchors.get(event.anchor)
        if found is None:
            inside = any(opened.anchor == event.anchor for opened in self.stack)
            what = (
                f"the alias `*{event.anchor}` stands inside what it repeats"
                if inside
                else f"no anchor `&{event.anchor}` stands before its alias"
            )
            help = "" if inside else "to YAML a `*` begins an alias: quote notation that begins with it"
            raise Mistake("CNN101", what, self.source.span(start, end), help=help)
        tree, height, nodes = found
        if isinstance(tree, Scalar):
            tree = tree._replace(place=(start, end))
        self.finish(root, tree, event.anchor, height, nodes, alias=True)


def events(text: str, pure: bool = False) -> Iterator[Any]:
    """The parser's events for `text`, by libyaml where there is one, unless `pure`."""
    import yaml

    loader: Any = yaml.BaseLoader if pure else getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return iter(yaml.parse(text, Loader=loader))


USE_C = True
"""Switched off by the tests that hold the two parsers against each other."""
