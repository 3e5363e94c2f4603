"""Which tests run a statement: those that can notice a change of it, quickest first.

Others follow them as far as there is time, because a result that one test makes may be kept, and be wrong in another.
"""

from __future__ import annotations

import ast
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Reached(NamedTuple):
    """What one run of a module's tests showed: how long each took, and which lines of the module each one ran."""

    seconds: dict[str, float]
    lines: dict[str, set[int]]

    def against(self, text: str, line: int, seconds: float) -> list[str]:
        """The tests for a mutant at `line` of the module's text, as many as take `seconds`: those that run its statement, then others, quickest first."""
        wanted = lines_of(text, line)
        chosen, left = [], seconds
        for test in sorted(self.seconds, key=lambda test: (not self._runs(test, wanted), self.seconds[test])):
            left -= self.seconds[test]
            if left < 0 and chosen:
                break
            chosen.append(test)
        return chosen

    def _runs(self, test: str, wanted: set[int] | None) -> bool:
        return wanted is None or bool(self.lines[test] & wanted)


class Watching:
    """A plugin of pytest that notes what each test reaches in one module."""

    def __init__(self, path: Path) -> None:
        from coverage import Coverage

        self.path = str(path)
        self.coverage = Coverage(data_file=None, include=[self.path], config_file=False, messages=False)
        self.seconds: dict[str, float] = {}

    def pytest_make_collect_report(self, collector: Any) -> None:
        """Before a file is read: what its tables of cases compute."""
        self.coverage.switch_context(collector.nodeid)

    def pytest_runtest_protocol(self, item: Any) -> None:
        """Before a test and its fixtures."""
        self.coverage.switch_context(item.nodeid)
        self.seconds[item.nodeid] = perf_counter()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """After a test and its fixtures."""
        self.seconds[nodeid] = perf_counter() - self.seconds[nodeid]

    def reached(self) -> Reached:
        """What was noted; every test of a file runs what was run to read it."""
        lines: dict[str, set[int]] = {test: set() for test in self.seconds}
        for line, contexts in self.coverage.get_data().contexts_by_lineno(self.path).items():
            for test in lines:
                if test in contexts or test.partition("::")[0] in contexts:
                    lines[test].add(line)
        return Reached(self.seconds, lines)


class Only:
    """A plugin of pytest that keeps the given tests, in the given order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.rank = {test: rank for rank, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Drop and sort what was collected."""
        items[:] = sorted((item for item in items if item.nodeid in self.rank), key=lambda item: self.rank[item.nodeid])


def lines_of(text: str, line: int) -> set[int] | None:
    """The lines whose running shows that the statement at `line` is run; None outside of functions."""
    function: ast.AST | None = None
    innermost: Any = None
    for node in ast.walk(ast.parse(text)):  # breadth first: what is found last lies deepest
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
            innermost = node
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and line >= node.body[0].lineno:
                function = node
    if function is None:
        return None
    body = getattr(innermost, "body", None)
    last = body[0].lineno - 1 if body else innermost.end_lineno
    if innermost is not function and line <= max(last, innermost.lineno):
        return set(range(innermost.lineno, max(last, innermost.lineno) + 1))
    return set(range(function.body[0].lineno, function.end_lineno + 1))  # type: ignore[attr-defined]
