"""What a command line changes about a network, and the values it binds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.spec.findings import Findings, Mistake, did_you_mean, listed
from cnncalc.spec.frames import Frame
from cnncalc.spec.source import Source, Text
from cnncalc.spec.values import read_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnncalc.spec.document import Document, Variant
    from cnncalc.spec.effort import Effort


class Changes(NamedTuple):
    """Another input, values by name, another framework, no biases, and forms of symbols: as the options of a command give them."""

    input: str | None = None
    bindings: Mapping[str, str] = MappingProxyType({})
    framework: str | None = None
    bias: bool = True
    assumptions: Mapping[str, str] = MappingProxyType({})


def root_frame(
    document: Document, variant: Variant | None, changes: Changes, findings: Findings, effort: Effort
) -> tuple[Frame, list[str]]:
    """The values of a document's parameters and symbols for one variant, and what `--set` changed, in words.

    Parameters are evaluated in order, so that one may depend on those before it; a variant's and a command line's values
    take the place of the document's. All that is made in these frames is counted as one `effort`.
    """
    written = dict(document.parameters)
    for name, (value, key) in variant.settings.items() if variant else ():
        if name not in written:
            help = did_you_mean(
                name, written, f"there are {listed(written)}" if written else "declare it under `parameters:`"
            )
            findings.error("CNN208", f"there is no parameter `{name[:60]}`", key.span, help=help)
        written[name] = (value, key)
    effort.spend(len(written))
    frame = Frame({}, effort=effort)
    changed: list[str] = []
    given: dict[str, Any] = {}
    for name, text in changes.bindings.items():
        source = Text(Source(f"--set {name}", text), text)
        try:
            if name not in written and name not in document.symbols:
                known = [*written, *sorted(document.symbols)]
                help = did_you_mean(
                    name, known, f"there are {listed(known)}" if known else "the description has neither"
                )
                raise Mistake(
                    "CNN208", f"--set {name}: there is neither a parameter nor a symbol of that name", None, help=help
                )
            value = read_value(source, f"--set {name}", set())
        except Mistake as mistake:
            findings.report(mistake)
            continue
        if name in written:
            given[name] = value
            changed.append(f"--set {name}={text}")
        else:
            try:
                frame.symbols[name] = frame.evaluate(value)
                changed.append(f"--set {name}={text}")
            except Mistake as mistake:
                findings.report(mistake)
    for name, (value, _) in written.items():
        try:
            result = frame.evaluate(given.get(name, value))
            if name in given and _same(frame, value, result):
                changed.remove(f"--set {name}={changes.bindings[name]}")
            frame.values[name] = result
        except Mistake as mistake:
            findings.report(mistake)
            frame.broken.add(name)
    return frame, changed


def _same(frame: Frame, written: Any, result: Any) -> bool:
    """Whether a value from the command line is the one that the document has anyway."""
    try:
        return bool(type(result) is not float and frame.evaluate(written) == result)
    except Mistake:
        return False
