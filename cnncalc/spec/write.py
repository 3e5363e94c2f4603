"""A network written as a document, flat: a line a layer, no blocks, no repeats, every other input brought back by name.

What is written reads back as a network with the same ids, layers, inputs, outputs, input and framework, whatever the network.
A layer in a scope is written with its whole path as its label; one without a label keeps none if counting names it alike.

>>> from cnncalc.spec.load import load
>>> print(document(load("INPUT 8x8x3 CONV3-4 a:{RELU BN + ID} FC-10").networks[0]), end="")
name: network
framework: exact
input: 8x8x3
layers:
- CONV3-4
- a.relu1: RELU
- a.bn1: BN
- a.add1: "{@a.bn1 + @conv1}"
- FC-10
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnncalc.layers.notation import text as written
from cnncalc.pattern import pattern
from cnncalc.spec.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.network import Network, Node

JOINTS = {"concat": "|", "add": "+", "multiply": "x"}
PLAIN = pattern(r"[A-Za-z_0-9][\w./()=-]*(?: [\w./()=-]+)*\Z", re.ASCII)
"""Text that YAML takes as it stands: nothing that it has a use for."""
WIDTH = 100


def document(network: Network) -> str:
    """The text of a document that says the same as `network`; neither its comments, nor its claims, nor its groups."""
    lines = [f"name: {scalar(network.name)}"] if network.name else []
    lines += [f"source: {scalar(network.source)}"] if network.source else []
    lines += [f"year: {network.year}"] if network.year else []
    lines += [f"family: {scalar(network.family)}"] if network.family else []
    size = "x".join(map(written, network.input))
    lines += [f"framework: {network.framework}", f"input: {scalar(size)}"]
    lines += [f"verify: {scalar(str(network.verify_at))}"] if network.verify_at else []
    lines.append("layers:")
    items = list(_items(network))
    lines += [f"- {item}" for item in items] if items else ["- ID"]
    heads = {name: index for name, index in network.outputs.items() if name != "output"}
    if heads:
        lines.append("heads:")
        lines += [f"  {scalar(name)}: {{from: {scalar(network.nodes[index].id)}}}" for name, index in heads.items()]
    return "\n".join(lines) + "\n"


def _items(network: Network) -> Iterator[str]:
    """The list items of the layers; neighbours without labels share one."""
    unlabelled = _counted_alike(network)
    stretch = ""
    last = 0
    for index, node in enumerate(network.nodes[1:], 1):
        joins = node.layer.joins
        notation = _joined(network, node) if joins else node.layer.notation()
        from_elsewhere = not joins and node.inputs != (last,)
        last = index
        if stretch and (from_elsewhere or joins or index not in unlabelled or len(stretch) + len(notation) > WIDTH):
            yield scalar(stretch)
            stretch = ""
        if from_elsewhere:
            yield scalar(f"@{network.nodes[node.inputs[0]].id}")
        if index not in unlabelled:
            yield f"{scalar(node.id)}: {scalar(notation)}"
        elif joins:
            yield scalar(notation)
        else:
            stretch = f"{stretch} {notation}".lstrip()
    if stretch:
        yield scalar(stretch)
    if network.outputs["output"] != last:
        yield scalar(f"@{network.nodes[network.outputs['output']].id}")


def _joined(network: Network, node: Node) -> str:
    """A join as a brace of references: a label on such a brace is the join's own."""
    joint = f" {JOINTS[node.layer.kind]} "
    return "{" + joint.join(f"@{network.nodes[index].id}" for index in node.inputs) + "}"


def _counted_alike(network: Network) -> set[int]:
    """The layers outside any scope that get their ids by counting, where all others are labelled."""
    free = {index for index, node in enumerate(network.nodes) if index and not node.label and not node.scope}
    while True:
        taken = {node.id for index, node in enumerate(network.nodes) if index not in free}
        numbers: dict[str, int] = {}
        wrong = set()
        for index in sorted(free):
            node = network.nodes[index]
            kind = node.layer.kind
            number = numbers.get(kind, 0) + 1
            while f"{kind}{number}" in taken:
                number += 1
            numbers[kind] = number
            if node.id != f"{kind}{number}":
                wrong.add(index)
        if not wrong:
            return free
        free -= wrong


def scalar(text: str) -> str:
    """Text as a YAML scalar that means this text: as it stands where that is safe, else in double quotes.

    >>> scalar("CONV3-64 RELU"), scalar("{@a + @b}"), scalar("no"), scalar("1.0")
    ('CONV3-64 RELU', '"{@a + @b}"', '"no"', '"1.0"')
    """
    if PLAIN.match(text) and resolve(text) == text:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    if c.isprintable():
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
