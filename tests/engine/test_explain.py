"""Derivations, line by line, as one would write them by hand; that their numbers hold, tests/cli/test_explain.py asks of every layer."""

from __future__ import annotations

import pytest

from cnncalc.engine.explain import Chain, brief, derivation
from tests.nets import report_of


def text(line):
    """`label: a = b, words`."""
    if isinstance(line, str):
        return line
    label = f"{line.label}: " if line.label else ""
    return label + " = ".join(line.parts) + (f" {line.words}" if line.words else "")


def lines(spec, framework, layer, title):
    report = report_of(spec, framework)
    sections = derivation(report, [row.id for row in report.rows].index(layer))
    return [text(line) for section in sections if section.title == title for line in section.lines]


OUTPUT = (  # network, framework, layer, lines
    ("INPUT 8x6x4 CONV3-4", "exact", "input", ["the input is 8x6x4, as it is stated"]),
    ("INPUT 8x8x4 CONV3-4d2", "exact", "conv1", [
        "E: D·(F - 1) + 1 = 2·(3 - 1) + 1 = 5 pixels, which the kernel spans at dilation D = 2",
        "height, width: (W - E + 2P)/S + 1 = (8 - 5 + 2·2)/1 + 1 = 8", "depth: K = 4 , one map a filter", "so 8x8x4 becomes 8x8x4",
    ]),
    ("INPUT 8x8x4 CONV3x5-4d2", "exact", "conv1", [
        "Eh: Dh·(Fh - 1) + 1 = 2·(3 - 1) + 1 = 5 pixels, which the kernel spans at dilation D = 2",
        "Ew: Dw·(Fw - 1) + 1 = 2·(5 - 1) + 1 = 9 pixels, which the kernel spans at dilation D = 2",
        "height: (H - Eh + 2Ph)/S + 1 = (8 - 5 + 2·2)/1 + 1 = 8", "width: (W - Ew + 2Pw)/S + 1 = (8 - 9 + 2·4)/1 + 1 = 8",
        "depth: K = 4 , one map a filter", "so 8x8x4 becomes 8x8x4",
    ]),
    ("INPUT 8x8x4 CONV3-4d1x2p0", "exact", "conv1", [
        "Ew: Dw·(Fw - 1) + 1 = 2·(3 - 1) + 1 = 5 pixels, which the kernel spans at dilation D = 2",
        "height: (H - Fh + 2P)/S + 1 = (8 - 3 + 2·0)/1 + 1 = 6", "width: (W - Ew + 2P)/S + 1 = (8 - 5 + 2·0)/1 + 1 = 4",
        "depth: K = 4 , one map a filter", "so 8x8x4 becomes 6x4x4",
    ]),
    ("INPUT 8x8x3 CONV3-4/2p0", "exact", "conv1", [
        "height, width: (W - F + 2P)/S + 1 = (8 - 3 + 2·0)/2 + 1 = 3.5",
        "no whole number; from here on the table goes on with 3x3, rounded as most frameworks do",
        "depth: K = 4 , one map a filter", "so 8x8x3 becomes 3x3x4",
    ]),
    ("INPUT 8x6x3 POOL2", "exact", "pool1", [
        "height: (H - F + 2P)/S + 1 = (8 - 2 + 2·0)/2 + 1 = 4", "width: (W - F + 2P)/S + 1 = (6 - 2 + 2·0)/2 + 1 = 3",
        "depth: D = 3 , as the input", "so 8x6x3 becomes 4x3x3",
    ]),
    ("INPUT 8x8x4 DWCONV3m2", "exact", "dwconv1", [
        "height, width: (W - F + 2P)/S + 1 = (8 - 3 + 2·1)/1 + 1 = 8", "depth: m·D = 2·4 = 8", "so 8x8x4 becomes 8x8x8",
    ]),
    ("INPUT 8x6x4 RELU", "exact", "relu1", ["8x6x4, as the input: the shape does not change"]),
    ("INPUT 8x6x4 SLICE1", "exact", "slice1", ["height: H = 8", "width: W = 6", "depth: D - a = 4 - 1 = 3", "so 8x6x4 becomes 8x6x3"]),
    ("INPUT 8x6x4 GAP", "exact", "gap1", ["height, width: 1", "depth: D = 4", "so 8x6x4 becomes 1x1x4"]),
    ("INPUT 1x1x4 FC-4", "exact", "fc1", ["height, width: 1", "depth: K = 4", "so 1x1x4 becomes 1x1x4"]),
    ("INPUT 8x6x4 FLATTEN", "exact", "flatten1", ["height, width: 1", "depth: H·W·D = 8·6·4 = 192", "so 8x6x4 becomes 1x1x192"]),
    ("INPUT 8x6x4 {CONV3-3 | ID}", "exact", "concat1", [
        "height: H = 8", "width: W = 6", "depth: D1 + D2 = 3 + 4 = 7", "so 8x6x3 and 8x6x4 become 8x6x7",
    ]),
    ("INPUT 8x6x4 {CONV3-4 + ID}", "exact", "add1", ["8x6x4: the inputs are taken together element by element"]),
    ("INPUT 8x6x4 {GAP x ID}", "exact", "multiply1", ["8x6x4: the inputs are taken together element by element"]),
)  # fmt: skip

