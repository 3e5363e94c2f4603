"""The formulas that stand in tables, as one would write them by hand; that they hold, tests/test_bundled.py asks of every network."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.engine.formulas import number
from cnncalc.symbolic import symbol
from tests.nets import report_of

NUMBERS = (
    (34_944, "34,944"), (0, "0"), (-1_000, "-1,000"), (Fraction(217, 4), "54.25"), (Fraction(1, 5), "0.2"), (Fraction(3, 40), "0.075"),
    (Fraction(2_001, 2), "1,000.5"), (Fraction(1, 25), "0.04"), (Fraction(7, 3), "7/3 ≈ 2.33"), (Fraction(5, 6), "5/6 ≈ 0.83"),
    (symbol("H") // 2, "⌊H/2⌋"),
)  # fmt: skip


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_numbers_as_formulas_have_them(value, text):
    """Decimals that end, a fraction beside those that do not."""
    assert number(value) == text


FORMULAS = (  # network; of its last layer the output, the parameters, the multiply-accumulates
    ("INPUT 1000x6x4", None, "0", "0"),
    ("INPUT 1000x6x4 RELU", None, "0", "0"),
    ("INPUT 8x8x3 CONV3-4p0", "(8 - 3 + 2·0)/1 + 1 = 6", "(3·3·3 + 1)·4 = 112", "6·6·(3·3·3)·4 = 3,888"),
    ("INPUT 8x6x3 CONV3-4p0", "(8 - 3 + 2·0)/1 + 1 = 6; (6 - 3 + 2·0)/1 + 1 = 4", "(3·3·3 + 1)·4 = 112", "6·4·(3·3·3)·4 = 2,592"),
    ("INPUT 8x8x3 CONV3-4/2p0", "(8 - 3 + 2·0)/2 + 1 = 3.5", "(3·3·3 + 1)·4 = 112", "3·3·(3·3·3)·4 = 972"),
    ("INPUT 8x6x4 DECONV4-3/2p1", "2·(8 - 1) + 4 - 2·1 = 16; 2·(6 - 1) + 4 - 2·1 = 12", "(4·4·4 + 1)·3 = 195", "8·6·(4·4·4)·3 = 9,216"),
    ("INPUT 40x30x4 FLATTEN", "40·30·4 = 4,800", "0", "0"),
    ("INPUT 8x6x4 SLICE1", "4 - 1 = 3", "0", "0"),
    ("INPUT 8x6x4 {CONV3-3 | ID}", "3 + 4 = 7", "0", "0"),
    ("INPUT 8x8x4096 PRELU", None, "4,096", "0"),
    ("INPUT 8x8x4 BN", None, "2·4 = 8", "0"),
    ("INPUT HxHx3 CONV3-K/2p1 CONV1-K", "(⌊(H + 1)/2⌋ - 1 + 2·0)/1 + 1 = ⌊(H + 1)/2⌋", "(1·1·K + 1)·K = K² + K", "(⌊(H + 1)/2⌋)·(⌊(H + 1)/2⌋)·(1·1·K)·K = K²·⌊(H + 1)/2⌋²"),
    ("INPUT HxWxC FLATTEN", None, "0", "0"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "output", "params", "macs"), FORMULAS)
def test_formulas_of_a_layer(text, output, params, macs):
    """The output's only where it is computed, once where both axes are alike."""
    row = report_of(text, "exact").rows[-1]
    assert (row.output_formula, row.params_formula, row.macs_formula) == (output, params, macs)


def test_no_formula_stands_beside_another_number():
    row = report_of("INPUT 8x8x3 CONV3-4").rows[-1]
    assert row._replace(cost=row.cost._replace(macs=1)).macs_formula == ""
