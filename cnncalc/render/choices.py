"""The choices of one layer's unknowns, for people, for a README and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.single import BOUNDS, UNKNOWNS
from cnncalc.record import NamedTuple
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.engine.single import Choice
    from cnncalc.render.grid import Item

COLUMNS: dict[str, tuple[str, Callable[[Choice], str]]] = {
    "extent": ("W", lambda c: str(c.extent)),
    "kernel": ("F", lambda c: str(c.window.kernel)),
    "stride": ("S", lambda c: "any" if c.any_stride else str(c.window.stride)),
    "padding": ("P", lambda c: sides(c.window.before, c.window.after)),
    "dilation": ("D", lambda c: str(c.window.dilation)),
    "output": ("output", lambda c: str(c.output)),
}
"""The heading of a column, and what it shows, by the name of the unknown."""

LEFT = ("formula", "layer", "verdict")


class Answer(NamedTuple):
    """The choices along one axis, or with `axis` "" pairs of them along height and width; the first ones if there are `more`.

    `notations` holds each as a layer; `unknown` names what was looked for; `remarks` are lines to end with.
    """

    axis: str
    found: Sequence[tuple[Choice, ...]]
    notations: Sequence[str]
    unknown: tuple[str, ...]
    more: bool = False
    remarks: tuple[str, ...] = ()


def render(title: str, answers: Sequence[Answer], width: int | None, ascii_only: bool) -> Iterator[Item]:
    """A table an answer, and the bounds of the search where it had any."""
    yield cell(title, "title")
    for answer in answers:
        yield ()
        if answer.axis:
            yield cell(answer.axis, "strong")
        if not answer.found:
            yield from fold((("none: ", "error"), (_none(answer), "")), width)
        else:
            titles, rows = _table(answer)
            headings = [Heading(t, t not in LEFT, t == "formula") for t in titles]
            yield from layout(headings, [Line(tuple(map(cell, row))) for row in rows], width, ascii_only=ascii_only)
        for remark in _remarks(answer):
            yield from fold(cell(remark, "dim"), width)


def render_markdown(title: str, answers: Sequence[Answer]) -> Iterator[Item]:
    """The same for a README."""
    yield cell(f"**{escape(title)}**")
    for answer in answers:
        yield ()
        if answer.axis:
            yield cell(f"{answer.axis}:")
            yield ()
        if not answer.found:
            yield cell(f"none: {escape(_none(answer))}")
        else:
            titles, rows = _table(answer)
            yield cell(f"| {' | '.join(titles)} |")
            yield cell(f"| {' | '.join('---' if t in LEFT else '---:' for t in titles)} |")
            for row in rows:
                yield cell(f"| {' | '.join(map(escape, row))} |")
        for remark in _remarks(answer):
            yield ()
            yield cell(escape(remark))


def document(kind: str, framework: str, answers: Sequence[Answer]) -> dict[str, Any]:
    """The answers as plain data, without the schema's number: the contract of `docs/json.md`."""
    found: dict[str, Any] = {
        "layer": kind,
        "framework": framework,
        "complete": not any(answer.more for answer in answers),
    }
    found["choices"] = []
    for answer in answers:
        found[answer.axis or "choices"] = [
            _entry(choice, notation) for choice, notation in zip(answer.found, answer.notations, strict=True)
        ]
    return found


def _entry(pair: tuple[Choice, ...], notation: str) -> dict[str, Any]:
    """A choice as plain data: along one axis numbers, along both `[height, width]`, padding top, bottom, left, right."""
    entry: dict[str, Any] = {
        "input": [c.extent for c in pair],
        "output": [c.output for c in pair],
        "kernel": [c.window.kernel for c in pair],
        "stride": [c.window.stride for c in pair],
        "any_stride": [c.any_stride for c in pair],
        "dilation": [c.window.dilation for c in pair],
        "verdict": [c.verdict for c in pair],
        "formula": [c.formula for c in pair],
    }
    if len(pair) == 1:
        entry = {key: value[0] for key, value in entry.items()}
    entry["padding"] = [side for c in pair for side in (c.window.before, c.window.after)]
    return {**entry, "notation": notation} if notation else entry


def sides(before: Any, after: Any) -> str:
    """`2`, or `0 and 1` where the sides differ."""
    return str(before) if before == after else f"{before} and {after}"


def _table(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Titles and rows; both axes in one cell where they differ."""
    shown = [
        name for name in ("extent", "kernel", "stride", "padding", "dilation", "output") if _is_shown(name, answer)
    ]
    cells = [COLUMNS[name] for name in shown] + [("formula", lambda c: c.formula)]
    if any(choice.verdict != "exact" for pair in answer.found for choice in pair):
        cells.append(("verdict", lambda c: str(c.verdict)))
    titles = [title for title, _ in cells]
    rows = [[_both(title, [of(c) for c in pair]) for title, of in cells] for pair in answer.found]
    if any(answer.notations):
        titles.append("layer")
        rows = [[*row, notation] for row, notation in zip(rows, answer.notations, strict=True)]
    return titles, rows


def _both(title: str, texts: list[str]) -> str:
    """One text for both axes, or height and width."""
    return texts[0] if len(set(texts)) == 1 else ("; " if title == "formula" else " x ").join(texts)


def _is_shown(name: str, answer: Answer) -> bool:
    if name in ("kernel", "stride", "padding"):
        return True
    return name in answer.unknown and (
        name != "dilation" or any(c.window.dilation > 1 for pair in answer.found for c in pair)
    )


def _none(answer: Answer) -> str:
    letters = [COLUMNS[name][0] for name in UNKNOWNS if name in answer.unknown and name != "output"]
    if not letters:
        return "it does not fit"
    return f"there is no {' and '.join(filter(None, (', '.join(letters[:-1]), letters[-1])))} that would do"


def _remarks(answer: Answer) -> Iterator[str]:
    yield from answer.remarks
    if answer.more:
        yield f"the first {len(answer.found)}; there are more: --limit 0 shows all"
    searched = [name for name in answer.unknown if name != "output"]
    if len(answer.unknown) > 1 and searched:
        bounds = [f"{COLUMNS[name][0]} up to {BOUNDS[name]}" for name in searched if name in BOUNDS]
        bounds += ["P less than the kernel spans"] if "padding" in searched else []
        yield f"looked at: {', '.join(bounds)}"
