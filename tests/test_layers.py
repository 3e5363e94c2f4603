"""Every kind's worked examples, and laws that hold for all kinds alike."""

from __future__ import annotations

import pytest

from cnncalc.layers import ALIASES, CLASSES, NAMES, is_kind, kind
from cnncalc.layers.base import STATISTIC, Shape
from tests.formula_text import sides
from tests.nets import network_of, one_layer

KINDS = [kind(token) for token in CLASSES]
EXAMPLES = [(k, example) for k in KINDS for example in k.examples]


def test_the_table_names_what_the_kinds_name():
    for token in CLASSES:
        assert kind(token).tokens[0] == token
    stated = {alias: k.tokens[0] for k in KINDS for alias in k.tokens[1:]}
    assert stated == ALIASES
    assert set(NAMES) == {*CLASSES, *ALIASES}
    assert list(NAMES) == sorted(NAMES, key=len, reverse=True)


@pytest.mark.parametrize("k", KINDS, ids=lambda k: k.__name__)
def test_every_kind_is_documented(k):
    assert "Source" in k.__doc__ or k.kind in ("input", "flatten")
    assert k.examples or k.kind == "input"
    for field in k.fields.values():
        assert field.help
        assert field.help[0].islower()


@pytest.mark.parametrize(("k", "example"), EXAMPLES, ids=lambda v: str(v) if not isinstance(v, type) else v.__name__)
def test_examples_hold(k, example):
    report = one_layer(example)
    row = report.rows[-1]
    assert row.node.layer.kind == k.kind
    assert (str(row.output), row.params, row.macs) == (example.output, example.params, example.macs)
    assert report.ok, report.diagnostics
    assert example.source


@pytest.mark.parametrize(("k", "example"), EXAMPLES, ids=lambda v: str(v) if not isinstance(v, type) else v.__name__)
def test_formulas_and_tensors_agree_with_the_numbers(k, example):
    row = one_layer(example).rows[-1]
    assert row.params == sum(w.size for w in row.weights if w.role != STATISTIC)
    for text, value in ((row.params_formula, row.params), (row.macs_formula, row.macs)):
        if " = " in text:
            left, right = sides(text)
            assert left == right == value
        else:
            assert int(text.replace(",", "")) == value
    for equation in (row.output_formula or "").split("; "):
        if equation:
            left, right = sides(equation)
            assert left == right


@pytest.mark.parametrize(("k", "example"), EXAMPLES, ids=lambda v: str(v) if not isinstance(v, type) else v.__name__)
def test_canonical_notation_reads_back(k, example):
    if k.joins:
        return
    layer = one_layer(example).rows[-1].node.layer
    again = network_of(f"INPUT {example.input} {layer.notation()}", example.framework).nodes[-1].layer
    assert again == layer
    assert hash(again) == hash(layer)


def test_a_layer_is_immutable():
    layer = kind("RELU")()
    with pytest.raises(AttributeError):
        layer.kernel = 3
    with pytest.raises(TypeError, match="no hyper-parameter"):
        kind("RELU")(kernel=3)


def test_names_in_any_case():
    assert kind("maxpool") is kind("POOL")
    assert is_kind("Relu6")
    assert not is_kind("R")
    assert all(len(name) > 1 for name in NAMES)


def test_shapes_print_as_the_course_writes_them():
    assert str(Shape(55, 55, 96)) == "55x55x96"
    assert Shape(55, 55, 96).values == 290_400


def test_computed_reals_are_short_for_people_and_exact_for_programs():
    """EfficientNet's rates of stochastic depth, 0.2·i/n."""
    layer = network_of("INPUT 8x8x4 DROPPATH$(0.2*3/17)").nodes[1].layer
    assert (layer.notation(), layer.readable()) == ("DROPPATH0.0352941176471", "DROPPATH0.03529")
    plain = network_of("INPUT 8x8x4 BN(eps=0.001)").nodes[1].layer
    assert plain.readable() == plain.notation()
