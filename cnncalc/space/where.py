"""`--where`: a condition on figures, in the language's own expressions, over whole columns at once.

Numbers may have the units of budgets: 5M, 1.2G, 300MB. Comparisons, sums, differences, products and `and or not` run on arrays;
what else an expression may hold, divisions, lists, functions, is run point by point by the same machine as `$(…)`.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.space.figures import NUMBERS, PARTS
from cnncalc.spec.evaluation import evaluate, truth
from cnncalc.spec.expressions import AND, BINARY, LOAD, OR, PUSH, UNARY, parse
from cnncalc.spec.findings import Mistake, did_you_mean, listed
from cnncalc.spec.source import Source, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from cnncalc.spec.expressions import Expression, Step

    Array = NDArray[Any]
    Mask = NDArray[np.bool_]

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
COMPUTE = {"+": operator.add, "-": operator.sub, "*": operator.mul}
LARGEST = 2**63 - 1


class Where:
    """A condition; raises `Mistake`, with its place in the text, if it cannot be read or asks for what there is not.

    `swept` are the names of swept values, which hide figures of the same name. A plain `field` is the larger of its two extents, as a
    budget limits both.
    """

    def __init__(self, text: str, swept: Collection[str] = ()) -> None:
        self.text = Text(Source("--where", text), text)
        self.expression, _ = parse(self.text, units=True)
        for step in self.expression.steps:
            if step.operation == LOAD:
                self._known(step, swept)
        self.names = tuple(dict.fromkeys(self.expression.names))

    def _known(self, step: Step, swept: Collection[str]) -> None:
        name, span = step.argument, self.text.span(step.start, step.end)
        if name in swept or name in NUMBERS or name == "field":
            return
        if name in PARTS:
            raise Mistake(
                "CNN104", f"`{name}` is a size, not a number", span, help=f"compare {' or '.join(PARTS[name])}"
            )
        known = [*swept, *NUMBERS, "field"]
        raise Mistake(
            "CNN208",
            f"there is no figure `{name}`",
            span,
            help=did_you_mean(name, known, f"there are {listed(known, 40)}"),
        )

    def numbers(self, swept: Collection[str]) -> tuple[str, ...]:
        """The figures that must be known."""
        found = [
            part
            for name in self.names
            if name not in swept
            for part in (PARTS["field"] if name == "field" else (name,))
        ]
        return tuple(dict.fromkeys(found))

    def mask(self, columns: Mapping[str, Array], count: int) -> tuple[Mask, Mask]:
        """Where it holds, and where it cannot be said because a figure is unknown; raises `Mistake`."""
        values = {name: column_of(columns, name) for name in self.names}
        unknown = np.zeros(count, dtype=bool)
        for column in values.values():
            if column.dtype == object:
                unknown |= np.array([one is None for one in column], dtype=bool)
        known = ~unknown
        values = {name: column[known] for name, column in values.items()}
        found = np.zeros(count, dtype=bool)
        at_once = _on_arrays(self.expression, values, int(known.sum()))
        found[known] = self._one_by_one(values, int(known.sum())) if at_once is None else at_once
        return found, unknown

    def _one_by_one(self, values: Mapping[str, Array], count: int) -> Mask:
        # Fractions of a pixel are reals here, as all fractions are in an expression.
        lists = {
            name: [float(one) if isinstance(one, Fraction) else one for one in column.tolist()]
            for name, column in values.items()
        }
        found = np.zeros(count, dtype=bool)
        for index in range(count):
            value = evaluate(self.expression, lambda name: lists[name][index])  # noqa: B023  # used at once
            if not isinstance(value, bool | int | float):
                help = "as in 'params < 5M and macs < 600M'"
                raise Mistake("CNN104", "a condition is yes or no", self.text.whole, help=help)
            found[index] = truth(value)
        return found


def column_of(columns: Mapping[str, Array], name: str) -> Array:
    """A figure as one number: of a receptive field the larger extent, as a budget limits both."""
    if name == "field" and name not in columns:
        height, width = (columns[part] for part in PARTS["field"])
        if object not in (height.dtype, width.dtype):
            return np.maximum(height, width)
        pairs = zip(height.tolist(), width.tolist(), strict=True)
        found = np.empty(len(height), dtype=object)
        found[:] = [None if h is None or w is None else max(h, w) for h, w in pairs]
        return found
    return columns[name]


def _on_arrays(expression: Expression, values: Mapping[str, Array], count: int) -> Mask | None:
    """The condition on whole columns; None where it holds more than this is for."""
    stack: list[Any] = []
    joints: list[tuple[int, str]] = []  # where the right side of an `and` or `or` ends, and which it is
    for at, step in enumerate(expression.steps):
        while joints and joints[-1][0] == at:
            _join(stack, joints.pop()[1])
        operation, argument = step.operation, step.argument
        if operation == PUSH:
            stack.append(argument)
        elif operation == LOAD:
            stack.append(values[argument])
        elif operation in (AND, OR):
            joints.append((at + 1 + argument, operation))
        elif operation == UNARY:
            stack.append(~_truth(stack.pop()) if argument == "not" else _exact(operator.sub, 0, stack.pop()))
        elif operation == BINARY and argument in COMPARE:
            right = stack.pop()
            stack.append(_exact(COMPARE[argument], stack.pop(), right))
        elif operation == BINARY and argument in COMPUTE:
            right = stack.pop()
            stack.append(_exact(COMPUTE[argument], stack.pop(), right))
        else:
            return None
        if stack and stack[-1] is None:
            return None
    while joints:
        _join(stack, joints.pop()[1])
    return np.broadcast_to(_truth(stack[-1]), (count,))


def _join(stack: list[Any], which: str) -> None:
    right, left = (np.asarray(stack.pop()) for _ in range(2))  # what is above 64 bits as objects
    stack.append(np.where(_truth(left), right, left) if which == AND else np.where(_truth(left), left, right))


def _truth(value: Any) -> Any:
    return np.asarray(value, dtype=bool)


def _exact(operation: Any, left: Any, right: Any) -> Any:
    """The operation on integers, in 64 bits where they suffice; None where something else is about."""
    bounds = [_bound(value) for value in (left, right)]
    if None in bounds:
        return None
    a, b = bounds
    most = a * b if operation is operator.mul else a + b if operation in COMPUTE.values() else max(a, b)
    if max(a, b, most) > LARGEST:
        left, right = (np.asarray(value).astype(object) for value in (left, right))
    else:  # truth values count as 1 and 0, as they do in Python
        left, right = (np.asarray(value, dtype=np.int64) for value in (left, right))
    return operation(left, right)


def _bound(value: Any) -> Any:
    """The largest magnitude; None where there is more than integers and truth values."""
    if isinstance(value, bool | int):
        return abs(int(value))
    if isinstance(value, np.generic):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray):
        return None
    if value.dtype == object:
        return 2**63 if all(type(one) in (int, bool) for one in value) else None
    return int(np.abs(value.astype(np.int64)).max(initial=0)) if value.dtype.kind in "ib" else None
