"""One layer, one axis: every integer choice of what is unknown among input, kernel, stride, padding, dilation and output.

The search asks `arithmetic.positions` and repeats nothing of it: the count rises or falls with each of the unknowns, so that the last of them
is found by halving, and only the others are gone through one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import EXACT, SAME, TRANSPOSED_CONVOLUTION, Window, positions, shown
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from cnncalc.arithmetic import Framework, Positions, Rule

UNKNOWNS = ("dilation", "kernel", "stride", "padding", "extent", "output")
"""In the order in which choices are sorted, smallest first; paddings that differ by one pixel come behind all equal ones."""

BOUNDS = {"dilation": 8, "kernel": 64, "stride": 64, "extent": 1024}
"""How far an unknown goes where there are several. A padding stays below D(F - 1) + 1, so that no window lies in the padding alone. A single
unknown has no bound but sense: nothing is larger than what it slides over."""


class Known(NamedTuple):
    """What is known of one axis, in pixels; None is unknown. `padding` is before and after, or "same"."""

    extent: int | None = None
    output: int | None = None
    kernel: int | None = None
    stride: int | None = None
    padding: tuple[int, int] | str | None = None
    dilation: int | None = 1

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of what is unknown, in the order of `UNKNOWNS`."""
        return tuple(name for name in UNKNOWNS if getattr(self, name) is None)


class Choice(NamedTuple):
    """One answer: the window on an input of `extent` pixels has `output` positions, and what becomes of a remainder.

    `any_stride`: there is one position, so that the stride does not matter; it stands for all of them.
    """

    extent: int
    output: int
    window: Window
    verdict: str | None
    rule: Rule
    any_stride: bool

    @property
    def formula(self) -> str:
        """`(227 - 11 + 2·0)/4 + 1 = 55`."""
        return f"{shown(self.extent, self.window, self.rule)} = {self.output}"

    @property
    def hyper_parameters(self) -> tuple[Any, ...]:
        """What the layer is, apart from the input it slides over."""
        return tuple(self.window)


def choices(operation: str, framework: Framework, known: Known) -> Iterator[Choice]:
    """Every choice of the unknowns with which the window counts as known, smallest first.

    `operation` is one of arithmetic's CONVOLUTION, POOLING and TRANSPOSED_CONVOLUTION. Under the rules of `exact` the window must fit without
    a remainder, under a framework's it may be rounded as that one does.

    >>> from cnncalc.arithmetic import CONVOLUTION, FRAMEWORKS
    >>> [c.formula for c in choices(CONVOLUTION, FRAMEWORKS["exact"], Known(227, 55, 11))]
    ['(227 - 11 + 2·0)/4 + 1 = 55']
    """
    if known.padding is not None:
        yield from _Search(operation, framework, known, False).run()
        return
    yield from _Search(operation, framework, known, False).run()
    yield from _Search(operation, framework, known, True).run()


