"""What one layer makes of a class of inputs: the parts on which it does what is asked, each with the layer's extent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import EXACT as NO_REMAINDER
from cnncalc.arithmetic import FRAMEWORKS, LOSSY, TILES
from cnncalc.engine.classes import Line, parts_of, slid
from cnncalc.engine.costs import axes
from cnncalc.engine.trials import LAYER, PART, PASSED, Unsolvable
from cnncalc.layers.base import ADAPTIVE, GLOBAL, MARGIN, PAIR, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.arithmetic import Framework, Positions, Rule
    from cnncalc.engine.classes import Class, Extent
    from cnncalc.engine.trials import Trials
    from cnncalc.layers.base import Layer
    from cnncalc.network import Network, Node

EXACT, COURSE, LEGAL, LOSSLESS, ANY = "exact", "course", "legal", "lossless", "any"
"""What is asked of every window: no remainder; none unless the layer itself says how to round; none where the framework calls it an
error; none that is lossy; only an output."""


class Through:
    """What one node makes of a class: its parts that do what is asked, each with the node's extent on it.

    What it looks at is counted among the `trials`; a class carries as many `extents`. `parts` is how many the last class fell into.
    """

    parts: int

    def __init__(
        self, node: Node, axis: int, framework: Framework, mode: str, trials: Trials, extents: int = 1
    ) -> None:
        layer = node.layer
        self.id, self.layer, self.axis, self.trials = node.id, layer, axis, trials
        self.worth = (PASSED if layer.operation is None else PART) + extents
        trials.spend(LAYER, node.id)
        numbers = [
            n for name, f in layer.fields.items() if f.type in (PAIR, MARGIN) for n in getattr(layer, name) or ()
        ]
        if layer.operation is not None:
            windows = layer.windows(framework)
            assert windows is not None
            self.window, self.rule = windows[axis], layer.rounding(framework, windows)
            self.extra = layer.output_extra()[axis]
            self.suits = _asked(mode, self.rule, layer)
            numbers = [*self.window, self.extra]
        if not all(isinstance(number, int) for number in numbers):
            raise Unsolvable(f"{node.id}: {layer.notation()} has symbols in its window")

    def __call__(self, c: Class, below: list[Extent]) -> Iterator[tuple[Class, Extent]]:
        self.parts = parts_of(below[0], self.window, self.rule) if below and self.layer.operation is not None else 1
        self.trials.spend(self.parts * self.worth, self.id)
        if not below:
            yield c, Line(1, 0)
        elif self.layer.operation is not None:
            yield from slid(c, below[0], self.window, self.rule, self.extra, self.suits)
        elif self.layer.joins:
            yield from _joined(c, below)
        else:
            # The other axis and the depth are none of this axis' business; stand-ins keep the kind's own rule applicable.
            x = Shape(below[0], 1, 2) if self.axis == 0 else Shape(1, below[0], 2)
            out = self.layer.output((x,), (None, None))[self.axis]
            there = c.at_least(out, 1)  # a crop may leave nothing
            if there is not None:
                yield there, out


def _joined(c: Class, below: list[Extent]) -> Iterator[tuple[Class, Extent]]:
    """Those of `c` on which all paths agree."""
    found, out = c, below[0]
    for extent in below[1:]:
        # A class that a path has pinned to one input is pinned for the next: its lines are level then.
        pinned = found.equal(out, extent if found is c else level(extent, c, found))
        if pinned is None:
            return
        if pinned is not found:
            found, out = pinned, level(out, found, pinned)
    yield found, out


def level(extent: Extent, c: Class, single: Class) -> Extent:
    """`extent`, given on `c`, on the single input that is left of it."""
    if isinstance(extent, int) or extent.a == 0:
        return extent
    return Line(0, extent.at((single.remainder - c.remainder) // c.modulus))


def one_pixel(network: Network) -> list[bool]:
    """Which outputs are 1x1 whatever the input: behind a global or fully connected layer, or a flatten."""
    found: list[bool] = []
    framework = FRAMEWORKS[network.framework]
    for node in network.nodes:
        layer = node.layer
        if layer.sees == GLOBAL or (layer.sees == ADAPTIVE and layer.options()["size"] == (1, 1)):
            found.append(True)
        elif not node.inputs or not all(found[source] for source in node.inputs):
            found.append(False)
        elif layer.operation is not None:
            windows = layer.windows(framework)
            assert windows is not None
            found.append(
                [p.count for p in axes(layer, Shape(1, 1, 1), windows, layer.rounding(framework, windows))] == [1, 1]
            )
        else:
            found.append(tuple(layer.output((Shape(1, 1, 1),) * len(node.inputs), (None, None))[:2]) == (1, 1))
    return found


def _asked(mode: str, rule: Rule, layer: Layer) -> Callable[[Positions], bool]:
    """Whether a window's positions are what `mode` asks for."""
    rounds = getattr(layer, "ceil", None) is not None or getattr(layer, "padding", None) == "same"
    if (
        mode == EXACT
        or rule.rounding == TILES
        or (mode == COURSE and not rounds)
        or (mode == LEGAL and rule.fraction_is_error)
    ):
        return lambda found: found.verdict == NO_REMAINDER
    if mode == LOSSLESS:
        return lambda found: found.verdict != LOSSY
    return lambda found: True
