"""What one layer is on given inputs: shape, tensors, counts and verdicts. Where it stands does not matter here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, TRANSPOSED_CONVOLUTION, Window, positions, shown
from cnncalc.diagnostics import ERROR, Problem
from cnncalc.engine.report import Cost

if TYPE_CHECKING:
    from cnncalc.arithmetic import Framework, Positions, Rule
    from cnncalc.layers.base import Layer, Shape
    from cnncalc.symbolic import Condition

FEWER_SYMBOLS = (
    "give some symbols values (--set H=224), or a form (--assume H=32*n) in which the layers leave no remainder"
)


LARGEST = 10**15
"""No extent of a layer's output is larger: thousands of layers, each of which multiplies it, would make numbers of thousands of digits."""


@lru_cache(maxsize=1 << 16)
def cost(layer: Layer, inputs: tuple[Shape, ...], framework_name: str) -> Cost:
    """The layer on `inputs` under a framework's rounding; networks repeat themselves, so answers are kept."""
    try:
        answer = _cost(layer, inputs, FRAMEWORKS[framework_name])
        output = answer.output
        if output is None:
            return answer
        if output.is_concrete:
            return answer if max(output) <= LARGEST else Cost(None, problems=(_too_large(layer, output),))
        output.values  # noqa: B018  # stored by most layers: beyond the algebra's limits here rather than later
        *_, output = map(_one, (*inputs, output))
        return answer._replace(output=output)
    except OverflowError as problem:
        return Cost(None, problems=(beyond(layer, problem),))


@lru_cache(maxsize=1 << 16)
def _one(shape: Shape) -> Shape:
    """The same object for shapes that are equal: where sizes are expressions, to find that two are equal takes longer than all else."""
    return shape


def _too_large(layer: Layer, output: Shape) -> Problem:
    return Problem(
        "CNN103",
        ERROR,
        f"{layer.notation()} puts out more than {LARGEST:.0e} positions or channels, beyond all measure",
        help="fewer filters, or less up-sampling before this layer",
    )


def beyond(layer: Layer, problem: OverflowError) -> Problem:
    """What to say of a layer whose numbers are beyond the algebra's limits."""
    return Problem("CNN103", ERROR, f"{layer.tokens[0]} is beyond what symbols can say: {problem}", help=FEWER_SYMBOLS)


def _cost(layer: Layer, inputs: tuple[Shape, ...], framework: Framework) -> Cost:
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


def axes(layer: Layer, x: Shape, windows: tuple[Window, Window], rule: Rule) -> tuple[Positions, Positions]:
    """How often the layer's windows fit along height and width."""
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
    rule = layer.rounding(framework, windows)
    height, width = axes(layer, inputs[0], windows, rule)
    if height.count is None or width.count is None:
        problems.append(_vanished(layer, inputs[0], framework, height.count is None))
        return Cost(None, problems=tuple(problems))
    output = layer.output(inputs, (height.count, width.count))
    for axis in (height, width):
        conditions += [condition for condition in axis.conditions if condition not in conditions]
        if axis.never and not any(problem.code == "CNN301" for problem in problems):
            problems.append(_never(layer, inputs[0], windows, axis is height))
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
        exact is not None and rule.fraction_is_error,
        (_used(windows[0], height), _used(windows[1], width)),
        tuple(conditions),
        tuple(problems),
    )


def _used(window: Window, found: Positions) -> Window:
    """The window with the padding that was really used."""
    return Window(window.kernel, window.stride, found.before, found.after, window.dilation)


def _vanished(layer: Layer, x: Shape, framework: Framework, along_height: bool) -> Problem:
    windows = layer.windows(framework)
    assert windows is not None
    number = 0 if along_height else 1
    axis, window, extent = ("height", "width")[number], windows[number], x[number]
    padding = window.before + window.after
    if layer.operation == TRANSPOSED_CONVOLUTION:
        extra = layer.output_extra()[number]
        left = window.stride * (extent - 1) + window.extent - padding + extra
        why = f"its {axis} would be {shown(extent, window, layer.rounding(framework, windows), extra)} = {left}"
        help = (
            "a larger input, a larger kernel or less padding: of a transposed convolution's output, padding is cut off"
        )
    else:
        padded = f"{extent} + {window.before} + {window.after} = {extent + padding}"
        have = str(extent) if (window.before, window.after) == (0, 0) else padded
        why = f"its window spans {window.extent} pixels, its input has a {axis} of {have}"
        help = "a larger input, a smaller kernel, more padding, or fewer layers that shrink the map before this one"
    return Problem("CNN302", ERROR, f"{layer.notation()} has no output: {why}", f"input here is {x}", help=help)


def _never(layer: Layer, x: Shape, windows: tuple[Window, Window], along_height: bool) -> Problem:
    """A remainder whatever the symbols stand for: what numbers show as a fraction."""
    axis, window, extent = ("height", windows[0], x.height) if along_height else ("width", windows[1], x.width)
    reach = extent - window.extent + window.before + window.after
    return Problem(
        "CNN301",
        ERROR,
        f"{layer.notation()} never fits: {window.stride} does not divide {reach}, the room its window has along the {axis}",
        f"input here is {x}",
        help="assume another form of the input, or change kernel, stride or padding",
    )
