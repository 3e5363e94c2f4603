"""The arithmetic behind `$name` and `$(…)`: read once into a short program for a stack, run whenever a value is needed.

Integers and reals, `+ - * / // % **`, comparison, `and or not`, `a if c else b`, a few functions, lists and indexing, and
nothing else. A program is a flat list of steps, each with its place, so that neither a long sum nor a deep one can
exhaust Python's stack and every mistake points at its operands. `evaluation.py` runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.pattern import pattern
from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Mistake

if TYPE_CHECKING:
    from cnncalc.spec.source import Text

NESTING = 64
DIGITS = 12
STEPS = 2_000
"""Brackets within brackets, digits in a number that people write, operations in one expression."""

BEYOND = "a number beyond all measure"
"""What is said of `1e999`, whose value is infinity, wherever it is written."""

FUNCTIONS = ("min", "max", "round", "ceil", "floor", "divisible")
WORDS = frozenset(("and", "or", "not", "if", "else"))

SYMBOL = pattern(r"[A-WYZ][0-9]{0,12}\Z")
TOKEN = pattern(
    r"\s*(?:([0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)|([^\W\d]\w*)"
    r"|(\*\*|//|<=|>=|==|!=|[-+*/%^<>()\[\],]))"
)

PUSH, LOAD, UNARY, BINARY, LIST, INDEX, CALL = "push", "load", "unary", "binary", "list", "index", "call"
JUMP, UNLESS, AND, OR = "jump", "unless", "and", "or"
"""What a step does; the last four skip ahead by their argument: always, unless the value taken is true, or keeping a
value that decides `and`, `or` already."""

COMPARISON, UNARY_MINUS, POWER = 4, 7, 8
PRECEDENCE = {"or": 1, "and": 2, **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), COMPARISON)}
PRECEDENCE |= {"+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "**": POWER, "^": POWER}
NOT = 3


class Step(NamedTuple):
    """One step of a program, and where the text it stands for begins and ends."""

    operation: str
    argument: Any
    start: int
    end: int


class Expression:
    """A program, the text it was read from with where it begins and ends there, and the names it asks for."""

    __slots__ = ("end", "start", "steps", "text")

    def __init__(self, steps: tuple[Step, ...], text: Text, start: int, end: int) -> None:
        self.steps, self.text, self.start, self.end = steps, text, start, end

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the expression asks for, in order."""
        return tuple(step.argument for step in self.steps if step.operation == LOAD)

    def __str__(self) -> str:
        return self.text.string[self.start : self.end]


def significant(number: str) -> int:
    """How many digits of a number as written count: neither zeros before the first other digit nor an exponent.

    >>> significant("0.00125"), significant("1_000"), significant("2.5e-12"), significant("0.0")
    (3, 4, 2, 0)
    """
    mantissa = number.lower().partition("e")[0]
    return sum(map(str.isdigit, mantissa.lstrip("0._")))


def name(text: Text, start: int, end: int) -> tuple[Expression, int]:
    """`$name`, whose identifier stands from `start` to `end`, or `$name[i]`, and the index behind it. Raises `Mistake`."""
    steps = [Step(LOAD, text.string[start:end], start, end)]
    while text.string.startswith("[", end):
        index, end = parse(text, end + 1, closed_by="]")
        steps += [*index.steps, Step(INDEX, None, start, end)]
    return Expression(tuple(steps), text, start, end), end


def parse(text: Text, start: int = 0, *, closed_by: str = "", units: bool = False) -> tuple[Expression, int]:
    """The expression that begins at `start`, and the index behind it; up to the bracket `closed_by`, or to the end.

    With `units` a number may have one, as in a budget: 5M, 300MB. Raises `Mistake`.
    """
    parser = _Parser(text, start, units)
    begin = parser.start
    parser.expression()
    if parser.token != closed_by:
        unclosed = closed_by and not parser.token
        raise parser.mistake(
            f"`{closed_by}` is missing" if unclosed else f"unexpected `{parser.token}` in an expression"
        )
    return Expression(tuple(parser.steps), text, begin, parser.last), parser.end


