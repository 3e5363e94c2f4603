"""`cnncalc table`: every layer's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.arrangement import CONVENTIONS, GROUPS, arrangement, complete_sort, counted, parse_sort
from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options
from cnncalc.render import FORMATS, STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report
    from cnncalc.render import Format
    from cnncalc.render.options import Options
    from cnncalc.spec import Loaded

NARROWEST = 20
"""The smallest width that is worth folding a table into."""


def parse_columns(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Names of columns, separated by commas."""
    if value is None:
        return ()
    from cnncalc.render.columns import COLUMNS

    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if name not in COLUMNS:
            from difflib import get_close_matches

            close = get_close_matches(name.lower(), COLUMNS)
            hint = f"did you mean {' or '.join(close)}? " if close else ""
            raise click.BadParameter(f"no column {name!r}; {hint}there are {', '.join(COLUMNS)}", ctx, param)
    if not names:
        raise click.BadParameter(f"name at least one of {', '.join(COLUMNS)}", ctx, param)
    return names


def complete_columns(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names that may come next, each behind the ones already there."""
    from click.shell_completion import CompletionItem

    from cnncalc.render.columns import COLUMNS

    before, comma, start = incomplete.rpartition(",")
    return [
        CompletionItem(before + comma + name, help=c.meaning) for name, c in COLUMNS.items() if name.startswith(start)
    ]


class Table(Command):
    """`table`, whose help ends with the names of all columns."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from cnncalc.render.columns import COLUMNS

        with formatter.section("Columns"):
            formatter.write_dl([(column.name, column.meaning) for column in COLUMNS.values()])


@click.command("table", cls=Table, short_help="Show every layer's output, parameters, MACs and memory.")
@click.argument("spec", type=Spec())
@spec_options
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to write it."
)
@click.option(
    "--style",
    type=click.Choice(list(STYLES)),
    help="How to write text: as the default table or as the CS231n slides do.",
)
@click.option(
    "--columns",
    metavar="NAMES",
    callback=parse_columns,
    shell_complete=complete_columns,
    help="Which columns, separated by commas; the names are listed below.",
)
@click.option(
    "--convention",
    type=click.Choice(CONVENTIONS),
    default="cnncalc",
    metavar="NAME",
    help=f"Count operations as another tool does: {', '.join(CONVENTIONS[1:])}.",
)
@click.option("--group-by", type=click.Choice(GROUPS), help="A line for each kind of layer, or each group and block.")
@click.option(
    "--sort",
    metavar="COLUMN",
    callback=parse_sort,
    shell_complete=complete_sort,
    help="Largest first, by a column of numbers.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="The N largest, by params unless --sort is given; the others in one line.",
)
@click.option("--all", "everything", is_flag=True, help="A line for each layer: nothing is folded.")
@click.option(
    "--width",
    type=click.IntRange(min=NARROWEST),
    metavar="N",
    help="Fit into N characters; the default is the terminal's width, and no limit into a pipe.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    spec: str,
    form: str,
    style: str | None,
    columns: tuple[str, ...],
    convention: str,
    group_by: str | None,
    sort: str,
    top: int | None,
    everything: bool,
    width: int | None,
    **changed: Any,
) -> None:
    """Show every layer's output, parameters, multiply-accumulates (MACs) and memory.

    SPEC is the name of a bundled network, a YAML document, notation in quotes, or - for standard input. A family of several
    networks is listed; FILE#VARIANT picks one.

    \b
      cnncalc table vgg16
      cnncalc table vgg16 --style lecture
      cnncalc table alexnet --input 224x224x3
      cnncalc table resnet50 --format json
      cnncalc table "INPUT 28x28x1 CONV5-30p0 RELU POOL2 FC-100 RELU FC-10"
      cnncalc table vgg16 --columns layer,output,output_formula,params_formula
      cnncalc table vgg16 --convention calflops
      cnncalc table resnet50 --group-by kind
      cnncalc table vgg16 --format latex
      cnncalc table vgg16 --columns layer,output,live,kept --sort live --top 5

    An output that is no whole number is marked with !, and explained below the table, which goes on with what frameworks do. A
    layer without any output ends the table.

    Exit status: 0; 1 if the description or a layer leaves no network to show; 2 if it could not be read.
    """
    chosen = _format(form, style, columns)
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.render.options import Options

    out = screen(width=width)
    # A width is for text: the other formats are for programs, on a terminal too.
    limit = out.width if form == "text" else None
    options = Options(columns, limit, everything, out.ascii_only, convention, group_by or "", sort, top)
    arrangement(options, style)
    found = loaded(spec, changes(**changed))
    status = status_of(found.diagnostics)
    if not found.networks or status:
        _failed(found, form)
        ctx.exit(status or 1)
    from cnncalc.rules import examine

    reports = [counted(examine(network, sources=found.sources), options) for network in found.networks]
    _show(reports, found, chosen, options, out)
    ctx.exit(int(any(report.stopped_at is not None for report in reports)))


def _format(form: str, style: str | None, columns: tuple[str, ...]) -> Format:
    """The format asked for; what does not go together is an error of usage."""
    if style is not None and form != "text":
        raise click.UsageError(f"--style is for text: leave it out, or --format {form}")
    if columns and form == "json":
        raise click.UsageError("--columns is not for json, which always has every value")
    if columns and style not in (None, "table"):
        raise click.UsageError(f"--columns is not for --style {style}, whose lines are fixed")
    return STYLES[style] if style is not None else FORMATS[form]


def _show(reports: Sequence[Report], found: Loaded, chosen: Format, options: Options, out: Any) -> None:
    """One report in full, several a line each; diagnostics where the format has its place for them."""
    from cnncalc.render import APART, BELOW, render, render_family

    if len(reports) == 1:
        report = reports[0].with_diagnostics((*found.diagnostics, *reports[0].diagnostics))
        out.print(render(chosen, report, options))
        said: tuple[Diagnostic, ...] = report.diagnostics
    else:
        out.print(render_family(chosen, reports, options))
        said = found.diagnostics
    if said and chosen.diagnostics in (APART, BELOW):
        from cnncalc.cli.output import screen
        from cnncalc.reporters.text import report as told

        if chosen.diagnostics == BELOW:
            out.print([()])
        else:
            out = screen(error=True)
        out.print(told(said, found.sources))


def _failed(found: Loaded, form: str) -> None:
    """Why there is no network: in words on standard error, and for programs that read JSON as JSON too."""
    from cnncalc.cli.output import screen
    from cnncalc.reporters.text import report as told

    if form == "json":
        from cnncalc.render.json import render_failure

        screen().print(render_failure(found.diagnostics))
    screen(error=True).print(told(found.diagnostics, found.sources))
