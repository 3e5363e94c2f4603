"""What one description may make: little texts that would take minutes, and the limit that each of them meets."""

from __future__ import annotations

import pytest

import cnncalc.__main__
from cnncalc.spec import effort
from cnncalc.spec.effort import CALL, JOINED, LAYER, MOST, NODE, Effort
from cnncalc.spec.findings import MISTAKES, NAMES, Limit, nearest
from tests.spec.reading import loaded, mistakes

WORK = "more work than a description may make: too many layers, repetitions, calls or expressions"
FAMILY = "input: 8x8x3\nparameters:\n  n0: 1\n{}layers: {}\nvariants:\n{}"


def variants(count):
    return "".join(f"  v{i}:\n" for i in range(count))


def effort_of(text, monkeypatch):
    """What is counted while a description is made."""
    made = []

    class Kept(Effort):
        def __init__(self):
            super().__init__()
            made.append(self)

    monkeypatch.setattr("cnncalc.spec.build.Effort", Kept)
    assert loaded(text).networks
    return made[0].spent


@pytest.mark.parametrize(
    ("longer", "shorter", "more"),
    [
        ("RELU RELU", "RELU", 1 + NODE),
        ("RELU POOL2", "RELU", 1 + NODE + LAYER),  # another kind is another layer
        ("(RELU)*3", "(RELU)*2", 1 + 1 + NODE),  # the repetition, the item in it, its node
        ("RELU*3", "RELU*2", 1 + NODE),
        ("{RELU + RELU}", "RELU RELU", 1 + 2 * JOINED + NODE),  # the items of its paths and itself, the paths, its node
        ("CONV3-$(1+1)", "CONV3-$(1)", 2 * effort.OPERATION),
        ("CONV3-$(n+1)*n<3", "CONV3-$(n+1)*n<2", 1 + 1 + NODE + LAYER + 5 * effort.OPERATION),  # made anew each time
    ],
)
def test_what_is_counted(monkeypatch, longer, shorter, more):
    before = "INPUT 8x8x3 "
    assert effort_of(before + longer, monkeypatch) - effort_of(before + shorter, monkeypatch) == more


def test_a_copied_call_counts_as_a_walked_one(monkeypatch):
    blocks = "input: 8x8x3\nblocks: {b: CONV3-3 RELU}\nlayers:\n- "
    one, two, three = (effort_of(blocks + "b() " * count, monkeypatch) for count in (1, 2, 3))
    assert three - two == 1 + CALL + 2 * (1 + NODE)
    assert two - one == three - two


@pytest.mark.parametrize(
    "text",
    [
        "INPUT 8x8x3 CONV3-$(" + "(i%7)+" * 400 + "1)*i<40000",
        "INPUT HxWxC " + " ".join(f"CONV3-$((A+B)**60+{i})" for i in range(1_900)),
        FAMILY.format("".join(f"  n{i + 1}: $(n{i}+1)\n" for i in range(5_000)), "RELU", variants(5_000)),
        FAMILY.format("", "RELU*60000", variants(3)),
        "input: 8x8x3\nlayers: RELU\nexpect:\n  layers:\n" + "".join(f"    c{i}: 8x8x3\n" for i in range(2_000)),
        "INPUT 8x8x3 s:(" + "t:(" * 55 + "(CONV3-3)*20000" + ")" * 56 + " {@s.t.t.t.conv5 + ID}",
        "INPUT 8x8x3 ID*i<99999999",
    ],
    ids=["expressions", "powers of symbols", "parameters", "networks", "facts", "endings", "indices"],
)
def test_what_would_take_too_long(text):
    assert [message.split(" CNN103 ")[-1].removeprefix("CNN103 ") for message in mistakes(text)] == [WORK]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INPUT 8x8x3 " + "a" * 501 + ":RELU", "1:13-519 CNN103 a path of more than 500 characters"),
        ("INPUT 8x8x3 a:(" + "b" * 499 + ":RELU)", "CNN103 a path of more than 500 characters"),
        ("INPUT 8x8x3 " + "a" * 501 + ":(RELU RELU)", "CNN103 a path of more than 500 characters"),
        ("input: 8x8x3\nlayers: RELU\nsource: " + "s" * 1_001, "CNN103 `source` is longer than 1,000 characters"),
        ("INPUT 8x8x$(H1234567890123)", "CNN208 there is no parameter `H1234567890123`"),
    ],
)
def test_what_is_too_long(text, expected):
    found = mistakes(text)
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "INPUT 8x8x3 " + "a" * 500 + ":RELU",
        "INPUT 8x8x3 a:(" + "b" * 498 + ":RELU)",
        "input: 8x8x3\nlayers: RELU\nsource: " + "s" * 1_000,
        "INPUT H123456789012x8x3 RELU",
        "INPUT 8x8x3 (RELU)*100000",
        "INPUT 8x8x3 (CONV3-3 RELU)*50000",
    ],
    ids=lambda text: text[:20],
)
def test_what_is_just_short_enough(text):
    assert mistakes(text) == []
    assert loaded(text).networks


def test_a_copy_into_a_longer_path_is_too_long_too():
    """The second call is in a scope of 480 characters more."""
    text = "input: 8x8x3\nblocks: {b: 'a1234567890123456789:RELU RELU'}\nlayers: 'b() " + "s" * 490 + ":(b())'"
    assert [m.partition("CNN103 ")[2] for m in mistakes(text)] == ["a path of more than 500 characters"] * 1


def test_the_limit_is_met_exactly():
    spent = Effort()
    spent.spend(MOST)
    with pytest.raises(Limit, match="more work"):
        spent.spend(1)


def test_an_index_is_forgotten_where_its_repeat_fails():
    text = "input: 8x8x3\nblocks: {b(n): CONV3-$n}\nlayers: b(1,2)*i<3 CONV3-$(i+1)\n"
    assert [m.partition(" ")[2] for m in mistakes(text)] == [
        "CNN204 `b` takes `n`, not 2 values",
        "CNN208 there is no parameter `i`",
    ]


def test_a_command_begins_a_chunk_of_python_s_stack():
    """Without that calls go to and fro between two chunks where brackets are 45 deep, which takes ten times as long."""
    assert cnncalc.__main__.run.__code__.co_stacksize == cnncalc.__main__.ROOM


def test_after_many_mistakes_nothing_more_is_read():
    found = mistakes("input: 8x8x3\nlayers:\n" + "".join(f"- CONX{i}\n" for i in range(2 * MISTAKES)))
    assert len(found) == MISTAKES + 1
    assert found[0] == f"CNN103 more than {MISTAKES} mistakes: the rest is not read"  # without a place
    assert {m.partition(" ")[2][:6] for m in found[1:]} == {"CNN201"}


def test_the_same_mistake_in_many_networks_is_one():
    text = "input: 8x8x3\nlayers: CONX3\nvariants:\n" + variants(2 * MISTAKES)
    assert [m.partition(" ")[2][:7] for m in mistakes(text)] == ["CNN201 "]


def test_hints_among_many_names():
    """Those that begin or end alike."""
    names = [f"block{i}" for i in range(NAMES + 1)]
    assert nearest("bottlneck", ["bottleneck", *names]) == ["bottleneck"]
    assert nearest("zock7", names[:NAMES]) != []
    assert nearest("zock_", names) == []
