"""Report to text: one file a format. To add a format, write its file and add its line to `FORMATS`.

A renderer takes a report and `Options` and yields lines of styled pieces; `paint` makes text of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

BELOW, INSIDE, APART = "below", "inside", "apart"
"""Where a report's diagnostics go: below the table, into the document, or to standard error."""


class Format(NamedTuple):
    """A module with `render(report, options)`, and the one whose `render_family(reports, options)` lists a family."""

    module: str
    family: str
    diagnostics: str
    meaning: str


FORMATS = {
    "text": Format("text", "summary", BELOW, "a table for people"),
    "json": Format("json", "json", INSIDE, "everything, documented and stable"),
    "csv": Format("csv", "csv", APART, "a line a layer, for spreadsheets"),
    "markdown": Format("markdown", "markdown", APART, "a table for a README"),
    "latex": Format("latex", "latex", APART, "a tabular for a paper"),
}
STYLES = {
    "table": Format("text", "summary", BELOW, "the default: columns, and branches as a tree"),
    "lecture": Format("lecture", "summary", BELOW, "as CS231n sums up VGG16, biases not counted"),
    "alexnet": Format("alexnet", "summary", BELOW, "as CS231n writes AlexNet down"),
}
"""Ways to write the text format."""


def render(form: Format, report: Report, options: Options) -> Iterator[Item]:
    """The report in a format, line by line."""
    return _module(form.module).render(report, options)  # type: ignore[no-any-return]


def render_family(form: Format, reports: Sequence[Report], options: Options) -> Iterator[Item]:
    """Several networks, a line or an entry each."""
    return _module(form.family).render_family(reports, options)  # type: ignore[no-any-return]


def _module(name: str) -> Any:
    return import_module(f"cnncalc.render.{name}")
