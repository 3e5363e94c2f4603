"""`cnncalc verify`: the numbers held against a forward pass on real arrays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.cli.output import Screen
    from cnncalc.engine.report import Report
    from cnncalc.engine.verify import Verification


@click.command("verify", cls=Command, short_help="Run the network on real arrays and compare the numbers.")
@click.argument("spec", type=Spec())
@spec_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(ctx: click.Context, /, spec: str, form: str, width: int | None, **changed: Any) -> None:
    """Run the network on real arrays and compare, layer by layer, with what the other commands say.

    The forward pass is NumPy's: convolutions by im2col and matrix products, as the course builds them. It takes a layer's
    hyper-parameters and nothing else from the calculator, so that agreement means something. Compared are the shape of
    each output, the parameters really allocated, the bytes really held, the multiply-accumulates really performed, and the
    receptive field; one deep layer's field is proven by changing pixels inside and outside it. Below the layers stands what share
    of the multiply-accumulates, of the bytes and of the time each kind takes.

    A document may name a smaller input for this, `verify: 64x64x3`, where a pass at its own takes minutes: it runs on that, and says
    so, unless --input is given.

    \b
      cnncalc verify alexnet
      cnncalc verify vgg16 --input 64x64x3
      cnncalc verify "INPUT 28x28x1 CONV5-30p0 RELU POOL2 FC-10"

    Exit status: 0 if everything agrees; 1 if anything differs or there is nothing to run; 2 if SPEC could not be read.
    """
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.reporters.text import report as told

    out, err = screen(width=width), screen(error=True)
    found = loaded(spec, changes(**changed))
    status = status_of(found.diagnostics)
    if not found.networks or status:
        if form == "json":
            from cnncalc.render.json import render_failure

            out.print(render_failure(found.diagnostics))
        err.print(told(found.diagnostics, found.sources))
        ctx.exit(status or 1)
    from cnncalc.render import verification_json
    from cnncalc.rules import examine

    documents = []
    for position, network in enumerate(found.networks):
        report = examine(network, sources=found.sources)
        if report.diagnostics:
            err.print(told(report.diagnostics, found.sources))
        outcome, problem = _verified(report, err)
        status |= int(outcome is None or not outcome.ok)
        if form == "json":
            documents.append(verification_json.render(network.name, outcome, problem, report.diagnostics))
        else:
            _show(report, outcome, out, first=not position)
    if form == "json":
        out.print(verification_json.document(documents))
    ctx.exit(status)


def _verified(report: Report, err: Screen) -> tuple[Verification | None, str]:
    """The outcome for one network; or none, and why it cannot be run, which is said on standard error too."""
    from cnncalc.engine.verify import Unverifiable, verify

    try:
        with _progress(err, report.network.name) as advance:
            return verify(report, advance), ""
    except Unverifiable as problem:
        err.print([(("error: ", "error"), (str(problem), ""))])
        return None, str(problem)


def _show(report: Report, outcome: Verification | None, out: Screen, *, first: bool) -> None:
    from cnncalc.render.options import Options
    from cnncalc.render.verification import render

    if not first:
        out.print([()])
    if outcome is not None:
        out.print(render(outcome, report.network, Options(width=out.width, ascii_only=out.ascii_only)))


@contextmanager
def _progress(err: Screen, name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, where somebody waits; it is gone when the work is done."""
    if not err.terminal:
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    from cnncalc.render.printable import printable

    with Progress(console=Console(file=err.stream, no_color=not err.colour), transient=True) as bar:
        task = bar.add_task(f"verify {escape(printable(name))}", total=None)

        def advance(done: int, count: int) -> None:
            bar.update(task, completed=done, total=count)

        yield advance
