"""A network's figures over many sizes at once: closed forms on arrays, and a mask of the points that do not fit.

Where the symbols cannot say it, for a point or for a whole network, that is said too, and numbers decide.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.arithmetic import FRAMEWORKS, REARRANGING
from cnncalc.diagnostics import Problem
from cnncalc.engine import analyze
from cnncalc.record import NamedTuple
from cnncalc.space.doubts import doubts, ends_for_sure
from cnncalc.space.figures import PARTS, Greatest, measured
from cnncalc.space.points import misfit, reason
from cnncalc.symbolic import Expr
from cnncalc.symbolic.arrays import Arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from cnncalc.engine.report import Report, Row
    from cnncalc.network import Network
    from cnncalc.symbolic import Condition

    Array = NDArray[Any]

FITTING = -1


class Undecided(Exception):
    """The symbols cannot express the network: numbers must, point by point. Says why."""


class Asked(NamedTuple):
    """A condition at a row, with the number of its reason; None for a row that never fits."""

    row: int
    condition: Condition | None
    reason: int


class Computed(NamedTuple):
    """The figures at some points, number by number; at each the number of the reason why it does not fit, or FITTING; and how many
    points numbers decided, by why the symbols could not. Figures of a point that does not fit mean nothing."""

    figures: dict[str, Array]
    failed: NDArray[np.int64]
    reasons: tuple[str, ...]
    singly: dict[str, int]


class Closed:
    """The closed forms of a network whose extents are symbols; raises `Undecided`."""

    def __init__(self, network: Network, numbers: Collection[str]) -> None:
        report = analyze(network)
        if report.stopped_at is None:
            self.figures = measured(report, numbers)
        elif ends_for_sure(report):
            self.figures = {**dict.fromkeys(numbers, 0), **measured(report, PARTS["input"])}
        else:
            raise Undecided(f"symbols do not reach behind {report.stopped_at.id}")
        if any(value is None for value in self.figures.values()):
            raise Undecided("symbols do not know the receptive field")
        open_forms = [x for x in self.figures.values() if not isinstance(x, int | Expr | Greatest)]
        if any(getattr(x, "denominator", 1) != 1 for x in open_forms):
            raise Undecided("symbols do not know fractions of a pixel")
        self.reasons: list[str] = []
        self.asked = self._asked(report)
        self.doubts = doubts(report, any(number.startswith("field") for number in numbers))

    def _asked(self, report: Report) -> list[Asked]:
        found: dict[Any, Asked] = {}
        for index, row in enumerate(report.rows):
            for condition in _in_order(row):
                code = "CNN301" if condition is None else _code(row, condition)
                found.setdefault(
                    index if condition is None else condition,
                    Asked(index, condition, self._reason(reason(code, row.id))),
                )
        if report.stopped_at is not None:
            found[None] = Asked(len(report.rows), None, self._reason(misfit(report)))
        return list(found.values())

    def _reason(self, words: str) -> int:
        if words not in self.reasons:
            self.reasons.append(words)
        return self.reasons.index(words)

    def __call__(self, values: Mapping[str, Array], point: Callable[[int], tuple[dict[str, Any], str]]) -> Computed:
        """The figures at these values of the symbols; `point` decides by numbers, where symbols cannot: see `space/points.py`."""
        over = Arrays(values)
        try:
            failed, at = self._failed(over)
            doubted = np.full(over.count, -1)
            for number, doubt in enumerate(self.doubts):
                doubted[doubt.where(over) & (at >= doubt.row) & (doubted < 0)] = number
            figures = {name: _values(over, x) for name, x in self.figures.items()}
        except ZeroDivisionError as problem:
            raise Undecided(str(problem)) from None
        computed = Computed(figures, failed, tuple(self.reasons), {})
        for index in np.flatnonzero(doubted >= 0).tolist():
            computed = _put(computed, index, *point(index))
        singly = Counter(self.doubts[number].why for number in doubted[doubted >= 0].tolist())
        return computed._replace(singly=dict(singly))

    def _failed(self, over: Arrays) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The reason of the first row that does not fit, and which row that is: a large number where all fit."""
        failed = np.full(over.count, FITTING)
        at = np.full(over.count, np.iinfo(np.int64).max)
        for asked in self.asked:
            new = failed == FITTING
            if asked.condition is not None:
                new &= ~over.holds(asked.condition)
            failed[new], at[new] = asked.reason, asked.row
        return failed, at


def _put(computed: Computed, index: int, values: Mapping[str, Any], why: str) -> Computed:
    """The same with what numbers say of one point."""
    figures, failed, reasons, _ = computed
    for name in figures.keys() & values.keys():
        if type(values[name]) is not int or abs(values[name]) >= 2**63:
            figures[name] = figures[name].astype(object)
        figures[name][index] = values[name]
    if why and why not in reasons:
        reasons = (*reasons, why)
    failed[index] = reasons.index(why) if why else FITTING
    return computed._replace(reasons=reasons)


def _in_order(row: Row) -> list[Condition | None]:
    """What is asked of a row in the order in which numbers ask: None stands for a remainder that there always is."""
    stated = _stated(row)
    further = [condition for condition in row.conditions if condition not in stated]
    places = [condition for condition in further if condition.kind == "at least"]
    remainders: list[Condition | None] = [condition for condition in further if condition.kind != "at least"]
    if row.cost.misfits or any(problem.code == "CNN301" for problem in row.cost.problems):
        remainders.insert(0, None)
    # A window that finds no place leaves no remainder; but what rearranges windows asks for the remainder first.
    pairs = (remainders, places) if row.node.layer.operation == REARRANGING else (places, remainders)
    return [*stated, *pairs[0], *pairs[1]]


def _code(row: Row, condition: Condition) -> str:
    """The code of the rule that a condition at a row stands for."""
    layer = row.node.layer
    if layer.joins:
        return "CNN303"
    if condition.kind == "at least":
        return "CNN203" if layer.kind == "slice" else "CNN302"
    return "CNN304" if condition in _stated(row) else "CNN301"


def _stated(row: Row) -> list[Condition]:
    """The conditions that the layer itself states, before its window is looked at."""
    found = row.node.layer.problems(row.inputs, FRAMEWORKS[row.framework])
    return [condition for condition in found if not isinstance(condition, Problem)]


def _values(over: Arrays, x: Any) -> Array:
    if isinstance(x, Greatest):
        found = [over(one) for one in x.among]
        wide = object if any(one.dtype == object for one in found) else np.int64
        greatest = found[0].astype(wide)
        for one in found[1:]:
            greatest = np.maximum(greatest, one.astype(wide))
        return greatest * x.times
    return over(x if isinstance(x, Expr) else int(x))
