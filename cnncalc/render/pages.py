"""What there is to explain: all kinds of layers and all rules, and their pages one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers import CLASSES, kind
from cnncalc.render.blocks import Table, Text, Title
from cnncalc.rules import RULES, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.render.blocks import Block


def overview() -> Iterator[Block]:
    """A line a kind and a line a rule."""
    yield Title("Kinds of layers", 2, "cnncalc explain conv")
    yield Table(("kind", "what it is"), tuple(_kind(token) for token in CLASSES))
    yield Title("Rules", 2, "cnncalc explain CNN301")
    yield Table(("code", "severity", "what is wrong"), tuple(_rule(code) for code in RULES))
    yield Text("`cnncalc explain SPEC ID` derives the numbers of one layer, `cnncalc explain SPEC` of all.")


def _kind(token: str) -> tuple[str, str]:
    """The name, and the docstring up to its first colon, semicolon or source."""
    text = " ".join((kind(token).__doc__ or "").split())
    for end in (" Source:", ": ", "; ", ". "):
        text = text.partition(end)[0]
    return token, text.rstrip(".")


def _rule(code: str) -> tuple[str, str, str]:
    found = rule(code)
    return code, found.severity, found.summary().rstrip(".")


def layers() -> Iterator[Block]:
    """The pages of all kinds, for docs/layers.md."""
    from cnncalc.render.kind_page import page

    for token in CLASSES:
        yield from _lower(page(kind(token)))


def rules() -> Iterator[Block]:
    """The pages of all rules, for docs/rules.md."""
    from cnncalc.render.rule_page import page

    for code in RULES:
        yield from _lower(page(code))


def _lower(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same page as a chapter of another."""
    for block in blocks:
        yield block._replace(level=block.level + 1) if isinstance(block, Title) else block


def markdown(blocks: Iterator[Block]) -> str:
    """Blocks as a stretch of Markdown."""
    from cnncalc.render.blocks import as_markdown
    from cnncalc.render.paint import paint

    return "\n".join(paint(as_markdown(blocks)))
