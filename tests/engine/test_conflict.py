"""Why no size fits: which two layers contradict each other, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnncalc.engine import analyze, fit
from cnncalc.engine import conflict as engine_conflict
from cnncalc.engine.fit import COURSE, EXACT, Conflict, Unsolvable, sizes
from tests.engine.test_fit import windows
from tests.nets import network_of


def conflict(text, framework="exact", mode=EXACT, axis=0, output=None, at=None):
    """First and second layer, and why."""
    network = network_of(f"INPUT {text}", framework)
    found = sizes(network, axis, mode, output, None if at is None else network.find(at))
    assert isinstance(found, Conflict)
    return found.first.id, found.second.id, found.why


@pytest.mark.parametrize(
    ("text", "first", "second", "words"),
    [
        ("UP2 CONV3-4/2p0", "up1", "conv1", ("even heights", "odd heights")),
        ("UNPOOL2 CROP(margin=(1,0,1,0)) REORG2", "unpool1", "reorg1", ("odd heights", "even heights")),
        ("AAP7 REORG2", "aap1", "reorg1", ("a height of 7", "even heights")),
        ("{POOL2 UP2 | ID} RELU CONV3-4/2p0", "up1", "conv1", ("even heights", "odd heights")),
        ("GAP CONV3-4p0", "gap1", "conv1", ("a height of 1", "at least 3")),
        ("{CONV3-4p0 + CONV5-4p0}", "conv1", "conv2", ("add1", "leaves 6", "leaves 4")),
        ("CONV1-4 {CONV3-4p0 + ID}", "conv2", "add1", ("conv2 (CONV3-4p0) leaves 6 and the other path leaves 8",)),
        ("CONV1-4 {ID + CONV3-4p0}", "conv2", "add1", ("conv2 (CONV3-4p0) leaves 6 and the other path leaves 8",)),
        ("{{CONV3-4p0 CONV1-4 + CONV3-4p0} + ID}", "conv1", "add2", ("leaves 6", "the other path leaves 8")),
        ("{{CONV3-4p0 + POOL2} + UP2}", "conv1", "up1", ("leaves 6", "leaves 16")),
        ("{POOL2 | CONV3-4p0} CONV5-4p0", "concat1", "conv2", ("H = 3 or 4", "at least 10")),
        ("POOL2 {POOL2 POOL2 UP2 UP2 | ID} CONV3-4p1 CONV1-4/2p0 UP2 UP3 CONV4-3/4p0", "up2", "conv2", ()),
    ],
)
def test_the_pair_that_contradicts(text, first, second, words):
    *pair, why = conflict(f"8x8x4 {text}", "pytorch")
    assert pair == [first, second]
    for word in words:
        assert word in why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (  # twice an extent is even
            "UP2 CONV3-4/2p0",
            "up1 (UP2) leaves only even heights, conv1 (CONV3-4/2p0) takes only odd heights",
        ),
        ("GAP CONV3-4p0", "gap1 (GAP) leaves only a height of 1, conv1 (CONV3-4p0) takes only heights of at least 3"),
        (
            "UP3 CONV4-4/3p0",
            "up1 (UP3) leaves only heights ≡ 0 (mod 3), conv1 (CONV4-4/3p0) takes only heights ≡ 1 (mod 3), at least 4",
        ),
        (  # 16 + 2 - 1 = 17 = 2·8 + 1, but the last of the windows is in the padding alone; on 15 a column is left over
            "CONV3-4 CONV3-4 POOL1/2p1ceil",
            "pool1 (POOL1/2p1ceil) never fits, whatever its input: a remainder or a window in the padding alone is always left",
        ),
        (
            "CONV3-4 {UP2 + GAP}",
            "the paths that add1 (ADD) joins never have the same height: at 16, up1 (UP2) leaves 32 and gap1 (GAP) leaves 1",
        ),
        (  # the gate stands for every position
            "{GAP x UP2 x ID}",
            "the paths that multiply1 (MULTIPLY) joins never have the same height: at 16, up1 (UP2) leaves 32 and the other path leaves 16",
        ),
        (
            "{ID + CONV1-4 + CONV3-4p0}",
            "the paths that add1 (ADD) joins never have the same height: at 16, conv2 (CONV3-4p0) leaves 14 and the other path leaves 16",
        ),
        (  # the doubling is found behind a gate
            "UP2 {GAP x ID} CONV3-4/2p0",
            "up1 (UP2) leaves only even heights, conv1 (CONV3-4/2p0) takes only odd heights",
        ),
        (
            "{UP2 {GAP x ID} + ID}",
            "the paths that add1 (ADD) joins never have the same height: at 16, up1 (UP2) leaves 32 and the other path leaves 16",
        ),
        ("POOL2*40", "no input of up to 1,000,000,000 pixels would fit, and no network is larger"),
    ],
)
def test_what_is_said_of_a_pair(text, why):
    assert conflict(f"16x16x4 {text}")[2] == why


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("CONV3-4 CONV3-4 POOL1/2p1ceil", "conv2", "pool1"),
        ("POOL2*40", "pool29", "pool30"),  # 2 to the power of 29 is the last below 10 to the power of 9
        ("CONV1000000000-4p0d2", "input", "conv1"),
        ("CONV3-4 CONV1000000000-4p0d2", "input", "conv2"),
    ],
)
def test_where_there_is_no_pair(text, first, second):
    """The layer that nothing suits, and the last before it that rules inputs out, or the one that it reads."""
    assert conflict(f"16x16x4 {text}")[:2] == (first, second)


def test_too_many_classes_to_tell(monkeypatch):
    """Where the layers before may round as they like, 12 classes of inputs would have to be followed."""
    monkeypatch.setattr(fit, "MOST_CLASSES", 11)
    text = "16x16x4 CONV3-4/3p0 CONV3-4/4p0 UP2 CONV3-4/2p0"
    why = "whatever the input, conv3 (CONV3-4/2p0) does not fit once the layers before it do"
    assert conflict(text) == ("conv2", "conv3", why)
    monkeypatch.setattr(fit, "MOST_CLASSES", 12)
    assert conflict(text)[0] == "up1"


@pytest.mark.parametrize(
    ("paths", "first", "second", "why"),
    [
        # Behind a halving 3x3/2 wants 4n + 2, two halvings want 4n; one that rounds down puts up with 1 more.
        (
            ("POOL2 CONV3-4/2p0", "POOL2 POOL2"), "conv1", "pool3",
            "conv1 (CONV3-4/2p0) asks for H ≡ 2 or 3 (mod 4), at least 6, pool3 (POOL2) for H ≡ 0 or 1 (mod 4), at least 4; no H is both",
        ),
        (
            ("POOL2", "CONV3-4/2p0"), "pool1", "conv1",
            "pool1 (POOL2) asks for H ≡ 0 (mod 2), conv1 (CONV3-4/2p0) for H ≡ 1 (mod 2), at least 3; no H is both",
        ),
        # Any two agree: on 4n + 3, on 4n and on 4n + 2. The first pool of a path rounds up, and the course lets it.
        (
            ("POOL2ceil POOL2", "POOL2p(1,0,1,0)ceil POOL2", "POOL2"), "pool2", "pool5",
            "pool2 (POOL2) asks for H ≡ 0 or 3 (mod 4), pool4 (POOL2) for H ≡ 2 or 3 (mod 4), pool5 (POOL2) for H ≡ 0 (mod 2); no H is all of these",
        ),
        (  # a gate that stands first
            ("POOL2 {GAP CONV1-4 x ID} CONV3-4/2p0", "POOL2 POOL2"), "conv2", "pool3",
            "conv2 (CONV3-4/2p0) asks for H ≡ 2 or 3 (mod 4), at least 6, pool3 (POOL2) for H ≡ 0 or 1 (mod 4), at least 4; no H is both",
        ),
        # H - 2 is H/2, rounded up, for 4 and 5; 5x5 has no output on 4.
        (
            ("CONV5-4p0", "{CONV3-4p0 | POOL2ceil}", "POOL2"), "concat1", "pool2",
            "concat1 (CONCAT) asks for H = 5, pool2 (POOL2) for H ≡ 0 (mod 2), at least 6; no H is both",
        ),
        # H - 2 is H/2, rounded down, for 3 and 4; 7x7 has an output on neither.
        (
            ("CONV7-4p0", "{CONV3-4p0 | POOL2}"), "conv1", "concat1",
            "conv1 (CONV7-4p0) asks for any H of at least 7, concat1 (CONCAT) for H = 3 or 4; no H is both",
        ),
    ],
)  # fmt: skip
def test_what_layers_on_several_paths_ask_for(paths, first, second, why):
    """None of them is to blame alone."""
    text = " | ".join(f"{path} GAP FC-4" for path in paths)
    assert conflict(f"16x16x4 {{{text}}}", mode=COURSE) == (first, second, why)


@pytest.mark.parametrize(
    ("text", "output", "at", "first", "second", "why"),
    [
        ("POOL2 UP2", 7, "up1", "up1", "up1", "up1 (UP2) leaves only even widths, the width wanted is 7"),
        ("POOL2 UP2 CONV3-4", 7, "conv1", "up1", "conv1", "up1 (UP2) leaves only even widths, the width wanted is 7"),
        (
            "{POOL2 GAP FC-4 | CONV3-4p0 GAP FC-4}", 7, "conv1", "pool1", "conv1",
            "pool1 (POOL2) asks for W ≡ 0 (mod 2), an output width of 7 for W = 9; no W is both",
        ),
        (
            "{CONV3-4p0 GAP FC-4 | POOL2 GAP FC-4}", 7, "conv1", "pool1", "pool1",
            "an output width of 7 asks for W = 9, pool1 (POOL2) for W ≡ 0 (mod 2); no W is both",
        ),
        (  # what is not asked to match takes the first path; the second begins with 7x7
            "{CONV3-4p0 | CONV7-4p0 CONV5-4p4} RELU", 2, "relu1", "conv2", "relu1",
            "conv2 (CONV7-4p0) asks for any W of at least 7, an output width of 2 for W = 4; no W is both",
        ),
        (  # 5x5 has no output on the 4 pixels that 2 behind 3x3 come from
            "{CONV7-4 GAP FC-4 | CONV5-4p0 GAP FC-4 | CONV3-4p0 GAP FC-4}", 2, "conv3", "conv2", "conv3",
            "conv2 (CONV5-4p0) asks for any W of at least 5, an output width of 2 for W = 4; no W is both",
        ),
    ],
)  # fmt: skip
def test_against_the_output_that_is_wanted(text, output, at, first, second, why):
    assert conflict(f"16x16x4 {text}", axis=1, output=output, at=at) == (first, second, why)


@settings(max_examples=60)
@given(st.lists(windows(), min_size=2, max_size=6))
def test_conflicts_are_real(items):
    """No size makes both layers of the pair fit, however the others round, up to 120 pixels."""
    network = network_of(f"INPUT 9x9x2 {' '.join(items)}", "pytorch")
    assume(not any(d.is_error for x in (60, 120) for d in analyze(network.resized(x, x)).diagnostics))
    try:
        found = sizes(network, 0)
    except Unsolvable:
        return
    if not isinstance(found, Conflict) or "all of these" in found.why:
        return
    for extent in range(1, 121):
        rows = {row.id: row for row in analyze(network.resized(extent, 120)).rows}
        verdicts = [rows[node.id].verdict for node in (found.first, found.second) if node.id in rows]
        assert len(verdicts) < 2 or any(v is not None and v[0] != "exact" for v in verdicts), found.why


@pytest.mark.parametrize(
    ("trials", "why"),
    [
        (700, "up1 (UP2) leaves only even heights, conv2 (CONV3-4/2p0) takes only odd heights"),
        (500, "whatever the input, conv2 (CONV3-4/2p0) does not fit once the layers before it do"),
    ],
)
def test_a_reason_is_not_looked_for_without_end(monkeypatch, trials, why):
    monkeypatch.setattr(engine_conflict, "EXPLAINED", trials)
    assert conflict("16x16x4 UP2 CONV3-4 CONV3-4/2p0")[2] == why
