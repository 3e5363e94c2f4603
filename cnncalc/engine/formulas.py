"""The displayed formulas: the layer's own arithmetic, run once more on values that write themselves down."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, shown
from cnncalc.formula import ATOM, Shown
from cnncalc.layers.base import Shape

if TYPE_CHECKING:
    from fractions import Fraction

    from cnncalc.engine.report import Row
    from cnncalc.layers.base import Layer
    from cnncalc.symbolic import Int

KEPT = 1 << 12
"""How many formulas of each sort are kept: networks repeat themselves, as for `costs.cost`."""


def number(value: Any) -> str:
    """A result as formulas print it: `34,944`, `54.25`, or a symbolic expression; a fraction that does not end is given as both.

    >>> from fractions import Fraction
    >>> number(34944), number(Fraction(217, 4)), number(Fraction(7, 3))
    ('34,944', '54.25', '7/3 ≈ 2.33')
    """
    if isinstance(value, int):
        return f"{value:,}"
    if hasattr(value, "denominator"):
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return f"{float(value):,}" if rest == 1 else f"{value} ≈ {float(value):.2f}"
    from cnncalc.symbolic import show

    return show(value, "unicode")


@lru_cache(KEPT)
def _shape(shape: Shape) -> Shape:
    return Shape(*map(Shown.of, shape))


@lru_cache(KEPT)
def _display(layer: Layer) -> Any:
    return layer.display()


def params_formula(row: Row) -> str:
    """`(11·11·3 + 1)·96 = 34,944`."""
    return _params(row.node.layer, row.inputs, row.params)


@lru_cache(KEPT)
def _params(layer: Layer, inputs: tuple[Shape, ...], params: Int) -> str:
    return _equation(_display(layer).params(tuple(map(_shape, inputs))), params)


def macs_formula(row: Row) -> str:
    """`55·55·(11·11·3)·96 = 105,415,200`; "" where the report was counted by a convention to which that is another number."""
    return _macs(row.node.layer, row.inputs, row.output, row.macs)


@lru_cache(KEPT)
def _macs(layer: Layer, inputs: tuple[Shape, ...], output: Shape, macs: Int) -> str:
    if layer.macs(inputs, output) != macs:
        return ""
    return _equation(_display(layer).macs(tuple(map(_shape, inputs)), _shape(output)), macs)


def _equation(text: Any, value: Int) -> str:
    result = number(value)
    return result if str(text).replace(",", "") == result.replace(",", "") else f"{text} = {result}"


def output_formula(row: Row) -> str | None:
    """`(227 - 11 + 2·0)/4 + 1 = 55`; both axes where they differ, and the depth where it is computed."""
    exact = row.exact_output if row.cost.misfits else None
    return _output(row.node.layer, row.inputs, row.output, exact, row.framework)


@lru_cache(KEPT)
def _output(
    layer: Layer,
    inputs: tuple[Shape, ...],
    output: Shape,
    exact: tuple[Fraction | int, Fraction | int] | None,
    framework_name: str,
) -> str | None:
    if layer.operation is not None:
        framework = FRAMEWORKS[framework_name]
        windows = layer.windows(framework)
        assert windows is not None
        rule, extra = layer.rounding(framework, windows), layer.output_extra()
        equations = [
            f"{shown(extent, window, rule, more)} = {number(result)}"
            for extent, window, more, result in zip(inputs[0][:2], windows, extra, exact or output[:2], strict=True)
        ]
    else:
        equations = []
        display = _display(layer).output(tuple(map(_shape, inputs)), (None, None)) if inputs else output
        for text, result in zip(display, output, strict=True):
            if isinstance(text, Shown) and text.rank < ATOM and text.text != number(result):
                equations.append(f"{text} = {number(result)}")
    return "; ".join(dict.fromkeys(equations)) or None
