"""Networks side by side for a comment on a change: the totals, and the layers that are not the same folded away below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.engine.compare import figures
from cnncalc.render.columns import COLUMNS
from cnncalc.render.comparison import (
    DETAILS,
    further,
    id_of,
    is_same,
    notation_of,
    pair_of,
    ratio_of,
    said,
    sides,
    titles,
)
from cnncalc.render.grid import cell
from cnncalc.render.markdown import escape
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnncalc.engine.compare import Figure
    from cnncalc.engine.report import Report
    from cnncalc.render.comparison import Named
    from cnncalc.render.grid import Item


def render(found: Sequence[Named]) -> Iterator[Item]:
    """Who is who, the totals with what changed, and the lines that differ."""
    reports, names = [one.report for one in found], titles(found)
    for name, one in zip(names, found, strict=True):
        said_of = f"**{escape(name)}**" + ("" if name == one.spec else f": {escape(' '.join(one.spec.split()))}")
        yield cell(
            f"{said_of}, input {escape(size(one.report.network.input))}, {escape(', '.join([one.report.network.framework, *one.report.network.changed]))}  "
        )
    yield ()
    pair = len(reports) == 2
    yield from _table(
        ["total", *names, *(["change"] if pair else [])],
        ["---", *["---:"] * (len(names) + pair)],
        _markdown_totals(reports, pair),
    )
    every = sides(reports)
    differing = [side for side in every if not is_same(side, reports)]
    yield ()
    if not differing:
        yield cell(f"All {len(every)} lines of the tables are the same.")
    else:
        yield cell(f"<details><summary>{len(differing)} of {len(every)} lines of the tables differ</summary>")
        yield ()
        details = DETAILS if pair else ()
        lines = [
            [id_of(side), *map(notation_of, side.lines), *(pair_of(name, side, reports) for name in details)]
            for side in differing
        ]
        yield from _table(
            ["layer", *names, *(COLUMNS[name].heading for name in details)],
            ["---"] * (1 + len(names)) + ["---:"] * len(details),
            lines,
        )
        yield ()
        yield cell("</details>")
    for sentence in said(reports, names):
        yield from ((), cell(escape(sentence)))


def _markdown_totals(reports: Sequence[Report], pair: bool) -> Iterator[list[str]]:
    for figure in figures(reports):
        shown = [people(value, in_bytes=figure.name == "memory") for value in figure.values]
        yield [figure.name, *shown, *([_change(figure)] if pair else [])]
    for title, shown in further(reports):
        yield [title, *shown, *([""] if pair else [])]


def _change(figure: Figure) -> str:
    """`+1,024 (+0.8 %)`; of symbols the ratio."""
    first, second = figure.values
    if first == second:
        return "none"
    if not (isinstance(first, int) and isinstance(second, int)):
        return ratio_of(figure.ratios[1])
    sign = "+" if second > first else "-"
    amount = people(abs(second - first), in_bytes=figure.name == "memory")
    if not first:
        return f"{sign}{amount}"
    per_mille = (2000 * abs(second - first) + abs(first)) // (2 * abs(first))
    return f"{sign}{amount} ({sign}{per_mille // 10}.{per_mille % 10} %)"


def _table(heads: Sequence[str], rules: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[Item]:
    yield cell(f"| {' | '.join(map(escape, heads))} |")
    yield cell(f"| {' | '.join(rules)} |")
    for line in lines:
        yield cell(f"| {' | '.join(map(escape, line))} |")
