"""SPEC and the options that change what it says: shared by every command that takes a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from cnncalc.spec import Changes, Loaded

FRAMEWORKS = ("exact", "pytorch", "caffe", "tensorflow")
"""Written out, because the arithmetic need not be loaded to parse options; a test holds it against that."""
DOCUMENTS = (".yaml", ".yml", ".json", ".txt")

Command = TypeVar("Command", bound="Callable[..., Any]")


class Spec(click.ParamType):  # type: ignore[type-arg]  # generic only in recent versions of click
    """A bundled name, a file, notation or `-`; the shell is offered names, documents and folders."""

    name = "spec"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from glob import escape, iglob
        from os.path import isdir

        from click.shell_completion import CompletionItem

        from cnncalc.spec import library
        from cnncalc.spec.spellings import spellings

        known = spellings(library.names()) if incomplete else library.names()
        found = [CompletionItem(name, help="bundled") for name in known if name.startswith(incomplete)]
        for path in sorted(iglob(escape(incomplete) + "*")):
            if isdir(path):
                found.append(CompletionItem(path + "/"))
            elif path.endswith(DOCUMENTS):
                found.append(CompletionItem(path))
        return found


def parse_bindings(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """`("n=3",)` as {"n": "3"}; of a name that comes twice, the last value."""
    found: dict[str, str] = {}
    for value in values:
        name, _, content = (part.strip() for part in value.partition("="))
        if not name or not content:
            raise click.BadParameter(f"{value!r} is not of the form name=value, as in n=3", ctx, param)
        found[name] = content
    return found


def spec_options(command: Command) -> Command:
    """`--input`, `--set`, `--assume`, `--framework` and `--no-bias`: the arguments of `changes`."""
    for option in reversed(
        (
            click.option(
                "--input",
                "new_input",
                metavar="HxWxD",
                help="Another input, as in 195x195x3; a bare HxW keeps the depth.",
            ),
            click.option(
                "--set",
                "bindings",
                metavar="NAME=VALUE",
                multiple=True,
                callback=parse_bindings,
                help="Bind a parameter or a symbol, as in n=3. Repeatable.",
            ),
            click.option(
                "--assume",
                "assumptions",
                metavar="SYMBOL=FORM",
                multiple=True,
                callback=parse_bindings,
                help="The form of a symbol, as in H=32*n, so that floors vanish. Repeatable.",
            ),
            click.option("--framework", type=click.Choice(FRAMEWORKS), help="Round and pad as this one does."),
            click.option("--no-bias", is_flag=True, help="Convolutions and fully connected layers without biases."),
        )
    ):
        command = option(command)
    return command


def changes(
    new_input: str | None,
    bindings: dict[str, str],
    framework: str | None,
    no_bias: bool,
    assumptions: dict[str, str] | None = None,
) -> Changes:
    """What the options above change in a specification."""
    from cnncalc.spec import Changes

    return Changes(new_input, bindings, framework, not no_bias, assumptions or {})


def loaded(spec: str, changed: Changes) -> Loaded:
    """The networks that SPEC describes, and what is wrong with it."""
    from cnncalc.spec import load

    return load(spec, changed)


def status_of(found: Any) -> int:
    """2 if something could not be read at all, 1 if there is any other error, 0 if there is none."""
    from cnncalc.diagnostics import UNREADABLE

    errors = [diagnostic for diagnostic in found if diagnostic.is_error]
    return 2 if any(error.code in UNREADABLE for error in errors) else 1 if errors else 0
