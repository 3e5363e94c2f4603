"""What the letters of a layer's formulas stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.formulas import number
from cnncalc.engine.letters import of_windows
from cnncalc.layers.base import INT, MARGIN, PAIR, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnncalc.engine.report import Row


def written(shape: Iterable[Any]) -> str:
    """`55x55x96`, and symbols as people write them."""
    texts = [number(extent).replace(",", "") for extent in shape]
    return "x".join(text if text.isalnum() else f"({text})" for text in texts)


def given(row: Row) -> Iterator[str]:
    """What the letters stand for here."""
    layer, windows = row.node.layer, row.cost.windows
    if not row.inputs:
        return
    if len(set(row.inputs)) == 1 and layer.kind != "concat":
        extents = zip("HWD", row.inputs[0], strict=True)
        yield f"{_values(extents)}: height, width and depth of {'each input' if layer.joins else 'the input'}"
    elif layer.kind != "concat":
        yield f"{_values(zip('HWD', row.output, strict=True))}: height, width and depth of the largest input"
        yield f"the inputs are {' and '.join(map(written, row.inputs))}; a smaller one stands for every position or channel"
    else:
        depths = _values((f"D{i}", x.depth) for i, x in enumerate(row.inputs, start=1))
        yield f"{_values(zip('HW', row.inputs[0], strict=False))}: height and width of each input; {depths}"
    for name, entry in layer.fields.items():
        value = layer.options()[name]
        if name == "stride" and windows is not None:
            value = Pair(windows[0].stride, windows[1].stride)
        if name == "padding" and windows is not None:
            yield f"{_values(_padding(row).items())}: {entry.help}"
        elif entry.type == MARGIN:
            letters = map(str, getattr(layer.display(letters=True), name))
            yield f"{_values(dict(zip(letters, value, strict=True)).items())}: {entry.help}"
        elif (
            entry.letter
            and entry.type in (INT, PAIR)
            and name != "dilation"
            and (name == "stride" or value != entry.default)
        ):
            if entry.type == INT or value.is_square:
                values = [(entry.letter, value if entry.type == INT else value.height)]
            else:
                values = [(f"{entry.letter}h", value.height), (f"{entry.letter}w", value.width)]
            yield f"{_values(values)}: {entry.help}"


def _values(values: Iterable[tuple[str, Any]]) -> str:
    """`H = 227, W = 227`; a symbol that is its own letter is named once."""
    return ", ".join(letter if number(value) == letter else f"{letter} = {number(value)}" for letter, value in values)


def _padding(row: Row) -> dict[str, Any]:
    """The padding really used, by its letters, whatever was said of it."""
    assert row.cost.windows is not None
    sides: dict[str, Any] = {}
    for window, letter in zip(row.cost.windows, of_windows(row.cost.windows), strict=True):
        sides[str(letter.before)] = window.before
        sides[str(letter.after)] = window.after
    return sides
