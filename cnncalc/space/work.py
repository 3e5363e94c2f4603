"""Pieces of a sweep: some points of one variant, computed in closed form or by numbers; and what comes of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.record import NamedTuple
from cnncalc.space.closed import FITTING, Closed, Undecided
from cnncalc.space.figures import NETWORK, PARTS
from cnncalc.space.plan import typed
from cnncalc.space.points import point, told
from cnncalc.spec import load
from cnncalc.spec.assumptions import symbols_of
from cnncalc.symbolic import symbol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cnncalc.network import Network
    from cnncalc.space.plan import Space, Variant

    Array = NDArray[Any]

CHUNK = 1 << 15
"""Points of a closed form that are computed at once."""
FEW = 8
"""So few points are quicker by numbers than by a closed form."""
SINGLY = 64
"""Points that are computed one by one in one piece of work, where there are many."""


class Piece(NamedTuple):
    """The points of a variant from `start` to `stop`; `singly`, if the symbols cannot say it, is why numbers must."""

    variant: Variant
    start: int
    stop: int
    singly: str = ""


class Block(NamedTuple):
    """Some points: a column each for what was swept and for every figure, a row a point.

    `failed` is the number of the reason why a point does not fit, or FITTING; its figures then mean nothing. `singly` counts the points
    that numbers decided, by why the symbols could not.
    """

    columns: dict[str, Array]
    failed: NDArray[np.int64]
    reasons: tuple[str, ...]
    singly: dict[str, int]

    @property
    def size(self) -> int:
        return len(self.failed)

    def taken(self, rows: Array | slice) -> Block:
        """Only some of the rows, by a mask or in the order of their numbers."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        return self._replace(columns=columns, failed=self.failed[rows])


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks of the same sweep as one."""
    reasons = dict.fromkeys(reason for block in blocks for reason in block.reasons)
    numbers = {reason: number for number, reason in enumerate(reasons)}
    failed = [
        np.array([*(numbers[reason] for reason in block.reasons), FITTING], dtype=np.int64)[block.failed]
        for block in blocks
    ]
    columns = {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns}
    return Block(columns, np.concatenate(failed), tuple(reasons), {})


class Worker:
    """Does pieces of work on one space; figures by `numbers`, the names of `space/figures.py`."""

    def __init__(self, space: Space, numbers: tuple[str, ...]) -> None:
        self.space, self.numbers = space, numbers
        self._family = lru_cache(maxsize=32)(self._loaded)
        self._closed = lru_cache(maxsize=32)(self._closed_form)

    def pieces(self, variant: Variant) -> list[Piece]:
        """The work that a variant is."""
        count = self.space.points(variant.symbols)
        return [Piece(variant, start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]

    def __call__(self, piece: Piece) -> Block | list[Piece]:
        """The points of a piece; or smaller pieces that numbers must decide, where there are many."""
        variant = piece.variant
        points = np.arange(piece.start, piece.stop)
        network = self._load(variant.spec, variant.network, variant.settings)
        if isinstance(network, str):
            return self._numbers(variant, points, "")
        if piece.singly or self.space.points(variant.symbols) <= FEW:
            return self._numbers(variant, points, piece.singly)
        try:
            return self._forms(variant, points)
        except Undecided as why:
            starts = range(piece.start, piece.stop, SINGLY)
            return [Piece(variant, at, min(at + SINGLY, piece.stop), str(why)) for at in starts]

    def _load(self, spec: str, name: str, settings: tuple[tuple[str, str], ...]) -> Network | str:
        """The network, or why there is none."""
        networks, why = self._family(spec, settings)
        return networks.get(name, why)

    def _loaded(self, spec: str, settings: tuple[tuple[str, str], ...]) -> tuple[dict[str, Network], str]:
        """The networks of a specification by name, and why others are missing."""
        stdin = self.space.stdin
        loaded = load(spec, self.space.changes(dict(settings)), read_stdin=None if stdin is None else lambda: stdin)
        why = next((told(diagnostic) for diagnostic in loaded.diagnostics if diagnostic.is_error), "no such network")
        return {network.name: network for network in loaded.networks}, why

    def _closed_form(self, variant: Variant) -> tuple[Closed, dict[str, str]] | str:
        """The closed forms of a variant, and what its height and width are called there; or why there are none."""
        network = self._load(variant.spec, variant.network, variant.settings)
        assert not isinstance(network, str)
        names: dict[str, str] = {}
        sizes = self.space.sizes
        if sizes is not None and sizes.size > 1:
            taken = {*symbols_of(network), *(name for name, _ in variant.symbols)}
            height, width, *_ = (name for name in ("H", "W", *(f"N{i}" for i in range(99))) if name not in taken)
            names = {"height": height, "width": height if sizes.square else width}
            network = network.resized(symbol(names["height"]), symbol(names["width"]))
        try:
            return Closed(network, self.numbers), names
        except Undecided as why:
            return str(why)

    def _forms(self, variant: Variant, points: Array) -> Block:
        found = self._closed(variant)
        if isinstance(found, str):
            raise Undecided(found)
        closed, names = found
        at = self._values(variant, points)
        values = {name: at[name] for name, _ in variant.symbols}
        values |= {symbol: at[axis] for axis, symbol in names.items()}
        computed = closed(values, lambda index: self._point(variant, {n: int(array[index]) for n, array in at.items()}))
        return self._block(variant, at, *computed)

    def _numbers(self, variant: Variant, points: Array, why: str) -> Block:
        at = self._values(variant, points)
        reasons: list[str] = []
        failed = np.full(len(points), FITTING)
        rows: list[dict[str, Any]] = []
        for index in range(len(points)):
            one, misfit = self._point(variant, {name: int(array[index]) for name, array in at.items()})
            rows.append(one)
            if misfit:
                reasons += [misfit] if misfit not in reasons else []
                failed[index] = reasons.index(misfit)
        figures = {name: column([row.get(name, 0) for row in rows]) for name in self.numbers}
        return self._block(variant, at, figures, failed, tuple(reasons), {why: len(points)} if why else {})

    def _point(self, variant: Variant, at: Mapping[str, int]) -> tuple[dict[str, Any], str]:
        settings = variant.settings + tuple((name, str(at[name])) for name, _ in variant.symbols)
        network = self._load(variant.spec, variant.network, settings)
        if isinstance(network, str):
            return dict(zip(PARTS["input"], (at.get("height"), at.get("width"), None), strict=True)), network
        if self.space.sizes is not None:
            network = network.resized(at["height"], at["width"])
        return point(network, self.numbers)

    def _values(self, variant: Variant, points: Array) -> dict[str, Array]:
        """The value of every symbol at these points, and height and width where they are swept; the last one turns fastest."""
        found: dict[str, Array] = {}
        sizes = self.space.sizes
        left = points
        if sizes is not None:
            found["height"], found["width"] = sizes.at(left % sizes.size)
            left = left // sizes.size
        for name, values in reversed(variant.symbols):
            found[name] = np.array([int(value) for value in values])[left % len(values)]
            left = left // len(values)
        return found

    def _block(
        self,
        variant: Variant,
        at: Mapping[str, Array],
        figures: dict[str, Array],
        failed: NDArray[np.int64],
        reasons: tuple[str, ...],
        singly: dict[str, int],
    ) -> Block:
        settings = dict(variant.settings)
        columns = {**figures, NETWORK: constant(variant.network, len(failed))}
        for name in self.space.names:  # last, because they hide figures of the same name
            columns[name] = constant(typed(settings[name]), len(failed)) if name in settings else at[name]
        return Block(columns, failed, reasons, singly)


def column(values: list[Any]) -> Array:
    """Values as an array: of 64-bit integers where they are, else of objects."""
    if all(type(value) is int and abs(value) < 2**63 for value in values):
        return np.array(values, dtype=np.int64)
    found = np.empty(len(values), dtype=object)
    for index, value in enumerate(values):
        found[index] = value
    return found


def constant(value: Any, count: int) -> Array:
    """The same value so many times."""
    if type(value) is int and abs(value) < 2**63:
        return np.full(count, value, dtype=np.int64)
    found = np.empty(count, dtype=object)
    for index in range(count if isinstance(value, tuple) else 0):
        found[index] = value
    if not isinstance(value, tuple):
        found[:] = value
    return found
