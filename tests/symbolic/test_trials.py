"""After how many steps an expression comes round again, and its values until then."""

from __future__ import annotations

import pytest

from cnncalc.symbolic import minimum, symbol
from cnncalc.symbolic.trials import periods_of, trials_of

H, S, W = map(symbol, "HSW")


@pytest.mark.parametrize(
    ("value", "modulus", "periods"),
    [
        (5, 4, {}),
        (H + 1, 4, {"H": 4}),
        (2 * H, 3, {"H": 3}),
        # H = 1 and H = 13 make 0 and 4 of floor(H/3), which are the same modulo 4; no smaller step does that everywhere.
        (H // 3, 4, {"H": 12}),
        (H // 4 + H // 6, 1, {"H": 12}),
        ((H + 2 * W) // 6, 5, {"H": 30, "W": 30}),
        # What a symbol divides, and an extreme, need not come round again; nor does a sum with them.
        (H // S, 4, {"H": 0, "S": 0}),
        (minimum(H, W) + S, 4, {"H": 0, "W": 0, "S": 4}),
        (minimum(H, W) + H, 4, {"H": 0, "W": 0}),
    ],
)
def test_periods(value, modulus, periods):
    assert periods_of(value, modulus) == periods


def test_trials_begin_with_1_and_last_so_many_periods():
    assert trials_of(H, {"H": 1}, 1) == {(1,): 1}
    assert trials_of(H // 2, {"H": 2}, 2) == {(1,): 0, (2,): 1, (3,): 1, (4,): 2}
    assert trials_of(H - W, {"H": 2, "W": 1}, 1) == {(1, 1): 0, (2, 1): 1}


@pytest.mark.parametrize(
    ("value", "most"),
    [
        (H, 20_000),
        # One floor, two terms above and one number below: four terms a trial.
        ((H + 1) // 2, 5_000),
        # An extreme of two such floors, and a term beside it: 2 + 2·4.
        (minimum((H + 1) // 2, (W + 1) // 2) + H, 2_000),
    ],
)
def test_more_than_20_000_terms_are_not_tried(value, most):
    assert len(trials_of(value, {"H": most, "W": 1}, 1)) == most
    assert trials_of(value, {"H": most + 1, "W": 1}, 1) == {}


def test_what_need_not_come_round_again_is_not_tried():
    """Nor are the values of another symbol, which may have a period beyond all memory."""
    assert trials_of(H // S + W, {"H": 0, "S": 0, "W": 2**60}, 1) == {}
