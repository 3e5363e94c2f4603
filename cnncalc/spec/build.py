"""A document to its networks, one a variant, under what the command line changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.network import Network
from cnncalc.spec.changes import Changes, root_frame
from cnncalc.spec.claims import claims, merged
from cnncalc.spec.expand import Expander
from cnncalc.spec.findings import Findings, Mistake
from cnncalc.spec.options import extents, shape
from cnncalc.spec.source import Source, Text
from cnncalc.spec.values import read_size

if TYPE_CHECKING:
    from cnncalc.layers.base import Layer
    from cnncalc.spec.document import Document, Head, Variant
    from cnncalc.spec.frames import Frame


def network(
    document: Document,
    variant: Variant | None,
    changes: Changes,
    findings: Findings,
    name: str,
    interned: dict[Layer, Layer],
    flawed: bool = False,
) -> Network | None:
    """The network of one variant; None if there are errors, which `findings` then holds.

    A `flawed` document, with parts that could not be read, makes no network, but its other mistakes are found.
    """
    errors = findings.errors
    frame, changed = root_frame(document, variant, changes, findings)
    own = variant.framework if variant else ""
    framework = own or document.framework or "exact"
    if changes.framework and changes.framework != framework:
        framework = _framework(changes.framework, findings)
        changed.append(f"--framework {framework}")
    expander = Expander(
        frame,
        findings,
        blocks=document.blocks,
        defaults=document.defaults,
        bias=changes.bias,
        flawed=flawed,
        interned=interned,
    )
    outputs: dict[str, int] = {}
    try:
        _input(expander, document, variant, changes, frame)
        expander.names.claim(document.layers)
        heads = (*document.heads, *(variant.heads if variant else ()))
        expander.names.claimed.update(head.name for head in heads)
        expander.walk(document.layers)
        expander.needs_input(document.layers.span)
        outputs["output"] = expander.current
        for head in heads:
            _head(expander, head, outputs)
    except Mistake as limit:
        findings.report(limit)
        return None
    if expander.input_changed:
        changed.append(f"--input {changes.input}")
    if expander.bias_changed:
        changed.append("--no-bias")
    facts = {
        key: merged(_claims(document.claims, key, findings, frame), _claims(variant.claims if variant else {}, key, findings, frame))
        for key in ("expect", "budget")
    }
    if flawed or findings.errors > errors:
        return None
    _unread(expander, outputs, findings)
    return Network(
        name=name,
        nodes=tuple(expander.nodes),
        outputs=outputs,
        framework=framework,
        source=(variant.source if variant else "") or document.source,
        names=expander.names.bound,
        expect=facts["expect"],
        budget=facts["budget"],
        changed=tuple(changed),
    )


def _claims(trees: dict[str, Any], key: str, findings: Findings, frame: Frame) -> tuple[Any, ...]:
    return claims(trees[key], key, findings, frame) if key in trees else ()


def _framework(name: str, findings: Findings) -> str:
    from cnncalc.arithmetic import FRAMEWORKS
    from cnncalc.spec.findings import did_you_mean, listed

    if name not in FRAMEWORKS:
        help = did_you_mean(name, FRAMEWORKS, f"there are {listed(FRAMEWORKS)}")
        findings.error("CNN203", f"--framework {name}: there is no such framework", None, help=help)
        return "exact"
    return name


def _input(expander: Expander, document: Document, variant: Variant | None, changes: Changes, frame: Frame) -> None:
    """Begin with the input that stands outside the layers, if any, and with what `--input` says of any."""
    if changes.input is not None:
        text = Text(Source("--input", changes.input), changes.input)
        value = read_size(text, "--input", set(), (2, 3))
        expander.override = tuple(extents(frame.evaluate(value), value.span))
    written = variant.input if variant and variant.input else document.input
    if written is None:
        return
    try:
        size = shape(frame.evaluate(written), written.span)
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

    expander.scoped(head.name, body)
    expander.bind(head.name, head.span)
    outputs[head.name] = expander.current


def _unread(expander: Expander, outputs: dict[str, int], findings: Findings) -> None:
    """Warn of paths that end and are no output."""
    read = set(outputs.values())
    for node in expander.nodes:
        read.update(node.inputs)
    for index, node in enumerate(expander.nodes):
        if index not in read:
            findings.warning(
                "CNN209", f"nothing reads the output of {node.id}", node.span, node=node.id,
                help="join it with another path, make it a head, or leave it out",
            )  # fmt: skip
