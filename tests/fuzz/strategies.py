"""Inputs to try: arbitrary ones, ones made of the language's own pieces, and good ones with something changed."""

from __future__ import annotations

from hypothesis import strategies as st

from cnncalc.layers import ALIASES, CLASSES
from tests.fuzz.invariants import options

PIECES = (
    *CLASSES, *ALIASES, *"()[]{}|+x*@$:,-/<>=#&!%\"'\\.\n", "->", "*3", "*i<3", "$(", "$n", "$(n[0])", "$i", "@a", "a:", "ID", " ", "  ", "\n  ", "- ", ": ", "{ ", " }",
    "3", "3x3", "224x224x3", "0", "-1", "1e9", "999999999999", "1.5", "H", "HxWx3", "3-64", "p1", "s2", "/2", "g2", "d2", "same", "valid", "ceil", "nobias",
    "(kernel=3, filters=4)", "p(1,2,1,2)", "yes", "no", "~", "null", "\t", "\r\n", "\x00", "\x1b[31m", "\u2028", "\u202e", "é", "中", "\ufeff", "[red]", "=1+1", "<b>", "]]>",
)  # fmt: skip
KEYS = (
    "name", "source", "input", "framework", "layers", "parameters", "blocks", "variants", "heads", "defaults", "expect", "budget", "set", "repeat", "concat", "add",
    "multiply", "block", "from", "conv", "fc", "filters", "kernel", "stride", "params", "macs", "memory", "output", "year", "family", "verify",
)  # fmt: skip
NOTATION = (
    "INPUT 16x16x3 (CONV3-8 RELU)*2 POOL2 {CONV1-4 | CONV3-4g2nobias | ID} BN {DWCONV3 + ID} GAP FC-10 SOFTMAX",
    "INPUT HxWx3 a:CONV3-K/2p1 {@a x GAP CONV1-K SIGMOID} UP2bilinear DECONV4-8/2p1 LRN DROPOUT0.5 FLATTEN",
    "INPUT 7x7x1 CONV(kernel=3, filters=4, padding=(1,0,1,0), dilation=2) s:(CONV3-$(i+1)*i<3 MAXOUT2-3)*2",
)
DOCUMENTS = (
    "name: x\ninput: 32x32x3\nframework: pytorch\nparameters: {n: [1, 2], act: RELU}\nblocks:\n  unit(c, s=1): '{CONV3-$c/$s BN $act + CONV1-$c/$s}'\nlayers:\n"
    "  - stem: CONV3-8 RELU\n  - {repeat: i<2, layers: ['unit($(8*n[i]), 2)']}\n  - conv: {filters: 4, kernel: 3, name: last}\n  - GAP\n"
    "expect: {output: 1x1x4, layers: {stem: 32x32x8}}\nbudget: {params: 1M}\nheads: {aux: {from: stem, layers: [GAP, FC-2]}}\nvariants:\n  a: {set: {n: [2, 2]}}\n  b: {input: 64x64x3}\n",
    "- INPUT 8x8x3\n- concat: [CONV1-2, [CONV3-2, RELU]]\n- {from: conv1, layers: [BN]}\n",
)  # fmt: skip
EXPRESSIONS = (
    "2*n + w[0]",
    "divisible(32*1.5, 8)",
    "(1 if n == 3 else 2)**2 // 3",
    "max(w) - min(1, n)",
    "not (n < 3 and yes)",
)


@st.composite
def changed(draw: st.DrawFn, originals: tuple[str, ...]) -> str:
    """A good input, with pieces put in, taken out, doubled and moved."""
    text = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(PIECES), st.just(text[start:end] * 2), st.text(max_size=3)))
        text = text[:start] + piece + text[end:]
    return text


def made_of_pieces(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from((*pieces, " ")), max_size=30).map("".join)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


NOTATIONS = st.one_of(changed(NOTATION), made_of_pieces(*PIECES), st.text(max_size=60)).map(encoded)
YAML = st.one_of(
    changed(DOCUMENTS),
    made_of_pieces(*PIECES, *KEYS, *(f"\n{key}: " for key in KEYS)),
    st.text(max_size=60).map("input: 8x8x3\nlayers: ".__add__),
).map(encoded)
BYTES = st.binary(max_size=80)
FORMULAS = st.one_of(
    changed(EXPRESSIONS),
    made_of_pieces(*PIECES, "n", "w", "word", "if", "else", "and", "or", "not", "min(", "round(", "**", "//"),
    st.text(max_size=40),
)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command, some of its options with values that are right or wrong, and specs."""
    command = draw(st.sampled_from(sorted(options())))
    values = st.sampled_from(
        ("-", "lenet5", "mnist-simple", "RELU", "INPUT 8x8x3 CONV3-4 FC-2", "json", "text", "8x8x3", "n=3", "N=", "params=1M", "conv1", "exact", "1", "0", "-1", "CNN301", "", "x" * 300, "\x1b[0m")
    )  # fmt: skip
    words = [command]
    for option in draw(st.lists(st.sampled_from((*options()[command], "--nonsense", "-")), max_size=4)):
        words.append(option)
        words += draw(st.lists(values, max_size=1))
    return words + draw(st.lists(values, max_size=2))
