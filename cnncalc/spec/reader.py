"""Reading values: numbers, symbols, `$name` and `$(…)`, sizes, lists, words.

A value has the same form wherever it stands: in notation, in YAML, on a command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.pattern import pattern
from cnncalc.spec import expressions
from cnncalc.spec.findings import Mistake
from cnncalc.spec.syntax import Value

if TYPE_CHECKING:
    import re
    from collections.abc import Collection

    from cnncalc.diagnostics import Span
    from cnncalc.spec.source import Text

HYPHENS = "-‐‑–—−"
TIMES = "xX×"
LIST = 10_000
"""Values in one list."""

NUMBER = pattern(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?")
SIGNED = pattern(r"[-+]?(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
SYMBOL = pattern(r"[A-WYZ][0-9]{0,12}")
NAME = pattern(r"[^\W\d]\w*")
INDEX = pattern(r"([a-z_]\w*)\s*<\s*")
SPACE = pattern(r"\s*")
BOOLEANS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
SIZE_HELP = "write height x width x depth, as in `224x224x3`; a vector of D numbers is `1x1xD`"


class Vocabulary:
    """What a description's texts share: names that call blocks, the symbols met so far, the number of items read."""

    def __init__(self, blocks: Collection[str] = (), symbols: set[str] | None = None) -> None:
        self.blocks: dict[str, None] = dict.fromkeys(blocks)
        self.symbols: set[str] = set() if symbols is None else symbols
        self.items = 0


def begins_value(string: str, at: int, more: str = "") -> bool:
    """Whether a number, a symbol or `$` may begin here, or one of the characters in `more`."""
    c = string[at : at + 1]
    return "0" <= c <= "9" or c == "$" or ("A" <= c <= "Z" and c != "X") or (c != "" and c in more)


class Modifiers:
    """The modifiers that may follow a symbol: none, unless a kind of layer says otherwise."""

    def begin_at(self, string: str, at: int) -> bool:
        """Whether a modifier begins here."""
        return False


NONE = Modifiers()


