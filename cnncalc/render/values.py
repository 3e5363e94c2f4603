"""Values as people read them, and as programs do. Rounding is `cnncalc.units`' business alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def size(shape: Iterable[Any]) -> str:
    """`224x224x64`, and symbols as people write them.

    >>> from cnncalc.symbolic import symbol
    >>> H, n = symbol("H"), symbol("n")
    >>> size((224, 224, 64)), size((H // 2, H + 1, n))
    ('224x224x64', '⌊H/2⌋x(H + 1)x(n)')
    """
    return "x".join([one if _stands_alone(one) else f"({one})" for one in map(plain, shape)])


def _stands_alone(extent: str) -> bool:
    """Whether an extent needs no brackets between two x: a number, a capital, one floor."""
    return (
        extent.isdigit()
        or (extent.isalnum() and extent[0].isupper())
        or (extent[:1] == "⌊" and extent.find("⌋") == len(extent) - 1)
    )


def plain(value: Any, *, ascii_only: bool = False) -> str:
    """A number without separators, or a symbolic expression."""
    if isinstance(value, int):
        return str(value)
    from cnncalc.symbolic import show

    return show(value, "ascii" if ascii_only else "unicode")


def people(value: Any, *, in_bytes: bool = False, ascii_only: bool = False) -> str:
    """`1,728`, `12.8 MB`, `27·C² + 3·C`, or text as it is.

    >>> people(1728), people("CONV3-64")
    ('1,728', 'CONV3-64')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        from cnncalc.units import mb

        return f"{value:,}" if not in_bytes else mb(value) if value else "0 MB"
    return plain(value, ascii_only=ascii_only)


def decimal(value: Any) -> str:
    """A fraction in decimals, to two places where it does not end sooner.

    >>> from fractions import Fraction
    >>> decimal(Fraction(217, 4)), decimal(Fraction(7, 3)), decimal(55)
    ('54.25', '2.33', '55')
    """
    if isinstance(value, int):
        return str(value)
    return f"{float(value):.2f}".rstrip("0").rstrip(".") if hasattr(value, "denominator") else plain(value)
