"""`expect:` and `budget:`: facts that must hold and limits that must not be passed, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.network import Claim
from cnncalc.spec.effort import CLAIM
from cnncalc.spec.events import Listing, Mapping, Scalar
from cnncalc.spec.facts import COUNT, FIELD, LIMITS, LIMITS_OF_LAYER, OF_LAYER, OF_NETWORK, SHAPE, quantity
from cnncalc.spec.findings import Findings, Mistake, did_you_mean, listed
from cnncalc.spec.frames import Frame
from cnncalc.spec.options import shape
from cnncalc.spec.source import Source, Text
from cnncalc.spec.values import empty, mapping_of, read_size, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnncalc.spec.events import Tree

EXPECT, BUDGET = "expect", "budget"
LAYERS, OUTPUTS, PER_LAYER = "layers", "outputs", "per_layer"
KEYS = {EXPECT: (*OF_NETWORK, LAYERS, OUTPUTS), BUDGET: (*LIMITS, LAYERS, PER_LAYER)}
LAYER_KEYS = {EXPECT: tuple(OF_LAYER), BUDGET: LIMITS_OF_LAYER}
"""What may stand under `expect` and `budget`, and under a layer in them."""


def claims(tree: Tree, what: str, findings: Findings, frame: Frame) -> tuple[Claim, ...]:
    """The claims under `expect` or `budget`; `what` is which."""
    reader = _Reader(what, findings, frame)
    return tuple(claim for key, value in reader.entries(tree, what, KEYS[what]) for claim in reader.claims(key, value))


class _Reader:
    def __init__(self, what: str, findings: Findings, frame: Frame) -> None:
        self.what = what
        self.findings = findings
        self.frame = frame

    def entries(self, tree: Tree, what: str, known: tuple[str, ...] | None = None) -> Iterator[tuple[str, Tree]]:
        """The entries of a mapping; what is wrong with one is reported, also by who works on it, and the next one follows."""
        try:
            entries = mapping_of(tree, f"`{what}`").entries
        except Mistake as mistake:
            self.findings.report(mistake)
            return
        self.frame.effort.spend(CLAIM * len(entries))
        for key, value in entries:
            name = key.text.string
            if known is not None and name not in known:
                help = did_you_mean(name, known, f"there are {listed(known, 20)}")
                self.findings.error("CNN202", f"`{what}` has no key `{name[:60]}`", key.span, help=help)
            elif isinstance(value, Scalar) and value.plain and value.value is None:
                self.findings.report(empty(f"`{name}`", key.span))
            else:
                yield name, value

    def claims(self, key: str, value: Tree) -> Iterator[Claim]:
        """What one key claims."""
        if key == PER_LAYER:
            for name, limit in self.entries(value, key, LIMITS_OF_LAYER):
                yield from self.one((key, name), limit, OF_LAYER[name])
        elif key in (LAYERS, OUTPUTS):
            for layer, facts in self.entries(value, key):
                yield from self.layer((key, layer), facts)
        else:
            yield from self.one((key,), value, OF_NETWORK[key])

    def layer(self, path: tuple[str, str], value: Tree) -> Iterator[Claim]:
        """What is claimed of one layer or output: a shape, or figures by name."""
        if isinstance(value, Mapping) and path[0] == LAYERS:
            for name, fact in self.entries(value, path[1], LAYER_KEYS[self.what]):
                yield from self.one(path if name == "output" else (*path, name), fact, OF_LAYER[name])
        elif self.what == BUDGET:
            help = f"write its figures as a mapping: `{path[1]}: {{macs: 100M}}`"
            self.findings.error("CNN203", "a budget limits figures, not shapes", value.span, help=help)
        else:
            yield from self.one(path, value, SHAPE)

    def one(self, path: tuple[str, ...], tree: Tree, kind: str) -> Iterator[Claim]:
        try:
            if kind == SHAPE:
                size = size_of(tree, f"`{path[-1]}`", set())
                yield Claim(path, shape(self.frame.evaluate(size), size.span), _text(tree), tree.span)
            elif not isinstance(tree, Scalar) or isinstance(tree.value, bool):
                raise Mistake("CNN203", f"`{path[-1]}` is {_described(kind)}", tree.span)
            else:
                yield _quantity(path, tree.text.string, kind, tree.span, self.what)
        except Mistake as mistake:
            self.findings.report(mistake)


def claim(option: str, what: str) -> Claim:
    """The claim of a command line: `params=70M`, `conv1.macs=110M`, `per_layer.params=10M`, `conv1=55x55x96`; raises `Mistake`.

    >>> claim("stage2.1.conv2.macs=100M", "budget").path
    ('layers', 'stage2.1.conv2', 'macs')
    """
    name, equals, value = (part.strip() for part in option.partition("="))
    if not (name and equals and value):
        raise Mistake("CNN203", f"`{option[:60]}` is not of the form name=value, as in params=70M", None)
    path, kind = _path(name, what)
    if what == BUDGET and kind == SHAPE:
        known = LAYER_KEYS[BUDGET] if len(path) > 1 else KEYS[BUDGET]
        raise Mistake(
            "CNN202",
            f"`{name[:60]}` is nothing that a budget limits",
            None,
            help=did_you_mean(name, known, f"there are {listed(known)}"),
        )
    text = Text(Source(f"--{what} {name}", value), value)
    if kind == SHAPE:
        size = read_size(text, f"--{what} {name}", set())
        return Claim(path, shape(Frame({}).evaluate(size), size.span), value, None)
    return _quantity(path, value, kind, text.whole, what)._replace(span=None)


def _path(name: str, what: str) -> tuple[tuple[str, ...], str]:
    """What a dotted name on a command line speaks of, and how its value is written."""
    if name in OF_NETWORK:
        return (name,), OF_NETWORK[name]
    head, _, rest = name.partition(".")
    if head == PER_LAYER and rest in LIMITS_OF_LAYER:
        return (PER_LAYER, rest), OF_LAYER[rest]
    if head == OUTPUTS and rest:
        return (OUTPUTS, rest), SHAPE
    layer, _, figure = (rest if head == LAYERS and rest else name).rpartition(".")
    if layer and figure in OF_LAYER and figure != "output":
        return (LAYERS, layer, figure), OF_LAYER[figure]
    return (LAYERS, layer if layer and figure == "output" else f"{layer}.{figure}".lstrip(".")), SHAPE


def merged(base: Iterable[Claim], over: Iterable[Claim]) -> tuple[Claim, ...]:
    """A family's claims with a variant's over them."""
    by_path = {claim.path: claim for claim in base}
    by_path.update((claim.path, claim) for claim in over)
    return tuple(by_path.values())


def _quantity(path: tuple[str, ...], text: str, kind: str, span: Any, what: str) -> Claim:
    try:
        found = quantity(text, kind)
    except ValueError as problem:
        raise Mistake("CNN203", str(problem), span, help=f"`{path[-1]}` is {_described(kind)}") from None
    if what == BUDGET and found.tolerance:
        raise Mistake("CNN203", "a budget has no tolerance: it is a limit", span, help="write the limit itself")
    return Claim(path, found.value, text, span, found.tolerance)


def _described(kind: str) -> str:
    return {COUNT: "a number, as in 62_378_344 or 70M", FIELD: "an extent in pixels, as in 212"}.get(
        kind, "a number of bytes, as in 300MB"
    )


def _text(tree: Any) -> str:
    if isinstance(tree, Listing):
        return "x".join(map(_text, tree.items))
    assert not isinstance(tree, Mapping)
    return str(tree.text.string)
