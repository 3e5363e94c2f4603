"""One line a finding: place, severity and code, fact. For editors, problem matchers and `grep`.

my-net.yaml:4:12: error[CNN301] CONV11-96/4p0 does not fit: (224 - 11 + 2·0)/4 + 1 = 54.25
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.rules.checking import Checked


def report(checked: Sequence[Checked]) -> str:
    """Every finding on a line of its own."""
    return "".join(f"{line}\n" for line in _lines(checked))


def _lines(checked: Sequence[Checked]) -> Iterator[str]:
    for one in checked:
        for diagnostic in one.diagnostics:
            place = diagnostic.span or one.spec
            yield printable(f"{place}: {diagnostic.severity}[{diagnostic.code}] {diagnostic.message}")