class _Parser:
    """Precedence climbing. `token` is the current token, from `start` to `end`; `last` is where the one before it ended."""

    def __init__(self, text: Text, start: int, units: bool = False) -> None:
        self.text = text
        self.string = text.string
        self.units = units
        self.steps: list[Step] = []
        self.depth = 0
        self.last = self.start = self.end = start
        self.token = ""
        self.is_name = self.is_number = False
        self.advance()

    def mistake(
        self, message: str, start: int | None = None, end: int | None = None, help: str = "", code: str = "CNN104"
    ) -> Mistake:
        start = self.start if start is None else start
        return Mistake(code, message, self.text.span(start, max(start, self.end if end is None else end)), help=help)

    def advance(self) -> None:
        self.last = self.end
        match = TOKEN.match(self.string, self.end)
        if match is None:
            self._no_token()
            return
        self.start, self.end = match.span(match.lastindex or 0)
        self.token = match[match.lastindex or 0]
        self.is_number, self.is_name = match.lastindex == 1, match.lastindex == 2

    def _no_token(self) -> None:
        rest = self.string[self.end :]
        at = self.end + len(rest) - len(rest.lstrip())
        self.is_name = self.is_number = False
        if at < len(self.string):
            self.start, self.end = at, at + 1
            character = self.string[at]
            help = (
                "write `==` to compare"
                if character == "="
                else "a name stands here without `$`"
                if character == "$"
                else ""
            )
            raise self.mistake(f"{described(character)} has no meaning in an expression", help=help)
        self.token, self.start, self.end = "", len(self.string), len(self.string)

    def enter(self) -> None:
        self.depth += 1
        if self.depth > NESTING:
            raise self.mistake(f"an expression nests deeper than {NESTING}", code="CNN103")

    def emit(self, operation: str, argument: Any, start: int, at: int | None = None) -> None:
        step = Step(operation, argument, start, self.last)
        if len(self.steps) >= STEPS:
            raise self.mistake(f"an expression of more than {STEPS:,} operations", code="CNN103")
        if at is None:
            self.steps.append(step)
        else:
            self.steps.insert(at, step)

    def expression(self) -> None:
        """`a if c else b`, or what binds more tightly; the condition is computed first and one of the values only."""
        self.enter()
        begin, at = self.start, len(self.steps)
        self.operators(1)
        if self.token == "if":
            self.advance()
            then = self.steps[at:]
            del self.steps[at:]
            condition = self.start
            self.operators(1)
            self.emit(UNLESS, len(then) + 1, condition)
            if self.token != "else":
                raise self.mistake("`else` is missing: `a if c else b`")
            self.advance()
            self.steps += then
            jump = len(self.steps)
            self.expression()
            self.emit(JUMP, len(self.steps) - jump, begin, jump)
        self.depth -= 1

    def operators(self, lowest: int) -> None:
        """Operands joined by operators that bind at least as tightly as `lowest`."""
        begin = self.start
        self.prefixed(lowest)
        while (precedence := PRECEDENCE.get(self.token, 0)) >= lowest:
            operator = self.token
            self.advance()
            at = len(self.steps)
            if operator in ("**", "^"):
                self.enter()
                self.operators(UNARY_MINUS)
                self.depth -= 1
            else:
                self.operators(precedence + 1)
            if operator in ("and", "or"):
                self.emit(operator, len(self.steps) - at, begin, at)
            else:
                self.emit(BINARY, "**" if operator == "^" else operator, begin)
            if precedence == COMPARISON and PRECEDENCE.get(self.token) == COMPARISON:
                raise self.mistake("a comparison has two sides", begin, help="join two comparisons with `and`")

    def prefixed(self, lowest: int) -> None:
        """An operand with its signs, or a comparison with its `not`s: signs bind tightly, `not` loosely."""
        begin, signs = self.start, 0
        word = "not" if self.token == "not" and lowest <= NOT else "-"
        while self.token == word or (word == "-" and self.token == "+"):
            signs += self.token != "+"
            self.advance()
        if self.start == begin:
            self.operand()
            return
        self.operators(COMPARISON if word == "not" else UNARY_MINUS)
        for _ in range(signs):
            self.emit(UNARY, word, begin)

    def operand(self) -> None:
        begin, token = self.start, self.token
        if self.is_number:
            self.advance()
            if self.units and self.is_name and self.start == self.last:
                self.emit(PUSH, self.quantity(begin), begin)
            else:
                self.emit(PUSH, self.number(token, begin), begin)
        elif token == "(":
            self.advance()
            self.expression()
            self.expect(")", begin)
        elif token == "[":
            self.advance()
            self.emit(LIST, self.arguments("]", begin), begin)
        elif self.is_name and token not in WORDS:
            self.advance()
            if self.token == "(":
                self.call(token, begin)
            else:
                self.emit(LOAD, token, begin)
        else:
            found = f", not `{token}`" if token else ""
            raise self.mistake(f"an expression needs a number or a name here{found}")
        while self.token == "[":
            opened = self.start
            self.advance()
            self.expression()
            self.expect("]", opened)
            self.emit(INDEX, None, begin)

    def number(self, token: str, start: int) -> int | float:
        if significant(token) > DIGITS:
            help = "multiply smaller numbers, if it must be that large"
            raise self.mistake(f"a number of more than {DIGITS} digits", start, self.last, help, "CNN103")
        value = number(token)
        if value == float("inf"):
            raise self.mistake(BEYOND, start, self.last, code="CNN103")
        return value

    def quantity(self, begin: int) -> int:
        """A number and its unit, which is the current token; exactly."""
        from cnncalc.units import BYTES, COUNTS, parse_bytes, parse_count

        written, unit = self.string[begin : self.end], self.token
        if unit not in COUNTS and unit not in BYTES:
            help = f"there are {', '.join(dict.fromkeys(one for one in (*COUNTS, *BYTES) if one))}"
            raise self.mistake(f"`{unit}` is no unit", help=help)
        try:
            value = parse_count(written) if unit in COUNTS else parse_bytes(written)
        except ValueError as problem:
            raise self.mistake(str(problem), begin) from None
        self.advance()
        return value

    def call(self, function: str, begin: int) -> None:
        if function not in FUNCTIONS:
            from cnncalc.spec.findings import did_you_mean, listed

            help = did_you_mean(function, FUNCTIONS, f"there are {listed(FUNCTIONS)}")
            raise self.mistake(f"there is no function `{function}`", begin, self.last, help)
        opened = self.start
        self.advance()
        count = self.arguments(")", opened)
        self.emit(CALL, (function, count), begin)

    def arguments(self, closing: str, opened: int) -> int:
        """Values between commas up to `closing`, and how many they are."""
        count = 0
        while self.token != closing:
            if not self.token:
                self.expect(closing, opened)
            self.expression()
            count += 1
            if self.token != closing:
                self.expect(",", opened, closing)
        self.advance()
        return count

    def expect(self, token: str, opened: int, closing: str = "") -> None:
        if self.token == token:
            self.advance()
            return
        if not self.token:
            raise self.mistake(f"`{self.string[opened]}` is never closed", opened, opened + 1)
        wanted = f"`{token}` or `{closing}`" if closing else f"`{token}`"
        raise self.mistake(f"an expression needs {wanted} here, not `{self.token}`")


def number(token: str) -> int | float:
    """The value of digits, with a point or an exponent a float; the caller has bounded their number."""
    token = token.replace("_", "")
    return float(token) if "." in token or "e" in token or "E" in token else int(token)


def described(character: str) -> str:
    """A character for a message: itself, or its number where it cannot be printed."""
    return f"`{character}`" if character.isprintable() else f"character U+{ord(character):04X}"
