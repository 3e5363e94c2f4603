"""Divisions whose normal form hangs on one step of the algorithm; `tests/test_symbolic.py` has the laws."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import symbol

C, F, H, S, W = map(symbol, "CFHSW")

FORMS = [
    # A divisor of one term is divided out of whatever has it, a sum only where fewer terms are left.
    ((3 * S * H + W) // (2 * S), "H + floor((H*S + W)/(2*S))"),
    (S * S // (S + 1), "floor(S^2/(S + 1))"),
]


@pytest.mark.parametrize(("value", "printed"), FORMS, ids=[printed for _, printed in FORMS])
def test_division(value, printed):
    assert str(value) == printed
