"""Items to nodes: blocks are called, repeats unrolled, branches joined, and every layer gets its id.

The walk recurses on what is written, which is bounded, never on what it expands to. Layers are built once for the same
item in the same frame, and equal layers are one object, so that a network of a thousand layers costs a thousand small
tuples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers import is_kind
from cnncalc.layers.base import Shape
from cnncalc.spec.construction import Construction, Unknown
from cnncalc.spec.effort import CALL, JOINED
from cnncalc.spec.findings import Mistake, did_you_mean
from cnncalc.spec.frames import Frames
from cnncalc.spec.making import kind_names
from cnncalc.spec.options import integral, shape
from cnncalc.spec.syntax import (
    Branches,
    Broken,
    Call,
    Identity,
    InputItem,
    Labelled,
    LayerItem,
    Reference,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cnncalc.diagnostics import Span
    from cnncalc.spec.findings import Findings
    from cnncalc.spec.frames import Frame
    from cnncalc.spec.making import Layers
    from cnncalc.spec.replay import Part
    from cnncalc.spec.signatures import Block
    from cnncalc.spec.syntax import Item, Value


class Expander(Construction):
    """The walk over what is written."""

    def __init__(
        self,
        frame: Frame,
        findings: Findings,
        *,
        blocks: Mapping[str, Block],
        layers: Layers,
        flawed: bool = False,
    ) -> None:
        super().__init__(findings, flawed, frame.effort)
        self.blocks = blocks
        self.layers = layers
        self.frame = frame
        self.frames = Frames(frame)
        self.input_given = False
        self.parts: dict[Frame, Part | None] = {}
        """What blocks made, by their frames, to be copied where the same block is called with the same values again."""
        self.made: dict[int, Item] = {}
        self.visits: dict[type, Callable[[Any], None]] = {
            LayerItem: self.layer,
            Sequence: self.group,
            Repeat: self.repeat,
            Labelled: self.labelled,
            Branches: self.branches,
            Reference: self.reference,
            Identity: lambda item: None,
            Call: self.call,
            InputItem: self.input,
            Broken: self.broken,
        }

    # The walk

    def walk(self, body: Sequence) -> None:
        """Expand items one after the other; one that is wrong is reported, and the walk goes on."""
        visits = self.visits
        self.effort.spend(len(body.items))
        for item in body.items:
            try:
                visits[type(item)](item)
            except Mistake as mistake:
                self.report(mistake)

    def group(self, item: Sequence) -> None:
        """A group without a label: no scope of its own."""
        self.enter(item.span)
        self.walk(item)
        self.depth -= 1

    def input(self, item: InputItem) -> None:
        if self.nodes:
            first = self.nodes[0].span
            if len(self.nodes) > 1 and not self.input_given:
                message, help = "the input stands behind a layer", "the input comes first"
            else:
                message = "a second input"
                help = f"a network has one; the first is in line {first.line}" if first else "a network has one"
            raise Mistake("CNN207", message, item.span, help=help)
        self.input_given = True
        try:
            size = shape(self.frame.evaluate(item.size), item.size.span)
        except Mistake as mistake:
            self.report(mistake)
            size = Shape(1, 1, 1)
        self.start(size, item.span)

    # Layers

    def layer(self, item: LayerItem, label: str = "", labelled: Span | None = None) -> None:
        layer = self.layers.known(item, self.frame)
        if layer is None:
            if not isinstance(item.name, str) and self.names_block(item.name):
                self.call(self.made_once(item, lambda: Call(item.name, (), (), item.span)), label, labelled)
                return
            try:
                layer = self.layers.make(item, self.frame)
            except Mistake as mistake:
                self.report(mistake)
                layer = Unknown()
        if not self.nodes:
            self.needs_input(item.span)
        self.add(layer, label, (self.current,), item.span, labelled)

    def broken(self, item: Broken, label: str = "", labelled: Span | None = None) -> None:
        if not self.nodes:
            self.start(Shape(1, 1, 1), None)
        self.add(Unknown(), label, (self.current,), item.span, labelled)

    # Arrangement

    def labelled(self, item: Labelled) -> None:
        self.label(item.label, item.item, item.span)

    def label(self, label: str, inner: Item, span: Span) -> None:
        """A label names a layer, or makes the scope of a group, a block, branches or repeats."""
        if isinstance(inner, LayerItem):
            self.layer(inner, label, span)
        elif isinstance(inner, Broken):
            self.broken(inner, label, span)
        elif isinstance(inner, Call):
            self.call(inner, label, span)
        elif isinstance(inner, Branches) and not any(map(_holds_layers, inner.paths)):
            self.branches(inner, label, span)
        elif isinstance(inner, InputItem | Identity | Reference):
            self.visits[type(inner)](inner)
            self.bind(label, span)
        else:
            self.scoped(label, span, lambda: self.inside(inner))
            self.bind(label, span)

    def inside(self, inner: Item) -> None:
        """A labelled group, repeat or branches, in the scope of its label."""
        if isinstance(inner, Repeat):
            self.repeat(inner, numbered=True)
        else:
            self.names.claim(inner)
            self.visits[type(inner)](inner)

    def repeat(self, item: Repeat, numbered: bool = False) -> None:
        """`item*n`; with a label every repetition is a scope of its own, counted from 1; an index counts from 0."""
        try:
            count = self.count(item.times)
        except Mistake as mistake:
            self.report(mistake)
            count = 1  # so that other mistakes in the item are found too
        inner, outer = item.item, self.frame
        bound, visit = self.names.bound, self.visits[type(inner)]
        if item.counter in outer.values:
            message = f"`{item.counter}` has a value already"
            raise Mistake("CNN206", message, item.times.span, help="give the index another name")
        self.enter(item.span)
        failures = self.failures
        try:
            for number in range(count):
                before = len(self.nodes), len(bound), self.current
                self.effort.spend(1)
                if item.counter:
                    self.frame = outer.inside(item.counter, number)
                if numbered:
                    self.label(str(number + 1), inner, item.span)
                else:
                    visit(inner)
                idle = not item.counter and before == (len(self.nodes), len(bound), self.current)
                if idle or self.failures > failures:
                    # What did nothing once does nothing however often; what failed once has been reported.
                    break
        finally:
            self.frame = outer
            self.depth -= 1

    def count(self, value: Value) -> int:
        """How often an item is repeated."""
        count = self.frame.evaluate(value)
        if isinstance(count, bool):
            return int(count)
        if not isinstance(count, int | float | str | tuple):
            help = f"give it a value: --set {count}=3" if str(count).isalnum() else "give its symbols values: --set N=3"
            raise Mistake("CNN208", f"the count {count} has no value", value.span, help=help)
        count = count if isinstance(count, int) else integral(count, "a count", value)
        if count < 0:
            raise Mistake("CNN203", f"a count is at least 0, not {count}", value.span)
        return int(count)

    def branches(self, item: Branches, label: str = "", labelled: Span | None = None) -> None:
        if not self.nodes:
            self.needs_input(item.span)
        self.enter(item.span)
        self.effort.spend(JOINED * len(item.paths))
        start, ends = self.current, []
        for path in item.paths:
            self.current = start
            self.walk(path)
            ends.append(self.current)
        self.depth -= 1
        self.add(self.layers.joining(item.joint), label, tuple(ends), item.span, labelled)

    def reference(self, item: Reference) -> None:
        if not self.nodes:
            self.needs_input(item.span)
        self.references += 1
        self.current = self.names.find(item)

    # Blocks

    def call(self, item: Call, label: str = "", span: Span | None = None) -> None:
        name = item.block if isinstance(item.block, str) else self.frame.evaluate(item.block)
        block = self.blocks.get(name) if isinstance(name, str) else None
        if block is None:
            self.no_block(item, name, label, span)
            return
        self.effort.spend(CALL)
        frame = self.frame.frames.get(id(item))
        if frame is None:
            before = self.effort.spent
            frame = self.frame.frames[id(item)] = self.frames.of_call(block, item, self.frame)
            self.effort.once += self.effort.spent - before
        if not self.nodes:
            self.needs_input(item.span)
        scope = label or self.names.numbered(f"{name}_" if name[-1].isdigit() else name)[len(self.names.prefix) :]
        self.enter(item.span)
        outer, calls = self.frame, self.calls
        self.frame, self.calls = frame, (item.span, *calls)
        try:
            self.scoped(scope, span or item.span, lambda: self.body(block))
        finally:
            self.frame, self.calls = outer, calls
            self.depth -= 1
        self.bind(scope, span or item.span)

    def body(self, block: Block) -> None:
        """A block's nodes, in its scope and its frame."""
        frame = self.frame
        known = self.parts.get(frame)
        if known is not None and known.copied(self):
            return
        from cnncalc.spec.replay import Part

        part = Part(self)
        self.names.claim(block.body)
        self.walk(block.body)
        self.parts[frame] = part.end(self)

    def no_block(self, item: Call, name: Any, label: str, labelled: Span | None) -> None:
        """A call of something that is no block: of a layer, by a parameter; else a mistake."""
        if not isinstance(item.block, str) and isinstance(name, str) and is_kind(name):
            if item.arguments:
                raise Mistake(
                    "CNN102",
                    f"{name} takes its options by name",
                    item.arguments[0].span,
                    help=f"write `{name}(kernel=3)`",
                )
            self.layer(
                self.made_once(item, lambda: LayerItem(item.block, None, None, (), item.named, item.span)),
                label,
                labelled,
            )
            return
        span = item.span if isinstance(item.block, str) else item.block.span
        raise Mistake(
            "CNN201", f"there is no block `{name}`", span, help=did_you_mean(str(name), [*self.blocks, *kind_names()])
        )

    def names_block(self, name: Value) -> bool:
        """Whether a layer's name, which a parameter holds, is that of a block: then it is called without arguments."""
        try:
            return self.frame.evaluate(name) in self.blocks
        except (Mistake, TypeError):
            return False

    def made_once(self, item: Item, make: Callable[[], Any]) -> Any:
        """Another item in place of `item`, the same whenever it is asked for: items are known by their identity."""
        made = self.made.get(id(item))
        if made is None:
            made = self.made[id(item)] = make()
        return made


def _holds_layers(path: Sequence) -> bool:
    return not all(isinstance(item, Reference | Identity) for item in path.items)
