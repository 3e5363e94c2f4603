"""The command line: a written-out table of commands, each in a file of its own that is imported when it is called."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from cnncalc import __version__
from cnncalc.cli.command import HelpOption, ends

COMMANDS = {
    "table": ("cnncalc.cli.table", "Show every layer's output, parameters, MACs and memory."),
    "check": ("cnncalc.cli.check", "Find what does not fit, and what a document claims in vain."),
    "verify": ("cnncalc.cli.verify", "Run the network on real arrays and compare the numbers."),
    "memory": ("cnncalc.cli.memory", "Sum up weights, activations, peak and training memory."),
    "compare": ("cnncalc.cli.compare", "Put networks, or ways of counting one, side by side."),
    "sweep": ("cnncalc.cli.sweep", "Compute a grid of variants: sizes, widths, depths."),
    "solve": ("cnncalc.cli.solve", "Find the inputs that fit, or what takes one size to another."),
    "explain": ("cnncalc.cli.explain", "Derive a layer's numbers; describe a kind of layer or a rule."),
    "list": ("cnncalc.cli.list", "List the bundled networks."),
    "show": ("cnncalc.cli.show", "Print a network's document."),
    "schema": ("cnncalc.cli.schema", "Print the JSON Schema of documents, for editors."),
}
"""Name to module and short help, in the order of `--help`; the module has the command under the name `command`."""

INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 and the number of the signal, as shells have it."""


class Commands(HelpOption, click.Group):
    """A group that knows its commands' names and short helps, and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0].lower(), COMMANDS)
            # Whoever names a network first means to see it.
            hint = (
                f"did you mean {' or '.join(map(repr, close))}?"
                if close
                else f"to see a network: cnncalc table {args[0]}"
            )
            ctx.fail(f"No such command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name, help=COMMANDS[name][1]) for name in COMMANDS if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def main(
        self,
        args: Any = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and end with its status; whatever happens to the output or on Ctrl-C, without a traceback."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        from cnncalc.cli import output

        status: Any
        try:
            status = super().main(args, prog_name or "cnncalc", complete_var, standalone_mode=False, **extra)
        except click.ClickException as problem:
            with suppress(OSError):  # perhaps nobody is left to be told
                problem.show()
            status = problem.exit_code
        except (click.Abort, KeyboardInterrupt):
            status = INTERRUPTED
        except OSError as problem:
            status = output.failed(problem)
        sys.exit(output.finish(status if isinstance(status, int) else 0))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
def main() -> None:
    """Sizes and costs of convolutional networks, with the arithmetic shown.

    SPEC, wherever a command takes one, is the name of a bundled network, a YAML document (FILE or FILE#VARIANT), notation in
    quotes, or - for standard input:

    \b
      cnncalc table vgg16
      cnncalc table "INPUT 32x32x3 (CONV3-32 RELU)*2 POOL2 FC-10"
      cnncalc table my-net.yaml --input 195x195x3
      cnncalc check nets/*.yaml
      cnncalc list

    \b
    Shell completion of commands, options, bundled names and files:
      bash   eval "$(_CNNCALC_COMPLETE=bash_source cnncalc)"
      zsh    eval "$(_CNNCALC_COMPLETE=zsh_source cnncalc)"
      fish   _CNNCALC_COMPLETE=fish_source cnncalc | source
    """


main.params.append(
    ends("-V", "--version", help="Show the version and exit.", text=lambda ctx: f"cnncalc {__version__}")
)
