"""Rewrites everything in README.md and docs/ that the program itself prints: `python docs/regenerate.py`.

A fenced block marked `console` holds commands behind `$ ` and their output; the output is replaced by what the commands
print now. What stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->` is made by the function of that name in `MADE`. A test
compares, so a page that is no longer true fails. Commands run inside docs/examples. `PICTURES` are what they print on a terminal, drawn by
rich.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")


SECTION = re.compile(r"(?ms)^(<!-- (\w+): begin -->)$.*?^(<!-- \2: end -->)$")


def conventions() -> str:
    """How each tool counts, from the data that `compare --conventions` uses."""
    from cnncalc.render.conventions import reference_markdown

    return reference_markdown()


def layers() -> str:
    """The pages of all kinds of layers, as `cnncalc explain conv` prints them."""
    from cnncalc.render import pages

    return pages.markdown(pages.layers())


def rules() -> str:
    """The pages of all rules, as `cnncalc explain CNN301` prints them."""
    from cnncalc.render import pages

    return pages.markdown(pages.rules())


def zoo() -> str:
    """Every bundled network, by family and year."""
    from cnncalc.render.zoo import markdown

    return markdown()


PICTURES = {"table-vgg16": ("cnncalc table vgg16", 126), "check-stride": ("cnncalc check my-net.yaml", 126)}
"""The pictures in docs/pictures: the command that each shows, and the characters of its terminal."""

MADE = {"conventions": conventions, "layers": layers, "rules": rules, "zoo": zoo}
"""Generated sections by name."""


def printed(command: str, **environment: str | None) -> str:
    """What a command line prints into a pipe: `cnncalc …`, or `cat FILE | cnncalc …`."""
    from click.testing import CliRunner

    from cnncalc.cli import main

    feed, _, rest = command.rpartition("|")
    stdin = (EXAMPLES / shlex.split(feed)[1]).read_bytes() if feed else b""
    words = shlex.split(rest, comments=True)
    assert words[0] == "cnncalc", command
    before = Path.cwd()
    os.chdir(EXAMPLES)
    try:
        result = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", **environment}).invoke(
            main, words[1:], input=stdin, prog_name="cnncalc"
        )
    finally:
        os.chdir(before)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return "\n".join(line.rstrip() for line in result.output.splitlines())


def drawn(name: str) -> str:
    """The picture called `name`: what its command prints on a terminal with colours, as SVG."""
    from io import StringIO
    from unittest.mock import patch

    from rich.console import Console
    from rich.text import Text

    from cnncalc.cli import output

    (command, columns), pipe = PICTURES[name], output.screen

    def terminal(*, error: bool = False, width: int | None = None) -> output.Screen:
        return pipe(error=error)._replace(terminal=True, colour=True, width=width or columns)

    with patch.object(output, "screen", terminal):
        text = printed(command, NO_COLOR=None, FORCE_COLOR=None, COLORTERM=None, TERM="xterm-256color")
    paper = Console(file=StringIO(), width=columns, record=True, force_terminal=True, color_system="truecolor")
    paper.print(Text.from_ansi(text))
    return paper.export_svg(title=command, unique_id=name)


def words(picture: str) -> list[str]:
    """What is written in a picture. Versions of rich differ in how they draw, not in that."""
    return re.findall(r"(?s)>([^<>]+)</text>", picture)


def refreshed(text: str) -> str:
    """`text` with the output of every command in a console block as it is now."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        parts = [f"{line}\n{printed(line[2:])}".rstrip() for line in commands]
        return "```console\n" + "\n\n".join(parts) + "\n```"

    return SECTION.sub(lambda match: f"{match[1]}\n{MADE[match[2]]().strip()}\n{match[3]}", BLOCK.sub(block, text))


def main() -> None:
    """Rewrite the pages in place and name those that changed."""
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(f"rewrote {page.relative_to(ROOT)}")
    for name in PICTURES:
        file = ROOT / "docs" / "pictures" / f"{name}.svg"
        picture = drawn(name)
        if not file.exists() or words(file.read_text(encoding="utf-8")) != words(picture):
            file.parent.mkdir(exist_ok=True)
            file.write_text(picture, encoding="utf-8")
            print(f"drew {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
