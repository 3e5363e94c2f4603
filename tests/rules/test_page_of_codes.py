"""docs/check.md names every code, every option and every setting."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from cnncalc.cli.config import KEYS
from cnncalc.rules import RULES, rule
from cnncalc.spec.facts import OF_NETWORK
from cnncalc.spec.schema import schema

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "check.md").read_text(encoding="utf-8")


def test_every_code_is_listed_with_its_severity():
    rows = dict(re.findall(r"(?m)^\| (CNN\d+) \| .* \| (\w+)[^|]*\|$", PAGE))
    assert list(rows) == list(RULES)
    assert rows == {code: rule(code).severity for code in RULES}


def test_every_option_is_named():
    command = import_module("cnncalc.cli.check").command
    shared = {
        option for parameter in import_module("cnncalc.cli.table").command.params for option in parameter.opts
    } - {"--format"}
    for parameter in command.params:
        for option in parameter.opts:
            assert not option.startswith("--") or option in shared or f"{option}" in PAGE, option


def test_every_setting_and_figure_is_named():
    for key in KEYS:
        assert f"| `{key}` |" in PAGE
    for name in OF_NETWORK:
        assert name == "trainable_params" or f"`{name}`" in PAGE


def test_the_example_of_claims_is_valid():
    (example,) = [block for block in re.findall(r"(?ms)^```yaml\n(.*?)^```$", PAGE) if "per_layer" in block]
    document = {"input": "227x227x3", "layers": ["RELU"], **yaml.safe_load(example)}
    Draft202012Validator(schema()).validate(document)


def test_json_in_the_pages_is_json():
    for block in re.findall(r"(?ms)^```json\n(.*?)^```$", (DOCS / "editors.md").read_text(encoding="utf-8")):
        json.loads(block)
