"""The report: rows of numbers, their totals and what was found wrong. Renderers, checks and comparisons read it."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from cnncalc.layers.base import BIAS, STATISTIC, WEIGHT
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from cnncalc.arithmetic import Window
    from cnncalc.diagnostics import Diagnostic, Problem
    from cnncalc.engine.field import Field, Fields
    from cnncalc.layers.base import Shape, Weight
    from cnncalc.network import Network, Node
    from cnncalc.symbolic import Condition, Int

BYTES_PER_VALUE = 4
"""float32, the unit of every figure in bytes unless a command says otherwise."""


class Cost(NamedTuple):
    """What a layer is on given inputs: all that does not depend on where it stands. Equal layers on equal inputs share one.

    `output` is None where there is none. `verdict` is one of `arithmetic.VERDICTS` a spatial axis, or None for a kind
    without a window. `exact_output` is the fraction a spatial axis, where it differs from `output`; `misfits` if the rules of
    the network's framework call that an error. `unseen` rows and columns of the image that no window reaches.
    `windows` along height and width, with the padding really used.
    """

    output: Shape | None
    weights: tuple[Weight, ...] = ()
    params: Int = 0
    macs: Int = 0
    verdict: tuple[str | None, str | None] | None = None
    exact_output: tuple[Fraction | int, Fraction | int] | None = None
    unseen: tuple[int, int] = (0, 0)
    misfits: bool = False
    windows: tuple[Window, Window] | None = None
    conditions: tuple[Condition, ...] = ()
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=1 << 10)
def _bytes(values: Int) -> Int:
    """So many values in float32; kept, because networks repeat themselves and a product of symbols costs more than a look."""
    return values * BYTES_PER_VALUE


class Row(NamedTuple):
    """One layer of the table; counts are of one image.

    `activations` values are stored for the output, 0 for views and for what works in place. `place` is its node's index, by which `fields` know
    its receptive field.
    """

    node: Node
    inputs: tuple[Shape, ...]
    cost: Cost
    activations: Int
    framework: str
    place: int
    fields: Fields

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def field(self) -> Field | None:
        """The receptive field; None where it is unknown."""
        return self.fields[self.place]

    @property
    def output(self) -> Shape:
        """Height x width x depth of what comes out, as the table goes on with it."""
        assert self.cost.output is not None
        return self.cost.output

    @property
    def exact_output(self) -> tuple[Fraction | int, Fraction | int] | None:
        """(W - E + 2P)/S + 1 along height and width, where that is not what comes out."""
        return self.cost.exact_output

    @property
    def verdict(self) -> tuple[str | None, str | None] | None:
        return self.cost.verdict

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What must hold of the symbols for this layer to fit."""
        return self.cost.conditions

    @property
    def weights(self) -> tuple[Weight, ...]:
        return self.cost.weights

    @property
    def params(self) -> Int:
        """Learned numbers: weights and biases."""
        return self.cost.params

    @property
    def macs(self) -> Int:
        return self.cost.macs

    def held(self, role: str) -> Int:
        """How many numbers this layer's tensors of one role hold."""
        total: Int = 0
        for weight in self.cost.weights:
            if weight.role == role:
                total = total + weight.size
        return total

    @property
    def weight_params(self) -> Int:
        """Learned numbers but biases: what the lecture counts."""
        return self.held(WEIGHT)

    @property
    def biases(self) -> Int:
        return self.held(BIAS)

    @property
    def statistics(self) -> Int:
        """Running statistics, which no gradient touches; not among `params`."""
        return self.held(STATISTIC)

    @property
    def activation_bytes(self) -> Int:
        """Stored activations in bytes, float32, one image."""
        return _bytes(self.activations)

    @property
    def output_formula(self) -> str | None:
        """`(227 - 11 + 2·0)/4 + 1 = 55`; None where the output is its input's shape or stated outright."""
        from cnncalc.engine.formulas import output_formula

        return output_formula(self)

    @property
    def params_formula(self) -> str:
        """`(11·11·3 + 1)·96 = 34,944`; "0" for a layer that learns nothing."""
        from cnncalc.engine.formulas import params_formula

        return params_formula(self)

    @property
    def macs_formula(self) -> str:
        """`55·55·(11·11·3)·96 = 105,415,200`; "0" for a layer that multiplies nothing; "" where a convention counts otherwise."""
        from cnncalc.engine.formulas import macs_formula

        return macs_formula(self)


