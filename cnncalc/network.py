"""A network: an immutable graph of layers in topological order, the input first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnncalc.diagnostics import Span
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.symbolic import Int


class Node(NamedTuple):
    """One layer in its place.

    `id` is the unique path, `stage2.1.conv2`; `label` its last part if the author gave one, else ""; `scope` the path before
    it. `inputs` are indices into the network's nodes, all smaller than the node's own. `span` is where the layer is
    written, `calls` the spans of the block calls that led there, innermost first.
    """

    id: str
    label: str
    layer: Layer
    inputs: tuple[int, ...]
    span: Span | None = None
    scope: tuple[str, ...] = ()
    calls: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the id."""
        return self.id.rpartition(".")[2]


class Claim(NamedTuple):
    """One fact under `expect:` or one limit under `budget:`, where it is written.

    `path` names what it speaks of: ("params",), ("output",), ("layers", "conv1") and ("outputs", "aux1") for their shapes,
    ("layers", "conv1", "macs"), ("per_layer", "params"). `value` is an int, a `Shape`, or a `Pair` for a receptive field; `text`
    is the value as the author wrote it; `tolerance` how far from it a fact may be.
    """

    path: tuple[str, ...]
    value: Any
    text: str
    span: Span | None
    tolerance: int = 0


class Network(NamedTuple):
    """One input, nodes in topological (and document) order, one or more named outputs.

    `nodes[0]` is the input. `outputs` maps a name to a node's index; the main one is called "output". `names` maps the
    path of every labelled group and block, beside the node ids, to the node that is its output. `changed` says in
    words what a command line changed, so that `expect` no longer speaks of this network. `year` and `family` are for lists;
    `verify_at` is the smaller input at which `verify` runs the network, because its forward pass takes long at its own. `sources` are
    the texts it was read from, by file name: comments in them say what to ignore.
    """

    name: str
    nodes: tuple[Node, ...]
    outputs: Mapping[str, int]
    framework: str = "exact"
    source: str = ""
    names: Mapping[str, int] = {}
    expect: tuple[Claim, ...] = ()
    budget: tuple[Claim, ...] = ()
    changed: tuple[str, ...] = ()
    year: int | None = None
    family: str = ""
    verify_at: Shape | None = None
    sources: Mapping[str, str] = {}

    @property
    def input(self) -> Shape:
        """The shape of the image that goes in."""
        size: Shape = self.nodes[0].layer.size  # type: ignore[attr-defined]
        return size

    def resized(self, height: Int, width: Int) -> Network:
        """The same layers on an input of another height and width, numbers or symbols; what the document expects no longer speaks of it."""
        from cnncalc.layers.base import Shape
        from cnncalc.layers.reshape import Input

        start = self.nodes[0]._replace(layer=Input(Shape(height, width, self.input.depth)))
        return self._replace(nodes=(start, *self.nodes[1:]), changed=(*self.changed, "--input"), verify_at=None)

    def find(self, path: str) -> int | None:
        """The index of the node that an id, a label or the label of a group names; None if none or several do."""
        if path in self.names:
            return self.names[path]
        ending = "." + path
        found = {i for name, i in self.names.items() if name.endswith(ending)}
        return found.pop() if len(found) == 1 else None
