"""Exact integer expressions over symbols that stand for positive integers.

The rule `(W - F + 2P)/S + 1` is written once and serves 224 and `H`: where a number may stand, an `Expr` may. It is
a polynomial with integer coefficients over symbols, floor divisions, minima and maxima, kept in a normal form in
which most equal values look equal. A result that is a constant is a plain `int` again.

>>> H = symbol("H")
>>> conv1 = (H - 11) // 4 + 1
>>> pool1 = (conv1 - 3) // 2 + 1
>>> pool1
floor((H + 5)/8) - 2
>>> evaluate(pool1, {"H": 227}), (227 - 11) // 4 // 2
(27, 27)

Two expressions are not compared but decided: the answer is yes, no, or the condition under which it is yes.

>>> divides(4, H - 11), equal(H // 2 + (H + 1) // 2, H), at_least(pool1, 1)
(4 divides H + 1, True, H is at least 19)

What has no value, a division by zero, may have been simplified away: `(S - 1)*H // (S - 1)` is `H`.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import permutations, product
from math import gcd, lcm, prod
from typing import TYPE_CHECKING

from cnncalc.symbolic_text import (
    DIGITS_LIMIT,
    EXPONENT_LIMIT,
    LENGTH_LIMIT,
    NESTING_LIMIT,
    SIZE_LIMIT,
    ParseError,
    is_symbol,
)
from cnncalc.symbolic_text import read as _read
from cnncalc.symbolic_text import write as _write
from cnncalc.symbolic_text import write_atom as _write_atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Literal, NoReturn, overload

    from cnncalc.symbolic_text import Style

    Kind = Literal["divides", "equal", "at least"]

__all__ = (
    "Condition", "Expr", "Int", "ParseError", "at_least", "ceil_div", "combine", "divides", "equal", "evaluate",
    "floor_div", "maximum", "minimum", "parse", "show", "substitute", "symbol", "symbols",
)  # fmt: skip

TERM_LIMIT = 10_000  # terms of one expression; a product may multiply ten times as many pairs
TRIAL_LIMIT = 20_000  # terms computed to decide by trial what repeats itself
STEP_LIMIT = 100  # rounds of a long division

EXTENTS = ("H", "N", "W")  # what the course counts in pixels comes first: H*W*C, and (W - F)/S

Monomial = tuple["tuple[Atom, int]", ...]
"""Factors and exponents, in the order of `Atom.order`; the empty monomial belongs to the constant."""


class Atom(str):
    """A factor that does not come apart: a symbol, a floor, a minimum or a maximum.

    An atom *is* its ASCII text, which makes it cheap to compare, to hash and to order, and carries the parts it was
    made from: the name of a symbol, the numerator and denominator of a floor, the candidates of an extreme.
    """

    __slots__ = ("degree", "depth", "kind", "order", "parts", "symbols")

    kind: str
    parts: tuple[Any, ...]
    symbols: frozenset[str]
    degree: int  # how fast it grows: floor(H^2/4) like H^2
    depth: int  # floors and extremes inside each other
    order: tuple[int, int, str]  # extents of images first, then the other symbols, floors by their divisors, extremes


@lru_cache(maxsize=1 << 14)
def _atom(kind: str, *parts: Any) -> Expr:
    text = _write_atom(kind, parts)
    atom = Atom(text)
    atom.kind, atom.parts = kind, parts
    divisor = parts[1] if kind == "floor" and isinstance(parts[1], int) else 0
    atom.order = (0 if text in EXTENTS else 1 + ("symbol", "floor", "min", "max").index(kind)), divisor, text
    if kind == "symbol":
        atom.symbols, atom.degree, atom.depth = frozenset(parts), 1, 0
    else:
        atom.symbols = frozenset().union(*map(symbols, parts))
        atom.depth = 1 + max(inner.depth for part in parts for inner in _atoms(part))
        degrees = [_degree(part) for part in parts]
        atom.degree = max(1, degrees[0] - degrees[1] if kind == "floor" else max(degrees))
        # A level takes two brackets at most: whatever is written within these limits can be read back.
        if 2 * atom.depth > NESTING_LIMIT:
            raise OverflowError(f"floors and extremes nested more than {NESTING_LIMIT // 2} deep")
        if len(text) > LENGTH_LIMIT:
            raise OverflowError(f"a {kind} of {len(text):,} characters; the limit is {LENGTH_LIMIT:,}")
    return Expr({((atom, 1),): 1})


class Expr:
    """An integer that depends on symbols. Immutable; never a constant; made by `symbol`, `parse` and arithmetic.

    `==` and `hash` look at the normal form: `a == b` is certain, `a != b` only says that they are written
    differently. `equal` decides.

    >>> C = symbol("C")
    >>> (3 * C + 1) * 9 * C, (C + 1) ** 2 - (C - 1) ** 2, C - C
    (27*C^2 + 9*C, 4*C, 0)
    >>> (12 * C + 35) // 4, C % 4, 10 // C
    (3*C + 8, C - 4*floor(C/4), floor(10/C))
    """

    __slots__ = ("_hash", "_terms", "_text")

    def __init__(self, terms: dict[Monomial, int]) -> None:
        self._terms = terms
        self._hash: int | None = None
        self._text: str | None = None

    def terms(self) -> list[tuple[int, tuple[tuple[Atom, int], ...]]]:
        """Coefficients and their factors as they are printed: by falling degree, what is added before what is
        taken away (H - F, not -F + H), then by symbol; the constant last."""
        ranked = sorted(
            (degree, c < 0, symbols, c, m) for m, c in self._terms.items() for degree, symbols in [_rank(m)]
        )
        return [(coefficient, monomial) for *_, coefficient, monomial in ranked]

    def __repr__(self) -> str:
        if self._text is None:
            self._text = _write(self)
        return self._text

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Expr) and self._terms == other._terms)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._terms.items()))
        return self._hash

    def __reduce__(self) -> tuple[type[Expr], tuple[dict[Monomial, int]]]:
        return Expr, (self._terms,)  # a hash of text differs from process to process

    def __add__(self, other: Int) -> Int:
        if not isinstance(other, (int, Expr)):
            return NotImplemented
        terms = dict(self._terms)
        for monomial, coefficient in _terms(other).items():
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return _expr(terms)

    __radd__ = __add__

    def __mul__(self, other: Int) -> Int:
        if isinstance(other, int):
            return _expr({monomial: coefficient * other for monomial, coefficient in self._terms.items()})
        if not isinstance(other, Expr):
            return NotImplemented
        if len(self._terms) * len(other._terms) > 10 * TERM_LIMIT:
            raise OverflowError(f"a product of {len(self._terms):,} by {len(other._terms):,} terms")
        terms: dict[Monomial, int] = {}
        for m, c in self._terms.items():
            for n, d in other._terms.items():
                monomial = _times(m, n)
                terms[monomial] = terms.get(monomial, 0) + c * d
        return _expr(terms)

    __rmul__ = __mul__

    def __neg__(self) -> Expr:
        return Expr({monomial: -coefficient for monomial, coefficient in self._terms.items()})

    def __pos__(self) -> Expr:
        return self

    def __sub__(self, other: Int) -> Int:
        return self + -other if isinstance(other, (int, Expr)) else NotImplemented

    def __rsub__(self, other: Int) -> Int:
        return -self + other

    def __pow__(self, exponent: int) -> Int:
        if not isinstance(exponent, int):
            return NotImplemented
        if exponent < 0:
            raise ValueError(f"the exponent {exponent} is negative")
        if exponent > EXPONENT_LIMIT:
            raise OverflowError(f"an exponent of {exponent}; the limit is {EXPONENT_LIMIT}")
        power: Int = 1
        for _ in range(exponent):
            power = self * power
        return power

    def __floordiv__(self, other: Int) -> Int:
        return floor_div(self, other) if isinstance(other, (int, Expr)) else NotImplemented

    def __rfloordiv__(self, other: Int) -> Int:
        return floor_div(other, self) if isinstance(other, int) else NotImplemented

    def __mod__(self, other: Int) -> Int:
        return self - other * floor_div(self, other) if isinstance(other, (int, Expr)) else NotImplemented

    def __rmod__(self, other: Int) -> Int:
        return other - self * floor_div(other, self) if isinstance(other, int) else NotImplemented

    def _undecided(self, *_: object) -> NoReturn:
        raise TypeError(
            f"{self} is not a number: ask `equal`, `divides` or `at_least`, which may answer with a condition"
        )

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _undecided


Int = int | Expr


def symbol(name: str) -> Expr:
    """The positive integer called `name`: a capital other than X, with digits if need be, or a lower-case name.

    >>> symbol("C2") * symbol("n")
    C2*n
    """
    if not is_symbol(name):
        raise ValueError(f"`{name}` is no symbol: a capital letter other than X (H, C2) or a lower-case name (n) is")
    return _atom("symbol", name)


def symbols(x: Int) -> frozenset[str]:
    """The names of the symbols in `x`, those inside floors and extremes too."""
    return frozenset().union(*(atom.symbols for atom in _atoms(x)))


def _terms(x: Int) -> dict[Monomial, int]:
    return {(): x} if isinstance(x, int) else x._terms


def _number(x: Int) -> int:
    """The constant of `x`, on its own."""
    return _terms(x).get((), 0)


def _atoms(x: Int) -> Iterator[Atom]:
    return (atom for monomial in _terms(x) for atom, _ in monomial)


def _expr(terms: dict[Monomial, int]) -> Int:
    """The value of `terms`: an int where it is constant, else an Expr within the limits."""
    terms = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if not terms:
        return 0
    if len(terms) == 1 and () in terms:
        return terms[()]
    if len(terms) > TERM_LIMIT:
        raise OverflowError(f"an expression of {len(terms):,} terms; the limit is {TERM_LIMIT:,}")
    if max(terms.values()) >= SIZE_LIMIT or min(terms.values()) <= -SIZE_LIMIT:
        raise OverflowError("a coefficient of more than 100 digits")
    return Expr(terms)


@lru_cache(maxsize=1 << 14)
def _times(m: Monomial, n: Monomial) -> Monomial:
    if not (m and n):
        return m or n
    exponents = dict(m)
    for atom, exponent in n:
        exponents[atom] = exponents.get(atom, 0) + exponent
        if exponents[atom] > EXPONENT_LIMIT:
            raise OverflowError(f"an exponent of {exponents[atom]}; the limit is {EXPONENT_LIMIT}")
    return tuple(sorted(exponents.items(), key=lambda factor: factor[0].order))


def _rank(monomial: Monomial) -> tuple[int, list[tuple[tuple[int, int, str], int]]]:
    """The sorting key of monomials: the greater degree first, then the earlier symbol."""
    return -_monomial_degree(monomial), [(atom.order, -exponent) for atom, exponent in monomial]


def _monomial_degree(monomial: Monomial) -> int:
    return sum(atom.degree * exponent for atom, exponent in monomial)


def _degree(x: Int) -> int:
    return max(map(_monomial_degree, _terms(x)), default=0)


# Division and extremes in normal form


def floor_div(a: Int, b: Int) -> Int:
    """a/b rounded down, in normal form: whole multiples stand outside, and a floor inside a floor becomes one floor.

    >>> H, S, n = symbol("H"), symbol("S"), symbol("n")
    >>> floor_div(32 * n + 5, 32), floor_div(H + 35, 32), floor_div(2 * H + 1, 4)
    (n, floor((H + 3)/32) + 1, floor(H/2))
    >>> floor_div(floor_div(H - 3, 2) + 1, 2), floor_div(S * n + S, S)
    (floor((H + 3)/4) - 1, n + 1)
    """
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    if isinstance(b, int) and b == 0:
        raise ZeroDivisionError(f"({a})//0")
    if max(_terms(b).values()) < 0:
        a, b = -a, -b
    return a if b == 1 or a == 0 else _floor(a, b)


def ceil_div(a: Int, b: Int) -> Int:
    """a/b rounded up, for a positive b: `floor((a + b - 1)/b)`.

    >>> ceil_div(ceil_div(symbol("H"), 2), 2), -(-symbol("H") // 4)
    (floor((H + 3)/4), floor((H + 3)/4))
    """
    return floor_div(a + b - 1, b)


@lru_cache(maxsize=1 << 14)
def _floor(a: Int, b: Int) -> Int:
    """floor(a/b): one step nearer to the normal form and on from there, or the finished atom."""
    quotient, rest = _divide(a, b)
    if quotient != 0:
        return quotient + floor_div(rest, b)
    positive = _surely(b, 1)
    number = _number(a)
    common = _common_factor(a, b)
    if common != 1 and (positive or not isinstance(common, int) or number % common == 0):
        # floor((g*x + c)/(g*y)) = floor((x + floor(c/g))/y): the number left over is too small to count.
        return floor_div(_divide(a - number, common)[0] + floor_div(number, common), _divide(b, common)[0])
    if positive:
        if _surely(a, 0) and _surely(b - a, 1):
            return 0
        if _surely(-a, 1) and _surely(a + b, 0):
            return -1
        if _begins_with_minus(a) and len(_terms(b)) == 1:
            # floor(-y/m) = -floor((y + m - 1)/m)
            return -floor_div(b - 1 - a, b)
        for atom, sign in sorted(_floors(a)):
            inner, by = atom.parts
            # floor((x + floor(y/m))/n) = floor((m*x + y)/(m*n)), for -floor(y/m) = floor((m - 1 - y)/m) alike.
            if sign == 1:
                return floor_div((a - _atom("floor", inner, by)) * by + inner, by * b)
            if sign == -1 and _surely(by, 1):
                return floor_div((a + _atom("floor", inner, by)) * by - inner + by - 1, by * b)
    if any(isinstance(part, int) and abs(part) >= SIZE_LIMIT for part in (a, b)):
        raise OverflowError("a division with a number of more than 100 digits")
    return _atom("floor", a, b)


def _divide(a: Int, b: Int) -> tuple[Int, Int]:
    """Quotient and rest, a = quotient*b + rest, with no whole multiple of b left in any term of the rest.

    Signs stay where they are, H - F over 2 is not H + F over 2 less F; only the number ends within [0, b).
    A sum is divided out only where that leaves fewer terms than it found.
    """
    if isinstance(b, int):
        whole = {m: _truncated(c, b) if m else c // b for m, c in _terms(a).items()}
        return _expr(whole), _expr({m: c - whole[m] * b for m, c in _terms(a).items()})
    lead = min(b._terms, key=_rank)
    quotient: Int = 0
    rest = a
    for _ in range(STEP_LIMIT):
        shares = [(_without(m, lead), _truncated(c, b._terms[lead])) for m, c in _terms(rest).items()]
        step = _expr({share: times for share, times in shares if share is not None})
        if step == 0:
            break
        quotient, rest = quotient + step, rest - step * b
    if len(b._terms) > 1 and rest != 0 and len(_terms(rest)) >= len(_terms(a)):
        return 0, a
    return quotient, rest


def _truncated(a: int, b: int) -> int:
    """a/b rounded towards 0."""
    return a // b if (a < 0) == (b < 0) else -(-a // b)


def _without(m: Monomial, n: Monomial) -> Monomial | None:
    """m/n, or None where n has something that m has not."""
    exponents = dict(m)
    for atom, exponent in n:
        exponents[atom] = exponents.get(atom, 0) - exponent
        if exponents[atom] < 0:
            return None
    return tuple((atom, exponent) for atom, exponent in exponents.items() if exponent)


def _common_factor(a: Int, b: Int) -> Int:
    """What divides every term of `a`, its number aside, and of `b`: an int, or the product of symbols common to both."""
    number = gcd(*(c for m, c in _terms(a).items() if m), *_terms(b).values())
    if number != 1:
        return number
    shared = [dict(monomial) for x in (a, b) for monomial in _terms(x)]
    powers = [(x, min(m.get(x, 0) for m in shared)) for x in shared[0] if x.kind == "symbol"]
    return _expr({tuple((atom, exponent) for atom, exponent in powers if exponent): 1})


def _begins_with_minus(x: Int) -> bool:
    """Whether the earliest symbols in `x` are taken away: in F - H they are, in H - F they are not."""
    first = min((m for m in _terms(x) if m), key=lambda m: _rank(m)[1], default=())
    return first != () and _terms(x)[first] < 0


def _floors(x: Int) -> Iterator[tuple[Atom, int]]:
    """The floors that stand in `x` by themselves, times a number."""
    for monomial, coefficient in _terms(x).items():
        if len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0].kind == "floor":
            yield monomial[0][0], coefficient


def minimum(a: Int, b: Int, *more: Int) -> Int:
    """The smallest, decided where bounds decide it.

    >>> H, W = symbol("H"), symbol("W")
    >>> minimum(H, H + 3), minimum(W + 1, H + 1)
    (H, min(H, W) + 1)
    """
    return _extreme("min", a, b, *more)


def maximum(a: Int, b: Int, *more: Int) -> Int:
    """The greatest, decided where bounds decide it.

    >>> H = symbol("H")
    >>> maximum(0, H), maximum(0, H - 5)
    (H, max(H - 5, 0))
    """
    return _extreme("max", a, b, *more)


def _extreme(kind: str, *values: Int) -> Int:
    numbers = [x for x in values if isinstance(x, int)]
    if len(numbers) == len(values):
        return min(numbers) if kind == "min" else max(numbers)
    kept: list[Int] = []
    for x in sorted({y for x in values for y in _candidates(kind, x)}, key=lambda x: (isinstance(x, int), str(x))):
        if not any(_beats(kind, other, x) for other in kept):
            kept = [other for other in kept if not _beats(kind, x, other)] + [x]
    if len(kept) == 1:
        return kept[0]
    common = _expr({m: c for m, c in _terms(kept[0]).items() if all(_terms(x).get(m) == c for x in kept)})
    return _atom(kind, *kept) if common == 0 else _extreme(kind, *(x - common for x in kept)) + common


def _candidates(kind: str, x: Int) -> list[Int]:
    """What `x` stands for in an extreme of this kind: each part of min(a, b) + c and so a + c, b + c, or just itself."""
    inner = [m[0][0] for m, c in _terms(x).items() if len(m) == 1 and c == m[0][1] == 1 and m[0][0].kind == kind]
    if len(inner) != 1:
        return [x]
    rest = x - _atom(kind, *inner[0].parts)
    return [y for part in inner[0].parts for y in _candidates(kind, part + rest)]


def _beats(kind: str, a: Int, b: Int) -> bool:
    return _surely(b, a) if kind == "min" else _surely(a, b)


# Bounds


def _surely(a: Int, b: Int) -> bool:
    """Whether a >= b is proved; False says nothing."""
    low = _lower(a - b)
    return low is not None and low >= 0


@lru_cache(maxsize=1 << 14)
def _lower(x: Int) -> int | None:
    """A number that `x` never falls below, as near as two simple arguments come; None if they find none."""
    if isinstance(x, int):
        return x
    try:
        return max((low for low in (_bound_by_parts(x), _bound_by_relaxing(x)) if low is not None), default=None)
    except OverflowError:  # an argument too long to follow proves nothing
        return None


def _upper(x: Int) -> int | None:
    low = _lower(-x)
    return None if low is None else -low


@lru_cache(maxsize=1 << 12)
def _range(atom: Atom) -> tuple[int | None, int | None]:
    """Bounds of an atom, from those of its parts."""
    if atom.kind == "symbol":
        return 1, None
    lows, highs = [_lower(part) for part in atom.parts], [_upper(part) for part in atom.parts]
    known_lows, known_highs = [low for low in lows if low is not None], [high for high in highs if high is not None]
    if atom.kind == "min":
        return min(known_lows) if len(known_lows) == len(lows) else None, min(known_highs, default=None)
    if atom.kind == "max":
        return max(known_lows, default=None), max(known_highs) if len(known_highs) == len(highs) else None
    (low, least), (high, most) = lows, highs
    if least is None or least < 1:
        return None, None
    # Dividing by more moves a number towards 0, or towards -1 from below.
    if low is not None:
        low = low // least if low < 0 or least == most else 0
    if high is not None:
        high = high // least if high >= 0 or least == most else -1
    return low, high


def _bound_by_parts(x: Expr) -> int | None:
    """Write every atom as its lower bound and an excess of 0 or more; then whatever has a plus is 0 or more."""
    ranges = {atom: _range(atom) for atom in _atoms(x)}
    if any(low is None for low, _ in ranges.values()) or len(x._terms) > 100 or _degree(x) > 8:
        return None
    shifted: Int = 0
    for monomial, coefficient in x._terms.items():
        term: Int = coefficient
        for atom, exponent in monomial:
            term *= (Expr({((atom, 1),): 1}) + (ranges[atom][0] or 0)) ** exponent
        shifted += term
    bound = 0
    for monomial, coefficient in _terms(shifted).items():
        if coefficient < 0:
            for atom, exponent in monomial:
                low, high = ranges[atom]
                if low is None or high is None:
                    return None
                coefficient *= (high - low) ** exponent
        bound += coefficient if coefficient < 0 or not monomial else 0
    return bound


def _bound_by_relaxing(x: Expr) -> int | None:
    """Multiply by the divisors, so that m*floor(y/m) can give way to y, or to y - (m - 1) at worst; round up."""
    floors = [(atom, times) for atom, times in _floors(x) if isinstance(atom.parts[1], int)]
    if not floors:
        return None
    scale = lcm(*(atom.parts[1] for atom, _ in floors))
    total = x * scale
    for atom, times in floors:
        inner, by = atom.parts
        worst = inner - (by - 1) if times > 0 else inner
        total += (worst - by * _atom("floor", inner, by)) * (times * scale // by)
    low = _lower(total)
    return None if low is None else -(-low // scale)


# Values for symbols

if TYPE_CHECKING:

    @overload
    def evaluate(x: Int, values: Mapping[str, int]) -> int: ...
    @overload
    def evaluate(x: Int, values: Mapping[str, Any]) -> Any: ...


def evaluate(x: Int, values: Mapping[str, Any]) -> Any:
    """The number that `x` is for these values of its symbols; or an array of numbers, for arrays of values.

    Only operators are used, so NumPy arrays of signed integers or of objects will do; that their numbers are positive
    and that the results fit is the caller's to know.

    >>> evaluate(symbol("H") // 2 + 1, {"H": 7, "W": 5})
    4
    """
    missing = symbols(x) - values.keys()
    if missing:
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    for name in sorted(symbols(x)):
        if isinstance(values[name], int) and values[name] < 1:
            raise ValueError(f"{name} = {values[name]}: symbols stand for positive integers")
    try:
        return _value(x, values)
    except ZeroDivisionError:
        raise ValueError(f"{x} divides by zero for these values") from None


def substitute(x: Int, values: Mapping[str, Int]) -> Int:
    """`x` with some of its symbols replaced, all at once, by positive integers or expressions that are positive.

    >>> H, n = symbol("H"), symbol("n")
    >>> substitute((H + 31) // 32 + H // 2, {"H": 32 * n})
    17*n
    """
    for name, value in values.items():
        high = _upper(value)
        if high is not None and high < 1:
            raise ValueError(f"{name} = {value}: symbols stand for positive integers")
    try:
        result: Int = _value(x, {name: values.get(name, symbol(name)) for name in symbols(x)})
        return result
    except ZeroDivisionError:
        raise ValueError(f"{x} divides by zero for these values") from None


def _value(x: Int, values: Mapping[str, Any]) -> Any:
    total: Any = 0
    for monomial, coefficient in _terms(x).items():
        term: Any = coefficient
        for atom, exponent in monomial:
            if atom.kind == "symbol":
                value = values[atom]
            else:
                parts = [_value(part, values) for part in atom.parts]
                value = parts[0] // parts[1] if atom.kind == "floor" else _choice(atom.kind, parts)
            term = term * (value if exponent == 1 else value**exponent)
        total = total + term
    return total


def _choice(kind: str, values: list[Any]) -> Any:
    if all(isinstance(value, (int, Expr)) for value in values):
        return _extreme(kind, *values)
    return reduce(lambda a, b: a + (b - a) * ((b < a) if kind == "min" else (b > a)), values)


# Decisions


class Condition:
    """What must hold for a yes: `left` divides, equals or is at least `right`. Immutable; like an Expr, no truth value.

    >>> fits = divides(4, symbol("H") - 11)
    >>> str(fits), fits.holds({"H": 227}), fits.holds({"H": 224}), fits.congruence()
    ('4 divides H + 1', True, False, ('H', 4, 3))
    """

    __slots__ = ("kind", "left", "right")

    kind: Kind
    left: Int
    right: Int

    def __init__(self, kind: Kind, left: Int, right: Int) -> None:
        for name, value in (("kind", kind), ("left", left), ("right", right)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a condition does not change: {name}")

    def __reduce__(self) -> tuple[type[Condition], tuple[Kind, Int, Int]]:
        return Condition, (self.kind, self.left, self.right)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.kind, self.left, self.right))

    def __bool__(self) -> NoReturn:
        raise TypeError(f"not known whether {self}: compare a verdict with `is True` or `is False`")

    def __repr__(self) -> str:
        return self.text()

    def text(self, style: Style = "ascii") -> str:
        """The condition in words, or in signs for LaTeX."""
        left, right = show(self.left, style), show(self.right, style)
        word, sign = {"divides": ("divides", r"\mid"), "equal": ("equals", "=")}.get(self.kind, ("is at least", r"\ge"))
        if self.kind == "at least" and isinstance(self.left, int):
            left, word, sign, right = right, "is at most", r"\le", left
        return f"{left} {sign if style == 'latex' else word} {right}"

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether it is fulfilled for these values of the symbols."""
        left, right = evaluate(self.left, values), evaluate(self.right, values)
        if self.kind == "divides":
            return right % left == 0 if left else right == 0
        return left == right if self.kind == "equal" else left >= right

    def congruence(self) -> tuple[str, int, int] | None:
        """(symbol, modulus, remainder), if the condition says just that: `4 divides H + 1` is H = 3 modulo 4."""
        name = _linear(self.right)
        if self.kind != "divides" or not isinstance(self.left, int) or name is None:
            return None
        return name, self.left, -_number(self.right) % self.left


def _linear(x: Int) -> str | None:
    """The symbol, if `x` is a symbol and a number."""
    atoms = [monomial[0][0] for monomial, c in _terms(x).items() if len(monomial) == 1 and c == monomial[0][1] == 1]
    alone = len(atoms) == 1 and atoms[0].kind == "symbol" and len(_terms(x)) == 1 + (_number(x) != 0)
    return str(atoms[0]) if alone else None


def _sides(x: Expr) -> tuple[Int, Int]:
    """Left and right of a comparison with 0: no minus at the front of a term, the number where no other term is."""
    number = _number(x)
    left = _expr({m: c for m, c in x._terms.items() if m and c > 0})
    right = left + number - x
    if left == 0 or (right != 0 and number > 0):
        return left + number, right
    return left, right - number


def _reduced(x: Int) -> Int:
    """`x` without its common positive factors, which say nothing about whether it is 0 or more."""
    while isinstance(x, Expr) and (common := _common_factor(x, x)) != 1:
        x = _divide(x, common)[0]
    return x


def divides(d: Int, n: Int) -> bool | Condition:
    """Whether the positive `d` divides `n` for all values of the symbols, for none, or on what condition.

    >>> H = symbol("H")
    >>> divides(2, H * (H + 1)), divides(4, 2 * H + 1), divides(6, 4 * H + 2), divides(2, H // 8)
    (True, False, 3 divides H + 2, 2 divides floor(H/8))
    """
    if (_upper(d) or 1) < 1 or d == 0:
        raise ValueError(f"a divisor is positive, not {d}")
    return _divides(d, n)


@lru_cache(maxsize=1 << 12)
def _divides(d: Int, n: Int) -> bool | Condition:
    rest = _divide(n, d)[1]
    if isinstance(rest, int) and (isinstance(d, int) or rest == 0):
        return rest == 0
    common = _common_factor(rest, d)
    if (isinstance(common, int) and _number(rest) % common) or (_surely(rest, 1) and _surely(d - 1, rest)):
        return False
    if common != 1:
        return _divides(_divide(d, common)[0], _divide(rest, common)[0])
    if isinstance(d, int) and isinstance(rest, Expr):
        return _number_divides(d, rest)
    return Condition("divides", d, -rest if _begins_with_minus(rest) else rest)


def _number_divides(d: int, n: Expr) -> bool | Condition:
    """The verdict for a number, which comes round again and so can be tried; `n` is reduced, but for its sign."""
    coefficients = [c for m, c in n._terms.items() if m]
    factor = pow(abs(coefficients[0]), -1, d) if len(coefficients) == 1 else 1
    rest = _divide(n * (-factor if _begins_with_minus(n) else factor), d)[1]
    if not _linear(rest):
        periods = _periods(rest, d)
        trials = _trials(rest, periods, 1)
        roots = [point for point, value in trials.items() if value % d == 0]
        if trials and len(roots) in (0, len(trials)):
            return bool(roots)
        congruence = _one_class(periods, roots)
        if congruence is not None:
            return congruence
    return Condition("divides", d, rest)


def equal(a: Int, b: Int) -> bool | Condition:
    """Whether `a` and `b` are the same for all values of the symbols, for none, or on what condition.

    >>> H, W = symbol("H"), symbol("W")
    >>> equal(2 * H, 2 * W + 1), equal(16 * (H // 16), H), equal(2 * (H // 16), H // 8), equal(H * W, 3 * W)
    (False, 16 divides H, 2 divides floor(H/8), H equals 3)
    """
    difference = _reduced(a - b)
    if isinstance(difference, int):
        return difference == 0
    return _vanishes(-difference if _begins_with_minus(difference) else difference)


@lru_cache(maxsize=1 << 12)
def _vanishes(x: Expr) -> bool | Condition:
    low, high = _lower(x), _upper(x)
    content = gcd(*(c for m, c in x._terms.items() if m))
    if (low is not None and low > 0) or (high is not None and high < 0) or _number(x) % content:
        return False
    verdict = _remainder_is_zero(x)
    if verdict is not None:
        return verdict
    periods = _periods(x, 1)
    trials = _trials(x, periods, 1 + _degree(x))
    # On each class of residues `x` is a polynomial, and one of its degree that is 0 so often is 0 for ever.
    if trials and not any(trials.values()):
        return True
    first = {point: tuple((v - 1) % p + 1 for v, p in zip(point, periods.values(), strict=True)) for point in trials}
    if trials and all(value == trials[first[point]] for point, value in trials.items()):
        roots = [point for point in trials if first[point] == point and trials[point] == 0]
        congruence = _one_class(periods, roots)
        if congruence is not None or not roots:
            return False if congruence is None else congruence
    return Condition("equal", *_sides(x))


def _remainder_is_zero(x: Expr) -> bool | Condition | None:
    """The verdict on x = 0 where `x` is a remainder y - e*floor(y/e), give or take its sign and a number; else None."""
    for atom in dict.fromkeys(atom for atom in _atoms(x) if atom.kind == "floor"):
        inner, by = atom.parts
        forms = [(inner, by)]
        for other, _ in _floors(x):
            unit, step = other.parts
            # floor(H/16) is floor(floor(H/8)/2) as well, so that 2*floor(H/16) = floor(H/8) speaks of floor(H/8).
            if isinstance(by, int) and isinstance(step, int) and step < by and by % step == 0:
                quotient, rest = _divide(inner - unit, step)
                if rest == 0:
                    forms.append((_atom("floor", unit, step) + quotient, by // step))
        for y, e in forms:
            for sign in (1, -1):
                rest = x - sign * (y - e * _atom("floor", inner, by))
                if not isinstance(rest, int):
                    continue
                remainder = -sign * rest
                if remainder < 0 or (isinstance(e, int) and remainder >= e):
                    return False
                if isinstance(e, int) or remainder == 0:
                    return divides(e, y - remainder)
    return None


def at_least(a: Int, b: Int) -> bool | Condition:
    """Whether a >= b for all values of the symbols, for none, or on what condition.

    >>> H, W = symbol("H"), symbol("W")
    >>> at_least((H - 5) // 2 + 1, 7), at_least(H, H // 2), at_least(0, H), at_least(5, 2 * H), at_least(H * W, 3 * W)
    (H is at least 17, True, False, H is at most 2, H is at least 3)
    """
    difference = _reduced(a - b)
    return difference >= 0 if isinstance(difference, int) else _not_negative(difference)


@lru_cache(maxsize=1 << 12)
def _not_negative(x: Expr) -> bool | Condition:
    low, high = _lower(x), _upper(x)
    if low is not None and low >= 0:
        return True
    if high is not None and high < 0:
        return False
    number = _number(x)
    content = gcd(*(c for m, c in x._terms.items() if m))
    if content > 1:
        return at_least(_divide(x - number, content)[0] + number // content, 0)
    for atom, sign in _floors(x):
        inner, by = atom.parts
        if len(x._terms) == 1 + (number != 0) and _surely(by, 1):
            # floor(y/m) >= k where y >= k*m, and floor(y/m) <= k where y <= k*m + m - 1.
            return at_least(inner, -number * by) if sign > 0 else at_least(number * by + by - 1, inner)
    return Condition("at least", *_sides(x))


def combine(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Fewer conditions that together say the same. Conditions that exclude each other stay side by side.

    >>> H = symbol("H")
    >>> asked = [divides(2, H), divides(2, H // 2), divides(2, H // 4), divides(2, H // 8), at_least(H, 5), at_least(H, 9)]
    >>> combine(asked)
    (16 divides H, H is at least 9)
    """
    found = tuple(dict.fromkeys(conditions))
    while (fewer := _simplified(found)) is not None:
        found = fewer
    return found


def _simplified(found: tuple[Condition, ...]) -> tuple[Condition, ...] | None:
    for a, b in permutations(found, 2):
        joined, unfolded = _join(a, b), _unfold(a, b)
        if joined is not None:
            return tuple(dict.fromkeys(joined if c is a else c for c in found if c is not b))
        if unfolded is not None:
            return tuple(dict.fromkeys(unfolded if c is b else c for c in found))
    return None


def _join(a: Condition, b: Condition) -> Condition | None:
    """One condition instead of two about the same expression, if there is one."""
    if a.kind == b.kind == "at least":
        slack = (a.left - a.right) - (b.left - b.right)
        return (a if slack <= 0 else b) if isinstance(slack, int) else None
    shift = a.right - b.right
    if a.kind != "divides" or b.kind != "divides" or not isinstance(shift, int):
        return None
    if not (isinstance(a.left, int) and isinstance(b.left, int)):
        return None
    # The Chinese remainder theorem: x = 0 modulo one and x = shift modulo the other.
    common = gcd(a.left, b.left)
    if shift % common:
        return None
    steps = shift // common * pow(a.left // common, -1, b.left // common) if b.left != common else 0
    verdict = divides(lcm(a.left, b.left), a.right - steps * a.left)
    return verdict if isinstance(verdict, Condition) else None


def _unfold(given: Condition, asked: Condition) -> Condition | None:
    """`asked` with a floor dissolved: where m divides x, d divides floor(x/m) when d*m divides x."""
    if not (given.kind == asked.kind == "divides" and isinstance(given.left, int) and isinstance(asked.left, int)):
        return None
    for atom, times in _floors(asked.right):
        inner, by = atom.parts
        shift = inner - given.right
        if isinstance(by, int) and isinstance(shift, int) and given.left % by == 0:
            others = asked.right - times * _atom("floor", inner, by)
            verdict = divides(asked.left * by, times * (inner - shift % by) + by * others)
            if isinstance(verdict, Condition):
                return verdict
    return None


# What repeats itself, tried out


def _periods(x: Int, modulus: int) -> dict[str, int]:
    """For every symbol, after how many steps `x` comes round again modulo `modulus`; 0 if it need not."""
    periods: dict[str, int] = {}
    for atom in _atoms(x):
        if atom.kind == "symbol":
            inner = {str(atom): modulus}
        elif atom.kind == "floor" and isinstance(atom.parts[1], int):
            inner = _periods(atom.parts[0], modulus * atom.parts[1])
        else:
            inner = dict.fromkeys(atom.symbols, 0)
        for name, period in inner.items():
            periods[name] = lcm(periods.get(name, 1), period)
    return periods


def _trials(x: Int, periods: dict[str, int], times: int) -> dict[tuple[int, ...], int]:
    """The values of `x` for so many periods of every symbol; none at all where they would be too many."""
    counts = [period * times for period in periods.values()]
    if not 0 < prod(counts) * _size(x) <= TRIAL_LIMIT:
        return {}
    points = product(*(range(1, count + 1) for count in counts))
    return {point: _value(x, dict(zip(periods, point, strict=True))) for point in points}


def _size(x: Int) -> int:
    """The terms of `x` and of all that is inside them."""
    return len(_terms(x)) + sum(_size(part) for atom in _atoms(x) if atom.kind != "symbol" for part in atom.parts)


def _one_class(periods: dict[str, int], roots: list[tuple[int, ...]]) -> Condition | None:
    """The congruence that holds for just these of the first values of a single symbol, if one does."""
    if len(periods) != 1 or not roots:
        return None
    ((name, period),) = periods.items()
    step, odd = divmod(period, len(roots))
    if odd or any((root - roots[0][0]) % step for (root,) in roots):
        return None
    verdict = divides(step, symbol(name) - roots[0][0])
    return verdict if isinstance(verdict, Condition) else None


# Text


def show(x: Int, style: Style = "ascii") -> str:
    """`x` expanded, by falling degree, never factored, as "ascii", "unicode" or "latex"; `parse` reads ASCII back.

    >>> C, H = symbol("C"), symbol("H")
    >>> show(27 * C**2 + 3 * C), show(27 * C**2 + 3 * C, "unicode"), show(27 * C**2 + 3 * C, "latex")
    ('27*C^2 + 3*C', '27·C² + 3·C', '27 C^{2} + 3 C')
    >>> print(show((H - 35) // 32, "unicode"), show((H - 35) // 32, "latex"))
    ⌊(H + 29)/32⌋ - 2 \\left\\lfloor \\frac{H + 29}{32} \\right\\rfloor - 2
    """
    if style not in ("ascii", "unicode", "latex"):
        raise ValueError(f"style {style!r}: known are ascii, unicode and latex")
    return _write(x, style)


def parse(text: str, *, digits: int = DIGITS_LIMIT) -> Int:
    """The value of an expression: numbers, symbols, `+ - * // % ^` (or `**`), brackets, floor, ceil, min and max.

    What `show` writes in ASCII comes back equal; for sums of more than twelve digits allow more `digits` a number.
    A slash needs a floor or ceil around it, unless nothing is left over. Raises `ParseError`, a ValueError that
    knows its `offset`.

    >>> parse("2*(H + 1)//4"), parse("ceil((W - 3)/2 + 1)"), parse("32*n/4"), parse("min(2*H, H + W, 9)")
    (floor((H + 1)/2), floor(W/2), 8*n, min(2*H, H + W, 9))
    """
    return _read(text, symbol, _FUNCTIONS, digits)


_FUNCTIONS = {"floor": floor_div, "ceil": ceil_div, "min": minimum, "max": maximum}
