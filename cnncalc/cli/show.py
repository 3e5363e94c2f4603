"""`cnncalc show`: the document behind a name."""

from __future__ import annotations

import click

from cnncalc.cli.spec_options import Spec


@click.command("show", short_help="Print a network's document.")
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
