"""Expressions as text, in three styles. Writing does no arithmetic: it looks only at the terms and parts of what it is given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from cnncalc.symbolic.expr import Atom, Int

    Style = Literal["ascii", "unicode", "latex"]

LENGTH_LIMIT = 10_000  # characters of a text to read, and of the text of one floor, min or max
NESTING_LIMIT = 64  # brackets within brackets in a text to read
DIGITS_LIMIT = 12  # digits of a number that people write
EXPONENT_LIMIT = 64  # the highest power of one factor
SIZE_LIMIT = 10**100  # no coefficient and no divisor reaches it

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache(maxsize=1 << 12)  # a table says the same of many layers
def show(x: Int, style: Style = "ascii") -> str:
    """`x` expanded, by falling degree, never factored, as "ascii", "unicode" or "latex"; `parse` reads ASCII back.

    >>> from cnncalc.symbolic import symbol
    >>> C, H = symbol("C"), symbol("H")
    >>> show(27 * C**2 + 3 * C), show(27 * C**2 + 3 * C, "unicode"), show(27 * C**2 + 3 * C, "latex")
    ('27*C^2 + 3*C', '27·C² + 3·C', '27 C^{2} + 3 C')
    >>> print(show((H - 35) // 32, "unicode"), show((H - 35) // 32, "latex"))
    ⌊(H + 29)/32⌋ - 2 \\left\\lfloor \\frac{H + 29}{32} \\right\\rfloor - 2
    """
    if style not in ("ascii", "unicode", "latex"):
        raise ValueError(f"style {style!r}: known are ascii, unicode and latex")
    return write(x, style)


def write(x: Int, style: Style = "ascii") -> str:
    """The text of `x`, term by term in the order of `Expr.terms`."""
    if isinstance(x, int):
        return str(x)
    text = ""
    for coefficient, factors in x.terms():
        if text:
            text += " - " if coefficient < 0 else " + "
        elif coefficient < 0:
            text = "-"
        text += _write_term(abs(coefficient), factors, style)
    return text


def _write_term(coefficient: int, factors: tuple[tuple[Atom, int], ...], style: Style) -> str:
    words: list[str] = [str(coefficient)] if coefficient != 1 or not factors else []
    for atom, exponent in factors:
        word = atom if style == "ascii" else write_atom(atom.kind, atom.parts, style)
        if exponent != 1:
            power = str(exponent)
            word += {"ascii": f"^{power}", "unicode": power.translate(_SUPERSCRIPTS)}.get(style, f"^{{{power}}}")
        words.append(word)
    return {"ascii": "*", "unicode": "·"}.get(style, " ").join(words)


def write_atom(kind: str, parts: tuple[Int | str, ...], style: Style = "ascii") -> str:
    """The text of a symbol, a floor, a minimum or a maximum, given its parts."""
    if kind == "symbol":
        (name,) = parts
        assert isinstance(name, str)
        return _latex_name(name) if style == "latex" else name
    texts = [part if isinstance(part, str) else write(part, style) for part in parts]
    if kind == "floor":
        above, below = texts
        if style == "latex":
            return rf"\left\lfloor \frac{{{above}}}{{{below}}} \right\rfloor"
        quotient = _bracketed(parts[0], above, True) + "/" + _bracketed(parts[1], below, False)
        return f"floor({quotient})" if style == "ascii" else f"⌊{quotient}⌋"
    inside = ", ".join(texts)
    return rf"\{kind}\left({inside}\right)" if style == "latex" else f"{kind}({inside})"


def _bracketed(part: Int | str, text: str, products: bool) -> str:
    """`text` in brackets, unless it is one word or, where `products` may stand bare, one product."""
    if isinstance(part, (int, str)):
        return text
    (coefficient, factors), *others = part.terms()
    bare = not others and (products or (coefficient == 1 and len(factors) == 1))
    return text if bare else f"({text})"


def _latex_name(name: str) -> str:
    if name[0].isupper():
        return name if len(name) == 1 else f"{name[0]}_{{{name[1:]}}}"
    return name if len(name) == 1 else rf"\mathit{{{name}}}".replace("_", r"\_")


def is_symbol(name: str) -> bool:
    """A capital letter other than X, with digits if need be; or a lower-case name that is no function's.

    >>> [name for name in ("H", "C2", "n", "n_2", "X", "Hx", "floor", "2n", "") if is_symbol(name)]
    ['H', 'C2', 'n', 'n_2']
    """
    if not name.isascii() or name in ("floor", "ceil", "min", "max"):
        return False
    first, more = name[:1], name[1:]
    if first.isupper():
        return first != "X" and (not more or more.isdigit())
    return first.islower() and all(c.islower() or c.isdigit() or c == "_" for c in name)
