"""The receptive field's recursion, and what becomes of a remainder, told for one layer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import EXACT, LOSSY, OVERHANG, PADDING_ONLY, SKIPPED
from cnncalc.engine.formulas import number
from cnncalc.formula import Letter, Shown
from cnncalc.layers.base import ADAPTIVE, GLOBAL, LOCAL, SCALING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.explain import Chain
    from cnncalc.engine.field import Axis, Field
    from cnncalc.engine.report import Report, Row

SIDES = (("height", "row", "bottom"), ("width", "column", "right"))


def field(report: Report, index: int) -> Iterator[Chain | str]:
    """What an output position sees of the network's input, from what an input position of the layer sees."""
    row = report.rows[index]
    layer = row.node.layer
    if not row.inputs:
        yield "every position sees its own pixel: r = 1, j = 1"
        return
    if row.field is None:
        yield f"unknown{_why_unknown(row, [report.rows[source] for source in row.node.inputs])}"
        return
    if row.field.height.whole and row.field.width.whole:
        yield f"every position sees the whole input, {report.network.input.height}x{report.network.input.width} pixels"
        return
    before = report.rows[row.node.inputs[0]].field
    if layer.sees == LOCAL and row.cost.windows is not None and before is not None:
        yield from _local(row, before)
    elif layer.joins:
        seen = [report.rows[source] for source in row.node.inputs]
        maps = [one for one in seen if one.output[:2] != (1, 1)]
        gated = layer.kind == "multiply" and 0 < len(maps) < len(seen)
        if gated:
            seen = maps
        each = ", ".join(f"{one.id} {_pixels(one.field)}" for one in seen if one.field is not None)
        yield f"{_pixels(row.field)} pixels: all that its paths see together ({each})" + (
            "; the gate is left out" if gated else ""
        )
    elif layer.sees == SCALING:
        yield f"{_pixels(row.field)} pixels, in steps of {_steps(row.field)}: positions lie closer together than before"
    elif layer.sees == ADAPTIVE:
        yield f"{_pixels(row.field)} pixels under the largest window, in steps of {_steps(row.field)}"
    elif layer.sees != GLOBAL:
        yield f"unchanged: {_pixels(row.field)} pixels, in steps of {_steps(row.field)}"
        if layer.weighs_map:
            yield "the statistics of the whole map are left out, as a gate is"


def _why_unknown(row: Row, inputs: Sequence[Row]) -> str:
    unknown = [one.id for one in inputs if one.field is None]
    if unknown:
        return f", as that of {' and '.join(unknown)} is"
    fields = [one.field for one in inputs if one.field is not None]
    if any(len({field[axis].stride for field in fields if not field[axis].whole}) > 1 for axis in (0, 1)):
        return ": the paths that come together here step with unequal strides"
    return ": symbols meet fractions of a pixel here, or grow too long to be written"


def _local(row: Row, before: Field) -> Iterator[Chain | str]:
    """r' = r + (E - 1)·j and j' = j·S, with r and j of the input's positions."""
    from cnncalc.engine.explain import chain
    from cnncalc.engine.letters import of_windows

    assert row.cost.windows is not None
    assert row.field is not None
    yield "with r pixels seen by a position of this layer's input, and j pixels between two of them"
    found = []
    named = of_windows(row.cost.windows)
    for window, letter, old, new in zip(row.cost.windows, named, before, row.field, strict=True):
        if old.whole:
            continue
        r, j = Shown.of(_operand(old.size)), Shown.of(_operand(old.stride))
        # The windows of a kind that states no kernel, space to depth, are as large as its steps.
        extent = letter.kernel if "kernel" in row.node.layer.fields else letter.stride
        size = (Letter("r") + (extent - 1) * Letter("j"), r + (Shown.of(window.extent) - 1) * j)
        step = (Letter("j") * letter.stride, j * Shown.of(window.stride))
        found.append(
            (chain("sees", *size, _number(new.size), words="pixels"), chain("steps by", *step, _number(new.stride)))
        )
    if len(found) == 2 and found[0] == found[1]:
        yield from found[0]
        return
    axes = [name for name, old in zip(("height", "width"), before, strict=True) if not old.whole]
    for axis, (sees, steps) in zip(axes, found, strict=True):
        yield sees._replace(label=f"{axis} sees")
        yield steps._replace(label=f"{axis} steps by")


def _operand(value: Any) -> Any:
    """A size or a stride in a formula; behind up-sampling a fraction."""
    return Shown(str(value)) if isinstance(value, Fraction) else value


def _number(value: Any) -> str:
    """Exactly: `3`, `0.5`, `11/3`."""
    return number(value).partition(" ≈ ")[0]


def _pixels(seen: Field) -> str:
    return _both(seen, "size")


def _steps(seen: Field) -> str:
    return _both(seen, "stride")


def _both(seen: Field, name: str) -> str:
    def text(axis: Axis) -> str:
        return "all" if axis.whole else _number(getattr(axis, name))

    height, width = text(seen.height), text(seen.width)
    between = " by " if "/" in height + width else "x"  # 26/7x24/7 reads as if 7 were multiplied by 24
    return f"{height}{between}{width}" if name == "size" or height != width else height


def verdict(row: Row) -> Iterator[Chain | str]:
    """What becomes of the remainder along each axis, in a sentence."""
    if row.verdict is None or row.node.layer.operation == "transposed":
        return
    for condition in row.conditions:
        yield f"it fits if {condition.text('unicode')}"
    height, width = row.verdict
    if height is not None and height == width:
        down, across = (_told(row, axis, both=True) for axis in (0, 1))
        if down == across:
            yield down
            return
    for axis, word in enumerate(row.verdict):
        if word is not None:
            yield f"{SIDES[axis][0]}: {_told(row, axis, both=False)}"


def _told(row: Row, axis: int, both: bool) -> str:
    assert row.cost.windows is not None
    assert row.verdict is not None
    stride = row.cost.windows[axis].stride
    unseen = row.cost.unseen[axis]
    if row.verdict[axis] == LOSSY:
        plural = "s" if unseen > 1 else ""
        what = f"{unseen} row{plural} and {unseen} column{plural}" if both else f"{unseen} {SIDES[axis][1]}{plural}"
        where = "bottom and the right" if both else SIDES[axis][2]
        return f"lossy: {what} at the {where} {'are' if unseen > 1 or both else 'is'} never seen"
    return {
        EXACT: "exact: no remainder is left, the last window ends at the border"
        if stride != 1
        else "exact: at stride 1 every window fits",
        PADDING_ONLY: "padding-only: a remainder is left, but it is padding; no pixel of the image is lost",
        SKIPPED: "skipped: a remainder is left, but no more than the stride skips between any two windows",
        OVERHANG: "overhang: rounding up adds a last window that hangs over the edge; nothing is lost",
    }[row.verdict[axis] or EXACT]
