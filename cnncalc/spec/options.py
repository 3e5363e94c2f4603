"""From what is written to a layer: numbers, modifiers and options bound to the typed hyper-parameters of a kind.

Everything a user may call a hyper-parameter, in notation, in YAML, in whichever framework's words, is looked up in the
kind's fields; nothing here knows a kind by name.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cnncalc.layers import kind
from cnncalc.layers.base import CHOICE, FLAG, INT, MARGIN, PADDING, PAIR, REAL, Padding, Pair, Shape
from cnncalc.spec.evaluation import kind_of
from cnncalc.spec.expressions import DIGITS, SYMBOL, Expression
from cnncalc.spec.findings import Mistake, did_you_mean, listed
from cnncalc.spec.syntax import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnncalc.diagnostics import Span
    from cnncalc.layers.base import Field, Layer
    from cnncalc.spec.syntax import LayerItem, Value

    Evaluate = Callable[[Value], Any]
    Option = tuple[str, Value, Place]

LARGEST = 10**9
"""No extent, kernel or number of filters is larger."""

AXES = ("height", "width")


@cache
def names(token: str) -> dict[str, tuple[str, int | None]]:
    """Every name of the hyper-parameters of a kind: the field, and the axis where it sets only one."""
    fields = kind(token).fields
    found: dict[str, tuple[str, int | None]] = {}
    for name, field in fields.items():
        for alias in field.aliases:
            spelled, axis = (alias, None) if isinstance(alias, str) else alias
            found.setdefault(spelled, (name, axis))
    found.update((name, (name, None)) for name in fields)
    return found


@cache
def numbers(token: str) -> dict[int, Field]:
    """The main numbers of a kind, by where notation writes them: 1, directly behind the name, and 2, behind the hyphen."""
    return {field.position: field for field in kind(token).fields.values() if field.position is not None}


class Binding:
    """The hyper-parameters of one layer, as far as they are bound."""

    def __init__(self, cls: type[Layer], evaluate: Evaluate) -> None:
        self.cls = cls
        self.token = cls.tokens[0]
        self.evaluate = evaluate
        self.values: dict[str, Any] = {}
        self.axes: dict[str, dict[int, Any]] = {}

    def claim(self, field: Field, place: Place, axis: int | None = None) -> None:
        """Note that a field is about to be bound; twice is a mistake."""
        if (
            field.name in self.values
            or axis in self.axes.get(field.name, ())
            or (axis is None and field.name in self.axes)
        ):
            raise Mistake(
                "CNN206", f"{self.token} is given its {field.name} twice", place.span, help="keep one of the two"
            )

    def bind(self, field: Field, value: Value, place: Place) -> None:
        """Bind a field to a value as written; `place` is that of the name or mark which says so."""
        self.claim(field, place)
        self.values[field.name] = convert(field, self.evaluate(value), value, self.token)

    def number(self, position: int, value: Value) -> None:
        """Bind one of the two main numbers, 1 or 2; where a kind has one only, it may stand in either place."""
        fields = numbers(self.token)
        field = fields.get(position)
        if field is None:
            field = next((f for f in fields.values() if len(fields) == 1 and f.name not in self.values), None)
        if field is None:
            what = "no number" if not fields else "one number"
            help = (
                "a space must stand before what follows"
                if not fields
                else f"write `{self.token}{'-' if 2 in fields else ''}n`"
            )
            raise Mistake("CNN202", f"{self.token} takes {what}", value.span, help=help)
        self.bind(field, value, value)

    def modifier(self, mark: str, value: Value | None, place: Place) -> None:
        """Bind a modifier."""
        for field in self.cls.fields.values():
            if value is None and not isinstance(field.marks, tuple) and mark in field.marks:
                self.claim(field, place)
                self.values[field.name] = field.marks[mark]
                return
            if value is None and field.type == PADDING and mark in ("same", "valid"):
                self.claim(field, place)
                self.values[field.name] = mark
                return
            if value is not None and isinstance(field.marks, tuple) and mark in field.marks:
                self.bind(field, value, place)
                return
        raise Mistake("CNN202", f"{self.token} has no modifier `{mark}`", place.span)

    def option(self, name: str, value: Value, place: Place) -> None:
        """Bind an option by any of its names."""
        known = names(self.token)
        if name not in known:
            if not known:
                raise Mistake("CNN202", f"{self.token} has no options", place.span)
            help = did_you_mean(name, known, f"{self.token} has {listed(self.cls.fields)}")
            raise Mistake("CNN202", f"{self.token} has no option `{name[:60]}`", place.span, help=help)
        field_name, axis = known[name]
        field = self.cls.fields[field_name]
        if axis is None:
            self.bind(field, value, place)
            return
        self.claim(field, place, axis)
        extent = whole(self.evaluate(value), field, value, self.token)
        self.axes.setdefault(field_name, {})[axis] = extent

    def finish(self, defaults: Sequence[Option], span: Span) -> dict[str, Any]:
        """All that is bound, with the document's defaults for what is not; `span` is the layer's."""
        for name, given in self.axes.items():
            self.values[name] = self.both_axes(self.cls.fields[name], given, span)
        for name, value, where in defaults:
            field = self.cls.fields[names(self.token)[name][0]]
            if field.name not in self.values:
                self.bind(field, value, where)
        missing = [field for field in self.cls.fields.values() if field.required and field.name not in self.values]
        if missing:
            raise self.missing(missing, span)
        return self.values

    def both_axes(self, field: Field, given: dict[int, Any], span: Span) -> Any:
        """A value a axis; where only one is given, the other has the default of the field, if there is one."""
        default = field.default if isinstance(field.default, Pair) else (0, 0) if field.type == PADDING else None
        if default is None and len(given) == 1:
            (axis,) = given
            help = "give both, or the whole by its own name"
            raise Mistake(
                "CNN204", f"{self.token} is given its {field.name} along the {AXES[axis]} only", span, help=help
            )
        height, width = (given[axis] if axis in given else default[axis] for axis in (0, 1))  # type: ignore[index]
        return Padding(height, height, width, width) if field.type == PADDING else Pair(height, width)

    def missing(self, fields: list[Field], span: Span) -> Mistake:
        """What to say of required hyper-parameters that are not given."""
        required = [field for field in self.cls.fields.values() if field.required]
        described = " and ".join(_needed(field) for field in required)
        example = next((e.notation for e in self.cls.examples), self.token)
        if self.token == "CONV":
            example = "CONV3-64"
        if len(fields) < len(required):
            needs = " and ".join(_needed(field) for field in fields)
            return Mistake(
                "CNN204", f"{self.token} needs {needs} too: {example}", span, help=f"write it as in `{example}`"
            )
        return Mistake("CNN204", f"{self.token} needs {described}: {example}", span, help=f"write it as in `{example}`")


def _needed(field: Field) -> str:
    words = {
        "filters": "a number of filters",
        "outputs": "a number of outputs",
        "pieces": "a number of pieces",
        "groups": "a number of groups",
    }
    return words.get(field.name, f"a {field.name}")


def bind(item: LayerItem, cls: type[Layer], evaluate: Evaluate, defaults: Sequence[Option]) -> dict[str, Any]:
    """The hyper-parameters of the layer that `item` describes; raises `Mistake`."""
    binding = Binding(cls, evaluate)
    if item.first is not None:
        binding.number(1, item.first)
    if item.second is not None:
        binding.number(2, item.second)
    for mark, value, place in item.modifiers:
        binding.modifier(mark, value, place)
    for name, option, place in item.options:
        binding.option(name, option, place)
    return binding.finish(defaults, item.span)


def convert(field: Field, value: Any, place: Place, token: str) -> Any:
    """`value`, an evaluated value, as the type of `field` has it."""
    if field.type == INT:
        return whole(value, field, place, token)
    if field.type == PAIR:
        return pair(value, field, place, token)
    if field.type == PADDING:
        return padding(value, field, place, token)
    if field.type == MARGIN:
        return sides(value, field, place, token)
    what = f"{token}'s {field.name}"
    if field.type == REAL:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Mistake("CNN203", f"{what} is a number, not {kind_of(value)}", place.span)
        # What an expression computes has no more digits than a number may have that is written, so that it can be written.
        return float(f"{value:.{DIGITS}g}")
    if field.type == FLAG:
        if not isinstance(value, bool):
            raise Mistake("CNN203", f"{what} is yes or no, not {kind_of(value)}", place.span)
        return value
    assert field.type == CHOICE
    if value not in field.choices:
        help = did_you_mean(str(value), field.choices)
        raise Mistake("CNN203", f"{what} is {' or '.join(field.choices)}, not {kind_of(value)}", place.span, help=help)
    return value


def whole(value: Any, field: Field, place: Place, token: str) -> Any:
    """An integer within the bounds of `field`, or a symbolic one."""
    if type(value) is int and field.minimum <= value <= LARGEST:
        return value  # nearly always
    what = f"{token}'s {field.name}"
    value = integral(value, what, place)
    if isinstance(value, int) and value < field.minimum:
        help = f"write a whole number from {field.minimum} on"
        raise Mistake("CNN203", f"{what} is at least {field.minimum}, not {value}", place.span, help=help)
    return value


def integral(value: Any, what: str, place: Place) -> Any:
    """An integer, a symbolic one, or a real that is one; within the limit."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float):
        raise Mistake(
            "CNN203",
            f"{what} is a whole number, not {value}",
            place.span,
            help="in an expression `round`, `floor`, `ceil` and `divisible` make one",
        )
    if isinstance(value, bool | str | tuple):
        raise Mistake("CNN203", f"{what} is a whole number, not {kind_of(value)}", place.span)
    if isinstance(value, int) and value > LARGEST:
        raise Mistake("CNN103", f"{what} is {value:,}: the limit is {LARGEST:,}", place.span)
    return value


