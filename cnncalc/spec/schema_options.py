"""The part of the JSON Schema that is about the options of layers, made from the fields of the kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.layers.base import CHOICE, FLAG, INT, MARGIN, PADDING, PAIR, REAL, Padding, Pair
from cnncalc.spec.options import names

if TYPE_CHECKING:
    from cnncalc.layers.base import Field, Layer

Schema = dict[str, Any]

VALUE = r"(?:[0-9][0-9_]*|[A-WYZ][0-9]*|\$[^\s()\[\]]+(?:\[.*\])*|\$\(.*\))"
"""A number, a symbol, `$name`, `$name[i]` or `$(…)`."""

TEXT: Schema = {"type": "string"}
EXPRESSION: Schema = {"type": "string", "pattern": r"^\s*\$"}
LABEL: Schema = {"type": "string", "pattern": r"^[^\s\d@:|+{}()\[\]-][^\s@:|+{}()\[\]-]*$"}


def options(cls: type[Layer]) -> Schema:
    """The options of a kind under all their names. None is required: `defaults` may give it."""
    properties: Schema = {"name": {**LABEL, "description": "The label of this layer."}}
    if cls.kind == "input":
        properties |= {"size": {"$ref": "#/$defs/size"}, "shape": {"$ref": "#/$defs/size"}}
    for name, (field_name, axis) in names(cls.tokens[0]).items():
        field = cls.fields[field_name]
        value = whole(field.minimum) if axis is not None else _value(field)
        properties[name] = {**value, "description": _help(field, name, axis)}
        if name == field_name and field.default is not None:
            properties[name]["default"] = _plain(field.default)
    description = " ".join((cls.__doc__ or "").partition("\n\n")[0].split())
    return {"type": "object", "description": description, "properties": properties, "additionalProperties": False}


def _help(field: Field, name: str, axis: int | None) -> str:
    said = field.help if axis is None else f"{field.help}; along the {('height', 'width')[axis]} only"
    return said if name == field.name else f"{said}. The same as `{field.name}`."


def _value(field: Field) -> Schema:
    """What an option may be, in both readings of YAML."""
    if field.type == CHOICE:
        return {"anyOf": [{"enum": list(field.choices)}, EXPRESSION]}
    if field.type in (INT, PAIR, PADDING, MARGIN):
        return {"$ref": f"#/$defs/{field.type}_{field.minimum}"}
    return {"$ref": f"#/$defs/{field.type}"}


def whole(minimum: int) -> Schema:
    return {"$ref": f"#/$defs/{INT}_{minimum}"}


def count() -> Schema:
    """How often something is repeated: `3`, or `i<3`."""
    return {"anyOf": [whole(0), {"type": "string", "pattern": rf"^\s*[a-z_]\w*\s*<\s*{VALUE}\s*$"}]}


def types() -> Schema:
    """The types of options, and of what else is a number."""
    words = [
        word for base in ("yes", "no", "on", "off", "true", "false") for word in (base, base.title(), base.upper())
    ]
    found: Schema = {
        REAL: {
            "anyOf": [
                {"type": "number"},
                EXPRESSION,
                {"type": "string", "pattern": r"^[-+]?[0-9_]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?$"},
            ]
        },
        FLAG: {"anyOf": [{"type": "boolean"}, {"enum": words}, EXPRESSION]},
    }
    both = {"type": "string", "pattern": rf"^\s*{VALUE}(?:\s*[xX×]\s*{VALUE})?\s*$"}
    listed = r"^\s*[(\[].*[)\]]\s*$"
    sides = {"type": "string", "pattern": listed}
    worded = {"type": "string", "pattern": rf"{listed}|^(?:[sS][aA][mM][eE]|[vV][aA][lL][iI][dD])$"}
    for minimum in (0, 1):
        one = whole(minimum)
        found[f"{INT}_{minimum}"] = {
            "anyOf": [{"type": "integer", "minimum": minimum}, {"type": "string", "pattern": rf"^\s*{VALUE}\s*$"}]
        }
        found[f"{PAIR}_{minimum}"] = {"anyOf": [one, both, _listed(one, 2)]}
        found[f"{PADDING}_{minimum}"] = {"anyOf": [one, both, worded, _listed(one, 2), _listed(one, 4)]}
        found[f"{MARGIN}_{minimum}"] = {"anyOf": [one, both, sides, _listed(one, 2), _listed(one, 4)]}
    return found


def _listed(item: Schema, count: int) -> Schema:
    return {"type": "array", "items": item, "minItems": count, "maxItems": count}


def size(depth: str = "") -> Schema:
    """Height x width x depth; `depth` is "?" where it may be left out."""
    sign = r"\s*[xX×,]\s*"
    third = f"(?:{sign}{VALUE}){depth}"
    written = {"type": "string", "pattern": rf"^\s*[\[(]?\s*{VALUE}{sign}{VALUE}{third}\s*[\])]?\s*$"}
    return {"anyOf": [written, *([_listed(whole(1), 2)] if depth else []), _listed(whole(1), 3)]}


def _plain(value: Any) -> Any:
    """A default as JSON."""
    if isinstance(value, Padding):
        return value.top if len(set(value)) == 1 else list(value)
    if isinstance(value, Pair):
        return value.height if value.is_square else list(value)
    return value
