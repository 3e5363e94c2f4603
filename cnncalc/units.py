"""Numbers with units, read exactly, and numbers rounded for people: the only place where that is done.

K, M, G and T are powers of 1000; in bytes kB, MB, GB, TB are too, and KiB, MiB, GiB, TiB powers of 1024.
"""

from __future__ import annotations

from typing import Any

from cnncalc.pattern import pattern

TYPE_CHECKING = False  # `typing` would cost more start-up time than this file
if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
BYTES = {
    "": 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip

_NUMBER = pattern(r"([0-9]+(?:[_,][0-9]+)*)(?:\.([0-9]+))? ?([A-Za-z]*)\Z")
_DIGITS = 100
_UNITS = (("T", 10**12), ("G", 10**9), ("M", 10**6), ("K", 10**3))


def parse_count(text: str) -> int:
    """A number of things, written out or with a unit; ValueError, with what is wrong, if it is none.

    >>> parse_count("62_378_344"), parse_count("1.2G"), parse_count("70M")
    (62378344, 1200000000, 70000000)
    """
    return _parse(text, COUNTS, "a number such as 62_378_344, 70M or 1.2G")


def parse_bytes(text: str) -> int:
    """A number of bytes, written out or with a unit; ValueError, with what is wrong, if it is none.

    >>> parse_bytes("300MB"), parse_bytes("8GiB"), parse_bytes("1.5 KiB")
    (300000000, 8589934592, 1536)
    """
    return _parse(text, BYTES, "a number of bytes such as 300MB or 8GiB")


def _parse(text: str, units: Mapping[str, int], expected: str) -> int:
    if len(text) <= _DIGITS and text.isascii() and all(map(str.isdigit, text.split("_"))):
        return int(text)
    match = _NUMBER.match(text.strip()[: _DIGITS + 1])
    if match is None or len(text) > _DIGITS:
        raise ValueError(f"`{text[:60]}` is not {expected}")
    whole, decimals, unit = match[1], match[2] or "", match[3]
    if unit not in units:
        raise ValueError(f"`{unit}` is no unit: {', '.join(filter(None, units))}")
    digits = int(whole.replace("_", "").replace(",", "") + decimals)
    value, rest = divmod(digits * units[unit], int("1" + "0" * len(decimals)))
    if rest:
        raise ValueError(f"`{text}` is not a whole number")
    return value


def count(n: Any) -> str:
    """A number with thousands separators; a symbolic one as it is.

    >>> count(138_357_544)
    '138,357,544'
    """
    return f"{n:,}" if isinstance(n, int) else str(n)


def lecture(n: Any) -> str:
    """A number as the lecture's table rounds it: exact below 10,000, else two significant digits; K is 1000.

    >>> [lecture(n) for n in (150_528, 3_211_264, 802_816, 25_088, 4096)]
    ['150K', '3.2M', '800K', '25K', '4096']
    """
    return _rounded(n, 2, 10_000)


def short(n: Any) -> str:
    """A number at three significant digits, exact below 1000.

    >>> short(15_470_264_320), short(138_357_544), short(1_792), short(64)
    ('15.5G', '138M', '1.79K', '64')
    """
    return _rounded(n, 3, 1000)


def _rounded(n: Any, digits: int, exact_below: int) -> str:
    if not isinstance(n, int):
        return str(n)
    if abs(n) < exact_below:
        return str(n)
    sign, size = "-" if n < 0 else "", abs(n)
    step = 10 ** (len(str(size)) - digits)
    size = (size + step // 2) // step * step
    unit, each = next((unit, each) for unit, each in _UNITS if size >= each or unit == "K")
    whole, rest = divmod(size, each)
    decimals = max(0, digits - len(str(whole)))
    tail = f".{rest * 10**decimals // each:0{decimals}d}" if decimals else ""
    return f"{sign}{whole}{tail}{unit}"


def mb(n_bytes: Any) -> str:
    """Bytes in megabytes of 10^6.

    >>> mb(15_237_608 * 4), mb(4_000)
    ('61.0 MB', '0.0040 MB')
    """
    return _of(n_bytes, 10**6, "MB")


def mib(n_bytes: Any) -> str:
    """Bytes in mebibytes of 2^20.

    >>> mib(15_237_608 * 4)
    '58.1 MiB'
    """
    return _of(n_bytes, 2**20, "MiB")


def _of(n_bytes: Any, unit: int, name: str) -> str:
    """One decimal, or two significant digits of what is small; rounded half up, in integers."""
    if not isinstance(n_bytes, int):
        return f"{n_bytes} B"
    decimals = 1
    while 0 < n_bytes * 10**decimals < 10 * unit and decimals < 6:
        decimals += 1
    whole, rest = divmod((2 * n_bytes * 10**decimals + unit) // (2 * unit), 10**decimals)
    return f"{whole:,}.{rest:0{decimals}d} {name}"
