"""The derivation of a layer's numbers, step by step, as a lecturer writes it: formula, substitution, result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, Window, shown
from cnncalc.engine import letters
from cnncalc.engine.formulas import number
from cnncalc.engine.given import given, written
from cnncalc.engine.seen import field, verdict
from cnncalc.formula import Letter, Shown, product
from cnncalc.layers.base import BIAS, IN_PLACE, POINTWISE, STATISTIC, VIEW, Shape
from cnncalc.record import NamedTuple

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
        Section("Given", tuple(given(row))),
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
    chains: list[Chain] = []
    for label, text in (("output", row.output_formula), ("parameters", row.params_formula), ("MACs", row.macs_formula)):
        if text and text != "0":
            axes = text.split("; ")
            chains += [Chain("" if i else label, tuple(axis.split(" = "))) for i, axis in enumerate(axes)]
    return tuple(chains)


def chain(label: str, *parts: Any, words: str = "") -> Chain:
    """A chain without repetitions: `K = 96`, not `K = 96 = 96`."""
    texts = [str(part) for part in parts]
    return Chain(
        label,
        tuple(t for i, t in enumerate(texts) if i == 0 or t.replace(",", "") != texts[i - 1].replace(",", "")),
        words,
    )


def _output(row: Row) -> Iterator[Chain | str]:
    layer = row.node.layer
    if not row.inputs:
        yield f"the input is {written(row.output)}, as it is stated"
        return
    if layer.operation is not None:
        yield from _dilated(row)
        yield from _positions(row)
        yield from _depth(row)
    elif layer.sees == POINTWISE and not layer.joins and row.output == row.inputs[0]:
        yield f"{written(row.output)}, as the input: the shape does not change"
        return
    elif layer.joins and layer.kind != "concat":
        yield f"{written(row.output)}: the inputs are taken together element by element"
        return
    else:
        texts = letters.output(row)
        numbers = layer.display().output(tuple(Shape(*map(Shown.of, x)) for x in row.inputs), (None, None))
        extents = list(zip(("height", "width", "depth"), texts, numbers, row.output, strict=True))
        if str(texts.height) == str(texts.width) == "1":
            yield chain("height, width", "1")
            extents = extents[2:]
        for label, letter, text, value in extents:
            yield chain(label, letter, text, number(value))
    verb = "becomes" if len(row.inputs) == 1 else "become"
    yield f"so {' and '.join(map(written, row.inputs))} {verb} {written(row.output)}"


def _dilated(row: Row) -> Iterator[Chain]:
    """E = D(F - 1) + 1, what a dilated kernel spans."""
    assert row.cost.windows is not None
    vertical, horizontal = row.cost.windows
    both = (vertical.kernel, vertical.dilation) == (horizontal.kernel, horizontal.dilation)
    for axis, window in (("h", vertical), ("w", horizontal)):
        if window.dilation != 1:
            end = "" if both else axis
            formula = Window(Letter(f"F{end}"), dilation=Letter(f"D{end}")).extent
            numbers = Window(Shown.of(window.kernel), dilation=Shown.of(window.dilation)).extent
            yield chain(
                f"E{end}",
                formula,
                numbers,
                number(window.extent),
                words=f"pixels, which the kernel spans at dilation D = {number(window.dilation)}",
            )
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
    for label, formula, extent, window, more, result in zip(
        ("height", "width"), letters.size(row), x[:2], windows, extra, exact, strict=True
    ):
        # A dilated kernel has a line of its own above.
        spanned = window._replace(kernel=window.extent, dilation=1)
        found.append(chain(label, formula, shown(extent, spanned, rule, more), number(result)))
    height, width = found
    if height.parts[1:] == width.parts[1:]:
        yield width._replace(label="height, width")
    else:
        yield from found
    if row.cost.misfits:
        yield f"no whole number; from here on the table goes on with {written(row.output[:2])}, rounded as most frameworks do"


def _depth(row: Row) -> Iterator[Chain]:
    layer = row.node.layer
    numbers = layer.display().output(tuple(Shape(*map(Shown.of, x)) for x in row.inputs), (None, None))
    letter = letters.output(row).depth
    words = ", one map a filter" if str(letter) == "K" else ", as the input" if str(letter) == "D" else ""
    yield chain("depth", letter, numbers.depth, number(row.output.depth), words=words)


def _params(row: Row) -> Iterator[Chain | str]:
    numbers, _, result = row.params_formula.rpartition(" = ")
    if result == "0":
        yield "none: the layer learns nothing" if not row.weights else "none that are learned"
    else:
        yield chain("", letters.params(row), numbers or result, result)
    tensors = [
        f"{weight.name} {'x'.join(map(number, weight.dims))}".replace(",", "")
        + (f" ({number(weight.size)})" if len(weight.dims) > 1 else "")
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
    owner = owners(report.network, [row.output for row in report.rows])[index]
    if owner != index:
        whose = report.network.nodes[owner].id
        yield f"nothing: {'a view of' if layer.storage == VIEW else 'it works in place of'} what {whose} stores"
        return
    stored = letters.output(row) if row.inputs else letters.INPUT
    # What is a formula of its own, such as D1 + D2, goes by the letter of the output here.
    simple = [
        one if str(one).strip("'").isalnum() else other for one, other in zip(stored, letters.OUTPUT, strict=True)
    ]
    numbers = product(*map(Shown.of, row.output))
    named = product(*(Shown("1") if str(n) == "1" else letter for letter, n in zip(simple, row.output, strict=True)))
    yield chain("", named, numbers, number(row.activations), words="values" if row.activations != 1 else "value")
    if isinstance(row.activation_bytes, int):
        from cnncalc.units import mb

        rounded = f" ({mb(row.activation_bytes)})" if row.activation_bytes >= 10_000 else ""
        yield chain(
            "",
            f"4·{number(row.activations)}",
            f"{row.activation_bytes:,}",
            words=f"bytes{rounded} as float32, for one image",
        )
    if layer.storage == IN_PLACE:
        yield "it stores its output, for something else still reads its input"
