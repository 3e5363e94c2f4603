"""What must hold of the symbols: what is said of it, in which order, what goes without saying, and what cannot hold."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.engine.conditions import contradiction, paddings
from cnncalc.symbolic import at_least, divides, symbol

D, F, H, P, W = map(symbol, "DFHPW")

COMBINED = (  # network, framework, what it asks
    ("INPUT 8x8x3 POOL2", "exact", ()),
    ("INPUT HxWx3 CONV3-4", "exact", ()),
    ("INPUT HxHx3 CONV11-96/4p0 POOL3/2 POOL3/2", "exact", ("16 divides H + 13", "H is at least 35")),
    ("INPUT HxHx3 POOL2 POOL2", "exact", ("4 divides H",)),  # so that H is at least 4
    ("INPUT HxHx3 CONV3-4/4p0", "exact", ("4 divides H + 1",)),  # and at least 3, as 3 modulo 4 is
    ("INPUT HxHx3 CONV3-4/2p0", "exact", ("2 divides H + 1", "H is at least 3")),  # which 1 modulo 2 may not be
    ("INPUT HxWx3 POOL8x1 CONV1x5-3p0", "exact", ("8 divides H", "W is at least 5")),
    ("INPUT HxHx3 {POOL2 GAP | CONVF-3p0 GAP}", "exact", ("2 divides H", "H is at least F")),
    ("INPUT HxWx3 CONV3x1-4p0 POOL1x2 {FC-C GAP + GAP}", "exact", ("2 divides W", "C equals 4", "H is at least 3")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "framework", "expected"), COMBINED)
def test_what_a_network_asks_of_its_symbols(text, framework, expected):
    """First what divides, then what is equal, then how large things must be."""
    assert tuple(map(str, cnncalc.analyze(text, framework=framework).conditions)) == expected


CONTRADICTIONS = (  # conditions, the places of the two that cannot both hold
    ((divides(2, H), divides(2, H + 1)), (0, 1)),
    ((divides(4, H), divides(6, H + 3)), (0, 1)),  # even, and odd
    ((divides(4, H), divides(6, H + 2)), None),  # such as 4
    ((divides(2, H), divides(3, H + 1)), None),
    ((divides(3, H + 1), divides(9, H + 1)), None),  # such as 8
    ((divides(3, H + 1), divides(9, H + 2)), (0, 1)),
    ((divides(2, H), divides(2, W + 1)), None),
    ((divides(2, W), at_least(H, 5), divides(3, H), divides(6, W + 1), divides(9, H + 1)), (0, 3)),
    ((divides(2, W), divides(3, H), divides(2, W + 2), divides(9, H + 1)), (1, 3)),
    ((divides(2, H * W), divides(2, H + 1)), None),
)


@pytest.mark.parametrize(("found", "places"), CONTRADICTIONS)
def test_two_congruences_that_no_number_fulfils(found, places):
    assert contradiction(found) == (None if places is None else tuple(found[place] for place in places))


PADDINGS = (
    ("INPUT WxWx3 CONVF-4", ((P, F - 1),)),
    ("INPUT WxWx3 RELU CONVF-4dD RELU CONVF-4dD CONV3-4", ((P, D * F - D),)),
    ("INPUT WxWx3 CONVF-4pP POOLF", ()),  # which the author chose
    ("INPUT WxWx3 CONV3-4", ()),
)


@pytest.mark.parametrize(("text", "expected"), PADDINGS)
def test_default_paddings_of_symbolic_kernels_are_p(text, expected):
    """With twice what it is."""
    assert paddings(cnncalc.analyze(text)) == expected
