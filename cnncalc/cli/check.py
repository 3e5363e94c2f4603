"""`cnncalc check`: what is wrong with descriptions, for people and for CI."""

from __future__ import annotations

from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.check_options import Asked, Project, check_options
from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options
from cnncalc.reporters import FOR_PEOPLE, REPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.cli.output import Screen
    from cnncalc.render.grid import Cell
    from cnncalc.rules.checking import Checked

NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}


@click.command("check", cls=Command, short_help="Find what does not fit, and what a document claims in vain.")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=Spec())
@spec_options
@check_options
@click.option(
    "--format",
    "form",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write them into FILE, whole or not at all."
)
@click.option("--stdin-filename", metavar="FILE", help="What to call standard input, and whose settings hold for it.")
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    specs: tuple[str, ...],
    form: str,
    output: str | None,
    stdin_filename: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Find what does not fit: strides, shapes that vanish, branches that do not match, groups that do not divide; and hold each
    document to its own `expect` and `budget`.

    SPEC is a YAML document, a folder of them, a glob, the name of a bundled network, notation in quotes, or - for standard input; a
    family is checked network by network.

    \b
      cnncalc check my-net.yaml
      cnncalc check nets/ --strict
      cnncalc check alexnet --input 224x224x3
      cnncalc check vgg16 --budget params=70M --expect output=1x1x1000
      cnncalc check nets/ --format sarif --output cnncalc.sarif
      cnncalc check stride-errors

    The last one is a bundled document of the course's mistakes. `# cnncalc: ignore[CNN301]` in a document takes that finding away
    from its line. A project keeps its settings in cnncalc.toml or under [tool.cnncalc] in pyproject.toml; docs/check.md has them all.

    Exit status: 0 if nothing at or above --fail-on was found; 1 if something was; 2 if a file could not be read at all or the options
    are wrong. The other files are checked all the same.
    """
    from cnncalc.cli.output import screen

    output = None if output == "-" else output
    project = Project(Asked(**{name: options.pop(name) for name in Asked._fields}))
    found = _checked(specs, stdin_filename, project, options)
    out = screen()
    if form == "text" and output is None:
        checked = []
        for one in found:
            checked.append(one)
            out.print(_told(one))
    else:
        checked = list(found)
        _written(checked, form, output)
    if not quiet:
        to = out if output is not None or form in FOR_PEOPLE else screen(error=True)
        to.print([_summary(checked)])
    ctx.exit(max((one.status for one in checked), default=0))


def _checked(
    specs: tuple[str, ...], stdin_filename: str | None, project: Project, changed: dict[str, Any]
) -> Iterator[Checked]:
    """One SPEC after the other, each once; then what is wrong with the settings."""
    from cnncalc.cli.spec_options import loaded
    from cnncalc.cli.targets import targets
    from cnncalc.rules.checking import check, renamed

    for spec in targets(specs, project.excluded, project.asked.only_documents):
        one = check(spec, loaded(spec, changes(**changed)), project.wishes(spec, stdin_filename))
        yield renamed(one, "<stdin>", stdin_filename) if spec == "-" and stdin_filename else one
    yield from project.broken.values()


def _told(one: Checked) -> Iterator[Cell]:
    """The findings as a person reads them, with a blank line behind."""
    from cnncalc.reporters.text import report

    if one.findings:
        yield from report(one.diagnostics, one.sources)
        yield ()


def _written(checked: list[Checked], form: str, output: str | None) -> None:
    """Write the findings in one piece, to a file or to standard output."""
    from importlib import import_module

    from cnncalc.cli.output import screen
    from cnncalc.cli.whole_file import write_whole

    if form == "text":
        from cnncalc.render.paint import paint

        text = "".join(f"{line}\n" for one in checked for line in paint(_told(one)))
    else:
        text = import_module(REPORTERS[form]).report(checked)
    if output is None:
        out = screen()
        if form not in FOR_PEOPLE:
            # Programs read UTF-8, whatever this console shows; XML even says so in its first line.
            out = _document(out)
        if text:
            out.print([((text.removesuffix("\n"), ""),)])
        return
    write_whole(output, text)


def _document(out: Screen) -> Screen:
    """The same stream, its text in UTF-8 and as it is."""
    if isinstance(out.stream, TextIOWrapper):
        out.stream.reconfigure(encoding="utf-8")
    return out._replace(ascii_only=False)


def _summary(checked: list[Checked]) -> Cell:
    """`3 networks checked: no problems; 2 notes hidden, --notes shows them`."""
    from cnncalc.rules.checking import totals

    counted = totals(checked)
    found = [(_number(counted[severity], *NAMES[severity]), severity) for severity in NAMES if counted[severity]]
    pieces: list[tuple[str, str]] = [(f"{_number(counted['networks'], 'network', 'networks')} checked: ", "")]
    for position, problem in enumerate(found or [("no problems", "ok")]):
        pieces += [(", ", ""), problem] if position else [problem]
    if counted["hidden"]:
        pieces.append(
            (
                f"; {_number(counted['hidden'], 'note', 'notes')} hidden, --notes shows {'it' if counted['hidden'] == 1 else 'them'}",
                "dim",
            )
        )
    if counted["unreadable"]:
        pieces.append(
            (f"; {_number(counted['unreadable'], 'specification', 'specifications')} could not be read", "error")
        )
    return tuple(pieces)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
