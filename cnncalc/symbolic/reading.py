"""Expressions read back from text, by the ordinary operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.symbolic.bounds import maximum, minimum
from cnncalc.symbolic.division import ceil_div, floor_div
from cnncalc.symbolic.expr import symbol
from cnncalc.symbolic.text import DIGITS_LIMIT, EXPONENT_LIMIT, LENGTH_LIMIT, NESTING_LIMIT, SIZE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.symbolic.expr import Int

FUNCTIONS: dict[str, Callable[..., Int]] = {"floor": floor_div, "ceil": ceil_div, "min": minimum, "max": maximum}


class ParseError(ValueError):
    """A text is not an integer expression; `offset` counts characters from 0 to where it went wrong."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def parse(text: str, *, digits: int = DIGITS_LIMIT) -> Int:
    """The value of an expression: numbers, symbols, `+ - * // % ^` (or `**`), brackets, floor, ceil, min and max.

    What `show` writes in ASCII comes back equal; for sums of more than twelve digits allow more `digits` a number.
    A slash needs a floor or ceil around it, unless nothing is left over. Raises `ParseError`, a ValueError that
    knows its `offset`.

    >>> parse("2*(H + 1)//4"), parse("ceil((W - 3)/2 + 1)"), parse("32*n/4"), parse("min(2*H, H + W, 9)")
    (floor((H + 1)/2), floor(W/2), 8*n, min(2*H, H + W, 9))
    """
    if len(text) > LENGTH_LIMIT:
        raise ParseError(
            f"an expression may have {LENGTH_LIMIT:,} characters; this one has {len(text):,}", LENGTH_LIMIT
        )
    reader = _Reader(text, digits)
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

    def __init__(self, text: str, digits: int) -> None:
        self.text, self.digits = text, digits
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
        if word in FUNCTIONS and self.word == "(":
            return self.call(word, start)
        if word.isascii() and word.isdigit():
            if len(word) > self.digits:
                raise self.error(f"a number of more than {self.digits} digits", start)
            return int(word), 1
        if word[:1].isdigit():
            raise self.error(f"`{word}` is not a number; between the factors of a product stands `*`", start)
        if word[:1].isalpha() or word[:1] == "_":
            try:
                return symbol(word), 1
            except ValueError as problem:
                raise self.error(str(problem), start) from None
        raise self.error("expected a number, a symbol or `(`" + (f", not `{word}`" if word else " at the end"), start)

    def call(self, name: str, start: int) -> tuple[Int, Int]:
        self.expect("(")
        self.enter()
        function = FUNCTIONS[name]
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
