"""Numbers with units, exactly; numbers for people, to the digit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.symbolic import symbol
from cnncalc.units import count, lecture, mb, mib, parse_bytes, parse_count, short


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("62_378_344", 62_378_344), ("62,378,344", 62_378_344), ("70M", 70_000_000), ("1.2G", 1_200_000_000), ("3k", 3000), ("3K", 3000), ("1.005 T", 1_005_000_000_000), (" 7 ", 7), ("0.001K", 1)],
)  # fmt: skip
def test_counts(text, expected):
    assert parse_count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300MB", 300_000_000),
        ("8GiB", 8 * 2**30),
        ("1.5KiB", 1536),
        ("100", 100),
        ("100 B", 100),
        ("2kB", 2000),
        ("2KB", 2000),
        ("1TiB", 2**40),
        ("0.5 MiB", 2**19),
    ],
)
def test_bytes(text, expected):
    assert parse_bytes(text) == expected


@pytest.mark.parametrize(
    "text", ["", "M", "-1", "1.5", "1.0005K", "1e6", "7 x", "1__0", "70MB", "1,", ".5M", "9" * 200, "1 2", "٣"]
)
def test_what_is_no_count(text):
    with pytest.raises(ValueError, match="`"):
        parse_count(text)


@pytest.mark.parametrize("text", ["1M", "1mb", "0.3B", "x", "MiB"])
def test_what_is_no_number_of_bytes(text):
    with pytest.raises(ValueError, match="`"):
        parse_bytes(text)


# N27: the lecture's table of VGG16, memory and the sums of its parameters.
@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (224 * 224 * 3, "150K"), (224 * 224 * 64, "3.2M"), (112 * 112 * 64, "800K"), (112 * 112 * 128, "1.6M"), (56 * 56 * 128, "400K"), (56 * 56 * 256, "800K"), (28 * 28 * 256, "200K"),
        (28 * 28 * 512, "400K"), (14 * 14 * 512, "100K"), (7 * 7 * 512, "25K"), (4096, "4096"), (1000, "1000"), (9_999, "9999"), (10_000, "10K"), (99_499, "99K"), (99_500, "100K"), (999_999, "1.0M"), (0, "0"), (-20_000, "-20K"),
    ],
)  # fmt: skip
def test_the_lectures_rounding(n, expected):
    assert lecture(n) == expected


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (15_470_264_320, "15.5G"),
        (138_357_544, "138M"),
        (999, "999"),
        (1000, "1.00K"),
        (999_499, "999K"),
        (999_500, "1.00M"),
        (4_089_184_256, "4.09G"),
        (10**13, "10.0T"),
        (10**16, "10000T"),
    ],
)
def test_short(n, expected):
    assert short(n) == expected


@given(st.integers(1000, 10**15))
def test_short_is_near(n):
    assert abs(parse_count(short(n)) - n) <= Fraction(n, 200) + 1


@given(st.integers(0, 10**15))
def test_a_count_is_read_back(n):
    assert parse_count(count(n)) == n


def test_memory():
    assert (mb(15_237_608 * 4), mib(15_237_608 * 4)) == ("61.0 MB", "58.1 MiB")  # E2
    assert (mb(0), mb(1), mb(49_999), mb(1_250_000), mb(10**12)) == (
        "0.0 MB",
        "0.000001 MB",
        "0.050 MB",
        "1.3 MB",
        "1,000,000.0 MB",
    )


def test_symbols_pass_through():
    C = symbol("C")
    assert (count(3 * C), lecture(3 * C), short(C), mb(4 * C)) == ("3*C", "3*C", "C", "4*C B")
