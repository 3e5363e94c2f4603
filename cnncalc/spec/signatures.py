"""The head of a block, `bottleneck(c, s=1)`: its name and its parameters with their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers import is_kind
from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Mistake
from cnncalc.spec.reader import NAME, Reader, Vocabulary
from cnncalc.spec.syntax import Sequence, Value

if TYPE_CHECKING:
    from collections.abc import Container

    from cnncalc.diagnostics import Span
    from cnncalc.spec.source import Text

RESERVED = ("name", "block")
"""Keys of a call written as a mapping, so no names of parameters."""


class Parameter(NamedTuple):
    """A parameter of a block; without a default a call must give it."""

    name: str
    default: Value | None
    span: Span


class Block(NamedTuple):
    """A block: `signature` is its head as written."""

    name: str
    parameters: tuple[Parameter, ...]
    body: Sequence
    span: Span
    signature: str


def signature(text: Text, symbols: set[str]) -> Block:
    """A block without its body, from the key it is declared by; raises `Mistake`."""
    reader = Reader(text, Vocabulary((), symbols))
    match = NAME.match(text.string.strip()) and NAME.search(text.string)
    if match is None:
        raise _unreadable(reader)
    reader.at = match.end()
    parameters: list[Parameter] = []
    reader.skip_space()
    if reader.peek() == "(":
        reader.at += 1
        while True:
            reader.skip_space()
            if reader.peek() == ")":
                break
            parameters.append(_parameter(reader, parameters))
            reader.skip_space()
            if reader.peek() == ",":
                reader.at += 1
            elif reader.peek() != ")":
                raise _unreadable(reader)
        reader.at += 1
    reader.skip_space()
    if reader.at < len(text.string):
        raise _unreadable(reader)
    return Block(match[0], tuple(parameters), Sequence((), text.whole), text.span(*match.span()), text.string)


def _parameter(reader: Reader, before: list[Parameter]) -> Parameter:
    match = NAME.match(reader.string, reader.at)
    if match is None:
        raise _unreadable(reader)
    span = reader.span(*match.span())
    if any(parameter.name == match[0] for parameter in before):
        raise Mistake("CNN206", f"the parameter `{match[0]}` stands twice", span)
    if match[0] in RESERVED:
        raise Mistake(
            "CNN203",
            f"`{match[0]}` is no name for a parameter",
            span,
            help="in a mapping it is the name of the block or of its label",
        )
    reader.at = match.end()
    reader.skip_space()
    default = None
    if reader.peek() == "=":
        reader.at += 1
        reader.skip_space()
        default = reader.value()
    elif before and before[-1].default is not None:
        raise Mistake("CNN102", f"the parameter `{match[0]}` has no default, but one before it has", span)
    return Parameter(match[0], default, span)


def _unreadable(reader: Reader) -> Mistake:
    return Mistake(
        "CNN102",
        "this is no name of a block with its parameters",
        reader.text.whole,
        help="write it as in `bottleneck(c, s=1)`",
    )


def block_name(block: Block, span: Span, known: Container[Any], reserved: Container[str]) -> None:
    """Refuse a name that means something else already; raises `Mistake`."""
    if is_kind(block.name) or block.name.upper() == "ID":
        raise Mistake(
            "CNN206", f"`{block.name}` is the name of a layer already", block.span, help="give the block another name"
        )
    if block.name in reserved:
        raise Mistake(
            "CNN206",
            f"`{block.name}` means something else in a list of layers",
            block.span,
            help="give the block another name",
        )
    if block.name in known:
        raise Mistake("CNN206", f"the block `{block.name}` is declared twice", span)
