"""Reading one word of notation: a layer with its numbers and modifiers, a call of a block, the input.

Which numbers and modifiers a layer may have is asked of its kind's fields; this file knows only how they are written.
`notation.py` arranges the words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cnncalc.layers import ALIASES, CLASSES, kind
from cnncalc.layers.base import PADDING
from cnncalc.pattern import pattern
from cnncalc.spec.findings import Mistake
from cnncalc.spec.reader import HYPHENS, NAME, SPACE, Modifiers, Reader, begins_value
from cnncalc.spec.syntax import Call, InputItem, LayerItem, Place, Value

if TYPE_CHECKING:
    from cnncalc.spec.findings import Findings
    from cnncalc.spec.reader import Vocabulary
    from cnncalc.spec.source import Text

MANY = 256
"""Modifiers or arguments of one word."""

LETTERS = pattern(r"[A-Za-z]+")
ODD_NAMES = tuple(sorted((n for n in (*CLASSES, *ALIASES) if not n.isalpha()), key=len, reverse=True))
"""Names that are more than letters: RELU6, CONV2D, SOFT-MAX."""
ODD_LETTERS = frozenset(c for name in ODD_NAMES for c in (name[0], name[0].lower()))


class Grammar(Modifiers):
    """What may follow a kind's name: `words`, modifiers that stand alone, and `marks`, modifiers with a value, the
    longest first; whether there are `numbers`."""

    def __init__(self, words: list[str], marks: list[str], numbers: bool) -> None:
        self.words = sorted(dict.fromkeys(words), key=len, reverse=True)
        self.marks = sorted(dict.fromkeys(marks), key=len, reverse=True)
        self.numbers = numbers
        self.by_letter: dict[str, list[tuple[str, bool]]] = {}
        """Modifiers, and whether each stands alone, by their first letter, in the order in which to try them."""
        for mark in (*self.words, *self.marks):
            self.by_letter.setdefault(mark[0], []).append((mark, mark in self.words))

    def begin_at(self, string: str, at: int) -> bool:
        mark, alone = self.at(string, at)
        return bool(mark) and (alone or begins_value(string, at + len(mark), "("))

    def at(self, string: str, at: int) -> tuple[str, bool]:
        """The modifier that begins here, "" if none does, and whether it stands alone."""
        for found in self.by_letter.get(string[at : at + 1], ()):
            if string.startswith(found[0], at):
                return found
        return "", False


@cache
def grammar(token: str) -> Grammar:
    """What may follow the name of a kind; of any kind for "", where only the network's parameters tell the kind."""
    kinds = [kind(token)] if token else [kind(name) for name in CLASSES]
    words: list[str] = []
    marks: list[str] = []
    numbers = False
    for field in (field for k in kinds for field in k.fields.values()):
        numbers |= field.position is not None
        if isinstance(field.marks, tuple):
            marks += field.marks
            words += ("same", "valid") if field.type == PADDING else ()
        else:
            words += field.marks
    return Grammar(words, marks, numbers)


def layer_name(string: str, at: int) -> tuple[str, int]:
    """The longest name of a kind that begins here, as its canonical token, and its length; "" and 0 if none does.

    >>> layer_name("maxpool2", 0), layer_name("POOLK", 0), layer_name("relu6", 0)
    (('POOL', 7), ('POOL', 4), ('RELU6', 5))
    """
    if string[at : at + 1] in ODD_LETTERS:
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


class Words(Reader):
    """A reader of words; what is wrong goes into `findings`."""

    def __init__(self, text: Text, findings: Findings, vocabulary: Vocabulary | None = None) -> None:
        super().__init__(text, vocabulary)
        self.findings = findings

    def layer(self, token: str, start: int) -> LayerItem:
        """A layer whose name ends at the cursor: numbers, modifiers, options."""
        known = grammar(token)
        # Behind a name that takes no numbers a capital is part of another name: RELUX, BNN.
        first = self.number(known) if known.numbers or not self.peek().isalpha() else None
        second = self.joined(known)
        modifiers = self.modifiers(known)
        options = self.options(token) if self.peek() == "(" else ()
        return LayerItem(token, first, second, modifiers, options, self.span(start), self.string[start : self.at])

    def joined(self, known: Grammar) -> Value | None:
        """The number behind a hyphen; a hyphen before anything else separates."""
        at = self.at
        c = self.peek()
        if not (c and c in HYPHENS and begins_value(self.string, at + 1)):
            return None
        self.at += 1
        second = self.number(known)
        if second is None:
            self.at = at
        return second

    def modifiers(self, known: Grammar) -> tuple[tuple[str, Value | None, Place], ...]:
        """What stands behind the numbers: `/4`, `p1x2`, `same`."""
        string = self.string
        found: list[tuple[str, Value | None, Place]] = []
        while True:
            start = self.at
            mark, alone = known.at(string, start)
            if not mark:
                return tuple(found)
            self.at += len(mark)
            value = None
            if not alone:
                value = self.bracketed(")") if self.peek() == "(" else self.number(known)
                if value is None:
                    follows = self.peek()
                    if mark != "/" and (follows.isalnum() or follows == "_"):
                        self.at = start
                        return tuple(found)
                    raise self.no_number(mark, start)
            found.append((mark, value, Place(self.text, start, self.at)))
            if len(found) > MANY:
                raise Mistake("CNN103", f"more than {MANY} modifiers", self.span(start))

    def no_number(self, mark: str, start: int) -> Mistake:
        """What to say of a modifier without its value, which may stand behind a space."""
        span = self.span(start)
        gap = re.compile(r"[ \t]+[0-9][\w.]*").match(self.string, self.at)
        self.at = gap.end() if gap else self.at
        return Mistake("CNN102", f"`{mark}` needs a number", span, help=f"write it without a space: `{mark}2`")

    def options(self, token: str) -> tuple[tuple[str, Value, Place], ...]:
        """`(kernel=3, bias=no)` behind a layer."""
        positional, named = self.arguments()
        if positional:
            help = f"write `{token}(kernel=3)`; a group needs a space before its bracket"
            raise Mistake("CNN102", f"{token} takes its options by name", positional[0].span, help=help)
        return named

    def arguments(self) -> tuple[tuple[Value, ...], tuple[tuple[str, Value, Place], ...]]:
        """Positional and named values between brackets, the cursor on the opening one."""
        start = self.at
        self.at += 1
        positional: list[Value] = []
        named: list[tuple[str, Value, Place]] = []
        while True:
            self.skip_space()
            if self.peek() == ")":
                break
            word = NAME.match(self.string, self.at)
            equals = SPACE.match(self.string, word.end()).end() if word else 0  # type: ignore[union-attr]
            if word and self.string[equals : equals + 1] == "=":
                self.at = equals + 1
                self.skip_space()
                named.append((word[0], self.value(), Place(self.text, *word.span())))
            else:
                value = self.value()
                if named:
                    raise Mistake("CNN102", "a value without a name stands behind one with a name", value.span)
                positional.append(value)
            if len(positional) + len(named) > MANY:
                raise Mistake("CNN103", f"more than {MANY} values between brackets", self.span(start, start + 1))
            self.comma(start, ")")
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
        second = self.joined(known)
        modifiers = self.modifiers(known)
        return LayerItem(name, None, second, modifiers, (), self.span(start))

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
