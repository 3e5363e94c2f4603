"""What notation says, as plain records: the parser makes them, `expand` turns them into nodes.

Notation and YAML documents both end here, so that whatever the one can say the other can. A value is a number, a symbol, a
word or an expression still to be evaluated; every record knows its span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.expressions import Expression
    from cnncalc.spec.source import Text


class Place:
    """A stretch of a text, or a span: most places are never asked for, so they are worked out when they are."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: Text | Span, start: int = 0, end: int = 0) -> None:
        self.text, self.start, self.end = text, start, end

    @property
    def span(self) -> Span:
        """Where it is."""
        return self.text if isinstance(self.text, tuple) else self.text.span(self.start, self.end)


class Value(Place):
    """A value as written: int, float, bool, a word or symbol (str), a tuple of Values (`3x5`, `(1,2,1,2)`), or an Expression."""

    __slots__ = ("content",)

    def __init__(
        self,
        content: int | float | bool | str | tuple[Value, ...] | Expression,
        text: Text | Span,
        start: int = 0,
        end: int = 0,
    ) -> None:
        self.content = content
        self.text, self.start, self.end = text, start, end


class LayerItem(NamedTuple):
    """One layer: the canonical name of its kind (or a Value that yields it), main numbers, modifiers and options by name.

    `first` is the number directly behind the name, `second` the one behind the hyphen. `modifiers` holds (mark, value,
    place) in the order written, the value None for a mark that stands alone (`same`, `ceil`); `options` (name, value,
    place of the name). `written` is its notation, "" if it was written in another way.
    """

    name: str | Value
    first: Value | None
    second: Value | None
    modifiers: tuple[tuple[str, Value | None, Place], ...]
    options: tuple[tuple[str, Value, Place], ...]
    span: Span
    written: str = ""


class InputItem(NamedTuple):
    """`INPUT 227x227x3`: height, width and depth, as one value."""

    size: Value
    span: Span


class Sequence(NamedTuple):
    """Items one after the other: a bracketed group, a path, or a whole network."""

    items: tuple[Item, ...]
    span: Span


class Repeat(NamedTuple):
    """`item*times`, or `item*counter<times`: then `counter` stands for 0, 1, 2, … in the item."""

    item: Item
    times: Value
    span: Span
    counter: str = ""


class Labelled(NamedTuple):
    """`label:item`; a label with dots gives the path from the scope it stands in."""

    label: str
    item: Item
    span: Span


class Branches(NamedTuple):
    """`{ a | b }`: `joint` is "concat", "add" or "multiply"."""

    joint: str
    paths: tuple[Sequence, ...]
    span: Span


class Reference(NamedTuple):
    """`@path`: brings an earlier output back."""

    path: str
    span: Span


class Identity(NamedTuple):
    """`ID`: the path that does nothing."""

    span: Span


class Call(NamedTuple):
    """`block(1, s=2)`: the block's name (or a Value that yields the name of a block or kind) and its arguments."""

    block: str | Value
    arguments: tuple[Value, ...]
    named: tuple[tuple[str, Value, Place], ...]
    span: Span


class Broken(NamedTuple):
    """An item that could not be read and has been reported: it keeps its place, so that a label on it is known."""

    span: Span


Item: Any = LayerItem | InputItem | Sequence | Repeat | Labelled | Branches | Reference | Identity | Call | Broken
JOINTS = {"|": "concat", "+": "add", "x": "multiply"}
