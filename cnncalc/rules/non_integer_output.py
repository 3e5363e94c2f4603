"""CNN301: the filter does not tile its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import LOSSY, OVERHANG, PADDING_ONLY
from cnncalc.diagnostics import ERROR, INFO
from cnncalc.rules.base import SEARCHED, Rule
from cnncalc.rules.rule_sets import misfits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.report import Report, Row


class NonIntegerOutput(Rule):
    """The filter does not tile its input: (W - F + 2P)/S + 1 is not an integer.

    Why it matters: the window does not end at the border. Frameworks round in silence, each in its own way, so part of the
    image may never be seen, and the same network gets other shapes, and other weight counts behind a fully connected layer,
    elsewhere.

    What to do: change the size of the input to one that fits the whole network, or give this layer another padding or kernel.
    If a framework's rounding is what you want, say whose: `framework: pytorch`, `caffe` or `tensorflow`; a pool may say it
    itself: `POOL3/2ceil`.

    Space to depth (`REORG2`) takes whole windows only: what it does not divide has no output, whatever the framework.

    When it is harmless: when only padding is left over. Under `--rules framework`, the default for documents that name a
    framework, that is a note, and pixels that are lost are CNN305.
    """

    code, severity = "CNN301", ERROR
    fails = (
        "INPUT 7x7x1 CONV3-1/3p0",
        "INPUT 224x224x3 CONV11-96/4p0",
        "INPUT 112x112x64 POOL3/2",
        "INPUT 13x13x64 REORG2",
    )
    passes = (
        "INPUT 7x7x1 CONV3-1/2p0",
        "INPUT 227x227x3 CONV11-96/4p0",
        "INPUT 113x113x64 POOL3/2",
        "INPUT 112x112x64 POOL3/2ceil",
        "INPUT 26x26x64 REORG2",
    )

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        """One error a path: behind the first layer that does not fit, sizes are no longer the author's."""
        followers = misfits_behind(report, lambda row: misfits(row, rule_set))
        searched = 0
        for index, row in enumerate(report.rows):
            if index in followers:
                searched += 1
                yield self._error(report, row, followers[index], search=searched <= SEARCHED)
            elif (
                row.verdict is not None
                and PADDING_ONLY in row.verdict
                and not misfits(row, rule_set)
                and LOSSY not in row.verdict
            ):
                yield self.at(
                    row,
                    f"{row.node.layer.notation()} leaves padding unused: {equation(row)}, rounded down",
                    severity=INFO,
                )

    def _error(self, report: Report, row: Row, followers: int, *, search: bool) -> Diagnostic:
        from cnncalc.rules.remedies import for_layer, for_network
        from cnncalc.rules.stride_skips_pixels import gaps

        notes = [consequence(row)] if search else []
        if gaps(row):
            notes.append(f"it also {gaps(row)}")
        notes += of_followers(followers)
        return self.at(
            row,
            f"{row.node.layer.notation()} does not fit: {equation(row)}",
            notes=tuple(notes),
            help="; ".join(part for part in (for_network(report), for_layer(row)) if part) if search else "",
        )


def misfits_behind(report: Report, is_misfit: Callable[[Row], bool]) -> dict[int, int]:
    """The first layers that do not fit, and how many more behind each do not fit either."""
    followers: dict[int, int] = {}
    if not any(map(is_misfit, report.rows)):
        return followers
    none: frozenset[int] = frozenset()
    behind: list[frozenset[int]] = []  # for every row the first misfits that its input has come through
    more: dict[frozenset[int], int] = {}
    for index, row in enumerate(report.rows):
        paths = {id(behind[source]): behind[source] for source in row.node.inputs}  # mostly one and the same
        through = none.union(*paths.values()) if len(paths) > 1 else next(iter(paths.values()), none)
        if is_misfit(row):
            if through:
                more[through] = more.get(through, 0) + 1
            else:
                followers[index] = 0
                through = frozenset((index,))
        behind.append(through)
    for through, count in more.items():
        for first in through:
            followers[first] += count
    return followers


def of_followers(count: int) -> tuple[str, ...]:
    """The note on so many layers that do not fit behind the first."""
    if not count:
        return ()
    return (f"behind it {count} more layer{'s do' if count > 1 else ' does'} not fit at the rounded size",)


def equation(row: Row) -> str:
    """`(224 - 11 + 2·0)/4 + 1 = 54.25`, for the axis or axes that do not fit, however the framework rounds."""
    from cnncalc.arithmetic import Rule as Rounding
    from cnncalc.arithmetic import shown
    from cnncalc.engine.formulas import number

    assert row.cost.windows is not None
    assert row.exact_output is not None
    unrounded = Rounding(fraction_is_error=True)
    equations = [
        f"{shown(extent, window, unrounded)} = {number(exact)}"
        for extent, window, exact in zip(row.inputs[0][:2], row.cost.windows, row.exact_output, strict=True)
    ]
    if equations[0] == equations[1]:
        return equations[0]
    named = zip(("height", "width"), equations, row.exact_output, strict=True)
    return "; ".join(f"{axis}: {text}" for axis, text, exact in named if not isinstance(exact, int))


def consequence(row: Row) -> str:
    """What would be lost, and what frameworks make of it."""
    from cnncalc.rules.remedies import framework_sizes

    lost = [
        f"{count} {name}{'s' if count > 1 else ''}"
        for count, name in zip(row.cost.unseen, ("row", "column"), strict=True)
        if count
    ]
    where = {(True, True): "at the bottom and right", (True, False): "at the bottom", (False, True): "at the right"}
    if lost:
        seen = f"{' and '.join(lost)} {where[bool(row.cost.unseen[0]), bool(row.cost.unseen[1])]} would never be seen"
    elif row.verdict is not None and OVERHANG in row.verdict:
        seen = "the last window hangs over the edge"
    else:
        seen = "no pixel of the image is lost, only padding or what the stride skips anyway"
    return f"{seen}; {framework_sizes(row)}"
