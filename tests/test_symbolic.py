"""The algebra of symbolic integers: the laws it keeps, and whether its decisions are true; `tests/symbolic` has what is known case by case.

The laws run on random trees. A tree is built twice: as an expression, and with Python's own integers at given
values of the symbols; the second way knows nothing of the code under test.
"""

import operator
import os
import pickle
import subprocess
import sys
import time
from itertools import product

import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.symbolic import (
    Condition,
    Expr,
    ParseError,
    at_least,
    ceil_div,
    combine,
    divides,
    equal,
    evaluate,
    floor_div,
    maximum,
    minimum,
    parse,
    show,
    substitute,
    symbol,
    symbols,
)
from tests.symbolic.classics import ALEXNET, conditions_of, convolved, through

H, S, W, n = map(symbol, "HSWn")


# Random trees, built as expressions and counted with plain integers


EXPRESSIONS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": floor_div, "ceil": ceil_div, "%": operator.mod,
    "min": minimum, "max": maximum,
}  # fmt: skip
INTEGERS = {**EXPRESSIONS, "//": operator.floordiv, "ceil": lambda a, b: -(-a // b), "min": min, "max": max}


def built(tree):
    if isinstance(tree, tuple):
        return EXPRESSIONS[tree[0]](*map(built, tree[1:]))
    return symbol(tree) if isinstance(tree, str) else tree


def counted(tree, values):
    if isinstance(tree, tuple):
        return INTEGERS[tree[0]](*(counted(part, values) for part in tree[1:]))
    return values.get(tree, tree)


def trees(names, leaves=7):
    """Trees over `names`; what divides is positive."""
    names = st.sampled_from(names)
    divisors = (
        st.sampled_from([2, 3, 4, 8]) | names | st.tuples(st.sampled_from("+*"), names, st.sampled_from([1, 2]) | names)
    )

    def larger(inner):
        return (
            st.tuples(st.sampled_from(["+", "-", "*", "min", "max"]), inner, inner)
            | st.tuples(st.sampled_from(["//", "ceil", "%"]), inner, divisors)
        )  # fmt: skip

    return st.recursive(names | st.integers(-9, 9), larger, max_leaves=leaves)


def points(names):
    return st.fixed_dictionaries({name: st.integers(1, 8) | st.integers(1, 200) for name in names})


MANY = settings(max_examples=150, database=None)
SOME = settings(max_examples=80, database=None)
POLYNOMIALS = st.recursive(
    st.sampled_from("HWS") | st.integers(-9, 9), lambda x: st.tuples(st.sampled_from("+-*"), x, x), max_leaves=8
)
ONE, THREE = trees("H"), trees("HWS")


@MANY
@given(THREE, st.lists(points("HWS"), min_size=5, max_size=5))
def test_arithmetic_agrees_with_integers(tree, some):
    value = built(tree)
    for values in some:
        assert evaluate(value, values) == counted(tree, values)


@MANY
@given(THREE, THREE, st.integers(1, 6), st.integers(1, 3), points("HW"))
def test_a_divisor_may_be_negative(tree, other, shift, factor, values):
    divisor = factor * (S - shift)
    value = built(tree) // divisor + (built(tree) * factor + built(other) // divisor) // divisor
    for stride in {1, 2, 4, 7, 12} - {shift}:
        at = {**values, "S": stride}
        a, b, by = counted(tree, at), counted(other, at), factor * (stride - shift)
        assert evaluate(value, at) == a // by + (a * factor + b // by) // by


@MANY
@given(THREE)
def test_what_is_shown_reads_back(tree):
    value = built(tree)
    assert parse(show(value), digits=100) == value


@MANY
@given(THREE, THREE, THREE)
def test_ring_laws(x, y, z):
    a, b, c = built(x), built(y), built(z)
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a + 0 == a * 1 == a**1 == a - 0 == -a * -1
    assert a - a == a * 0 == 0
    assert a**3 == a * a * a
    assert hash((a + b) * c) == hash(c * b + c * a)


@MANY
@given(POLYNOMIALS, st.integers(1, 40), st.integers(1, 40), st.integers(-99, 99))
def test_division_laws_in_normal_form(tree, m, k, number):
    """Floors inside each other come out as one and the same, however they were made."""
    a = built(tree)
    assert a // m // k == a // (m * k)
    assert (a // m + number) // k == (a + number * m) // (m * k)
    assert (number - a // m) // k == (number * m - a + m - 1) // (m * k)
    assert (a * k) // (m * k) == a // m
    assert (a + number * m) // m == a // m + number
    assert (a * m + number % m) // m == a
    assert a - m * (a // m) == a % m
    assert ceil_div(a, m) == -(-a // m) == (a + m - 1) // m
    assert ceil_div(ceil_div(a, m), k) == -(-a // (m * k))


@SOME
@given(THREE, trees("WS", 3), st.integers(1, 50), st.lists(points("WSn"), min_size=3, max_size=3))
def test_substitution_is_evaluation_in_two_steps(tree, inner, number, some):
    a = built(tree)
    height = maximum(built(inner), 1)
    for values in some:
        at = {**values, "H": evaluate(height, values)}
        assert evaluate(substitute(a, {"H": height}), values) == evaluate(a, at)
        swapped = substitute(a, {"H": W, "W": H, "S": 32 * n})
        assert evaluate(swapped, at) == evaluate(a, {"H": at["W"], "W": at["H"], "S": 32 * at["n"]})
    assert symbols(substitute(a, {"H": number})) <= {"W", "S"}


@SOME
@given(THREE)
def test_numpy_arrays_give_arrays(tree):
    value = built(tree)
    heights, widths = np.meshgrid(np.arange(1, 20), np.arange(1, 9))
    stride = 3
    wanted = [[counted(tree, {"H": h, "W": w, "S": stride}) for h in range(1, 20)] for w in range(1, 9)]
    for kind in (np.int64, object):
        found = evaluate(value, {"H": heights.astype(kind), "W": widths.astype(kind), "S": stride})
        assert np.array_equal(np.broadcast_to(found, heights.shape), wanted)


# SymPy


@settings(max_examples=40, database=None)
@given(trees("HWS", 6), points("HWS"))
def test_sympy_agrees(tree, values):
    names = {name: sympy.Symbol(name, integer=True, positive=True) for name in "HWS"}
    functions = {"floor": sympy.floor, "min": sympy.Min, "max": sympy.Max}
    value = built(tree)
    theirs = sympy.sympify(show(value).replace("^", "**"), locals={**names, **functions})
    assert theirs.subs({names[name]: number for name, number in values.items()}) == counted(tree, values)


@settings(max_examples=40, database=None)
@given(POLYNOMIALS)
def test_sympy_expands_alike(tree):
    names = {name: sympy.Symbol(name) for name in "HWS"}

    def theirs(tree):
        if isinstance(tree, tuple):
            return EXPRESSIONS[tree[0]](*map(theirs, tree[1:]))
        return names[tree] if isinstance(tree, str) else sympy.Integer(tree)

    value = built(tree)
    ours = value.terms() if isinstance(value, Expr) else [(value, ())] if value else []
    powers = {tuple(dict(factors).get(name, 0) for name in "HWS"): coefficient for coefficient, factors in ours}
    assert sympy.Poly(theirs(tree), *names.values()).as_dict() == powers


# Decisions

QUESTIONS = {
    "divides": (lambda a, b: divides(b, a), lambda a, b: a % b == 0),
    "equal": (equal, operator.eq),
    "at least": (at_least, operator.ge),
}


def check(question, left, right, everywhere):
    """A yes holds at all these values, a no at none, a condition at just those where it says so."""
    decide, truth = QUESTIONS[question]
    a, b = built(left), built(right)
    verdict = decide(a, b)
    for values in everywhere:
        holds = truth(counted(left, values), counted(right, values))
        if isinstance(verdict, bool):
            assert verdict is holds, (verdict, values)
        else:
            assert verdict.holds(values) is holds, (verdict, values)
            congruence = verdict.congruence()
            if congruence:
                name, modulus, remainder = congruence
                assert (values[name] % modulus == remainder) is holds
    return verdict


NEAR = [1, 2, 3, 4, 6, 8, 12, 16, "S", ("+", "S", 1), ("*", "S", 2)]


@SOME
@given(ONE, ONE, st.integers(1, 24))
def test_decisions_about_one_symbol_are_true_from_1_to_200(left, right, divisor):
    everywhere = [{"H": height} for height in range(1, 201)]
    check("equal", left, right, everywhere)
    check("at least", left, right, everywhere)
    check("divides", left, divisor, everywhere)


@SOME
@given(THREE, trees("HWS", 4), st.integers(-3, 3), st.sampled_from(NEAR))
def test_decisions_about_three_symbols_are_true(left, right, shift, divisor):
    everywhere = [dict(zip("HWS", point, strict=True)) for point in product((1, 2, 3, 5, 8, 17, 200), repeat=3)]
    check("equal", left, right, everywhere)
    check("at least", left, right, everywhere)
    check("equal", left, ("+", left, shift), everywhere)
    check("at least", left, ("+", left, shift), everywhere)
    check("divides", left, divisor, everywhere)


PIXELS = st.integers(1, 9)
LINEAR = st.tuples(st.sampled_from("+-"), st.tuples(st.just("*"), PIXELS, st.just("H")), st.integers(0, 40))
NESTED = st.tuples(st.just("//"), LINEAR | st.tuples(st.just("//"), LINEAR, PIXELS), PIXELS)


@SOME
@given(st.tuples(st.just("*"), PIXELS, NESTED), NESTED | LINEAR, st.integers(1, 24))
def test_decisions_about_floors_are_true_from_1_to_200(left, right, divisor):
    everywhere = [{"H": height} for height in range(1, 201)]
    check("equal", left, right, everywhere)
    check("at least", left, right, everywhere)
    check("divides", ("+", left, right), divisor, everywhere)


@SOME
@given(st.lists(st.tuples(st.integers(2, 12), LINEAR | NESTED), max_size=5), st.lists(LINEAR, max_size=2))
def test_combining_keeps_what_holds(congruences, bounds):
    asked = conditions_of(*(divides(d, built(x)) for d, x in congruences), *(at_least(built(x), 60) for x in bounds))
    combined = combine(asked)
    assert len(combined) <= len(asked)
    assert combine(combined) == combined
    for height in range(1, 301):
        values = {"H": height}
        assert all(c.holds(values) for c in combined) == all(c.holds(values) for c in asked)


# Reading


@MANY
@given(st.text("HWXn0129+-*/%^(), floormincexa", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        value, offset = parse(text), 0
    except ParseError as problem:
        value, offset = 0, problem.offset
    assert 0 <= offset <= len(text)
    assert parse(show(value), digits=100) == value


def test_pickles_are_good_in_another_process():
    value = through(H, *ALEXNET) * maximum(H - 5, 0)
    program = "import pickle, sys; from cnncalc.symbolic import parse; value, text = pickle.load(sys.stdin.buffer); print(value == parse(text), len({value, parse(text)}))"
    hash(value)
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps((value, show(value))),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.split() == [b"True", b"1"]
    assert pickle.loads(pickle.dumps(equal(H, W))) == equal(H, W)


def test_five_hundred_layers_take_tens_of_milliseconds():
    """The bound is ten times what it takes, so that only another order of growth fails."""
    start = time.perf_counter()
    height, width, macs = H + 1000, W + 1000, 0
    for layer in range(520):
        stride = 2 if layer % 100 == 0 else 1
        assert isinstance(divides(stride, height - 1), (bool, Condition))
        height, width = convolved(height, 3, stride, 1), convolved(width, 3, stride, 1)
        macs = macs + 9 * 64 * 64 * height * width
    assert len(macs.terms()) < 60
    assert time.perf_counter() - start < 0.5
