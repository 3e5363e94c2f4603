"""`cnncalc memory`: how many bytes an inference or a step of training needs."""

from __future__ import annotations

from typing import Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options

DTYPES = ("float64", "float32", "float16", "bfloat16", "int8")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
"""Written out, because the engine need not be loaded to parse options; a test holds both against it."""


class Bytes(click.ParamType):  # type: ignore[type-arg]  # generic only in recent versions of click
    """A number of bytes with its unit, `8GiB`."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        from cnncalc.units import parse_bytes

        try:
            return parse_bytes(str(value))
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


@click.command("memory", cls=Command, short_help="Sum up weights, activations, peak and training memory.")
@click.argument("spec", type=Spec())
@spec_options
@click.option(
    "--batch", type=click.IntRange(1, 10**9), default=1, show_default=True, metavar="N", help="Images at a time."
)
@click.option(
    "--dtype", type=click.Choice(DTYPES), default="float32", show_default=True, help="Type of weights and activations."
)
@click.option("--train", is_flag=True, help="Of training, too: kept activations, gradients, optimizer state.")
@click.option(
    "--optimizer", type=click.Choice(OPTIMIZERS), help="Whose state training keeps; implies --train. [default: sgd]"
)
@click.option("--fit", type=Bytes(), metavar="BYTES", help="The largest batch (and square input) within, say, 8GiB.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    spec: str,
    batch: int,
    dtype: str,
    train: bool,
    optimizer: str | None,
    fit: int | None,
    form: str,
    width: int | None,
    **changed: Any,
) -> None:
    """Sum up what a network needs in bytes: weights, stored activations, the peak of an inference, and what training keeps.

    SPEC is the name of a bundled network, a YAML document, notation in quotes, or - for standard input.

    \b
      cnncalc memory vgg16
      cnncalc memory resnet50 --batch 32 --dtype float16 --train --optimizer adam
      cnncalc memory vgg16 --fit 8GiB
      cnncalc memory vgg16 --fit 24GiB --train --optimizer momentum

    docs/memory.md says what is counted, by kind of layer, and what is not: the allocator's slack and a framework's own context.

    Exit status: 0; 1 if there is no network to sum up; 2 if the description could not be read or the options are wrong.
    """
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of

    if dtype == "int8" and (train or optimizer):
        raise click.UsageError("training in int8 is not defined: take float32, float16, bfloat16 or float64")
    found = loaded(spec, changes(**changed))
    status = status_of(found.diagnostics)
    if not found.networks or status:
        from cnncalc.reporters.text import report as told

        screen(error=True).print(told(found.diagnostics, found.sources))
        ctx.exit(status or 1)
    if len(found.networks) > 1:
        raise click.UsageError(f"{spec} holds several networks: pick one, as in {spec}#{found.networks[0].name}")
    from cnncalc.engine.memory import NeedsNumbers, largest_batch, largest_input, memory
    from cnncalc.render.memory import Fit, as_json, as_text
    from cnncalc.render.options import Options
    from cnncalc.rules import examine

    network = found.networks[0]
    report = examine(network, sources=found.sources)
    training = optimizer or ("sgd" if train else None)
    try:
        answer = memory(report, batch=batch, dtype=dtype, optimizer=training)
    except NeedsNumbers as problem:
        raise click.UsageError(str(problem)) from None
    except ValueError as problem:
        from cnncalc.reporters.text import report as told

        screen(error=True).print(told(report.diagnostics, found.sources))
        click.echo(f"cnncalc: {problem}", err=True)
        ctx.exit(1)
    fitted = None
    if fit is not None:
        fitted = Fit(
            fit,
            largest_batch(report, fit, dtype=dtype, optimizer=training),
            largest_input(network, fit, dtype=dtype, optimizer=training),
        )
    out = screen(width=width)
    out.print(
        as_json(answer, fitted)
        if form == "json"
        else as_text(report, answer, fitted, Options(width=out.width, ascii_only=out.ascii_only))
    )
