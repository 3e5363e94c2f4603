"""Neither the locale nor anything else around the program changes a number it prints."""

from __future__ import annotations

import pytest

from tests.cli.calling import environment, process

COMMANDS = (
    ("table", "googlenet", "--format", "json"),
    ("table", "resnet18", "--all"),
    ("table", "alexnet", "--input", "HxWx3", "--all"),
    ("check", "stride-errors", "--format", "json"),
    ("memory", "vgg16", "--format", "json"),
    ("solve", "alexnet"),
    ("compare", "alexnet", "vgg16", "--format", "json"),
)
AROUND = {
    "hash": {"PYTHONHASHSEED": "7"},
    "german": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
    "turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "plain": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "time": {"TZ": "Pacific/Kiritimati"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "bare": {"HOME": "", "TERM": ""},
}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_numbers_do_not_depend_on_the_environment(words):
    expected = process(*words, env=environment(PYTHONHASHSEED="0"))
    assert expected.stdout
    for name, changes in AROUND.items():
        found = process(*words, env=environment(**changes))
        assert (found.stdout, found.returncode) == (expected.stdout, expected.returncode), name