HINTED = 200
"""Among so many layers a name is looked for that may have been meant, and in so many of its characters: it takes long."""

COST = attrgetter("cost")
"""What a row is but for its place: rows that are alike share it."""


def by_cost(rows: Iterable[Row]) -> dict[int, Row]:
    """One row of those that share their `Cost`, the same layer on the same input, by the identity of that."""
    return {id(row.cost): row for row in rows}


class Totals(NamedTuple):
    """Sums over the rows, for one image. `params` are `weights` and `biases`; `statistics` come on top."""

    params: Int
    weights: Int
    biases: Int
    statistics: Int
    macs: Int
    activations: Int

    @property
    def trainable_params(self) -> Int:
        """Learned numbers; running statistics are not among them."""
        return self.params

    @property
    def activation_bytes(self) -> Int:
        """Stored activations in bytes, float32."""
        return self.activations * BYTES_PER_VALUE

    @property
    def param_bytes(self) -> Int:
        """Learned parameters in bytes, float32."""
        return self.params * BYTES_PER_VALUE

    @property
    def memory_bytes(self) -> Int:
        """Parameters and stored activations in bytes, float32: what a budget's `memory` limits."""
        return (self.params + self.activations) * BYTES_PER_VALUE


class Report:
    """What the engine found. `rows` end before the first layer without an output, `stopped_at` is that layer.

    `report["conv1_1"]` is the row of an id, of an unambiguous label, or of a group's label (its last row). Immutable.
    """

    __slots__ = ("diagnostics", "network", "rows", "stopped_at", "totals")
    network: Network
    rows: tuple[Row, ...]
    totals: Totals
    diagnostics: tuple[Diagnostic, ...]
    stopped_at: Node | None

    def __init__(
        self,
        network: Network,
        rows: tuple[Row, ...],
        totals: Totals,
        diagnostics: tuple[Diagnostic, ...],
        stopped_at: Node | None = None,
    ) -> None:
        for name, value in zip(self.__slots__, (diagnostics, network, rows, stopped_at, totals), strict=True):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a report is immutable: cannot set {name}")

    def __repr__(self) -> str:
        return f"<Report on {self.network.name}: {len(self.rows)} rows, {len(self.diagnostics)} diagnostics>"

    def with_diagnostics(self, diagnostics: tuple[Diagnostic, ...]) -> Report:
        """The same numbers with other findings."""
        return Report(self.network, self.rows, self.totals, diagnostics, self.stopped_at)

    def __getitem__(self, path: str) -> Row:
        index = self.network.find(path)
        if index is None or index >= len(self.rows):
            from difflib import get_close_matches

            close = get_close_matches(path[:HINTED], [row.id for row in self.rows[:HINTED]])
            raise KeyError(f"no layer {path!r}" + (f"; did you mean {', '.join(close)}?" if close else ""))
        return self.rows[index]

    @property
    def is_symbolic(self) -> bool:
        """Whether a size or a sum depends on symbols."""
        numbers = (self.totals.params, self.totals.macs, self.totals.activations, self.totals.statistics)
        return not (
            all(isinstance(one, int) for one in numbers)
            and all(row.output.is_concrete for row in by_cost(self.rows).values())
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What must hold of the symbols for every layer to fit, in as few conditions as say it."""
        if not any(row.cost.conditions for row in self.rows):
            return ()  # numbers ask for nothing, and need not load the algebra
        from cnncalc.engine.conditions import combined

        return combined(self)

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error was found."""
        return not any(d.is_error for d in self.diagnostics)
