"""What `expect` and `budget` may speak of: the names of a report's figures and how a value of each is written.

The report itself is looked at in `rules/figures.py`; a test holds the two against each other.
"""

from __future__ import annotations

from cnncalc.layers.base import Pair
from cnncalc.pattern import pattern
from cnncalc.record import NamedTuple
from cnncalc.units import parse_bytes, parse_count

COUNT, BYTES, SHAPE, FIELD = "count", "bytes", "shape", "field"
"""How a value is written: 70M; 300MB; 7x7x512; 212 or 212x196 pixels."""

OF_NETWORK = {
    "output": SHAPE,
    "params": COUNT,
    "trainable_params": COUNT,
    "weights": COUNT,
    "biases": COUNT,
    "statistics": COUNT,
    "macs": COUNT,
    "activations": COUNT,
    "memory": BYTES,
    "peak_memory": BYTES,
    "depth": COUNT,
    "field": FIELD,
}
OF_LAYER = {
    "output": SHAPE,
    "params": COUNT,
    "weights": COUNT,
    "biases": COUNT,
    "statistics": COUNT,
    "macs": COUNT,
    "activations": COUNT,
    "memory": BYTES,
    "field": FIELD,
}
"""Figures of a whole network and of one layer."""

LIMITS = tuple(name for name, kind in OF_NETWORK.items() if kind != SHAPE)
LIMITS_OF_LAYER = tuple(name for name, kind in OF_LAYER.items() if kind != SHAPE)
"""Those that a budget may limit."""

_PLUS_MINUS = pattern(r"\s*(?:±|\+/?-)\s*")
_PERCENT = pattern(r"([0-9]{1,9})(?:\.([0-9]{1,9}))?\s*%\Z")
_EXTENTS = pattern(r"([0-9]{1,10})(?:[x×]([0-9]{1,10}))?\Z")


class Quantity(NamedTuple):
    """A value and how far from it a figure may be."""

    value: int | Pair
    tolerance: int = 0


def quantity(text: str, kind: str) -> Quantity:
    """A count, bytes or a field as written; ValueError, with what is wrong, if it is none.

    >>> quantity("62_378_344", COUNT), quantity("62.4M ± 0.05M", COUNT), quantity("300MB +- 1%", BYTES)
    (Quantity(value=62378344, tolerance=0), Quantity(value=62400000, tolerance=50000), Quantity(value=300000000, tolerance=3000000))
    >>> quantity("212x196", FIELD).value
    Pair(height=212, width=196)
    """
    if kind == FIELD:
        return Quantity(_field(text))
    parse = parse_bytes if kind == BYTES else parse_count
    value, *allowed = _PLUS_MINUS.split(text.strip()) if "±" in text or "-" in text else (text.strip(),)
    if not allowed:
        return Quantity(parse(value))
    if len(allowed) > 1:
        raise ValueError(f"`{text[:60]}` has two tolerances")
    return Quantity(parse(value), _tolerance(allowed[0], parse(value)) if "%" in allowed[0] else parse(allowed[0]))


def _tolerance(text: str, value: int) -> int:
    """A percentage of `value`, rounded down: figures are whole."""
    match = _PERCENT.match(text)
    if match is None:
        raise ValueError(f"`{text[:60]}` is not a percentage such as 1% or 0.5%")
    decimals = match[2] or ""
    return value * int(match[1] + decimals) // int(f"100{'0' * len(decimals)}")


def _field(text: str) -> Pair:
    match = _EXTENTS.match(text.strip())
    if match is None:
        raise ValueError(f"`{text[:60]}` is not a field in pixels, such as 212, or 212x196 for height and width")
    return Pair(int(match[1]), int(match[2] or match[1]))
