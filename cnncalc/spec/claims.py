"""`expect:` and `budget:`: facts that must hold and limits that must not be passed, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.network import Claim
from cnncalc.spec.events import Listing, Mapping, Scalar
from cnncalc.spec.findings import Findings, Mistake, did_you_mean, listed
from cnncalc.spec.options import shape
from cnncalc.spec.values import empty, mapping_of, size_of
from cnncalc.units import parse_bytes, parse_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnncalc.spec.events import Tree
    from cnncalc.spec.frames import Frame

COUNT, BYTES, SHAPE, SHAPES = "count", "bytes", "shape", "shapes"
EXPECT = {
    "params": COUNT, "macs": COUNT, "activations": COUNT, "memory": BYTES, "output": SHAPE, "layers": SHAPES, "outputs": SHAPES,
}  # fmt: skip
BUDGET = {"params": COUNT, "macs": COUNT, "activations": COUNT, "memory": BYTES}
"""The keys and what stands under them; under SHAPES a mapping of names to shapes."""


def claims(tree: Tree, what: str, findings: Findings, frame: Frame) -> tuple[Claim, ...]:
    """The claims under `expect` or `budget`; `what` is which."""
    kinds = EXPECT if what == "expect" else BUDGET
    found: list[Claim] = []
    try:
        entries = mapping_of(tree, f"`{what}`").entries
    except Mistake as mistake:
        findings.report(mistake)
        return ()
    for key, value in entries:
        name = key.text.string
        try:
            if name not in kinds:
                help = did_you_mean(name, kinds, f"there are {listed(kinds)}")
                raise Mistake("CNN202", f"`{what}` has no key `{name[:60]}`", key.span, help=help)
            if isinstance(value, Scalar) and value.plain and value.value is None:
                raise empty(f"`{name}`", key.span)
            if kinds[name] == SHAPES:
                for inner, size in mapping_of(value, f"`{name}`").entries:
                    found.append(_shape((name, inner.text.string), size, frame))
            elif kinds[name] == SHAPE:
                found.append(_shape((name,), value, frame))
            else:
                found.append(_number((name,), value, parse_bytes if kinds[name] == BYTES else parse_count))
        except Mistake as mistake:
            findings.report(mistake)
    return tuple(found)


def merged(base: Iterable[Claim], over: Iterable[Claim]) -> tuple[Claim, ...]:
    """A family's claims with a variant's over them."""
    by_path = {claim.path: claim for claim in base}
    by_path.update((claim.path, claim) for claim in over)
    return tuple(by_path.values())


def _number(path: tuple[str, ...], tree: Tree, parse: Callable[[str], int]) -> Claim:
    if not isinstance(tree, Scalar) or isinstance(tree.value, bool):
        raise Mistake("CNN203", f"`{path[-1]}` is a number", tree.span)
    text = tree.text.string
    try:
        return Claim(path, parse(text), text, tree.span)
    except ValueError as problem:
        raise Mistake("CNN203", str(problem), tree.span) from None


def _shape(path: tuple[str, ...], tree: Tree, frame: Frame) -> Claim:
    value = size_of(tree, f"`{path[-1]}`", set())
    return Claim(path, shape(frame.evaluate(value), value.span), _text(tree), tree.span)


def _text(tree: Any) -> str:
    if isinstance(tree, Listing):
        return "x".join(map(_text, tree.items))
    assert not isinstance(tree, Mapping)
    return str(tree.text.string)
