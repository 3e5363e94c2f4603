"""Which square inputs are legal: those that fit along the height and along the width."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from cnncalc.engine.classes import Class
from cnncalc.engine.fit import LEGAL, sizes
from cnncalc.engine.sizes import Sizes, gathered

if TYPE_CHECKING:
    from cnncalc.network import Network


def squares(network: Network) -> Sizes | None:
    """The extents of square inputs on which every layer is legal under the network's framework; None if none is known."""
    heights, widths = (sizes(network, axis, LEGAL) for axis in (0, 1))
    if not isinstance(heights, Sizes) or not isinstance(widths, Sizes):
        return None
    if heights == widths:  # as nearly always: no need to meet every class with every other
        return heights
    classes = [both for one in heights.classes for other in widths.classes if (both := _both(one, other)) is not None]
    return gathered(classes) if classes else None


def _both(one: Class, other: Class) -> Class | None:
    """The inputs of two classes, by the Chinese remainder theorem; None if they have none in common."""
    if one.modulus == 0 or other.modulus == 0:
        single, many = (one, other) if one.modulus == 0 else (other, one)
        return single if many.nearest(single.first)[0] == single.first else None
    shared = gcd(one.modulus, other.modulus)
    apart, rest = divmod(other.remainder - one.remainder, shared)
    if rest:
        return None
    step = other.modulus // shared
    remainder = one.remainder + one.modulus * (apart * pow(one.modulus // shared, -1, step) % step)
    modulus = one.modulus * step
    return Class(modulus, remainder, -((remainder - max(one.first, other.first)) // modulus))
