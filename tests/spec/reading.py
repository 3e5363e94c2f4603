"""How the tests of the language read descriptions and show what came of them."""

from __future__ import annotations

from cnncalc.spec import Changes, load


def loaded(text, **changes):
    """What `load` makes of notation, or of a document's text if it has lines."""
    if "\n" in text:
        return load("-", Changes(**changes), read_stdin=lambda: text.encode("utf-8"))
    return load(text, Changes(**changes))


def network(text, **changes):
    """The one network of a description without mistakes."""
    result = loaded(text, **changes)
    assert not result.diagnostics, result.diagnostics
    (found,) = result.networks
    return found


def nodes(text, **changes):
    """Ids, layers and inputs of every node but the input: `conv1=CONV3-8(input)`."""
    found = network(text, **changes)
    ids = [node.id for node in found.nodes]
    return [
        f"{node.id}={node.layer.notation()}({' '.join(ids[index] for index in node.inputs)})"
        for node in found.nodes[1:]
    ]


def mistakes(text, **changes):
    """What is wrong, in the order of the text: `1:9-14 CNN201 there is no layer …`."""
    found = loaded(text, **changes).diagnostics
    return [shown(d) for d in sorted(found, key=lambda d: (d.span or ("",))[1:3])]


def shown(diagnostic):
    """A diagnostic in one line: where it is, what it is."""
    span = diagnostic.span
    if span is None:
        return f"{diagnostic.code} {diagnostic.message}"
    end = span.end_column if span.end_line == span.line else f"{span.end_line}:{span.end_column}"
    return f"{span.line}:{span.column}-{end} {diagnostic.code} {diagnostic.message}"
