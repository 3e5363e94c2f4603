"""`cnncalc check`: what is wrong with descriptions, for people and for CI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cnncalc.cli.spec_options import Spec, changes, spec_options

if TYPE_CHECKING:
    from cnncalc.render.grid import Cell

SEVERITIES = ("error", "warning", "info")
NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}


@click.command("check", short_help="Find what does not fit, and what a document claims in vain.")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=Spec())
@spec_options
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="error", show_default=True, help="The least severity that makes the status 1.")
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.pass_context
def command(ctx: click.Context, /, specs: tuple[str, ...], fail_on: str, strict: bool, **changed: Any) -> None:
    """Find what does not fit: strides, shapes that vanish, branches that do not match, groups that do not divide; and hold each
    document to its own `expect` and `budget`.

    SPEC is the name of a bundled network, a YAML document, notation in quotes, or - for standard input; a family is checked
    network by network.

    \b
      cnncalc check my-net.yaml
      cnncalc check nets/*.yaml --strict
      cnncalc check alexnet --input 224x224x3
      cnncalc check stride-errors

    The last one is a bundled document of the course's mistakes.

    Exit status: 0 if nothing at or above --fail-on was found; 1 if something was; 2 if a file could not be read at all or the options
    are wrong. The other files are checked all the same.
    """
    from cnncalc.cli.output import screen
    from cnncalc.cli.spec_options import loaded
    from cnncalc.reporters.text import report as told
    from cnncalc.rules.checking import Wishes, check, totals

    out = screen()
    wishes = Wishes(fail_on=_stricter(fail_on, "warning") if strict else fail_on)
    checked = []
    for spec in specs:
        one = check(spec, loaded(spec, changes(**changed)), wishes)
        checked.append(one)
        if one.findings:
            out.print(told(one.diagnostics, one.sources))
            out.print([()])
    out.print([_summary(totals(checked))])
    ctx.exit(max(one.status for one in checked))


def _stricter(one: str, other: str) -> str:
    """The lower of two severities: a threshold at it lets less pass."""
    return max(one, other, key=SEVERITIES.index)


def _summary(counted: dict[str, int]) -> Cell:
    """`3 networks checked: no problems`."""
    found = [(_number(counted[severity], *NAMES[severity]), severity) for severity in SEVERITIES if counted[severity]]
    pieces: list[tuple[str, str]] = [(f"{_number(counted['networks'], 'network', 'networks')} checked: ", "")]
    for position, problem in enumerate(found or [("no problems", "ok")]):
        pieces += [(", ", ""), problem] if position else [problem]
    if counted["unreadable"]:
        pieces.append((f"; {_number(counted['unreadable'], 'specification', 'specifications')} could not be read", "error"))
    return tuple(pieces)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
