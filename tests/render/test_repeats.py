"""Runs of scopes that hold the same, against what a run is by definition."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnncalc
from cnncalc.render.folding import JOINED_AT_MOST, bundles
from cnncalc.render.repeats import repeats


def naive(rows, start, end, depth):
    """Scope by scope and name by name, each compared with the first of its run."""
    members = []
    index = start
    while index < end:
        scope, begin = rows[index].node.scope[: depth + 1], index
        while index < end and rows[index].node.scope[: depth + 1] == scope:
            index += 1
        if len(scope) > depth:
            members.append((begin, index))
    position = 0
    while position < len(members):
        first, last = members[position], position
        while (
            last + 1 < len(members)
            and members[last + 1][0] == members[last][1]
            and held(rows, *members[last + 1], depth) == held(rows, *first, depth)
        ):
            last += 1
        yield from naive(rows, *first, depth + 1)
        if last > position:
            yield members[position + 1][0], members[last][1], depth, last - position
        position = last + 1


def held(rows, start, end, depth):
    return [
        (
            row.node.layer,
            row.inputs,
            [index - source for source in row.node.inputs],
            row.activations,
            row.node.scope[depth + 1 :],
        )
        for index, row in enumerate(rows[start:end], start)
    ]


def check(text):
    rows = cnncalc.analyze(f"INPUT 8x8x4 {text}").rows
    found = list(repeats(rows))
    assert found == list(naive(rows, 0, len(rows), 0))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("s:(CONV1-4)*3", [(2, 4, 1, 2)]),
        ("s:(CONV1-4)*1", []),
        ("a:(b:(CONV1-4)*3)", [(2, 4, 2, 2)]),
        ("a:(RELU b:(c:(CONV1-4)*2)*2)", [(3, 4, 4, 1), (4, 6, 2, 1)]),
        ("a:(CONV1-4) b:(CONV1-4)", [(2, 3, 0, 1)]),
        ("a:(x:CONV1-4) b:(y:CONV1-4)", [(2, 3, 0, 1)]),  # the names of scopes count, those of layers do not
        ("a:(x:(CONV1-4)) b:(y:(CONV1-4))", []),
        ("a:(CONV1-4) RELU b:(CONV1-4)", []),  # neighbours only
        ("s:(CONV1-4 POOL2)*2", []),  # on other shapes
        ("a:(CONV1-4) b:(CONV1-4nobias)", []),
    ],
)
def test_runs(text, found):
    assert check(text) == found


@given(st.data())
def test_runs_are_what_they_are_by_definition(data):
    numbers = count()

    def item(depth):
        form = data.draw(st.sampled_from(["layer", "repeat", "group", "pair"])) if depth else "layer"
        if form == "layer":
            return data.draw(st.sampled_from(["RELU", "CONV1-4", "{ID + CONV1-4}"]))
        inner = " ".join(item(depth - 1) for _ in range(data.draw(st.integers(1, 2))))
        label = f"s{next(numbers)}"
        if form == "repeat":
            return f"{label}:({inner})*{data.draw(st.integers(1, 3))}"
        return f"{label}:({inner})" if form == "group" else f"{label}:({inner}) {label}_:({inner})"

    check(" ".join(item(3) for _ in range(data.draw(st.integers(1, 3)))))


def test_a_line_speaks_of_a_dozen_layers_at_most():
    lines = bundles(cnncalc.analyze("INPUT 8x8x4 CONV1-4 RELU*30 POOL2"))
    assert [len(line.rows) for line in lines] == [1, JOINED_AT_MOST, JOINED_AT_MOST, 31 - 2 * JOINED_AT_MOST, 1]
    assert [line.start for line in lines] == [0, 1, 13, 25, 32]
