"""What a command loads: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnncalc.cli import COMMANDS
from tests.cli.calling import environment

PROBE = """
import sys
{prepared}
sys.argv = ["cnncalc", *{words!r}]
from cnncalc.cli import main
try:
    main()
except SystemExit:
    pass
sys.stdout = sys.stderr
print("\\nLOADED", *sorted(sys.modules))
"""


def loaded(*words, prepared=""):
    code = PROBE.format(words=list(words), prepared=prepared)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    return set(result.stderr.decode().rpartition("LOADED ")[2].split())


def packages(modules):
    return {name.partition(".")[0] for name in modules}


def test_help_loads_no_command():
    modules = loaded("--help")
    assert not modules & {module for module, _ in COMMANDS.values()}
    assert not packages(modules) & {"numpy", "rich", "yaml", "json"}
    assert {name for name in modules if name.startswith("cnncalc.")} <= {
        "cnncalc.cli",
        "cnncalc.cli.command",
        "cnncalc.cli.output",
        "cnncalc.record",
    }


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_numbers_need_neither_numpy_nor_rich(form):
    assert not packages(loaded("table", "vgg16", "--format", form)) & {"numpy", "rich"}


def test_check_of_what_is_well_needs_neither():
    assert not packages(loaded("check", "vgg16")) & {"numpy", "rich"}


def test_colours_need_no_numpy_and_little_of_rich():
    modules = loaded("table", "vgg16", prepared="sys.stdout.isatty = lambda: True")
    assert "rich.console" in modules
    assert "numpy" not in modules
    assert not modules & {
        "rich.progress",
        "rich.live",
        "rich.markdown",
        "rich.syntax",
        "rich.pretty",
        "rich._emoji_codes",
    }


def test_only_layers_in_use_are_loaded():
    modules = loaded("table", "INPUT 8x8x3 CONV3-4 POOL2", "--format", "json")
    assert "cnncalc.layers.conv" in modules
    assert not modules & {
        "cnncalc.layers.dense",
        "cnncalc.layers.join",
        "cnncalc.layers.norm",
        "cnncalc.layers.activation",
    }
