"""The network under construction: nodes with their ids and scopes, its input, and the limits that end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers import kind
from cnncalc.layers.base import Layer, Shape
from cnncalc.network import Node
from cnncalc.spec.effort import NODE, SHALLOW
from cnncalc.spec.expressions import NESTING
from cnncalc.spec.findings import Limit, Mistake
from cnncalc.spec.scope import Names

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.diagnostics import Span
    from cnncalc.spec.effort import Effort
    from cnncalc.spec.findings import Findings

LAYERS = 100_000
FAILURES = 200
"""Layers in one network; items that may fail before a walk is given up."""


class Unknown(Layer):
    """What stands for a layer that could not be made, so that what comes after it keeps its names."""

    kind = "unknown"


class Construction:
    """Nodes so far: `current` is the index of the node whose output comes next, `scope` and `calls` say where the walk is."""

    def __init__(self, findings: Findings, flawed: bool, effort: Effort) -> None:
        self.findings = findings
        self.flawed = flawed
        """Whether parts of the description could not be read: then what seems to be missing may have been in them."""
        self.names = Names(effort)
        self.nodes: list[Node] = []
        self.current = -1
        self.scope: tuple[str, ...] = ()
        self.calls: tuple[Span, ...] = ()
        self.depth = self.failures = self.references = 0
        self.effort = effort
        self.override: tuple[Any, ...] | None = None
        """The height, the width and perhaps the depth that the command line gives the input."""
        self.input_changed = False

    def report(self, mistake: Mistake) -> None:
        """Take a mistake in, with the calls that led to it."""
        self.failures += 1
        if self.failures > FAILURES:
            raise Limit(Mistake("", "", None))
        if self.flawed and mistake.code in ("CNN205", "CNN207"):
            return
        self.findings.report(mistake, tuple(f"called at {call}" for call in self.calls))

    def enter(self, span: Span) -> None:
        """Go one level deeper, if that is allowed."""
        self.depth += 1
        if self.depth > NESTING:
            help = "a block that calls itself needs a count that ends it: `*$(n > 0)`"
            raise Limit(Mistake("CNN103", f"groups and calls nest deeper than {NESTING}", span, help=help))

    def scoped(self, name: str, span: Span, body: Callable[[], None]) -> None:
        """Run `body` in the scope `name`, which may be a path and is given at `span`; raises `Mistake` where it is too long."""
        names = self.names
        names.within_limits(names.prefix + name, span)
        scope, prefix = self.scope, names.prefix
        self.scope, names.prefix = (*scope, *name.split(".")), f"{prefix}{name}."
        body()
        self.scope, names.prefix = scope, prefix

    def add(self, layer: Layer, label: str, inputs: tuple[int, ...], span: Span, labelled: Span | None = None) -> None:
        """Add a node and make it the current one; `labelled` is where it stands with its label."""
        names = self.names
        index = len(self.nodes)
        if index > LAYERS:  # the first node is the input
            raise Limit(Mistake("CNN103", f"more than {LAYERS:,} layers", span))
        self.effort.spend(NODE + max(0, len(self.scope) - SHALLOW))
        scope = self.scope
        if label:
            path = names.prefix + label
            try:
                names.bind(label, index, labelled or span)
            except Mistake as mistake:
                self.report(mistake)
                label = ""
            else:
                if "." in label:
                    *outer, label = label.split(".")
                    scope = (*scope, *outer)
        if not label:
            path = names.numbered(layer.kind)
            names.put(path, index)
        elif label.isdigit():
            label = ""  # the number of a repetition, which no author gave
        self.nodes.append(Node(path, label, layer, inputs, span, scope, self.calls))
        self.current = index

    def bind(self, label: str, span: Span) -> None:
        """Let a label stand for the current node."""
        self.needs_input(span)
        try:
            self.names.bind(label, self.current, span)
        except Mistake as mistake:
            self.report(mistake)

    def needs_input(self, span: Span) -> None:
        """Begin with the command line's input if nothing has begun; complain, once, if there is none."""
        if self.nodes:
            return
        if self.override is not None and len(self.override) == 3:
            self.start(Shape(*self.override), None)
            return
        if self.override is not None:
            help = f"write it with a depth: --input {self.override[0]}x{self.override[1]}x3"
            self.report(Mistake("CNN207", "the network has no input whose depth --input could keep", span, help=help))
        else:
            help = "begin with its size, height x width x depth, as in `INPUT 224x224x3`, or give --input 224x224x3"
            self.report(Mistake("CNN207", "the network has no input", span, help=help))
        self.override = None
        self.start(Shape(1, 1, 1), None)

    def start(self, size: Shape, span: Span | None) -> None:
        """Make the input node; what the command line says of the size takes the place of what is written."""
        if self.override is not None:
            wanted = Shape(*self.override, *size[len(self.override) :])
            self.input_changed = wanted != size or span is None
            size = wanted
        self.names.put("input", 0)
        self.nodes.append(Node("input", "", kind("INPUT")(size=size), (), span))
        self.current = 0
