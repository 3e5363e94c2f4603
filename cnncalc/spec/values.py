"""Values in YAML: options, parameters, arguments, sizes. A string is read as notation would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.spec.events import Listing, Mapping, Scalar
from cnncalc.spec.expressions import BEYOND, DIGITS
from cnncalc.spec.findings import Mistake
from cnncalc.spec.reader import SIZE_HELP, Reader, Vocabulary
from cnncalc.spec.syntax import Value

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.events import Tree
    from cnncalc.spec.source import Text


LONGEST = 1_000
"""Characters of a text: that of a document is told with each of its networks."""


def value_of(tree: Tree, what: str, symbols: set[str]) -> Value:
    """What a scalar or list says; raises `Mistake`, which calls the value `what`."""
    if isinstance(tree, Listing):
        return Value(tuple(value_of(item, what, symbols) for item in tree.items), tree.span)
    if isinstance(tree, Mapping):
        raise Mistake(
            "CNN203", f"{what} is a value, not a mapping", tree.span, help="quote notation that begins with `{`"
        )
    assert isinstance(tree, Scalar)
    value, text = tree.value, tree.text
    if value is None:
        raise empty(what, tree.span)
    if isinstance(value, str):
        return read_value(text, what, symbols)
    if isinstance(value, float) and abs(value) == float("inf"):
        raise Mistake("CNN103", BEYOND, tree.span)
    if not isinstance(value, bool) and abs(value) >= 10**DIGITS:
        raise Mistake("CNN103", f"a number of more than {DIGITS} digits", tree.span)
    return Value(value, text, 0, len(text.string)) if tree.place is None else Value(value, tree.span)


def count_of(tree: Tree, symbols: set[str]) -> tuple[str, Value]:
    """A repeat's index, "" if it has none, and its count: `3`, `$n`, `i<3`; raises `Mistake`."""
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        reader = Reader(tree.text, Vocabulary((), symbols))
        reader.skip_space()
        index = reader.index()
        return index, _only_value(reader, "a count")
    return "", value_of(tree, "a count", symbols)


def empty(what: str, span: Span) -> Mistake:
    """What to say of a key without a value."""
    return Mistake("CNN203", f"{what} has no value", span, help="give it one, or leave the key out")


def read_value(text: Text, what: str, symbols: set[str]) -> Value:
    """The one value that a text holds: a number, a size, a word, a list, `$(…)`; raises `Mistake`."""
    return _only_value(Reader(text, Vocabulary((), symbols)), what)


def _only_value(reader: Reader, what: str) -> Value:
    """The value that is all there is up to the end of the reader's text."""
    reader.skip_space()
    value = reader.value()
    reader.skip_space()
    if reader.at < len(reader.string):
        rest = reader.string[reader.at : reader.at + 40]
        message = f"{what} is a number, a size, a word, a list or `$(…)`: `{rest}` is left over"
        raise Mistake("CNN203", message, reader.span(reader.at, len(reader.string)))
    return value


def read_size(text: Text, what: str, symbols: set[str], counts: tuple[int, ...] = (3,)) -> Value:
    """The one size, height x width x depth, that a text holds, or of as many extents as `counts` allows; raises `Mistake`."""
    reader = Reader(text, Vocabulary((), symbols))
    reader.skip_space()
    size = reader.size(counts)
    reader.skip_space()
    if size is None or reader.at < len(text.string):
        raise Mistake("CNN203", f"{what} is a size, not `{text.string[:40]}`", text.whole, help=SIZE_HELP)
    return size


def size_of(tree: Tree, what: str, symbols: set[str]) -> Value:
    """A size: `227x227x3`, or a list of three extents; raises `Mistake`."""
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        return read_size(tree.text, what, symbols)
    value = value_of(tree, what, symbols)
    if not isinstance(value.content, tuple) or len(value.content) != 3:
        raise Mistake("CNN203", f"{what} is a size", value.span, help=SIZE_HELP)
    return value


def text_of(tree: Tree, what: str) -> str:
    """A scalar as text; raises `Mistake`."""
    if not isinstance(tree, Scalar):
        raise Mistake("CNN203", f"{what} is text", tree.span)
    if tree.plain and tree.value is None:
        raise empty(what, tree.span)
    if len(tree.text.string) > LONGEST:
        raise Mistake(
            "CNN103", f"{what} is longer than {LONGEST:,} characters", tree.span, help="say it in fewer words"
        )
    return tree.text.string


def mapping_of(tree: Tree, what: str) -> Mapping:
    """A mapping; raises `Mistake`."""
    if isinstance(tree, Mapping):
        return tree
    if isinstance(tree, Scalar) and tree.value is None:
        raise empty(what, tree.span)
    raise Mistake("CNN203", f"{what} is a mapping", tree.span, help="write `key: value` pairs under it")


def shown(value: Any) -> str:
    """A tree or text for a message, cut short."""
    string = value.text.string if isinstance(value, Scalar) else str(value)
    return string if len(string) <= 60 else string[:60] + "…"
