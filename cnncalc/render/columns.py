"""The columns of a table: one row each. To add a column, add a row here; every format and `--columns` then know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.engine.report import BYTES_PER_VALUE
from cnncalc.record import NamedTuple
from cnncalc.render.values import decimal, people, size
from cnncalc.sums import total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnncalc.engine.report import Report, Row, Totals
    from cnncalc.network import Network
    from cnncalc.render.options import Options

COUNT, BYTES, SIZE, WORDS, SHARE = "count", "bytes", "size", "words", "share"
"""What a column holds: a number of things, bytes, heights x widths x depths, text, or a share of the total."""


class Column(NamedTuple):
    """One column: its name for `--columns`, its heading, what it means with its unit, and where its values are from.

    `of` takes the value from a row and its network; `total` from the totals, and then the column can be summed. A SHARE is the share that
    the column named `share_of` has of its total. What depends on more than its row is `over` the report, a value a row; `sums` if these
    add up, else the largest is marked: `marked` is its row. `chosen` fills both in.
    """

    name: str
    heading: str
    meaning: str
    holds: str
    of: Callable[[Row, Network], Any] = lambda row, net: None
    total: Callable[[Totals], Any] | None = None
    share_of: str = ""
    over: Callable[[Report], Sequence[Any]] | None = None
    sums: bool = True
    marked: str = ""

    @property
    def countable(self) -> bool:
        """Whether lines can be put in order by it."""
        return self.total is not None or self.over is not None or bool(self.share_of)

    @property
    def right(self) -> bool:
        """Whether cells are flush right."""
        return self.holds in (COUNT, BYTES, SIZE)


def _verdict(row: Row, net: Network) -> str | None:
    """One word if both axes agree, else height and width."""
    if row.verdict is None or None in row.verdict:
        return None
    height, width = row.verdict
    return height if height == width else f"{height} x {width}"


def _field(row: Row, net: Network) -> str | None:
    """Height x width in pixels of the input that a position sees."""
    if row.field is None:
        return None
    height, width = (decimal(axis.size) for axis in row.field)
    return height if height == width else f"{height}x{width}"


def _output(row: Row, net: Network) -> str:
    """The shape the table goes on with, but the exact fraction where the layer does not fit."""
    if not row.cost.misfits or row.exact_output is None:
        return size(row.output)
    return "x".join([*map(decimal, row.exact_output), str(row.output.depth)])


def _sources(row: Row, net: Network) -> str:
    return " ".join([net.nodes[source].id for source in row.node.inputs])


def _live(report: Report) -> list[Any]:
    from cnncalc.engine.lifetimes import live_values

    return [values * BYTES_PER_VALUE for values in live_values(report)]


def _kept(report: Report) -> list[Any]:
    from cnncalc.engine.lifetimes import kept_bytes

    return kept_bytes(report)


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("layer", "layer", "name inside its scope; csv and markdown give the whole id", WORDS, lambda row, net: row.id),
        Column("id", "id", "unique path of the layer", WORDS, lambda row, net: row.id),
        Column("label", "label", "the author's name for the layer", WORDS, lambda row, net: row.node.label),
        Column("kind", "kind", "kind of layer", WORDS, lambda row, net: row.node.layer.kind),
        Column("notation", "notation", "the layer as notation writes it", WORDS, lambda row, net: row.node.layer.notation()),
        Column("scope", "scope", "groups, blocks and repeats it stands in", WORDS, lambda row, net: ".".join(row.node.scope)),
        Column("from", "from", "ids of the layers it reads", WORDS, _sources),
        Column("input", "input", "what comes in: height x width x depth", SIZE, lambda row, net: ", ".join(map(size, row.inputs))),
        Column("output", "output", "what comes out: height x width x depth", SIZE, _output),
        Column("output_formula", "output formula", "how the output's size comes about", WORDS, lambda row, net: row.output_formula),
        Column("verdict", "verdict", "whether the window fits: exact, padding-only, skipped, lossy, overhang", WORDS, _verdict),
        Column("field", "sees", "receptive field: pixels of the input that a position sees", COUNT, _field),
        Column("params", "params", "learned numbers: weights and biases", COUNT, lambda row, net: row.params, lambda t: t.params),
        Column("params_share", "share", "share of all parameters", SHARE, share_of="params"),
        Column("params_formula", "params formula", "how the parameters come about", WORDS, lambda row, net: row.params_formula),
        Column("weights", "weights", "learned numbers but biases", COUNT, lambda row, net: row.weight_params, lambda t: t.weights),
        Column("biases", "biases", "learned biases", COUNT, lambda row, net: row.biases, lambda t: t.biases),
        Column("statistics", "statistics", "running statistics, not learned", COUNT, lambda row, net: row.statistics, lambda t: t.statistics),
        Column("macs", "MACs", "multiply-accumulates", COUNT, lambda row, net: row.macs, lambda t: t.macs),
        Column("macs_share", "share", "share of all multiply-accumulates", SHARE, share_of="macs"),
        Column("macs_formula", "MACs formula", "how the multiply-accumulates come about", WORDS, lambda row, net: row.macs_formula or None),
        Column("activations", "activations", "stored values", COUNT, lambda row, net: row.activations, lambda t: t.activations),
        Column("memory", "memory", "stored values in bytes, float32", BYTES, lambda row, net: row.activation_bytes, lambda t: t.activation_bytes),
        Column("memory_share", "share", "share of all stored values", SHARE, share_of="memory"),
        Column("param_bytes", "weights in bytes", "learned numbers in bytes, float32", BYTES, lambda row, net: row.params * BYTES_PER_VALUE, lambda t: t.param_bytes),
        Column("live", "alive", "activation bytes alive at this step of an inference, the peak marked", BYTES, over=_live, sums=False),
        Column("kept", "kept", "bytes kept for the backward pass, float32", BYTES, over=_kept),
        Column("layers", "layers", "how many layers the line speaks of", COUNT, over=lambda report: [1] * len(report.rows)),
    )
}  # fmt: skip
"""Every column by name, in the order in which they are offered."""

DEFAULT = ("layer", "notation", "output", "params", "macs", "memory")
"""The columns of a table unless others are named."""

GROUPED = ("layer", "layers", "params", "params_share", "macs", "macs_share", "memory", "memory_share")
"""The same of a table of groups."""


def chosen(names: Sequence[str], report: Report, options: Options) -> list[Column]:
    """The columns called `names`, or those that are shown by default, with what they mean for this report and these options."""
    return [_filled(COLUMNS[name], report, options) for name in names or (GROUPED if options.group_by else DEFAULT)]


def _filled(column: Column, report: Report, options: Options) -> Column:
    if column.name == "macs":
        return column._replace(heading=macs_heading(options.convention))
    if column.name == "layer" and options.group_by:
        return column._replace(heading=options.group_by)
    if column.over is None:
        return column
    found = list(column.over(report))
    by_id = {row.id: one for row, one in zip(report.rows, found, strict=True)}
    column = column._replace(of=lambda row, net: by_id[row.id])
    if column.sums:
        return column._replace(total=lambda totals: sum(found))
    numbers = found and all(isinstance(one, int) for one in found)
    return column._replace(marked=report.rows[found.index(max(found))].id if numbers else "")


def macs_heading(convention: str) -> str:
    """`MACs`, or the word of another tool: `flops (fvcore)`."""
    if convention == "cnncalc":
        return COLUMNS["macs"].heading
    from cnncalc.engine.conventions import CONVENTIONS

    printed = CONVENTIONS[convention].compute
    assert printed is not None
    return f"{printed.word} ({convention})"


def value(column: Column, rows: Sequence[Row], report: Report) -> Any:
    """The column's value for one row, or for rows that share a line: a sum where it can be summed, else the first's."""
    if column.share_of:
        counted = COLUMNS[column.share_of]
        assert counted.total is not None
        part, whole = value(counted, rows, report), counted.total(report.totals)
        return part / whole if isinstance(part, int) and isinstance(whole, int) and whole else None
    if column.total is None or len(rows) == 1:
        return column.of(rows[0], report.network)
    return total(column.of(row, report.network) for row in rows)


def text(column: Column, found: Any, *, ascii_only: bool = False) -> str:
    """A value of this column for people."""
    if found is None:
        return "–"
    if column.holds == SHARE:
        return f"{100 * found:.0f} %" if found >= 0.01 or not found else "<1 %"
    return people(found, in_bytes=column.holds == BYTES, ascii_only=ascii_only)
