"""The reference page of a rule, from the rule itself: its docstring, and its samples with what `check` prints of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.blocks import Code, Text, Title
from cnncalc.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.render.blocks import Block


def page(code: str) -> Iterator[Block]:
    """Everything about a rule."""
    found = rule(code)
    first, *paragraphs = found.page().split("\n\n")
    title, _, rest = " ".join(first.split()).partition(": ")
    yield Title(code, 1, f"{title.rstrip('.')} ({found.severity})")
    if rest:
        yield Text(rest[0].upper() + rest[1:])
    for paragraph in paragraphs:
        yield Text(" ".join(paragraph.split()))
    if found.fails:
        yield Title("Found")
        for sample in found.fails:
            yield Code(tuple(sample.splitlines()), "yaml" if "\n" in sample else "")
            yield Code(tuple(said(sample, code)))
    if found.passes:
        yield Title("Not found")
        for sample in found.passes:
            yield Code(tuple(sample.splitlines()), "yaml" if "\n" in sample else "")


def said(sample: str, code: str) -> Iterator[str]:
    """What `check` prints of a sample, as far as this rule is concerned; a document of several lines is read as standard input."""
    from cnncalc.render.paint import paint
    from cnncalc.reporters.text import report as told
    from cnncalc.rules.checking import check
    from cnncalc.spec import load

    several = "\n" in sample
    loaded = load("-" if several else sample, read_stdin=sample.encode)
    checked = check("-" if several else sample, loaded)
    found = [diagnostic for diagnostic in checked.diagnostics if diagnostic.code == code]
    yield from (line.rstrip() for line in paint(told(found, loaded.sources)))
