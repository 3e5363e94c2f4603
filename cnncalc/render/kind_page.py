"""The reference page of a kind of layer, from the kind itself: its docstring, formulas, hyper-parameters and examples."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import FRAMEWORKS, UP, Window
from cnncalc.engine.letters import of_kind
from cnncalc.layers.base import IN_PLACE, PADDING, VIEW, Padding
from cnncalc.layers.notation import text
from cnncalc.render.blocks import Code, Equation, Table, Text, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.layers.base import Example, Field, Layer
    from cnncalc.render.blocks import Block

PLAIN = {"height": "H", "width": "W", "depth": "D"}
"""The input's shape in letters."""

SIGNS = {"concat": "|", "add": "+", "multiply": "x"}
"""How notation writes the joints: `{ a | b }`."""


def page(kind: type[Layer]) -> Iterator[Block]:
    """Everything about a kind."""
    others = ", ".join(kind.tokens[1:])
    yield Title(kind.tokens[0], 1, f"also {others}" if others else "")
    for paragraph in cleandoc(kind.__doc__ or "").split("\n\n"):
        yield from _paragraphs(paragraph)
    yield from _formulas(kind)
    if kind.fields:
        yield Title("Options")
        rows = [_option(kind, name, field) for name, field in kind.fields.items()]
        yield Table(("option", "letter", "notation", "unless stated", "meaning", "also called"), tuple(rows))
    yield from _written(kind)
    yield Title("Memory")
    yield Text(_memory(kind))
    if kind.examples:
        yield Title("Examples")
        yield Table(
            ("layer", "input", "output", "parameters", "MACs", "source"),
            tuple(_example(kind, example) for example in kind.examples),
        )


def _paragraphs(paragraph: str) -> Iterator[Block]:
    """A docstring's lines that begin with a word and a colon (Cost:, Source:) are points of their own."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        word = line.partition(":")[0]
        if not lines or (":" in line and word.isalpha() and word.istitle()):
            lines.append(line)
        else:
            lines[-1] += f" {line}"
    for line in lines:
        yield Text(line, point=len(lines) > 1)


def _formulas(kind: type[Layer]) -> Iterator[Block]:
    if not kind.examples:
        return
    yield Title("Formulas")
    formulas = of_kind(kind)
    if "dilation" in kind.fields:
        yield Equation("E", ("D·(F - 1) + 1",), "pixels that the kernel spans, D here being the dilation")
    unchanged = all(formulas[name] == letter for name, letter in PLAIN.items())
    if unchanged:
        yield Text("the output has the shape of the input", point=True)
    else:
        for name in PLAIN:
            yield Equation(name, (formulas[name],))
    for name in ("parameters", "without biases", "multiply-accumulates"):
        if formulas.get(name, "0") != "0":
            yield Equation(name, (formulas[name],))
    if formulas["parameters"] == formulas["multiply-accumulates"] == "0":
        yield Text("it learns nothing, and no multiply-accumulate is counted", point=True)
    if kind.operation is not None:
        yield Text("W, H, D: width, height and depth of the input; W', H', D': of the output", point=True)
    elif not unchanged or formulas["parameters"] != "0":
        yield Text("W, H, D: width, height and depth of the input", point=True)
    yield from _rounding(kind)


def _rounding(kind: type[Layer]) -> Iterator[Block]:
    """What the frameworks do with a remainder, read off their rules."""
    if kind.operation in (None, "transposed"):
        return
    window = (Window(3, 2), Window(3, 2))
    words: dict[str, list[str]] = {}
    for name, framework in FRAMEWORKS.items():
        rule = framework.rule(kind.operation or "", window)
        does = (
            "calls a remainder an error"
            if rule.fraction_is_error
            else "rounds up"
            if rule.rounding == UP
            else "rounds down"
        )
        words.setdefault(does, []).append(name)
    said = [
        f"{_listed(who)} {does if len(who) == 1 else does.replace('rounds', 'round').replace('calls', 'call')}"
        for does, who in words.items()
    ]
    yield Text(f"{'; '.join(said)}", point=True)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _option(kind: type[Layer], name: str, field: Field) -> tuple[str, ...]:
    default = "required" if field.required else _default(field)
    return (f"`{name}`", field.letter, _marks(kind, field), default, field.help, _aliases(field))


def _default(field: Field) -> str:
    if field.default is None:
        return ""
    if isinstance(field.default, bool):
        return "yes" if field.default else "no"
    return text(field.default)


def _marks(kind: type[Layer], field: Field) -> str:
    """How notation writes it: `CONV3`, `-64`, `/2 s2`, `nobias`."""
    if field.position == 1:
        number = {"real": "0.5"}.get(field.type, "3" if field.letter != "S" else "2")
        return f"`{kind.tokens[0]}{number}`"
    if field.position == 2:
        return "`-64`"
    if isinstance(field.marks, tuple):
        marks = [f"`{mark}2`" for mark in field.marks]
        return " ".join([*marks, "`same`", "`valid`"] if field.type == PADDING and marks else marks)
    return " ".join(f"`{mark}`" for mark in field.marks)


def _aliases(field: Field) -> str:
    return " ".join(f"`{alias if isinstance(alias, str) else alias[0]}`" for alias in field.aliases)


def _written(kind: type[Layer]) -> Iterator[Block]:
    """The first example in YAML, its options by name; how joints are written."""
    if kind.joins:
        yield Title("Written")
        yield Text(f"`{{ a {SIGNS[kind.kind]} b }}` in notation, `{kind.kind}:` with a list of paths in YAML")
    elif kind.kind == "input":
        yield Title("Written")
        yield Text("`INPUT 227x227x3` or `[227x227x3] INPUT` in notation, `input: 227x227x3` in YAML")
    elif kind.examples and kind.fields:
        yield Title("In YAML")
        layer = example_layer(kind.examples[0])
        stated = {
            name: value
            for name, value in layer.options().items()
            if value is not None and value != kind.fields[name].default
        }
        options = ", ".join(f"{name}: {_yaml(value)}" for name, value in stated.items())
        yield Code((f"- {kind.kind}: {{{options}}}" if options else f"- {layer.notation()}",), "yaml")


def _yaml(value: Any) -> str:
    if isinstance(value, Padding) and len(set(value)) > 1:
        return f"[{', '.join(map(str, value))}]"
    return text(value)


def example_layer(example: Example) -> Layer:
    """The layer that an example's notation describes."""
    from cnncalc.spec import Changes, load

    loaded = load(f"INPUT {example.input} {example.notation}", Changes(framework=example.framework))
    return loaded.networks[0].nodes[-1].layer


def _memory(kind: type[Layer]) -> str:
    stores = {
        VIEW: "Stores nothing: its output is a view of its input.",
        IN_PLACE: "Works in place where nothing else reads its input, else it stores its output.",
    }.get(kind.storage, "Stores its output.")
    if not kind.backward_reads:
        return stores
    return f"{stores} Its backward pass reads its {' and its '.join(kind.backward_reads)}."


def _example(kind: type[Layer], example: Example) -> tuple[str, ...]:
    notation = f"`{example.notation}`"
    inputs = example.input.split()
    if kind.joins:
        notation = f"`{{ {f' {SIGNS[kind.kind]} '.join('…' for _ in inputs)} }}`"
    source = example.source + ("" if example.framework == "exact" else f" ({example.framework})")
    return (notation, ", ".join(inputs), example.output, f"{example.params:,}", f"{example.macs:,}", source)
