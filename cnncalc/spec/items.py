"""The items of a YAML list of layers: notation, or mappings that say the same in YAML's own way.

A mapping has one key, a label, a kind or a block, or is one of the structural forms:

    - {repeat: 3, layers: […]}                     name: labels it, as in every form below
    - {concat: [path, path]}                       add: and multiply: alike
    - {from: conv1, layers: […]}                   without layers: the output of conv1 itself
    - {block: bottleneck, c: 64, s: 2}             or bottleneck: {c: 64, s: 2}; notation: bottleneck(64, s=2)
    - conv: {name: conv1, filters: 96, kernel: 11, stride: 4, padding: 0}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnncalc.layers import ALIASES, CLASSES, is_kind
from cnncalc.spec.events import Listing, Mapping, Scalar
from cnncalc.spec.findings import Findings, Mistake, did_you_mean, listed
from cnncalc.spec.notation import PATH, parse
from cnncalc.spec.syntax import (
    Branches,
    Broken,
    Call,
    InputItem,
    Labelled,
    LayerItem,
    Place,
    Reference,
    Repeat,
    Sequence,
)
from cnncalc.spec.unreadable import OTHERWISE, not_2d
from cnncalc.spec.values import count_of, empty, shown, size_of, text_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.diagnostics import Span
    from cnncalc.spec.events import Tree
    from cnncalc.spec.reader import Vocabulary
    from cnncalc.spec.syntax import Item, Value

JOINTS = ("concat", "add", "multiply")
STRUCTURAL = ("repeat", *JOINTS, "block", "from")
OTHER_KEYS = {
    "repeat": ("layers", "name"),
    "from": ("layers", "name"),
    "block": None,
    **dict.fromkeys(JOINTS, ("name",)),
}
QUOTE = "quote notation that begins with `{` or `[`: to YAML it is a mapping or a list"


class Items:
    """The reader of layer lists, which shares a vocabulary with the rest of the document."""

    def __init__(self, findings: Findings, vocabulary: Vocabulary) -> None:
        self.findings = findings
        self.vocabulary = vocabulary
        self.symbols = vocabulary.symbols

    def sequence(self, tree: Tree, what: str = "layers") -> Sequence:
        """A list of items, or notation, or a single item."""
        if isinstance(tree, Listing):
            return Sequence(tuple(self.item(item) for item in tree.items), tree.span)
        item = self.guarded(lambda: self.single(tree, what), tree)
        return item if isinstance(item, Sequence) else Sequence((item,), tree.span)

    def single(self, tree: Tree, what: str) -> Item:
        if (
            isinstance(tree, Mapping)
            and len(tree.entries) > 1
            and not any(key.text.string in STRUCTURAL for key, _ in tree.entries)
        ):
            raise Mistake("CNN203", f"`{what}` is a list", tree.span, help="begin every layer with `- `")
        return self.one(tree)

    def guarded(self, read: Callable[[], Item], tree: Tree) -> Item:
        """What `read` returns; a mistake is reported and leaves a broken item where `tree` stands."""
        try:
            return read()
        except Mistake as mistake:
            if mistake.code == "CNN103":
                raise
            self.findings.report(mistake)
            return Broken(tree.span)

    def item(self, tree: Tree) -> Item:
        """One item of a list."""
        return self.guarded(lambda: self.one(tree), tree)

    def one(self, tree: Tree) -> Item:
        if isinstance(tree, Listing):
            return self.sequence(tree)
        if isinstance(tree, Mapping):
            return self.mapping(tree)
        if tree.value is None and tree.plain:
            raise Mistake("CNN203", "an empty list item", tree.span, help="write a layer behind the `-`")
        return parse(tree.text, self.findings, self.vocabulary)

    def mapping(self, tree: Mapping) -> Item:
        """An item in YAML's own way."""
        keys = {key.text.string: (key, value) for key, value in tree.entries}
        structural = [word for word in keys if word in STRUCTURAL]
        if structural:
            return self.structural(tree, structural[0], keys)
        if not keys:
            raise Mistake("CNN203", "an empty mapping", tree.span, help=QUOTE)
        key, value = tree.entries[0]
        if isinstance(value, Scalar) and value.plain and value.value is None:
            what = shown(key)
            raise Mistake(
                "CNN203",
                f"`{what}` has no value",
                key.span,
                help=QUOTE if not what.isidentifier() else "write the layer behind the label",
            )
        if len(keys) > 1:
            second = tree.entries[1][0]
            raise Mistake(
                "CNN203",
                "a list item has one key",
                second.span,
                help=f"write `- ` before `{shown(second)}`, or quote notation that begins with `{{`",
            )
        if isinstance(value, Mapping) and not self.is_labelled_form(key.text.string, value):
            return self.kind_or_block(key, value, tree.span)
        return self.labelled(key, value, tree.span)

    def is_labelled_form(self, key: str, value: Mapping) -> bool:
        """Whether a mapping under a key is an item of its own, the key its label, and not the options of a kind."""
        if is_kind(key) or key in self.vocabulary.blocks:
            return False
        inner = [k.text.string for k, _ in value.entries]
        if any(word in STRUCTURAL for word in inner):
            return True
        return (
            len(inner) == 1
            and (is_kind(inner[0]) or inner[0] in self.vocabulary.blocks)
            and isinstance(value.entries[0][1], Mapping)
        )

    def labelled(self, key: Scalar, value: Tree, span: Span) -> Item:
        """`label: item`: notation, a list, or a mapping that is an item."""
        label = self.label(key)
        if isinstance(value, Scalar):
            inner: Item = self.guarded(lambda: self.one(value), value)
            if isinstance(inner, Sequence) and len(inner.items) == 1 and not isinstance(inner.items[0], Labelled):
                inner = inner.items[0]
            elif isinstance(inner, Sequence) and not inner.items:
                self.findings.error("CNN102", f"the label `{label}` has nothing to name", key.span)
        else:
            inner = self.item(value)
        return Labelled(label, inner, span)

    def label(self, key: Scalar) -> str:
        """A key as a label."""
        label = key.text.string
        if not re.fullmatch(PATH, label):
            help = QUOTE if any(c in label for c in "{[(| ") else "letters, digits and `_`, the first a letter"
            raise Mistake("CNN203", f"`{shown(key)}` is no label", key.span, help=help)
        return label

    def kind_or_block(self, key: Scalar, value: Mapping, span: Span) -> Item:
        """`conv: {kernel: 3, …}` or `bottleneck: {c: 64}`."""
        name = key.text.string
        label = ""
        options: list[tuple[str, Value, Place]] = []
        known = name in self.vocabulary.blocks or is_kind(name)
        for option, given in value.entries:
            if option.text.string == "name" and isinstance(given, Scalar):
                label = self.label(given)
            elif known:
                options.append(
                    (option.text.string, value_of(given, option.text.string, self.symbols), Place(option.span))
                )
        if name in self.vocabulary.blocks:
            item: Item = Call(name, (), tuple(options), span)
        elif is_kind(name):
            upper = name.upper()
            token = ALIASES.get(upper, upper)
            item = (
                self.input(value, span) if token == "INPUT" else LayerItem(token, None, None, (), tuple(options), span)
            )
        else:
            self.no_kind(key)
            item = Broken(span)
        return Labelled(label, item, span) if label else item

    def no_kind(self, key: Scalar) -> None:
        name = key.text.string
        wrong = not_2d(name, key.span)
        if wrong:
            self.findings.report(wrong)
            return
        names = [*(k.lower() for k in (*CLASSES, *ALIASES)), *self.vocabulary.blocks, *STRUCTURAL]
        what = "block or layer" if self.vocabulary.blocks else "layer"
        self.findings.error(
            "CNN201", f"there is no {what} `{shown(key)}`", key.span, help=did_you_mean(name, names, OTHERWISE)
        )

    def input(self, options: Mapping, span: Span) -> InputItem:
        """`input: {size: 227x227x3}`."""
        for option, value in options.entries:
            if option.text.string in ("size", "shape"):
                return InputItem(size_of(value, "the input", self.symbols), span)
        raise Mistake(
            "CNN207", "INPUT has no size", span, help="write `INPUT 224x224x3`, or `input: 224x224x3` above `layers:`"
        )

    # Structural forms

    def structural(self, tree: Mapping, word: str, keys: dict[str, tuple[Scalar, Tree]]) -> Item:
        allowed = OTHER_KEYS[word]
        for name, (key, _) in keys.items():
            if allowed is not None and name != word and name not in allowed:
                help = did_you_mean(name, allowed, f"beside `{word}:` there may be {listed(allowed)}")
                raise Mistake("CNN202", f"`{word}:` has no key `{shown(key)}`", key.span, help=help)
        key, value = keys[word]
        if isinstance(value, Scalar) and value.plain and value.value is None:
            raise empty(f"`{word}:`", key.span)
        if word == "block":
            return self.block(tree, value, keys)
        item: Item
        if word == "repeat":
            index, count = count_of(value, self.symbols)
            item = Repeat(self.body(tree, word, keys), count, tree.span, index)
        elif word == "from":
            reference = Reference(text_of(value, "from").lstrip("@"), value.span)
            item = (
                Sequence((reference, *self.body(tree, word, keys).items), tree.span) if "layers" in keys else reference
            )
        else:
            item = self.branches(tree, word, value)
        if "name" in keys:
            item = Labelled(self.label(self.scalar(keys["name"][1])), item, tree.span)
        return item

    def scalar(self, tree: Tree) -> Scalar:
        if not isinstance(tree, Scalar):
            raise Mistake("CNN203", "a label is text", tree.span)
        return tree

    def body(self, tree: Mapping, word: str, keys: dict[str, tuple[Scalar, Tree]]) -> Sequence:
        if "layers" not in keys:
            raise Mistake(
                "CNN204", f"`{word}:` needs `layers:` beside it", tree.span, help=f"write `{{{word}: …, layers: […]}}`"
            )
        return self.sequence(keys["layers"][1])

    def branches(self, tree: Mapping, word: str, value: Tree) -> Branches:
        """`concat: [path, path]`."""
        if not isinstance(value, Listing) or len(value.items) < 2:
            raise Mistake(
                "CNN203",
                f"`{word}:` joins two paths or more",
                value.span,
                help=f"write a list of them: `{word}: [ID, CONV3-64]`",
            )
        return Branches(word, tuple(self.sequence(path, "a path") for path in value.items), tree.span)

    def block(self, tree: Mapping, value: Tree, keys: dict[str, tuple[Scalar, Tree]]) -> Item:
        """`{block: bottleneck, c: 64, s: 2}`, or with all in one, `{block: {name: bottleneck, c: 64}}`."""
        if isinstance(value, Mapping):
            inner = {key.text.string: (key, tree) for key, tree in value.entries}
            if "name" not in inner:
                raise Mistake(
                    "CNN204",
                    "`block:` needs the name of a block",
                    value.span,
                    help="write `block: {name: bottleneck, c: 64}`",
                )
            name = self.scalar(inner["name"][1])
            entries = value.entries
            label = keys.get("name", (None, None))[1]
        else:
            name, entries, label = self.scalar(value), tree.entries, keys.get("name", (None, None))[1]
        block = name.text.string
        if block not in self.vocabulary.blocks:
            help = did_you_mean(
                block,
                self.vocabulary.blocks,
                f"there are {listed(self.vocabulary.blocks)}"
                if self.vocabulary.blocks
                else "declare it under `blocks:`",
            )
            raise Mistake("CNN201", f"there is no block `{shown(name)}`", name.span, help=help)
        options = tuple(
            (key.text.string, value_of(given, key.text.string, self.symbols), Place(key.span))
            for key, given in entries if key.text.string not in ("block", "name")
        )  # fmt: skip
        call = Call(block, (), options, tree.span)
        return Labelled(self.label(self.scalar(label)), call, tree.span) if label else call
