"""Sets of sizes and residue classes against the sets that they stand for, member by member."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from cnncalc.arithmetic import (
    DOWN,
    EXACT,
    LOSSY,
    SAME,
    TILES,
    TRANSPOSED,
    TRANSPOSED_SAME,
    UP,
    Positions,
    Rule,
    Window,
    positions,
)
from cnncalc.engine.classes import EVERY, Class, Line, parts_of, slid
from cnncalc.engine.sizes import gathered, listed

UP_TO = 80


def members(c, upto=UP_TO):
    """The inputs of a class, each with its n."""
    if c.modulus == 0:
        return {c.remainder: c.low}
    return {c.modulus * n + c.remainder: n for n in range(c.low, upto + 1) if c.modulus * n + c.remainder <= upto}


def value(extent, n):
    return extent if isinstance(extent, int) else extent.at(n)


# -------------------------------------------------------------------------------------------------- sets of sizes


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([4], "4"),
        ([13, 14], "13 or 14"),
        ([1, 2, 4], "1, 2 or 4"),
        ([3, 4, 5], "3 to 5"),
        ([1, 3, 4, 5, 6, 9], "1, 3 to 6 or 9"),
        (range(1, 17, 2), "1, 3, 5, 7, 9, 11, 13 or 15"),
        (range(1, 19, 2), "1, 3, 5, 7, 9, 11, 13, 15, …"),
        ([1, 3, 5, 7, 9, 11, 13, 15, 16, 17], "1, 3, 5, 7, 9, 11, 13 or 15 to 17"),
    ],
)
def test_stretches_are_drawn_together(numbers, text):
    assert listed(numbers) == text


def test_what_is_not_named_is_not_looked_at():
    def endless():
        yield from range(1, 19, 2)
        pytest.fail("a tenth number was asked for")

    assert listed(endless()).endswith("15, …")


def test_another_joint():
    assert listed([2, 4], "and") == "2 and 4"


def of_the_form(found, extent):
    """What the fields say, as JSON tells them, without a look at the classes."""
    if extent in found.added:
        return True
    inside = found.minimum <= extent and (found.maximum is None or extent <= found.maximum)
    return inside and extent % found.modulus in found.remainders and extent not in found.excepted


def shortest_period(modulus, remainders):
    """Tried one after another."""
    return next(
        (shorter, {r % shorter for r in remainders})
        for shorter in range(1, modulus + 1)
        if modulus % shorter == 0 and {(r + shorter) % modulus for r in remainders} == remainders
    )


@pytest.mark.parametrize("modulus", [1, 2, 3, 4, 6, 8, 9])
def test_every_set_of_remainders_with_the_smallest_modulus(modulus):
    for count in range(1, modulus + 1):
        for remainders in combinations(range(modulus), count):
            found = gathered([Class(modulus, r, 0 if r else 1) for r in remainders])
            expected = shortest_period(modulus, set(remainders))
            assert (found.modulus, set(found.remainders)) == expected
            assert list(found.remainders) == sorted(found.remainders)


@pytest.mark.parametrize(("modulus", "shortest"), [(27, {0, 1, 3}), (45, {0, 1, 3, 7, 8}), (36, {0, 1, 5})])
def test_a_period_that_shares_factors_with_how_many_remainders_there_are(modulus, shortest):
    """Nine remainders mod 27 that come from three mod 9: it is a third of the modulus that maps them to themselves, not a ninth."""
    inner = 9
    remainders = {r + inner * k for r in shortest for k in range(modulus // inner)}
    found = gathered([Class(modulus, r, 1) for r in sorted(remainders)])
    assert (found.modulus, set(found.remainders)) == (inner, shortest) == shortest_period(modulus, remainders)


CLASSES = (
    [Class(4, 1, 0), Class(4, 3, 0)],
    [Class(4, 1, 0), Class(4, 3, 5)],
    [Class(4, 1, 3), Class(4, 3, 1), Class(4, 0, 2)],
    [Class(6, 0, 1), Class(6, 3, 4)],
    [Class(4, 1, 2), Class(0, 3, 0), Class(0, 2, 0)],
    [Class(4, 1, 3), Class(0, 5, 0), Class(0, 1, 0)],
    [Class(8, 0, 2), Class(0, 8, 0), Class(0, 33, 0), Class(0, 4, 0)],
    [Class(5, 6, 0), Class(5, 9, 2)],
    [Class(1, 0, 7), Class(0, 3, 0)],
    [Class(0, 7, 0)],
    [Class(0, 13, 0), Class(0, 14, 0)],
    [Class(0, 9, 0), Class(0, 3, 0), Class(0, 5, 0)],
    [Class(0, 4, 0), Class(0, 16, 0), Class(0, 10, 0), Class(0, 28, 0)],
)
"""Classes that begin late, single inputs of the form and beside it, and lists."""


@pytest.mark.parametrize("classes", CLASSES)
def test_a_set_is_its_members(classes):
    inputs = sorted({x for c in classes for x in members(c)})
    found = gathered(classes)
    assert [x for x in range(1, UP_TO + 1) if found.contains(x)] == inputs
    assert [x for x in range(1, UP_TO + 1) if of_the_form(found, x)] == inputs
    assert found.minimum == inputs[0]
    assert found.first(3) == inputs[:3]
    finite = not any(c.modulus for c in classes)
    assert found.maximum == (inputs[-1] if finite else None)
    for x in range(1, UP_TO - 12):
        assert found.below(x) == max((i for i in inputs if i <= x), default=None)
        assert found.above(x) == min((i for i in inputs if i >= x), default=None)
        assert [i for i, _ in zip(found.all(x), range(2), strict=False)] == [i for i in inputs if i >= x][:2]


@pytest.mark.parametrize(
    ("classes", "excepted", "added", "text"),
    [
        (CLASSES[0], (), (), "H ≡ 1 (mod 2)"),
        (CLASSES[1], (3, 7, 11, 15, 19), (), "H ≡ 1 (mod 2), but not 3, 7, 11, 15 or 19"),
        (CLASSES[3], (9, 15, 21), (), "H ≡ 0 (mod 3), at least 6, but not 9, 15 or 21"),
        (CLASSES[4], (5,), (2, 3), "H ≡ 1 (mod 4), at least 2, but not 5, and H = 2 or 3"),
        (CLASSES[5], (9,), (), "H ≡ 1 (mod 4), but not 9"),
        (CLASSES[6], (), (4, 33), "H ≡ 0 (mod 8), and H = 4 or 33"),
        (CLASSES[8], (4, 5, 6), (), "any H of at least 3, but not 4 to 6"),
        ([Class(1, 0, 1)], (), (), "any H"),
        ([Class(1, 0, 2)], (), (), "any H of at least 2"),
        ([Class(8, 0, 1)], (), (), "H ≡ 0 (mod 8)"),
        ([Class(8, 0, 2)], (), (), "H ≡ 0 (mod 8), at least 16"),
        (CLASSES[9], (), (), "H = 7"),
        (CLASSES[11], (7,), (), "H = 3, 5 or 9"),
        (CLASSES[12], (22,), (), "H = 4, 10, 16 or 28"),
    ],
)
def test_what_is_of_the_form_and_yet_does_not_fit(classes, excepted, added, text):
    found = gathered(classes)
    assert (found.excepted, found.added) == (excepted, added)
    assert found.text() == text
    assert found.text("W") == text.replace("H", "W")


def test_a_list_has_the_widest_step_that_reaches_all():
    found = gathered(CLASSES[12])
    assert (found.modulus, found.remainders, found.minimum, found.maximum) == (6, (4,), 4, 28)
    assert gathered(CLASSES[9]).modulus == 1


# ------------------------------------------------------------------------------------------------------- classes

SOME = (EVERY, Class(2, 1, 0, (Line(3, 2), 5)), Class(3, 0, 2, (Line(1, -1),)), Class(6, 4, 1), Class(0, 9, 0))


def test_lines():
    line = Line(3, -2)
    assert [line.at(n) for n in range(4)] == [-2, 1, 4, 7]
    for changed, function in (
        (line * 4, lambda x: 4 * x),
        (5 * line, lambda x: 5 * x),
        (line + 7, lambda x: x + 7),
        (line - 7, lambda x: x - 7),
    ):
        assert [changed.at(n) for n in range(4)] == [function(line.at(n)) for n in range(4)]
    for bound in range(-9, 20):
        assert line.reaches(bound) == min(n for n in range(-9, 20) if line.at(n) >= bound)
    assert [line.finer(4, 3).at(m) for m in range(3)] == [line.at(4 * m + 3) for m in range(3)]


@pytest.mark.parametrize("c", SOME[:4])
@pytest.mark.parametrize("parts", [1, 2, 3, 5])
def test_the_parts_make_up_the_class(c, parts):
    for part in range(parts):
        split = c.split(parts, part)
        assert set(members(split)) == {x for x, n in members(c).items() if n % parts == part}
        for x, m in members(split).items():
            assert [value(e, m) for e in split.extents] == [value(e, members(c)[x]) for e in c.extents]


@pytest.mark.parametrize("c", SOME)
def test_bounds_and_nearest(c):
    inputs = members(c)
    for x in range(1, UP_TO - 12):
        below, above = c.nearest(x)
        assert below == max((i for i in inputs if i <= x), default=None)
        assert above == min((i for i in inputs if i >= x), default=None)
    assert c.first == min(inputs)
    for line in (Line(2, -7), Line(0, 4), Line(1, 0), 4) if c.modulus else (Line(0, 4), 4):
        for bound in range(-8, 12):
            there = c.at_least(line, bound)
            expected = {x for x, n in inputs.items() if value(line, n) >= bound}
            assert (set(members(there)) if there else set()) == expected


@pytest.mark.parametrize("c", SOME[:4])
def test_where_two_extents_are_the_same(c):
    inputs = members(c)
    for left, right in product((Line(2, -7), Line(1, 0), Line(0, 5), Line(3, 1), 5, 6), repeat=2):
        same = c.equal(left, right)
        expected = {x for x, n in inputs.items() if value(left, n) == value(right, n)}
        assert (set(members(same)) if same else set()) == expected


def test_one_input_of_a_class():
    c = SOME[1]
    one = c.only(4)
    assert (one.modulus, one.remainder, one.low) == (0, 9, 0)
    assert [value(extent, 0) for extent in one.extents] == [14, 5]
    assert one.extents[0].a == 0  # level: what follows asks for no more of it
    assert (c.only(-1), SOME[4].only(1)) == (None, None)
    assert SOME[4].only(0) == SOME[4]
    assert SOME[2].only(1) is None
    assert SOME[2].only(2) is not None


# ------------------------------------------------------------------------------------------------------- windows

RULES = (
    Rule(DOWN),
    Rule(DOWN, truncates=True),
    Rule(UP),
    Rule(UP, clip=True),
    Rule(SAME),
    Rule(TRANSPOSED),
    Rule(TRANSPOSED, at_least_stride=True),
    Rule(TRANSPOSED_SAME),
)
WINDOWS = tuple(
    Window(kernel, stride, before, after)
    for kernel, stride, before, after in product((1, 2, 3, 5), (1, 2, 3, 4), (0, 1), (0, 2))
)
SUITS = (lambda found: True, lambda found: found.verdict == EXACT, lambda found: found.verdict != LOSSY)
STARTS = (
    (EVERY, Line(1, 0)),
    (Class(2, 1, 0), Line(2, 1)),
    (Class(3, 2, 1), Line(4, -3)),
    (Class(4, 0, 1), Line(0, 6)),
)


def checked(c, extent, window, rule, suits, extra=0):
    """What `slid` makes of the class, and what the window makes of each of its inputs."""
    found = {}
    for part, count in slid(c, extent, window, rule, extra, suits):
        for x, n in members(part, 40).items():
            assert x not in found
            found[x] = value(count, n)
    asked = {x: positions(value(extent, n), window, rule, extra) for x, n in members(c, 40).items()}
    assert found == {x: p.count for x, p in asked.items() if p.count is not None and suits(p)}


@pytest.mark.parametrize("rule", RULES)
def test_a_window_slid_over_a_class(rule):
    for window in WINDOWS:
        for (c, extent), suits in product(STARTS, SUITS):
            checked(c, extent, window, rule, suits)


def test_tiles():
    for stride, (c, extent), suits in product((1, 2, 3), STARTS, SUITS):
        checked(c, extent, Window(stride, stride), Rule(TILES), suits)


def test_output_padding_and_an_extent_that_is_the_same_for_all():
    for window, suits in product(WINDOWS, SUITS):
        checked(EVERY, Line(1, 0), window, Rule(TRANSPOSED), suits, extra=1)
        checked(Class(2, 1, 0), 7, window, Rule(DOWN), suits)


def test_no_more_parts_than_needed():
    down, up = Rule(DOWN), Rule(TRANSPOSED)
    table = ((Line(1, 0), 4, down, 4), (Line(2, 0), 4, down, 2), (Line(6, 1), 4, down, 2), (Line(8, 1), 4, down, 1))
    for extent, stride, rule, parts in (*table, (5, 4, down, 1), (Line(0, 5), 4, down, 1), (Line(1, 0), 4, up, 1)):
        assert parts_of(extent, Window(3, stride), rule) == parts, (extent, stride)


def test_the_members_are_not_made_up():
    """The yardstick itself: the odd sizes, and positions that are known from the course (227, 11x11/4: 55)."""
    assert list(members(Class(2, 1, 0), 7)) == [1, 3, 5, 7]
    assert positions(227, Window(11, 4), Rule()) == Positions(55)
