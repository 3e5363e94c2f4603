"""What to say where a text is not YAML: the parser's complaint in our words, at its place, with the usual remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnncalc.spec.findings import Mistake

if TYPE_CHECKING:
    from cnncalc.spec.source import Source

QUOTE = "quote notation that holds `: `, ` #`, or begins with `{`, `[`, `@`, `*`, `&`, `!`, `|` or `%`"
INDENT = "check the indentation, and whether this line or the one before it needs quotes"

BLOCK_SCALAR = "this is not YAML: nothing but indicators and a comment stands behind `|` and `>`"
BLOCK_SCALAR_HELP = "begin the text in the next line, or quote notation that begins with `|` or `>`"

# A part of the complaint, what we say, the remedy, and whether it is about where the construct began.
COMPLAINTS = (
    ("mapping values are not allowed", "a second `: ` in one line", QUOTE, False),
    ("found character '@'", "`@` begins nothing in YAML", 'quote a reference: "@conv1"', False),
    ("that cannot start any token", "this character begins nothing in YAML", QUOTE, False),
    ("found unexpected end of stream", "a quoted text is never closed", "close it with the quote it begins with", True),
    ("could not find expected ':'", "a key without its `: `", INDENT, True),
    ("expected <block end>", "this does not go on from what stands before it", INDENT, False),
    ("expected ',' or ']'", "a list in `[ ]` needs `,` or `]` here", QUOTE, False),
    ("expected ',' or '}'", "a mapping in `{ }` needs `,` or `}` here", QUOTE, False),
    ("expected the node content", "something is missing here", QUOTE, False),
    (
        "unknown escape character",
        "double quotes do not know this escape",
        "use single quotes, or write `\\\\` for a backslash",
        False,
    ),
    ("expected alphabetic or numeric character", "an anchor or alias without a name", QUOTE, False),
    ("did not find expected alphabetic or numeric", "an anchor or alias without a name", QUOTE, False),
    ("chomping or indentation", BLOCK_SCALAR[18:], BLOCK_SCALAR_HELP, False),
    ("expected a comment or a line break", BLOCK_SCALAR[18:], BLOCK_SCALAR_HELP, False),
    ("duplicate", "a directive that stands twice", "", False),
    ("sequence entries are not allowed", "a list item may not begin here", INDENT, False),
    ("mapping keys are not allowed", "a key may not begin here", INDENT, False),
    ("expected a single document", "a second document begins here", "a file holds one document", False),
    ("expected '<document start>'", "the document ended before this line", "a file holds one document", False),
)


def explain(source: Source, problem: Any) -> Mistake:
    """The mistake that PyYAML's error `problem` speaks of."""
    said = str(getattr(problem, "problem", None) or problem)
    context = str(getattr(problem, "context", None) or "")
    mark = getattr(problem, "problem_mark", None)
    message, help = f"this is not YAML: {said.splitlines()[0] if said else 'unreadable'}", QUOTE
    for part, words, remedy, at_begin in COMPLAINTS:
        if part in said:
            message, help = f"this is not YAML: {words}", remedy
            mark = (getattr(problem, "context_mark", None) if at_begin else None) or mark
            break
    if "expected <block end>" in said and re.search(r"^\s*(?:- +)*(?:[\w-]+: +)?[\[{]", _line(source, mark)):
        help = 'quote notation that begins with `{` or `[`: "{CONV1-64 | CONV3-64}"'
    if not mark:
        return Mistake("CNN101", message, source.span(0, 0), help=help)
    at = min(mark.index, len(source.text))
    span = source.span(at, min(at + 1, len(source.text)))
    return Mistake("CNN101", message, span, help=help, label=context)


def _line(source: Source, mark: Any) -> str:
    if not mark:
        return ""
    begin = source.text.rfind("\n", 0, mark.index) + 1
    end = source.text.find("\n", begin)
    return source.text[begin : end if end >= 0 else None][:200]
