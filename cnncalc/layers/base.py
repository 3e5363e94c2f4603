"""What every layer kind is made of: typed hyper-parameters and plain arithmetic on them.

A kind states its hyper-parameters as `Field`s and answers `window`, `output`, `weights`, `params` and `macs`. The
notation, the YAML keys, the JSON Schema and the reference page are derived from the fields, the displayed formulas from
the arithmetic. No kind divides by a stride: it is handed the `positions` that the engine found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cnncalc.formula import Letter, Shown
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cnncalc.arithmetic import Framework, Rule, Window
    from cnncalc.diagnostics import Problem
    from cnncalc.symbolic import Condition, Int

STORES, IN_PLACE, VIEW = "stores", "in place", "view"
"""What becomes of an output: it takes memory of its own, overwrites its input, or is the input seen otherwise."""

WEIGHT, BIAS, STATISTIC = "weight", "bias", "statistic"
"""The role of a tensor: a learned weight, a learned bias, or a running statistic that no gradient touches."""

LOCAL, POINTWISE, GLOBAL, SCALING, ADAPTIVE = "local", "pointwise", "global", "scaling", "adaptive"
"""What an output position sees: a window, its own position, the whole input, (up-sampling) part of a position, or a window that
follows from the input's size."""


class Shape(NamedTuple):
    """Height, width and depth of one image's volume, without the batch; a flat vector of D numbers is 1x1xD."""

    height: Any
    width: Any
    depth: Any

    @property
    def values(self) -> Any:
        """How many numbers the volume holds."""
        return self.height * self.width * self.depth

    @property
    def is_concrete(self) -> bool:
        """Whether all three extents are numbers, not symbols."""
        return isinstance(self.height, int) and isinstance(self.width, int) and isinstance(self.depth, int)

    def __str__(self) -> str:
        return "x".join(t if t.isalnum() else f"({t})" for t in map(str, self))


class Pair(NamedTuple):
    """A hyper-parameter per axis: height first, then width."""

    height: Any
    width: Any

    @property
    def is_square(self) -> bool:
        return bool(self.height == self.width)

    def __str__(self) -> str:
        return str(self.height) if self.is_square else f"{self.height}x{self.width}"


class Padding(NamedTuple):
    """Zero padding in pixels on the four sides."""

    top: Any
    bottom: Any
    left: Any
    right: Any

    def __str__(self) -> str:
        if self.top == self.bottom and self.left == self.right:
            return str(Pair(self.top, self.left))
        return f"({self.top},{self.bottom},{self.left},{self.right})"


class Weight(NamedTuple):
    """One tensor that a layer holds: its name, its dimensions and its role."""

    name: str
    dims: tuple[Any, ...]
    role: str = WEIGHT

    @property
    def size(self) -> Any:
        """How many numbers the tensor holds."""
        size: Any = 1
        for extent in self.dims:
            size = size * extent
        return size


class Kept(NamedTuple):
    """Something a layer keeps for its backward pass beside whole inputs and outputs: indices, masks, statistics.

    `count` numbers of `bytes` each (None: floats of at least four bytes), times the batch if `per_image`.
    """

    count: Any
    bytes: int | None = None
    per_image: bool = True


class Example(NamedTuple):
    """A worked example of a kind: notation, inputs, output and numbers, and where they are from."""

    notation: str
    input: str
    output: str
    params: int = 0
    macs: int = 0
    source: str = ""
    framework: str = "exact"

    def __str__(self) -> str:
        return f"{self.notation} on {self.input}"


INT, PAIR, PADDING, MARGIN, REAL, FLAG, CHOICE = "int", "pair", "padding", "margin", "real", "flag", "choice"
"""The types of hyper-parameters; a MARGIN is a `Padding` in pixels alone, without the words that a PADDING may be."""


