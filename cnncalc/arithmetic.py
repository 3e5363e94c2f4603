"""The one output-size rule, (W - F + 2P)/S + 1, and how each framework rounds and pads it.

W is the extent of the input along one axis in pixels, F the kernel, S the stride, P the padding on each side,
D the dilation, and E = D(F - 1) + 1 the pixels that a dilated kernel spans. Every extent, kernel and padding may be a
number or a symbol; nothing here depends on which.

Sources: CS231n, "Spatial arrangement"; for the frameworks their own code: Caffe conv_layer.cpp and pooling_layer.cpp,
PyTorch Pool.h, TensorFlow's SAME and VALID as its documentation of `tf.nn` defines them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.formula import Letter, Shown
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

    from cnncalc.symbolic import Condition, Int

EXACT, PADDING_ONLY, SKIPPED, LOSSY, OVERHANG = "exact", "padding-only", "skipped", "lossy", "overhang"
VERDICTS = (EXACT, PADDING_ONLY, SKIPPED, LOSSY, OVERHANG)
"""What becomes of a remainder along one axis, from harmless to a window that hangs over the edge."""

DOWN, UP, SAME, TRANSPOSED, TRANSPOSED_SAME = "down", "up", "same", "transposed", "transposed same"
TILES = "tiles"
CONVOLUTION, POOLING, TRANSPOSED_CONVOLUTION, REARRANGING = "convolution", "pooling", "transposed", "rearranging"


class Window(NamedTuple):
    """What slides along one axis: kernel F, stride S, padding before and after, dilation D, all in pixels."""

    kernel: Any
    stride: Any = 1
    before: Any = 0
    after: Any = 0
    dilation: Any = 1

    @property
    def extent(self) -> Any:
        """E = D(F - 1) + 1, the pixels from the first tap to the last."""
        return self.kernel if self.dilation == 1 else self.dilation * (self.kernel - 1) + 1


class Rule(NamedTuple):
    """How one axis of one operation is counted.

    `rounding`: DOWN or UP for the remainder, SAME for ceil(W/S) whatever the kernel, TRANSPOSED and TRANSPOSED_SAME for
    the inverses, TILES for windows that lie side by side and must cover the whole input, W/S.
    `clip`: drop a last window that would begin beyond the image and the padding before it (rounding up only).
    `truncates`: divide towards zero, so that a kernel slightly larger than its input still yields one position.
    `fraction_is_error`: the course's rule; elsewhere a remainder is the framework's business.
    `at_least_stride`: TensorFlow's transposed VALID without output padding, (W - 1)S + max(E, S).
    """

    rounding: str = DOWN
    clip: bool = False
    truncates: bool = False
    fraction_is_error: bool = False
    at_least_stride: bool = False


class Framework(NamedTuple):
    """Whose rounding a network follows. `clip` is "never", "if padded" or "always"; `default_padding` of a
    convolution is "half", D(F - 1)/2 on every side as in VGG, or "same"."""

    name: str
    fraction_is_error: bool = False
    convolution_truncates: bool = False
    pools_round_up: bool = False
    clip: str = "always"
    default_padding: str = "half"
    same_needs_stride_1: bool = False
    pool_padding_limit: str = ""
    transposed_valid_at_least_stride: bool = False

    def rule(
        self, operation: str, windows: tuple[Window, ...], *, padding: Any = None, ceil: bool | None = None
    ) -> Rule:
        """The rule for `operation`, such as "convolution" or "pooling"; `padding` and `ceil` are the layer's wishes."""
        if operation == REARRANGING:
            return Rule(TILES, fraction_is_error=True)
        same = padding == "same"
        if operation == TRANSPOSED_CONVOLUTION:
            at_least_stride = self.transposed_valid_at_least_stride and padding == "valid"
            return Rule(TRANSPOSED_SAME if same else TRANSPOSED, at_least_stride=at_least_stride)
        if same:
            return Rule(SAME)
        if operation == CONVOLUTION:
            return Rule(DOWN, truncates=self.convolution_truncates, fraction_is_error=self.fraction_is_error)
        if self.pools_round_up if ceil is None else ceil:
            padded = any(w.before != 0 or w.after != 0 for w in windows)
            return Rule(UP, clip=self.clip == "always" or (self.clip == "if padded" and padded))
        return Rule(DOWN, fraction_is_error=self.fraction_is_error and ceil is None)


FRAMEWORKS = {
    f.name: f
    for f in (
        Framework("exact", fraction_is_error=True),
        Framework("pytorch", same_needs_stride_1=True, pool_padding_limit="half"),
        Framework(
            "caffe", convolution_truncates=True, pools_round_up=True, clip="if padded", pool_padding_limit="kernel"
        ),
        Framework("tensorflow", default_padding="same", transposed_valid_at_least_stride=True),
    )
}


