"""Thousands of findings: what is told of each, and what is searched for."""

from __future__ import annotations

import pytest

from cnncalc.reporters.text import AT_ONE_PLACE, OF_A_CODE
from cnncalc.rules import examine
from cnncalc.rules.base import SEARCHED
from cnncalc.rules.field_larger_than_input import MOST_POSITIONS
from cnncalc.rules.remedies import SOLVED
from tests.cli.calling import call
from tests.nets import network_of


def found(text, framework="exact", **options):
    return [d for d in examine(network_of(text, framework), **options).diagnostics if d.code != "CNN209"]


@pytest.mark.parametrize(
    ("layer", "framework", "code"),
    [("CONV3-{}/7p0", "exact", "CNN301"), ("CONV4-{}/3p0", "pytorch", "CNN305"), ("CONV33-{}p0", "exact", "CNN302")],
)
def test_remedies_are_searched_for_the_first_fifty(layer, framework, code):
    """Each of 60 layers has its message, the first 50 a remedy too."""
    text = "INPUT 20x20x3 {" + " | ".join(layer.format(i) for i in range(1, SEARCHED + 11)) + "}"
    helps = [d.help for d in found(text, framework) if d.code == code]
    assert len(helps) == SEARCHED + 10 == 60
    assert all("for this layer alone" in help for help in helps[:SEARCHED])
    # Without an output the engine's own message says what to do in general.
    general = "a larger input, a smaller kernel, more padding, or fewer layers that shrink the map before this one"
    assert helps[SEARCHED:] == [general if code == "CNN302" else ""] * 10


def test_sizes_are_solved_for_in_networks_of_three_thousand_layers():
    """Of a larger one the finding says what is wrong, and what to do about this layer."""
    text = f"INPUT 8x8x3 CONV3-3/2p0 RELU*{SOLVED - 2}"
    for spec, offered in ((text, True), (f"{text} RELU", False)):
        network = network_of(spec)
        assert len(network.nodes) == (3_000 if offered else 3_001)
        (one,) = examine(network).diagnostics
        assert ("fits the whole network" in one.help) is offered
        assert "padding" in one.help


def test_a_repeat_is_told_of_twenty_times():
    """The rule finds each; people read of twenty at a place, and how many more there are."""
    text = f"INPUT 20x20x3 (CONV3-3/1p3 CONV1-3p2 CROP4)*{AT_ONE_PLACE + 7}"
    assert [d.code for d in found(text)] == ["CNN306"] * 2 * (AT_ONE_PLACE + 7)
    told = call("check", text).stdout
    assert told.count("warning[CNN306]") == 2 * AT_ONE_PLACE
    assert told.count("the same is said of 7 more layers that are written here") == 2
    assert f"{2 * (AT_ONE_PLACE + 7)} warnings" in told
    assert "the same" not in call("check", f"INPUT 20x20x3 (CONV3-3/1p3 CROP2)*{AT_ONE_PLACE}").stdout


def test_a_thousand_findings_of_a_code_are_told(tmp_path):
    """Of all of them none is lost to what looks at findings: an ignore on a line behind the thousandth is used."""
    line = "- CONV1-4p1{}\n"
    file = tmp_path / "net.yaml"
    head = "framework: pytorch\ninput: 9x9x4\nlayers:\n"
    file.write_text(head + line.format("") * (OF_A_CODE + 5), encoding="utf-8")
    told = call("check", str(file)).stdout
    assert told.count("warning[CNN306]") == OF_A_CODE
    assert told.count("the same is said of 5 more layers\n") == 1
    file.write_text(head + line.format("  # cnncalc: ignore[CNN306]") * (OF_A_CODE + 5), encoding="utf-8")
    assert "no problems" in call("check", str(file)).stdout


def test_a_kernel_of_a_billion():
    """How many of its taps see a pixel is known without looking at each: 16 along an axis, 8 positions of 8 pixels less one."""
    (one,) = found("INPUT 8x8x3 CONV999999999-3")
    assert one.code == "CNN309"
    assert f"{999_999_999**2 - 15**2} of the {999_999_999**2} weights a channel only meet padding" in one.message


@pytest.mark.parametrize("kernel", [1, 2, 5, 7])
@pytest.mark.parametrize("stride", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 4, 9])
@pytest.mark.parametrize("extent", [1, 2, 4])
def test_taps_that_see_a_pixel(kernel, stride, dilation, padding, extent):
    from cnncalc.arithmetic import Window
    from cnncalc.rules.field_larger_than_input import _alive

    window = Window(kernel, stride, padding, padding, dilation)
    count = (extent + 2 * padding - window.extent) // stride + 1
    if count < 1:
        return
    positions = range(count)
    seen = {t for t in range(kernel) for s in positions if 0 <= s * stride - padding + t * dilation < extent}
    assert _alive(window, extent, count) == len(seen)
    assert len(positions) <= MOST_POSITIONS


def test_an_ignore_takes_what_lies_on_its_line():
    text = "input: 8x8x3\nlayers:\n- CONV3-3/2p0\n- CONV3-3  # cnncalc: ignore[CNN306]\n- CONV3-3/1p3  # cnncalc: ignore[CNN306]\n- CONV1-3p1\n"
    from cnncalc.rules.suppressions import suppress
    from cnncalc.spec import load

    loaded = load("-", read_stdin=text.encode)
    report = examine(loaded.networks[0])
    taken = suppress(report.diagnostics, loaded.sources)
    assert [(d.code, d.span.line) for d in report.diagnostics] == [("CNN301", 3), ("CNN306", 5), ("CNN306", 6)]
    assert [(d.code, d.span.line) for d in taken.left] == [("CNN301", 3), ("CNN306", 6)]
    assert [(i.code, i.span.line) for i in taken.unused] == [("CNN306", 4)]


def test_taps_of_too_many_positions():
    """A pixel, and a filter that steps by two: every other tap meets it, at ten thousand positions; at one more nobody counts."""
    from cnncalc.arithmetic import Window
    from cnncalc.rules.field_larger_than_input import _alive

    assert _alive(Window(2 * MOST_POSITIONS, 2, 2 * MOST_POSITIONS - 2), 1, 10**6) == MOST_POSITIONS == 10_000
    assert _alive(Window(2 * MOST_POSITIONS + 2, 2, 2 * MOST_POSITIONS), 1, 10**6) == 2 * MOST_POSITIONS + 2
