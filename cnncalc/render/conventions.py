"""One network as every tool counts it: for people, as Markdown and as JSON; and the reference table of the conventions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.charges import EVERY_KIND, TERMS, WEIGHTED
from cnncalc.engine.conventions import CONVENTIONS, MIB, OPERATIONS, VALUES
from cnncalc.engine.counting import count, differences, explain
from cnncalc.render.grid import Heading, Line, cell, fold, layout
from cnncalc.render.markdown import escape
from cnncalc.render.printable import printable
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnncalc.engine.charges import Charge
    from cnncalc.engine.conventions import Printed
    from cnncalc.engine.counting import Counted, Tally
    from cnncalc.engine.report import Report
    from cnncalc.render.grid import Cell
    from cnncalc.render.options import Options

PAGE = "docs/conventions.md"
OPERATION_HEADINGS = (
    Heading("tool"),
    Heading("prints"),
    Heading("number", right=True),
    Heading("beside cnncalc", folds=True),
)
STORAGE_HEADINGS = (
    Heading("tool"),
    Heading("prints", folds=True),
    Heading("number", right=True),
    Heading("counts", folds=True),
)


def render(report: Report, options: Options) -> Iterator[Cell]:
    """Two tables, of operations and of activations, and where each number is from."""
    counted = [count(report, convention) for convention in CONVENTIONS.values()]
    ours = _ours(counted)
    yield from fold(_title(report), options.width)
    yield ()
    yield from _grid(OPERATION_HEADINGS, _lines(counted, ours, operations=True), options)
    yield ()
    yield from _grid(STORAGE_HEADINGS, _lines(counted, ours, operations=False), options)
    yield ()
    sources = [Line((cell(c.convention.tool), cell(c.convention.source, "dim"))) for c in counted]
    yield from _grid((Heading("tool and version"), Heading("read in", folds=True)), sources, options)
    yield ()
    yield from fold(cell(f"one image, numbers in full; why they differ: {PAGE}", "dim"), options.width)


def _title(report: Report) -> Cell:
    name = cell(printable(report.network.name), "title")
    where = (
        "as each tool counts it"
        if report.stopped_at is None
        else f"before {report.stopped_at.id}, as each tool counts it"
    )
    return (*name, (f"{'  ' if name else ''}input {printable(size(report.network.input))}, {printable(where)}", ""))


def _grid(headings: Sequence[Heading], lines: Sequence[Line], options: Options) -> Iterator[Cell]:
    return layout(headings, lines, options.width, ascii_only=options.ascii_only)


def _ours(counted: Sequence[Counted]) -> Tally:
    ours = counted[0].compute
    assert ours is not None
    return ours


def _lines(counted: Iterable[Counted], ours: Tally, *, operations: bool) -> list[Line]:
    """A line a printed number, the tool's name on its first."""
    lines = []
    for one in counted:
        name = one.convention.name
        for tally in one.tallies:
            if (tally.printed.unit == OPERATIONS) == operations:
                why = _why(ours, tally) if operations else _stored(tally)
                lines.append(
                    Line((cell(name, "kind"), cell(tally.printed.word), cell(people(tally.total)), cell(why[0])))
                )
                lines += [Line(((), (), (), cell(further))) for further in why[1:]]
                name = ""
    return lines


def _why(ours: Tally, tally: Tally) -> list[str]:
    """What makes the number another than ours; for one that has no multiply-accumulates in it, what it is made of."""
    if tally is ours:
        return ["multiply-accumulates"]
    if not tally.printed.has_macs:
        return [f"{_short(amount)} {term}" for term, amount in tally.terms.items()] or ["nothing here"]
    return [f"{_signed(amount)} {' and '.join(terms)} ({why})" for why, terms, amount in reasons(ours, tally)] or [
        "the same"
    ]


def reasons(first: Tally, second: Tally) -> list[tuple[str, list[str], Any]]:
    """Explanation, terms and amount of what makes two tallies differ; terms with one explanation together."""
    found: dict[str, tuple[list[str], Any]] = {}
    for difference in differences(first, second):
        terms, amount = found.get(explain(difference), ([], 0))
        found[explain(difference)] = ([*terms, difference.term], amount + difference.amount)
    return [(why, terms, amount) for why, (terms, amount) in found.items()]


def _signed(amount: Any) -> str:
    shown = _short(amount)
    return f"- {_short(-1 * amount)}" if shown.startswith("-") else f"+ {shown}"


def _short(amount: Any) -> str:
    from cnncalc.units import short

    return short(amount) if isinstance(amount, int) else people(amount)


def _stored(tally: Tally) -> list[str]:
    """The number in the tool's unit, and what counts."""
    made_of = dict.fromkeys(_priced(charge, tally.printed, tally.kinds) for charge in tally.printed.charges)
    return [*_in_its_unit(tally.printed, tally.total), *made_of]


def _in_its_unit(printed: Printed, total: Any) -> Iterator[str]:
    from cnncalc.units import mb, mib

    if printed.unit != VALUES and isinstance(total, int):
        yield f"{mib(total)}, which it calls MB" if printed.unit == MIB else mb(total)


