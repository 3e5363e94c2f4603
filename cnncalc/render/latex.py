"""The report as a LaTeX `tabular` for a paper; whatever a file wrote is escaped.

With booktabs in the preamble its rules are used, else plain ones: nothing has to be loaded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnncalc.render.arranging import arranged, cell_value
from cnncalc.render.columns import chosen, text
from cnncalc.render.grid import cell
from cnncalc.render.printable import printable
from cnncalc.render.summary import FACTS, headings_of
from cnncalc.render.values import people, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnncalc.engine.report import Report
    from cnncalc.render.columns import Column
    from cnncalc.render.folding import Bundle
    from cnncalc.render.grid import Item
    from cnncalc.render.options import Options

TIMES = r" \times "
RULES = ("toprule", "midrule", "bottomrule")
MARKS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\textasciigrave{}",
        "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''",
        "\0": "{}", **{mark: "\\" + mark for mark in "{}$&#_%"},
        # Behind the \\ of the line above, either of these would be its argument.
        "[": "{[}", "*": "{*}",
        "·": r"$\cdot$", "×": r"$\times$", "–": "--", "…": r"\dots{}", "→": r"$\rightarrow$",
    }
)  # fmt: skip
"""What LaTeX would obey, and signs of ours that its standard fonts have only in formulas."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MATHS = str.maketrans(
    {
        "·": r" \cdot ",
        ",": "{,}",
        "⌊": r"\lfloor ",
        "⌋": r" \rfloor",
        "⌈": r"\lceil ",
        "⌉": r" \rceil",
        "≈": r"\approx",
        "×": r"\times",
        ";": r";\quad",
    }
)


def render(report: Report, options: Options) -> Iterator[Item]:
    """A line a layer, in-place ones behind their producer unless everything is asked for; the totals at the end."""
    columns = chosen(options.columns, report, options)
    lines = [[_shown(column, line, report) for column in columns] for line in arranged(report, options)]
    if report.stopped_at is not None:
        node = report.stopped_at
        stop = {"layer": node.id, "id": node.id, "notation": node.layer.readable(), "output": "no output"}
        lines.append([escape(stop.get(column.name, "")) for column in columns])
    totals = [_value(column, column.total(report.totals)) if column.total else "" for column in columns]
    totals[0] = totals[0] or ("total so far" if report.stopped_at is not None else "total")
    summed = [totals] if any(column.total for column in columns) else []
    about = f"{report.network.name or 'network'}, input {size(report.network.input)}; parameters, multiply-accumulates, float32 activations"
    return _written(about, [c.heading for c in columns], [c.right for c in columns], lines, summed)


def render_family(reports: Sequence[Report], options: Options) -> Iterator[Item]:
    """A line a network."""
    lines = [[_number(fact.of(report)) for fact in FACTS] for report in reports]
    return _written("a line a network", headings_of(options), [fact.right for fact in FACTS], lines, [])


def escape(found: str) -> str:
    r"""Text that LaTeX sets as it is; two hyphens stay two.

    >>> print(escape("conv1_1 & 50 %"), escape("\\input{x}"), escape("[2mm]"))
    conv1\_1 \& 50 \% \textbackslash{}input\{x\} {[}2mm]
    """
    return re.sub("-(?=-)", "-\0", printable(found)).translate(MARKS)


def formula(found: str) -> str:
    r"""One of our own formulas, which hold numbers and symbols only, as LaTeX sets formulas.

    >>> print(formula("(3·3·64 + 1)·64 = 36,928"), formula("⌊H/2⌋·C²"))
    $(3 \cdot 3 \cdot 64 + 1) \cdot 64 = 36{,}928$ $\lfloor H/2 \rfloor \cdot C^{2}$
    """
    found = re.sub(
        f"[{SUPERSCRIPTS}]+",
        lambda power: f"^{{{''.join(str(SUPERSCRIPTS.index(digit)) for digit in power[0])}}}",
        printable(found),
    )
    return f"${re.sub(r'(min|max)[(]', lambda name: chr(92) + name[0], found.translate(MATHS))}$"


def _shown(column: Column, line: Bundle, report: Report) -> str:
    rows = line.rows
    if column.name == "notation" and not line.title:
        return escape(" · ".join(row.node.layer.readable() if row.node.inputs else "INPUT" for row in rows))
    if column.name == "output" and not line.title and not rows[0].cost.misfits:
        return _times(rows[0].output)
    if column.name == "input" and not line.title:
        return ", ".join(map(_times, rows[0].inputs))
    found = cell_value(column, line, report)
    if found is None:
        return "" if line.title else "--"
    if column.name.endswith("_formula"):
        return formula(found)
    mark = "! " if column.name == "output" and rows[0].cost.misfits else ""
    return mark + _value(column, found)


def _value(column: Column, found: Any) -> str:
    """As people read it; what is symbolic as a formula."""
    return escape(text(column, found)) if isinstance(found, int | float | str) or found is None else _number(found)


def _number(found: Any) -> str:
    if isinstance(found, int | str):
        return escape(people(found))
    from cnncalc.symbolic import show

    return f"${show(found, 'latex')}$"


def _times(shape: Iterable[Any]) -> str:
    """`$224 \\times 224 \\times 64$`; sums in brackets."""
    from cnncalc.symbolic import show

    extents = [show(extent, "latex") for extent in shape]
    return f"${TIMES.join(f'({one})' if ' + ' in one or ' - ' in one else one for one in extents)}$"


def _written(
    about: str,
    titles: Sequence[str],
    right: Sequence[bool],
    lines: Iterable[Sequence[str]],
    summed: Sequence[Sequence[str]],
) -> Iterator[Item]:
    yield cell(f"% {printable(about)}")
    for rule in RULES:
        yield cell(f"\\providecommand{{\\{rule}}}{{\\hline}}")
    yield cell(f"\\begin{{tabular}}{{{''.join('r' if flush else 'l' for flush in right)}}}")
    yield cell("\\toprule")
    yield cell(f"{' & '.join(map(escape, titles))} \\\\")
    yield cell("\\midrule")
    for line in lines:
        yield cell(f"{' & '.join(line)} \\\\")
    if summed:
        yield cell("\\midrule")
    for line in summed:
        yield cell(f"{' & '.join(line)} \\\\")
    yield cell("\\bottomrule")
    yield cell("\\end{tabular}")
