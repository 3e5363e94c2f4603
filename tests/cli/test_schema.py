"""The JSON Schema of documents: what cnncalc reads validates, what it does not read does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

import cnncalc
from cnncalc.layers import CLASSES, kind
from cnncalc.rules import RULES, rule
from cnncalc.spec import document, items
from cnncalc.spec.claims import KEYS, LAYER_KEYS
from cnncalc.spec.options import names
from cnncalc.spec.schema import schema
from tests.cli.calling import ROOT, call

SPECS = sorted((ROOT / "specs").rglob("*.yaml"))


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: the core schema of 1.2, to which `70_000` and `yes` are strings."""

    yaml_implicit_resolvers: ClassVar[dict] = {}


for tag, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))

LOADERS = [yaml.SafeLoader, Yaml12]


@pytest.fixture(scope="module")
def validator():
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def problems(validator, text, loader=yaml.SafeLoader):
    return [
        f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}"
        for e in validator.iter_errors(yaml.load(text, loader))
    ]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_bundled_documents_validate(validator, path, loader):
    assert problems(validator, path.read_text(encoding="utf-8"), loader) == []


DOCUMENTS = [text for code in RULES for r in [rule(code)] for text in r.passes if "\n" in text and "layers:" in text]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_good_samples_validate(validator, text):
    assert problems(validator, text) == []


@pytest.mark.parametrize(
    "layers",
    [
        "[CONV3-8, RELU]",
        "CONV3-8 RELU",
        "[[CONV3-8, RELU], POOL2]",
        "[conv1: CONV3-8]",
        "[conv: {name: c, filters: 8, kernel: 3}]",
        "[conv: {K: 8, F: 3x5, S: [2, 1], P: same, bias: no}]",
        "[CONV: {num_output: 8, kernel_size: 3, pad: 1, bias_term: false}]",
        "[conv: {K: 8, kH: 3, kW: 5, padding: '(1,2,1,2)'}]",
        "[conv: {K: $n, F: $(2*n + 1), padding: [1, 1]}]",
        "[conv: {filters: K, kernel: 3}]",
        "[stage: [CONV3-8, RELU]]",
        "[{repeat: 3, layers: [CONV3-8]}]",
        "[{repeat: $n, name: stage, layers: CONV3-8 RELU}]",
        "[{concat: [ID, CONV3-8, [CONV1-8, RELU]]}, {add: [ID, ID], name: sum}]",
        "[a: CONV3-8, {from: a}, {from: a, layers: [RELU]}]",
        "[{block: b, c: 8}, b: {c: 8}, x: {b: {c: 8}}, x: {repeat: 2, layers: [RELU]}]",
        "[dropout: {rate: 0.5}, bn: {eps: 1e-5, affine: no}, up: {factor: 2, mode: bilinear}]",
        "[pool: {kernel: 3, stride: 2, ceil: yes}, fc: {units: 10}]",
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_every_way_to_write_a_layer_validates(validator, layers, loader):
    assert (
        problems(
            validator, f"input: 32x32x3\nparameters: {{n: 3}}\nblocks: {{b(c): CONV3-$c}}\nlayers: {layers}\n", loader
        )
        == []
    )


BROKEN = [
    "input: 8x8x3\n",
    "input: 8x8x3\nlayer: [RELU]\n",
    "input: 8x8\nlayers: [RELU]\n",
    "input: 8x8x3\nlayers: 3\n",
    "input: 8x8x3\nlayers: [3]\n",
    "input: 8x8x3\nlayers: [conv: {filtres: 8}]\n",
    "input: 8x8x3\nlayers: [conv: {filters: 0}]\n",
    "input: 8x8x3\nlayers: [conv: {filters: many}]\n",
    "input: 8x8x3\nlayers: [conv: {filters: 8, bias: maybe}]\n",
    "input: 8x8x3\nlayers: [conv: {filters: 8, padding: 1x2x3}]\n",
    "input: 8x8x3\nlayers: [{repeat: 2}]\n",
    "input: 8x8x3\nlayers: [{repeat: 2, layer: [RELU]}]\n",
    "input: 8x8x3\nlayers: [{concat: [ID]}]\n",
    "input: 8x8x3\nlayers: [{a: RELU, b: RELU}]\n",
    "input: 8x8x3\nlayers: [RELU]\nframework: torch\n",
    "input: 8x8x3\nlayers: [RELU]\nexpect: {paramz: 3}\n",
    "input: 8x8x3\nlayers: [RELU]\nexpect: {params: many}\n",
    "input: 8x8x3\nlayers: [RELU]\nexpect: {layers: {relu1: {depth: 3}}}\n",
    "input: 8x8x3\nlayers: [RELU]\nbudget: {output: 8x8x3}\n",
    "input: 8x8x3\nlayers: [RELU]\nbudget: {params: 1M ± 1%}\n",
    "input: 8x8x3\nlayers: [RELU]\nheads: {aux: {layers: [RELU]}}\n",
    "input: 8x8x3\nlayers: [RELU]\nvariants: {a: {layers: [RELU]}}\n",
    "input: 8x8x3\nlayers: [RELU]\ndefaults: {conv: {biass: no}}\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_documents_do_not_validate_and_are_not_read(validator, text, tmp_path):
    assert problems(validator, text)
    (tmp_path / "net.yaml").write_text(text, encoding="utf-8")
    assert any(d.is_error for d in cnncalc.check(tmp_path / "net.yaml"))


def test_keys_are_those_of_the_readers():
    made = schema()
    properties = made["else"]["properties"]
    assert set(properties) == set(document.KEYS)
    assert set(properties["variants"]["additionalProperties"]["properties"]) == set(document.VARIANT_KEYS)
    for what in ("expect", "budget"):
        assert set(properties[what]["properties"]) == set(KEYS[what])
    assert set(properties["budget"]["properties"]["per_layer"]["properties"]) == set(LAYER_KEYS["budget"])
    text = json.dumps(made["$defs"]["mapping"])
    assert all(f'["{word}"]' in text or f'["{word}", ' in text for word in items.STRUCTURAL)


@pytest.mark.parametrize("token", CLASSES)
def test_options_are_those_of_the_kinds_with_their_help(token):
    cls = kind(token)
    properties = schema()["$defs"][token.lower()]["properties"]
    assert set(names(cls.tokens[0])) <= set(properties)
    for name, field in cls.fields.items():
        assert properties[name]["description"] == field.help


def test_every_reference_leads_somewhere():
    made = schema()
    for name in set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(made))):
        assert name in made["$defs"]


def test_the_command_prints_it(tmp_path):
    assert json.loads(call("schema").stdout) == schema()
    target = tmp_path / "cnncalc.schema.json"
    assert call("schema", "--output", str(target)).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8")) == schema()


def test_bundled_documents_name_the_schema():
    """yaml-language-server takes the schema from a comment; the file lies beside the documents."""
    stored = ROOT / "specs" / "schema.json"
    assert json.loads(stored.read_text(encoding="utf-8")) == schema(), "run `cnncalc schema --output specs/schema.json`"
    for path in SPECS:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / Path(first.partition("=")[2])).resolve() == stored