def _priced(charge: Charge, printed: Printed, kinds: Iterable[str]) -> str:
    """`8 bytes per output of all but input`: the kinds that count, or those that do not where they are fewer."""
    unit = f"{'value' if printed.unit == VALUES else 'byte'}{'s' if charge.times != 1 else ''}"
    there = [kind for kind in EVERY_KIND if kind in kinds]
    counted = [kind for kind in there if kind in charge.kinds]
    left_out = [kind for kind in there if kind not in charge.kinds]
    which = ", ".join(counted) if len(counted) <= len(left_out) else f"all but {', '.join(left_out)}"
    return f"{charge.times} {unit} per {charge.per.words}{f' of {which}' if left_out else ''}"


def render_markdown(report: Report) -> Iterator[Cell]:
    """A line a printed number, exact."""
    counted = [count(report, convention) for convention in CONVENTIONS.values()]
    ours = _ours(counted)
    yield cell("| tool | prints | number | what explains it | read in |")
    yield cell("| --- | --- | ---: | --- | --- |")
    for one in counted:
        for tally in one.tallies:
            why = _why(ours, tally) if tally.printed.unit == OPERATIONS else _stored(tally)
            cells = (
                one.convention.tool,
                tally.printed.word,
                people(tally.total),
                "; ".join(why),
                one.convention.source,
            )
            yield cell(f"| {' | '.join(map(escape, cells))} |")


def document(report: Report) -> dict[str, Any]:
    """The network as every tool counts it, as plain data; a symbolic number is a string."""
    counted = [count(report, convention) for convention in CONVENTIONS.values()]
    ours = _ours(counted)
    return {
        "network": {"name": report.network.name, "input": [_plain(n) for n in report.network.input]},
        "conventions": [_entry(one, ours) for one in counted],
    }


def _entry(one: Counted, ours: Tally) -> dict[str, Any]:
    convention = one.convention
    return {
        "name": convention.name,
        "version": convention.version,
        "source": convention.source,
        "batch": convention.batch,
        "notes": convention.notes,
        "prints": [
            {
                "word": tally.printed.word,
                "unit": tally.printed.unit,
                "doubled": tally.printed.doubled,
                "value": _plain(tally.total),
                "terms": {term: _plain(amount) for term, amount in tally.terms.items()},
                "differs": _differs(ours, tally),
            }
            for tally in one.tallies
        ],
    }


def _differs(ours: Tally, tally: Tally) -> list[dict[str, Any]]:
    if not tally.printed.has_macs:
        return []
    return [{"term": d.term, "amount": _plain(d.amount), "why": explain(d)} for d in differences(ours, tally)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def reference_markdown() -> str:
    """The tables of `docs/conventions.md`: what every tool charges for what, generated from the data."""
    return "\n".join([*_reference(OPERATIONS), "", *_reference_of_storage(), "", *_reference_of_sources()])


def _reference(unit: str) -> Iterator[str]:
    terms = [term for term in TERMS if term not in ("input", "flatten")]  # nobody charges operations for them
    yield f"| tool | prints | {' | '.join(terms)} |"
    yield f"| {' | '.join(['---'] * (len(terms) + 2))} |"
    for convention in CONVENTIONS.values():
        for printed in convention.prints:
            if printed.unit == unit:
                charged = (_charged(printed, term) for term in terms)
                yield f"| {convention.name} | {printed.word} | {' | '.join(charged)} |"


def _charged(printed: Printed, term: str) -> str:
    """`relu, elu: 2 per output; silu: 1 per output`; kinds are left out where it is all of the term's."""
    by_kinds: dict[tuple[str, ...], list[str]] = {}
    for charge in printed.charges:
        kinds = charge.kinds_of(term)
        if kinds:
            by_kinds.setdefault(kinds, []).append(charge.words)
    parts = []
    for kinds, words in by_kinds.items():
        every = set(kinds) == set(TERMS[term] or WEIGHTED)
        parts.append(f"{'' if every else ', '.join(kinds) + ': '}{' + '.join(words)}")
    return "; ".join(parts) or "–"


def _reference_of_storage() -> Iterator[str]:
    yield "| tool | prints | unit | counts |"
    yield "| --- | --- | --- | --- |"
    for convention in CONVENTIONS.values():
        for printed in convention.prints:
            if printed.unit != OPERATIONS:
                counts = ", ".join(_priced(charge, printed, EVERY_KIND) for charge in printed.charges)
                unit = "MB, meaning MiB" if printed.unit == MIB else printed.unit
                yield f"| {convention.name} | {printed.word} | {unit} | {counts} |"


def _reference_of_sources() -> Iterator[str]:
    yield "| tool | version read | read in | times the batch | beside the table |"
    yield "| --- | --- | --- | --- | --- |"
    for c in CONVENTIONS.values():
        yield f"| {c.name} | {c.version} | {c.source.replace('*', chr(92) + '*')} | {'yes' if c.batch else 'no'} | {c.notes} |"
