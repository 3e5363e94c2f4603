"""`cnncalc list`: the bundled networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from cnncalc.spec.catalogue import Wanted
    from cnncalc.spec.library import Entry

SORTS = ("params", "macs", "year", "name")
FORMATS = ("text", "json", "csv", "markdown")
"""Written out, because nothing need be loaded to parse options; a test holds the first against the catalogue."""
EMPTY = 1
"""Exit status when no network is like that, as grep has it."""


class Count(click.ParamType):  # type: ignore[type-arg]  # generic only in recent versions of click
    """A number of things, written out or with its unit, `5M`."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        from cnncalc.units import parse_count

        try:
            return parse_count(str(value))
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


def complete_family(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The families there are."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in _families() if name.startswith(incomplete.lower())]


def parse_families(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Names of families, in any case."""
    known = _families() if values else []
    for value in values:
        if value.lower() not in known:
            from cnncalc.spec.findings import did_you_mean

            help = did_you_mean(value, known, f"there are {', '.join(known)}")
            raise click.BadParameter(f"there is no family {value!r}; {help}", ctx, param)
    return values


def _families() -> list[str]:
    from cnncalc.spec.catalogue import entries

    return sorted({entry.family.lower() for entry in entries() if entry.family})


def limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--max-params`, `--max-macs`, `--min-params`, `--min-macs`."""
    words = {"params": "parameters", "macs": "multiply-accumulates"}
    for side, most in (("min", "At least"), ("max", "At most")):
        for name in ("macs", "params"):
            command = click.option(
                f"--{side}-{name}", type=Count(), metavar="N", help=f"{most} N {words[name]}, as in 5M."
            )(command)
    return command


@click.command("list", cls=Command, short_help="List the bundled networks.")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option(
    "--family",
    "families",
    metavar="NAME",
    multiple=True,
    callback=parse_families,
    shell_complete=complete_family,
    help="Of this family. Repeatable.",
)
@limits
@click.option("--sort", type=click.Choice(SORTS), help="One table, largest or latest first, or by name.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it."
)
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    families: tuple[str, ...],
    sort: str | None,
    form: str,
    width: int | None,
    **numbers: int | None,
) -> None:
    """List the bundled networks by family and year: input, parameters, multiply-accumulates (MACs) and source.

    With WORDs, those that have each of them in name, family, title, source or year.

    \b
      cnncalc list
      cnncalc list mobile
      cnncalc list torchvision --max-params 5M --max-macs 600M --sort macs
      cnncalc list --family resnet --format json

    Every name is a SPEC for the other commands: cnncalc table vgg16.

    Networks that demonstrate mistakes stand at the end, and not among those sorted or limited by numbers.

    Exit status: 0; 1 if no network is like that; 2 if the options are wrong.
    """
    from cnncalc.cli.output import screen
    from cnncalc.spec import catalogue

    given = {name: number for name, number in numbers.items() if number is not None}
    wanted = catalogue.Wanted(
        words,
        families,
        least={name.removeprefix("min_"): number for name, number in given.items() if name.startswith("min_")},
        most={name.removeprefix("max_"): number for name, number in given.items() if name.startswith("max_")},
    )
    every = catalogue.entries()
    mistakes = catalogue.demonstrations(every)
    candidates = [entry for entry in every if entry.file not in mistakes] if sort or given else every
    found = [entry for entry in candidates if wanted(entry)]
    found = catalogue.ordered(found, sort) if sort else found
    out = screen(width=width)
    if form != "text":
        from cnncalc.render import listing_files

        out.print(getattr(listing_files, form)(found))
    elif found:
        from cnncalc.render import listing
        from cnncalc.render.options import Options

        options = Options(width=out.width, ascii_only=out.ascii_only)
        groups = catalogue.grouped(found, mistakes)
        out.print(listing.flat(found, options) if sort else listing.by_family(groups, options))
    if not found:
        click.echo(_nothing(wanted, candidates), err=True)
        ctx.exit(EMPTY)


def _nothing(wanted: Wanted, candidates: Sequence[Entry]) -> str:
    """Why no network is listed, and what to ask instead."""
    from cnncalc.spec.findings import did_you_mean
    from cnncalc.units import count

    among = [entry for entry in candidates if wanted._replace(least={}, most={})(entry)]
    if among:
        extremes = []
        for side, limited, best in (("most", wanted.most, min), ("least", wanted.least, max)):
            for name in limited:
                known = [(number, entry.name) for entry in among if (number := getattr(entry, name)) is not None]
                if known:
                    number, network = best(known)
                    extreme = "fewest" if side == "most" else "most"
                    extremes.append(
                        f"{network} has the {extreme} {name if name != 'macs' else 'MACs'}, {count(number)}"
                    )
        said = f"none of {len(among)} networks is within the limits"
        return f"{said}: {'; '.join(extremes)}" if extremes else said
    alone = [word for word in wanted.words if not any(wanted._replace(words=(word,))(entry) for entry in candidates)]
    if not alone and wanted.words:
        return f"no bundled network has all of {', '.join(wanted.words)}: leave one out"
    names = {word: None for entry in candidates for word in (entry.name.rpartition("/")[2], entry.family) if word}
    word = alone[0] if alone else ""
    help = did_you_mean(word, names, "`cnncalc list` shows all, `cnncalc list --family NAME` a family")
    return f"no bundled network has `{word[:60]}` in its name, family, title, source or year; {help}"
