"""Which inputs suit a whole network, along both axes, confirmed by the engine; `engine/fit.py` derives them axis by axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.engine.fit import EXACT, OUTPUT, Conflict, Demand, concluded, follow
from cnncalc.engine.sizes import Sizes, gathered
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.fit import Outcome
    from cnncalc.network import Network, Node


class Step(NamedTuple):
    """A layer that rules inputs out, and the sizes that are left behind it. `node` is None for the output that was asked for."""

    node: Node | None
    left: Sizes


class Axis(NamedTuple):
    """The sizes along one axis, how they came about, and the extent that the network has now (None: a symbol)."""

    sizes: Sizes
    steps: tuple[Step, ...]
    given: int | None

    @property
    def nearest(self) -> tuple[int | None, int | None]:
        """The largest size not above the given one and the smallest not below it; the given one itself counts."""
        if self.given is None:
            return None, None
        return self.sizes.below(self.given), self.sizes.above(self.given)

    def examples(self) -> list[int]:
        """The two smallest sizes, and those around the given one: two on each side, or itself and one on each side."""
        found = set(self.sizes.first(2 if self.given is not None else 5))
        below, above = self.nearest
        if below is not None:
            found |= {below, self.sizes.below(below - 1) or below}
        if above is not None:
            found |= {above, self.sizes.above(above + 1) or above}
        return sorted(found)


class Solution(NamedTuple):
    """The inputs that suit `network`. `examples` are heights and widths that go together, each confirmed by the engine."""

    network: Network
    height: Axis
    width: Axis
    examples: tuple[tuple[int, int], ...]


class Hopeless(NamedTuple):
    """Sizes fit, but something is wrong that no size mends: groups that do not divide, depths that differ."""

    network: Network
    errors: tuple[Diagnostic, ...]


def solve(
    network: Network, mode: str = EXACT, output: tuple[int, int] | None = None, at: int | None = None
) -> Solution | Conflict | Hopeless:
    """The heights and widths on which every layer does what `mode` asks (`fit.EXACT`, `LOSSLESS`, …).

    `output` is the height and width that the output of the node `at` (unless given, the network's) must have.
    Raises `fit.Unsolvable` for symbols in windows.
    """
    axes: list[Axis] = []
    for number in (0, 1):
        wish = None if output is None else (network.outputs["output"] if at is None else at, output[number])
        demand = Demand(mode, wish)
        outcome = follow(network, number, demand)
        found = concluded(network, number, demand, outcome)
        if isinstance(found, Conflict):
            return found
        given = network.input[number]
        axes.append(Axis(found, _steps(network, outcome), given if isinstance(given, int) else None))
    height, width = axes
    pairs = _pairs(height, width)
    errors = {pair: _errors(network, pair) for pair in pairs}
    confirmed = tuple(pair for pair in pairs if not errors[pair])
    if not confirmed:
        return Hopeless(network, errors[pairs[0]])
    return Solution(network, height, width, confirmed)


def _steps(network: Network, outcome: Outcome) -> tuple[Step, ...]:
    """The layers after which fewer sizes were left than before, the smallest one aside: of a chain of unpadded layers only the last."""
    found: list[Step] = []
    for index, classes in outcome.trail:
        step = Step(None if index == OUTPUT else network.nodes[index], gathered(classes))
        if found and _form(found[-1].left) == _form(step.left):
            found.pop()
        found.append(step)
    return tuple(found)


def _form(sizes: Sizes) -> tuple[object, ...]:
    """The sizes but for where they begin."""
    return sizes.modulus, sizes.remainders, sizes.maximum


def _pairs(height: Axis, width: Axis) -> list[tuple[int, int]]:
    """Heights and widths side by side: squares where both axes ask for the same."""
    if height == width:
        return [(size, size) for size in height.examples()]
    heights, widths = height.examples(), width.examples()
    longer = max(len(heights), len(widths))
    return [(heights[min(i, len(heights) - 1)], widths[min(i, len(widths) - 1)]) for i in range(longer)]


def _errors(network: Network, pair: Sequence[int]) -> tuple[Diagnostic, ...]:
    """What the engine still finds wrong at this size; that the windows do what is asked is derived."""
    from cnncalc.engine import analyze

    return tuple(d for d in analyze(network.resized(*pair)).diagnostics if d.is_error)
