"""A document: the tree of a YAML file read as parameters, blocks, layers, variants and claims.

What stands in a document is read once and completely, so that every mistake in it is found; `build.py` makes networks of it,
one a variant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers import ALIASES, is_kind, kind
from cnncalc.record import NamedTuple
from cnncalc.spec.events import Mapping, Scalar
from cnncalc.spec.findings import Findings, Mistake, did_you_mean, listed
from cnncalc.spec.items import STRUCTURAL, Items
from cnncalc.spec.notation import parse
from cnncalc.spec.options import names
from cnncalc.spec.reader import Vocabulary
from cnncalc.spec.syntax import Place, Reference, Sequence, Value
from cnncalc.spec.values import empty, mapping_of, size_of, text_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.diagnostics import Span
    from cnncalc.spec.events import Tree
    from cnncalc.spec.options import Option
    from cnncalc.spec.signatures import Block
    from cnncalc.spec.source import Text

KEYS = (
    "name",
    "source",
    "year",
    "family",
    "input",
    "verify",
    "framework",
    "parameters",
    "defaults",
    "blocks",
    "layers",
    "heads",
    "expect",
    "budget",
    "variants",
)
VARIANT_KEYS = (
    "name",
    "source",
    "year",
    "family",
    "set",
    "input",
    "verify",
    "framework",
    "heads",
    "expect",
    "budget",
)


class About(NamedTuple):
    """What is said about a network beside its layers; `verify` is the input at which it is quick to verify."""

    year: int | None = None
    family: str = ""
    verify: Value | None = None


class Head(NamedTuple):
    """A path that ends in an output of its own, and where it begins."""

    name: str
    origin: Reference
    body: Sequence
    span: Span


class Variant(NamedTuple):
    """One network of a family: what it sets, and what else it has of its own."""

    name: str
    title: str
    source: str
    settings: dict[str, tuple[Value, Scalar]]
    input: Value | None
    framework: str
    heads: tuple[Head, ...]
    claims: dict[str, Tree]
    span: Span
    about: About


class Document(NamedTuple):
    """All that a description says. `claims` holds the trees under `expect` and `budget`; `symbols` the symbols it names."""

    name: str
    source: str
    input: Value | None
    framework: str
    parameters: dict[str, tuple[Value, Scalar]]
    defaults: dict[str, list[Option]]
    blocks: dict[str, Block]
    layers: Sequence
    heads: tuple[Head, ...]
    claims: dict[str, Tree]
    variants: tuple[Variant, ...]
    symbols: set[str]
    about: About


NOTHING_MORE = About()


def from_notation(text: Text, findings: Findings) -> Document:
    """A document that is notation and nothing else."""
    vocabulary = Vocabulary()
    layers = parse(text, findings, vocabulary)
    return Document("", "", None, "", {}, {}, {}, layers, (), {}, (), vocabulary.symbols, NOTHING_MORE)


def from_tree(tree: Tree, findings: Findings) -> Document:
    """A document from a YAML tree; a list alone is its layers."""
    return _Reader(findings).document(tree)


class _Reader:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.vocabulary = Vocabulary()
        self.symbols = self.vocabulary.symbols
        self.items = Items(findings, self.vocabulary)

    def document(self, tree: Tree) -> Document:
        if not isinstance(tree, Mapping):
            return Document(
                "", "", None, "", {}, {}, {}, self.items.sequence(tree), (), {}, (), self.symbols, NOTHING_MORE
            )
        keys = self.keys(tree, KEYS, "a document")
        blocks = self.signatures(keys["blocks"]) if "blocks" in keys else []
        self.vocabulary.blocks = dict.fromkeys(block.name for block, _ in blocks)
        if "layers" not in keys:
            self.findings.error(
                "CNN204",
                "the document has no `layers:`",
                self.first_key(tree),
                help="write its layers under `layers:`, as a list",
            )
        layers = self.items.sequence(keys["layers"]) if "layers" in keys else Sequence((), tree.span)
        return Document(
            self.text(keys, "name"),
            self.text(keys, "source"),
            self.input(keys),
            self.framework(keys),
            self.settings(keys, "parameters"),
            self.defaults(keys["defaults"]) if "defaults" in keys else {},
            {block.name: block._replace(body=self.items.sequence(body, block.name)) for block, body in blocks},
            layers,
            self.heads(keys["heads"]) if "heads" in keys else (),
            {key: keys[key] for key in ("expect", "budget") if key in keys},
            tuple(self.variants(keys["variants"])) if "variants" in keys else (),
            self.symbols,
            self.about(keys),
        )

    def first_key(self, tree: Mapping) -> Span:
        return tree.entries[0][0].span if tree.entries else tree.span

    def keys(self, tree: Mapping, known: tuple[str, ...], what: str) -> dict[str, Tree]:
        """The values by key; unknown keys and keys without a value are reported and left out."""
        found: dict[str, Tree] = {}
        for key, value in tree.entries:
            name = key.text.string
            if name not in known:
                help = did_you_mean(name, known, f"there are {listed(known)}")
                if name == "<<":
                    help = "merge keys are not read: write the keys out, or use `defaults:`"
                self.findings.error("CNN202", f"{what} has no key `{name[:60]}`", key.span, help=help)
            elif isinstance(value, Scalar) and value.plain and value.value is None:
                self.findings.report(empty(f"`{name}`", key.span))
            else:
                found[name] = value
        return found

    def entries(self, tree: Tree, what: str) -> Iterator[tuple[Scalar, Tree]]:
        """The entries of a mapping, one after the other; a mistake while one is worked on is reported."""
        try:
            yield from mapping_of(tree, f"`{what}`").entries
        except Mistake as mistake:
            self.findings.report(mistake)

    def text(self, keys: dict[str, Tree], name: str) -> str:
        try:
            return text_of(keys[name], f"`{name}`") if name in keys else ""
        except Mistake as mistake:
            self.findings.report(mistake)
            return ""

    def input(self, keys: dict[str, Tree]) -> Value | None:
        try:
            return size_of(keys["input"], "`input`", self.symbols) if "input" in keys else None
        except Mistake as mistake:
            self.findings.report(mistake)
            return Value((Value(1, keys["input"].span),) * 3, keys["input"].span)

    def framework(self, keys: dict[str, Tree]) -> str:
        """The framework's name, if it is one."""
        from cnncalc.arithmetic import FRAMEWORKS

        word = self.text(keys, "framework")
        if word and word not in FRAMEWORKS:
            help = did_you_mean(word, FRAMEWORKS, f"there are {listed(FRAMEWORKS)}")
            self.findings.error("CNN203", f"there is no framework `{word[:60]}`", keys["framework"].span, help=help)
            return ""
        return word

    def about(self, keys: dict[str, Tree]) -> About:
        """What is said under `year`, `family` and `verify`; each mistake is reported and its key left out."""
        if not {"year", "family", "verify"} & keys.keys():
            return NOTHING_MORE
        from cnncalc.spec.about import family_of, verify_of, year_of

        found: dict[str, Any] = {}
        for name, read in (("year", year_of), ("family", family_of), ("verify", verify_of)):
            try:
                if name in keys:
                    found[name] = read(keys[name])
            except Mistake as mistake:
                self.findings.report(mistake)
        return About(**found)

    def settings(self, keys: dict[str, Tree], what: str) -> dict[str, tuple[Value, Scalar]]:
        """Values by name, each with its key, under `parameters` or `set`."""
        found: dict[str, tuple[Value, Scalar]] = {}
        for key, value in self.entries(keys[what], what) if what in keys else ():
            name = key.text.string
            try:
                if not name.isidentifier():
                    raise Mistake(
                        "CNN203",
                        f"`{name[:60]}` is no name of a parameter",
                        key.span,
                        help="letters, digits and `_`, the first a letter",
                    )
                found[name] = (value_of(value, f"`{name}`", self.symbols), key)
            except Mistake as mistake:
                self.findings.report(mistake)
        return found

    def defaults(self, tree: Tree) -> dict[str, list[Option]]:
        """Options by the canonical token of the kind they are for."""
        found: dict[str, list[Option]] = {}
        for key, options in self.entries(tree, "defaults"):
            name = key.text.string
            if not is_kind(name):
                from cnncalc.layers import CLASSES

                help = did_you_mean(name, [token.lower() for token in CLASSES])
                self.findings.error("CNN201", f"there is no layer `{name[:60]}`", key.span, help=help)
                continue
            known = names(name)
            given: list[Option] = []
            for option, value in self.entries(options, name):
                word = option.text.string
                if word not in known or known[word][1] is not None:
                    help = did_you_mean(word, known, f"it has {listed(kind(name).fields)}")
                    self.findings.error("CNN202", f"{name} has no option `{word[:60]}`", option.span, help=help)
                    continue
                try:
                    given.append((word, value_of(value, f"`{word}`", self.symbols), Place(option.span)))
                except Mistake as mistake:
                    self.findings.report(mistake)
            found[ALIASES.get(name.upper(), name.upper())] = given
        return found

    def signatures(self, tree: Tree) -> list[tuple[Block, Tree]]:
        """The blocks' names and parameters, their bodies still unread: any block may call any other."""
        from cnncalc.spec.signatures import block_name, signature

        found: dict[str, tuple[Block, Tree]] = {}
        for key, body in self.entries(tree, "blocks"):
            try:
                block = signature(key.text, self.symbols)
                block_name(block, key.span, found, STRUCTURAL)
                if isinstance(body, Scalar) and body.plain and body.value is None:
                    raise empty(f"the block `{block.name}`", key.span)
                found[block.name] = (block, body)
            except Mistake as mistake:
                self.findings.report(mistake)
        return list(found.values())

    def heads(self, tree: Tree) -> tuple[Head, ...]:
        found: list[Head] = []
        for key, value in self.entries(tree, "heads"):
            name = key.text.string
            try:
                self.items.label(key)
                if name == "output":
                    raise Mistake(
                        "CNN206", "`output` is the name of the main output", key.span, help="give the head another name"
                    )
                parts = self.keys(mapping_of(value, f"the head `{name}`"), ("from", "layers"), "a head")
                if "from" not in parts:
                    raise Mistake(
                        "CNN204",
                        f"the head `{name}` needs `from:`",
                        key.span,
                        help="write `{from: conv5, layers: […]}`",
                    )
                origin = Reference(text_of(parts["from"], "from").lstrip("@"), parts["from"].span)
                body = self.items.sequence(parts["layers"]) if "layers" in parts else Sequence((), value.span)
                found.append(Head(name, origin, body, key.span))
            except Mistake as mistake:
                self.findings.report(mistake)
        return tuple(found)

    def variants(self, tree: Tree) -> Iterator[Variant]:
        for key, value in self.entries(tree, "variants"):
            bare = isinstance(value, Scalar) and value.plain and value.value is None
            parts: dict[str, Any] = {}
            try:
                parts = {} if bare else self.keys(mapping_of(value, "a variant"), VARIANT_KEYS, "a variant")
            except Mistake as mistake:
                self.findings.report(mistake)
            yield Variant(
                key.text.string,
                self.text(parts, "name"),
                self.text(parts, "source"),
                self.settings(parts, "set"),
                self.input(parts),
                self.framework(parts),
                self.heads(parts["heads"]) if "heads" in parts else (),
                {name: parts[name] for name in ("expect", "budget") if name in parts},
                key.span,
                self.about(parts),
            )


def variant_names(tree: Tree) -> list[str]:
    """The names of a family's variants, without reading anything else."""
    for key, value in tree.entries if isinstance(tree, Mapping) else ():
        if key.text.string == "variants" and isinstance(value, Mapping):
            return [name.text.string for name, _ in value.entries]
    return []
