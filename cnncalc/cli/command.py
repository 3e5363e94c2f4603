"""What every command is: click's, but for the options that print something and end."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def ends(*names: str, help: str, text: Callable[[click.Context], str]) -> click.Option:
    """An option that prints `text` and ends the program. Click's own look for a translation of their help at every start, which loads
    `locale` and takes a fiftieth of the time of a short command.
    """

    def show(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            click.echo(text(ctx), color=ctx.color)
            ctx.exit()

    return click.Option(names, is_flag=True, expose_value=False, is_eager=True, help=help, callback=show)


class HelpOption:
    """A command or a group with `-h` and `--help`."""

    @cached_property
    def _help(self) -> click.Option:
        return ends("-h", "--help", help="Show this message and exit.", text=click.Context.get_help)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option, the same for every call: click compares it."""
        return self._help


class Command(HelpOption, click.Command):
    """One command."""
