"""Which inputs suit a network, or why none does: for people, for a README and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.fit import EXACT, Conflict
from cnncalc.engine.solve import Hopeless
from cnncalc.record import NamedTuple
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.markdown import escape
from cnncalc.render.printable import printable
from cnncalc.render.values import size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.engine.solve import Axis, Solution, Step
    from cnncalc.network import Network
    from cnncalc.render.grid import Item

MOST_STEPS = 12
"""Layers that are listed as deciding; of more, the first and the last."""


class Asked(NamedTuple):
    """What was asked: the mode, and the output wanted (`7x7`) with the layer it is of ("" for the network's)."""

    mode: str = EXACT
    output: str = ""
    at: str = ""

    def __str__(self) -> str:
        fits = (
            "every layer fits without a remainder"
            if self.mode == EXACT
            else "no layer leaves out a row or column of its input"
        )
        return fits + (f" and {printable(self.at) or 'the output'} is {self.output}" if self.output else "")


def render(
    network: Network,
    found: Solution | Conflict | Hopeless,
    asked: Asked,
    hint: str,
    width: int | None,
    ascii_only: bool,
) -> Iterator[Item]:
    """The answer as text; `hint` is a further line, such as what another question would give."""
    yield _title(network)
    yield ()
    if isinstance(found, (Conflict, Hopeless)):
        yield from fold((("none: ", "error"), (f"there is no input for which {asked}", "")), width)
        for line in _why(found):
            yield from fold(cell(f"  {printable(line)}"), width)
    else:
        yield from fold(cell(f"{str(asked).capitalize()} where"), width)
        for line in _congruences(found):
            yield from fold((("  ", ""), (line, "strong")), width)
        if nearest := _nearest(found):
            yield ()
            yield from fold(cell(nearest), width)
        steps = _steps(found)
        if steps:
            yield ()
            lines = [Line(tuple(cell(printable(one)) for one in step)) for step in steps]
            yield from layout(
                [Heading("layer", folds=True), Heading("notation"), Heading("leaves", folds=True)],
                lines,
                width,
                ascii_only=ascii_only,
            )
    if hint:
        yield ()
        yield from fold((("help: ", "help"), (hint, "")), width)


def render_markdown(network: Network, found: Solution | Conflict | Hopeless, asked: Asked, hint: str) -> Iterator[Item]:
    """The same for a README."""
    title, facts = _title(network)[0][0], _title(network)[-1][0]
    yield cell(f"**{escape(title)}**{escape(facts)}" if network.name else escape(facts))
    yield ()
    if isinstance(found, (Conflict, Hopeless)):
        yield cell(f"There is no input for which {escape(str(asked))}:")
        yield ()
        for line in _why(found):
            yield cell(f"- {escape(line)}")
    else:
        yield cell(f"{escape(str(asked).capitalize())} where")
        yield ()
        for line in _congruences(found):
            yield cell(f"- {escape(line)}")
        if nearest := _nearest(found):
            yield ()
            yield cell(escape(nearest))
        steps = _steps(found)
        if steps:
            yield ()
            yield cell("| layer | notation | leaves |")
            yield cell("| --- | --- | --- |")
            for step in steps:
                yield cell(f"| {' | '.join(map(escape, step))} |")
    if hint:
        yield ()
        yield cell(escape(hint))


def document(found: Solution | Conflict | Hopeless) -> dict[str, Any]:
    """The answer as plain data, without the schema's number: the contract of `docs/json.md`."""
    if isinstance(found, Conflict):
        return {"none": [found.first.id, found.second.id], "why": found.why}
    if isinstance(found, Hopeless):
        error = found.errors[0]
        index = {node.id: node for node in found.network.nodes}
        node = index[error.node] if error.node in index else found.network.nodes[-1]
        before = found.network.nodes[node.inputs[0]] if node.inputs else node
        return {"none": [before.id, node.id], "why": error.message}
    return {
        "height": _axis(found.height),
        "width": _axis(found.width),
        "examples": [list(pair) for pair in found.examples],
    }


def _axis(axis: Axis) -> dict[str, Any]:
    sizes = axis.sizes
    entry: dict[str, Any] = {
        "modulus": sizes.modulus,
        "remainders": list(sizes.remainders),
        "minimum": sizes.minimum,
        "maximum": sizes.maximum,
        "nearest": list(axis.nearest),
    }
    if sizes.excepted:
        entry["excepted"] = list(sizes.excepted)
    if sizes.added:
        entry["added"] = list(sizes.added)
    return entry


def _title(network: Network) -> tuple[tuple[str, str], ...]:
    name = cell(printable(network.name), "title")
    return (*name, (f"{'  ' if name else ''}input {size(network.input)}, {network.framework} rounding", ""))


def _why(found: Conflict | Hopeless) -> list[str]:
    if isinstance(found, Conflict):
        return [found.why]
    return [
        "whatever its size, this is wrong:",
        *(f"{e.node or ''}: {e.message}; {e.label}".removeprefix(": ").removesuffix("; ") for e in found.errors),
    ]


def _congruences(found: Solution) -> list[str]:
    """`H ≡ 3 (mod 32), at least 67: 67, 99, …, 195, 227, 259`, and for the width the same or its own."""
    if found.height.sizes == found.width.sizes and found.height.given == found.width.given:
        return [_congruence(found.height, "H"), "W the same"]
    return [_congruence(found.height, "H"), _congruence(found.width, "W")]


def _congruence(axis: Axis, letter: str) -> str:
    words, sizes = axis.sizes.text(letter), axis.sizes
    if sizes.maximum is not None or (sizes.modulus == 1 and not sizes.excepted):
        return words
    shown: list[str] = []
    last = None
    for example in axis.examples():
        if last is not None and sizes.above(last + 1) != example:
            shown.append("…")
        shown.append(str(example))
        last = example
    return f"{words}: {', '.join(shown)}, …"


def _nearest(found: Solution) -> str:
    """Whether the given size is one of them, else the nearest that are."""
    height, width = found.height, found.width
    if height.given is None or width.given is None:
        return ""
    given = f"{height.given}x{width.given}"
    fits = [axis.sizes.contains(axis.given or 0) for axis in (height, width)]
    if all(fits):
        return f"The given {given} is one of them."
    near = [[n for n in axis.nearest if n is not None] for axis in (height, width)]
    if height.given == width.given and near[0] == near[1]:
        words = " and ".join(f"{n}x{n}" for n in near[0])
        return f"The given {given} is not; nearest to it {'is' if len(near[0]) == 1 else 'are'} {words}."
    parts = []
    for word, axis, right, sizes in zip(("height", "width"), (height, width), fits, near, strict=True):
        if right:
            parts.append(f"the {word} of {axis.given} is right")
        else:
            verb = "s are" if len(sizes) > 1 else " is"
            parts.append(f"the nearest {word}{verb} {' and '.join(map(str, sizes))}")
    return f"The given {given} is not; {', '.join(parts)}."


def _steps(found: Solution) -> list[list[str]]:
    """The layers that rule sizes out, with what they leave; the width's where they are other ones."""
    rows = [_step(step, "H") for step in found.height.steps]
    if found.height.sizes != found.width.sizes:
        rows += [_step(step, "W") for step in found.width.steps]
    if len(rows) > MOST_STEPS:
        rows[MOST_STEPS // 2 : 1 - MOST_STEPS // 2] = [["…", "", ""]]
    return rows


def _step(step: Step, letter: str) -> list[str]:
    if step.node is None:
        return ["the output wanted", "", step.left.text(letter)]
    return [step.node.id, step.node.layer.notation(), step.left.text(letter)]
