"""`cnncalc solve CONV …`: one layer's unknowns."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.arithmetic import Framework, Window
    from cnncalc.engine.single import Choice, Known
    from cnncalc.layers.base import Layer
    from cnncalc.render.choices import Answer

Pair = tuple[int, int] | None


def answer(
    word: str, form: str, width: int | None, *, extent: Pair, out: Pair, kernel: Pair, stride: Pair, padding: Any, dilation: Pair,
    limit: int, framework: str | None,
) -> int:  # fmt: skip
    """Print the choices; the exit status."""
    from cnncalc.arithmetic import FRAMEWORKS
    from cnncalc.cli.output import screen
    from cnncalc.engine.single import Known
    from cnncalc.layers import kind
    from cnncalc.render import choices as shown

    layer = kind(word)
    if layer.operation is None:
        raise click.UsageError(f"{word} has no window: CONV, POOL, AVGPOOL, DWCONV and DECONV have one")
    if extent is None and out is None:
        raise click.UsageError("give --in, --out or both")
    if "dilation" not in layer.fields and dilation != (1, 1):
        raise click.UsageError(f"{word} has no dilation")
    rules = FRAMEWORKS[framework or "exact"]
    axes = [
        Known(
            extent=extent and extent[axis],
            output=out and out[axis],
            kernel=kernel and kernel[axis],
            stride=stride and stride[axis],
            padding=padding if padding == "same" else padding and padding[axis],
            dilation=dilation and dilation[axis],
        )
        for axis in (0, 1)
    ]
    answers = _answers(layer, rules, axes[0], axes[1], limit or None)
    screens = screen(width=width)
    if form == "json":
        from json import dumps

        screens.print([((dumps({"schema": 1, **shown.document(layer.kind, rules.name, answers)}), ""),)])
    elif form == "markdown":
        screens.print(shown.render_markdown(_title(layer, axes, rules), answers))
    else:
        screens.print(shown.render(_title(layer, axes, rules), answers, screens.width, screens.ascii_only))
    return int(not all(one.found for one in answers))


def _answers(layer: type[Layer], rules: Framework, height: Known, width: Known, limit: int | None) -> list[Answer]:
    """Pairs of choices with the same hyper-parameters along both axes; where there are none, each axis by itself."""
    from cnncalc.engine.single import choices
    from cnncalc.render.choices import Answer

    operation = layer.operation or ""
    pairs = list(islice(_alike(operation, rules, height, width), limit and limit + 1))
    if pairs or height == width:
        kept = pairs[:limit]
        notations = [_notation(layer, pair[0].window, pair[-1].window) for pair in kept]
        remarks = _remarks(operation, rules, height, pairs) if height == width else ()
        return [Answer("", kept, notations, height.unknown, len(pairs) > len(kept), remarks)]
    found = []
    for name, known in (("height", height), ("width", width)):
        singles = [(choice,) for choice in islice(choices(operation, rules, known), limit and limit + 1)]
        kept_singles = singles[:limit]
        remarks = _remarks(operation, rules, known, singles)
        found.append(
            Answer(
                name, kept_singles, [""] * len(kept_singles), known.unknown, len(singles) > len(kept_singles), remarks
            )
        )
    return found


def _alike(operation: str, rules: Framework, height: Known, width: Known) -> Iterator[tuple[Choice, ...]]:
    """Choices along the height with those along the width that have the same hyper-parameters where they were unknown."""
    from cnncalc.engine.single import choices

    for high in choices(operation, rules, height):
        if height == width:
            yield (high, high)
            continue
        window = high.window
        same = {
            "kernel": window.kernel,
            "stride": window.stride,
            "padding": (window.before, window.after),
            "dilation": window.dilation,
        }
        if high.any_stride:
            del same["stride"]
        tied = width._replace(**{name: value for name, value in same.items() if getattr(width, name) is None})
        for wide in choices(operation, rules, tied):
            both = high.any_stride and wide.any_stride
            stride = wide.window.stride if high.any_stride else window.stride
            yield high._replace(window=window._replace(stride=stride), any_stride=both), wide._replace(any_stride=both)


def _notation(layer: type[Layer], height: Window, width: Window) -> str:
    """The layer as notation writes it, with K filters."""
    from cnncalc.layers.base import Padding, Pair
    from cnncalc.symbolic import symbol

    options: dict[str, Any] = {
        "kernel": Pair(height.kernel, width.kernel),
        "stride": Pair(height.stride, width.stride),
        "padding": Padding(height.before, height.after, width.before, width.after),
        "dilation": Pair(height.dilation, width.dilation),
        "filters": symbol("K"),
    }
    if layer.operation == "pooling" and options["stride"] == options["kernel"]:
        del options["stride"]
    return layer(**{name: value for name, value in options.items() if name in layer.fields}).notation()


def _title(layer: type[Layer], axes: list[Known], rules: Framework) -> str:
    """`CONV  input 227, output 55, F = 11, exact rounding`."""

    def both(name: str) -> str:
        values = [getattr(known, name) for known in axes]
        texts = [
            "x".join(map(str, dict.fromkeys(v))) if isinstance(v, tuple) and v[0] == v[1] else str(v) for v in values
        ]
        return texts[0] if texts[0] == texts[1] else "x".join(texts)

    has = {
        name: all(getattr(known, name) is not None for known in axes)
        for name in ("extent", "output", "kernel", "stride", "padding", "dilation")
    }
    facts = [f"{word} {both(name)}" for word, name in (("input", "extent"), ("output", "output")) if has[name]]
    facts += [
        f"{letter} = {both(name)}" for letter, name in (("F", "kernel"), ("S", "stride"), ("P", "padding")) if has[name]
    ]
    if has["dilation"] and both("dilation") != "1":
        facts.append(f"D = {both('dilation')}")
    return f"{layer.tokens[0]}  {', '.join(facts)}, {rules.name} rounding"


def _remarks(operation: str, rules: Framework, known: Known, found: list[Any]) -> tuple[str, ...]:
    """The padding that preserves the size, as the course derives it; or the fraction that comes out where nothing fits."""
    from cnncalc.arithmetic import TRANSPOSED_CONVOLUTION, Window
    from cnncalc.engine.formulas import number
    from cnncalc.engine.single import fraction_of, preserving

    if not found:
        fraction = fraction_of(operation, rules, known)
        if fraction is None:
            return ()
        text, near = fraction
        inputs = f"; nearest inputs that fit: {' and '.join(map(str, near))}" if near else ""
        return (f"{text} is no whole number{inputs}; --framework says how one rounds",)
    extent, kernel, stride, dilation = known.extent, known.kernel, known.stride, known.dilation
    if known.unknown != ("padding",) or extent is None or extent != known.output or operation == TRANSPOSED_CONVOLUTION:
        return ()
    letters, numbers, value = preserving(extent, Window(kernel, stride, dilation=dilation))
    whole = value.denominator == 1
    even = (
        ""
        if whole
        else ", no whole number: the same padding on both sides cannot do it, one pixel more after than before does"
    )
    return (
        f"the size is preserved by P = {letters} = {numbers} = {number(value.numerator if whole else value)}{even}",
    )
