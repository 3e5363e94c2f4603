"""`cnncalc sweep`: a grid of variants as rows, for the table of a paper or the plot behind a decision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import FRAMEWORKS, Spec, parse_bindings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cnncalc.cli.output import Screen
    from cnncalc.cli.sweep_output import Sink
    from cnncalc.space.keep import Keeper, Key, Wishes
    from cnncalc.space.plan import Space
    from cnncalc.space.run import Sweep

FORMATS = ("text", "csv", "jsonl")


class Grid(Command):
    """`sweep`, whose help ends with the names of all columns."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from cnncalc.space.figures import COLUMNS

        with formatter.section("Columns"):
            formatter.write_dl([("NAME", "a value of --set NAME=…"), *COLUMNS.items()])


@click.command("sweep", cls=Grid, short_help="Compute a grid of variants: sizes, widths, depths.")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=Spec())
@click.option(
    "--input",
    "sizes",
    metavar="SIZES",
    help="Sizes: 224, 64:1024:32 (squares), 64:256:32x64:512:64, several between commas.",
)
@click.option(
    "--set",
    "bindings",
    metavar="NAME=VALUES",
    multiple=True,
    callback=parse_bindings,
    help="Values of a parameter or symbol, as in width=0.25,0.5,1 or n=1:8. Repeatable.",
)
@click.option("--framework", type=click.Choice(FRAMEWORKS), help="Round and pad as this one does.")
@click.option("--no-bias", is_flag=True, help="Convolutions and fully connected layers without biases.")
@click.option(
    "--where", metavar="CONDITION", help="Only points of which it holds, as in 'params < 5M and macs < 600M'."
)
@click.option(
    "--pareto",
    metavar="NAMES",
    help="Only points that no other beats: less is better, more with a minus, as in params,-field.",
)
@click.option("--sort", metavar="NAMES", help="In this order, the smallest first, with a minus the largest.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N rows.")
@click.option("--columns", metavar="NAMES", help="Which columns, separated by commas; the names are listed below.")
@click.option("--all", "everything", is_flag=True, help="Points that do not fit, too, with the reason.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it."
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the rows into FILE, which is there when all of it is.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes, where it takes long.  [default: as many as processors]",
)
@click.option(
    "--width",
    type=click.IntRange(min=20),
    metavar="N",
    help="Fit text into N characters; the default is the terminal's width, and no limit into a pipe.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    specs: tuple[str, ...],
    sizes: str | None,
    bindings: dict[str, str],
    framework: str | None,
    no_bias: bool,
    where: str | None,
    form: str,
    output: str | None,
    jobs: int | None,
    width: int | None,
    **chosen: Any,
) -> None:
    """Compute a grid of variants: every SPEC, every combination of --set values, every size of --input.

    \b
      cnncalc sweep vgg16 --input 64:512:32
      cnncalc sweep vgg11 vgg16 vgg19 --input 224 --sort params
      cnncalc sweep resnet50 --input 224,256 --set "n=[3,4,6,3],[3,4,23,3]"
      cnncalc sweep net.yaml --set width=0.25:1:0.25 --set depth=1,2,4
      cnncalc sweep net.yaml --set width=0.25:2:0.05 --pareto params,macs
      cnncalc sweep vgg16 --input 32:1024:32x32:1024:32 --format csv
      cnncalc sweep vgg16 --input 32:640:32 --where "macs < 20G"

    start:stop:step includes the stop if a step hits it. Over sizes, and over symbols that count filters, the figures are closed
    forms, evaluated for all points at once; where symbols cannot say it, points are computed one by one, and a note says so.
    Points that do not fit are left out and counted, or shown with --all.

    In --where, --pareto and --sort stand the names of columns; what was set hides a figure of the same name, and a plain
    `field` is the larger of its extents. Numbers have units as budgets do: 5M, 1.2G, 300MB.

    Ctrl-C, or SIGTERM, ends a sweep early: rows that are done are written, whole, and FILE of --output holds them.

    Exit status: 0; 1 if no point fits; 2 if SPEC or the options make no sense; 130 or 143 after Ctrl-C or SIGTERM.
    """
    from cnncalc.cli.output import screen
    from cnncalc.cli.sweep_output import Sink, stoppable
    from cnncalc.reporters.text import report as told
    from cnncalc.space.run import Sweep, processors

    space, broken = _planned(ctx, specs, sizes, bindings, framework, not no_bias)
    out, err = screen(width=width), screen(error=True)
    for loaded in broken:
        err.print(told(loaded.diagnostics, loaded.sources))
    if broken:
        from cnncalc.cli.spec_options import status_of

        ctx.exit(max(status_of(loaded.diagnostics) or 1 for loaded in broken))
    wishes, names = _wished(ctx, space, where, **chosen)
    from cnncalc.space.figures import needed
    from cnncalc.space.keep import Keeper

    numbers = tuple(
        dict.fromkeys((*needed(name for name in names if name not in space.names), *wishes.numbers(space.names)))
    )
    with stoppable() as stop, Sink(form, output, out, names, space.names, wishes.limit) as sink:
        keeper = Keeper(wishes)
        sweep = Sweep(
            space, numbers, jobs or processors(), lambda: stop.signal is not None or keeper.full or sink.closed
        )
        _work(sweep, keeper, sink, err)
        sink.finish()
        _closing(sweep, keeper, sink, stop.signal, out, err)
    ctx.exit(stop.status or int(not keeper.fitting and not sink.closed))


