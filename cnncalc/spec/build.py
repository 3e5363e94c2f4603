"""A document to its networks, one a variant, under what the command line changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.network import Network
from cnncalc.spec.changes import Changes, root_frame
from cnncalc.spec.claims import claims, merged
from cnncalc.spec.effort import NETWORK, NODE, Effort
from cnncalc.spec.expand import Expander
from cnncalc.spec.findings import Findings, Limit, Mistake
from cnncalc.spec.making import Layers
from cnncalc.spec.options import extents, shape
from cnncalc.spec.source import Source, Text
from cnncalc.spec.values import read_size

if TYPE_CHECKING:
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.network import Claim
    from cnncalc.spec.document import Document, Head, Variant
    from cnncalc.spec.frames import Frame
    from cnncalc.spec.syntax import Value

UNREAD = 50
"""How many layers that nothing reads are named one by one."""


class Builder:
    """Makes the networks of one document; equal layers are one object in all of them.

    A `flawed` document, with parts that could not be read, makes no network, but its other mistakes are found.
    """

    def __init__(self, document: Document, changes: Changes, findings: Findings, flawed: bool) -> None:
        self.document, self.changes, self.findings, self.flawed = document, changes, findings, flawed
        self.interned: dict[Layer, Layer] = {}
        self.effort = Effort()

    def network(self, variant: Variant | None, name: str) -> Network | None:
        """The network of one variant; None if there are errors, which the findings then hold."""
        try:
            self.effort.spend(NETWORK)
            return self.made(variant, name)
        except Limit as limit:
            self.findings.report(limit.mistake)
            return None

    def made(self, variant: Variant | None, name: str) -> Network | None:
        """The network of one variant, None if there are errors; raises `Limit`."""
        errors = self.findings.errors
        frame, changed = root_frame(self.document, variant, self.changes, self.findings, self.effort)
        framework = (variant.framework if variant else "") or self.document.framework or "exact"
        if self.changes.framework and self.changes.framework != framework:
            framework = _framework(self.changes.framework, self.findings)
            changed.append(f"--framework {framework}")
        expander = self.expander(frame)
        outputs = self.expanded(expander, variant)
        if expander.input_changed:
            changed.append(f"--input {self.changes.input}")
        if expander.layers.bias_changed:
            changed.append("--no-bias")
        expect, budget = (self.claims(key, variant, frame) for key in ("expect", "budget"))
        self.effort.spend(
            (len(expect) + len(budget)) * len(expander.nodes) // 10
        )  # each may have to look at all of them
        about = self.about(variant, frame, expander)
        if self.flawed or self.findings.errors > errors:
            return None
        _unread(expander, outputs, self.findings)
        return Network(
            name=name,
            nodes=tuple(expander.nodes),
            outputs=outputs,
            framework=framework,
            source=(variant.source if variant else "") or self.document.source,
            names=expander.names.bound,
            expect=expect,
            budget=budget,
            changed=tuple(changed),
            year=about[0],
            family=about[1],
            verify_at=about[2],
        )

    def expander(self, frame: Frame) -> Expander:
        """What walks through the layers under a frame."""
        return Expander(
            frame,
            self.findings,
            blocks=self.document.blocks,
            layers=Layers(self.document.defaults, self.changes.bias, self.interned),
            flawed=self.flawed,
        )

    def expanded(self, expander: Expander, variant: Variant | None) -> dict[str, int]:
        """The outputs, once layers and heads are nodes."""
        layers = self.document.layers
        heads = (*self.document.heads, *(variant.heads if variant else ()))
        self.effort.spend(NODE * len(heads))
        written = variant.input if variant and variant.input else self.document.input
        _input(expander, written, self.changes)
        expander.names.claim(layers)
        expander.names.claimed.update(head.name for head in heads)
        expander.walk(layers)
        expander.needs_input(layers.span)
        outputs = {"output": expander.current}
        for head in heads:
            _head(expander, head, outputs)
        return outputs

    def about(self, variant: Variant | None, frame: Frame, expander: Expander) -> tuple[int | None, str, Shape | None]:
        """Year, family and the input for `verify`; a variant's own take the place of the document's."""
        whole, own = self.document.about, variant.about if variant else None
        year = own.year if own and own.year else whole.year
        family = own.family if own and own.family else whole.family
        size = own.verify if own and own.verify else whole.verify
        if size is None or self.changes.input is not None:
            return year, family, None
        from cnncalc.spec.about import verify_at

        try:
            return year, family, verify_at(size, frame, expander.nodes[0].layer.size)  # type: ignore[attr-defined]
        except Mistake as mistake:
            self.findings.report(mistake)
            return year, family, None

    def claims(self, key: str, variant: Variant | None, frame: Frame) -> tuple[Claim, ...]:
        """What `expect` or `budget` says of a variant: its own claims take the place of the document's."""
        found: tuple[Claim, ...] = ()
        for trees in (self.document.claims, variant.claims if variant else {}):
            if key in trees:
                found = merged(found, claims(trees[key], key, self.findings, frame))
        return found


def _framework(name: str, findings: Findings) -> str:
    from cnncalc.arithmetic import FRAMEWORKS
    from cnncalc.spec.findings import did_you_mean, listed

    if name not in FRAMEWORKS:
        help = did_you_mean(name, FRAMEWORKS, f"there are {listed(FRAMEWORKS)}")
        findings.error("CNN203", f"--framework {name}: there is no such framework", None, help=help)
        return "exact"
    return name


def _input(expander: Expander, written: Value | None, changes: Changes) -> None:
    """Begin with the input that stands outside the layers, if any, and with what `--input` says of any."""
    if changes.input is not None:
        text = Text(Source("--input", changes.input), changes.input)
        value = read_size(text, "--input", set(), (2, 3))
        expander.override = tuple(extents(expander.frame.evaluate(value), value.span))
    if written is None:
        return
    try:
        size = shape(expander.frame.evaluate(written), written.span)
    except Mistake as mistake:
        expander.report(mistake)
        size = shape((1, 1, 1), written.span)
    expander.input_given = True
    expander.start(size, written.span)


def _head(expander: Expander, head: Head, outputs: dict[str, int]) -> None:
    """Expand a head in the scope of its name."""
    try:
        expander.reference(head.origin)
    except Mistake as mistake:
        expander.report(mistake)
        expander.current = 0

    def body() -> None:
        expander.names.claim(head.body)
        expander.walk(head.body)

    expander.scoped(head.name, head.span, body)
    if expander.names.bound.get(head.name) != expander.current:
        expander.bind(head.name, head.span)
    outputs[head.name] = expander.current


def _unread(expander: Expander, outputs: dict[str, int], findings: Findings) -> None:
    """Warn of paths that end and are no output."""
    read = set(outputs.values())
    for node in expander.nodes:
        read.update(node.inputs)
    unread = [node for index, node in enumerate(expander.nodes) if index not in read]
    help = "join it with another path, make it a head, or leave it out"
    for node in unread[:UNREAD]:
        findings.warning("CNN209", f"nothing reads the output of {node.id}", node.span, node=node.id, help=help)
    if len(unread) > UNREAD:
        findings.warning(
            "CNN209", f"nothing reads the outputs of {len(unread) - UNREAD:,} more layers", None, help=help
        )
