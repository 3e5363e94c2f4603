"""`cnncalc compare`: the same question answered several ways, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.cli.output import Screen
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report

FORMATS = ("text", "json", "markdown")


@click.command("compare", short_help="Compare how tools count a network.")
@click.argument("specs", metavar="SPEC...", type=Spec(), nargs=-1, required=True)
@spec_options
@click.option("--conventions", is_flag=True, help="The network as each tool counts it, with what explains the differences.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it.")
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters; the default is the terminal's width, and no limit into a pipe.")
@click.pass_context
def command(
    ctx: click.Context, /, specs: tuple[str, ...], conventions: bool, form: str, width: int | None, **changed: Any
) -> None:
    """Compare what tools print of a network: why do two of them disagree?

    With --conventions, one line a number that torchinfo, fvcore, ptflops, thop, calflops, torchvision and others print: the
    word they use, the number, and the terms that make it another than the multiply-accumulates of `cnncalc table`.

    \b
      cnncalc compare vgg16 --conventions
      cnncalc compare resnet18 resnet50 --conventions --format json
      cnncalc compare "INPUT 224x224x3 CONV3-64" --conventions

    Exit status: 0; 1 if a description leaves no network to count; 2 if it could not be read or the options are wrong.
    """
    if not conventions:
        raise click.UsageError("say what to compare: --conventions")
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.reporters.text import report as told
    from cnncalc.rules import examine

    out, err = screen(width=width), screen(error=True)
    status = 0
    reports: list[Report] = []
    said: list[Diagnostic] = []
    for spec in specs:
        found = loaded(spec, changes(**changed))
        failed = status_of(found.diagnostics)
        if not found.networks:
            failed = failed or 1
        new = [] if failed else [examine(network) for network in found.networks]
        diagnostics = [*found.diagnostics, *(d for report in new for d in report.diagnostics)]
        err.print(told(diagnostics, found.sources) if diagnostics else ())
        status = max(status, failed, *(int(report.stopped_at is not None) for report in new))
        reports += new
        said += diagnostics
    _show(reports, said, form, out)
    ctx.exit(status)


def _show(reports: Sequence[Report], said: Sequence[Diagnostic], form: str, out: Screen) -> None:
    """Every network in the format, one below the other; JSON is one document, diagnostics inside."""
    from cnncalc.render import conventions
    from cnncalc.render.options import Options

    if form == "json":
        from json import dumps

        from cnncalc.render.grid import cell
        from cnncalc.render.json import diagnostics

        networks = [conventions.document(report) for report in reports]
        content: dict[str, Any] = networks[0] if len(networks) == 1 else {"networks": networks}
        text = dumps({"schema": 1, **content, "diagnostics": diagnostics(said)}, indent=1)
        out.print([cell(line) for line in text.splitlines()])
        return
    options = Options(width=out.width, ascii_only=out.ascii_only)
    for position, report in enumerate(reports):
        if position:
            out.print([()])
        out.print(conventions.render(report, options) if form == "text" else conventions.render_markdown(report))
