"""The table that people read: scopes and branches as a tree, sums below, and one line that says what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.render.closing import closing
from cnncalc.render.columns import DEFAULT, GROUPED
from cnncalc.render.grid import Line, cell, fold, layout, measure, natural, total
from cnncalc.render.lines import Lines
from cnncalc.render.printable import printable
from cnncalc.render.values import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

WIDEST = ("layer", "notation", "output", "params", "params_share", "macs", "macs_share", "memory", "field")
CHOICES = (WIDEST, WIDEST[:-1], DEFAULT)
"""What a terminal shows: the first choice that fits into its width."""
GROUP_CHOICES = (GROUPED, GROUPED[:-1], tuple(name for name in GROUPED if not name.endswith("_share")))
"""The same of groups."""
NARROW = (
    DEFAULT,
    *(tuple(n for n in DEFAULT if n not in left_out) for left_out in ({"notation"}, {"notation", "memory"})),
)
"""The choices where none of those fits: MACs are rounded, and notation may fold, to `FOLDED` characters; what still does not fit folds everywhere."""
SELDOM = 8
"""MACs are rounded before more than one line in so many is folded."""

ROUNDING = {"exact": "exact arithmetic"}


def render(report: Report, options: Options) -> Iterator[Item]:
    """The whole table as lines of pieces; the report's diagnostics are for a reporter to add."""
    for line in _title(report):
        yield from fold(line, options.width)
    yield ()
    lines = Lines(report, options)
    below: Sequence[Item] = ()
    if report.is_symbolic and not options.group_by:
        from cnncalc.render import symbols

        names, grid, below = symbols.fitted(report, lines, options, lines.headings)
    else:
        names, grid = _fitting(lines, options)
    yield from layout(lines.headings(names), grid, options.width, ascii_only=options.ascii_only)
    yield from below
    if report.is_symbolic:
        from cnncalc.render import symbols

        yield from symbols.notes(report, options)
    yield from closing(report, names, options, rounded=bool(lines.rounded))


def _title(report: Report) -> Iterator[Item]:
    network = report.network
    facts = [f"input {size(network.input)}", ROUNDING.get(network.framework, f"{network.framework}'s rounding")]
    if network.changed:
        facts.append(f"changed: {', '.join(network.changed)}")
    name = cell(printable(network.name), "title")
    yield (*name, (f"{'  ' if name else ''}{printable(', '.join(facts))}", ""))
    if network.source:
        yield cell(printable(" ".join(network.source.split())), "dim")


def _fitting(lines: Lines, options: Options) -> tuple[Sequence[str], list[Line]]:
    """The columns to show, and their lines."""
    limit = options.width
    if options.columns or limit is None:
        names = options.columns or (GROUPED if options.group_by else DEFAULT)
        return names, lines.of(names)
    from cnncalc.render.fitting import FOLDED, LONG

    if options.group_by:
        names = next(
            (n for n in GROUP_CHOICES if total(natural(lines.headings(n), lines.of(n))) <= limit), GROUP_CHOICES[-1]
        )
        return names, lines.of(names)
    widest = lines.of(WIDEST)
    widths = dict(zip(WIDEST, natural(lines.headings(WIDEST), widest), strict=True))
    for names in CHOICES:
        if total([widths[name] for name in names]) <= limit or (
            names is DEFAULT and _seldom_folds(widest, widths, limit)
        ):
            return names, _only(widest, [WIDEST.index(name) for name in names])
    lines.rounded = ("macs",)
    rounded = lines.of(DEFAULT)
    least = [min(w, LONG) for w in natural(lines.headings(DEFAULT), rounded)]
    widths = dict(zip(DEFAULT, least, strict=True))
    widths["notation"] = min(widths["notation"], FOLDED)
    for names in NARROW:
        if total([widths[name] for name in names]) <= limit:
            break
    return names, _only(rounded, [DEFAULT.index(name) for name in names])


def _seldom_folds(lines: Sequence[Line], widths: dict[str, int], limit: int) -> bool:
    """Whether the default columns fit if no more than a few lines fold their notation."""
    from cnncalc.render.fitting import FOLDED, longest_word

    room = limit - total([widths[name] for name in DEFAULT]) + widths["notation"]
    notations = [line.cells[WIDEST.index("notation")] for line in lines if len(line.cells) > 1]
    if room < max([FOLDED, *map(longest_word, notations)]):
        return False
    return sum(measure(one) > room for one in notations) * SELDOM <= len(notations)


def _only(lines: Sequence[Line], chosen: Sequence[int]) -> list[Line]:
    """The lines with the chosen cells; titles and rules as they are."""
    return [x._replace(cells=tuple([x.cells[i] for i in chosen])) if len(x.cells) > 1 else x for x in lines]
