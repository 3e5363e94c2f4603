"""What names stand for: a document's parameters, a block's arguments, symbols that a command line binds.

A frame is made once for a block and its arguments; a hundred calls alike share it, and with it the layers built there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.spec.effort import Effort
from cnncalc.spec.expressions import SYMBOL, Expression
from cnncalc.spec.findings import Mistake, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnncalc.layers.base import Layer
    from cnncalc.spec.signatures import Block
    from cnncalc.spec.syntax import Call, Value


class Frame:
    """Values by name, over those of the document; caches of what was made of them."""

    __slots__ = ("broken", "document", "effort", "frames", "layers", "symbols", "values")

    def __init__(self, values: dict[str, Any], document: Frame | None = None, effort: Effort | None = None) -> None:
        self.values = values
        self.document = document
        self.effort: Effort = document.effort if document else effort or Effort()
        self.symbols: dict[str, Any] = document.symbols if document else {}
        self.broken: set[str] = document.broken if document else set()
        """Parameters whose values are mistakes: reported once, and no more where they are used."""
        self.layers: dict[int, Layer] = {}
        self.frames: dict[int, Frame] = {}

    def inside(self, name: str, value: Any) -> Frame:
        """This frame with one more value: a repeat's index."""
        self.effort.spend(1 + len(self.values) // 10)
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
        if isinstance(content, int):
            return content
        if isinstance(content, Expression):
            from cnncalc.spec.evaluation import evaluate

            return evaluate(content, self.lookup, self.effort)
        if isinstance(content, tuple):
            return tuple([self.evaluate(part) for part in content])
        if isinstance(content, str) and SYMBOL.match(content):
            return self.symbol(content)
        return content


class Frames:
    """The frames of a document's blocks, one for a block with the same arguments."""

    def __init__(self, document: Frame) -> None:
        self.document = document
        self.made: dict[Any, Frame] = {}

    def of_call(self, block: Block, call: Call, caller: Frame) -> Frame:
        """The frame of a block that is called: arguments from the caller's frame, defaults from the frame itself; raises `Mistake`."""
        if len(call.arguments) > len(block.parameters):
            takes = listed(p.name for p in block.parameters) or "nothing"
            values = f"{len(call.arguments)} value{'s' if len(call.arguments) > 1 else ''}"
            span = call.arguments[len(block.parameters)].span
            raise Mistake("CNN204", f"`{block.name}` takes {takes}, not {values}", span)
        known = [parameter.name for parameter in block.parameters]
        given = {name: caller.evaluate(value) for name, value in zip(known, call.arguments, strict=False)}
        for name, value, place in call.named:
            if name not in known:
                help = did_you_mean(name, known, f"it has {listed(known)}" if known else "")
                raise Mistake("CNN202", f"`{block.name}` has no parameter `{name[:60]}`", place.span, help=help)
            if name in given:
                message = f"`{block.name}` is given its {name} twice"
                raise Mistake("CNN206", message, place.span, help="keep one of the two")
            given[name] = caller.evaluate(value)
        frame = Frame(given, self.document)
        for parameter in block.parameters:
            if parameter.name not in given:
                if parameter.default is None:
                    help = f"write `{block.signature}` with values"
                    raise Mistake("CNN204", f"`{block.name}` needs its {parameter.name}", call.span, help=help)
                given[parameter.name] = frame.evaluate(parameter.default)
        return self.made.setdefault(_key((block.name, *(given[name] for name in known))), frame)


def _key(values: Any) -> Any:
    """Values as a key that keeps 1, 1.0 and yes apart."""
    return tuple((type(value), _key(value) if isinstance(value, tuple) else value) for value in values)
