"""What names stand for: a document's parameters, a block's arguments, symbols that a command line binds.

A frame is made once for a block and its arguments; a hundred calls alike share it, and with it the layers built there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.spec.expressions import SYMBOL, Expression
from cnncalc.spec.findings import Mistake, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.layers.base import Layer
    from cnncalc.spec.syntax import Value


class Frame:
    """Values by name, over those of the document; caches of what was made of them."""

    __slots__ = ("broken", "document", "frames", "layers", "symbols", "values")

    def __init__(self, values: dict[str, Any], document: Frame | None = None) -> None:
        self.values = values
        self.document = document
        self.symbols: dict[str, Any] = document.symbols if document else {}
        self.broken: set[str] = document.broken if document else set()
        """Parameters whose values are mistakes: reported once, and no more where they are used."""
        self.layers: dict[int, Layer] = {}
        self.frames: dict[int, Frame] = {}

    def inside(self, name: str, value: Any) -> Frame:
        """This frame with one more value: a repeat's index."""
        return Frame({**self.values, name: value}, self.document or self)

    def names(self) -> Iterable[str]:
        """Every name that has a value here."""
        return [*self.values, *(self.document.values if self.document else ())]

    def lookup(self, name: str) -> Any:
        """The value of a parameter, or a symbol; KeyError with a remedy if there is neither."""
        values = self.values
        if name in values:
            return values[name]
        if self.document is not None and name in self.document.values:
            return self.document.values[name]
        if name in self.broken:
            raise Mistake("", "", None)
        if SYMBOL.match(name):
            return self.symbol(name)
        known = list(self.names())
        longest = max((k for k in known if name.startswith(k)), key=len, default="")
        help = did_you_mean(name, known, f"there are {listed(known)}" if known else "declare it under `parameters:`")
        if longest:
            help = f"an identifier is as long as it can be: write `$({longest}){name[len(longest) :]}` if `{longest}` is meant"
        raise KeyError(name, help)

    def symbol(self, name: str) -> Any:
        """What the command line binds a symbol to, or the symbol."""
        if name in self.symbols:
            return self.symbols[name]
        from cnncalc.symbolic import symbol

        return symbol(name)

    def evaluate(self, value: Value) -> Any:
        """A value as written, as a value to work with; raises `Mistake`."""
        content = value.content
        if isinstance(content, Expression):
            from cnncalc.spec.evaluation import evaluate

            return evaluate(content, self.lookup)
        if isinstance(content, tuple):
            return tuple([self.evaluate(part) for part in content])
        if isinstance(content, str) and SYMBOL.match(content):
            return self.symbol(content)
        return content
