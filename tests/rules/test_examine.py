"""The engine and the shape rules together: one list in document order, less the warnings that a comment excuses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnncalc
from cnncalc.diagnostics import INFO
from cnncalc.rules import CONCERNS, SHAPE_RULES, examine, rule
from cnncalc.rules.rule_sets import RULE_SETS
from cnncalc.spec import Changes, load
from cnncalc.symbolic import symbol
from tests.random_networks import FRAMEWORKS, notations

HEAD = "framework: pytorch\ninput: 227x224x3\nlayers:\n"
LOSES, PADDED, UNGROUPED = "  - CONV11-96/4p0", "  - CONV3-96p3", "  - CONV3-6g5"
"""In document order: a column is lost, CNN305; windows lie in the padding, CNN306; 96 channels in 5 groups are an error, CNN304."""


@pytest.fixture
def found(tmp_path):
    def of(*lines, ignored=True, **options):
        path = tmp_path / "net.yaml"
        path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
        network = cnncalc.load(path)
        report = examine(network, sources=network.sources if ignored else None, **options)
        return [(d.node, d.code, d.severity) for d in report.diagnostics]

    return of


LOST, PADS, ENDS = ("conv1", "CNN305", "warning"), ("conv2", "CNN306", "warning"), ("conv3", "CNN304", "error")


def test_findings_stand_in_document_order(found):
    """The engine's errors are found first, the rules' warnings code by code."""
    assert found(LOSES, PADDED, UNGROUPED) == [LOST, PADS, ENDS]
    assert found(PADDED, LOSES) == [("conv1", "CNN306", "warning"), ("conv2", "CNN305", "warning")]


def test_a_comment_excuses_a_warning_and_no_error(found):
    lines = [f"{LOSES}  # cnncalc: ignore[CNN305]", PADDED, f"{UNGROUPED}  # cnncalc: ignore[CNN304]"]
    assert found(*lines) == [PADS, ENDS]
    assert found(*lines[:1]) == []
    assert found(*lines, ignored=False) == [LOST, PADS, ENDS]


def test_what_is_harmless_is_told_on_request(found):
    """A stride that skips pixels under one-pixel windows; the engine's own errors are told anyway."""
    lines = ("  - CONV1-96/2", UNGROUPED)
    assert found(*lines) == [("conv2", "CNN304", "error")]
    assert found(*lines, notes=True) == [("conv1", "CNN307", "info"), ("conv2", "CNN304", "error")]


@pytest.mark.parametrize("text", [text for code in SHAPE_RULES for text in rule(code).fails])
def test_what_a_rule_flags_concerns_it(text):
    """`check` asks all rules; `table` and the others only those that the network concerns."""
    (network,) = load("-", read_stdin=text.encode).networks
    asked = examine(network, notes=True).diagnostics
    assert [d for d in asked if d.severity != INFO] == list(examine(network).diagnostics)


@settings(max_examples=300)
@given(notations(), FRAMEWORKS, st.sampled_from(RULE_SETS), st.booleans(), st.booleans())
def test_no_rule_is_left_out_that_would_warn(text, framework, rule_set, tall, wide):
    """All rules are asked where notes are wished for, else only those that the network concerns."""
    (network,) = load(text, Changes(framework=framework)).networks
    height, width, _ = network.input
    network = network.resized(symbol("H") if tall else height, symbol("W") if wide else width)
    asked = examine(network, rule_set, notes=True).diagnostics
    assert [d for d in asked if d.severity != INFO] == list(examine(network, rule_set).diagnostics)


RESTS, WINDOWS, JOINS, NORMALIZATIONS = CONCERNS.values()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("INPUT 8x8x3 CONV3-4 RELU POOL2 DROPOUT FC-2 SOFTMAX", ()),
        ("INPUT 8x9x3 POOL2/2", RESTS),
        ("INPUT 9x8x3 POOL2/2", RESTS),
        ("INPUT 8x8x3 CONV3-4p2", ()),  # the padding just smaller than the kernel
        ("INPUT 8x8x3 CONV3-4p3", WINDOWS),
        ("INPUT 8x8x3 CONV3-4p(3,0,0,0)", WINDOWS),
        ("INPUT 8x8x3 CONV3-4p(0,3,0,0)", WINDOWS),
        ("INPUT 8x8x3 CONV3-4p(0,0,3,0)", WINDOWS),
        ("INPUT 8x8x3 CONV3-4p(0,0,0,3)", WINDOWS),
        ("INPUT 9x9x3 POOL3/3", ()),  # the stride just as large as the kernel
        ("INPUT 8x8x3 POOL2/3", WINDOWS),
        ("INPUT 3x3x3 CONV3-4p1", ()),  # the kernel just as large as its input
        ("INPUT 2x3x3 CONV3-4p1", WINDOWS),
        ("INPUT 3x2x3 CONV3-4p1", WINDOWS),
        ("INPUT 5x5x3 CONV3-4d2p2", ()),
        ("INPUT 4x4x3 CONV3-4d2p2", WINDOWS),
        ("INPUT 8x8x3 {CONV3-3 + ID}", JOINS),
        ("INPUT 8x8x3 {CONV3-3 + ID + ID}", JOINS),
        ("INPUT 8x8x3 GAP FC-1 SOFTMAX", NORMALIZATIONS),
        ("INPUT HxHx3 CONV3-4", WINDOWS),  # how large a symbol is nobody knows
        ("INPUT HxHx3 POOL2/2", (*RESTS, *WINDOWS)),
    ],
)
def test_which_rules_are_asked(text, asked, monkeypatch):
    (network,) = load(text, Changes(framework="pytorch")).networks
    codes = []
    monkeypatch.setattr("cnncalc.rules.rule", lambda code: codes.append(code) or rule(code))
    examine(network)
    assert tuple(codes) == asked
