"""What must hold for any input at all: no exception leaves the program, the status says what it must, and every diagnostic points into its text.

The targets take what a user gives, bytes on standard input or the words of a command line, and go through the command line itself.
"""

from __future__ import annotations

import json
from functools import cache

import click

from cnncalc.cli import COMMANDS, main
from cnncalc.spec.evaluation import evaluate
from cnncalc.spec.expressions import parse
from cnncalc.spec.findings import Mistake
from cnncalc.spec.frames import Frame
from cnncalc.spec.source import notation_text
from tests.cli.calling import call

STATUSES = (0, 1, 2)
FORMS = ("text", "json", "csv", "markdown", "latex")


def description(data: bytes) -> None:
    """Notation or a document, as `check` and `table` read it from standard input."""
    checked = call("check", "-", "--format", "json", "--no-config", stdin=data)
    assert checked.exit_code in STATUSES, checked.exit_code
    assert checked.stdout, (checked.exit_code, checked.stderr)
    found = json.loads(checked.stdout)
    lines = _lines(data)
    for diagnostic in found["diagnostics"]:
        if diagnostic["line"] is not None:
            _lies_within(diagnostic, lines)
    assert found["summary"]["status"] == checked.exit_code
    shown = call("table", "-", "--format", FORMS[len(data) % len(FORMS)], stdin=data)
    assert shown.exit_code in STATUSES, shown.exit_code
    assert shown.stdout or shown.stderr
    if not any(one["networks"] for one in found["checked"]):
        assert shown.exit_code != 0, "a table of what cannot be read"


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _lies_within(diagnostic: dict[str, int], lines: list[str]) -> None:
    start = (diagnostic["line"], diagnostic["column"])
    end = (diagnostic["end_line"], diagnostic["end_column"])
    assert (1, 1) <= start <= end, diagnostic
    for line, column in (start, end):
        # A span may end behind the last character, where something is missing.
        assert line <= len(lines), (diagnostic, lines)
        assert column <= len(lines[line - 1]) + 1, (diagnostic, lines)


def expression(text: str) -> None:
    """An expression has a value, or is refused with its place."""
    source = notation_text(text)
    frame = Frame({"n": 3, "w": (4, 6.5), "word": "relu"})
    try:
        parsed, end = parse(source)
        assert 0 <= end <= len(text)
        assert evaluate(parsed, frame.lookup) is not None
    except Mistake as mistake:
        span = mistake.span
    else:
        return
    assert span is not None
    _lies_within(span._asdict(), text.split("\n"))


def command_line(words: list[str], stdin: bytes = b"INPUT 8x8x3 CONV3-4 RELU POOL2 FC-2") -> None:
    """Any words behind `cnncalc`: it says something, unless all is well and it was asked to be quiet."""
    result = call(*words, stdin=stdin)
    assert result.exit_code in STATUSES, (words, result.exit_code)
    quiet = words[:1] == ["check"] and any(word.startswith("-") and "q" in word for word in words)
    assert result.stdout or result.stderr or (quiet and result.exit_code == 0)


@cache
def options() -> dict[str, tuple[str, ...]]:
    """The options of every command, as the commands themselves have them; but those that write files."""
    found = {}
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        names = (option for parameter in command.params for option in parameter.opts if option.startswith("-"))
        found[name] = tuple(name for name in names if name not in ("--output", "--config"))
    return found