class Field:
    """One hyper-parameter of a kind.

    `type` is one of INT, PAIR, PADDING, MARGIN, REAL, FLAG, CHOICE. `position` says where notation writes it: 1, directly behind the
    name (`CONV3`), 2, behind the hyphen (`CONV3-64`), or None. `marks` are the modifiers that introduce it (`/`, `s`); for
    a FLAG or a CHOICE a mapping of modifier to value. `letter` is the course's letter, `aliases` the names that
    frameworks use; an alias `("kW", 1)` sets one axis. `minimum` bounds INT, PAIR, PADDING and MARGIN below.
    """

    __slots__ = (
        "aliases",
        "choices",
        "default",
        "help",
        "letter",
        "marks",
        "minimum",
        "name",
        "position",
        "required",
        "type",
    )

    def __init__(
        self,
        type: str,
        help: str,
        *,
        default: Any = None,
        required: bool = False,
        position: int | None = None,
        marks: tuple[str, ...] | Mapping[str, Any] = (),
        letter: str = "",
        aliases: tuple[str | tuple[str, int], ...] = (),
        choices: tuple[str, ...] = (),
        minimum: int = 1,
    ) -> None:
        self.name = ""
        self.type = type
        self.help = help
        self.default = Pair(default, default) if type == PAIR and isinstance(default, int) else default
        self.required = required
        self.position = position
        self.marks = marks
        self.letter = letter
        self.aliases = aliases
        self.choices = choices
        self.minimum = minimum

    def __repr__(self) -> str:
        return f"Field({self.name!r}, {self.type})"


def field(type: str, help: str, **details: Any) -> Any:
    """A `Field` for the body of a kind, typed so that the annotation beside it is the value's type."""
    return Field(type, help, **details)


