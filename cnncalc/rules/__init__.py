"""The rules: a written-out tuple of codes, and the two questions that are asked of all of them.

`examine` is the engine and the shape rules together; `claims` checks what a document states of itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report
    from cnncalc.network import Network
    from cnncalc.rules.base import Rule

RULES = {
    "CNN100": ("unreadable", "Unreadable"),
    "CNN101": ("yaml_syntax", "YamlSyntax"),
    "CNN102": ("notation_syntax", "NotationSyntax"),
    "CNN103": ("over_a_limit", "OverALimit"),
    "CNN104": ("bad_expression", "BadExpression"),
    "CNN201": ("unknown_name", "UnknownName"),
    "CNN202": ("unknown_key", "UnknownKey"),
    "CNN203": ("bad_value", "BadValue"),
    "CNN204": ("missing_option", "MissingOption"),
    "CNN205": ("bad_reference", "BadReference"),
    "CNN206": ("repeated_name", "RepeatedName"),
    "CNN207": ("one_input", "OneInput"),
    "CNN208": ("unbound_name", "UnboundName"),
    "CNN209": ("unused_path", "UnusedPath"),
    "CNN301": ("non_integer_output", "NonIntegerOutput"),
    "CNN302": ("output_vanishes", "OutputVanishes"),
    "CNN303": ("branches_differ", "BranchesDiffer"),
    "CNN304": ("groups_do_not_divide", "GroupsDoNotDivide"),
    "CNN305": ("pixels_never_seen", "PixelsNeverSeen"),
    "CNN306": ("padding_too_large", "PaddingTooLarge"),
    "CNN308": ("even_kernel", "EvenKernel"),
    "CNN501": ("expectation", "Expectation"),
    "CNN502": ("budget", "Budget"),
}
"""Code to module and class."""

SHAPE_RULES = ("CNN301", "CNN305", "CNN306")
"""Those with a check of their own over the report; parser, layers and engine emit the other codes themselves."""


def rule(code: str) -> type[Rule]:
    """The rule of a code; KeyError if there is none."""
    module, name = RULES[code]
    found: type[Rule] = getattr(import_module(f"cnncalc.rules.{module}"), name)
    return found


def examine(network: Network) -> Report:
    """The report of `network`, with the findings of the shape rules among its diagnostics, in document order."""
    from cnncalc.engine import analyze

    report = analyze(network)
    found = list(report.diagnostics)
    for code in SHAPE_RULES:
        found += rule(code)().check(report)
    if not found:
        return report
    order = {node.id: index for index, node in enumerate(network.nodes)}
    found.sort(key=lambda d: order.get(d.node or "", -1))
    return report.with_diagnostics(tuple(found))


def claims(report: Report) -> tuple[Diagnostic, ...]:
    """What `expect` and `budget` of the report's document state and does not hold."""
    if not (report.network.expect or report.network.budget):
        return ()
    from cnncalc.rules.budget import Budget
    from cnncalc.rules.expectation import Expectation

    return (*Expectation().claims(report), *Budget().claims(report))
