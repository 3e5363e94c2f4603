"""Networks side by side: their totals with ratios, and which layers they share.

Numbers and symbols alike: a ratio of two polynomials is one where it does not depend on the symbols, and which of two totals is
smaller is decided, or said under which condition.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from cnncalc.engine.report import Report, Row
    from cnncalc.symbolic import Condition

QUICK = 4_000_000
"""Where more pairs of layers than this are to be compared, those that come up all the time decide nothing."""


class Figure(NamedTuple):
    """One number of every network; `ratios` to the first's, None where there is none."""

    name: str
    values: tuple[Any, ...]
    ratios: tuple[Fraction | None, ...]


FIGURES: dict[str, Callable[[Report], Any]] = {
    "weight layers": lambda report: sum(not (isinstance(row.macs, int) and row.macs == 0) for row in report.rows),
    "params": lambda report: report.totals.params,
    "MACs": lambda report: report.totals.macs,
    "activations": lambda report: report.totals.activations,
    "memory": lambda report: report.totals.memory_bytes,
}
"""What is compared; memory is parameters and stored activations in bytes, float32, of one image."""


def figures(reports: Sequence[Report]) -> list[Figure]:
    """Every total of every network."""
    found = []
    for name, of in FIGURES.items():
        values = tuple(of(report) for report in reports)
        found.append(Figure(name, values, tuple(ratio(values[0], value) for value in values)))
    return found


def ratio(first: Any, second: Any) -> Fraction | None:
    """second/first, if that is a number: for symbols, if every term has the same share in both.

    >>> from cnncalc.symbolic import symbol
    >>> C = symbol("C")
    >>> ratio(27 * C**2, 49 * C**2), ratio(27 * C**2 + C, 49 * C**2), ratio(4, 6)
    (Fraction(49, 27), None, Fraction(3, 2))
    """
    if isinstance(first, int) and isinstance(second, int):
        return Fraction(second, first) if first else None
    if isinstance(first, int) or isinstance(second, int):
        return None
    below, above = ({factors: times for times, factors in x.terms()} for x in (first, second))
    if above.keys() != below.keys():
        return None
    shares = {Fraction(above[factors], times) for factors, times in below.items()}
    return shares.pop() if len(shares) == 1 else None


def smaller(first: Any, second: Any) -> bool | Condition:
    """Whether the first is smaller than the second, for all values of the symbols, for none, or on what condition."""
    from cnncalc.symbolic import at_least

    return at_least(second, first + 1)


def main_row(report: Report) -> Row | None:
    """The row of the main output; None if the report ends before it."""
    index = report.network.outputs["output"]
    return report.rows[index] if index < len(report.rows) else None


def keys(networks: Sequence[Sequence[Row]]) -> list[list[Hashable]]:
    """What makes layers of different networks the same: an author's name for them where the networks share some, else the notation."""
    named = [{row.id for row in rows if row.node.label} for rows in networks]
    by_name = bool(set.intersection(*named))
    return [[_key(row, by_name) for row in rows] for rows in networks]


def _key(row: Row, by_name: bool) -> Hashable:
    if not row.node.inputs:
        return "input"
    if not by_name:
        return row.node.layer.notation()
    return row.id if row.node.label else (row.node.scope, row.node.layer.notation())


def aligned(sequences: Sequence[Sequence[Hashable]]) -> list[tuple[int | None, ...]]:
    """Which places of the sequences belong together: a tuple a line, with an index or None for every sequence.

    >>> aligned(["abd", "abcd", "acd"])
    [(0, 0, 0), (1, 1, None), (None, 2, 1), (2, 3, 2)]
    """
    merged: list[tuple[Hashable, list[int | None]]] = [(key, [index]) for index, key in enumerate(sequences[0])]
    for number, sequence in enumerate(sequences[1:], 1):
        lines: list[tuple[Hashable, list[int | None]]] = []
        for old, new in _matches([key for key, _ in merged], sequence):
            if old is not None:
                key, places = merged[old]
            else:
                assert new is not None  # a pair has one place at least
                key, places = sequence[new], [None] * number
            lines.append((key, [*places, new]))
        merged = lines
    return [tuple(places) for _, places in merged]


def _matches(first: Sequence[Hashable], second: Sequence[Hashable]) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places, in order; what stands where as many others stand in the other sequence has been changed into those.

    What both begin and end with belongs together, before anything else is looked at.
    """
    shortest = min(len(first), len(second))
    head = next((i for i in range(shortest) if first[i] != second[i]), shortest)
    tail = next((i for i in range(shortest - head) if first[-1 - i] != second[-1 - i]), shortest - head)
    last, final = len(first) - tail, len(second) - tail
    yield from zip(range(head), range(head), strict=True)
    yield from _inner(first, second, (head, last), (head, final))
    yield from zip(range(last, len(first)), range(final, len(second)), strict=True)


def _inner(
    first: Sequence[Hashable], second: Sequence[Hashable], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int | None, int | None]]:
    """The pairs of two stretches that neither begin nor end alike."""
    (a, b), (c, d) = here, there
    matcher = SequenceMatcher(None, first[a:b], second[c:d], autojunk=(b - a) * (d - c) > QUICK)
    for _, start, end, begin, finish in matcher.get_opcodes():
        start, end, begin, finish = start + a, end + a, begin + c, finish + c
        if end - start == finish - begin:
            yield from zip(range(start, end), range(begin, finish), strict=True)
        else:
            yield from ((place, None) for place in range(start, end))
            yield from ((None, place) for place in range(begin, finish))
