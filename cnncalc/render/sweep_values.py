"""The columns of a sweep, and the values in them as text for people and for programs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cnncalc.space.figures import FIGURES, FITS, NETWORK, NUMBERS, REASON
from cnncalc.space.rows import DEFAULT, values
from cnncalc.spec.facts import BYTES, OF_NETWORK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.space.plan import Space
    from cnncalc.space.work import Block


def known(swept: Sequence[str]) -> tuple[str, ...]:
    """The names of all columns."""
    return tuple(dict.fromkeys((NETWORK, *swept, *FIGURES, *NUMBERS, FITS, REASON)))


def chosen(names: Sequence[str], space: Space, everything: bool) -> tuple[str, ...]:
    """The columns asked for; unless any are, what differs, and what `table` sums up."""
    if names:
        return tuple(names)
    several = sum(len(family.networks) for family in space.families) > 1
    found = (*((NETWORK,) if several else ()), *space.names, *DEFAULT, *((FITS, REASON) if everything else ()))
    return tuple(dict.fromkeys(found))


def in_bytes(name: str, swept: Sequence[str]) -> bool:
    """Whether the column holds bytes."""
    return name not in swept and OF_NETWORK.get(name) == BYTES


def size(value: tuple[Any, ...], one: Callable[[Any], str]) -> str:
    """`224x224x3`; nothing where a part is unknown."""
    return "" if None in value else "x".join([one(part) for part in value])


def field(value: tuple[Any, ...], one: Callable[[Any], str]) -> str:
    """`212`, or `212x196` where the axes differ."""
    return one(value[0]) if value[0] == value[1] and value[0] is not None else size(value, one)


def number(value: Any) -> str:
    """A figure for programs: an integer, or a decimal fraction.

    >>> number(3), number(0.25), number(Fraction(13, 2))
    ('3', '0.25', '6.5')
    """
    return str(value) if type(value) is int else str(float(value) if isinstance(value, Fraction) else value)


def texts(
    block: Block, names: Sequence[str], swept: Sequence[str], write: Callable[[str, list[Any]], list[str]]
) -> Iterator[tuple[str, ...]]:
    """Row by row, each column written by `write(name, values)`."""
    return zip(*(write(name, values(block, name, swept)) for name in names), strict=True)
