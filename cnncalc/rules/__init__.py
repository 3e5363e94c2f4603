"""The rules: a written-out tuple of codes, and the two questions that are asked of all of them.

`examine` is the engine and the shape rules together; `claims` checks what a document states of itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cnncalc.arithmetic import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Claim, Network
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
    "CNN307": ("stride_skips_pixels", "StrideSkipsPixels"),
    "CNN308": ("even_kernel", "EvenKernel"),
    "CNN309": ("field_larger_than_input", "FieldLargerThanInput"),
    "CNN310": ("misaligned_paths", "MisalignedPaths"),
    "CNN311": ("nothing_to_normalize", "NothingToNormalize"),
    "CNN401": ("unused_ignore", "UnusedIgnore"),
    "CNN501": ("expectation", "Expectation"),
    "CNN502": ("budget", "Budget"),
}
"""Code to module and class."""


def _leaves_a_rest(row: Row) -> bool:
    """Whether windows may not tile their input."""
    return row.verdict not in (None, (EXACT, EXACT))


def _has_odd_window(row: Row) -> bool:
    """Whether a window may be smaller than its stride, no larger than its padding, or larger than its input."""
    if row.cost.windows is None:
        return False
    (shape,) = row.inputs
    for window, extent in zip(row.cost.windows, shape[:2], strict=True):
        if set(map(type, (*window, extent))) != {int}:
            return True
        if not max(window.stride, window.before + 1, window.after + 1) <= window.extent <= extent:
            return True
    return False


def _joins(row: Row) -> bool:
    return len(row.inputs) > 1


def _normalizes_one_value(row: Row) -> bool:
    return row.node.layer.normalized_over(row.inputs) == 1


CONCERNS: dict[Callable[[Row], bool], tuple[str, ...]] = {
    _leaves_a_rest: ("CNN301", "CNN305"),
    _has_odd_window: ("CNN306", "CNN307", "CNN309"),
    _joins: ("CNN310",),
    _normalizes_one_value: ("CNN311",),
}
"""What some layer is of every network that a rule warns of, so that most rules need not even be loaded."""

SHAPE_RULES = tuple(code for codes in CONCERNS.values() for code in codes)
"""Those with a check of their own over the report; parser, layers and engine emit the other codes themselves."""


def rule(code: str) -> type[Rule]:
    """The rule of a code; KeyError if there is none."""
    module, name = RULES[code]
    found: type[Rule] = getattr(import_module(f"cnncalc.rules.{module}"), name)
    return found


def examine(
    network: Network,
    rule_set: str | None = None,
    *,
    notes: bool = False,
    sources: Mapping[str, str] | None = None,
) -> Report:
    """The report of `network`, with the findings of the shape rules among its diagnostics, in document order.

    `rule_set` is COURSE or FRAMEWORK; unless given, the network's framework chooses. `notes`: also what is worth knowing but
    harmless, of which every classic has some. `sources`, texts by file name: warnings that a comment on their line ignores are left
    out; errors stay, for they say why the numbers are what they are.
    """
    from cnncalc.diagnostics import INFO, WARNING
    from cnncalc.engine import analyze
    from cnncalc.engine.report import by_cost

    report = analyze(network)
    found = list(report.diagnostics)
    distinct = list(by_cost(report.rows).values())
    codes = [code for concerns, codes in CONCERNS.items() if notes or any(map(concerns, distinct)) for code in codes]
    if not found and not codes:
        return report
    from cnncalc.rules.rule_sets import chosen

    rules = chosen(report, rule_set)
    if found:
        from cnncalc.rules.engine_remedies import remedied

        found = remedied(found, report, rules)
    for code in codes:
        found += (d for d in rule(code)().check(report, rules) if notes or d.severity != INFO)
    if sources and any(d.severity == WARNING for d in found):
        from cnncalc.rules.suppressions import suppress

        left = set(suppress(found, sources).left)
        found = [d for d in found if d.is_error or d in left]
    if not found:
        return report
    order: dict[str | None, int] = {node.id: index for index, node in enumerate(network.nodes)}
    found.sort(key=lambda d: order[d.node])
    return report.with_diagnostics(tuple(found))


def claims(report: Report, expect: tuple[Claim, ...] = (), budget: tuple[Claim, ...] = ()) -> tuple[Diagnostic, ...]:
    """What `expect` and `budget` of the report's document, and those of a command line, state and does not hold."""
    if not (report.network.expect or report.network.budget or expect or budget):
        return ()
    from cnncalc.rules.budget import Budget
    from cnncalc.rules.expectation import Expectation

    return (*Expectation().claims(report, expect), *Budget().claims(report, budget))
