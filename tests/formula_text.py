"""Evaluates a displayed formula from its text alone, for the tests that hold it against the number beside it."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, floor, trunc


def evaluate(text: str) -> Fraction:
    """The value of `⌊(224 - 7 + 2·3)/2⌋ + 1` and its like, in exact fractions."""
    source = text.replace(",", "") if "(" not in text or ("min" not in text and "max" not in text) else text
    source = source.replace("·", "*").replace("⌊", "floor(").replace("⌉", ")").replace("⌋", ")").replace("⌈", "ceil(")
    source = re.sub(r"\d+(\.\d+)?", lambda m: f"Fraction('{m.group()}')", source)
    names = {"Fraction": Fraction, "floor": floor, "ceil": ceil, "trunc": trunc, "min": min, "max": max}
    return Fraction(eval(source, {"__builtins__": {}}, names))


def sides(equation: str) -> tuple[Fraction, Fraction]:
    """Both sides of `formula = result`; thousands separators in the result are read over."""
    left, _, right = equation.partition(" = ")
    return evaluate(left), evaluate(right.partition(" ≈ ")[0].replace(",", ""))
