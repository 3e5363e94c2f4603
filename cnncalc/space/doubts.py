"""Where a closed form may not be what numbers say: for these few points numbers decide.

The engine decides some things for symbols once and for all that depend on the size: whether a map is a 1x1 gate, whether Caffe's
convolution has one position for a kernel slightly larger than its input. Here every such decision is asked again of the sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.arithmetic import FRAMEWORKS, UP
from cnncalc.layers.base import VIEW
from cnncalc.record import NamedTuple
from cnncalc.spec.options import LARGEST
from cnncalc.symbolic import Expr, ceil_div

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from cnncalc.arithmetic import Rule, Window
    from cnncalc.engine.report import Report, Row
    from cnncalc.layers.base import Shape
    from cnncalc.symbolic.arrays import Arrays

    Mask = NDArray[np.bool_]


class Doubt(NamedTuple):
    """At which row, why in words, and the points at which numbers are to decide."""

    row: int
    why: str
    where: Callable[[Arrays], Mask]


def doubts(report: Report, field: bool) -> list[Doubt]:
    """Every doubt about a symbolic report; `field` if the receptive field is asked for."""
    return [Doubt(index, why, where) for index, row in enumerate(report.rows) for why, where in _of_row(row, field)]


def ends_for_sure(report: Report) -> bool:
    """Whether the layer at which a symbolic report ends has no output at any size that reaches it."""
    node = report.stopped_at
    assert node is not None
    code = next(problem.code for problem in report.diagnostics if problem.is_error and problem.node == node.id)
    layer, framework = node.layer, FRAMEWORKS[report.network.framework]
    if code == "CNN103" or layer.kind == "multiply":
        return False
    windows = layer.windows(framework)
    if code != "CNN302" or windows is None:
        return True
    rule = layer.rounding(framework, windows)
    return not rule.truncates and not (rule.clip and any(window.before != window.after for window in windows))


def _of_row(row: Row, field: bool) -> Iterator[tuple[str, Callable[[Arrays], Mask]]]:
    layer = row.node.layer
    if layer.kind == "multiply":
        for shape in row.inputs:
            if (shape.height, shape.width) != (1, 1):
                yield f"{row.id}: a map of 1x1 is a gate", _one_pixel(shape)
            if isinstance(shape.depth, Expr):
                yield f"{row.id}: a map of depth 1 is a gate", _equals(shape.depth, 1)
    if field and layer.storage == VIEW and (row.inputs[0].height, row.inputs[0].width) != (1, 1):
        yield f"{row.id}: a map of 1x1 keeps its receptive field", _one_pixel(row.inputs[0])
    if layer.operation is not None:
        framework = FRAMEWORKS[row.framework]
        windows = layer.windows(framework)
        assert windows is not None
        rule = layer.rounding(framework, windows)
        for extent, window in zip(row.inputs[0][:2], windows, strict=True):
            if isinstance(extent, Expr):
                yield from _of_window(row, extent, window, rule)
    for name, entry in layer.fields.items():
        value = layer.options()[name]
        if isinstance(value, Expr):
            yield f"{row.id}: its {name} may be out of bounds", _outside(value, entry.minimum)


def _of_window(row: Row, extent: Any, window: Window, rule: Rule) -> Iterator[tuple[str, Callable[[Arrays], Mask]]]:
    reach = extent - window.extent + window.before + window.after
    if rule.truncates:
        why = f"{row.id}: {row.framework} gives a kernel slightly larger than its input one position"
        yield why, lambda over: _between(over, reach, 1 - window.stride, -1)
    if rule.rounding == UP and rule.clip and window.before != window.after:
        # Numbers drop one window that would begin in the padding, the closed form all of them.
        dropped = ceil_div(reach, window.stride) + 1 - ceil_div(extent + window.before, window.stride)
        yield f"{row.id}: the padding differs from side to side", lambda over: over(dropped) >= 2


def _one_pixel(shape: Shape) -> Callable[[Arrays], Mask]:
    return lambda over: np.asarray((over(shape.height) == 1) & (over(shape.width) == 1), dtype=bool)


def _equals(x: Any, number: int) -> Callable[[Arrays], Mask]:
    return lambda over: np.asarray(over(x) == number, dtype=bool)


def _outside(x: Any, least: int) -> Callable[[Arrays], Mask]:
    return lambda over: ~_between(over, x, least, LARGEST)


def _between(over: Arrays, x: Any, low: int, high: int) -> Mask:
    found = over(x)
    return np.asarray((found >= low) & (found <= high), dtype=bool)
