"""`cnncalc compare`: networks side by side, or one network under other rules of rounding and counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.cli.output import Screen
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.render.comparison import Named

FORMATS = ("text", "json", "markdown")


@click.command("compare", cls=Command, short_help="Put networks, or ways of counting one, side by side.")
@click.argument("specs", metavar="SPEC...", type=Spec(), nargs=-1, required=True)
@spec_options
@click.option("--frameworks", is_flag=True, help="Each network under every framework's rounding.")
@click.option(
    "--conventions", is_flag=True, help="Each network as every tool counts it, with what explains the differences."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it."
)
@click.option("--all", "everything", is_flag=True, help="A line for each layer, also in long tables.")
@click.option(
    "--width",
    type=click.IntRange(min=20),
    metavar="N",
    help="Fit into N characters; the default is the terminal's width, and no limit into a pipe.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    specs: tuple[str, ...],
    frameworks: bool,
    conventions: bool,
    form: str,
    everything: bool,
    width: int | None,
    **changed: Any,
) -> None:
    """Put networks side by side: the layers they share on one line, and their totals with ratios.

    A SPEC is what `table` takes, or REVISION:FILE, a document as git keeps it. A family stands for all its networks. Sizes may be
    symbols: which total is smaller is then decided for all values, or said under which condition.

    \b
      cnncalc compare vgg11 vgg13 vgg16 vgg19
      cnncalc compare "INPUT HxWxC (CONV3-C)*3" "INPUT HxWxC CONV7-C" --no-bias
      cnncalc compare main:net.yaml net.yaml --format markdown

    With --frameworks: each network as exact arithmetic, PyTorch, Caffe and TensorFlow round it, the first layer that
    differs, and whose trained weights do not load elsewhere. With --conventions: one line a number that torchinfo, fvcore, ptflops,
    thop, calflops, torchvision and others print, with the terms that make it another than the multiply-accumulates of `cnncalc table`.

    \b
      cnncalc compare googlenet --frameworks
      cnncalc compare vgg16 --conventions

    Exit status: 0; 1 if a description leaves no network to compare; 2 if it could not be read or the options are wrong.
    """
    if frameworks and conventions:
        raise click.UsageError("--frameworks and --conventions are two comparisons: take one at a time")
    if frameworks and changed["framework"]:
        raise click.UsageError("--frameworks compares them all: leave out --framework")
    from cnncalc.cli.output import screen

    out = screen(width=width)
    status, found, said = _loaded(specs, changed, quiet=frameworks)
    if status and not found:
        if form == "json":
            _print_json({"networks": []}, said, out)
        ctx.exit(status)
    if not (frameworks or conventions) and len(found) < 2:
        if status:
            ctx.exit(status)
        raise click.UsageError("name two networks, or compare one with itself: --frameworks, --conventions")
    if frameworks or conventions:
        _print_each(found, said, form, out, "frameworks" if frameworks else "conventions", everything)
    else:
        _print(found, said, form, out, everything)
    ctx.exit(status)


def _loaded(specs: Sequence[str], changed: dict[str, Any], *, quiet: bool) -> tuple[int, list[Named], list[Diagnostic]]:
    """Exit status, every network with the name to show, and all diagnostics, which standard error gets too; `quiet` leaves out the
    findings on shapes, where the rounding is what is compared."""
    from cnncalc.cli.output import screen
    from cnncalc.cli.revisions import loaded
    from cnncalc.cli.spec_options import status_of
    from cnncalc.engine import analyze
    from cnncalc.render.comparison import Named
    from cnncalc.reporters.text import report as told
    from cnncalc.rules import examine

    status = 0
    found: list[Named] = []
    said: list[Diagnostic] = []
    for spec in specs:
        one = loaded(spec, changes(**changed))
        failed = status_of(one.diagnostics)
        if not one.networks:
            failed = failed or 1
        reports = (
            []
            if failed
            else [analyze(network) if quiet else examine(network, sources=one.sources) for network in one.networks]
        )
        diagnostics = [*one.diagnostics, *(d for report in reports for d in report.diagnostics if not quiet)]
        if diagnostics:
            screen(error=True).print(told(diagnostics, one.sources))
        status = max(status, failed, *(int(report.stopped_at is not None and not quiet) for report in reports))
        found += [Named(spec if len(reports) == 1 else report.network.name, report) for report in reports]
        said += diagnostics
    return status, found, said


def _print(found: Sequence[Named], said: Sequence[Diagnostic], form: str, out: Screen, everything: bool) -> None:
    """The networks side by side."""
    from cnncalc.render.options import Options

    if form == "json":
        from cnncalc.render.comparison_json import document

        _print_json(document(found), said, out)
        return
    from cnncalc.render import comparison, comparison_markdown

    options = Options(width=out.width, everything=everything, ascii_only=out.ascii_only)
    out.print(comparison.render(found, options) if form == "text" else comparison_markdown.render(found))


def _print_each(
    found: Sequence[Named], said: Sequence[Diagnostic], form: str, out: Screen, what: str, everything: bool
) -> None:
    """Every network in the format, one below the other; JSON is one document, diagnostics inside."""
    from cnncalc.render import conventions, frameworks
    from cnncalc.render.options import Options

    renderer = frameworks if what == "frameworks" else conventions
    if form == "json":
        networks = [renderer.document(one.report) for one in found]
        _print_json(networks[0] if len(networks) == 1 else {"networks": networks}, said, out)
        return
    options = Options(width=out.width, everything=everything, ascii_only=out.ascii_only)
    for position, one in enumerate(found):
        if position:
            out.print([()])
        out.print(renderer.render(one.report, options) if form == "text" else renderer.render_markdown(one.report))


def _print_json(content: dict[str, Any], said: Sequence[Diagnostic], out: Screen) -> None:
    """One document with its schema and the diagnostics; symbols as strings."""
    from json import dumps

    from cnncalc.render.grid import cell
    from cnncalc.render.json import SCHEMA, diagnostics

    text = dumps({"schema": SCHEMA, **content, "diagnostics": diagnostics(said)}, indent=1, default=str)
    out.print([cell(line) for line in text.splitlines()])
