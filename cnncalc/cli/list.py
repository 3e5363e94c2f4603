"""`cnncalc list`: the bundled networks."""

from __future__ import annotations

import click


@click.command("list", short_help="List the bundled networks.")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], width: int | None) -> None:
    """List the bundled networks: name, input, parameters, multiply-accumulates (MACs) and source.

    With WORDs, those whose name, title or source has each of them.

    \b
      cnncalc list
      cnncalc list resnet torchvision

    Every name is a SPEC for the other commands: cnncalc table vgg16.
    """
    from cnncalc.cli.output import screen
    from cnncalc.render.options import Options
    from cnncalc.render.summary import Listed, listing
    from cnncalc.spec import library

    known = library.index()
    rows = []
    for name in library.names():
        entry = known.get(name) or library.Entry(name, "")
        text = f"{name} {entry.title} {entry.source}".lower()
        if all(word.lower() in text for word in words):
            rows.append(Listed(name, entry.input, entry.params, entry.macs, entry.source))
    if not rows:
        raise click.UsageError(f"no bundled network has {' and '.join(words)} in its name, title or source")
    out = screen(width=width)
    out.print(listing(rows, Options(width=out.width, ascii_only=out.ascii_only)))
