"""A layer in letters: what each stands for, and the formulas, as the course writes them."""

from __future__ import annotations

import pytest

from cnncalc.engine import letters
from cnncalc.engine.given import given, written
from cnncalc.layers import kind
from tests.cli.calling import call
from tests.nets import report_of


def last(text, framework=None, size="16x20x4"):
    return report_of(f"INPUT {size} {text}", framework).rows[-1]


INPUT = "H = 16, W = 20, D = 4: height, width and depth of the input"

GIVEN = (
    ("CONV3-8", INPUT, "F = 3", "S = 1", "P = 1", "K = 8"),
    ("CONV3x5-8g2/2x1p(1,2,0,3)d2", INPUT, "Fh = 3, Fw = 5", "Sh = 2, Sw = 1", "Pt = 1, Pb = 2, Pl = 0, Pr = 3", "K = 8", "g = 2"),
    ("CONV3-4/2x1p(0,0,1,2)", INPUT, "F = 3", "Sh = 2, Sw = 1", "Ph = 0, Pl = 1, Pr = 2", "K = 4"),
    ("CONV3-4p(0,0,0,1)", INPUT, "F = 3", "S = 1", "Ph = 0, Pl = 0, Pr = 1", "K = 4"),
    ("CONV3-4p(1,1,0,0)", INPUT, "F = 3", "S = 1", "Ph = 1, Pw = 0", "K = 4"),
    ("CONV3-4/2same", INPUT, "F = 3", "S = 2", "Pt = 0, Pb = 1, Pl = 0, Pr = 1", "K = 4"),
    ("POOL2", INPUT, "F = 2", "S = 2", "P = 0"),  # the stride that nobody states
    ("UP2x3", INPUT, "Sh = 2, Sw = 3"),
    ("CROP2", INPUT, "M = 2"),
    ("CROP(margin=(1,0,2,1))", INPUT, "Mt = 1, Mb = 0, Ml = 2, Mr = 1"),
    ("DWCONV3m2", INPUT, "F = 3", "S = 1", "P = 1", "m = 2"),
    ("MAXOUT2-10", INPUT, "k = 2", "K = 10"),
    ("BN", INPUT),
    ("{CONV3-4 + ID}", "H = 16, W = 20, D = 4: height, width and depth of each input"),
    ("{CONV3-4 | CONV3-5}", "H = 16, W = 20: height and width of each input; D1 = 4, D2 = 5"),
    ("{CONV3-4 | ID}", "H = 16, W = 20: height and width of each input; D1 = 4, D2 = 4"),
    (
        "{GAP x ID}",
        "H = 16, W = 20, D = 4: height, width and depth of the largest input",
        "the inputs are 1x1x4 and 16x20x4; a smaller one stands for every position or channel",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), [(text, lines) for text, *lines in GIVEN])
def test_what_letters_stand_for(text, lines):
    found = list(given(last(text, "tensorflow" if "same" in text else "pytorch")))
    assert [line if line.startswith(("H = ", "the ")) else line.partition(":")[0] for line in found] == lines


def test_what_they_are():
    assert list(given(last("CONV3-8")))[1:] == [
        "F = 3: extent of the filters in pixels",
        "S = 1: step of the window in pixels",
        "P = 1: zeros around the input, in pixels a side",
        "K = 8: number of filters: the depth of the output",
    ]


def test_symbols_are_their_own_letters():
    assert next(given(last("CONV3-8", size="HxWxD"))) == "H, W, D: height, width and depth of the input"
    assert next(given(last("CONV3-8", size="HxHx3"))) == "H, W = H, D = 3: height, width and depth of the input"
    assert list(given(last(""))) == []  # what the input is, is stated


def test_shapes_as_people_write_them():
    (row,) = report_of("INPUT HxWx1024").rows
    assert written(row.output) == "HxWx1024"
    assert written((row.output.height + 1, 20000, 3)) == "(H + 1)x20000x3"


