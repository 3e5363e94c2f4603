"""What symbols are assumed to be, in a network that is built: with `H=32*n` the floors of its sizes vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.spec.findings import Mistake, did_you_mean, listed
from cnncalc.spec.options import LARGEST
from cnncalc.spec.source import Source, Text
from cnncalc.symbolic import Expr, substitute, symbols

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cnncalc.layers.base import Layer, Shape
    from cnncalc.network import Network
    from cnncalc.spec.findings import Findings


def assumed(networks: list[Network], assumptions: Mapping[str, str], findings: Findings) -> list[Network]:
    """The networks with expressions in place of symbols; none of them, and the reason among the findings, if that makes no sense."""
    errors = findings.errors
    known = {name for network in networks for name in symbols_of(network)}
    values = {}
    for name, text in assumptions.items():
        try:
            values[name] = _value(name, text, known)
        except Mistake as mistake:
            findings.report(mistake)
    changed = tuple(f"--assume {name}={text}" for name, text in assumptions.items())
    made = []
    for network in networks:
        try:
            made.append(_with(network, values)._replace(changed=(*network.changed, *changed)))
        except Mistake as mistake:
            findings.report(mistake)
    return made if findings.errors == errors else []


def _value(name: str, text: str, known: set[str]) -> Any:
    """What a symbol is assumed to be."""
    from cnncalc.symbolic import ParseError, parse

    where = Text(Source(f"--assume {name}", text), text)
    if name not in known:
        help = did_you_mean(
            name,
            sorted(known),
            f"there are {listed(sorted(known))}" if known else "--input HxWx3 makes symbols of the size",
        )
        raise Mistake("CNN208", f"--assume {name}: there is no symbol of that name", None, help=help)
    try:
        value = parse(text)
        substitute(value, {})
        substitute(_symbol(name), {name: value})
    except ParseError as problem:
        at = min(problem.offset, max(len(text) - 1, 0))
        raise Mistake("CNN104", f"--assume {name}: {problem}", where.span(at, at + 1), help="as in H=32*n") from None
    except ValueError as problem:
        raise Mistake("CNN203", f"--assume {problem}", where.whole) from None
    if isinstance(value, int) and value > LARGEST:
        raise Mistake("CNN103", f"--assume {name}: {value:,} is above the limit of {LARGEST:,}", where.whole)
    return value


def _symbol(name: str) -> Expr:
    from cnncalc.symbolic import symbol

    return symbol(name)


def symbols_of(network: Network) -> Iterator[str]:
    """The names of the symbols in a network's input and hyper-parameters."""
    layers = {node.layer for node in network.nodes}
    for value in (network.input, *(value for layer in layers for value in layer.options().values())):
        for part in _parts(value):
            yield from symbols(part)


def _parts(value: Any) -> Iterable[Any]:
    """The symbolic numbers in a hyper-parameter: of a pair or a padding, every one."""
    parts = value if isinstance(value, tuple) else (value,)
    return [part for part in parts if isinstance(part, Expr)]


def _with(network: Network, values: Mapping[str, Any]) -> Network:
    from cnncalc.layers.reshape import Input

    def put_in(value: Any) -> Any:
        if isinstance(value, tuple):
            return type(value)(*map(put_in, value))  # a pair, a padding, a shape
        return substitute(value, values) if isinstance(value, Expr) else value

    size: Shape = put_in(network.input)
    if any(isinstance(extent, int) and not 1 <= extent <= LARGEST for extent in size):
        raise Mistake(
            "CNN203", f"--assume makes the input {size}; every extent is from 1 to {LARGEST:,}", network.nodes[0].span
        )
    made: dict[Layer, Layer] = {network.nodes[0].layer: Input(size)}
    nodes = []
    for node in network.nodes:
        layer = node.layer
        if layer not in made:
            changed = {name: put_in(value) for name, value in layer.options().items() if _parts(value)}
            for name, value in changed.items():
                least = layer.fields[name].minimum
                if any(
                    isinstance(part, int) and part < least for part in (value if isinstance(value, tuple) else (value,))
                ):
                    raise Mistake(
                        "CNN203", f"--assume makes the {name} of {node.id} {value}; it is at least {least}", node.span
                    )
            made[layer] = layer.replace(**changed) if changed else layer
        nodes.append(node._replace(layer=made[layer]))
    return network._replace(nodes=tuple(nodes))
