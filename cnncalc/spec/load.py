"""The public edge: a description to networks and to everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.record import NamedTuple
from cnncalc.spec.build import Builder
from cnncalc.spec.changes import Changes
from cnncalc.spec.document import from_notation, from_tree
from cnncalc.spec.findings import Findings, Limit, Mistake, did_you_mean, listed
from cnncalc.spec.reading import find
from cnncalc.spec.source import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.network import Network
    from cnncalc.spec.document import Document
    from cnncalc.spec.reading import Found

NO_CHANGES = Changes()


class Loaded(NamedTuple):
    """What a description holds: its networks, those with errors left out; what is wrong; the texts by file name.

    `name` is what the user called it, `title` what it calls itself.
    """

    networks: tuple[Network, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    name: str
    title: str = ""


def load(spec: str, changes: Changes = NO_CHANGES, *, read_stdin: Callable[[], bytes] | None = None) -> Loaded:
    """The networks that `spec` describes: `-` for standard input, a file, a bundled name, or notation.

    `FILE#variant` selects one network of a family. No mistake of a user is raised: it is a diagnostic.

    >>> [node.id for node in load("INPUT 227x227x3 CONV11-96/4p0 POOL3/2 FC-10").networks[0].nodes]
    ['input', 'conv1', 'pool1', 'fc1']
    >>> str(load("INPUT 8x8x1 CONV3").diagnostics[0].span)
    '<notation>:1:13'
    """
    findings = Findings()
    try:
        found = find(spec, read_stdin)
    except Mistake as mistake:
        findings.report(mistake)
        return Loaded((), tuple(findings.diagnostics), {}, spec)
    networks: list[Network] = []
    title = ""
    try:
        document = _document(found, findings)
        title = document.name
        networks = _networks(document, found, changes, findings)
    except Mistake as mistake:
        findings.report(mistake)
    except Limit:
        pass  # of mistakes, which has been reported
    if len(findings.diagnostics) == 1 and not found.is_yaml:
        _suggest_names(found, findings)
    sources = {found.source.file: found.source.text}
    read = tuple(network._replace(sources=sources) for network in networks)
    return Loaded(read, tuple(findings.diagnostics), sources, found.name, title)


def _document(found: Found, findings: Findings) -> Document:
    if not found.is_yaml:
        if not found.source.text.strip():
            help = "write layers, as in `INPUT 32x32x3 CONV5-12 RELU POOL2 FC-10`, or name a file or a bundled network"
            raise Mistake("CNN102", "the description is empty", None, help=help)
        return from_notation(Text(found.source, found.source.text), findings)
    from cnncalc.spec.events import read

    return from_tree(read(found.source), findings)


def _networks(document: Document, found: Found, changes: Changes, findings: Findings) -> list[Network]:
    variants = document.variants
    if found.variant is not None:
        variants = tuple(variant for variant in variants if variant.name == found.variant)
        if not variants:
            known = [variant.name for variant in document.variants]
            help = did_you_mean(
                found.variant, known, f"there are {listed(known)}" if known else "the document has no variants"
            )
            raise Mistake("CNN208", f"{found.name} has no variant `{found.variant}`", None, help=help)
    made = []
    builder = Builder(document, changes, findings, flawed=findings.errors > 0)
    for variant in variants or (None,):
        name = document.name or found.stem or "network"
        if variant:
            name = variant.title or (found.stem if found.is_variant else variant.name)
        one = builder.network(variant, name)
        if one is not None:
            made.append(one)
    if changes.assumptions and made:
        from cnncalc.spec.assumptions import assumed

        return assumed(made, changes.assumptions, findings)
    return made


def _suggest_names(found: Found, findings: Findings) -> None:
    """One unknown word on the command line may be meant for a bundled network."""
    (diagnostic,) = findings.diagnostics
    word = found.source.text.strip()
    if diagnostic.code != "CNN201" or found.source.file != "<notation>" or len(word.split()) != 1:
        return
    from cnncalc.layers import ALIASES, CLASSES
    from cnncalc.spec.library import names
    from cnncalc.spec.spellings import spellings

    help = did_you_mean(word, [*spellings(names()), *CLASSES, *ALIASES], "`cnncalc list` shows the bundled networks")
    message = f"`{word[:60]}` is neither a file, nor a bundled network, nor a layer"
    findings.diagnostics[0] = diagnostic._replace(message=message, help=help)
