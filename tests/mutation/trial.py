"""One mutant against its tests, in a process of its own that has read nothing of cnncalc before; no file is changed."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import sys
from typing import TYPE_CHECKING, Any

from tests.mutation.plan import TOO_LONG
from tests.mutation.reached import Only, Watching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

HEAVY = ("pytest", "hypothesis", "numpy", "sympy", "click.testing", "rich.console", "rich.table", "yaml", "jsonschema")
"""What the tests import, read once before the processes fork: it takes longer than most mutants' tests."""

OPTIONS = (
    "-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib", "-m", "not oracle and not slow",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",  # of Hypothesis, which was read before
    "--hypothesis-profile=mutation",
)  # fmt: skip
"""No doctests: pytest would read the modules that they stand in by ways of its own."""


class _Mutated(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, _name: str) -> Any:
        return compile(self.text, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the one module, with the mutant's text."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def find_spec(self, fullname: str, path: Any, _target: Any = None) -> Any:
        if fullname != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Mutated(fullname, spec.origin, self.text)
        return spec


def prepare() -> None:
    """Read what every trial needs, and let Hypothesis neither shrink nor remember what a mutant breaks."""
    for name in HEAVY:
        importlib.import_module(name)
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutation", deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
    )


def against(module: str, text: str, tests: Sequence[str]) -> None:
    """Run these tests, in their order, silently; the process ends with 0 if all passed, with 1 if one failed or nothing could be imported."""
    sys.meta_path.insert(0, _Finder(module.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), text))
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    os._exit(0 if _pytest(list(files), Only(tests)) else 1)


def watch(path: Path, tests: Sequence[str], told: Connection) -> None:
    """Run the tests as they are, and tell what each of them reaches in the module; None if one fails."""
    watching = Watching(path)
    with watching.coverage.collect():
        passed = _pytest(tests, watching)
    told.send(watching.reached() if passed else None)


def _pytest(tests: Sequence[str], plugin: object) -> bool:
    import pytest

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return pytest.main([*OPTIONS, *(f"--deselect={one}" for one in TOO_LONG), *tests], plugins=[plugin]) == 0
