"""Symbolic integers as text: written in three styles, and read back.

This half of the algebra does no arithmetic of its own. Writing looks only at the terms and parts of what it is
given; reading computes with the ordinary operators and with the functions it is handed. So the imports stay
one-way: `cnncalc.symbolic` imports this file, and everybody else imports `cnncalc.symbolic`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from cnncalc.symbolic import Atom, Int

    Style = Literal["ascii", "unicode", "latex"]

LENGTH_LIMIT = 10_000  # characters of a text to read, and of the text of one floor, min or max
NESTING_LIMIT = 64  # brackets within brackets in a text to read
DIGITS_LIMIT = 12  # digits of a number that people write
EXPONENT_LIMIT = 64  # the highest power of one factor
SIZE_LIMIT = 10**100  # no coefficient and no divisor reaches it

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


# Writing


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


# Reading


class ParseError(ValueError):
    """A text is not an integer expression; `offset` counts characters from 0 to where it went wrong."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def is_symbol(name: str) -> bool:
    """A capital letter other than X, with digits if need be; or a lower-case name that is no function's.

    >>> [name for name in ("H", "C2", "n", "n_2", "X", "Hx", "floor", "2n", "") if is_symbol(name)]
    ['H', 'C2', 'n', 'n_2']
    """
    if not name.isascii() or name in ("floor", "ceil", "min", "max"):
        return False
    if name[:1].isupper():
        return name[0] != "X" and (len(name) == 1 or name[1:].isdigit())
    return name[:1].islower() and all(c.islower() or c.isdigit() or c == "_" for c in name)


def read(
    text: str,
    symbol: Callable[[str], Int],
    functions: Mapping[str, Callable[..., Int]],
    digits: int = DIGITS_LIMIT,
) -> Int:
    """The value of `text`, made with `symbol` and with `functions` (floor, ceil, min and max) of two arguments or, the latter, more."""
    if len(text) > LENGTH_LIMIT:
        raise ParseError(
            f"an expression may have {LENGTH_LIMIT:,} characters; this one has {len(text):,}", LENGTH_LIMIT
        )
    reader = _Reader(text, symbol, functions, digits)
    try:
        value = reader.whole(reader.sum())
        if reader.word:
            raise reader.error(f"unexpected `{reader.word}`")
        return value
    except OverflowError as problem:
        raise reader.error(str(problem)) from None


class _Reader:
    """Recursive descent, one method a level of precedence, from sums down to single operands.

    A value under way is a pair, numerator and denominator: so `floor((H - 3)/2 + 1)` means what it says, and a
    fraction that no floor rounds is found where an integer is needed.
    """

    def __init__(
        self,
        text: str,
        symbol: Callable[[str], Int],
        functions: Mapping[str, Callable[..., Int]],
        digits: int,
    ) -> None:
        self.text, self.symbol, self.functions, self.digits = text, symbol, functions, digits
        self.depth = self.start = self.end = 0
        self.word = ""
        self.advance()

    def error(self, message: str, offset: int | None = None) -> ParseError:
        return ParseError(message, self.start if offset is None else offset)

    def advance(self) -> str:
        """Take the current word, and find the next one: a number, a name or a mark; empty at the end."""
        taken, text, start = self.word, self.text, self.end
        while start < len(text) and text[start].isspace():
            start += 1
        end = start + (2 if text[start : start + 2] in ("**", "//") else 1)
        letter = text[start : start + 1]
        if letter.isalnum() or letter == "_":
            while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                end += 1
        self.start, self.end, self.word = start, min(end, len(text)), text[start:end]
        return taken

    def accept(self, *words: str) -> str:
        return self.advance() if self.word in words else ""

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise self.error(f"expected `{word}`" + (f", not `{self.word}`" if self.word else " at the end"))

    def enter(self) -> None:
        self.depth += 1
        if self.depth > NESTING_LIMIT:
            raise self.error(f"nested more than {NESTING_LIMIT} deep")

    def pair(self, above: Int, below: Int = 1) -> tuple[Int, Int]:
        """A value, unless it is a number beyond all measure: expressions watch their own size, numbers do not."""
        if any(isinstance(part, int) and abs(part) >= SIZE_LIMIT for part in (above, below)):
            raise self.error("a number of more than 100 digits")
        return above, below

    def whole(self, value: tuple[Int, Int], offset: int = 0) -> Int:
        above, below = value
        quotient = above // below
        if quotient * below != above:
            raise self.error("a fraction where an integer is needed; `floor(…)`, `ceil(…)` or `//` round it", offset)
        return quotient

    def sum(self) -> tuple[Int, Int]:
        value = self.product()
        while sign := self.accept("+", "-"):
            (a, b), (c, d) = value, self.product()
            if b != d:
                a, b, c = a * d, b * d, c * b
            value = self.pair(a + c if sign == "+" else a - c, b)
        return value

    def product(self) -> tuple[Int, Int]:
        start, value = self.start, self.signed()
        while mark := self.accept("*", "//", "/", "%"):
            divisor, (a, b), (c, d) = self.start, value, self.signed()
            if mark != "*" and c == 0:
                raise self.error("division by zero", divisor)
            if mark == "*":
                value = self.pair(a * c, b * d)
            elif mark == "/":
                value = self.pair(a * d, b * c)
            else:
                a, c = self.whole((a, b), start), self.whole((c, d), divisor)
                value = self.pair(a // c if mark == "//" else a % c)
        return value

    def signed(self) -> tuple[Int, Int]:
        negative = False
        while sign := self.accept("-", "+"):
            negative ^= sign == "-"
        above, below = self.power()
        return (-above if negative else above), below

    def power(self) -> tuple[Int, Int]:
        start, (above, below) = self.start, self.operand()
        if not self.accept("^", "**"):
            return above, below
        self.enter()
        offset = self.start
        exponent = self.whole(self.signed(), offset)
        self.depth -= 1
        if not isinstance(exponent, int) or not 0 <= exponent <= EXPONENT_LIMIT:
            raise self.error(f"an exponent is a number from 0 to {EXPONENT_LIMIT}, not {exponent}", offset)
        return self.pair(self.whole((above, below), start) ** exponent)

    def operand(self) -> tuple[Int, Int]:
        start, word = self.start, self.advance()
        if word == "(":
            self.enter()
            value = self.sum()
            self.expect(")")
            self.depth -= 1
            return value
        if word in self.functions and self.word == "(":
            return self.call(word, start)
        if word.isascii() and word.isdigit():
            if len(word) > self.digits:
                raise self.error(f"a number of more than {self.digits} digits", start)
            return int(word), 1
        if word[:1].isdigit():
            raise self.error(f"`{word}` is not a number; between the factors of a product stands `*`", start)
        if word[:1].isalpha() or word[:1] == "_":
            try:
                return self.symbol(word), 1
            except ValueError as problem:
                raise self.error(str(problem), start) from None
        raise self.error("expected a number, a symbol or `(`" + (f", not `{word}`" if word else " at the end"), start)

    def call(self, name: str, start: int) -> tuple[Int, Int]:
        self.expect("(")
        self.enter()
        function = self.functions[name]
        values: list[Int] = []
        if name in ("floor", "ceil"):
            values += self.sum()
        else:
            while not values or self.accept(","):
                offset = self.start
                values.append(self.whole(self.sum(), offset))
            if len(values) == 1:
                raise self.error(f"`{name}` compares two values or more", start)
        self.expect(")")
        self.depth -= 1
        return self.pair(function(*values))