class Positions(NamedTuple):
    """The outcome along one axis.

    `count` positions (None: there is no output); the `verdict` (None where symbols leave it open); `exact`, the fraction (W - E + 2P)/S + 1 where it is not `count`; `unseen` rows or columns of
    the image that no window reaches and no stride would skip anyway; the padding really used; the `conditions` on symbols under
    which there is an output and, where the rule has it that a fraction is an error, none; `never` if there is always a fraction.
    """

    count: Int | None  # type: ignore[assignment]  # shadows tuple.count, which nobody asks of an outcome
    verdict: str | None = EXACT
    exact: Fraction | None = None
    unseen: int = 0
    before: Int = 0
    after: Int = 0
    conditions: tuple[Condition, ...] = ()
    never: bool = False


def equal(a: Any, b: Any) -> bool | Condition:
    """Whether two extents are the same: yes, no, or the condition under which they are."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    from cnncalc import symbolic

    return symbolic.equal(a, b)


def divides(d: Any, n: Any) -> bool | Condition:
    """Whether `d` divides `n`: yes, no, or the condition under which it does."""
    if isinstance(d, int) and isinstance(n, int):
        return n % d == 0
    from cnncalc import symbolic

    return symbolic.divides(d, n)


def at_least(a: Any, b: Any) -> bool | Condition:
    """Whether `a` is at least `b`: yes, no, or the condition under which it is."""
    if isinstance(a, int) and isinstance(b, int):
        return a >= b
    from cnncalc import symbolic

    return symbolic.at_least(a, b)


def _ceil_div(a: Any, b: Any) -> Any:
    return a.ceil_div(b) if isinstance(a, Shown) else -(-a // b)


def _maximum(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int):
        return max(a, b)
    from cnncalc.symbolic import maximum

    return maximum(a, b)


def _reach(extent: Any, window: Window) -> Any:
    """W - E + 2P: how far the window can move, in pixels."""
    before, after = window.before, window.after
    return extent - window.extent + (2 * before if before is after else before + after)


def _upsampled(extent: Any, window: Window, extra: Any) -> Any:
    """S(W - 1) + E - 2P, the inverse of the output-size rule, and output padding."""
    before, after = window.before, window.after
    size = window.stride * (extent - 1) + window.extent - (2 * before if before is after else before + after)
    return size if isinstance(extra, int) and extra == 0 else size + extra


def positions(extent: Any, window: Window, rule: Rule, extra: Any = 0) -> Positions:
    """How many places `window` has along an axis of `extent` pixels: (W - E + 2P)/S + 1 as `rule` rounds it.

    `extra` is the output padding of a transposed convolution.

    >>> positions(227, Window(11, 4), Rule()).count
    55
    >>> positions(224, Window(11, 4), Rule())[:4]
    (54, 'lossy', Fraction(217, 4), 1)
    >>> positions(112, Window(3, 2), Rule(UP))[:2]
    (56, 'overhang')
    """
    if rule.rounding == TRANSPOSED:
        return _transposed(extent, window, rule, extra)
    if rule.rounding == TRANSPOSED_SAME:
        return _transposed_same(extent, window, extra)
    if rule.rounding == SAME:
        return _same(extent, window)
    stride, before, after = window.stride, window.before, window.after
    reach = _reach(extent, window)
    if not (isinstance(reach, int) and isinstance(stride, int)):
        return _symbolic(extent, window, rule, reach)
    remainder = reach % stride
    count = reach // stride + 1
    clipped = rule.clip and _ceil_div(reach, stride) * stride >= extent + before
    if remainder == 0 and reach >= 0 and not clipped:
        return Positions(count, EXACT, None, 0, before, after)
    if rule.rounding == UP:
        up = _ceil_div(reach, stride) + 1 - clipped
        if up < 1:
            return Positions(None)
        if up < count:  # the last window of a whole number of them lay in the padding alone
            return Positions(up, PADDING_ONLY, _exact(reach, stride), 0, before, after)
        if up > count:
            return Positions(up, OVERHANG, _exact(reach, stride), 0, before, after)
        count = up
    if reach < 0:
        if rule.truncates and -stride < reach:
            return Positions(1, OVERHANG, _exact(reach, stride), 0, before, after)
        return Positions(None)
    left_over = max(0, remainder - after)
    skippable = max(0, stride - window.extent)
    verdict = PADDING_ONLY if left_over == 0 else SKIPPED if left_over <= skippable else LOSSY
    return Positions(count, verdict, _exact(reach, stride), max(0, left_over - skippable), before, after)


def _exact(reach: int, stride: int) -> Fraction:
    from fractions import Fraction

    return Fraction(reach, stride) + 1


def _symbolic(extent: Any, window: Window, rule: Rule, reach: Any) -> Positions:
    stride, before, after = window.stride, window.before, window.after
    fits = True if isinstance(stride, int) and stride == 1 else divides(stride, reach)
    clips = rule.rounding == UP and rule.clip and _may_begin_outside(window)
    if rule.rounding == UP and (clips or fits is not True):
        count = _ceil_div(reach, stride) + 1
        if clips:
            from cnncalc.symbolic import minimum

            count = minimum(count, _ceil_div(extent + before, stride))
    else:
        # Where Caffe's convolution has one position for a kernel that is slightly larger than its input, none is claimed:
        # the condition leaves those few extents out, and the closed form stays the one formula that everybody knows.
        count = reach // stride + 1
    there = at_least(count, 1)
    if there is False:
        return Positions(None)
    asked = (fits if rule.fraction_is_error else True, there)
    conditions = tuple(answer for answer in asked if not isinstance(answer, bool))
    verdict = EXACT if fits is True and not clips else None
    return Positions(count, verdict, None, 0, before, after, conditions, rule.fraction_is_error and fits is False)


def _may_begin_outside(window: Window) -> bool:
    """Whether the last window of a rounding up can begin past the image; never when E >= S + P, and then no minimum is needed."""
    slack = window.extent - window.stride - window.after
    return not (isinstance(slack, int) and slack >= 0)


def _same(extent: Any, window: Window) -> Positions:
    """TensorFlow's SAME: ceil(W/S) positions; the padding that takes is split in two, the odd pixel after."""
    stride = window.stride
    count = _ceil_div(extent, stride)
    total = _maximum(0, (count - 1) * stride + window.extent - extent)
    before = total // 2
    padded = window._replace(before=before, after=total - before)
    if isinstance(total, int):
        # A stride larger than the kernel leaves a remainder that no padding takes up.
        return positions(extent, padded, Rule(DOWN))
    return Positions(count, EXACT, None, 0, padded.before, padded.after)


