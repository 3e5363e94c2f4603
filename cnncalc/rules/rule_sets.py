"""The two rule sets: what the course calls an error, and what a framework lives with.

The course: (W - F + 2P)/S + 1 must be an integer, whatever is left over. A framework: only pixels that are really lost are worth
a warning; padding that stays unused, and pixels that the stride skips anyway, are worth a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row
    from cnncalc.layers.base import Layer

COURSE, FRAMEWORK = "course", "framework"
RULE_SETS = (COURSE, FRAMEWORK)


def default(framework: str) -> str:
    """The rule set of a document that declares `framework`.

    >>> default("exact"), default("caffe")
    ('course', 'framework')
    """
    return COURSE if framework == "exact" else FRAMEWORK


def chosen(report: Report, rule_set: str | None) -> str:
    """`rule_set`, or where none is wished for the one that the report's network chooses."""
    return rule_set or default(report.network.framework)


def misfits(row: Row, rule_set: str) -> bool:
    """Whether a fraction at this layer is an error: under the course's rules, unless the layer itself says how to round."""
    return rule_set == COURSE and row.exact_output is not None and not says_how_to_round(row.node.layer)


def says_how_to_round(layer: Layer) -> bool:
    """Whether the author asked for the rounding: `ceil` or `floor` at a pool, `same` anywhere."""
    return getattr(layer, "ceil", None) is not None or getattr(layer, "padding", None) == "same"
