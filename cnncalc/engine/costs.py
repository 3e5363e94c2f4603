"""What one layer is on given inputs: shape, tensors, counts and verdicts. Where it stands does not matter here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, positions
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.engine.report import Cost

if TYPE_CHECKING:
    from cnncalc.arithmetic import Framework, Positions, Window
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.symbolic import Condition


@lru_cache(maxsize=1 << 16)
def cost(layer: Layer, inputs: tuple[Shape, ...], framework_name: str) -> Cost:
    """The layer on `inputs` under a framework's rounding; networks repeat themselves, so answers are kept."""
    framework = FRAMEWORKS[framework_name]
    problems: list[Problem] = []
    conditions: list[Condition] = []
    for found in layer.problems(inputs, framework):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            conditions.append(found)
    if any(p.severity == ERROR for p in problems):
        return Cost(None, problems=tuple(problems))
    if layer.operation is None:
        output = layer.output(inputs, (None, None))
        return Cost(
            output,
            layer.weights(inputs),
            layer.params(inputs),
            layer.macs(inputs, output),
            conditions=tuple(conditions),
            problems=tuple(problems),
        )
    return _sliding(layer, inputs, framework, problems, conditions)


def axes(layer: Layer, x: Shape, framework: Framework) -> tuple[Positions, Positions]:
    """How often the layer's window fits along height and width."""
    windows = layer.windows(framework)
    assert windows is not None
    rule = layer.rounding(framework, windows)
    extra = layer.output_extra()
    return (
        positions(x.height, windows[0], rule, extra.height),
        positions(x.width, windows[1], rule, extra.width),
    )


def _sliding(
    layer: Layer, inputs: tuple[Shape, ...], framework: Framework, problems: list[Problem], conditions: list[Condition]
) -> Cost:
    windows = layer.windows(framework)
    assert windows is not None
    height, width = axes(layer, inputs[0], framework)
    if height.count is None or width.count is None:
        problems.append(_vanished(layer, inputs[0], windows, height.count is None))
        return Cost(None, problems=tuple(problems))
    output = layer.output(inputs, (height.count, width.count))
    for axis in (height, width):
        if axis.condition is not None and axis.condition not in conditions:
            conditions.append(axis.condition)
    exact: Any = None
    if height.exact is not None or width.exact is not None:
        exact = (
            height.count if height.exact is None else height.exact,
            width.count if width.exact is None else width.exact,
        )
    return Cost(
        output,
        layer.weights(inputs),
        layer.params(inputs),
        layer.macs(inputs, output),
        (height.verdict, width.verdict),
        exact,
        (height.unseen, width.unseen),
        exact is not None and layer.rounding(framework, windows).fraction_is_error,
        (
            windows[0]._replace(before=height.before, after=height.after),
            windows[1]._replace(before=width.before, after=width.after),
        ),
        tuple(conditions),
        tuple(problems),
    )


def _vanished(layer: Layer, x: Shape, windows: tuple[Window, Window], along_height: bool) -> Problem:
    axis, window, extent = ("height", windows[0], x.height) if along_height else ("width", windows[1], x.width)
    padded = f"{extent} + {window.before} + {window.after} = {extent + window.before + window.after}"
    have = padded if window.before or window.after else str(extent)
    spans = f"{window.extent} pixels" if window.extent != 1 else "1 pixel"
    return Problem(
        "CNN302",
        ERROR,
        f"{layer.notation()} has no output: its window spans {spans}, its input has a {axis} of {have}",
        f"input here is {x}",
        help="a larger input, a smaller kernel, more padding, or fewer layers that shrink the map before this one",
    )
