"""The options of `table` that count, group and sort otherwise, and what of them does not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from cnncalc.engine.report import Report
    from cnncalc.render.options import Options

CONVENTIONS = (
    "cnncalc", "torchinfo", "fvcore", "ptflops", "ptflops-aten", "thop", "calflops", "torchvision", "pycls", "timm", "netscope",
    "convnet-burden", "darknet",
)  # fmt: skip
GROUPS = ("kind", "scope")
"""Written out, because neither engine nor renderers need be loaded to parse options; a test holds both against them."""


def parse_sort(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """The name of one column that lines can be put in order by; "" for none."""
    if value is None:
        return ""
    from cnncalc.render.columns import COLUMNS

    if value not in COLUMNS or not COLUMNS[value].countable:
        countable = ", ".join(name for name, column in COLUMNS.items() if column.countable)
        raise click.BadParameter(f"{value!r} is no column with numbers to sort by; there are {countable}", ctx, param)
    return value


def complete_sort(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The columns with numbers to sort by."""
    from click.shell_completion import CompletionItem

    from cnncalc.render.columns import COLUMNS

    return [
        CompletionItem(name, help=c.meaning)
        for name, c in COLUMNS.items()
        if c.countable and name.startswith(incomplete)
    ]


def arrangement(options: Options, style: str | None) -> None:
    """What cannot be arranged or recounted is an error of usage."""
    if style not in (None, "table"):
        for asked, option in (
            (options.convention != CONVENTIONS[0], "--convention"),
            (options.arranges, "--group-by, --sort or --top"),
        ):
            if asked:
                raise click.UsageError(f"{option} is not for --style {style}, whose lines are fixed")
    if options.group_by and options.columns:
        from cnncalc.render.arranging import summable

        for name in options.columns:
            if not summable(name):
                raise click.UsageError(
                    f"--group-by adds up layers, which have no {name} in common: leave it out of --columns"
                )


def counted(report: Report, options: Options) -> Report:
    """The report in the convention that is asked for, if its lines can be put in the order that is."""
    if options.convention != CONVENTIONS[0]:
        from cnncalc.engine.counting import recounted

        report = recounted(report, options.convention)
    if options.sort or options.top:
        from cnncalc.render.arranging import unordered

        if unordered(report, options):
            raise click.UsageError("symbols have no order: bind them, as in --set H=224, or leave out --sort and --top")
    return report
