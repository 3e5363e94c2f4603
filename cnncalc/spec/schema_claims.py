"""The part of the JSON Schema that is about `expect` and `budget`, made from the table of figures."""

from __future__ import annotations

from typing import Any

from cnncalc.spec.claims import BUDGET, EXPECT, KEYS, LAYER_KEYS, LAYERS, OUTPUTS, PER_LAYER
from cnncalc.spec.facts import BYTES, COUNT, FIELD, OF_LAYER, OF_NETWORK, SHAPE

NUMBER = r"[0-9]+(?:[_,][0-9]+)*(?:\.[0-9]+)?"
UNITS = {COUNT: " ?[kKMGT]?", BYTES: " ?(?:[kKMGT]?B|[KMGT]iB)?"}
TOLERANCE = r"(?:\s*(?:±|\+/?-)\s*(?:[0-9.]+\s*%|{number}{units}))?"

CLAIMS: dict[str, Any] = {
    f"{what}_{kind}": {
        "description": {COUNT: "A number, as in 62_378_344 or 1.2G", BYTES: "A number of bytes, as in 300MB or 8GiB"}[
            kind
        ]
        + (", with a tolerance where the source rounds: 62.4M ± 1%." if what == EXPECT else "."),
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {
                "type": "string",
                "pattern": rf"^\s*{NUMBER}{units}{TOLERANCE.format(number=NUMBER, units=units) if what == EXPECT else ''}\s*$",
            },
        ],
    }
    for what in (EXPECT, BUDGET)
    for kind, units in UNITS.items()
}
"""Definitions that `claims` refers to."""

FIELD_OF_VIEW = {
    "description": "Extent of the receptive field in pixels: 212, or 212x196 for height and width.",
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^\s*[0-9]+(?:[x×][0-9]+)?\s*$"}],
}


def claims(what: str) -> dict[str, Any]:
    """What may stand under `expect` or `budget`."""
    properties: dict[str, Any] = {key: _value(what, OF_NETWORK[key]) for key in KEYS[what] if key in OF_NETWORK}
    if LAYERS in KEYS[what]:
        properties[LAYERS] = {"type": "object", "additionalProperties": _layer(what)}
    if OUTPUTS in KEYS[what]:
        properties[OUTPUTS] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/size"}}
    if PER_LAYER in KEYS[what]:
        properties[PER_LAYER] = _figures(what)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _layer(what: str) -> dict[str, Any]:
    """Figures of one layer, or as a fact its shape alone."""
    figures = _figures(what)
    return figures if what == BUDGET else {"if": {"type": "object"}, "then": figures, "else": {"$ref": "#/$defs/size"}}


def _figures(what: str) -> dict[str, Any]:
    values = {name: _value(what, OF_LAYER[name]) for name in LAYER_KEYS[what]}
    return {"type": "object", "properties": values, "additionalProperties": False}


def _value(what: str, kind: str) -> dict[str, Any]:
    if kind == SHAPE:
        return {"$ref": "#/$defs/size"}
    return FIELD_OF_VIEW if kind == FIELD else {"$ref": f"#/$defs/{what}_{kind}"}
