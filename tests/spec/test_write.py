"""A network written as a document reads back as the same network."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.spec import library, load
from cnncalc.spec.events import read
from cnncalc.spec.source import Source
from cnncalc.spec.write import document, scalar
from tests.spec.test_notation import items

BEFORE = "INPUT HxWx3 "


def facts(network):
    """What must survive."""
    nodes = [(node.id, node.layer, node.inputs, node.scope) for node in network.nodes]
    about = network.source, network.year, network.family, network.verify_at
    return nodes, dict(network.outputs), network.framework, network.input, about


def there_and_back(network):
    result = load("-", read_stdin=lambda: document(network).encode("utf-8"))
    assert not [d for d in result.diagnostics if d.is_error], result.diagnostics
    assert facts(result.networks[0]) == facts(network)


@pytest.mark.parametrize("name", library.names())
def test_bundled_networks(name):
    (network,) = load(name).networks
    there_and_back(network)


@pytest.mark.parametrize(
    "text",
    [
        "ID", "RELU", "CONV3-64 RELU (POOL2 BN)*3 FC-10", "relu2:RELU RELU relu1:BN", "s:(RELU)*3 RELU", "a:RELU BN {ID | @a + ID} @a".replace(" + ID", ""),
        "CONVF-K/Sp(1,2,1,2) CONVFxG-$(2*K + 1)p$(F//2)x$(G//2)g2d3nobias", "LRELU0.00001 LRN(alpha=0.0003, k=1.5) DROPOUT0.125 ELU2.0", "DROPOUT$(1/3) LRELU$(1/300) ELU$(1/30000)",
        "DECONV4-K/2p1o1 DWCONV3m2same",
        "UP2bilinear UP2x3 POOL2floor POOL3/2ceil AVGPOOL3/1p1 GMP", "BNnoaffine PRELUshared SCALEnobias MAXOUT2-8 SOFT-MAX RELU6", "{RELU | BN | ID} {@relu1 + @bn1} {ID x GAP}", "RELU @input BN",
    ],
)  # fmt: skip
def test_forms(text):
    for network in load(BEFORE + text).networks:
        there_and_back(network)


def test_every_worked_example_of_every_kind():
    from cnncalc.layers import CLASSES, kind

    for name in CLASSES:
        for example in kind(name).examples:
            if not kind(name).joins:
                there_and_back(load(f"INPUT {example.input} {example.notation}").networks[0])


def test_what_is_said_about_a_network():
    text = b"input: 8x8x3\nyear: 2015\nfamily: no\nverify: 4x4\nlayers: [CONV3-4]\n"
    (network,) = load("-", read_stdin=lambda: text).networks
    assert (network.year, network.family, str(network.verify_at)) == (2015, "no", "4x4x3")
    there_and_back(network)


def test_heads():
    text = b"input: 8x8x3\nsource: 'a: #b'\nframework: caffe\nlayers: [a: RELU, BN]\nheads: {h: {from: a, layers: [FC-3]}, raw: {from: a}}\n"
    there_and_back(load("-", read_stdin=lambda: text).networks[0])


@settings(max_examples=100)
@given(st.lists(items(), max_size=4).map(" ".join))
def test_any_network(text):
    for network in load("INPUT 8x8x3 " + text).networks:
        there_and_back(network)


@given(st.text())
def test_any_text_is_a_scalar(text):
    tree = read(Source("f", f"- {scalar(text)}\n- {scalar(text)}: x\n"))
    assert tree.items[0].value == text
    assert tree.items[1].entries[0][0].text.string == text
