"""The derivation of a layer's numbers, step by step, as a lecturer writes it: formula, substitution, result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.arithmetic import FRAMEWORKS, Window, shown
from cnncalc.engine import letters
from cnncalc.engine.formulas import number
from cnncalc.engine.seen import field, verdict
from cnncalc.formula import Letter, Shown, product
from cnncalc.layers.base import BIAS, IN_PLACE, INT, PAIR, STATISTIC, VIEW, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.report import Report, Row


class Chain(NamedTuple):
    """`label: (W - F + 2P)/S + 1 = (227 - 11 + 2·0)/4 + 1 = 55`: what is equal, in order, and words behind it."""

    label: str
    parts: tuple[str, ...]
    words: str = ""


class Section(NamedTuple):
    """What is derived, and its lines: chains, or sentences."""

    title: str
    lines: tuple[Chain | str, ...]


def derivation(report: Report, index: int) -> tuple[Section, ...]:
    """The sections of the row at `index`: what is given, output size, parameters, multiply-accumulates, memory, receptive field, fit."""
    row = report.rows[index]
    sections = (
        Section("Given", tuple(_given(row))),
        Section("Output", tuple(_output(row))),
        Section("Fit", tuple(verdict(row))),
        Section("Parameters", tuple(_params(row))),
        Section("Multiply-accumulates", tuple(_macs(row))),
        Section("Memory", tuple(_memory(report, index))),
        Section("Receptive field", tuple(field(report, index))),
    )
    return tuple(section for section in sections if section.lines)


def brief(row: Row) -> tuple[Chain, ...]:
    """What there is to derive of a layer, in numbers alone."""
    chains = []
    for label, text in (("output", row.output_formula), ("parameters", row.params_formula), ("MACs", row.macs_formula)):
        if text and text != "0":
            chains.append(Chain(label, tuple(text.split(" = ")) if ";" not in text else (text,)))
    return tuple(chains)


def chain(label: str, *parts: Any, words: str = "") -> Chain:
    """A chain without repetitions: `K = 96`, not `K = 96 = 96`."""
    texts = [str(part) for part in parts]
    return Chain(label, tuple(t for i, t in enumerate(texts) if i == 0 or t.replace(",", "") != texts[i - 1].replace(",", "")), words)


def _given(row: Row) -> Iterator[str]:
    """What the letters stand for here."""
    layer = row.node.layer
    if not row.inputs:
        return
    if len(row.inputs) == 1:
        x = row.inputs[0]
        facts = [f"H = {number(x.height)}, W = {number(x.width)}, D = {number(x.depth)}: height, width and depth of the input"]
    else:
        depths = ", ".join(f"D{i} = {number(x.depth)}" for i, x in enumerate(row.inputs, start=1))
        facts = [f"H = {number(row.inputs[0].height)}, W = {number(row.inputs[0].width)}: height and width of each input; {depths}"]
    for name, entry in layer.fields.items():
        value = layer.options()[name]
        if not entry.letter or value is None or entry.type not in (INT, PAIR) or (name != "stride" and value == entry.default):
            continue
        square = entry.type == INT or value.is_square
        parts = [f"{entry.letter} = {number(value if entry.type == INT else value.height)}"]
        if not square:
            parts = [f"{entry.letter}h = {number(value.height)}", f"{entry.letter}w = {number(value.width)}"]
        facts.append(f"{', '.join(parts)}: {entry.help}")
    facts += _padding(row)
    yield from facts


def _padding(row: Row) -> Iterator[str]:
    """The padding really used, whatever was said of it."""
    windows = row.cost.windows
    if windows is None:
        return
    named = letters.of_windows(windows)
    sides: dict[str, Any] = {}
    for window, letter in zip(windows, named, strict=True):
        sides[str(letter.before)] = window.before
        sides[str(letter.after)] = window.after
    which = {"Pt": "top", "Pb": "bottom", "Pl": "left", "Pr": "right", "Ph": "top and bottom", "Pw": "left and right", "P": "on each side"}
    parts = [f"{letter} = {number(value)}" + ("" if letter == "P" else f" ({which[letter]})") for letter, value in sides.items()]
    yield f"{', '.join(parts)}: zeros around the input, in pixels{' a side' if list(sides) == ['P'] else ''}"


def _output(row: Row) -> Iterator[Chain | str]:
    layer = row.node.layer
    if not row.inputs:
        yield f"the input is {row.output}, as it is stated"
    elif layer.operation is not None:
        yield from _dilated(row)
        yield from _positions(row)
        yield from _depth(row)
    elif row.output == row.inputs[0] and not layer.joins:
        yield f"{row.output}, as the input: every value is treated by itself" if layer.storage == IN_PLACE else f"{row.output}, as the input"
    else:
        texts = letters.output(row)
        numbers = layer.display().output(tuple(Shape(*map(Shown.of, x)) for x in row.inputs), (None, None))
        for label, letter, text, value in zip(("height", "width", "depth"), texts, numbers, row.output, strict=True):
            yield chain(label, letter, text, number(value)) if str(letter) != str(value) else chain(label, number(value))
    if row.inputs and row.output != row.inputs[0]:
        yield f"so {' and '.join(map(str, row.inputs))} becomes {row.output}"


def _dilated(row: Row) -> Iterator[Chain]:
    """E = D(F - 1) + 1, what a dilated kernel spans."""
    assert row.cost.windows is not None
    for axis, window in zip("hw", row.cost.windows, strict=True):
        if window.dilation != 1:
            both = row.cost.windows[0][::4] == row.cost.windows[1][::4]
            end = "" if both else axis
            formula = Window(Letter(f"F{end}"), dilation=Letter(f"D{end}")).extent
            numbers = Window(Shown.of(window.kernel), dilation=Shown.of(window.dilation)).extent
            yield chain(f"E{end}", formula, numbers, number(window.extent), words="pixels that the dilated kernel spans")
            if both:
                return


def _positions(row: Row) -> Iterator[Chain | str]:
    """How often the window fits along height and width; one line where they are alike."""
    layer, framework, x = row.node.layer, FRAMEWORKS[row.framework], row.inputs[0]
    windows = layer.windows(framework)
    assert windows is not None
    rule, extra = layer.rounding(framework, windows), layer.output_extra()
    exact = row.exact_output if row.cost.misfits and row.exact_output else row.output[:2]
    found = []
    for label, formula, extent, window, more, result in zip(("height", "width"), letters.size(row), x[:2], windows, extra, exact, strict=True):
        # A dilated kernel has a line of its own above.
        spanned = window._replace(kernel=window.extent, dilation=1)
        found.append(chain(label, formula, shown(extent, spanned, rule, more), number(result)))
    height, width = found
    if height.parts[1:] == width.parts[1:]:
        yield width._replace(label="height and width" if letters.AXES[0].text not in height.parts[0] else "height, width")
    else:
        yield from found
    if row.cost.misfits:
        yield f"no whole number; from here on the table goes on with {row.output.height}x{row.output.width}, rounded as most frameworks do"


def _depth(row: Row) -> Iterator[Chain]:
    layer = row.node.layer
    numbers = layer.display().output(tuple(Shape(*map(Shown.of, x)) for x in row.inputs), (None, None))
    letter = letters.output(row).depth
    words = "one map a filter" if str(letter) == "K" else "as the input" if str(letter) == "D" else ""
    yield chain("depth", letter, numbers.depth, number(row.output.depth), words=words)


def _params(row: Row) -> Iterator[Chain | str]:
    numbers, _, result = row.params_formula.rpartition(" = ")
    if result == "0":
        yield "none: the layer learns nothing" if not row.weights else "none that are learned"
    else:
        yield chain("", letters.params(row), numbers or result, result)
    tensors = [
        f"{weight.name} {'x'.join(map(number, weight.dims))}".replace(",", "") + (f" ({number(weight.size)})" if len(weight.dims) > 1 else "")
        for weight in row.weights
        if weight.role != STATISTIC
    ]
    if tensors:
        yield f"held as {' and '.join(tensors)}" + ("" if any(w.role == BIAS for w in row.weights) else "; no bias")
    statistics = [weight for weight in row.weights if weight.role == STATISTIC]
    if statistics:
        yield f"beside them running {' and '.join(w.name for w in statistics)}, {number(row.statistics)} numbers that no gradient touches"


def _macs(row: Row) -> Iterator[Chain | str]:
    numbers, _, result = row.macs_formula.rpartition(" = ")
    if result == "0":
        yield "none: only convolutions and fully connected layers count"
    else:
        yield chain("", letters.macs(row), numbers or result, result)


def _memory(report: Report, index: int) -> Iterator[Chain | str]:
    from cnncalc.engine.storage import owners

    row, layer = report.rows[index], report.rows[index].node.layer
    owner = owners(report.network)[index]
    if owner != index:
        whose = report.network.nodes[owner].id
        yield f"nothing: {'a view of' if layer.storage == VIEW else 'it works in place of'} what {whose} stores"
        return
    stored = letters.output(row) if row.inputs else letters.INPUT
    numbers = product(*map(Shown.of, row.output))
    named = product(*(Shown("1") if str(n) == "1" else letter for letter, n in zip(stored, row.output, strict=True)))
    yield chain("", named, numbers, number(row.activations), words="values" if row.activations != 1 else "value")
    if isinstance(row.activation_bytes, int):
        from cnncalc.units import mb

        yield chain("", f"4·{number(row.activations)}", f"{row.activation_bytes:,}", words=f"bytes ({mb(row.activation_bytes)}) as float32, for one image")
    if layer.storage == IN_PLACE:
        yield "it stores its output, for something else still reads its input"