def _transposed(extent: Any, window: Window, rule: Rule, extra: Any) -> Positions:
    size = _upsampled(extent, window, extra)
    if rule.at_least_stride and isinstance(extra, int) and extra == 0:
        size = size + _maximum(0, window.stride - window.extent)
    there = at_least(size, 1)
    if there is False:
        return Positions(None)
    return Positions(size, EXACT, None, 0, window.before, window.after, () if there is True else (there,))


def _transposed_same(extent: Any, window: Window, extra: Any) -> Positions:
    """A transposed convolution that inverts SAME: W·S, or (W - 1)S + (E mod 2) + op with output padding op."""
    if isinstance(extra, int) and extra == 0:
        count = extent * window.stride
    else:
        count = (extent - 1) * window.stride + window.extent % 2 + extra
    total = _maximum(0, window.extent - window.stride)
    return Positions(count, EXACT, None, 0, total // 2, total - total // 2)


def shown(extent: Any, window: Window, rule: Rule, extra: Any = 0, letters: tuple[Shown, Window] | None = None) -> str:
    """The formula of `positions` with the numbers put in, as the course writes it; or with `letters` for extent and window.

    >>> shown(227, Window(11, 4), Rule())
    '(227 - 11 + 2·0)/4 + 1'
    >>> shown(224, Window(7, 2, 3, 3), Rule())
    '⌊(224 - 7 + 2·3)/2⌋ + 1'
    """
    before = Shown.of(window.before)
    numbers = Window(
        Shown.of(window.kernel),
        Shown.of(window.stride),
        before,
        before if window.before == window.after else Shown.of(window.after),
        1 if window.dilation == 1 else Shown.of(window.dilation),
    )
    pixels, w = letters or (Shown.of(extent), numbers)
    plain = isinstance(extra, int) and extra == 0
    added: Any = Letter("O") if letters and not plain else extra
    if rule.rounding == TRANSPOSED_SAME:
        odd: Any = Shown(f"{w.extent} mod 2") if letters else window.extent % 2
        return str(w.stride * pixels if plain else w.stride * (pixels - 1) + odd + added)
    if rule.rounding == TRANSPOSED:
        if rule.at_least_stride and plain:
            return str(w.stride * (pixels - 1) + Shown(f"max({w.extent}, {w.stride})"))
        return str(_upsampled(pixels, w, added))
    if rule.rounding == SAME:
        return str(_ceil_div(pixels, w.stride))
    if rule.rounding == TILES:
        return str(pixels.over(w.stride))
    reach = _reach(pixels, w)
    if rule.fraction_is_error:
        return str(reach.over(w.stride) + 1)
    result = positions(extent, window, rule)
    if result.verdict == EXACT:
        return str(reach.over(w.stride) + 1)
    if rule.rounding == UP:
        up = _ceil_div(reach, w.stride) + 1
        unclipped = positions(extent, window, rule._replace(clip=False))
        if unclipped.count != result.count:
            inside = _ceil_div(extent + window.before, window.stride)
            # With more padding after than before the clip still drops one window only.
            return f"min({up}, {_ceil_div(pixels + w.before, w.stride)})" if inside == result.count else f"{up} - 1"
        return str(up)
    if result.verdict == OVERHANG:
        return f"trunc({reach.over(w.stride)}) + 1"
    return str(reach // w.stride + 1)
