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

from cnncalc.pattern import pattern
from cnncalc.spec.expressions import NESTING
from cnncalc.spec.findings import Findings, Mistake
from cnncalc.spec.reader import NAME
from cnncalc.spec.syntax import (
    JOINTS,
    Branches,
    Broken,
    Identity,
    InputItem,
    Labelled,
    Reference,
    Repeat,
    Sequence,
    Value,
)
from cnncalc.spec.unreadable import STOP, Unreadable, not_2d
from cnncalc.spec.words import layer_name

if TYPE_CHECKING:
    from cnncalc.spec.reader import Vocabulary
    from cnncalc.spec.source import Text
    from cnncalc.spec.syntax import Item

MISTAKES = 25
"""After so many mistakes in one text the rest is not read."""

ITEMS = 12_000
"""Items written out in one description; repeats make more of them."""

SEPARATORS = pattern(r"(?:->|=>|[\s,-]|[‐‑]|[–—]|[→−]|#[^\n]*)+")
"""Sets of two, since a larger one of such characters takes half a millisecond to compile."""

PATH = r"[^\W\d]\w*(?:\.\w+)*"
LABEL = pattern(f"({PATH}):")
REFERENCE = pattern(r"\w+(?:\.\w+)*")
COUNT = pattern(r"\s*\*(?!\*)\s*")
COURSE_COUNT = pattern(r"\s*[x×]\s*(?=[0-9]+(?![\w:.]))")
COUNT_BEFORE = pattern(r"([0-9]+)\s*[x×*]\s*")
SIZE_BEFORE_INPUT = pattern(r"\[[^\[\]]*\]\s*INPUT(?!\w)", re.IGNORECASE)
SIZE = pattern(r"\s*[\[(]?\s*(?:[0-9$]|[A-WYZ][0-9]*\s*[xX×])")
"""What may begin a size behind `INPUT:`, which is then no label."""

CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse(text: Text, findings: Findings, vocabulary: Vocabulary | None = None) -> Sequence:
    """The items that `text` holds; what is wrong goes into `findings`, and the sequence then holds `Broken` items."""
    parser = Notation(text, findings, vocabulary)
    try:
        items = parser.items("")
    except Mistake as mistake:
        findings.report(mistake)
        items = [Broken(text.whole)]
    return Sequence(tuple(items), text.whole)


