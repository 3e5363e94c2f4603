"""The group: lazy, helpful, and true to its table of commands."""

from __future__ import annotations

from importlib import import_module

import click
import pytest

from cnncalc import __version__
from cnncalc.arithmetic import FRAMEWORKS as KNOWN_FRAMEWORKS
from cnncalc.cli import COMMANDS, main
from cnncalc.cli.spec_options import FRAMEWORKS
from tests.cli.calling import call


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_is_true(name):
    module, short_help = COMMANDS[name]
    command = import_module(module).command
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.short_help == short_help


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_a_page_that_fits_80_columns(name, option):
    result = call(*([name] if name else []), option)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert f"  cnncalc {name}".rstrip() in result.stdout, "no example"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name):
    for parameter in import_module(COMMANDS[name][0]).command.params:
        assert isinstance(parameter, click.Argument) or parameter.help, parameter.name


def test_help_lists_every_command():
    text = call("--help").stdout
    assert all(f"  {name} " in text and short_help in text for name, (_, short_help) in COMMANDS.items())


def test_version():
    assert call("--version").stdout == f"cnncalc {__version__}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["tabel"], "did you mean 'table'?"),
        (["vgg16"], "cnncalc table vgg16"),
        (["table", "vgg16", "--colums", "layer"], "--columns"),
        (["table", "vgg16", "--format", "jsn"], "'json'"),
        (["table"], "SPEC"),
        (["check"], "SPEC"),
        (["table", "vgg16", "--set", "n"], "name=value"),
        (["table", "vgg16", "--width", "5"], "x>=20"),
    ],
    ids=" ".join,
)
def test_mistakes_in_the_command_line(words, expected):
    result = call(*words)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert not result.stdout


def test_frameworks_are_those_of_the_arithmetic():
    assert set(FRAMEWORKS) == set(KNOWN_FRAMEWORKS)


def test_without_a_command_the_help_is_shown():
    result = call()
    assert "Usage: cnncalc" in result.output
    assert main.name == "main"