class _Search:
    """The choices with the same padding on both sides, or (`uneven`) with one pixel more after than before."""

    def __init__(self, operation: str, framework: Framework, known: Known, uneven: bool) -> None:
        self.operation, self.framework, self.known, self.uneven = operation, framework, known, uneven
        self.transposed = operation == TRANSPOSED_CONVOLUTION
        self.alone = len(known.unknown) == 1

    def run(self) -> Iterator[Choice]:
        """All of them, in order."""
        values = {name: getattr(self.known, name) for name in UNKNOWNS}
        yield from self._vary(values, list(self.known.unknown))

    def _vary(self, values: dict[str, Any], unknown: list[str]) -> Iterator[Choice]:
        if not unknown or unknown == ["output"]:
            found = self._choice(values)
            if found is not None:
                yield found
            return
        name, *rest = unknown
        for value in self._found(values, name) if not rest else range(_least(name), self._most(values, name) + 1):
            yield from self._vary({**values, name: value}, rest)

    def _found(self, values: dict[str, Any], name: str) -> Iterator[int]:
        """The values of the last unknown that may give the output: one stretch, for the count goes one way only."""
        low, high = _least(name), self._most(values, name)
        if name == "stride" and self.framework.convolution_truncates:
            # A kernel larger than its input has a position again once the stride is larger than what is missing: up and down.
            yield from range(low, high + 1)
            return
        rising = (name == "extent") or (name == "padding") != self.transposed
        if name == "padding" and not self.uneven:
            yield 0  # by itself: caffe drops windows that begin beyond the image only where there is padding
            low = 1
        first = self._first(values, name, low, high, rising, 0 if rising else 1)
        last = self._first(values, name, low, high, rising, 1 if rising else 0)
        yield from range(first, last)

    def _first(self, values: dict[str, Any], name: str, low: int, high: int, rising: bool, beyond: int) -> int:
        """The smallest value at which a rising count is at least the output plus `beyond`, a falling one below it plus `beyond`."""
        wanted, high = values["output"] + beyond, high + 1
        while low < high:
            middle = (low + high) // 2
            count = self._positions({**values, name: middle})[1].count or 0
            if (count >= wanted) if rising else (count < wanted):
                high = middle
            else:
                low = middle + 1
        return low

    def _most(self, values: dict[str, Any], name: str) -> int:
        """The largest value worth a look, given those that are known."""
        if not self.alone and name != "padding":
            return BOUNDS[name]
        if name in ("extent", "padding"):
            span: int = Window(values["kernel"], dilation=values["dilation"]).extent
            if not self.alone:
                return span - 1 - self.uneven
            steps: int = (values["output"] + (values["extent"] or 0)) * values["stride"]
            return steps + span + sum(self._sides(values["padding"] or 0))
        slid_over: int = values["output" if self.transposed else "extent"] + sum(self._sides(values["padding"]))
        return slid_over + (values["stride"] if name == "kernel" else 0)

    def _sides(self, padding: Any) -> tuple[int, int]:
        if isinstance(padding, int):
            return padding, padding + self.uneven
        return (0, 0) if isinstance(padding, str) else padding

    def _positions(self, values: dict[str, Any]) -> tuple[Window, Positions, Rule]:
        before, after = self._sides(values["padding"])
        window = Window(values["kernel"], values["stride"], before, after, values["dilation"])
        same = values["padding"] if isinstance(values["padding"], str) else None
        rule = self.framework.rule(self.operation, (window, window), padding=same)
        return window, positions(values["extent"], window, rule), rule

    def _choice(self, values: dict[str, Any]) -> Choice | None:
        """The choice that these values are, unless the output is another or the rules of `exact` forbid it."""
        window, found, rule = self._positions(values)
        if not isinstance(found.count, int) or values["output"] not in (None, found.count):
            return None
        if self.framework.fraction_is_error and found.verdict != EXACT:
            return None
        if self.known.dilation is None and window.kernel == 1 and window.dilation > 1:
            return None  # one tap has no distance
        one = found.verdict == EXACT and (values["extent"] if self.transposed else found.count) == 1
        any_stride = self.known.stride is None and one and rule.rounding != SAME
        if any_stride and window.stride > 1:
            return None
        window = window._replace(before=found.before, after=found.after)
        return Choice(values["extent"], found.count, window, found.verdict, rule, any_stride)


def _least(name: str) -> int:
    return 0 if name == "padding" else 1


def preserving(extent: int, window: Window) -> tuple[str, str, Fraction]:
    """The padding that keeps the size (N5, N6): in letters, with the numbers put in, and its value, which may be no integer.

    >>> preserving(7, Window(3, 2))
    ('((S - 1)·(N - 1) + F - 1)/2', '((2 - 1)·(7 - 1) + 3 - 1)/2', Fraction(4, 1))
    >>> preserving(32, Window(4))[1:]
    ('(4 - 1)/2', Fraction(3, 2))
    """
    from fractions import Fraction

    from cnncalc.formula import Shown

    def both(s: Any, n: Any, f: Any) -> Any:
        return f - 1 if window.stride == 1 else (s - 1) * (n - 1) + (f - 1)

    letters = both(Shown("S"), Shown("N"), Shown("F" if window.dilation == 1 else "E"))
    numbers = both(Shown.of(window.stride), Shown.of(extent), Shown.of(window.extent))
    twice = both(window.stride, extent, window.extent)
    return str(letters.over(2)), str(numbers.over(2)), Fraction(twice, 2)


def fraction_of(operation: str, framework: Framework, known: Known) -> tuple[str, list[int]] | None:
    """Why nothing fits where only the output is unknown: the formula with the fraction that comes out, and the nearest inputs that fit."""
    if known.unknown != ("output",):
        return None
    search = _Search(operation, framework, known, False)
    values = {name: getattr(known, name) for name in UNKNOWNS}
    window, found, rule = search._positions(values)
    if found.exact is None:
        return None
    from cnncalc.engine.formulas import number

    text = f"{shown(known.extent, window, rule)} = {number(found.exact)}"
    near = []
    for step in (-1, 1):
        extents = range(values["extent"] + step, values["extent"] + step * window.stride, step)
        near += [next((e for e in extents if e > 0 and search._choice({**values, "extent": e})), 0)]
    return text, [extent for extent in near if extent]