class Notation(Unreadable):
    """The reader of arrangements; `open` holds the indices of the brackets that are open."""

    def __init__(self, text: Text, findings: Findings, vocabulary: Vocabulary | None = None) -> None:
        super().__init__(text, findings, vocabulary)
        self.open: list[int] = []
        self.stray_joints: list[int] = []
        self.mistakes = 0
        self.labels = ":" in text.string

    def report(self, mistake: Mistake) -> None:
        """Take a mistake in; too many, or a limit passed, end the reading."""
        self.mistakes += 1
        if mistake.code == "CNN103" or self.mistakes > MISTAKES:
            raise mistake
        self.findings.report(mistake)

    def error(self, message: str, start: int, end: int, help: str = "") -> None:
        """Report a mistake of syntax and go on."""
        self.report(Mistake("CNN102", message, self.span(start, end), help=help))

    # Sequences

    def items(self, closing: str) -> list[Item]:
        """Items up to a closing bracket, in braces also up to a joint, or the end; the cursor stays on it."""
        found: list[Item] = []
        string = self.string
        while True:
            while (c := string[self.at : self.at + 1]) == " ":  # all that stands between most words
                self.at += 1
            if c and not c.isalnum() and c not in "()[]{}" and (separators := SEPARATORS.match(string, self.at)):
                self.at = separators.end()
                c = string[self.at : self.at + 1]
            if not c or (c in ")]}" and closing):
                if closing != "}":
                    self.complain_of_joints(closed=c in (")", "]") or not closing)
                return found
            if c in "|+x×" and self.at_joint(c):
                if closing == "}":
                    return found
                self.stray_joints.append(self.at)
                self.at += 1
            elif c in ")]}":
                self.error(f"`{c}` closes nothing", self.at, self.at + 1, "take it away, or open its partner before it")
                self.at += 1
            else:
                self.count_item()
                found.append(self.item())

    def complain_of_joints(self, closed: bool) -> None:
        """Report joints where no brace is open; a group that is not `closed` was forgotten, and they are its brace's."""
        stray, self.stray_joints = self.stray_joints, []
        for at in stray if closed else ():
            c = self.string[at]
            help = f"write the paths in braces: `{{ a {c} b }}`; a repeat is written `*2`"
            self.error(f"`{c}` joins paths, but no brace is open here", at, at + 1, help)

    def count_item(self) -> None:
        """Bound what is written out."""
        self.vocabulary.items += 1
        if self.vocabulary.items > ITEMS:
            help = "repeat a group: `( … )*3`"
            raise Mistake(
                "CNN103", f"more than {ITEMS:,} items are written out", self.span(self.at, self.at + 1), help=help
            )

    def at_joint(self, c: str) -> bool:
        """Whether the cursor stands on a joint; an `x` is one if it stands alone."""
        if c in "|+":
            return True
        before, after = self.string[self.at - 1 : self.at], self.string[self.at + 1 : self.at + 2]
        return (before in STOP or self.at == 0) and (after in STOP or not after)

    def item(self) -> Item:
        """One item with its label and counts."""
        start = self.at
        label = LABEL.match(self.string, start) if self.labels else None
        if label is None or (label[1].upper() == "INPUT" and SIZE.match(self.string, label.end())):
            return self.repeated(self.atom(), start)
        self.at = label.end()
        self.skip_space()
        c = self.peek()
        if LABEL.match(self.string, self.at):
            self.error("two labels on one item", start, self.at, "a label on a group names it: `a:(b:RELU)`")
            return Labelled(label[1], Broken(self.span(start)), self.span(start))
        if not c or c in ")]}|+,":
            help = f"write the layer or group behind it: `{label[1]}:CONV3-64`"
            self.error(f"the label `{label[1]}` has nothing to name", start, label.end(), help)
            return Labelled(label[1], Broken(self.span(start)), self.span(start))
        inner = self.repeated(self.atom(), self.at)
        return Labelled(label[1], inner, self.span(start))

    # Counts

    def repeated(self, item: Item, start: int) -> Item:
        """`item` with the counts behind it."""
        string = self.string
        depth = 0
        while True:
            begin = self.at
            c = string[begin : begin + 1]
            if not c or c not in "*?x× \t\n":
                return item
            if c == "?":
                self.at += 1
                help = "write `*1` to keep the item, `*0` to leave it out"
                self.error("`?` does not say whether the item is there", begin, self.at, help)
                continue
            end = self.behind_count_sign(begin)
            if end < 0:
                return item
            self.at = end
            index = self.index()
            times = self.scalar()
            if times is None:
                self.error("`*` needs a count", begin, self.at, "write a number, `$name` or `$(…)`: `( … )*3`")
                return Repeat(item, Value(1, self.text, begin, self.at), self.span(start), index) if index else item
            follows = self.peek()
            if follows.isalnum() or follows == "_":
                shown = self.rest_of_word(self.at)
                self.error(f"a space is missing before `{shown}`", self.at, self.at + len(shown))
            depth += 1
            if depth > NESTING:
                raise Mistake("CNN103", f"more than {NESTING} counts on one item", self.span(begin))
            item = Repeat(item, times, self.span(start), index)

    def behind_count_sign(self, begin: int) -> int:
        """The index behind the sign of a count; -1 if none stands here."""
        count = COUNT.match(self.string, begin)
        if count is None and self.string[begin - 1 : begin] in ")]}":
            count = COURSE_COUNT.match(self.string, begin)
            if count:
                self.error(
                    "a repeat is written with `*`", begin, count.end(), f"write `*{self.rest_of_word(count.end())}`"
                )
        return count.end() if count else -1

    # Atoms

    def atom(self) -> Item:
        """One item; a word that cannot be read is reported and skipped."""
        start = self.at
        try:
            return self.primary(start)
        except Mistake as mistake:
            if self.at < len(self.string):
                self.skip_word(start)
            else:
                self.open.clear()
            self.report(mistake)
            return Broken(self.span(start))

    def primary(self, start: int) -> Item:
        """A group, branches, a reference, a layer, a call, the input."""
        c = self.peek()
        item: Item
        if c.isalpha() or c == "_":
            item = self.word(start)
        elif c == "(" or (c == "[" and not SIZE_BEFORE_INPUT.match(self.string, start)):
            return self.group(start)
        elif c == "[":
            item = self.input_behind_size(start)
        elif c == "{":
            return self.branches(start)
        elif c == "@":
            item = self.reference(start)
        elif c == "$":
            item = self.by_parameter(start)
        elif "0" <= c <= "9":
            return self.count_before(start)
        elif c == "*":
            self.at += 1
            help = "a count stands behind its item: `RELU*2`"
            raise Mistake("CNN102", "`*` has nothing to repeat", self.span(start), help=help)
        else:
            raise self.unreadable(start)
        self.ends_here(start)
        return item

    def word(self, start: int) -> Item:
        """What begins with a letter."""
        string = self.string
        match = NAME.match(string, start)
        assert match is not None
        name, end = match[0], match.end()
        if name in self.vocabulary.blocks:
            self.at = end
            return self.call(name, start)
        if name in ("ID", "id", "Id"):
            self.at = end
            return Identity(self.span(start))
        wrong = not_2d(string[start : end + 1], self.span(start, end)) if end - start > 5 else None
        if wrong:
            raise wrong
        token, length = layer_name(string, start)
        self.at = start + length
        follows = string[self.at : self.at + 1]
        if token == "INPUT" and not (follows.islower() or follows == "_"):
            return self.input(start)
        if not token or token == "INPUT":
            raise self.unknown(start)
        return self.layer(token, start)

    def count_before(self, start: int) -> Item:
        """A number where a layer should be: `3x(…)`, or worse."""
        string = self.string
        before = COUNT_BEFORE.match(string, start)
        end = before.end() if before else start
        if before is None or not (string.startswith(("(", "[", "{"), end) or layer_name(string, end)[0]):
            raise self.stray_number(start)
        times = before[1][:12]
        self.error("a count stands behind its item", start, end, f"write `( … )*{times}`")
        self.at = end
        return Repeat(self.atom(), Value(int(times), self.text, start, start + len(times)), self.span(start))

    def reference(self, start: int) -> Reference:
        """`@conv1`."""
        match = REFERENCE.match(self.string, start + 1)
        self.at = start + 1
        if match is None:
            raise Mistake("CNN102", "`@` needs the label of an earlier layer", self.span(start), help="write `@conv1`")
        self.at = match.end()
        return Reference(match[0], self.span(start))

    def input_behind_size(self, start: int) -> Item:
        """`[227x227x3] INPUT`."""
        size = self.size()
        if size is None:
            raise self.unreadable(start)
        self.skip_space()
        self.at += len("INPUT")
        return InputItem(size, self.span(start))

    # Brackets

    def group(self, start: int) -> Sequence:
        """`( … )` or `[ … ]`."""
        self.enter(start)
        items = self.items(")")
        self.leave()
        return Sequence(tuple(items), self.span(start))

    def branches(self, start: int) -> Branches:
        """`{ a | b }`."""
        self.enter(start)
        paths: list[Sequence] = []
        joint, mistakes = "", self.mistakes
        while True:
            begin = self.at
            items = self.items("}")
            c = self.peek().replace("×", "x")
            paths.append(self.path(items, begin, c))
            if not c or c not in JOINTS:
                break
            if joint and c != joint:
                help = "put the inner paths into braces of their own: `{ a | { b + c } }`"
                self.error(f"`{joint}` and `{c}` in one brace", self.at, self.at + 1, help)
            joint = joint or c
            self.at += 1
        closed = self.peek() == "}"
        self.leave()
        if closed and not joint and self.mistakes == mistakes:
            help = "write `{ a | b }` to join along depth, `{ a + b }` to add, `{ a x b }` to multiply; brackets group: `( … )`"
            self.error("a brace joins two paths or more", start, self.at, help)
        return Branches(JOINTS.get(joint, "concat"), tuple(paths), self.span(start))

    def path(self, items: list[Item], begin: int, c: str) -> Sequence:
        """One path of a brace, which ends at the cursor, before the character `c`."""
        if items:
            return Sequence(tuple(items), items[0].span.to(items[-1].span))
        span = self.span(begin)
        if c:
            self.error("an empty path", self.at, self.at + 1, "`ID` is the path that does nothing")
        return Sequence((Broken(span),), span)

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
        help = f"`{CLOSING[opening]}` closes it"
        if c == CLOSING[opening]:
            self.at += 1
        elif not c or any(CLOSING[self.string[outer]] == c for outer in self.open):
            self.error(f"`{opening}` is never closed", start, start + 1, help)
        else:
            self.at += 1
            self.error(f"`{opening}` is closed by `{c}`", self.at - 1, self.at, help)
