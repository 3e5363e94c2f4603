"""Reading notation: text to a `Sequence` of items, every one with its exact place.

The reader never stops at the first mistake. A word that cannot be read is reported and kept as `Broken`, so that its
label is known and the words behind it are read; independent mistakes get one message each.

>>> from cnncalc.spec.source import notation_text
>>> findings = Findings()
>>> items = parse(notation_text("(CONV3-64-RELU)*2 POOL2"), findings).items
>>> [type(item).__name__ for item in items], findings.diagnostics
(['Repeat', 'LayerItem'], [])
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnncalc.layers import ALIASES, CLASSES
from cnncalc.spec.expressions import NESTING, described
from cnncalc.spec.findings import Findings, Mistake, did_you_mean
from cnncalc.spec.syntax import JOINTS, Branches, Broken, Labelled, Reference, Repeat, Sequence, Value
from cnncalc.spec.words import HYPHENS, LABEL_PATH, NAME, Words, begins_value, layer_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from cnncalc.spec.source import Text
    from cnncalc.spec.syntax import InputItem, Item

MISTAKES = 25
"""After so many mistakes in one text the rest is not read."""

OTHERWISE = "layers are CONV, POOL, FC, RELU, BN and others; a block is declared under `blocks:` in a YAML document"

SEPARATORS = re.compile(r"(?:->|=>|[\s,→‐‑–—−-]|#[^\n]*)+")
LABEL = re.compile(f"({LABEL_PATH.pattern}):")
PATH = re.compile(r"\w+(?:\.\w+)*")
COUNT = re.compile(r"\s*\*(?!\*)\s*")
COURSE_COUNT = re.compile(r"\s*[x×]\s*(?=[0-9$])")
COUNT_BEFORE = re.compile(r"([0-9]+)\s*[x×*]\s*")
SIZE_BEFORE_INPUT = re.compile(r"\[[^\[\]]*\]\s*INPUT(?!\w)", re.IGNORECASE)
NOT_2D = r"(?:conv|convolution|deconv|convtranspose|maxpool|maxpooling|avgpool|pool)([13])d(?![\w$])"
STOP = frozenset(" \t\n\r\f\v,()[]{}|+#*→")
BRACKET = re.compile(r"[()\[\]{}]")
CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse(text: Text, findings: Findings, blocks: Collection[str] = (), symbols: set[str] | None = None) -> Sequence:
    """The items that `text` holds.

    `blocks` are the names that call blocks; the names of symbols are added to `symbols`. What is wrong goes into
    `findings`; the sequence then holds `Broken` items, or ends early.
    """
    parser = Notation(text, findings, blocks, symbols)
    try:
        items = parser.items("")
    except Mistake as mistake:
        findings.report(mistake)
        items = [Broken(text.whole)]
    return Sequence(tuple(items), text.whole)


class Notation(Words):
    """The reader of arrangements; `open` holds the indices of the brackets that are open."""

    def __init__(self, text: Text, findings: Findings, blocks: Collection[str] = (), symbols: set[str] | None = None) -> None:
        super().__init__(text, findings, blocks, symbols)
        self.open: list[int] = []
        self.mistakes = 0

    def report(self, mistake: Mistake) -> None:
        """Take a mistake in; too many, or a limit passed, end the reading."""
        self.mistakes += 1
        if mistake.code == "CNN103" or self.mistakes > MISTAKES:
            raise mistake
        self.findings.report(mistake)

    def items(self, closing: str) -> list[Item]:
        """Items up to a closing bracket, in braces also up to a joint, or the end; the cursor stays on it."""
        found: list[Item] = []
        string = self.string
        while True:
            separators = SEPARATORS.match(string, self.at)
            if separators:
                self.at = separators.end()
            c = self.peek()
            if not c or (c in ")]}" and closing):
                return found
            if c in "|+x×" and self.at_joint(c):
                if closing == "}":
                    return found
                self.report(Mistake(
                    "CNN102", f"`{c}` joins paths, but no brace is open here", self.span(self.at, self.at + 1),
                    help=f"write the paths in braces: `{{ a {c} b }}`; a repeat is written `*2`",
                ))  # fmt: skip
                self.at += 1
            elif c in ")]}":
                self.report(Mistake("CNN102", f"`{c}` closes nothing", self.span(self.at, self.at + 1)))
                self.at += 1
            else:
                found.append(self.item())

    def at_joint(self, c: str) -> bool:
        """Whether the cursor stands on a joint; an `x` is one if it stands alone."""
        if c in "|+":
            return True
        before, after = self.string[self.at - 1 : self.at], self.string[self.at + 1 : self.at + 2]
        return (before in STOP or self.at == 0) and (after in STOP or not after)

    def item(self) -> Item:
        """One item with its label and counts."""
        start = self.at
        label = LABEL.match(self.string, start)
        if label is None or label[1].upper() == "INPUT":
            return self.repeated(self.atom(), start)
        self.at = label.end()
        self.skip_space()
        c = self.peek()
        try:
            if LABEL.match(self.string, self.at):
                raise Mistake("CNN102", "two labels on one item", self.span(start), help="a label on a group names it: `a:(b:RELU)`")
            if not c or c in ")]}|+,":
                help = f"write the layer or group behind it: `{label[1]}:CONV3-64`"
                raise Mistake("CNN102", f"the label `{label[1]}` has nothing to name", self.span(start, label.end()), help=help)
        except Mistake as mistake:
            self.report(mistake)
            return Labelled(label[1], Broken(self.span(start)), self.span(start))
        inner = self.repeated(self.atom(), self.at)
        return Labelled(label[1], inner, self.span(start))

    def repeated(self, item: Item, start: int) -> Item:
        """`item` with the counts behind it."""
        string = self.string
        while True:
            c = string[self.at : self.at + 1]
            if not c or c not in "*?x× \t\n":
                return item
            count = COUNT.match(string, self.at)
            begin = self.at
            if count is None:
                if c == "?":
                    self.at += 1
                    help = "write `*1` to keep the item, `*0` to leave it out"
                    self.report(Mistake("CNN102", "`?` does not say whether the item is there", self.span(begin), help=help))
                    continue
                count = COURSE_COUNT.match(string, begin) if string[begin - 1 : begin] in ")]}" else None
                if count is None:
                    return item
                help = f"write `*{self.rest_of_word(count.end())}`"
                self.report(Mistake("CNN102", "a repeat is written with `*`", self.span(begin, count.end()), help=help))
            self.at = count.end()
            times = self.scalar()
            if times is None:
                help = "write a number, `$name` or `$(…)`: `( … )*3`"
                self.report(Mistake("CNN102", "`*` needs a count", self.span(begin, count.end()), help=help))
                return item
            follows = self.peek()
            if follows.isalnum() or follows == "_":
                shown = string[self.at : self.at + 20].split(None, 1)[0]
                self.report(Mistake("CNN102", f"a space is missing before `{shown}`", self.span(self.at, self.at + len(shown))))
            item = Repeat(item, times, self.span(start))

    def rest_of_word(self, at: int) -> str:
        """What stands from `at` to the end of its word, for a remedy."""
        match = re.compile(r"[\w$]*").match(self.string, at)
        return match[0][:20] if match else ""

    def atom(self) -> Item:
        """One item; a word that cannot be read is reported and skipped."""
        start = self.at
        try:
            return self.primary(start)
        except Mistake as mistake:
            self.skip_word(start)
            self.report(mistake)
            return Broken(self.span(start))

    def primary(self, start: int) -> Item:
        """A group, branches, a reference, a layer, a call, the input."""
        c = self.peek()
        if c.isalpha() or c == "_":
            item = self.word(start)
        elif c == "(":
            return self.group(start)
        elif c == "[":
            if SIZE_BEFORE_INPUT.match(self.string, start):
                return self.input_behind_size(start)
            return self.group(start)
        elif c == "{":
            return self.branches(start)
        elif c == "@":
            item = self.reference(start)
        elif c == "$":
            item = self.by_parameter(start)
        elif c.isdigit():
            return self.stray_number(start)
        elif c == "*":
            self.at += 1
            raise Mistake("CNN102", "`*` has nothing to repeat", self.span(start), help="a count stands behind its item: `RELU*2`")
        else:
            raise self.unreadable(start)
        self.ends_here(start, item)
        return item

    def word(self, start: int) -> Item:
        """What begins with a letter."""
        string = self.string
        match = NAME.match(string, start)
        assert match is not None
        name = match[0]
        if name in self.blocks:
            self.at = match.end()
            return self.call(name, start)
        if name in ("ID", "id", "Id"):
            return self.identity(start)
        one_or_three = re.compile(NOT_2D, re.IGNORECASE).match(string, start) if match.end() - start > 5 else None
        if one_or_three:
            dimension = one_or_three[1]
            help = "a 1-D layer is a 2-D one on a map of height 1: `CONV1x3-64`" if dimension == "1" else ""
            raise Mistake("CNN201", f"`{one_or_three[0]}` is {dimension}-D: only 2-D networks can be described", self.span(*one_or_three.span()), help=help)
        token, length = layer_name(string, start)
        self.at = start + length
        if token == "INPUT" and not (string[self.at : self.at + 1].islower() or string[self.at : self.at + 1] == "_"):
            return self.input(start)
        if not token or token == "INPUT":
            raise self.unknown(start)
        return self.layer(token, start)

    def ends_here(self, start: int, item: Item) -> None:
        """Complain if the word goes on behind what could be read of it."""
        string, at = self.string, self.at
        c = string[at : at + 1]
        if not c or c in STOP or c == "?" or c.isspace() or c in "@$":
            return
        if c in HYPHENS:
            if begins_value(string, at + 1) and string[at + 1].isdigit():
                end = at + 1 + len(self.rest_of_word(at + 1))
                self.at = end
                raise Mistake("CNN102", f"`{string[at:end]}` is one number too many", self.span(at, end), help="a layer has at most two: kernel and filters, `CONV3-64`")
            return
        raise self.unknown(start, at)

    def unknown(self, start: int, at: int = -1) -> Mistake:
        """What to say of a word that begins at `start` and can be read up to `at` at most."""
        string = self.string
        foreign = foreign_word(string, start)
        if foreign:
            return self.foreign(start, *foreign)
        end = self.end_of_word(start)
        word = string[start:end]
        shown = word if len(word) <= 60 else word[:60] + "…"
        span = self.span(start, end)
        token, length = layer_name(string, start)
        name_end = start + length
        if at > name_end or (at == name_end and not string[at : at + 1].isalpha()):
            return self.bad_modifier(token, at, end)
        if token and layer_name(string, name_end)[0]:
            separated = f"{string[start:name_end]} {string[name_end:end]}"
            return Mistake("CNN102", f"`{shown}` runs two layers together", span, help=f"write `{separated[:60]}`")
        letters = re.match(r"[^\W\d_]*", word)
        name = letters[0] if letters and letters[0] else word
        if re.fullmatch(r"[A-Z][0-9]*", word):
            return Mistake("CNN102", f"`{word}` stands for a number, not for a layer", span, help=f"write it where a number may stand: `CONV3-{word}`")
        called = string[end : end + 1] == "("
        what = "block or layer" if called or self.blocks else "layer"
        return Mistake("CNN201", f"there is no {what} `{shown}`", span, help=self.suggestion(name, word))

    def suggestion(self, name: str, word: str) -> str:
        """Names that `word`, whose letters are `name`, may have been meant for."""
        names = [*CLASSES, *ALIASES, *self.blocks]
        return did_you_mean(name, names) or did_you_mean(word, names, OTHERWISE)

    def bad_modifier(self, token: str, at: int, end: int) -> Mistake:
        """What to say of the rest of a word, from `at` to `end`, behind the name and numbers of a layer."""
        from cnncalc.spec.words import grammar

        rest = self.string[at : min(end, at + 40)]
        span = self.span(at, max(end, at + 1))
        rest = rest or self.string[at : at + 1]
        if layer_name(self.string, at)[0]:
            return Mistake("CNN102", f"a space is missing before `{rest}`", span)
        if not (rest[0].isalnum() or rest[0] in "/%_"):
            return Mistake("CNN102", f"{described(rest[0])} has no meaning here", self.span(at, at + 1))
        if rest[0] == "%":
            return Mistake("CNN102", "a share is written as a number: 50% is 0.5", span)
        if rest.lower() != rest and grammar(token).begins_at(rest.lower(), 0):
            return Mistake("CNN102", f"modifiers are lower-case: `{rest.lower()}`, not `{rest}`", span)
        known = grammar(token)
        marks = ", ".join(f"`{mark}`" for mark in (*known.marks, *known.words))
        help = f"behind its numbers {token} may have {marks}" if marks else f"nothing stands behind the numbers of {token}"
        return Mistake("CNN202", f"{token} has no modifier `{rest}`", span, help=help)

    def unreadable(self, start: int) -> Mistake:
        """What to say of a character that begins nothing."""
        foreign = foreign_word(self.string, start)
        if foreign:
            return self.foreign(start, *foreign)
        c = self.peek()
        self.at += 1
        help = "a label stands before its colon: `conv1:CONV3-64`" if c == ":" else ""
        return Mistake("CNN102", f"{described(c)} has no meaning here", self.span(start, start + 1), help=help)

    def foreign(self, start: int, end: int, written: str) -> Mistake:
        """What to say of another notation: once, for the whole text is likely to be written in it."""
        self.at = len(self.string)
        self.open.clear()
        return Mistake("CNN102", f"`{self.string[start:end]}` is another notation", self.span(start, end), help=f"here it is written {written}")

    def stray_number(self, start: int) -> Item:
        """A number where a layer should be: mostly a repeat or a size in the wrong place."""
        string = self.string
        before = COUNT_BEFORE.match(string, start)
        if before and (string[before.end() : before.end() + 1] in "([{" or layer_name(string, before.end())[0]):
            self.report(Mistake(
                "CNN102", "a count stands behind its item", self.span(start, before.end()), help=f"write `( … )*{before[1][:12]}`"
            ))  # fmt: skip
            count = Value(int(before[1][:12]), self.span(start, start + len(before[1])))
            self.at = before.end()
            return Repeat(self.atom(), count, self.span(start))
        foreign = foreign_word(string, start)
        if foreign:
            raise self.foreign(start, *foreign)
        end = self.end_of_word(start)
        word = string[start : min(end, start + 40)]
        nearby = foreign_nearby(string, end)
        if nearby:
            raise self.foreign(start, end, nearby)
        if re.fullmatch(r"[0-9]+([xX×][0-9A-WYZ]+)+", word):
            help = f"write `INPUT {word}` for the input; the other sizes follow from the layers"
            raise Mistake("CNN102", f"the size `{word}` stands alone", self.span(start, end), help=help)
        raise Mistake("CNN102", f"the number `{word}` belongs to no layer", self.span(start, end), help=f"write the layer with it: `FC-{word}`, `CONV3-{word}`")

    def group(self, start: int) -> Sequence:
        """`( … )` or `[ … ]`."""
        self.enter(start)
        items = self.items(")")
        self.leave()
        return Sequence(tuple(items), self.span(start))

    def enter(self, start: int) -> None:
        """Step over an opening bracket."""
        self.open.append(start)
        if len(self.open) > NESTING:
            raise Mistake("CNN103", f"brackets nest deeper than {NESTING}", self.span(start, start + 1))
        self.at += 1

    def leave(self) -> None:
        """Step over the bracket that closes the last one opened, or say that it does not.

        A bracket that closes one further out is left to it: the inner one is the one that was forgotten.
        """
        if not self.open:
            return
        start = self.open.pop()
        opening, c = self.string[start], self.peek()
        if c == CLOSING[opening]:
            self.at += 1
        elif not c or any(CLOSING[self.string[outer]] == c for outer in self.open):
            self.report(Mistake("CNN102", f"`{opening}` is never closed", self.span(start, start + 1), help=f"`{CLOSING[opening]}` closes it"))
        else:
            self.at += 1
            help = f"`{CLOSING[opening]}` closes it"
            self.report(Mistake("CNN102", f"`{opening}` is closed by `{c}`", self.span(self.at - 1), help=help))

    def branches(self, start: int) -> Branches:
        """`{ a | b }`."""
        self.enter(start)
        paths: list[Sequence] = []
        joint = ""
        while True:
            begin = self.at
            items = self.items("}")
            if not self.open:
                break
            c = self.peek().replace("×", "x")
            paths.append(self.path(items, begin, c))
            if c not in JOINTS:
                break
            if joint and c != joint:
                help = "put the inner paths into braces of their own: `{ a | { b + c } }`"
                self.report(Mistake("CNN102", f"`{joint}` and `{c}` in one brace", self.span(self.at, self.at + 1), help=help))
            joint = joint or c
            self.at += 1
        end_found = self.peek() == "}"
        self.leave()
        if end_found and not joint:
            help = "write `{ a | b }` to join along depth, `{ a + b }` to add, `{ a x b }` to multiply; brackets group: `( … )`"
            self.report(Mistake("CNN102", "a brace joins two paths or more", self.span(start), help=help))
        return Branches(JOINTS.get(joint, "concat"), tuple(paths), self.span(start))

    def path(self, items: list[Item], begin: int, c: str) -> Sequence:
        """One path of a brace, which ends at the cursor."""
        span = self.span(begin)
        if items:
            span = self.span(begin) if not hasattr(items[0], "span") else items[0].span.to(items[-1].span)
        elif c:
            self.report(Mistake("CNN102", "an empty path", self.span(self.at, self.at + 1), help="`ID` is the path that does nothing"))
            items = [Broken(span)]
        return Sequence(tuple(items), span)

    def reference(self, start: int) -> Reference:
        """`@conv1`."""
        match = PATH.match(self.string, start + 1)
        self.at = start + 1
        if match is None:
            raise Mistake("CNN102", "`@` needs the label of an earlier layer", self.span(start), help="write `@conv1`")
        self.at = match.end()
        return Reference(match[0], self.span(start))

    def input_behind_size(self, start: int) -> InputItem:
        """`[227x227x3] INPUT`."""
        from cnncalc.spec.syntax import InputItem

        size = self.size()
        if size is None:
            raise self.unreadable(start)
        self.skip_space()
        self.at += len("INPUT")
        return InputItem(size, self.span(start))

    def end_of_word(self, start: int) -> int:
        """Where the word that begins at `start` ends: at a separator, a bracket, or a hyphen before a name or bracket."""
        string, at = self.string, max(self.at, start)
        while at < len(string) and string[at] not in STOP and not string[at].isspace():
            if string[at] in HYPHENS and at > start:
                follows = string[at + 1 : at + 2]
                if not follows or follows in "([{>" or layer_name(string, at + 1)[0] or NAME.fullmatch(string, at + 1, at + 3):
                    break
            at += 1
        return at

    def skip_word(self, start: int) -> None:
        """Move the cursor behind the word, with brackets that are part of it."""
        string = self.string
        self.at = max(self.at, min(start + 1, len(string)))
        while True:
            self.at = self.end_of_word(start)
            if self.peek() != "(" or string[self.at - 1] in STOP - {")"}:
                return
            self.at = behind_brackets(string, self.at)


def foreign_word(string: str, start: int) -> tuple[int, str] | None:
    """Where a word of another notation that begins at `start` ends, and how the same is written here."""
    from cnncalc.spec.foreign import remedy

    return remedy(string, start)


def foreign_nearby(string: str, start: int) -> str:
    """How a foreign word among those behind `start` is written here."""
    from cnncalc.spec.foreign import remedy_nearby

    return remedy_nearby(string, start)


def behind_brackets(string: str, at: int) -> int:
    """The index behind the bracket that closes the one at `at`, or the end."""
    depth = 0
    for match in BRACKET.finditer(string, at):
        depth += 1 if match[0] in "([{" else -1
        if depth == 0:
            return match.end()
    return len(string)