def _planned(
    ctx: click.Context,
    specs: Sequence[str],
    sizes: str | None,
    bindings: Mapping[str, str],
    framework: str | None,
    bias: bool,
) -> tuple[Space, Sequence[Any]]:
    """The grid, and the SPECs that are no network whatever the values."""
    from cnncalc.space import plan, ranges
    from cnncalc.spec.findings import Mistake

    try:
        grid = None if sizes is None else ranges.sizes(sizes)
        values = {name: ranges.values(name, text) for name, text in bindings.items()}
    except Mistake as mistake:
        _refused(ctx, mistake, {"--input": sizes or "", **{f"--set {name}": text for name, text in bindings.items()}})
    stdin = None
    if "-" in {spec.partition("#")[0] for spec in specs}:
        # Other processes cannot read what this one has read.
        stdin = bytes(sys.stdin.buffer.read())
    try:
        return plan.plan(specs, grid, values, framework, bias, stdin)
    except plan.Refused as problem:
        raise click.UsageError(str(problem)) from None


def _refused(ctx: click.Context, mistake: Any, sources: Mapping[str, str]) -> Any:
    """Say what is wrong with an option, at its place in it."""
    from cnncalc.cli.output import screen
    from cnncalc.reporters.text import report as told
    from cnncalc.spec.findings import Findings

    findings = Findings()
    findings.report(mistake)
    screen(error=True).print(told(findings.diagnostics, sources))
    ctx.exit(2)


def _wished(
    ctx: click.Context,
    space: Space,
    where: str | None,
    pareto: str | None,
    sort: str | None,
    limit: int | None,
    columns: str | None,
    everything: bool,
) -> tuple[Wishes, tuple[str, ...]]:
    """What to keep, and the columns to show."""
    from cnncalc.render.sweep_values import chosen, known
    from cnncalc.space.figures import FITS, NUMBERS, REASON
    from cnncalc.space.keep import Wishes
    from cnncalc.space.where import Where
    from cnncalc.spec.findings import Mistake

    if everything and (where or pareto):
        raise click.UsageError(
            "--all shows points without figures, --where and --pareto choose by figures: take one of them"
        )
    names = known(space.names)
    asked = [name.strip() for name in (columns or "").split(",") if name.strip()]
    for name in asked:
        _must_be_known(name, names, "--columns")
    front = _keys(pareto, (*space.names, *NUMBERS, "field"), "--pareto")
    order = _keys(sort, [name for name in names if name not in (FITS, REASON)], "--sort")
    condition = None
    if where is not None:
        try:
            condition = Where(where, space.names)
        except Mistake as mistake:
            _refused(ctx, mistake, {"--where": where})
    return Wishes(condition, front, order, limit, everything), chosen(asked, space, everything)


def _keys(text: str | None, known: Sequence[str], option: str) -> tuple[Key, ...]:
    """`params,-field`."""
    from cnncalc.space.keep import Key

    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    keys = tuple(Key(word.removeprefix("-").strip(), word.startswith("-")) for word in words)
    for key in keys:
        _must_be_known(key.name, known, option)
    if text is not None and not keys:
        raise click.UsageError(f"{option} names no figure; there are {', '.join(known)}")
    return keys


def _must_be_known(name: str, known: Sequence[str], option: str) -> None:
    if name not in known:
        from cnncalc.spec.findings import nearest

        close = nearest(name, known)
        hint = f"did you mean {' or '.join(close)}? " if close else ""
        raise click.UsageError(f"{option}: there is no {name!r}; {hint}there are {', '.join(known)}")


def _work(sweep: Sweep, keeper: Keeper, sink: Sink, err: Screen) -> None:
    """Compute, keep, write; with a bar where somebody waits and nothing else moves."""
    from cnncalc.cli.sweep_output import progress
    from cnncalc.space.keep import TooMany
    from cnncalc.space.run import Died
    from cnncalc.spec.findings import Mistake

    try:
        with progress(
            err if sink.quiet or keeper.wishes.waits else err._replace(terminal=False), sweep.space.size
        ) as advance:
            for block in sweep:
                sink.write(keeper.add(block))
                advance(sweep.done)
            for block in keeper.rest():
                sink.write(block)
    except (TooMany, Died) as problem:
        raise _Given(str(problem)) from None
    except Mistake as mistake:
        assert keeper.wishes.where is not None
        _refused(click.get_current_context(), mistake, {"--where": keeper.wishes.where.text.string})


class _Given(click.ClickException):
    """A sweep that was given up."""

    exit_code = 2


def _closing(sweep: Sweep, keeper: Keeper, sink: Sink, stopped: Any, out: Screen, err: Screen) -> None:
    """What became of the points: below a table, else on standard error where there is anything to say."""
    from cnncalc.render.options import Options
    from cnncalc.render.sweep import notes, told

    space = sweep.space
    if sink.form == "text":
        options = Options(width=out.width, ascii_only=out.ascii_only)
        if sink.rows and not sink.path:
            out.print([()])
        out.print(told(keeper, sink.rows, options, done=sweep.done, points=space.size, networks=space.variants))
    else:
        err.print(
            [(("note: ", "info"), (line, "")) for line in notes(keeper, sink.rows, done=sweep.done, points=space.size)]
        )
    if stopped is not None:
        err.print(_interrupted(sweep, sink))


def _interrupted(sweep: Sweep, sink: Sink) -> Iterator[Any]:
    where = f" in {click.format_filename(sink.path)}" if sink.path else ""
    yield (
        ("interrupted: ", "error"),
        (f"{sweep.done:,} of {sweep.space.size:,} points were computed; the rows{where} speak of these only", ""),
    )
