"""`cnncalc explain`: how a layer's numbers come about; the reference page of a kind of layer or of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.command import Command
from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

    from cnncalc.cli.output import Screen
    from cnncalc.engine.report import Report
    from cnncalc.render.blocks import Block

FORMS = ("text", "markdown")


class Subject(Spec):
    """What can be explained: SPEC, a kind of layer, a code."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from cnncalc.layers import CLASSES
        from cnncalc.rules import RULES

        kinds = [
            CompletionItem(name.lower(), help="kind of layer")
            for name in CLASSES
            if name.lower().startswith(incomplete)
        ]
        codes = [CompletionItem(code, help="rule") for code in RULES if code.startswith(incomplete)]
        return [*super().shell_complete(ctx, param, incomplete), *kinds, *codes]


@click.command("explain", cls=Command, short_help="Derive a layer's numbers; describe a kind of layer or a rule.")
@click.argument("subject", metavar="[SPEC|KIND|CODE]", required=False, type=Subject())
@click.argument("layer", metavar="[ID]", required=False)
@spec_options
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to write it.")
@click.option("--width", type=click.IntRange(min=20), metavar="N", help="Fit into N characters.")
@click.pass_context
def command(
    ctx: click.Context, /, subject: str | None, layer: str | None, form: str, width: int | None, **changed: Any
) -> None:
    """Derive the numbers of a layer as a lecturer does, formula, numbers put in, result; or describe a kind of layer or a rule.

    \b
      cnncalc explain alexnet conv1    one layer, step by step
      cnncalc explain alexnet          every layer in brief
      cnncalc explain conv             a kind: formulas, options, other names
      cnncalc explain CNN301           a rule: why, what to do, samples
      cnncalc explain                  what kinds and rules there are

    A word that names both a kind and a file or a bundled network means the latter.

    Exit status: 0; 1 if the description or a layer leaves nothing to explain; 2 if there is no such layer or rule, or SPEC could
    not be read.
    """
    from cnncalc.cli.names import is_only_a_kind, is_only_a_rule, no_rule
    from cnncalc.cli.output import screen

    out = screen(width=width)
    if subject is None:
        from cnncalc.render.pages import overview

        _print(overview(), form, out)
    elif layer is None and is_only_a_rule(subject):
        from cnncalc.render.rule_page import page as rule_page

        _print(rule_page(subject.upper()), form, out)
    elif layer is None and (wrong := no_rule(subject)):
        raise click.BadParameter(wrong, param_hint="CODE")
    elif layer is None and is_only_a_kind(subject):
        from cnncalc.layers import kind
        from cnncalc.render.kind_page import page as kind_page

        _print(kind_page(kind(subject)), form, out)
    else:
        ctx.exit(_network(subject, layer, form, out, changes(**changed)))


def _print(blocks: Iterable[Block], form: str, out: Screen) -> None:
    from cnncalc.render.blocks import as_markdown, as_text

    out.print(as_markdown(blocks) if form == "markdown" else as_text(blocks, out.width, ascii_only=out.ascii_only))


def _network(spec: str, layer: str | None, form: str, out: Screen, changed: Any) -> int:
    """A layer of every network that SPEC describes, or all layers; the exit status."""
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded, status_of
    from cnncalc.render.explanation import of_layer, of_network
    from cnncalc.reporters.text import report as told
    from cnncalc.rules import examine

    found = loaded(spec, changed)
    status = status_of(found.diagnostics)
    if found.diagnostics:
        screen(error=True).print(told(found.diagnostics, found.sources))
    if not found.networks or status:
        return status or 1
    for position, network in enumerate(found.networks):
        if position:
            out.print([()])
        report = examine(network, sources=found.sources)
        if layer is None:
            _print(of_network(report), form, out)
            said = report.diagnostics
        else:
            index = _index(report, layer, found.name)
            said = tuple(d for d in report.diagnostics if d.node == network.nodes[index].id)
            if index < len(report.rows):
                _print(of_layer(report, index), form, out)
            elif not said:
                said = report.diagnostics
        if said and form == "markdown":
            screen(error=True).print(told(said, found.sources))
        elif said:
            if layer is None or index < len(report.rows):
                out.print([()])
            out.print(told(said, found.sources))
        status |= int(report.stopped_at is not None and (layer is None or index >= len(report.rows)))
    return status


def _index(report: Report, layer: str, spec: str) -> int:
    """The node that `layer` names; an error of usage, with what may have been meant, if none or several do."""
    index = report.network.find(layer)
    if index is not None:
        return index
    from cnncalc.spec.findings import nearest

    ids = [node.id for node in report.network.nodes]
    several = [name for name in report.network.names if name.endswith(f".{layer}")]
    close = several or nearest(layer, ids, 5) or [name for name in ids if layer in name]
    there = f"there are {', '.join(ids)}" if len(ids) <= 12 else f"`cnncalc table {spec}` lists them"
    shown = " or ".join(close[:5]) + (f" or one of {len(close) - 5} more" if len(close) > 5 else "")
    hint = f"did you mean {shown}?" if close else there
    raise click.BadParameter(
        f"{'several layers are' if several else 'no layer is'} called {layer!r}; {hint}", param_hint="ID"
    )