PARAMETERS = (
    ("INPUT 8x6x4 CONV3-2", "exact", "conv1", ["(F·F·D + 1)·K = (3·3·4 + 1)·2 = 74", "held as weight 2x4x3x3 (72) and bias 2"]),
    ("INPUT 8x6x4 CONV3-2nobias", "exact", "conv1", ["(F·F·D)·K = (3·3·4)·2 = 72", "held as weight 2x4x3x3 (72); no bias"]),
    ("INPUT 1x1x4 FC-2", "exact", "fc1", ["(D + 1)·K = (4 + 1)·2 = 10", "held as weight 2x4 (8) and bias 2"]),
    ("INPUT 8x6x4 BN", "exact", "bn1", [
        "2D = 2·4 = 8", "held as scale 4 and shift 4", "beside them running mean and variance, 8 numbers that no gradient touches",
    ]),
    ("INPUT 8x6x4 BNnoaffine", "exact", "bn1", [
        "none that are learned", "beside them running mean and variance, 8 numbers that no gradient touches",
    ]),
    ("INPUT 8x6x4 PRELU", "exact", "prelu1", ["D = 4", "held as slope 4; no bias"]),
    ("INPUT 8x6x4 RELU", "exact", "relu1", ["none: the layer learns nothing"]),
)  # fmt: skip

MEMORY = (
    ("INPUT 8x6x4 RELU", "exact", "input", ["H·W·D = 8·6·4 = 192 values", "4·192 = 768 bytes as float32, for one image"]),
    ("INPUT 1x1x1 CONV1-2", "exact", "input", ["1 value", "4·1 = 4 bytes as float32, for one image"]),
    ("INPUT 1x1x1 CONV1-2", "exact", "conv1", ["K = 2 values", "4·2 = 8 bytes as float32, for one image"]),
    ("INPUT 50x25x2 CONV1-2", "exact", "input", ["H·W·D = 50·25·2 = 2,500 values", "4·2,500 = 10,000 bytes (0.010 MB) as float32, for one image"]),
    ("INPUT 833x3x1 CONV1-2", "exact", "input", ["H·W = 833·3 = 2,499 values", "4·2,499 = 9,996 bytes as float32, for one image"]),
    ("INPUT 8x6x4 {CONV3-3 | ID}", "exact", "concat1", ["H·W·D' = 8·6·7 = 336 values", "4·336 = 1,344 bytes as float32, for one image"]),
    ("INPUT 8x6x4 RELU", "exact", "relu1", ["nothing: it works in place of what input stores"]),
    ("INPUT 8x6x4 RELU FLATTEN", "exact", "flatten1", ["nothing: a view of what input stores"]),
    ("INPUT 8x6x4 {RELU + ID}", "exact", "relu1", [
        "H·W·D = 8·6·4 = 192 values", "4·192 = 768 bytes as float32, for one image", "it stores its output, for something else still reads its input",
    ]),
    ("INPUT HxWx4 CONV3-2", "exact", "conv1", ["H'·W'·K = H·W·2 = 2·H·W values"]),
)  # fmt: skip

MACS = (
    ("INPUT 8x6x4 CONV3-2", "exact", "conv1", ["H'·W'·(F·F·D)·K = 8·6·(3·3·4)·2 = 3,456"]),
    ("INPUT 8x6x4 RELU", "exact", "relu1", ["none: only convolutions and fully connected layers count"]),
)


@pytest.mark.parametrize(("title", "spec", "framework", "layer", "expected"), [
    (title, *case)
    for title, cases in (("Output", OUTPUT), ("Parameters", PARAMETERS), ("Multiply-accumulates", MACS), ("Memory", MEMORY))
    for case in cases
])  # fmt: skip
def test_what_is_derived(title, spec, framework, layer, expected):
    assert lines(spec, framework, layer, title) == expected


def test_a_layer_in_brief():
    """Both axes where they differ, the label at the first of them; nothing of what is nothing."""
    rows = report_of("INPUT 8x6x3 CONV3-4p0 RELU").rows
    assert brief(rows[1]) == (
        Chain("output", ("(8 - 3 + 2·0)/1 + 1", "6")),
        Chain("", ("(6 - 3 + 2·0)/1 + 1", "4")),
        Chain("parameters", ("(3·3·3 + 1)·4", "112")),
        Chain("MACs", ("6·4·(3·3·3)·4", "2,592")),
    )
    assert brief(rows[2]) == ()
