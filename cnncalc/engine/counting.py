"""A report counted as another tool would count it, and what explains the difference.

Numbers and symbols alike: every count is a sum of products. A total and the sum of its terms cannot disagree, so the differences of
two totals are the differences of their terms.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnncalc.engine.charges import MAC, TERMS
from cnncalc.engine.conventions import CONVENTIONS
from cnncalc.engine.report import Report
from cnncalc.record import NamedTuple
from cnncalc.sums import total, weighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnncalc.engine.charges import Charge
    from cnncalc.engine.conventions import Convention, Printed
    from cnncalc.engine.report import Cost, Row
    from cnncalc.symbolic import Int

    Alike = tuple[int, int]
    """What rows are known by that cost the same: the identities of their costs and of what they store."""


class Tally(NamedTuple):
    """One printed number of one tool: its `total`, what each term adds to it, and the same for every row of the report.

    Terms that cost nothing are left out. `kinds` are the kinds of layers that the network has.
    """

    printed: Printed
    total: Int
    terms: Mapping[str, Int]
    rows: tuple[Mapping[str, Int], ...]
    kinds: frozenset[str]

    @property
    def per_row(self) -> tuple[Int, ...]:
        """What every row costs."""
        totals = {key: total(row.values()) for key, row in {id(row): row for row in self.rows}.items()}
        return tuple(totals[id(row)] for row in self.rows)


class Counted(NamedTuple):
    """A report as one tool counts it: a tally for every number it prints, in its order."""

    convention: Convention
    tallies: tuple[Tally, ...]

    @property
    def compute(self) -> Tally | None:
        """Its number of operations; None for a tool that prints none."""
        return next((tally for tally in self.tallies if tally.printed is self.convention.compute), None)

    @property
    def memory(self) -> Tally | None:
        """What it prints of activations, in bytes or values; None for a tool that prints nothing of the kind."""
        return next((tally for tally in self.tallies if tally.printed is self.convention.memory), None)


class Difference(NamedTuple):
    """One term in which two tallies differ: `amount` more in the second, and how each charges it ("" for not at all)."""

    term: str
    amount: Int
    first: str
    second: str


class Heading(NamedTuple):
    """A column of a table under a convention: its heading, where its numbers are from, a value a row, and the total."""

    heading: str
    source: str
    values: tuple[Int, ...]
    total: Int


def count(report: Report, convention: Convention | str, *, batch: int = 1) -> Counted:
    """`report` as `convention` counts it, for as many rows as the report has.

    `batch` multiplies where the tool multiplies. KeyError for a name that is no convention's.
    """
    if isinstance(convention, str):
        convention = CONVENTIONS[convention]
    times = batch if convention.batch else 1
    return Counted(convention, tuple(_tally(report, printed, times) for printed in convention.prints))


def _tally(report: Report, printed: Printed, batch: int) -> Tally:
    by_kind: dict[str, list[Charge]] = {}
    for charge in printed.charges:
        for kind in charge.kinds:
            by_kind.setdefault(kind, []).append(charge)
    keys, firsts = _alike(report)
    alike = {key: _costs(row, by_kind.get(row.node.layer.kind, ()), batch) for key, (row, _) in firsts.items()}
    amounts: dict[str, list[tuple[Any, int]]] = {}
    for key, (_, many) in firsts.items():
        for term, amount in alike[key].items():
            amounts.setdefault(term, []).append((amount, many))
    totals = {term: weighted(amounts[term]) for term in TERMS if term in amounts}
    terms = {term: amount for term, amount in totals.items() if not _is_zero(amount)}
    kinds = frozenset(row.node.layer.kind for row, _ in firsts.values())
    return Tally(printed, total(terms.values()), terms, tuple([alike[key] for key in keys]), kinds)


@lru_cache(maxsize=1)  # every number of every tool asks the same
def _alike(report: Report) -> tuple[list[Alike], dict[Alike, tuple[Row, int]]]:
    """For every row what those that any charge takes for the same have in common; of each of these one row, and how many there are.

    Rows that share their costs differ in whether they store their output.
    """
    keys = [(id(row.cost), id(row.activations)) for row in report.rows]
    firsts = dict(zip(keys, report.rows, strict=True))
    return keys, {key: (firsts[key], many) for key, many in Counter(keys).items()}


def _costs(row: Row, charges: Iterable[Charge], batch: int) -> dict[str, Any]:
    """What the charges of its kind make of a layer, term by term."""
    costs: dict[str, Any] = {}
    for charge in charges:
        amount = charge.times * batch * charge.per.of(row)
        term = charge.term(row.node.layer.kind)
        costs[term] = costs.get(term, 0) + amount
    return costs


def _is_zero(value: Any) -> bool:
    return isinstance(value, int) and value == 0


def differences(first: Tally, second: Tally) -> tuple[Difference, ...]:
    """The terms that make the second total differ from the first; their amounts add up to the difference."""
    found = []
    for term in TERMS:
        amount: Any = second.terms.get(term, 0) + -1 * first.terms.get(term, 0)
        if not _is_zero(amount):
            found.append(Difference(term, amount, _charged(first, term), _charged(second, term)))
    return tuple(found)


def _charged(tally: Tally, term: str) -> str:
    """How a tally charges a term, in the words of the charges that meet the network's kinds."""
    words: dict[str, None] = {}
    for charge in tally.printed.charges:
        if tally.kinds.intersection(charge.kinds_of(term)):
            words[charge.words] = None
    return ", ".join(words)


def explain(difference: Difference) -> str:
    """Why the second tally differs in this term: `2 per output`, `multiply and add apart`, `left out`."""
    if not difference.second:
        return "left out"
    if difference.second == f"2 per {MAC.words}":
        return "multiply and add apart"
    return difference.second


def macs_under(report: Report, name: str) -> Heading:
    """The column of operations as the convention called `name` counts them: what `table --convention` shows.

    KeyError for a name that is no convention's, ValueError for a tool that prints no operations.
    """
    counted = count(report, name)
    tally = counted.compute
    if tally is None:
        raise ValueError(f"{name} prints no number of operations")
    return Heading(
        f"{tally.printed.word} ({name})",
        f"{counted.convention.tool}: {counted.convention.source}",
        tally.per_row,
        tally.total,
    )


def recounted(report: Report, name: str) -> Report:
    """The same report with the operations that the convention called `name` counts where multiply-accumulates stand, in rows and sum."""
    heading = macs_under(report, name)
    costs: dict[tuple[int, int], Cost] = {}  # rows that shared their costs still do
    rows = []
    for row, amount in zip(report.rows, heading.values, strict=True):
        key = id(row.cost), id(amount)
        if key not in costs:
            costs[key] = row.cost._replace(macs=amount)
        rows.append(row._replace(cost=costs[key]))
    totals = report.totals._replace(macs=heading.total)
    return Report(report.network, tuple(rows), totals, report.diagnostics, report.stopped_at)


COMPUTING = tuple(name for name, convention in CONVENTIONS.items() if convention.compute is not None)
"""The conventions that `macs_under` knows."""
