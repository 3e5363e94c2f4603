"""Reading one word of notation: a value, a layer with its numbers and modifiers, a call of a block.

Which numbers and modifiers a layer may have is asked of its kind's fields; this file knows only how they are written.
`notation.py` arranges the words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.layers import ALIASES, CLASSES, kind
from cnncalc.layers.base import PADDING
from cnncalc.spec import expressions
from cnncalc.spec.findings import Mistake
from cnncalc.spec.syntax import Call, Identity, InputItem, LayerItem, Value

if TYPE_CHECKING:
    from collections.abc import Collection

    from cnncalc.diagnostics import Span
    from cnncalc.spec.findings import Findings
    from cnncalc.spec.source import Text

HYPHENS = "-‐‑–—−"
TIMES = "xX×"
NUMBER = re.compile(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?")
SIGNED = re.compile(r"[-+]?(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
SYMBOL = re.compile(r"[A-WYZ][0-9]*")
NAME = re.compile(r"[^\W\d]\w*")
LABEL_PATH = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
LETTERS = re.compile(r"[A-Za-z]+")
SPACE = re.compile(r"\s*")
ODD_NAMES = tuple(sorted((n for n in (*CLASSES, *ALIASES) if not n.isalpha()), key=len, reverse=True))
"""Names that are more than letters: RELU6, CONV2D, SOFT-MAX."""
BOOLEANS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}


class Grammar(NamedTuple):
    """What may follow a kind's name: modifiers that stand alone and modifiers with a value, longest first; numbers."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    numbers: bool = True

    def begins_at(self, string: str, at: int) -> bool:
        """Whether a modifier begins here."""
        if any(string.startswith(word, at) for word in self.words):
            return True
        return any(string.startswith(mark, at) and begins_value(string, at + len(mark), "(") for mark in self.marks)


NOTHING = Grammar((), ())


@cache
def grammar(token: str) -> Grammar:
    """The modifiers of a kind; of all kinds together for "", where only the network's parameters tell the kind."""
    kinds = [kind(token)] if token else [kind(name) for name in CLASSES]
    words: dict[str, None] = {}
    marks: dict[str, None] = {}
    for fields in (k.fields for k in kinds):
        for field in fields.values():
            if isinstance(field.marks, tuple):
                marks.update(dict.fromkeys(field.marks))
                words.update(dict.fromkeys(("same", "valid") if field.type == PADDING else ()))
            else:
                words.update(dict.fromkeys(field.marks))
    return Grammar(
        tuple(sorted(words, key=len, reverse=True)),
        tuple(sorted(marks, key=len, reverse=True)),
        any(field.position for k in kinds for field in k.fields.values()),
    )


def layer_name(string: str, at: int) -> tuple[str, int]:
    """The longest name of a kind that begins here, as its canonical token, and its length; "" and 0 if none does.

    >>> layer_name("maxpool2", 0), layer_name("POOLK", 0), layer_name("relu6", 0)
    (('POOL', 7), ('POOL', 4), ('RELU6', 5))
    """
    for name in ODD_NAMES:
        if string[at : at + len(name)].upper() == name:
            return ALIASES.get(name, name), len(name)
    letters = LETTERS.match(string, at)
    return _longest(letters[0][:20]) if letters else ("", 0)


@lru_cache(1024)
def _longest(letters: str) -> tuple[str, int]:
    upper = letters.upper()
    for length in range(len(upper), 1, -1):
        name = upper[:length]
        if name in CLASSES or name in ALIASES:
            return ALIASES.get(name, name), length
    return "", 0


def begins_value(string: str, at: int, more: str = "") -> bool:
    """Whether a number, a symbol or `$` may begin here, or one of the characters in `more`."""
    c = string[at : at + 1]
    return "0" <= c <= "9" or c == "$" or ("A" <= c <= "Z" and c != "X") or (c != "" and c in more)


