"""`year`, `family` and `verify`: what a document says beside its layers."""

from __future__ import annotations

import pytest

from cnncalc.spec import Changes, load


def read(lines, variant="", changes=Changes()):  # noqa: B008 - a record that nothing changes
    text = f"input: 32x32x3\n{lines}\nlayers: [CONV3-4]\n"
    return load(f"-#{variant}" if variant else "-", changes, read_stdin=text.encode)


def test_they_are_facts_of_the_network():
    (network,) = read("year: 1998\nfamily: lenet\nverify: 16x8").networks
    assert (network.year, network.family, network.verify_at) == (1998, "lenet", (16, 8, 3))
    (network,) = read("framework: exact").networks
    assert (network.year, network.family, network.verify_at) == (None, "", None)


def test_a_variant_s_own_take_their_place():
    lines = "year: 2014\nfamily: f\nverify: 16x16x3\nvariants: {a: , b: {year: 2015, family: g, verify: [8, 8]}, c: {input: 8x8x1, verify: 4x4x1}}"
    a, b, c = read(lines).networks
    assert (a.year, a.family, a.verify_at) == (2014, "f", (16, 16, 3))
    assert (b.year, b.family, b.verify_at) == (2015, "g", (8, 8, 3))
    assert (c.year, c.family, c.verify_at) == (2014, "f", (4, 4, 1))


@pytest.mark.parametrize("size", ["16x16x3", "32x32x3", "32x32"])
def test_an_input_from_the_command_line_is_the_one_to_verify(size):
    (network,) = read("verify: 8x8", changes=Changes(input=size)).networks
    assert network.verify_at is None


def test_the_network_s_own_input_is_no_smaller_one():
    (network,) = read("verify: 32x32").networks
    assert network.verify_at is None


def test_parameters_may_stand_in_it():
    (network,) = read("parameters: {n: 4}\nverify: $(2*n)x$n").networks
    assert network.verify_at == (8, 4, 3)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("year: 98", "`year` is a year"),
        ("year: yes", "`year` is a year"),
        ("year: [2015]", "`year` is a year"),
        ("year: twenty", "`year` is a year"),
        ("year:", "`year` has no value"),
        ("family: two words", "`family` is one word"),
        ("family: [a]", "`family` is text"),
        ("family: ''", "`family` is one word"),
        ("verify: 64", "`verify` is a size"),
        ("verify: 64x", "a size has three extents, not 1"),
        ("verify: [1, 2, 3, 4]", "`verify` is a size"),
        ("verify: HxW", "`verify` is a size in numbers"),
        ("verify: 0x8", "the height is at least 1, not 0"),
        ("verify: 16x16x1", "`verify` is 16x16x1, but the input has depth 3"),
    ],
)
def test_mistakes(line, message):
    for lines in (line, f"variants: {{a: {{{line}}}}}"):
        (found,) = read(lines).diagnostics
        assert found.message == message
        assert found.span is not None
        assert found.help or "least" in message or "text" in message