class Reader:
    """A cursor, `at`, in a text, and methods that read what begins there.

    They return None, the cursor where it was, if nothing of the sort begins there, and raise `Mistake` if it is wrong.
    """

    def __init__(self, text: Text, vocabulary: Vocabulary | None = None) -> None:
        self.text = text
        self.string = text.string
        self.at = 0
        self.vocabulary = vocabulary or Vocabulary()
        self.nested = 0

    def span(self, start: int, end: int | None = None) -> Span:
        """From `start` to `end`, or to the cursor."""
        return self.text.span(start, self.at if end is None else end)

    def peek(self) -> str:
        """The character at the cursor; "" at the end."""
        return self.string[self.at : self.at + 1]

    def skip_space(self) -> None:
        """Move the cursor over white space."""
        self.at = SPACE.match(self.string, self.at).end()  # type: ignore[union-attr]

    def index(self) -> str:
        """The `i` of `i<4`, a repeat's index; "" if none stands here."""
        c = self.peek()
        match = INDEX.match(self.string, self.at) if "a" <= c <= "z" or c == "_" else None
        if match is None:
            return ""
        self.at = match.end()
        return match[1]

    def scalar(self, modifiers: Modifiers = NONE) -> Value | None:
        """A number, a symbol, `$name` or `$(…)`; `modifiers` says which letters may follow a symbol."""
        string, start = self.string, self.at
        c = string[start : start + 1]
        if "0" <= c <= "9":
            return self.digits(NUMBER)
        if c == "$":
            return self.expression()
        if not ("A" <= c <= "Z" and c != "X"):
            return None
        end = SYMBOL.match(string, start).end()  # type: ignore[union-attr]
        follows = string[end : end + 1]
        if follows.isalnum() or follows == "_":
            size = follows in TIMES and begins_value(string, end + 1)
            if not size and not (follows.islower() and modifiers.begin_at(string, end)):
                return None
        self.at = end
        name = string[start:end]
        self.vocabulary.symbols.add(name)
        return Value(name, self.text, start, end)

    def digits(self, written: re.Pattern[str]) -> Value:
        """A number as `written` has it."""
        string, start = self.string, self.at
        end = start
        while "0" <= string[end : end + 1] <= "9":
            end += 1
        if end == start or string[end : end + 1] in ("_", ".", "e", "E"):  # no number of digits alone, as most are
            match = written.match(string, start)
            assert match is not None
            end = match.end()
        self.at = end
        digits = string[start:end]
        if len(digits) > expressions.DIGITS and expressions.significant(digits) > expressions.DIGITS:
            help = f"numbers of up to {expressions.DIGITS} digits are read"
            raise Mistake("CNN103", f"a number of more than {expressions.DIGITS} digits", self.span(start), help=help)
        content = int(digits) if digits.isdigit() else expressions.number(digits)
        if abs(content) == float("inf"):
            raise Mistake("CNN103", expressions.BEYOND, self.span(start))
        return Value(content, self.text, start, self.at)

    def expression(self) -> Value:
        """`$name`, `$name[i]` or `$(…)`."""
        start = self.at
        if self.string.startswith("$(", start):
            expression, self.at = expressions.parse(self.text, start + 2, closed_by=")")
        else:
            match = NAME.match(self.string, start + 1)
            if match is None:
                help = "write `$n` or `$(n - 1)`"
                raise Mistake("CNN104", "`$` needs a name or an expression", self.span(start, start + 1), help=help)
            expression, self.at = expressions.name(self.text, *match.span())
        self.vocabulary.symbols.update(name for name in expression.names if expressions.SYMBOL.match(name))
        return Value(expression, self.text, start, self.at)

    def number(self, modifiers: Modifiers = NONE, first: Value | None = None) -> Value | None:
        """A scalar, or a size such as `3x5` or `227x227x3`, of which the first may have been read already."""
        first = first or self.scalar(modifiers)
        if first is None:
            return None
        c = self.peek()
        if not c or c not in TIMES:
            return first
        parts = [first]
        while (c := self.peek()) and c in TIMES and begins_value(self.string, self.at + 1):
            self.at += 1
            part = self.scalar(modifiers)
            if part is None:
                self.at -= 1
                break
            parts.append(part)
        return first if len(parts) == 1 else Value(tuple(parts), self.text, first.start, self.at)

    def bracketed(self, closing: str) -> Value:
        """Values between commas, the cursor on the opening bracket."""
        start = self.at
        self.nested += 1
        if self.nested > expressions.NESTING:
            raise Mistake("CNN103", f"brackets nest deeper than {expressions.NESTING}", self.span(start, start + 1))
        self.at += 1
        parts: list[Value] = []
        while True:
            self.skip_space()
            if self.peek() == closing:
                break
            parts.append(self.value())
            if len(parts) > LIST:
                raise Mistake("CNN103", f"a list of more than {LIST:,} values", self.span(start, start + 1))
            self.comma(start, closing)
        self.at += 1
        self.nested -= 1
        return Value(tuple(parts), self.text, start, self.at)

    def comma(self, opened: int, closing: str) -> None:
        """Step over a comma, unless the closing bracket stands here."""
        self.skip_space()
        c = self.peek()
        if c == ",":
            self.at += 1
        elif not c:
            raise Mistake("CNN102", f"`{self.string[opened]}` is never closed", self.span(opened, opened + 1))
        elif c != closing:
            shown = expressions.described(c)
            raise Mistake("CNN102", f"`,` or `{closing}` is needed here, not {shown}", self.span(self.at, self.at + 1))

    def value(self) -> Value:
        """A value of an option or argument: a number with a sign, a size, a word, `(…)`, `[…]`."""
        start, c = self.at, self.peek()
        if c and c in "([":
            return self.bracketed(")" if c == "(" else "]")
        if c and SIGNED.match(self.string, start):
            value = self.digits(SIGNED)
            return self.number(first=value) or value
        found = self.number()
        if found is not None:
            return found
        word = NAME.match(self.string, start)
        if word is None:
            raise Mistake("CNN102", "a value is missing here", self.span(start, start + 1 if c else start))
        self.at = word.end()
        return Value(BOOLEANS.get(word[0].lower(), word[0]), self.text, start, self.at)

    def size(self, counts: tuple[int, ...] = (3,)) -> Value | None:
        """`227x227x3`, with or without brackets; `counts` says how many extents it may have."""
        start = self.at
        closing = {"[": "]", "(": ")"}.get(self.peek(), "")
        if closing:
            self.at += 1
            self.skip_space()
        parts: list[Value] = []
        while (part := self.scalar()) is not None:
            parts.append(part)
            end = self.at
            self.skip_space()
            separator = self.peek()
            if not (separator and separator in (TIMES + "," if closing else TIMES)):
                self.at = self.at if closing else end
                break
            self.at += 1
            self.skip_space()
            if not begins_value(self.string, self.at):
                self.at = end
                break
        if not parts:
            self.at = start
            return None
        if closing:
            if self.peek() != closing:
                self.comma(start, closing)
                raise Mistake("CNN203", "a size has three extents", self.span(start), help=SIZE_HELP)
            self.at += 1
        if len(parts) not in counts:
            raise Mistake("CNN203", f"a size has three extents, not {len(parts)}", self.span(start), help=SIZE_HELP)
        return Value(tuple(parts), self.text, start, self.at)
