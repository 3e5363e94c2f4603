"""Which input sizes are offered: those nearest to what is there, that fit, and that the engine does not refuse."""

from __future__ import annotations

from typing import NamedTuple

import pytest

import cnncalc
from cnncalc.engine import analyze
from cnncalc.engine.fit import ANY, COURSE, LOSSLESS
from cnncalc.rules import remedies
from cnncalc.rules.remedies import for_network, inputs
from tests.nets import network_of


def test_a_size_that_fits_needs_no_remedy():
    """Nothing is offered instead of what is there already, along both axes or one."""
    assert inputs(analyze(network_of("INPUT 8x9x3 CONV3-4p0")), COURSE) is None
    assert inputs(analyze(network_of("INPUT 227x223x3 CONV11-4/4p0")), COURSE) is None


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (
            "INPUT 10x10x1 CONV3x4-1/2p0",
            "an input with a height of 9 or 11 fits the whole network",
        ),  # a width of 10 does
        ("INPUT 32x32x1 CONV8-1/50p0", "an input of 8 or 58 fits the whole network"),
        ("INPUT 33x33x1 CONV8-1/50p0", "an input of 58 fits the whole network"),  # 8 is less than a quarter of it
        ("INPUT 8xWx1 CONV3-1/2p0", ""),
        ("INPUT Hx8x1 CONV3-1/2p0", ""),
    ],
)
def test_inputs_on_offer(text, remedy):
    (one,) = [d for d in cnncalc.check(text) if d.code == "CNN301"]
    assert one.help.partition(";")[0] == remedy


def test_what_is_lossy_is_enough_where_an_output_is():
    """(W - 3)/2 + 1 and W/2 rounded down are equal where W is odd, and then the pool loses a row."""
    report = analyze(network_of("INPUT 8x8x4 {CONV3-4/2p0 | POOL2}", "pytorch"))
    assert for_network(report, ANY) == "an input of 7 or 9 is enough for the whole network"
    assert for_network(report, LOSSLESS).startswith("no input fits the whole network: ")


def test_where_the_solver_gives_up_nothing_is_offered():
    """A window with a symbol is no window whose sizes could be told."""
    (one,) = [d for d in cnncalc.check("INPUT 7x7x1 CONV3-1/3p0 CONVK-4") if d.code == "CNN301"]
    assert one.help == "for this layer alone padding 1 on both sides or kernel 4"


class Claimed(NamedTuple):
    """A solver's answer that may be wrong: one size for both sides."""

    size: int

    def below(self, extent):
        return self.size

    above = below


@pytest.mark.parametrize(
    ("text", "mode", "wrong", "right"),
    [
        ("INPUT 4x4x3 (CONV3-4p0)*3", ANY, 6, 7),  # no output
        ("INPUT 4x4x3 {CONV1-4 | POOL2 UP2}", ANY, 5, 6),  # paths of 5 and 4
        ("INPUT 8x8x3 CONV3-4/2p0", COURSE, 10, 9),
        ("INPUT 8x8x3 CONV3-4/2p0", LOSSLESS, 10, 9),
    ],
)
def test_the_engine_has_the_last_word(monkeypatch, text, mode, wrong, right):
    """The solver has not been caught out; were it, no size would be offered that the engine refuses."""
    for size, offered in ((wrong, None), (right, ((right,), (right,)))):
        monkeypatch.setattr(remedies, "sizes", lambda network, axis, mode, size=size: Claimed(size))
        found = inputs(analyze(network_of(text, "pytorch")), mode)
        assert (found and found[:2]) == offered
