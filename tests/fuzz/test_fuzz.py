"""A bounded look at inputs nobody thought of; `python -m tests.fuzz.with_atheris` looks for as long as one likes."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz import invariants
from tests.fuzz.strategies import BYTES, FORMULAS, NOTATIONS, YAML, command_lines


@settings(max_examples=200)
@given(NOTATIONS)
def test_notation(data):
    invariants.description(data)


@settings(max_examples=200)
@given(YAML)
def test_documents(data):
    invariants.description(data)


@settings(max_examples=60)
@given(BYTES)
def test_bytes(data):
    invariants.description(data)


@settings(max_examples=300)
@given(FORMULAS)
def test_expressions(text):
    invariants.expression(text)


@settings(max_examples=120)
@given(command_lines())
@example(["check", "--quiet", "-"])
def test_command_lines(words):
    invariants.command_line(words)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12).filter(lambda word: "\0" not in word and "/" not in word), max_size=4))
def test_arbitrary_words(words):
    invariants.command_line(words)
