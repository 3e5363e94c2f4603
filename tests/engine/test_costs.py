"""One layer on given inputs: what is said where it has no output, and the windows as they were used."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.arithmetic import Window
from cnncalc.engine.costs import cost
from cnncalc.engine.report import Cost
from cnncalc.layers.base import Shape
from tests.nets import network_of, report_of


def layer(text):
    return network_of(f"INPUT 99x99x4 {text}").nodes[-1].layer


@pytest.mark.parametrize(
    ("text", "shape", "framework", "what"),
    [
        ("CONV5-8p0", (4, 9, 4), "exact", "spans 5 pixels, its input has a height of 4"),
        ("CONV5x7-8p1x2", (9, 2, 4), "exact", "spans 7 pixels, its input has a width of 2 + 2 + 2 = 6"),
        ("CONV5x7-8p(1,2,0,1)", (1, 2, 4), "exact", "spans 5 pixels, its input has a height of 1 + 1 + 2 = 4"),
        ("CONV5x7-8p(0,3,2,1)", (1, 9, 4), "exact", "spans 5 pixels, its input has a height of 1 + 0 + 3 = 4"),
        ("CONV5x7-8p(0,0,2,0)", (9, 4, 4), "pytorch", "spans 7 pixels, its input has a width of 4 + 2 + 0 = 6"),
        ("CONV3-8p0d2", (9, 4, 4), "tensorflow", "spans 5 pixels, its input has a width of 4"),
        ("POOL1x3/2p0", (8, 2, 4), "pytorch", "spans 3 pixels, its input has a width of 2"),
    ],
)
def test_no_output(text, shape, framework, what):
    found = cost(layer(text), (Shape(*shape),), framework)
    (problem,) = found.problems
    assert found.output is None
    assert problem.code == "CNN302"
    assert problem.message.endswith(f" has no output: its window {what}")
    assert problem.label == f"input here is {Shape(*shape)}"


@pytest.mark.parametrize(
    ("text", "shape", "what"),
    [
        ("DECONV2-1/2p1", (1, 2, 4), "height would be 2·(1 - 1) + 2 - 2·1 = 0"),
        ("DECONV2-1/2p(0,0,1,2)", (1, 1, 4), "width would be 2·(1 - 1) + 2 - (1 + 2) = -1"),
        ("DECONV3-1/2p3o1", (2, 9, 4), "height would be 2·(2 - 1) + 3 - 2·3 + 1 = 0"),
    ],
)
def test_a_transposed_convolution_that_cuts_all_it_makes(text, shape, what):
    (problem,) = cost(layer(text), (Shape(*shape),), "pytorch").problems
    assert (problem.code, problem.message) == ("CNN302", f"{layer(text).notation()} has no output: its {what}")
    assert "less padding" in problem.help


@pytest.mark.parametrize(
    ("text", "height", "width", "divisor", "room", "axis"),
    [
        ("CONV3-8/2p1", "2*H", "2*W + 1", 2, "2*H - 1", "height"),
        ("CONV3-8/2p1", "2*H + 1", "2*W", 2, "2*W - 1", "width"),
        ("CONV3-8/2p1", "2*H", "2*W", 2, "2*H - 1", "height"),
        ("CONV3x5-8/2x3p(1,2,0,1)", "2*H + 1", "3*W + 1", 2, "2*H + 1", "height"),
        ("CONV3x6-8/2x3p(1,2,0,1)", "2*H", "3*W + 1", 3, "3*W - 4", "width"),
        ("CONV3x6-8/2x3p(1,2,4,0)", "2*H", "3*W + 1", 3, "3*W - 1", "width"),
    ],
)
def test_a_remainder_whatever_the_symbols_stand_for(text, height, width, divisor, room, axis):
    h, w, _ = network_of("INPUT HxWx4 CONV1-4", "exact").input
    terms = {"2*H": 2 * h, "2*H + 1": 2 * h + 1, "2*W": 2 * w, "2*W + 1": 2 * w + 1, "3*W + 1": 3 * w + 1}
    found = cost(layer(text), (Shape(terms[height], terms[width], 4),), "exact")
    (problem,) = found.problems  # one, although both axes may be at fault
    assert problem.code == "CNN301"
    assert f" never fits: {divisor} does not divide {room}, the room its window has along the {axis}" in problem.message
    assert problem.label.startswith("input here is (2*H")


def test_windows_and_fractions_axis_by_axis():
    found = cost(layer("CONV3x5-8/2x3p(1,2,0,1)"), (Shape(9, 10, 4),), "pytorch")
    assert found.output == Shape(5, 3, 8)
    assert found.windows == (Window(3, 2, 1, 2), Window(5, 3, 0, 1))
    assert (found.exact_output, found.verdict) == ((Fraction(11, 2), 3), ("padding-only", "exact"))
    same = cost(layer("CONV3x6-8/2x3same"), (Shape(8, 10, 4),), "tensorflow")
    assert same.windows == (Window(3, 2, 0, 1), Window(6, 3, 2, 3))  # 8 -> 4 spans 9; 10 -> 4 spans 15


@pytest.mark.parametrize(("framework", "misfits"), [("exact", True), ("pytorch", False)])
@pytest.mark.parametrize(
    ("shape", "exact"), [((7, 8), (3, Fraction(7, 2))), ((8, 7), (Fraction(7, 2), 3)), ((7, 7), None)]
)
def test_a_fraction_along_either_axis(shape, exact, framework, misfits):
    found = cost(layer("CONV3-2/2p0"), (Shape(*shape, 4),), framework)
    assert found.exact_output == exact
    assert found.misfits == (misfits and exact is not None)


@pytest.mark.parametrize("text", ["CONV3-8", "RELU", "POOL2"])
def test_beyond_what_symbols_can_say(text):
    """Coefficients of more than 100 digits: in a count, or in the size of an output that is asked for later."""
    h, w, _ = network_of("INPUT HxWx4 CONV1-4", "exact").input
    found = cost(layer(text), (Shape(2 * h, 2 * w, 10**101),), "exact")
    (problem,) = found.problems
    assert (problem.code, found.output) == ("CNN103", None)
    kind = text.rstrip("-0123456789")
    assert problem.message == f"{kind} is beyond what symbols can say: a coefficient of more than 100 digits"
    assert cost(layer(text), (Shape(2 * h, 2 * w, 10**90),), "exact").problems == ()


@pytest.mark.parametrize(
    ("text", "shape", "conditions"),
    [
        ("CONV3-8/2p1", "HxWx4", ["2 divides H + 1", "2 divides W + 1"]),
        ("CONV3-8/2p1", "HxHx4", ["2 divides H + 1"]),
        ("CONV3-8p1g2", "8x8xD", ["2 divides D"]),
        ("CONV3-8/2p1g2", "HxHxD", ["2 divides D", "2 divides H + 1"]),
    ],
)
def test_conditions_of_the_layer_and_of_its_window(text, shape, conditions):
    shape = network_of(f"INPUT {shape} RELU", "exact").input
    assert list(map(str, cost(layer(text), (shape,), "exact").conditions)) == conditions


def test_a_layer_that_says_itself_what_is_wrong_has_no_output():
    found = cost(layer("CONV3-8p1g2"), (Shape(8, 8, 3),), "exact")
    assert ([problem.code for problem in found.problems], found.output, found.params) == (
        ["CNN304"],
        None,
        Cost(None).params,
    )


def test_sizes_beyond_all_measure():
    """Thousands of such layers would make numbers of thousands of digits."""
    report = report_of("INPUT 10x10x1 (UP10)*14 RELU")
    assert [row.output.height for row in report.rows[-2:]] == [10**15, 10**15]
    assert report.diagnostics == ()
    report = report_of("INPUT 10x10x1 (UP10)*15 RELU")
    (found,) = report.diagnostics
    said = "UP10 puts out more than 1e+15 positions or channels, beyond all measure"
    assert (found.code, found.node, found.message) == ("CNN103", "up15", said)


def test_a_join_of_many_shapes_with_symbols():
    """Whether each is the first one's is a question for each."""
    most = "INPUT HxWx3 {" + " | ".join(f"CONV3-3/{i}p0" for i in range(1, 52))
    assert report_of(most + "}").ok
    (found,) = (d for d in report_of(most + " | CONV3-3/52p0}").diagnostics if d.is_error)
    assert found.code == "CNN103"
    assert "a join of 52 shapes that may differ" in found.message
