"""A layer written back as canonical notation, from its fields alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnncalc.layers.base import MARGIN, PADDING, Padding

if TYPE_CHECKING:
    from cnncalc.layers.base import Field, Layer


@lru_cache(maxsize=1 << 12)  # a table says the same of many layers
def write(layer: Layer, digits: int = 17) -> str:
    """`CONV11-96/4p0`: name, main numbers, then every modifier that is not at its default; else options by name.

    Of a real no more than `digits` significant digits are written; 17 are all that it has.
    """
    reals = {name: value for name, value in layer.options().items() if isinstance(value, float)} if digits < 17 else {}
    if reals:
        layer = layer.replace(**{name: float(f"{value:.{digits}g}") for name, value in reals.items()})
    first, second, modifiers, named = "", "", "", []
    for name, field in layer.fields.items():
        value = getattr(layer, name)
        if value is None or (value == field.default and field.position is None):
            continue
        if field.type == MARGIN and not _is_short(value):
            named.append(f"{name}={text(value)}")
        elif field.position == 1:
            first = "" if value == field.default and not field.required else text(value)
        elif field.position == 2:
            second = f"-{text(value)}"
        else:
            mark = _modifier(field, value)
            if mark is None:
                named.append(f"{name}={text(value)}")
            else:
                modifiers += mark
    options = f"({', '.join(named)})" if named else ""
    return f"{layer.tokens[0]}{first}{second}{modifiers}{options}"


def _is_short(sides: Padding) -> bool:
    """Whether notation writes a margin without brackets: `4`, `4x2`."""
    return bool(sides.top == sides.bottom and sides.left == sides.right)


def _modifier(field: Field, value: Any) -> str | None:
    if isinstance(field.marks, tuple):
        if field.type == PADDING and isinstance(value, str):
            return value
        return field.marks[0] + text(value) if field.marks else None
    return next((mark for mark, meaning in field.marks.items() if meaning == value), None)


def text(value: Any) -> str:
    """A hyper-parameter as notation writes it; a symbolic sum in the form of an expression, `$(F - 1)`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, Padding):
        if _is_short(value):
            return text(value.top) if value.top == value.left else f"{text(value.top)}x{text(value.left)}"
        return f"({','.join(map(text, value))})"
    if isinstance(value, tuple):
        height, width = map(text, value)
        return height if height == width else f"{height}x{width}"
    plain = str(value)
    return plain if plain.isalnum() else f"$({plain})"
