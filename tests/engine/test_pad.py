"""Zero padding as a layer of its own: what a padded convolution does, in two steps; channels of zeros."""

from __future__ import annotations

import numpy as np
import pytest

import cnncalc
from cnncalc.engine.solve import solve
from tests.forward.build import noise, play
from tests.nets import network_of, report_of

APART = [
    ("CONV3-8p1", "PAD1 CONV3-8p0"),
    ("CONV7-8/2p3", "PAD3 CONV7-8/2p0"),
    ("CONV3-8/2p(0,1,0,1)", "PAD(margin=(0,1,0,1)) CONV3-8/2p0"),
    ("CONV3x5-8p1x2", "PAD1x2 CONV3x5-8p0"),
]


@pytest.mark.parametrize("framework", ["exact", "pytorch", "caffe"])
@pytest.mark.parametrize(("padded", "apart"), APART)
def test_padding_before_a_convolution_is_its_padding(padded, apart, framework):
    one, two = (report_of(f"INPUT 31x31x3 {text} CONV1-2", framework) for text in (padded, apart))
    assert one.rows[-1].output == two.rows[-1].output
    assert one.rows[-1].field == two.rows[-1].field
    assert (one.totals.params, one.totals.macs) == (two.totals.params, two.totals.macs)


@pytest.mark.parametrize(("padded", "apart"), APART)
def test_the_same_inputs_fit(padded, apart):
    one, two = (solve(network_of(f"INPUT 31x31x3 {text}", "exact")) for text in (padded, apart))
    assert (one.height.nearest, one.width.nearest, one.examples) == (
        two.height.nearest,
        two.width.nearest,
        two.examples,
    )


def test_values_stand_in_the_midst_of_zeros():
    x = noise(3, 4, 5)
    what = network_of("INPUT 4x5x3 PAD-2(margin=(1,0,2,3))").nodes[-1].layer
    out, tensors, _ = play(what, x)
    assert out.shape == (5, 5, 10)
    np.testing.assert_array_equal(out[:3, 1:, 2:7], x)
    assert np.count_nonzero(out) == np.count_nonzero(x)
    assert not tensors


@pytest.mark.parametrize("text", ["PAD1", "PAD1x2", "PAD-16", "PAD1-16", "PAD0", "PAD-3(margin=(0,1,0,1))"])
def test_it_is_written_back_as_it_is_read(text):
    assert network_of(f"INPUT 8x8x3 {text}").nodes[-1].layer.notation() == text


def test_symbols():
    report = report_of("INPUT HxWxC PAD2-K")
    assert str(report.rows[-1].output) == "(H + 4)x(W + 4)x(C + K)"


def test_it_must_say_what_it_adds():
    (found,) = cnncalc.check("INPUT 8x8x3 PAD CONV3-4")
    assert (found.code, found.help) == ("CNN204", "`PAD1` for a pixel on every side, `PAD-16` for sixteen channels")


def test_option_a():
    """A shortcut without parameters where a ResNet for CIFAR-10 halves the map: He et al. 2015, section 4.1."""
    report = report_of("INPUT 32x32x16 {CONV3-32/2nobias CONV3-32nobias + AVGPOOL1/2 PAD-16}", "pytorch")
    assert str(report.rows[-1].output) == "16x16x32"
    assert report.totals.params == 9 * 16 * 32 + 9 * 32 * 32
