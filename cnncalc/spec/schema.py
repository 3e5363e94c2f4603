"""A JSON Schema (2020-12) of documents, for editors: what may stand where, with the help of every option.

It is made from the layer kinds' fields and from the tables of keys that the readers use. It accepts every document that cnncalc
reads. What it cannot see, notation inside strings and names that must exist, is `cnncalc check`'s.

Editors read YAML 1.2, to which `70_000` and `yes` are strings; both readings are accepted everywhere.
"""

from __future__ import annotations

from cnncalc.layers import ALIASES, CLASSES, kind
from cnncalc.spec.about import FAMILY, YEARS
from cnncalc.spec.document import KEYS, VARIANT_KEYS
from cnncalc.spec.items import JOINTS
from cnncalc.spec.schema_claims import CLAIMS, claims
from cnncalc.spec.schema_options import LABEL, TEXT, Schema, count, options, size, types

SEQUENCE: Schema = {"$ref": "#/$defs/sequence"}

DESCRIPTIONS = {
    "name": "What the network is called.",
    "source": "Where the network and its numbers are from.",
    "year": "The year of its publication.",
    "family": "The word under which `cnncalc list` puts it with others, as in mobilenet.",
    "input": "Height x width x depth of the image, as in 224x224x3.",
    "verify": "A smaller input for `cnncalc verify`, as in 64x64x3, where the forward pass takes long at the real one.",
    "framework": "Whose rounding and padding: exact (a fraction is an error), pytorch, caffe or tensorflow.",
    "parameters": "Names that stand for values, as in {n: [3, 4, 6, 3]}; `$n` or `$(n[0] - 1)` uses them.",
    "defaults": "Options that layers of a kind have unless they say otherwise, as in {conv: {bias: no}}.",
    "blocks": "Layers under a name with arguments, as in `bottleneck(c, s=1): …`, called as bottleneck(64).",
    "layers": "The layers in order: notation, or mappings.",
    "heads": "Further paths that end in outputs of their own, as in {aux1: {from: inc4a, layers: […]}}.",
    "expect": "Facts that must hold, as in {params: 62_378_344, output: 1x1x1000, layers: {conv1: 55x55x96}}.",
    "budget": "Limits that must not be passed, as in {params: 70M, macs: 1.2G, memory: 300MB}.",
    "variants": "Networks of a family by name: what each sets, and its own input, facts and limits.",
    "set": "Parameters that this variant sets.",
}


def schema() -> Schema:
    """The schema of a document: a mapping, or a bare list of layers."""
    definitions: Schema = {
        "sequence": _sequence(),
        "item": _item(),
        "mapping": _mapping(),
        "value": {
            "anyOf": [{"type": ["number", "boolean", "string"]}, {"type": "array", "items": {"$ref": "#/$defs/value"}}]
        },
        "size": size(),
        **types(),
        **CLAIMS,
        **{token.lower(): options(kind(token)) for token in CLASSES},
        **{f"{token.lower()}_or_label": _either(token.lower()) for token in CLASSES},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cnncalc document",
        "description": "A convolutional network, or a family of them, as cnncalc reads it.",
        "if": {"type": "array"},
        "then": {"items": {"$ref": "#/$defs/item"}},
        "else": {
            "type": "object",
            "properties": {key: _key(key) for key in KEYS},
            "required": ["layers"],
            "additionalProperties": False,
        },
        "$defs": definitions,
    }


def _key(key: str) -> Schema:
    """What stands under a key of a document or of a variant."""
    values: dict[str, Schema] = {
        "name": TEXT,
        "source": TEXT,
        "year": {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1},
        "family": {"type": "string", "pattern": f"^{FAMILY}$"},
        "input": {"$ref": "#/$defs/size"},
        "verify": size(depth="?"),
        "framework": {"enum": _frameworks()},
        "parameters": {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
        "set": {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
        "defaults": {
            "type": "object",
            "properties": {name: {"$ref": f"#/$defs/{_canonical(name)}"} for name in _kind_names()},
        },
        "blocks": {
            "type": "object",
            "propertyNames": {"pattern": r"^\s*[^\s\d(][^\s(]*\s*(?:\(.*\))?\s*$"},
            "additionalProperties": SEQUENCE,
        },
        "layers": SEQUENCE,
        "heads": {
            "type": "object",
            "additionalProperties": _mapping_of(["from"], **{"from": TEXT, "layers": SEQUENCE}),
        },
        "expect": claims("expect"),
        "budget": claims("budget"),
    }
    if key == "variants":
        variant = {
            "type": ["object", "null"],
            "properties": {name: _key(name) for name in VARIANT_KEYS},
            "additionalProperties": False,
        }
        return {"type": "object", "description": DESCRIPTIONS[key], "additionalProperties": variant}
    return {**values[key], "description": DESCRIPTIONS[key]}


def _frameworks() -> list[str]:
    from cnncalc.arithmetic import FRAMEWORKS

    return list(FRAMEWORKS)


def _sequence() -> Schema:
    return {
        "description": "Notation, or a list of items.",
        "if": {"type": "array"},
        "then": {"items": {"$ref": "#/$defs/item"}},
        "else": {"$ref": "#/$defs/item"},
    }


def _item() -> Schema:
    return {
        "description": "Notation, as in `CONV3-64 RELU POOL2`, or a mapping with one key.",
        "type": ["string", "array", "object"],
        "if": {"type": "object"},
        "then": {"$ref": "#/$defs/mapping"},
        "else": {"if": {"type": "array"}, "then": {"items": {"$ref": "#/$defs/item"}}, "else": {"minLength": 1}},
    }


def _mapping() -> Schema:
    """An item that is a mapping: a structural form, a kind with its options, or a label with what it names."""
    forms = {
        "repeat": _mapping_of(["repeat", "layers"], repeat=count(), layers=SEQUENCE, name=LABEL),
        "from": _mapping_of(["from"], **{"from": TEXT, "layers": SEQUENCE, "name": LABEL}),
        "block": {"properties": {"block": {"type": ["string", "object"]}, "name": LABEL}},
        **{
            joint: _mapping_of([joint], **{joint: {"type": "array", "minItems": 2, "items": SEQUENCE}, "name": LABEL})
            for joint in JOINTS
        },
    }
    labelled = {"if": {"type": "object"}, "then": {"minProperties": 1}, "else": {"$ref": "#/$defs/sequence"}}
    found: Schema = {
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {name: {"$ref": f"#/$defs/{_canonical(name)}_or_label"} for name in _kind_names()},
        "additionalProperties": labelled,
    }
    for word, form in reversed(forms.items()):
        found = {"if": {"required": [word]}, "then": form, "else": found}
    return found


def _either(name: str) -> Schema:
    """Under the name of a kind: its options, or what a label of that name stands for."""
    return {"if": {"type": "object"}, "then": {"$ref": f"#/$defs/{name}"}, "else": SEQUENCE}


def _mapping_of(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _kind_names() -> list[str]:
    """Every name of a kind in lower and in upper case; other mixtures are read too, but not suggested."""
    return [spelled for name in (*CLASSES, *ALIASES) for spelled in (name.lower(), name)]


def _canonical(name: str) -> str:
    return ALIASES.get(name.upper(), name.upper()).lower()
