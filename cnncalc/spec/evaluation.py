"""Running an expression: a stack machine over integers, reals, booleans, words, lists and symbolic integers.

Every value stays within bounds, integers below 10^100 and reals finite, so that no expression is slow. Division of two
integers is exact where it comes out even; with a symbol it waits for `floor` or `ceil`.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple
from cnncalc.spec.effort import OPERATION, Effort
from cnncalc.spec.expressions import AND, BINARY, CALL, INDEX, JUMP, LIST, LOAD, OR, PUSH, UNARY, UNLESS
from cnncalc.spec.findings import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnncalc.spec.expressions import Expression, Step

LARGEST = 10**100
BITS = 333
"""The bound of every integer, and its size."""

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


PLAIN = frozenset((int, float, bool, str, tuple))
"""Types of values without symbols."""


class Quotient(NamedTuple):
    """A division that holds a symbol and has not been rounded yet."""

    above: Any
    below: Any


class Refusal(Exception):
    """An operation that makes no sense of its operands; the machine knows where they stand."""


def evaluate(expression: Expression, lookup: Callable[[str], Any], effort: Effort | None = None) -> Any:
    """The value of `expression`: int, float, bool, str, a tuple for a list, or an `Expr`.

    `lookup` gives the value of a name and raises KeyError, with a remedy as its second argument, where there is none. What it takes is
    counted as `effort`. Raises `Mistake`, and `Limit` where that is too much.
    """
    steps = expression.steps
    effort = effort or Effort()
    effort.spend(OPERATION * (2 + len(steps)))
    if len(steps) == 1 and steps[0].operation == LOAD:
        return _look_up(expression, steps[0], lookup)
    stack: list[Any] = []
    at = 0
    while at < len(steps):
        step = steps[at]
        at += 1
        try:
            at += _run(step, stack, lambda step: _look_up(expression, step, lookup))
            if step.operation in (BINARY, CALL) and type(stack[-1]) not in PLAIN:
                effort.spend(_weight(step, stack[-1]))
        except Refusal as refusal:
            help = "mend what is underlined; docs/language.md says what an expression may hold"
            raise Mistake("CNN104", str(refusal), expression.text.span(step.start, step.end), help=help) from None
        except (ArithmeticError, ValueError) as problem:
            message = str(problem) if _symbolic(stack) else "the result is too large"
            raise Mistake("CNN104", message, expression.text.span(step.start, step.end)) from None
    (value,) = stack
    if isinstance(value, Quotient):
        help = "round it: `//`, `floor(…)` or `ceil(…)`"
        raise Mistake(
            "CNN104",
            "a division that holds a symbol",
            expression.text.span(expression.start, expression.end),
            help=help,
        )
    return value


def _weight(step: Step, result: Any) -> int:
    """About how many microseconds an operation on symbols takes, by the terms of its result: a product has four pairs of terms for each
    two of them, squared, a power several such products."""
    from cnncalc.symbolic.expr import terms_of

    terms = sum(len(terms_of(part)) for part in result) if isinstance(result, Quotient) else len(terms_of(result))
    if step.operation == BINARY and step.argument in ("*", "**"):
        return (3 if step.argument == "**" else 1) * terms * terms
    return 20 + terms


def _look_up(expression: Expression, step: Step, lookup: Callable[[str], Any]) -> Any:
    try:
        return lookup(step.argument)
    except KeyError as unknown:
        span = expression.text.span(step.start, step.end)
        raise Mistake("CNN208", f"there is no parameter `{step.argument[:60]}`", span, help=unknown.args[1]) from None


def _run(step: Step, stack: list[Any], look_up: Callable[[Step], Any]) -> int:
    """Do one step on the stack; how many steps to skip."""
    operation, argument = step.operation, step.argument
    if operation == PUSH:
        stack.append(argument)
    elif operation == LOAD:
        stack.append(look_up(step))
    elif operation == BINARY:
        right = stack.pop()
        stack[-1] = bounded(binary(argument, stack[-1], right))
    elif operation == UNARY:
        stack[-1] = not truth(stack[-1]) if argument == "not" else -numeric(stack[-1], "-")
    elif operation == UNLESS:
        return 0 if truth(stack.pop()) else int(argument)
    elif operation == JUMP:
        return int(argument)
    elif operation in (AND, OR):
        if truth(stack[-1]) == (operation == OR):
            return int(argument)
        stack.pop()
    elif operation == INDEX:
        index = stack.pop()
        stack[-1] = item(stack[-1], index)
    else:
        function, count = argument if operation == CALL else ("", argument)
        arguments = stack[len(stack) - count :]
        del stack[len(stack) - count :]
        stack.append(tuple(arguments) if operation == LIST else bounded(call(function, arguments)))
    return 0


def truth(value: Any) -> bool:
    """A condition as yes or no; a number is yes unless it is 0."""
    if isinstance(value, bool | int | float):
        return bool(value)
    raise Refusal(f"a condition is yes, no or a number, not {kind_of(value)}")


def numeric(value: Any, what: str) -> Any:
    """`value`, if it is one to compute with."""
    if isinstance(value, int | float) or _is_symbolic(value):
        return value
    raise Refusal(
        f"`{what}` needs numbers, not {kind_of(value)}"
        + (": round the division first" if isinstance(value, Quotient) else "")
    )


def item(values: Any, index: Any) -> Any:
    """One item of a list, counted from 0, or from the end if negative."""
    if not isinstance(values, tuple) or isinstance(values, Quotient):
        raise Refusal(f"only a list has items, not {kind_of(values)}")
    if not isinstance(index, int):
        raise Refusal(f"an index is an integer, not {kind_of(index)}")
    if not -len(values) <= index < len(values):
        raise Refusal(f"there is no item {index}: the list has {len(values)}, counted from 0")
    return values[index]


def binary(sign: str, left: Any, right: Any) -> Any:
    """Two operands and the sign between them."""
    if sign in ("==", "!="):
        if _is_symbolic(left) or _is_symbolic(right):
            raise Refusal("a symbol cannot be compared: give it a value with --set")
        return (left == right) == (sign == "==")
    numeric(left, sign)
    numeric(right, sign)
    symbolic = _is_symbolic(left) or _is_symbolic(right)
    if symbolic and (isinstance(left, float) or isinstance(right, float)):
        raise Refusal(f"`{sign}` of a symbol needs integers, not reals")
    if symbolic and sign[0] in "<>":
        raise Refusal("a symbol cannot be compared: give it a value with --set")
    if sign in ("/", "//", "%") and not _is_symbolic(right) and right == 0:
        raise Refusal("division by zero")
    if sign == "/":
        return Quotient(left, right) if symbolic else divide(left, right)
    if sign == "**":
        return power(left, right)
    return OPERATORS[sign](left, right)


def divide(left: float, right: float) -> int | float:
    """The quotient, an integer where two integers divide evenly."""
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return left / right


def power(base: Any, exponent: Any) -> Any:
    """`base` to the power of `exponent`."""
    if _is_symbolic(exponent):
        raise Refusal("an exponent is a number, not a symbol")
    if _is_symbolic(base):
        if not isinstance(exponent, int):
            raise Refusal("an exponent of a symbol is an integer")
        return base**exponent
    if base == 0 and exponent < 0:
        raise Refusal("division by zero")
    if base < 0 and isinstance(exponent, float) and not exponent.is_integer():
        raise Refusal(f"{base} has no real power {exponent}")
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1:
        if exponent > 0 and (abs(base).bit_length() - 1) * exponent > BITS:
            raise OverflowError
        if exponent < -4 * BITS:
            return 0.0
    return base**exponent


def call(function: str, arguments: list[Any]) -> Any:
    """A function's value."""
    if function in ("min", "max"):
        return extreme(function, arguments)
    if function == "divisible":
        if len(arguments) not in (2, 3):
            raise Refusal("`divisible` takes a number, its divisor and, if need be, the least result")
        return divisible(*(concrete(argument, function) for argument in arguments))
    if len(arguments) != 1:
        raise Refusal(f"`{function}` takes one number")
    value = arguments[0]
    if isinstance(value, Quotient) and function != "round":
        return value.above // value.below if function == "floor" else -(-value.above // value.below)
    if _is_symbolic(value) or isinstance(value, int):
        return value
    number = concrete(value, function)
    return round(number) if function == "round" else math.ceil(number) if function == "ceil" else math.floor(number)


