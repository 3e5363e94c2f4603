"""`cnncalc schema`: what an editor needs to know of documents."""

from __future__ import annotations

import click

from cnncalc.cli.command import Command


@click.command("schema", cls=Command, short_help="Print the JSON Schema of documents, for editors.")
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write it into FILE, whole or not at all."
)
def command(output: str | None) -> None:
    """Print the JSON Schema (2020-12) of YAML documents: keys, kinds and options with their help, for completion and hints.

    \b
      cnncalc schema --output cnncalc.schema.json

    A document names it in its first line, for every editor that runs yaml-language-server:

    \b
      # yaml-language-server: $schema=cnncalc.schema.json

    docs/editors.md has the set-up for several editors. What a schema cannot see, `cnncalc check` does.
    """
    from json import dumps

    from cnncalc.cli.output import screen
    from cnncalc.cli.whole_file import write_whole
    from cnncalc.spec.schema import schema

    text = dumps(schema(), ensure_ascii=False, indent=2)
    if output is None:
        screen().print([((text, ""),)])
        return
    write_whole(output, text + "\n")
