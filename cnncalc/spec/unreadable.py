"""What to say of a word that cannot be read: what it was probably meant for, and how that is written.

Only mistakes come here, so nothing in this file costs a correct description any time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnncalc.layers import ALIASES, CLASSES
from cnncalc.pattern import pattern
from cnncalc.spec.expressions import described
from cnncalc.spec.findings import Mistake, did_you_mean
from cnncalc.spec.reader import HYPHENS, NAME
from cnncalc.spec.words import Words, grammar, layer_name

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span

STOP = frozenset(" \t\n\r\f\v,()[]{}|+#*→")
"""Where a word ends; a hyphen may end one too."""

NOT_2D = r"(?:conv|convolution|deconv|convtranspose|maxpool|maxpooling|avgpool|pool)([13])d(?![\w$])"
OTHERWISE = "layers are CONV, POOL, FC, RELU, BN and others; a block is declared under `blocks:` in a YAML document"
ESCAPE = pattern(r"\x1b\[[0-9;]*[A-Za-z]?")
"""A terminal's escape code, whose bracket opens nothing."""

LONG = 200
"""No word is longer; what is, is skipped without a closer look."""


class Unreadable(Words):
    """The mistakes of words, and the ways past them."""

    def ends_here(self, start: int) -> None:
        """Complain if the word goes on behind what could be read of it, from `start` to the cursor."""
        string, at = self.string, self.at
        c = string[at : at + 1]
        if not c or c in STOP or c in "?@$" or c.isspace():
            return
        if c not in HYPHENS:
            raise self.unknown(start, at)
        if string[at + 1 : at + 2].isdigit():
            self.at = end = at + 1 + len(self.rest_of_word(at + 1))
            help = "a layer has at most two: kernel and filters, `CONV3-64`"
            raise Mistake("CNN102", f"`{string[at:end]}` is one number too many", self.span(at, end), help=help)

    def unknown(self, start: int, at: int = -1) -> Mistake:
        """What to say of a word that begins at `start` and can be read up to `at` at most."""
        from cnncalc.spec.foreign import remedy

        string = self.string
        foreign = remedy(string, start)
        if foreign:
            return self.foreign(start, *foreign)
        end = self.end_of_word(start)
        word = string[start:end]
        shown = word if len(word) <= 60 else word[:60] + "…"
        token, length = layer_name(string, start)
        name_end = start + length
        if at > name_end or (at == name_end and not string[at : at + 1].isalpha()):
            return self.bad_modifier(token, at, end)
        span = self.span(start, end)
        if token and layer_name(string, name_end)[0]:
            separated = f"{string[start:name_end]} {string[name_end:end]}"
            return Mistake("CNN102", f"`{shown}` runs two layers together", span, help=f"write `{separated[:60]}`")
        if re.fullmatch(r"[A-Z][0-9]*", word):
            help = f"write it where a number may stand: `CONV3-{word}`"
            return Mistake("CNN102", f"`{word}` stands for a number, not for a layer", span, help=help)
        what = "block or layer" if string[end : end + 1] == "(" or self.vocabulary.blocks else "layer"
        return Mistake("CNN201", f"there is no {what} `{shown}`", span, help=self.suggestion(word))

    def suggestion(self, word: str) -> str:
        """Names that `word`, with its numbers or without, may have been meant for."""
        names = [*CLASSES, *ALIASES, *self.vocabulary.blocks]
        letters = re.match(r"[^\W\d_]*", word)
        return did_you_mean(letters[0] if letters and letters[0] else word, names) or did_you_mean(
            word, names, OTHERWISE
        )

    def bad_modifier(self, token: str, at: int, end: int) -> Mistake:
        """What to say of the rest of a word, from `at` to `end`, behind the name and numbers of a layer."""
        span = self.span(at, max(end, at + 1))
        rest = self.string[at : max(at + 1, min(end, at + 40))]
        known = grammar(token)
        what = token or "the layer"
        if layer_name(self.string, at)[0]:
            return Mistake("CNN102", f"a space is missing before `{rest}`", span)
        if rest[0] == "%":
            return Mistake("CNN102", "a share is written as a number: 50% is 0.5", span)
        if not (rest[0].isalnum() or rest[0] in "/_"):
            return Mistake("CNN102", f"{described(rest[0])} has no meaning here", self.span(at, at + 1))
        if rest.lower() != rest and known.begin_at(rest.lower(), 0):
            return Mistake("CNN102", f"modifiers are lower-case: `{rest.lower()}`, not `{rest}`", span)
        marks = ", ".join(f"`{mark}`" for mark in (*known.marks, *known.words))
        help = f"behind its numbers {what} may have {marks}" if marks else f"nothing stands behind the name {what}"
        return Mistake("CNN202", f"{what} has no modifier `{rest}`", span, help=help)

    def unreadable(self, start: int) -> Mistake:
        """What to say of a character that begins nothing."""
        from cnncalc.spec.foreign import remedy

        foreign = remedy(self.string, start)
        if foreign:
            return self.foreign(start, *foreign)
        c = self.peek()
        self.at += 1
        help = "a label stands before its colon: `conv1:CONV3-64`" if c == ":" else ""
        return Mistake("CNN102", f"{described(c)} has no meaning here", self.span(start, start + 1), help=help)

    def foreign(self, start: int, end: int, written: str) -> Mistake:
        """What to say of another notation: once, for the whole text is likely to be written in it."""
        self.at = len(self.string)
        span = self.span(start, end)
        return Mistake(
            "CNN102", f"`{self.string[start:end]}` is another notation", span, help=f"here it is written {written}"
        )

    def stray_number(self, start: int) -> Mistake:
        """What to say of a number where a layer should be: mostly a size, or another notation."""
        from cnncalc.spec.foreign import remedy, remedy_nearby

        foreign = remedy(self.string, start)
        if foreign:
            return self.foreign(start, *foreign)
        end = self.end_of_word(start)
        word = self.string[start : min(end, start + 40)]
        nearby = remedy_nearby(self.string, end)
        if nearby:
            return self.foreign(start, end, nearby)
        span = self.span(start, end)
        if re.fullmatch(r"[0-9]+([xX×][0-9A-WYZ]+)+", word):
            help = f"write `INPUT {word}` for the input; the other sizes follow from the layers"
            return Mistake("CNN102", f"the size `{word}` stands alone", span, help=help)
        help = f"write the layer with it: `FC-{word}`, `CONV3-{word}`"
        return Mistake("CNN102", f"the number `{word}` belongs to no layer", span, help=help)

    def rest_of_word(self, at: int) -> str:
        """The letters and digits from `at` on, for a remedy."""
        found = re.compile(r"[\w$]{0,20}").match(self.string, at)
        return found[0] if found else ""

    def end_of_word(self, at: int) -> int:
        """Where a word that goes on at `at` ends: at a separator, a bracket, or a hyphen before a name or bracket."""
        string, start = self.string, at
        while at < len(string) and string[at] not in STOP and not string[at].isspace():
            if at - start > LONG:
                rest = re.compile(r"[^\s,()\[\]{}|+#*→]*").match(string, at)
                return rest.end() if rest else at
            if string[at] in HYPHENS and at > start:
                follows = string[at + 1 : at + 2]
                if (
                    not follows
                    or follows in "([{>"
                    or layer_name(string, at + 1)[0]
                    or NAME.fullmatch(string, at + 1, at + 3)
                ):
                    break
            escape = ESCAPE.match(string, at)
            at = escape.end() if escape else at + 1
        return at

    def skip_word(self, start: int) -> None:
        """Move the cursor behind the word that begins at `start`, with brackets that are part of it."""
        string = self.string
        at = min(start + 1, len(string)) if string[start] in STOP else start
        while True:
            at = max(self.end_of_word(at), min(start + 1, len(string)))
            if string[at : at + 1] != "(" or string[at - 1] in STOP - {")"}:
                break
            at = behind_brackets(string, at)
            if string[at - 1] != ")":
                break
        self.at = max(self.at, at)


def not_2d(name: str, span: Span | None) -> Mistake | None:
    """What to say of the name of a layer in one dimension or three; None if it is not one."""
    found = re.match(NOT_2D, name, re.IGNORECASE) if "1" in name or "3" in name else None
    if found is None:
        return None
    help = "a 1-D layer is a 2-D one on a map of height 1: `CONV1x3-64`" if found[1] == "1" else ""
    return Mistake("CNN201", f"`{found[0]}` is {found[1]}-D: only 2-D networks can be described", span, help=help)


def behind_brackets(string: str, at: int) -> int:
    """The index behind the bracket that closes the one at `at`; before one that closes none of those opened since; the end."""
    closing = []
    for bracket in re.compile(r"[()\[\]{}]").finditer(string, at):
        if bracket[0] in "([{":
            closing.append(")]}"["([{".index(bracket[0])])
        elif bracket[0] != closing.pop():
            return bracket.start()
        if not closing:
            return bracket.end()
    return len(string)
