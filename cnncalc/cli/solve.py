"""`cnncalc solve`: which inputs fit a network; which hyper-parameters take one size to another."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from cnncalc.network import Network
    from cnncalc.spec import Loaded

FORMS = ("text", "json", "markdown")
OF_ONE_LAYER = ("extent", "out", "kernel", "stride", "padding", "dilation", "limit")


def parse_pair(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """`227` as (227, 227), `28x31` as (28, 31)."""
    if value is None:
        return None
    parts = value.lower().split("x")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) <= 10 and int(part) for part in parts):
        raise click.BadParameter(f"{value!r} is no size: a number of pixels, or HEIGHTxWIDTH, as in 28x31", ctx, param)
    return int(parts[0]), int(parts[-1])


def parse_dilation(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int] | None:
    """A pair as above; `any` leaves it open."""
    return None if value == "any" else parse_pair(ctx, param, value)


def parse_padding(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    """`1`, `1x2`, `0,1,0,1` (top, bottom, left, right) as before and after along height and width; `same`, `valid`."""
    if value is None or value == "same":
        return value
    if value == "valid":
        return (0, 0), (0, 0)
    parts = value.strip("()").replace("x", ",").split(",")
    if len(parts) not in (1, 2, 4) or not all(part.isascii() and part.isdigit() and len(part) <= 10 for part in parts):
        message = f"{value!r} is no padding: pixels a side (1), HEIGHTxWIDTH (1x2), top,bottom,left,right (0,1,0,1), `same` or `valid`"
        raise click.BadParameter(message, ctx, param)
    numbers = [int(part) for part in parts]
    if len(numbers) < 4:
        numbers = [numbers[0], numbers[0], numbers[-1], numbers[-1]]
    return (numbers[0], numbers[1]), (numbers[2], numbers[3])


@click.command("solve", cls=Command, short_help="Find the inputs that fit, or what takes one size to another.")
@click.argument("spec", type=Spec())
@spec_options
@click.option("--lossless", is_flag=True, help="Ask only that no layer leaves out a row or column of its input.")
@click.option("--output", "output", metavar="HxW", callback=parse_pair, help="The output must have this size.")
@click.option("--at", metavar="ID", help="The layer whose output --output speaks of; unless given, the last one.")
@click.option("--in", "extent", metavar="W", callback=parse_pair, help="One layer: its input, in pixels, or HxW.")
@click.option("--out", metavar="W", callback=parse_pair, help="One layer: its output, in pixels, or HxW.")
@click.option("--kernel", metavar="F", callback=parse_pair, help="One layer: extent of the kernel.")
@click.option("--stride", metavar="S", callback=parse_pair, help="One layer: step of the window.")
@click.option(
    "--padding",
    metavar="P",
    callback=parse_padding,
    help="One layer: zeros a side; 0,1,0,1 for top, bottom, left, right; same.",
)
@click.option(
    "--dilation",
    metavar="D",
    callback=parse_dilation,
    default="1",
    show_default=True,
    help="One layer: distance of the taps; any: look for it too.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    default=20,
    show_default=True,
    help="One layer: print N choices, 0 for all.",
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to write it.")
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(ctx: click.Context, /, spec: str, **options: Any) -> None:
    """Find the inputs that fit a whole network, or what takes one layer from one size to another.

    With SPEC, as `table` takes it: the heights and widths at which no layer leaves a remainder, as congruences that hold for every
    size, the smallest, those around the given one, and the layers that decide. If there are none, the two layers that
    contradict each other.

    \b
      cnncalc solve alexnet
      cnncalc solve torchvision/resnet50 --input 500x500
      cnncalc solve zfnet --lossless
      cnncalc solve vgg16 --output 7x7 --at pool5

    With CONV, POOL, AVGPOOL, DWCONV or DECONV: every whole-numbered choice of the options that are not given, smallest first.
    Where several are unknown, kernel and stride go up to 64, an input to 1024, a dilation to 8, and a padding stays smaller than the
    kernel.

    \b
      cnncalc solve CONV --in 227 --out 55 --kernel 11
      cnncalc solve CONV --in 32 --out 32 --kernel 5 --stride 1
      cnncalc solve POOL --in 112 --out 56 --framework caffe
      cnncalc solve CONV --in 28x31 --kernel 5 --stride 3 --padding 2

    Exit status: 0; 1 if there is no answer; 2 if SPEC could not be read or the options are wrong.
    """
    from cnncalc.cli.names import is_only_a_kind

    form, width = options.pop("form"), options.pop("width")
    if is_only_a_kind(spec):
        from cnncalc.cli.solve_layer import answer

        _refuse(
            ctx,
            ("new_input", "bindings", "assumptions", "no_bias", "lossless", "output", "at"),
            f"for networks, and {spec} is one layer",
        )
        ctx.exit(answer(spec, form, width, **{name: options[name] for name in (*OF_ONE_LAYER, "framework")}))
    _refuse(ctx, OF_ONE_LAYER, "for one layer: CONV, POOL, AVGPOOL, DWCONV or DECONV")
    for name in OF_ONE_LAYER:
        options.pop(name)
    ctx.exit(_networks(spec, form, width, **options))


def _refuse(ctx: click.Context, names: tuple[str, ...], why: str) -> None:
    """An option that makes no sense here is an error of usage, not silence."""
    from click.core import ParameterSource

    for param in ctx.command.params:
        if param.name in names and ctx.get_parameter_source(param.name) == ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{param.opts[0]} is {why}")


def _networks(
    spec: str,
    form: str,
    width: int | None,
    lossless: bool,
    output: tuple[int, int] | None,
    at: str | None,
    **changed: Any,
) -> int:
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.engine.fit import EXACT, LOSSLESS
    from cnncalc.render.solution import Asked
    from cnncalc.reporters.text import report as told

    if at is not None and output is None:
        raise click.UsageError("--at names the layer of --output: give both")
    found = loaded(spec, changes(**changed))
    status = status_of(found.diagnostics)
    if found.diagnostics:
        screen(error=True).print(told(found.diagnostics, found.sources))
    if not found.networks or status:
        return status or 1
    asked = Asked(LOSSLESS if lossless else EXACT, "x".join(map(str, output)) if output else "", at or "")
    answers = [_answer(network, asked, output, found) for network in found.networks]
    _print(answers, asked, form, width)
    return int(any(failed for _, _, _, failed in answers))


def _answer(
    network: Network, asked: Any, output: tuple[int, int] | None, found: Loaded
) -> tuple[Network, Any, str, bool]:
    """The network, the answer or None, a hint, and whether there is no answer."""
    from cnncalc.engine.fit import EXACT, LOSSLESS, TooMany, Unsolvable
    from cnncalc.engine.solve import Solution, solve

    index = None
    if asked.at:
        index = network.find(asked.at)
        if index is None:
            from cnncalc.spec.findings import did_you_mean

            hint = did_you_mean(asked.at, network.names, f"`cnncalc table {found.name}` lists them")
            raise click.BadParameter(
                f"no layer {asked.at!r} in {network.name or 'the network'}; {hint}", param_hint="--at"
            )
    try:
        answer = solve(network, asked.mode, output, index)
    except TooMany as problem:
        return network, None, str(problem), True
    except Unsolvable as problem:
        return network, None, f"{problem}; --set gives a symbol a value", True
    if isinstance(answer, Solution):
        return network, answer, "", False
    hint = ""
    if asked.mode == EXACT:
        with suppress(TooMany):
            other = solve(network, LOSSLESS, output, index)
            if isinstance(other, Solution):
                hint = f"--lossless asks for less, and finds {other.height.sizes.text()}"
    return network, answer, hint, True


def _print(answers: list[tuple[Network, Any, str, bool]], asked: Any, form: str, width: int | None) -> None:
    from cnncalc.cli.output import screen
    from cnncalc.render import solution

    out = screen(width=width)
    if form == "json":
        out.print(_json(answers))
        return
    for position, (network, answer, hint, _) in enumerate(answers):
        if position:
            out.print([()])
        if answer is None:
            screen(error=True).print([(("error: ", "error"), (hint, ""))])
        elif form == "markdown":
            out.print(solution.render_markdown(network, answer, asked, hint))
        else:
            out.print(solution.render(network, answer, asked, hint, out.width, out.ascii_only))


def _json(answers: list[tuple[Network, Any, str, bool]]) -> list[tuple[tuple[str, str]]]:
    """One document: of one network its answer, of a family a list with names."""
    from json import dumps

    from cnncalc.render.json import SCHEMA
    from cnncalc.render.solution import document

    entries = [document(answer) if answer is not None else {"none": [], "why": hint} for _, answer, hint, _ in answers]
    if len(entries) == 1:
        return [((dumps({"schema": SCHEMA, **entries[0]}), ""),)]
    named = [{"network": network.name, **entry} for (network, *_), entry in zip(answers, entries, strict=True)]
    return [((dumps({"schema": SCHEMA, "networks": named}), ""),)]
