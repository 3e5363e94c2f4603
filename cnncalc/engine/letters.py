"""A layer's formulas in the course's letters, from the same lines of code that give the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, Window, shown
from cnncalc.formula import Letter, Shown
from cnncalc.layers.base import Shape

if TYPE_CHECKING:
    from cnncalc.engine.report import Row
    from cnncalc.layers.base import Layer

INPUT = Shape(Letter("H"), Letter("W"), Letter("D"))
OUTPUT = Shape(Letter("H'"), Letter("W'"), Letter("D'"))
"""Height, width and depth of what comes in and of what comes out."""

AXES = (Letter("H"), Letter("W"))


def inputs(row: Row) -> tuple[Shape, ...]:
    """The inputs in letters: H x W x D, those of a concatenation with numbered depths; extents of 1 that the formula leaves out stay numbers."""
    several = row.node.layer.kind == "concat"
    found = []
    for position, shape in enumerate(row.inputs, start=1):
        depth: Any = Letter(f"D{position}") if several else INPUT.depth
        letters = Shape(INPUT.height, INPUT.width, depth)
        found.append(letters if row.node.layer.operation else _known(letters, shape))
    return tuple(found)


def _known(letters: Shape, shape: Shape) -> Shape:
    return Shape(
        *(Shown("1") if isinstance(n, int) and n == 1 else letter for letter, n in zip(letters, shape, strict=True))
    )


def output(row: Row) -> Shape:
    """The output in letters: H' x W' for a window's positions, else what the kind makes of its input's letters.

    Of inputs that are taken together element by element it is the largest, wherever it stands among them.
    """
    if row.node.layer.joins and row.node.layer.kind != "concat":
        return _known(INPUT, row.output)
    layer = row.node.layer.display(letters=True)
    positions = (OUTPUT.height, OUTPUT.width) if row.node.layer.operation else (None, None)
    shape: Shape = layer.output(inputs(row), positions)
    return shape


def params(row: Row) -> str:
    """`(F·F·D + 1)·K`."""
    return str(row.node.layer.display(letters=True).params(inputs(row)))


def macs(row: Row) -> str:
    """`H'·W'·(F·F·D)·K`."""
    return str(row.node.layer.display(letters=True).macs(inputs(row), output(row)))


def size(row: Row) -> tuple[str, str]:
    """`(W - F + 2P)/S + 1` along height and width, for kinds with a window."""
    layer, framework = row.node.layer, FRAMEWORKS[row.framework]
    windows = layer.windows(framework)
    assert windows is not None
    rule, extra, x = layer.rounding(framework, windows), layer.output_extra(), row.inputs[0]
    named = of_windows(windows)
    height, width = (
        shown(extent, window, rule, more, letters=(letter, letters))
        for extent, window, more, letter, letters in zip(x[:2], windows, extra, AXES, named, strict=True)
    )
    return height, width


def of_windows(windows: tuple[Window, Window]) -> tuple[Window, Window]:
    """The windows in letters: F, S, P, with h and w where the axes differ, and E for what a dilated kernel spans."""
    same = {name: getattr(windows[0], name) == getattr(windows[1], name) for name in Window._fields}
    found = []
    for axis, window in zip("hw", windows, strict=True):
        kernel = ("F" if window.dilation == 1 else "E") + ("" if same["kernel"] and same["dilation"] else axis)
        stride = Letter("S" if same["stride"] else f"S{axis}")
        before = after = Letter("P" if same["before"] and same["after"] else f"P{axis}")
        if window.before != window.after:
            before, after = (Letter(f"P{side}") for side in ("tb" if axis == "h" else "lr"))
        found.append(Window(Letter(kernel), stride, before, after))
    return found[0], found[1]


def of_kind(layer: type[Layer]) -> dict[str, str]:
    """What a kind's reference page shows, in letters: height, width and depth of the output, parameters (without biases, too, where
    there are any) and multiply-accumulates."""
    twin = layer.in_letters()
    x: tuple[Shape, ...] = (INPUT,)
    if layer.joins:
        x = tuple(Shape(INPUT.height, INPUT.width, Letter(f"D{i}")) for i in (1, 2))
        if layer.kind != "concat":
            x = (INPUT, INPUT)
    if layer.operation is None:
        made = twin.output(x, (None, None))
        formulas = {"height": str(made.height), "width": str(made.width)}
    else:
        made = twin.output(x, OUTPUT[:2])
        height, width = (_size_of_kind(layer, letter) for letter in AXES)
        formulas = {"height": height, "width": width}
    formulas["depth"] = str(made.depth)
    formulas["parameters"] = str(twin.params(x))
    if layer.fields.get("bias"):
        twin.__dict__["bias"] = False
        formulas["without biases"] = str(twin.params(x))
    formulas["multiply-accumulates"] = str(twin.macs(x, made))
    return formulas


def _size_of_kind(layer: type[Layer], letter: Letter) -> str:
    padding = Letter("P")
    dilated = "dilation" in layer.fields
    window = Window(Letter("E" if dilated else "F"), Letter("S"), padding, padding)
    assert layer.operation is not None
    return shown(letter, window, FRAMEWORKS["exact"].rule(layer.operation, ()))
