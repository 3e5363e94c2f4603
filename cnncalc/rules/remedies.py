"""Remedies that hold for the whole network: input sizes from the solver, each confirmed by the engine; never a guess."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cnncalc.arithmetic import FRAMEWORKS, LOSSY, positions
from cnncalc.engine.fit import ANY, COURSE, LOSSLESS, Conflict, Unsolvable, sizes
from cnncalc.record import NamedTuple
from cnncalc.rules.layer_remedies import changes, listed
from cnncalc.rules.rule_sets import COURSE as COURSE_RULES
from cnncalc.rules.rule_sets import misfits

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row
    from cnncalc.engine.sizes import Sizes


SOLVED = 3_000
"""In networks of more layers no other input is searched for: that takes about a second."""


class Inputs(NamedTuple):
    """The heights and widths nearest to the given ones: any of the one with any of the other does."""

    heights: tuple[int, ...]
    widths: tuple[int, ...]
    given: tuple[int, int]

    @property
    def text(self) -> str:
        """`an input of 195 or 227`; only what must change is named."""
        if self.heights == self.widths:
            return f"an input of {listed(self.heights)}"
        named = zip(("height", "width"), (self.heights, self.widths), self.given, strict=True)
        return "an input with " + " and ".join(
            f"a {word} of {listed(found)}" for word, found, given in named if found != (given,)
        )


def for_network(report: Report, mode: str = COURSE) -> str:
    """`an input of 195 or 227 fits the whole network`, or why none does; "" where the solver cannot tell.

    `mode` is what is asked of every window: `fit.COURSE`, `LOSSLESS` or `ANY`.
    """
    found = inputs(report, mode)
    if isinstance(found, Conflict):
        return f"no input fits the whole network: {found.why}"
    if found is None:
        return ""
    return f"{found.text} {'is enough for' if mode == ANY else 'fits'} the whole network"


@lru_cache(maxsize=2)  # every finding of a report asks the same
def inputs(report: Report, mode: str) -> Inputs | Conflict | None:
    """The nearest sizes on which every layer does what `mode` asks; None where there is nothing to offer."""
    network = report.network
    height, width = network.input[:2]
    if not (isinstance(height, int) and isinstance(width, int)) or len(network.nodes) > SOLVED:
        return None
    near: list[tuple[int, ...]] = []
    try:
        for axis, extent in enumerate((height, width)):
            found = sizes(network, axis, mode)
            if isinstance(found, Conflict):
                return found
            near.append(_nearest(found, extent))
    except Unsolvable:
        return None
    if not all(near):
        return None
    confirmed = [
        tuple(n for n in axis if _holds(report, mode, *((n, near[1][0]), (near[0][0], n))[i]))
        for i, axis in enumerate(near)
    ]
    if not all(confirmed) or (confirmed[0], confirmed[1]) == ((height,), (width,)):
        return None
    return Inputs(confirmed[0], confirmed[1], (height, width))


def _nearest(found: Sizes, extent: int) -> tuple[int, ...]:
    """The size itself if it fits, else the nearest on both sides; one of less than a quarter would be no remedy."""
    near = (found.below(extent), found.above(extent))
    return tuple(dict.fromkeys(n for n in near if n is not None and 4 * n >= extent))


def _holds(report: Report, mode: str, height: int, width: int) -> bool:
    """Whether the engine finds nothing at this size that the size is to blame for."""
    from cnncalc.engine import analyze

    again = analyze(report.network.resized(height, width))
    if any(d.code == "CNN302" or (d.code == "CNN303" and "depth" not in d.label) for d in again.diagnostics):
        return False
    if mode == COURSE:
        return not any(misfits(row, COURSE_RULES) for row in again.rows)
    return mode != LOSSLESS or not any(row.verdict is not None and LOSSY in row.verdict for row in again.rows)


def for_layer(row: Row, mode: str = COURSE) -> str:
    """`for this layer alone padding 1 before and 2 after or kernel 12`: the least changes after which it does what `mode` asks."""
    found = changes(row.node.layer, row.inputs[0], row.framework, mode)
    return f"for this layer alone {listed(change.words for change in found)}" if found else ""


def framework_sizes(row: Row) -> str:
    """What the frameworks silently make of this layer: `PyTorch silently makes 54x54`."""
    layer, x = row.node.layer, row.inputs[0]
    names = {"pytorch": "PyTorch", "caffe": "Caffe", "tensorflow": "TensorFlow"}
    made: dict[str, list[str]] = {}
    for word, name in names.items():
        framework = FRAMEWORKS[word]
        windows = row.cost.windows
        assert windows is not None
        # The padding is the one in force here, so that only the rounding differs.
        rule = framework.rule(layer.operation or "", windows, padding=None, ceil=getattr(layer, "ceil", None))
        counts = [positions(extent, window, rule).count for extent, window in zip(x[:2], windows, strict=True)]
        if None not in counts:
            made.setdefault("x".join(map(str, counts)), []).append(name)
    return ", ".join(
        f"{listed(who, 'and')} silently make{'s' if len(who) == 1 else ''} {size}" for size, who in made.items()
    )