FORMULAS = (  # output, parameters, multiply-accumulates; height and width of what has a window
    ("CONV3-8", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "(H - F + 2P)/S + 1", "(W - F + 2P)/S + 1"),
    (
        "CONV3x5-8g2/2x1p(1,2,0,3)d2",
        "H'xW'xK", "(Fh·Fw·D/g + 1)·K", "H'·W'·(Fh·Fw·D/g)·K", "(H - Eh + Pt + Pb)/Sh + 1", "(W - Ew + Pl + Pr)/Sw + 1",
    ),
    ("CONV3-8d2x1p2", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "(H - Eh + 2P)/S + 1", "(W - Fw + 2P)/S + 1"),
    ("CONV3-8d2p2", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "(H - E + 2P)/S + 1", "(W - E + 2P)/S + 1"),
    ("CONV3-8p(0,0,0,1)", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "(H - F + 2Ph)/S + 1", "(W - F + Pl + Pr)/S + 1"),
    ("CONV3-8p(0,0,1,2)", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "(H - F + 2Ph)/S + 1", "(W - F + Pl + Pr)/S + 1"),
    ("CONV3-8/2same", "H'xW'xK", "(F·F·D + 1)·K", "H'·W'·(F·F·D)·K", "⌈H/S⌉", "⌈W/S⌉"),
    ("DECONV4-8/2p1", "H'xW'xK", "(F·F·D + 1)·K", "H·W·(F·F·D)·K", "S·(H - 1) + F - 2P", "S·(W - 1) + F - 2P"),
    ("REORG2x4", "H'xW'xSh·Sw·D", "0", "0", "H/Sh", "W/Sw"),
    ("FC-10", "1x1xK", "(H·W·D + 1)·K", "H·W·D·K"),
    ("GAP FC-10", "1x1xK", "(D + 1)·K", "D·K"),  # on one pixel
    ("UP2x3", "Sh·HxSw·WxD", "0", "0"),
    ("{CONV3-4 | CONV3-5}", "HxWxD1 + D2", "0", "0"),
    ("{GAP x ID}", "HxWxD", "0", "0"),
    ("{ID x CONV3-1}", "HxWxD", "0", "0"),
    ("BN", "HxWxD", "2D", "0"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "formulas"), [(text, formulas) for text, *formulas in FORMULAS])
def test_a_layer_s_formulas(text, formulas):
    row = last(text, "pytorch" if "same" not in text else "tensorflow")
    size = letters.size(row) if row.node.layer.operation else ()
    assert ["x".join(map(str, letters.output(row))), letters.params(row), letters.macs(row), *size] == formulas


def test_the_first_input_may_be_the_gate():
    """As many values as the larger input has: 16·20·4."""
    assert "H·W·D = 16·20·4 = 1,280 values" in call("explain", "INPUT 16x20x4 {GAP x ID}", "multiply1").stdout


KINDS = (
    ("POOL", "(H - F + 2P)/S + 1", "(W - F + 2P)/S + 1", "D", "0", None, "0"),
    ("REORG", "H/S", "W/S", "S·S·D", "0", None, "0"),
    ("DECONV", "S·(H - 1) + E - 2P", "S·(W - 1) + E - 2P", "K", "(F·F·D/g + 1)·K", "(F·F·D/g)·K", "H·W·(F·F·D/g)·K"),
    ("FC", "1", "1", "K", "(H·W·D + 1)·K", "H·W·D·K", "H·W·D·K"),
    ("ADD", "H", "W", "D", "0", None, "0"),
    ("CONCAT", "H", "W", "D1 + D2", "0", None, "0"),
    ("UP", "S·H", "S·W", "D", "0", None, "0"),
)


@pytest.mark.parametrize(("token", "height", "width", "depth", "params", "bare", "macs"), KINDS)
def test_a_kind_s_formulas(token, height, width, depth, params, bare, macs):
    found = {"height": height, "width": width, "depth": depth, "parameters": params, "multiply-accumulates": macs}
    assert letters.of_kind(kind(token)) == (found if bare is None else {**found, "without biases": bare})
