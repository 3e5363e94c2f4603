"""The plan of a design space: which networks there are, which of the values make other networks, and which a closed form leaves open."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.spec import Changes, load
from cnncalc.spec.assumptions import symbols_of
from cnncalc.spec.expressions import SYMBOL
from cnncalc.spec.findings import Mistake
from cnncalc.spec.options import LARGEST
from cnncalc.symbolic import Expr, symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cnncalc.network import Network
    from cnncalc.space.ranges import Sizes
    from cnncalc.spec import Loaded

MOST_POINTS = 100_000_000
MOST_VARIANTS = 1_000_000
"""Points of one sweep, and networks in it."""
TRIES = 64
"""Combinations of values that are tried before a specification counts as one that no value mends."""
OPEN_FIELDS = ("filters", "outputs")
"""Hyper-parameters that may stay symbols in a closed form: they are counted, and decide nothing but what is checked again."""

Setting = tuple[str, str]
"""A name and a value as `--set` has it."""


class Family(NamedTuple):
    """The networks of one SPEC. `settings` are the values that make other networks, `symbols` those that closed forms leave open."""

    spec: str
    networks: tuple[str, ...]
    settings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    symbols: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def variants(self) -> int:
        """How many networks there are, over all settings."""
        return len(self.networks) * prod(len(values) for _, values in self.settings)


class Variant(NamedTuple):
    """One network with all that makes it another, and the symbols that are left open in it, each with its values."""

    spec: str
    network: str
    settings: tuple[Setting, ...]
    symbols: tuple[tuple[str, tuple[str, ...]], ...]


class Space(NamedTuple):
    """All points: every variant of every family, at all values of its symbols, at all sizes (None: at its own)."""

    families: tuple[Family, ...]
    names: tuple[str, ...]
    sizes: Sizes | None
    framework: str | None
    bias: bool
    stdin: bytes | None = None

    @property
    def variants(self) -> int:
        return sum(family.variants for family in self.families)

    @property
    def size(self) -> int:
        """How many points there are."""
        return sum(family.variants * self.points(family.symbols) for family in self.families)

    def points(self, open_symbols: tuple[tuple[str, tuple[str, ...]], ...]) -> int:
        """How many points a variant with these symbols has."""
        return prod(len(values) for _, values in open_symbols) * (self.sizes.size if self.sizes else 1)

    def every(self) -> Iterator[Variant]:
        """The variants in order, one network with all its settings after the other."""
        for family in self.families:
            for network in family.networks:
                for values in product(*(values for _, values in family.settings)):
                    settings = zip((name for name, _ in family.settings), values, strict=True)
                    yield Variant(family.spec, network, tuple(settings), family.symbols)

    def changes(self, settings: Mapping[str, str]) -> Changes:
        """What makes the network of these settings."""
        return changes(self.sizes, settings, self.framework, self.bias)


def changes(sizes: Sizes | None, settings: Mapping[str, str], framework: str | None, bias: bool) -> Changes:
    """What makes a network of settings, at the first of all sizes."""
    size = None
    if sizes is not None:
        depth = "" if sizes.depth is None else f"x{sizes.depth}"
        size = "x".join(map(str, sizes.first())) + depth
    return Changes(size, dict(settings), framework, bias)


class Refused(Exception):
    """There is nothing to sweep: the message says why, and what to do."""


def plan(
    specs: Sequence[str],
    sizes: Sizes | None,
    values: Mapping[str, Sequence[str]],
    framework: str | None = None,
    bias: bool = True,
    stdin: bytes | None = None,
) -> tuple[Space, list[Loaded]]:
    """The space of all SPECs, and those that no value makes a network of, as they were loaded. Raises `Refused`."""
    _bounded("points", prod(len(each) for each in values.values()) * (sizes.size if sizes else 1), MOST_POINTS)
    families, broken = [], []
    for spec in specs:
        found = _Planner(spec, sizes, values, framework, bias, stdin).family()
        if isinstance(found, Family):
            families.append(found)
        else:
            broken.append(found)
    space = Space(tuple(families), tuple(values), sizes, framework, bias, stdin)
    _bounded("networks", space.variants, MOST_VARIANTS)
    _bounded("points", space.size, MOST_POINTS)
    return space, broken


def _bounded(what: str, count: int, most: int) -> None:
    if count > most:
        raise Refused(f"a sweep of {count:,} {what}; at most {most:,} are computed: take larger steps, or fewer values")


class _Planner:
    def __init__(
        self,
        spec: str,
        sizes: Sizes | None,
        values: Mapping[str, Sequence[str]],
        framework: str | None,
        bias: bool,
        stdin: bytes | None,
    ) -> None:
        self.spec, self.sizes, self.values = spec, sizes, values
        self.framework, self.bias, self.stdin = framework, bias, stdin

    def load(self, settings: Mapping[str, str]) -> Loaded:
        made = changes(self.sizes, settings, self.framework, self.bias)
        return load(self.spec, made, read_stdin=None if self.stdin is None else lambda: self.stdin or b"")

    def family(self) -> Family | Loaded:
        """The family, or what is wrong with the specification whatever the values."""
        first = None
        for combination in islice(product(*self.values.values()), TRIES):
            settings = dict(zip(self.values, combination, strict=True))
            loaded = self.load(settings)
            if not any(diagnostic.is_error for diagnostic in loaded.diagnostics):
                break
            first = first or loaded
        else:
            assert first is not None
            return first
        _of_numbers(loaded.networks)
        left_open = self._open(settings)
        return Family(
            self.spec,
            tuple(dict.fromkeys(network.name for network in loaded.networks)),
            tuple((name, tuple(each)) for name, each in self.values.items() if name not in left_open),
            tuple((name, tuple(each)) for name, each in self.values.items() if name in left_open),
        )

    def _open(self, settings: dict[str, str]) -> set[str]:
        """The names that are symbols which closed forms can leave open."""
        candidates = {name for name, each in self.values.items() if SYMBOL.match(name) and all(map(_is_extent, each))}
        if not candidates:
            return set()
        loaded = self.load({name: value for name, value in settings.items() if name not in candidates})
        if any(diagnostic.is_error for diagnostic in loaded.diagnostics):
            return set()
        everywhere = {name for network in loaded.networks for name in symbols_of(network)}
        deciding = {name for network in loaded.networks for name in _deciding(network)}
        # Where one symbol decides, all are numbers: a default padding, for one, is a symbol of its own.
        return set() if deciding or not everywhere <= candidates else everywhere


def _is_extent(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= LARGEST


def _deciding(network: Network) -> Iterator[str]:
    """The symbols in hyper-parameters other than numbers of filters and outputs."""
    for layer in {node.layer for node in network.nodes}:
        for name, value in layer.options().items():
            if name not in OPEN_FIELDS:
                for part in value if isinstance(value, tuple) else (value,):
                    if isinstance(part, Expr):
                        yield from symbols(part)


def _of_numbers(networks: Sequence[Network]) -> None:
    """Every symbol must have a value."""
    left = sorted({name for network in networks for name in symbols_of(network)})
    if left:
        given = " ".join(f"--set {name}={'64:256:32' if name in 'HWN' else '16,32,64'}" for name in left)
        raise Refused(f"a sweep needs numbers: give {given}{', or --input' if set(left) <= {'H', 'W', 'N'} else ''}")


def typed(text: str) -> Any:
    """The value of a setting as data: a number, yes or no, a list as a tuple, or the text.

    >>> typed("3"), typed("0.25"), typed("[3, 4]"), typed("RELU")
    (3, 0.25, (3, 4), 'RELU')
    """
    from cnncalc.spec.frames import Frame
    from cnncalc.spec.source import notation_text
    from cnncalc.spec.values import read_value

    try:
        value = Frame({}).evaluate(read_value(notation_text(text), "a value", set()))
    except Mistake:
        return text
    return value if isinstance(value, bool | int | float | tuple) else text
