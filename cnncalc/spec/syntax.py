"""What notation says, as plain records: the parser makes them, `expand` turns them into nodes.

Notation and YAML documents both end here, so that whatever the one can say the other can. A value is a number, a symbol, a
word or an expression still to be evaluated; every record knows its span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.spec.expressions import Expression


class Value(NamedTuple):
    """A value as written: int, float, bool, a word or symbol (str), a tuple of Values (`3x5`, `(1,2,1,2)`), or an Expression."""

    content: int | float | bool | str | tuple[Value, ...] | Expression
    span: Span


class LayerItem(NamedTuple):
    """One layer: the canonical name of its kind (or a Value that yields it), main numbers, modifiers and options by name.

    `first` is the number directly behind the name, `second` the one behind the hyphen. `modifiers` holds (mark, value,
    span) in the order written, the value None for a mark that stands alone (`same`, `ceil`); `options` (name, value,
    span of the name).
    """

    name: str | Value
    first: Value | None
    second: Value | None
    modifiers: tuple[tuple[str, Value | None, Span], ...]
    options: tuple[tuple[str, Value, Span], ...]
    span: Span


class InputItem(NamedTuple):
    """`INPUT 227x227x3`: height, width and depth, as one value."""

    size: Value
    span: Span


class Sequence(NamedTuple):
    """Items one after the other: a bracketed group, a path, or a whole network."""

    items: tuple[Item, ...]
    span: Span


class Repeat(NamedTuple):
    """`item*times`."""

    item: Item
    times: Value
    span: Span


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
    named: tuple[tuple[str, Value, Span], ...]
    span: Span


class Broken(NamedTuple):
    """An item that could not be read and has been reported: it keeps its place, so that a label on it is known."""

    span: Span


Item: Any = LayerItem | InputItem | Sequence | Repeat | Labelled | Branches | Reference | Identity | Call | Broken
JOINTS = {"|": "concat", "+": "add", "x": "multiply"}