def pair(value: Any, field: Field, place: Place, token: str) -> Pair:
    """A value per axis."""
    if isinstance(value, tuple):
        if len(value) != 2:
            raise Mistake(
                "CNN203", f"{token}'s {field.name} has a height and a width, not {len(value)} numbers", place.span
            )
        return Pair(*(whole(part, field, place, token) for part in value))
    extent = whole(value, field, place, token)
    return Pair(extent, extent)


def padding(value: Any, field: Field, place: Place, token: str) -> Padding | str:
    """Pixels on four sides, or the words of TensorFlow."""
    if isinstance(value, str):
        if value.lower() in ("same", "valid"):
            return value.lower()
        raise Mistake(
            "CNN203",
            f"{token}'s {field.name} is a number of pixels, `same` or `valid`, not {kind_of(value)}",
            place.span,
        )
    return sides(value, field, place, token)


def sides(value: Any, field: Field, place: Place, token: str) -> Padding:
    """Pixels on four sides: one number for all, height x width, or each by itself."""
    found = [whole(part, field, place, token) for part in (value if isinstance(value, tuple) else (value,))]
    if len(found) == 1:
        return Padding(*found * 4)
    if len(found) == 2:
        return Padding(found[0], found[0], found[1], found[1])
    if len(found) == 4:
        return Padding(*found)
    help = "write one number, height x width, or (top,bottom,left,right)"
    raise Mistake("CNN203", f"{token}'s {field.name} has 1, 2 or 4 numbers, not {len(found)}", place.span, help=help)


def shape(value: Any, span: Span) -> Shape:
    """Height, width and depth, each at least 1."""
    if not isinstance(value, tuple) or len(value) != 3:
        help = "write height x width x depth, as in `224x224x3`; a vector of D numbers is `1x1xD`"
        raise Mistake(
            "CNN203",
            "a size has three extents" + (f", not {len(value)}" if isinstance(value, tuple) else ""),
            span,
            help=help,
        )
    return Shape(*extents(value, span))


def extents(values: tuple[Any, ...], span: Span) -> list[Any]:
    """Height, width and, if there is a third, depth; each at least 1."""
    found = []
    for value, axis in zip(values, ("height", "width", "depth"), strict=False):
        extent = integral(value, f"the {axis}", Place(span))
        if isinstance(extent, int) and extent < 1:
            raise Mistake("CNN203", f"the {axis} is at least 1, not {extent}", span)
        found.append(extent)
    return found


def is_constant(value: Value | None) -> bool:
    """Whether a value is the same wherever its item stands: it holds neither an expression nor a symbol."""
    if value is None:
        return True
    content = value.content
    if isinstance(content, tuple):
        return all(map(is_constant, content))
    return not isinstance(content, Expression) and not (isinstance(content, str) and SYMBOL.match(content) is not None)
