"""How `check` is asked to check: options of the command line over the settings of the project that a file belongs to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from cnncalc.diagnostics import ERROR, SEVERITIES, WARNING
from cnncalc.record import NamedTuple
from cnncalc.rules.rule_sets import RULE_SETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.cli.config import Settings
    from cnncalc.network import Claim
    from cnncalc.rules.checking import Checked, Wishes


class Asked(NamedTuple):
    """The options as given; None or empty where an option was left out."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    strict: bool
    rules: str | None
    notes: bool
    expect: tuple[Claim, ...]
    budget: tuple[Claim, ...]
    exclude: tuple[str, ...]
    only_documents: bool
    config: str | None
    no_config: bool


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `Asked`, which arrive under its names."""
    options = (
        click.option("--select", metavar="CODES", multiple=True, callback=_codes, help="Report only codes that begin so, as in CNN3 or CNN301,CNN502."),
        click.option("--ignore", metavar="CODES", multiple=True, callback=_codes, help="Do not report these; the longer of --select and --ignore wins."),
        click.option("--fail-on", type=click.Choice(SEVERITIES[::-1]), help="The least severity that makes the status 1.  [default: error]"),
        click.option("--strict", is_flag=True, help="The same as --fail-on warning."),
        click.option("--rules", type=click.Choice(RULE_SETS), help="course: any fraction is an error; framework: lost pixels are a warning.  [default: as the framework of each network]"),
        click.option("--notes", is_flag=True, help="Show harmless facts too: unused padding, pixels that a 1x1 stride skips."),
        click.option("--expect", metavar="NAME=VALUE", multiple=True, callback=_claims, help="A fact that must hold, as in params=138357544, conv1=55x55x96, output=1x1x1000. Repeatable."),
        click.option("--budget", metavar="NAME=LIMIT", multiple=True, callback=_claims, help="A limit, as in params=70M, conv1.macs=110M, per_layer.params=10M. Repeatable."),
        click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out files of a folder, as in 'draft-*'. Repeatable."),
        click.option("--only-documents", is_flag=True, help="Leave out named files, too, that are no documents with layers."),
        click.option("--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Settings, instead of those found upwards from each file."),
        click.option("--no-config", is_flag=True, help="No settings but the options given."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from cnncalc.rules.selection import unknown_prefix

    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in codes:
        if problem := unknown_prefix(code):
            raise click.BadParameter(problem, ctx, param)
    return codes


def _claims(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Claim, ...]:
    if not values:
        return ()
    from cnncalc.spec.claims import claim
    from cnncalc.spec.findings import Mistake

    found = []
    for value in values:
        try:
            found.append(claim(value, str(param.name)))
        except Mistake as mistake:
            raise click.BadParameter("; ".join(filter(None, (mistake.message, mistake.help))), ctx, param) from None
    return tuple(found)


class Project:
    """The settings that hold for each SPEC; what is wrong with them is kept once a file, in `broken`."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.broken: dict[str, Checked] = {}

    def settings(self, folder: str) -> Settings:
        """The settings for files in `folder`; none where there are none, or none that can be used."""
        from cnncalc.cli.config import Misconfigured, Settings, read, settings_for

        if self.asked.no_config:
            return Settings()
        try:
            return read(self.asked.config) if self.asked.config else settings_for(folder)
        except Misconfigured as problem:
            from cnncalc.rules.checking import Checked, Finding

            found = tuple(Finding(diagnostic) for diagnostic in problem.diagnostics)
            self.broken[problem.file] = Checked(problem.file, (), found, {problem.file: problem.text}, usable=False)
            return Settings()

    def excluded(self, folder: str) -> tuple[str, ...]:
        """Patterns of files in `folder` that are left out."""
        return self.asked.exclude or self.settings(folder).exclude or ()

    def wishes(self, spec: str, stdin_filename: str | None) -> Wishes:
        """How `spec` is checked."""
        from cnncalc.rules.checking import Wishes
        from cnncalc.rules.selection import EVERYTHING, Selection

        asked, settings = self.asked, self.settings(_folder(stdin_filename if spec == "-" and stdin_filename else spec))
        fail_on = asked.fail_on or settings.fail_on or ERROR
        if (asked.strict or (settings.strict and asked.fail_on is None)) and fail_on == ERROR:
            fail_on = WARNING
        return Wishes(
            asked.rules or settings.rules,
            asked.notes or bool(settings.notes) or fail_on == SEVERITIES[0],
            fail_on,
            Selection(asked.select or settings.select or (EVERYTHING,), asked.ignore or settings.ignore or ()),
            asked.expect,
            asked.budget,
        )


def _folder(spec: str) -> str:
    """Where to begin looking for settings: the folder of a file, else the current one."""
    for path in (spec, spec.rpartition("#")[0]):
        if path and len(path) < 4096 and "\0" not in path and os.path.exists(path):
            return os.path.dirname(path) or os.curdir
    return os.path.dirname(spec) if os.path.isdir(os.path.dirname(spec)) else os.curdir
