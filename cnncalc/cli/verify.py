"""`cnncalc verify`: the numbers held against a forward pass on real arrays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.cli.output import Screen
    from cnncalc.engine.report import Report


@click.command("verify", short_help="Run the network on real arrays and compare the numbers.")
@click.argument("spec", type=Spec())
@spec_options
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(ctx: click.Context, /, spec: str, width: int | None, **changed: Any) -> None:
    """Run the network on real arrays and compare, layer by layer, with what the other commands say.

    The forward pass is NumPy's: convolutions by im2col and matrix products, as the course builds them. It takes a layer's
    hyper-parameters and nothing else from the calculator, so that agreement means something. Compared are the shape of
    each output, the parameters really allocated, the bytes really held, the multiply-accumulates really performed, and the
    receptive field.

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
        err.print(told(found.diagnostics, found.sources))
        ctx.exit(status or 1)
    from cnncalc.rules import examine

    for position, network in enumerate(found.networks):
        report = examine(network)
        if report.diagnostics:
            err.print(told(report.diagnostics, found.sources))
        if position:
            out.print([()])
        status |= _verified(report, out, err)
    ctx.exit(status)


def _verified(report: Report, out: Screen, err: Screen) -> int:
    """Verify one network and print the outcome; 1 if it differs or cannot be run."""
    from cnncalc.engine.verify import Unverifiable, verify
    from cnncalc.render.options import Options
    from cnncalc.render.verification import render

    try:
        with _progress(err, report.network.name) as advance:
            outcome = verify(report, advance)
    except Unverifiable as problem:
        err.print([(("error: ", "error"), (str(problem), ""))])
        return 1
    out.print(render(outcome, report.network, Options(width=out.width, ascii_only=out.ascii_only)))
    return int(not outcome.ok)


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
