"""Settings of `check` that a project keeps: `cnncalc.toml`, or `[tool.cnncalc]` in pyproject.toml, found upwards from a file.

TOML is read by the standard library, which knows it from Python 3.11 on. On 3.10 settings that are there are an error that says so:
a check that leaves the project's settings out in silence would be another check.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

from cnncalc.diagnostics import ERROR, SEVERITIES, Diagnostic, Span
from cnncalc.record import NamedTuple
from cnncalc.rules.rule_sets import RULE_SETS

NAMES = ("cnncalc.toml", "pyproject.toml")
"""In one folder the first wins; a pyproject.toml without `[tool.cnncalc]` is none."""

MENTIONED = re.compile(r"""(?m)^\s*(?:\[*\s*["']?tool["']?\s*\.\s*["']?cnncalc\b|["']?cnncalc["']?\s*(?:\.|=\s*\{))""")
"""`[tool.cnncalc]`, or the same with dots or braces: whether a pyproject.toml speaks of us, seen without parsing it."""


class Settings(NamedTuple):
    """What a project wants, None where it says nothing; options of the command line come first. `file` is where it is from."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: str | None = None
    strict: bool | None = None
    rules: str | None = None
    notes: bool | None = None
    exclude: tuple[str, ...] | None = None
    file: str = ""


KEYS: dict[str, Any] = {
    "select": tuple, "ignore": tuple, "fail-on": SEVERITIES, "strict": bool, "rules": RULE_SETS, "notes": bool, "exclude": tuple,
}  # fmt: skip
"""Every key with what its value is: a list of strings, one of some words, or true or false."""


class Misconfigured(Exception):
    """The settings in `file` cannot be used; `diagnostics` say why, `text` is the file's."""

    def __init__(self, file: str, diagnostics: list[Diagnostic], text: str = "") -> None:
        super().__init__(diagnostics[0].message)
        self.file = file
        self.diagnostics = diagnostics
        self.text = text


def settings_for(folder: str) -> Settings:
    """The settings that hold for files in `folder`: of the nearest file upwards that has some. Raises `Misconfigured`."""
    found = _nearest(os.path.abspath(folder))
    return Settings() if found is None else read(found)


@cache
def _nearest(folder: str) -> str | None:
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name == NAMES[0] or MENTIONED.search(_text(path))):
            return path
    parent = os.path.dirname(folder)
    return None if parent == folder else _nearest(parent)


@cache
def read(path: str) -> Settings:
    """The settings in one file; raises `Misconfigured`."""
    table = _parsed(path)
    if os.path.basename(path) != NAMES[0] and "tool" in table:
        table = table["tool"].get("cnncalc", {})
    text = _text(path)
    wrong = [problem for key, value in table.items() if (problem := _problem(key, value, path, text))]
    if wrong:
        raise Misconfigured(path, wrong, text)
    values: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    for name in ("select", "ignore"):
        if name in values:
            values[name] = tuple(code.upper() for code in values[name])
    return Settings(**values, file=path)


def _problem(key: str, value: Any, path: str, text: str) -> Diagnostic | None:
    span = _place(key, path, text)
    if key not in KEYS:
        from cnncalc.spec.findings import did_you_mean, listed

        return Diagnostic(
            "CNN202",
            ERROR,
            f"there is no setting `{key}`",
            span,
            help=did_you_mean(key, KEYS, f"there are {listed(KEYS)}"),
        )
    kind = KEYS[key]
    if kind is bool:
        wanted = "" if isinstance(value, bool) else "true or false"
    elif kind is tuple:
        wanted = "" if isinstance(value, list) and all(isinstance(item, str) for item in value) else "a list of strings"
    else:
        wanted = "" if value in kind else "one of " + ", ".join(f'"{word}"' for word in kind)
    if wanted:
        return Diagnostic("CNN203", ERROR, f"`{key}` is {wanted}", span)
    if key in ("select", "ignore"):
        from cnncalc.rules.selection import unknown_prefix

        for code in value:
            if problem := unknown_prefix(code.upper()):
                return Diagnostic("CNN203", ERROR, f"`{key}`: {problem}", span)
    return None


def _place(key: str, path: str, text: str) -> Span | None:
    """Where a key stands. TOML gives no places, so the line is looked for."""
    match = re.search(rf"""(?m)^\s*(?:tool\.cnncalc\.)?["']?({re.escape(key)})["']?\s*=""", text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start(1)) + 1
    column = match.start(1) - text.rfind("\n", 0, match.start(1))
    return Span(path, line, column, line, column + len(key))


@cache
def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise Misconfigured(
            path, [Diagnostic("CNN100", ERROR, f"the settings in {path} cannot be read: {problem}")]
        ) from None


@cache
def _parsed(path: str) -> dict[str, Any]:
    try:
        import tomllib
    except ModuleNotFoundError:
        message = f"the settings in {path} cannot be read: Python before 3.11 has no reader for TOML"
        help = "run cnncalc on Python 3.11 or later, or give the settings as options together with --no-config"
        raise Misconfigured(path, [Diagnostic("CNN100", ERROR, message, help=help)]) from None
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        said = str(problem)
        match = re.search(r"\(at line (\d+), column (\d+)\)", said)
        span = Span(path, int(match[1]), int(match[2]), int(match[1]), int(match[2]) + 1) if match else None
        message = "the settings are not TOML: " + said.partition(" (at")[0].lower()
        raise Misconfigured(path, [Diagnostic("CNN100", ERROR, message, span)], text) from None