def concrete(value: Any, function: str) -> int | float:
    """`value`, if it is a number and no symbol."""
    if not isinstance(value, int | float):
        raise Refusal(f"`{function}` needs numbers, not {kind_of(value)}")
    return value


def extreme(function: str, arguments: list[Any]) -> Any:
    """The least or the greatest of several values, or of a list."""
    if len(arguments) == 1 and isinstance(arguments[0], tuple) and not isinstance(arguments[0], Quotient):
        arguments = list(arguments[0])
    if not arguments:
        raise Refusal(f"`{function}` needs a value")
    values = [numeric(argument, function) for argument in arguments]
    if not any(map(_is_symbolic, values)):
        return min(values) if function == "min" else max(values)
    from cnncalc.symbolic import maximum, minimum

    result = values[0]
    for value in values[1:]:
        if isinstance(value, float) or isinstance(result, float):
            raise Refusal(f"`{function}` of a symbol needs integers, not reals")
        result = minimum(result, value) if function == "min" else maximum(result, value)
    return result


def divisible(value: float, divisor: float, least: float | None = None) -> int:
    """The multiple of `divisor` nearest to `value`, at least `least` (or one multiple), never more than a tenth below it.

    Source: `_make_divisible` of torchvision/models/_utils.py, after TensorFlow's MobileNet.

    >>> divisible(32 * 0.75, 8), divisible(0.35 * 16, 8), divisible(11.0, 8), divisible(27, 8)
    (24, 8, 16, 32)
    """
    if not (isinstance(divisor, int) and divisor >= 1):
        raise Refusal(f"`divisible` needs a divisor of at least 1, not {divisor}")
    if least is None:
        least = divisor
    result = max(least, int(value + divisor / 2) // divisor * divisor)
    if result < 0.9 * value:
        result += divisor
    return int(result)


def bounded(value: Any) -> Any:
    """`value`, if it is within the limits."""
    if (isinstance(value, int) and not -LARGEST < value < LARGEST) or (
        isinstance(value, float) and not math.isfinite(value)
    ):
        raise OverflowError
    return value


def kind_of(value: Any) -> str:
    """What a value is, for a message."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quotient):
        return "a division that holds a symbol"
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, str):
        return f"the word `{value}`"
    return f"the symbol {value}" if _is_symbolic(value) else f"{value}"


def _is_symbolic(value: Any) -> bool:
    return not isinstance(value, int | float | str | tuple)


def _symbolic(stack: list[Any]) -> bool:
    return any(_is_symbolic(value) or isinstance(value, Quotient) for value in stack)
