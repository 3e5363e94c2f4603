"""The head of a block, `bottleneck(c, s=1)`: its name and its parameters with their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.layers import is_kind
from cnncalc.spec.findings import Findings, Mistake
from cnncalc.spec.syntax import Sequence, Value
from cnncalc.spec.words import NAME, Words

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
    words = Words(text, Findings(), (), symbols)
    match = NAME.match(text.string.strip()) and NAME.search(text.string)
    if match is None:
        raise _unreadable(words)
    words.at = match.end()
    parameters: list[Parameter] = []
    words.skip_space()
    if words.peek() == "(":
        words.at += 1
        while True:
            words.skip_space()
            if words.peek() == ")":
                break
            parameters.append(_parameter(words, parameters))
            words.skip_space()
            if words.peek() == ",":
                words.at += 1
            elif words.peek() != ")":
                raise _unreadable(words)
        words.at += 1
    words.skip_space()
    if words.at < len(text.string):
        raise _unreadable(words)
    return Block(match[0], tuple(parameters), Sequence((), text.whole), text.span(*match.span()), text.string)


def _parameter(words: Words, before: list[Parameter]) -> Parameter:
    match = NAME.match(words.string, words.at)
    if match is None:
        raise _unreadable(words)
    span = words.span(*match.span())
    if any(parameter.name == match[0] for parameter in before):
        raise Mistake("CNN206", f"the parameter `{match[0]}` stands twice", span)
    if match[0] in RESERVED:
        raise Mistake("CNN203", f"`{match[0]}` is no name for a parameter", span, help="in a mapping it is the name of the block or of its label")
    words.at = match.end()
    words.skip_space()
    default = None
    if words.peek() == "=":
        words.at += 1
        words.skip_space()
        default = words.value()
    elif before and before[-1].default is not None:
        raise Mistake("CNN102", f"the parameter `{match[0]}` has no default, but one before it has", span)
    return Parameter(match[0], default, span)


def _unreadable(words: Words) -> Mistake:
    return Mistake("CNN102", "this is no name of a block with its parameters", words.text.whole, help="write it as in `bottleneck(c, s=1)`")


def block_name(block: Block, span: Span, known: Container[Any], reserved: Container[str]) -> None:
    """Refuse a name that means something else already; raises `Mistake`."""
    if is_kind(block.name) or block.name.upper() == "ID":
        raise Mistake("CNN206", f"`{block.name}` is the name of a layer already", block.span, help="give the block another name")
    if block.name in reserved:
        raise Mistake("CNN206", f"`{block.name}` means something else in a list of layers", block.span, help="give the block another name")
    if block.name in known:
        raise Mistake("CNN206", f"the block `{block.name}` is declared twice", span)
