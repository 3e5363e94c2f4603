"""`cnncalc show`: the document behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.render.grid import Item


@click.command("show", cls=Command, short_help="Print a network's document.")
@click.argument("spec", type=Spec())
@click.pass_context
def command(ctx: click.Context, /, spec: str) -> None:
    """Print a network's document as it is written; for notation, a document that says the same.

    \b
      cnncalc show googlenet
      cnncalc show resnet50 > my-net.yaml
      cnncalc show "INPUT 28x28x1 CONV5-30p0 RELU POOL2 FC-10"

    A member of a family is shown with its whole family.

    Exit status: 0; 1 if notation or a document is not a network; 2 if there is nothing to read.
    """
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.reporters.text import report as told
    from cnncalc.spec import Changes

    out = screen()
    found = loaded(spec, Changes())
    status = status_of(found.diagnostics)
    if status:
        screen(error=True).print(told(found.diagnostics, found.sources))
    for file, text in found.sources.items():
        if _is_document(file, text):
            out.print(_lines(text, escaped=out.terminal))
        elif found.networks and not status:
            from cnncalc.spec.write import document

            out.print(_lines(document(found.networks[0]), escaped=out.terminal))
    ctx.exit(status)


def _is_document(file: str, text: str) -> bool:
    from cnncalc.spec.reading import YAML_ENDINGS, looks_like_yaml

    return file.endswith(YAML_ENDINGS) or (file != "<notation>" and looks_like_yaml(text))


def _lines(text: str, *, escaped: bool) -> Iterator[Item]:
    """The text line by line: into a file as it is, on a terminal with nothing that it would obey."""
    from cnncalc.render.grid import cell
    from cnncalc.render.printable import printable

    for line in text.removesuffix("\n").split("\n"):
        yield cell(printable(line) if escaped else line)