class Words:
    """A cursor, `at`, in a text, and methods that read what begins there.

    They return None, the cursor where it was, if nothing of the sort begins there, and raise `Mistake` if it is wrong.
    """

    def __init__(self, text: Text, findings: Findings, blocks: Collection[str] = (), symbols: set[str] | None = None) -> None:
        self.text = text
        self.string = text.string
        self.at = 0
        self.findings = findings
        self.blocks = blocks
        self.symbols = set() if symbols is None else symbols

    def span(self, start: int, end: int | None = None) -> Span:
        """From `start` to `end`, or to the cursor."""
        return self.text.span(start, self.at if end is None else end)

    def peek(self) -> str:
        """The character at the cursor; "" at the end."""
        return self.string[self.at : self.at + 1]

    def skip_space(self) -> None:
        """Move the cursor over white space."""
        self.at = SPACE.match(self.string, self.at).end()  # type: ignore[union-attr]

    # Values

    def scalar(self, grammar: Grammar = NOTHING) -> Value | None:
        """A number, a symbol, `$name` or `$(…)`; `grammar` says which letters may follow a symbol."""
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
            if not size and not (follows.islower() and grammar.begins_at(string, end)):
                return None
        self.at = end
        self.symbols.add(string[start:end])
        return Value(string[start:end], self.text.span(start, end))

    def digits(self, pattern: re.Pattern[str]) -> Value:
        """A number as `pattern` has it."""
        match = pattern.match(self.string, self.at)
        assert match is not None
        start, self.at = match.span()
        if self.at - start > expressions.DIGITS and sum(map(str.isdigit, match[0])) > expressions.DIGITS:
            raise Mistake("CNN103", f"a number of more than {expressions.DIGITS} digits", self.span(start))
        return Value(expressions.number(match[0]), self.span(start))

    def expression(self) -> Value:
        """`$name` or `$(…)`."""
        start = self.at
        if self.string.startswith("$(", start):
            expression, self.at = expressions.parse(self.text, start + 2, closed_by=")")
        else:
            match = NAME.match(self.string, start + 1)
            if match is None:
                raise Mistake("CNN104", "`$` needs a name or an expression", self.span(start, start + 1), help="write `$n` or `$(n - 1)`")
            expression, self.at = expressions.name(self.text, *match.span()), match.end()
        self.symbols.update(name for name in expression.names if expressions.SYMBOL.match(name))
        return Value(expression, self.span(start))

    def number(self, grammar: Grammar = NOTHING, scalar: Value | None = None) -> Value | None:
        """A scalar, or a size such as `3x5` or `227x227x3`."""
        first = scalar or self.scalar(grammar)
        if first is None:
            return None
        parts = [first]
        while (c := self.peek()) and c in TIMES and begins_value(self.string, self.at + 1):
            self.at += 1
            part = self.scalar(grammar)
            if part is None:
                self.at -= 1
                break
            parts.append(part)
        if len(parts) == 1:
            return first
        return Value(tuple(parts), first.span.to(parts[-1].span))

    def bracketed(self, closing: str) -> Value:
        """Values between commas, the cursor on the opening bracket."""
        start = self.at
        self.at += 1
        parts: list[Value] = []
        while True:
            self.skip_space()
            if self.peek() == closing:
                break
            parts.append(self.value())
            self.skip_space()
            if self.peek() == ",":
                self.at += 1
            elif self.peek() != closing:
                raise self.unexpected(start, closing)
        self.at += 1
        return Value(tuple(parts), self.span(start))

    def value(self) -> Value:
        """A value of an option or argument: a number with a sign, a size, a word, `(…)`, `[…]`."""
        start, c = self.at, self.peek()
        if c and c in "([":
            self.nested += 1
            if self.nested > expressions.NESTING:
                raise Mistake("CNN103", f"brackets nest deeper than {expressions.NESTING}", self.span(start, start + 1))
            value = self.bracketed(")" if c == "(" else "]")
            self.nested -= 1
            return value
        if c and SIGNED.match(self.string, start):
            value = self.digits(SIGNED)
            return self.number(scalar=value) or value
        found = self.number()
        if found is not None:
            return found
        word = NAME.match(self.string, start)
        if word is None:
            raise Mistake("CNN102", "a value is missing here", self.span(start, start + 1 if c else start))
        self.at = word.end()
        return Value(BOOLEANS.get(word[0].lower(), word[0]), self.span(start))

    nested = 0

    def unexpected(self, opened: int, closing: str) -> Mistake:
        """What to say where a bracket's list goes on with neither a comma nor the closing bracket."""
        if not self.peek():
            return Mistake("CNN102", f"`{self.string[opened]}` is never closed", self.span(opened, opened + 1))
        shown = expressions.described(self.peek())
        return Mistake("CNN102", f"`,` or `{closing}` is needed here, not {shown}", self.span(self.at, self.at + 1))

    # Layers

    def layer(self, token: str, start: int) -> LayerItem:
        """A layer whose name ends at the cursor: numbers, modifiers, options."""
        known = grammar(token)
        # Behind a name that takes no numbers a capital is part of another name: RELUX, BNN.
        first = self.number(known) if known.numbers or not self.peek().isalpha() else None
        second = self.joined(known)
        modifiers = self.modifiers(known)
        options = self.options(token) if self.peek() == "(" else ()
        return LayerItem(token, first, second, modifiers, options, self.span(start))

    def joined(self, known: Grammar) -> Value | None:
        """The number behind a hyphen; a hyphen before anything else separates."""
        at = self.at
        if not (self.peek() and self.peek() in HYPHENS and begins_value(self.string, at + 1)):
            return None
        self.at += 1
        second = self.number(known)
        if second is None:
            self.at = at
        return second

    def modifiers(self, known: Grammar) -> tuple[tuple[str, Value | None, Span], ...]:
        """What stands behind the numbers: `/4`, `p1x2`, `same`."""
        string = self.string
        found: list[tuple[str, Value | None, Span]] = []
        while self.at < len(string):
            start = self.at
            mark = next((word for word in known.words if string.startswith(word, start)), None)
            value = None
            if mark is not None:
                self.at += len(mark)
            else:
                mark = next((mark for mark in known.marks if string.startswith(mark, start)), None)
                if mark is None:
                    break
                self.at += len(mark)
                value = self.bracketed(")") if self.peek() == "(" else self.number(known)
                if value is None:
                    follows = string[self.at : self.at + 1]
                    if mark != "/" and (follows.isalnum() or follows == "_"):
                        self.at = start
                        break
                    span = self.span(start)
                    gap = re.compile(r"[ \t]+[0-9][\w.]*").match(string, self.at)
                    self.at = gap.end() if gap else self.at
                    raise Mistake("CNN102", f"`{mark}` needs a number", span, help=f"write it without a space: `{mark}2`")
            found.append((mark, value, self.span(start)))
        return tuple(found)

    def options(self, token: str) -> tuple[tuple[str, Value, Span], ...]:
        """`(kernel=3, bias=no)` behind a layer."""
        start = self.at
        positional, named = self.arguments()
        if positional:
            raise Mistake(
                "CNN102", f"{token} takes its options by name", positional[0].span,
                help=f"write `{token}(kernel=3)`; a group needs a space before its bracket" if start else "",
            )  # fmt: skip
        return named

    def arguments(self) -> tuple[tuple[Value, ...], tuple[tuple[str, Value, Span], ...]]:
        """Positional and named values between brackets, the cursor on the opening one."""
        start = self.at
        self.at += 1
        positional: list[Value] = []
        named: list[tuple[str, Value, Span]] = []
        while True:
            self.skip_space()
            if self.peek() == ")":
                break
            word = NAME.match(self.string, self.at)
            equals = SPACE.match(self.string, word.end()).end() if word else 0  # type: ignore[union-attr]
            if word and self.string[equals : equals + 1] == "=":
                span = self.span(*word.span())
                self.at = equals + 1
                self.skip_space()
                named.append((word[0], self.value(), span))
            else:
                value = self.value()
                if named:
                    raise Mistake("CNN102", "a value without a name stands behind one with a name", value.span)
                positional.append(value)
            self.skip_space()
            if self.peek() == ",":
                self.at += 1
            elif self.peek() != ")":
                raise self.unexpected(start, ")")
        self.at += 1
        return tuple(positional), tuple(named)

    def call(self, block: str, start: int) -> Call:
        """A call of a block whose name ends at the cursor; without arguments the brackets may be left out."""
        positional, named = self.arguments() if self.peek() == "(" else ((), ())
        return Call(block, positional, named, self.span(start))

    def by_parameter(self, start: int) -> LayerItem | Call:
        """`$act`, a layer or block whose name a parameter holds."""
        name = self.expression()
        if self.peek() == "(":
            positional, named = self.arguments()
            return Call(name, positional, named, self.span(start))
        known = grammar("")
        follows = self.peek()
        second = self.joined(known)
        modifiers = self.modifiers(known) if second or follows == "/" or follows.isalpha() else ()
        first = None
        options = self.options("a layer") if self.peek() == "(" else ()
        return LayerItem(name, first, second, modifiers, options, self.span(start))

    def identity(self, start: int) -> Identity | None:
        """`ID`."""
        word = NAME.match(self.string, start)
        if word is None or word[0].upper() != "ID":
            return None
        self.at = word.end()
        return Identity(self.span(start))

    def input(self, start: int) -> InputItem:
        """`INPUT 227x227x3`, the cursor behind the name; the size may stand in brackets."""
        name_end = self.at
        self.skip_space()
        c = self.peek()
        if c and (c in ":=" or (c in HYPHENS and begins_value(self.string, self.at + 1))):
            self.at += 1
            self.skip_space()
        size = self.size()
        if size is None:
            help = "write its size, height x width x depth: `INPUT 224x224x3`"
            raise Mistake("CNN207", "INPUT has no size", self.span(start, name_end), help=help)
        return InputItem(size, self.span(start))

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
                raise self.unexpected(start, closing)
            self.at += 1
        if len(parts) not in counts:
            help = "write height x width x depth, as in `224x224x3`; a vector of D numbers is `1x1xD`"
            raise Mistake("CNN203", f"a size has three extents, not {len(parts)}", self.span(start), help=help)
        return Value(tuple(parts), self.span(start))
