"""What one layer could be instead so that it fits: from the search over its unknowns, each tried on the engine before it is offered."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any

from cnncalc.arithmetic import CONVOLUTION, EXACT, FRAMEWORKS, LOSSY, POOLING
from cnncalc.engine.costs import cost
from cnncalc.engine.fit import COURSE, LOSSLESS
from cnncalc.engine.single import Known, choices
from cnncalc.layers.base import Padding, Pair
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cnncalc.arithmetic import Window
    from cnncalc.engine.single import Choice
    from cnncalc.layers.base import Layer, Shape

MANY_GROUPS = 4096
"""Groups are not looked for beyond this many."""


class Change(NamedTuple):
    """A layer to take instead, and what is different about it."""

    layer: Layer
    words: str


def changes(layer: Layer, x: Shape, framework: str, mode: str) -> list[Change]:
    """The least padding, and the nearest kernel, with which the layer does what `mode` asks on an input of `x`; a pool may round up.

    `mode` is `fit.COURSE` for no remainder, `LOSSLESS` for none that is lossy, `ANY` for an output.
    """
    if layer.operation not in (CONVOLUTION, POOLING):
        return []
    windows = layer.windows(FRAMEWORKS[framework])
    assert windows is not None
    if not all(isinstance(number, int) for number in (*windows[0], *windows[1], *x[:2])):
        return []
    search = _Search(layer, x, framework, windows, mode)
    found = [search.padded(), search.another_kernel()]
    if mode == LOSSLESS and layer.operation == POOLING:
        found.append(Change(layer.replace(ceil=True), "rounding up (`ceil`)"))
    return [change for change in found if change is not None and search.holds(change.layer)]


class _Search:
    def __init__(self, layer: Layer, x: Shape, framework: str, windows: tuple[Window, Window], mode: str) -> None:
        self.layer, self.x, self.framework, self.windows, self.mode = layer, x, framework, windows, mode

    def holds(self, layer: Layer) -> bool:
        """Whether the engine gives `layer` an output in this place, and what was asked; it has no verdict on what it refuses."""
        verdict = cost(layer, (self.x,), self.framework).verdict
        return verdict is not None and all(map(self._does, verdict))

    def _does(self, verdict: str | None) -> bool:
        if self.mode == COURSE:
            return verdict == EXACT
        return verdict != LOSSY if self.mode == LOSSLESS else True

    def _axes(
        self, known: Callable[[Window], dict[str, Any]], distance: Callable[[Choice, Window], Any]
    ) -> list[Choice] | None:
        """For each axis the choice nearest to what the layer is now; None where there is none."""
        found = []
        for extent, window in zip(self.x[:2], self.windows, strict=True):
            asked = Known(extent, None, window.kernel, window.stride, (window.before, window.after), window.dilation)
            unknown = asked._replace(**known(window))
            all_of_them = choices(self.layer.operation or "", FRAMEWORKS[self.framework], unknown)
            best = min(
                (c for c in all_of_them if self._does(c.verdict)), key=lambda c: distance(c, window), default=None
            )
            if best is None:
                return None
            found.append(best)
        return found

    def padded(self) -> Change | None:
        """The same layer with the padding that differs least; rather more than less."""

        def distance(choice: Choice, window: Window) -> tuple[int, bool]:
            before, after = choice.window.before - window.before, choice.window.after - window.after
            return abs(before) + abs(after), before + after < 0

        found = self._axes(lambda window: {"padding": None}, distance)
        if found is None:
            return None
        sides = [(choice.window.before, choice.window.after) for choice in found]
        layer = self.layer.replace(padding=Padding(*sides[0], *sides[1]))
        if sides[0] == sides[1]:
            return Change(layer, f"padding {_sides(*sides[0])}")
        named = [
            f"{_sides(*new)} along the {axis}"
            for axis, new, window in zip(("height", "width"), sides, self.windows, strict=True)
            if new != (window.before, window.after)
        ]
        return Change(layer, f"padding {' and '.join(named)}")

    def another_kernel(self) -> Change | None:
        """The same layer with the nearest kernel, its stride and padding as they are; none that leaves larger gaps between its windows."""

        def distance(choice: Choice, window: Window) -> tuple[bool, int]:
            return _gap(choice.window) > _gap(window), abs(choice.window.kernel - window.kernel)

        found = self._axes(lambda window: {"kernel": None}, distance)
        if found is None or any(
            _gap(choice.window) > _gap(window) for choice, window in zip(found, self.windows, strict=True)
        ):
            return None
        height, width = self.windows
        kernel = Pair(*(choice.window.kernel for choice in found))
        layer = self.layer.replace(
            kernel=kernel,
            stride=Pair(height.stride, width.stride),
            padding=Padding(height.before, height.after, width.before, width.after),
        )
        return Change(layer, f"kernel {kernel}")


def _gap(window: Window) -> int:
    """Pixels that the stride skips between two windows."""
    return max(0, int(window.stride - window.extent))


def _sides(before: int, after: int) -> str:
    return f"{before} on both sides" if before == after else f"{before} before and {after} after"


def regrouped(layer: Layer, x: Shape, framework: str) -> list[Change]:
    """The same layer with the nearest numbers of groups that divide channels and filters, or of filters that the groups divide."""
    groups, filters = layer.options()["groups"], layer.options().get("filters", 0)
    if not all(isinstance(number, int) for number in (groups, filters, x.depth)):
        return []
    common = gcd(x.depth, filters)
    below = next(g for g in range(min(groups, common), 0, -1) if common % g == 0)
    above = next((g for g in range(groups, min(common, MANY_GROUPS) + 1) if common % g == 0), None)
    found = [
        Change(layer.replace(groups=g), f"{g} groups" if g > 1 else "no groups" if filters else "1 group")
        for g in (below, above)
        if g
    ]
    near = (filters // groups * groups, -(-filters // groups) * groups)
    found += [Change(layer.replace(filters=n), f"{n} filters") for n in near if n]
    return [change for change in found if cost(change.layer, (x,), framework).output is not None]


def projection(x: Shape, wanted: Shape, framework: str) -> Layer | None:
    """A convolution without padding that makes `wanted` of `x`, both of numbers, with the smallest kernel: He et al. 2015, option B."""
    from cnncalc.layers.conv import Conv

    rules, found = FRAMEWORKS[framework], []
    for extent, output in zip(x[:2], wanted[:2], strict=True):
        best = next(choices(CONVOLUTION, rules, Known(extent, output, padding=(0, 0))), None)
        if best is None:
            return None
        found.append(best.window)
    kernel, stride = Pair(*(w.kernel for w in found)), Pair(*(w.stride for w in found))
    options: dict[str, Any] = {"kernel": kernel, "stride": stride, "filters": wanted.depth}
    layer = Conv(**options, padding=None if kernel == (1, 1) and framework != "tensorflow" else Padding(0, 0, 0, 0))
    return layer if cost(layer, (x,), framework).output == wanted else None


def resized(layer: Layer, x: Shape, wanted: Shape, framework: str) -> Change | None:
    """The same layer with the padding that gives the height and width of `wanted`: for paths that forgot theirs."""
    if layer.operation not in (CONVOLUTION, POOLING):
        return None
    windows = layer.windows(FRAMEWORKS[framework])
    assert windows is not None
    sides: list[int] = []
    for extent, output, window in zip(x[:2], wanted[:2], windows, strict=True):
        if not all(isinstance(number, int) for number in (*window, extent, output)):
            return None
        known = Known(extent, output, window.kernel, window.stride, None, window.dilation)
        best = next(_sensible(choices(layer.operation, FRAMEWORKS[framework], known)), None)
        if best is None:
            return None
        sides += [best.window.before, best.window.after]
    change = layer.replace(padding=Padding(*sides))
    output = cost(change, (x,), framework).output
    return Change(change, f"as {change.notation()}") if output is not None and output[:2] == wanted[:2] else None


def _sensible(found: Iterable[Choice]) -> Iterator[Choice]:
    """Paddings below the kernel: more would be an odd way to make two sizes equal."""
    return (choice for choice in found if max(choice.window.before, choice.window.after) < choice.window.extent)


def listed(words: Iterable[object], joint: str = "or") -> str:
    """`195 or 227`, `a, b or c`."""
    *most, last = map(str, words)
    return f"{', '.join(most)} {joint} {last}" if most else last
