"""The sentence people quote: who stands out by the rule, from numbers made by hand."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.render.standing_out import standing_out
from tests.cli.calling import call
from tests.render.drawn import drawn


def parts(**amounts):
    return list(amounts), list(amounts.values())


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (parts(a=74, b=12, c=4, d=10), "a holds 74 % of it"),
        (parts(a=10, b=21, c=21, d=8, e=10, f=10, g=10, h=10), "b and c hold 42 % of it"),
        (parts(a=15, b=14, c=13, **{f"x{i}": 2 for i in range(29)}), "a, b and c hold 42 % of it"),
        (parts(a=80, b=20), "a holds 80 % of it"),
        (parts(a=39, b=2, **{f"x{i}": 1 for i in range(59)}), "a and b hold 41 % of it"),
        (parts(a=999_999, b=1, c=0), "a holds 99 % of it"),  # something is left; zeros are nobody's
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_who_stands_out(held, said):
    assert standing_out(*held, "it") == said


@pytest.mark.parametrize(
    "held",
    [
        parts(a=1),  # the only one
        parts(a=60, b=40),  # of two, one has the larger half anyway
        parts(a=50, b=30, c=20),  # no more than one and a half thirds
        parts(**{f"x{i}": 1 for i in range(10)}),  # nobody differs
        parts(a=30, b=30, c=30, **{f"x{i}": 1 for i in range(10)}),  # a and b would do, but c is their like
        parts(a=13, b=13, c=13, d=13, e=12, f=12, g=12, h=12),  # three do not hold enough
        parts(a=0, b=0),
        parts(),
        parts(a=cnncalc.analyze("INPUT HxHx3 CONV3-4").totals.macs, b=3),
    ],
    ids=str,
)
def test_who_does_not(held):
    assert standing_out(*held, "it") == ""


def test_vgg16_in_a_sentence():
    text = drawn(cnncalc.analyze("vgg16"))
    assert "fc6 holds 74 % of the parameters; conv1_1 and conv1_2 hold 42 % of the activations." in text


def test_the_sentence_speaks_of_columns_that_are_shown_and_of_whole_networks():
    vgg = cnncalc.analyze("vgg16")
    assert "fc6 holds 74 % of the parameters.\n" in drawn(vgg, columns=("layer", "params"))
    assert "hold" not in drawn(vgg, columns=("layer", "output"))
    assert " holds " not in drawn(vgg, group_by="kind")
    assert " holds " not in call("table", "INPUT 9x9x3 CONV3-64 CONV3-8 CONV3-8 CONV15-2p0 FC-2").stdout
