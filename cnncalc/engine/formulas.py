"""The displayed formulas: the layer's own arithmetic, run once more on values that write themselves down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, shown
from cnncalc.formula import Shown
from cnncalc.layers.base import Shape

if TYPE_CHECKING:
    from cnncalc.engine.report import Row
    from cnncalc.symbolic import Int


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


def _shape(shape: Shape) -> Shape:
    return Shape(*(Shown.of(extent) for extent in shape))


def params_formula(row: Row) -> str:
    """`(11·11·3 + 1)·96 = 34,944`."""
    text = row.node.layer.display().params(tuple(map(_shape, row.inputs)))
    return _equation(text, row.params)


def macs_formula(row: Row) -> str:
    """`55·55·(11·11·3)·96 = 105,415,200`; "" where the report was counted by a convention to which that is another number."""
    if row.node.layer.macs(row.inputs, row.output) != row.macs:
        return ""
    layer = row.node.layer.display()
    return _equation(layer.macs(tuple(map(_shape, row.inputs)), _shape(row.output)), row.macs)


def _equation(text: Any, value: Int) -> str:
    result = number(value)
    return result if str(text).replace(",", "") == result.replace(",", "") else f"{text} = {result}"


def output_formula(row: Row) -> str | None:
    """`(227 - 11 + 2·0)/4 + 1 = 55`; both axes where they differ, and the depth where it is computed."""
    layer, x = row.node.layer, row.inputs[0] if row.inputs else row.output
    if layer.operation is not None:
        framework = FRAMEWORKS[row.framework]
        windows = layer.windows(framework)
        assert windows is not None
        rule, extra = layer.rounding(framework, windows), layer.output_extra()
        exact = row.exact_output if row.cost.misfits and row.exact_output else row.output[:2]
        equations = [
            f"{shown(extent, window, rule, more)} = {number(result)}"
            for extent, window, more, result in zip(x[:2], windows, extra, exact, strict=True)
        ]
    else:
        equations = []
        display = layer.display().output(tuple(map(_shape, row.inputs)), (None, None)) if row.inputs else row.output
        for text, result in zip(display, row.output, strict=True):
            if isinstance(text, Shown) and text.rank < 3 and text.text != number(result):
                equations.append(f"{text} = {number(result)}")
    return "; ".join(dict.fromkeys(equations)) or None