class Layer:
    """A layer kind; an instance is one layer with its hyper-parameters, immutable and hashable.

    Kinds state:

    * `tokens`: the names in notation, the canonical one first; `kind` is its lower-case form;
    * `storage`: STORES, IN_PLACE or VIEW; `sees`: LOCAL, POINTWISE, GLOBAL, SCALING or ADAPTIVE;
    * `weighs_map`: whether statistics of the whole map weigh every position, which the receptive field leaves out;
    * `operation`: which rounding rule its window follows, None for kinds without a window;
    * `joins`: whether it takes several inputs;
    * `backward_reads`: which whole values its backward pass reads, "input" and "output": the least that does;
    * the methods below, which must not depend on sizes being numbers.
    """

    tokens: tuple[str, ...] = ()
    kind: ClassVar[str] = ""
    family: ClassVar[str] = ""
    storage: ClassVar[str] = STORES
    sees: ClassVar[str] = POINTWISE
    operation: ClassVar[str | None] = None
    joins: ClassVar[bool] = False
    weighs_map: ClassVar[bool] = False
    backward_reads: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[dict[str, Field]] = {}
    examples: tuple[Example, ...] = ()

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        for name, field in own.items():
            field.name = name
        cls.fields = {**cls.fields, **own}
        if cls.tokens:
            cls.kind = cls.tokens[0].lower()

    def __init__(self, **options: Any) -> None:
        """Values are already of their field's type: ints or symbols, `Pair`, `Padding`, bool, float or a word."""
        state = self.__dict__
        for name, field in self.fields.items():
            state[name] = options.pop(name, field.default)
        if options:
            raise TypeError(f"{self.kind} has no hyper-parameter {', '.join(options)}")
        state["_hash"] = hash((type(self), *(state[name] for name in self.fields)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a layer is immutable: cannot set {name}")

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        known: int = self.__dict__["_hash"]
        return known

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.notation()})"

    def replace(self, **options: Any) -> Layer:
        """The same layer with some hyper-parameters changed."""
        return type(self)(**{**self.options(), **options})

    def options(self) -> dict[str, Any]:
        """Every hyper-parameter by name."""
        return {name: self.__dict__[name] for name in self.fields}

    def display(self, letters: bool = False) -> Any:
        """This layer with every number replaced by its `Shown` form, for displaying formulas; or by its letter in the course.

        A count that is at its default of 1 (groups, multiplier) stays a number, so that formulas leave it out in either form.
        """
        twin = object.__new__(type(self))
        for name, field in self.fields.items():
            value = self.__dict__[name]
            letter = field.letter if letters else ""
            if field.type == INT and value is not None:
                one = isinstance(value, int) and value == 1 == field.default
                value = Letter(letter) if letter and not one else Shown.of(value)
            elif field.type == PAIR and value is not None:
                if letter:
                    value = (
                        Pair(*(Letter(letter),) * 2)
                        if value.is_square
                        else Pair(Letter(letter + "h"), Letter(letter + "w"))
                    )
                else:
                    value = Pair(Shown.of(value.height), Shown.of(value.width))
            elif field.type == MARGIN and value is not None:
                value = Padding(*self._margin(letter, value))
            twin.__dict__[name] = value
        return twin

    @staticmethod
    def _margin(letter: str, sides: Padding) -> tuple[Shown, ...]:
        """The four sides as they are displayed: one letter where all are the same."""
        if not letter:
            return tuple(map(Shown.of, sides))
        alike = len(set(sides)) == 1
        return tuple(Letter(letter if alike else letter + side) for side in "tblr")

    @classmethod
    def in_letters(cls) -> Any:
        """A layer of this kind of which nothing is known but the letters: what a reference page shows."""
        twin = object.__new__(cls)
        for name, field in cls.fields.items():
            letter: Any = Letter(field.letter) if field.letter else field.default
            shown = {INT: letter, PAIR: Pair(letter, letter), MARGIN: Padding(*(letter,) * 4)}
            twin.__dict__[name] = shown.get(field.type, field.default)
        return twin

    def notation(self) -> str:
        """The layer in canonical notation, such as `CONV11-96/4p0`: what the parser reads back as this layer."""
        from cnncalc.layers.notation import write

        return write(self)

    def readable(self) -> str:
        """The notation for people's eyes: computed reals, such as a rate of DROPPATH, with four significant digits."""
        from cnncalc.layers.notation import write

        return write(self, 4)

    # What a kind states. `inputs` holds one Shape per input; for all but the joins there is exactly one.

    def problems(self, inputs: tuple[Shape, ...], framework: Framework) -> Iterator[Problem | Condition]:
        """What is wrong with this layer on these inputs, apart from windows that do not fit.

        A `Problem` of severity error means that there is no output; where symbols leave a question open, the
        `Condition` under which all is well.
        """
        return iter(())

    def windows(self, framework: Framework) -> tuple[Window, Window] | None:
        """The window along height and width; None for kinds without one."""
        return None

    def seen_windows(self, inputs: tuple[Shape, ...]) -> tuple[Window | None, Window | None]:
        """What a position sees along height and width, for kinds that see LOCAL or ADAPTIVE windows but slide none; None where unknown."""
        return None, None

    def rounding(self, framework: Framework, windows: tuple[Window, Window]) -> Rule:
        """The rule by which this layer's windows are counted under `framework`."""
        assert self.operation is not None
        return framework.rule(self.operation, windows)

    def output_extra(self) -> Pair:
        """Rows and columns added to the output: a transposed convolution's output padding."""
        return Pair(0, 0)

    def output(self, inputs: tuple[Shape, ...], positions: tuple[Any, Any]) -> Shape:
        """The output's shape; `positions` along height and width are the engine's, for kinds with a window."""
        return inputs[0]

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """The tensors the layer holds."""
        return ()

    def params(self, inputs: tuple[Shape, ...]) -> Int:
        """How many learned numbers, weights and biases, as the formula that is displayed."""
        return 0

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> Int:
        """Multiply-accumulates for one image, as the formula that is displayed."""
        return 0

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Kept, ...]:
        """What the backward pass needs beside the values in `backward_reads`."""
        return ()

    def normalized_over(self, inputs: tuple[Shape, ...]) -> Int | None:
        """How many values of an image are normalized together, by their mean or their sum; None for kinds that do no such thing."""
        return None
