"""What an expression is: atoms, monomials, terms, and the operators that keep them in normal form."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cnncalc.symbolic.text import EXPONENT_LIMIT, LENGTH_LIMIT, NESTING_LIMIT, SIZE_LIMIT, is_symbol, write, write_atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, NoReturn

TERM_LIMIT = 10_000  # terms of one expression; a product may multiply ten times as many pairs

EXTENTS = ("H", "N", "W")  # what the course counts in pixels comes first: H*W*C, and (W - F)/S
ORDER = ("extent", "symbol", "floor", "min", "max")

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
def make_atom(kind: str, *parts: Any) -> Expr:
    text = write_atom(kind, parts)
    atom = Atom(text)
    atom.kind, atom.parts = kind, parts
    divisor = parts[1] if kind == "floor" and isinstance(parts[1], int) else 0
    atom.order = ORDER.index("extent" if text in EXTENTS else kind), divisor, text
    if kind == "symbol":
        atom.symbols, atom.degree, atom.depth = frozenset(parts), 1, 0
    else:
        atom.symbols = frozenset().union(*map(symbols, parts))
        atom.depth = 1 + max(inner.depth for part in parts for inner in atoms_of(part))
        degrees = [degree_of(part) for part in parts]
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
        ranked = sorted((degree, c < 0, symbols, c, m) for m, c in self._terms.items() for degree, symbols in [rank(m)])
        return [(coefficient, monomial) for *_, coefficient, monomial in ranked]

    def __repr__(self) -> str:
        if self._text is None:
            self._text = write(self)
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
        for monomial, coefficient in terms_of(other).items():
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return make(terms)

    __radd__ = __add__

    def __mul__(self, other: Int) -> Int:
        if isinstance(other, int):
            return make({monomial: coefficient * other for monomial, coefficient in self._terms.items()})
        if not isinstance(other, Expr):
            return NotImplemented
        if len(self._terms) * len(other._terms) > 10 * TERM_LIMIT:
            raise OverflowError(f"a product of {len(self._terms):,} by {len(other._terms):,} terms")
        terms: dict[Monomial, int] = {}
        for m, c in self._terms.items():
            for n, d in other._terms.items():
                monomial = _times(m, n)
                terms[monomial] = terms.get(monomial, 0) + c * d
        return make(terms)

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
        if exponent == 1:
            return self  # most factors are just that
        power: Int = 1
        for _ in range(exponent):
            power = self * power
        return power

    def __floordiv__(self, other: Int) -> Int:
        return _floor_div(self, other) if isinstance(other, (int, Expr)) else NotImplemented

    def __rfloordiv__(self, other: Int) -> Int:
        return _floor_div(other, self) if isinstance(other, int) else NotImplemented

    def __mod__(self, other: Int) -> Int:
        return self - other * _floor_div(self, other) if isinstance(other, (int, Expr)) else NotImplemented

    def __rmod__(self, other: Int) -> Int:
        return other - self * _floor_div(other, self) if isinstance(other, int) else NotImplemented

    def _undecided(self, *_: object) -> NoReturn:
        raise TypeError(
            f"{self} is not a number: ask `equal`, `divides` or `at_least`, which may answer with a condition"
        )

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _undecided


Int = int | Expr


def _floor_div(a: Int, b: Int) -> Int:
    from cnncalc.symbolic.division import floor_div  # which needs expressions to divide

    return floor_div(a, b)


def symbol(name: str) -> Expr:
    """The positive integer called `name`: a capital other than X, with digits if need be, or a lower-case name.

    >>> symbol("C2") * symbol("n")
    C2*n
    """
    if not is_symbol(name):
        raise ValueError(f"`{name}` is no symbol: a capital letter other than X (H, C2) or a lower-case name (n) is")
    return make_atom("symbol", name)


def symbols(x: Int) -> frozenset[str]:
    """The names of the symbols in `x`, those inside floors and extremes too."""
    return frozenset().union(*(atom.symbols for atom in atoms_of(x)))


def terms_of(x: Int) -> dict[Monomial, int]:
    return {(): x} if isinstance(x, int) else x._terms


def combined(parts: Iterable[tuple[Int, int]]) -> Int:
    """The sum of terms, each so many times: to add them one by one would build an expression for each."""
    terms: dict[Monomial, int] = {}
    for x, times in parts:
        for monomial, coefficient in terms_of(x).items():
            terms[monomial] = terms.get(monomial, 0) + coefficient * times
    return make(terms)


def number_of(x: Int) -> int:
    """The constant of `x`, on its own."""
    return terms_of(x).get((), 0)


def atoms_of(x: Int) -> Iterator[Atom]:
    return (atom for monomial in terms_of(x) for atom, _ in monomial)


def make(terms: dict[Monomial, int]) -> Int:
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
    exponents = dict(m)
    for atom, exponent in n:
        exponents[atom] = exponents.get(atom, 0) + exponent
        if exponents[atom] > EXPONENT_LIMIT:
            raise OverflowError(f"an exponent of {exponents[atom]}; the limit is {EXPONENT_LIMIT}")
    return tuple(sorted(exponents.items(), key=lambda factor: factor[0].order))


def rank(monomial: Monomial) -> tuple[int, list[tuple[tuple[int, int, str], int]]]:
    """The sorting key of monomials: the greater degree first, then the earlier symbol."""
    return -_monomial_degree(monomial), [(atom.order, -exponent) for atom, exponent in monomial]


def _monomial_degree(monomial: Monomial) -> int:
    return sum(atom.degree * exponent for atom, exponent in monomial)


def degree_of(x: Int) -> int:
    return max(map(_monomial_degree, terms_of(x)))


def begins_with_minus(x: Int) -> bool:
    """Whether the earliest symbols in `x` are taken away: in F - H they are, in H - F they are not."""
    first = min((m for m in terms_of(x) if m), key=lambda m: rank(m)[1], default=())
    return first != () and terms_of(x)[first] < 0


def singles_of(x: Int) -> Iterator[tuple[Atom, int]]:
    """The atoms that stand in `x` by themselves, each with the number that it is times."""
    for monomial, coefficient in terms_of(x).items():
        if len(monomial) == 1:
            ((atom, exponent),) = monomial
            if exponent == 1:
                yield atom, coefficient


def floors_of(x: Int) -> Iterator[tuple[Atom, int]]:
    """The floors among them."""
    return ((atom, times) for atom, times in singles_of(x) if atom.kind == "floor")
