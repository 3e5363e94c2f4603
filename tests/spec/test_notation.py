"""Notation: what every form means, and where its mistakes are."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnncalc.spec import load
from cnncalc.spec.expressions import Expression
from cnncalc.spec.findings import Findings
from cnncalc.spec.notation import parse
from cnncalc.spec.reader import Vocabulary
from cnncalc.spec.source import Source, Text, notation_text
from cnncalc.spec.syntax import (
    Branches,
    Call,
    Identity,
    InputItem,
    Labelled,
    LayerItem,
    Reference,
    Repeat,
    Sequence,
    Value,
)
from tests.spec.reading import mistakes, nodes

BEFORE = "INPUT 32x32x3 "


def read(text, blocks=("block", "stem")):
    findings = Findings()
    return parse(notation_text(text), findings, Vocabulary(blocks)), findings.diagnostics


# ------------------------------------------------------------------------------------------------ written again


def written(item):
    """An item as notation: what reads back as the same item."""
    if isinstance(item, Sequence):
        return "(" + " ".join(map(written, item.items)) + ")"
    if isinstance(item, Repeat):
        index = f"{item.counter}<" if item.counter else ""
        return f"{written(item.item)}*{index}{value(item.times)}"
    if isinstance(item, Labelled):
        return f"{item.label}:{written(item.item)}"
    if isinstance(item, Branches):
        joint = {"concat": " | ", "add": " + ", "multiply": " x "}[item.joint]
        return "{" + joint.join(" ".join(map(written, path.items)) for path in item.paths) + "}"
    if isinstance(item, Reference):
        return f"@{item.path}"
    if isinstance(item, Identity):
        return "ID"
    if isinstance(item, InputItem):
        return f"INPUT {value(item.size)}"
    if isinstance(item, Call):
        arguments = [*map(value, item.arguments), *(f"{name}={value(v)}" for name, v, _ in item.named)]
        return f"{item.block if isinstance(item.block, str) else value(item.block)}({', '.join(arguments)})"
    assert isinstance(item, LayerItem), item
    name = item.name if isinstance(item.name, str) else value(item.name)
    first = value(item.first) if item.first else ""
    second = f"-{value(item.second)}" if item.second else ""
    modifiers = "".join(f"{mark}{value(v) if v else ''}" for mark, v, _ in item.modifiers)
    options = ", ".join(f"{name}={value(v)}" for name, v, _ in item.options)
    return name + first + second + modifiers + (f"({options})" if options else "")


def value(v):
    content = v.content
    if isinstance(content, tuple):
        return f"({','.join(map(value, content))})" if len(content) == 4 else "x".join(map(value, content))
    if isinstance(content, Expression):
        return f"$({content})"
    return {True: "yes", False: "no"}[content] if isinstance(content, bool) else str(content)


def meaning(text):
    """What a text says, in one spelling."""
    sequence, diagnostics = read(text)
    assert not diagnostics, diagnostics
    return " ".join(map(written, sequence.items))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # sizes
        *((spelling, "INPUT 227x227x3") for spelling in (
            "INPUT 227x227x3", "INPUT[227x227x3]", "INPUT227x227x3", "[227x227x3] INPUT", "input [ 227 x 227 x 3 ]",
            "INPUT: [227x227x3]", "INPUT(227, 227, 3)", "INPUT 227×227×3", "INPUT 227X227X3", "INPUT-227x227x3",
        )),
        ("INPUT HxWx3", "INPUT HxWx3"), ("INPUTHxWx3", "INPUT HxWx3"), ("INPUT H2xW2xC", "INPUT H2xW2xC"),
        ("INPUT $(n)x$(2*n)x$d", "INPUT $(n)x$(2*n)x$(d)"),
        # counts
        ("RELU*3 (RELU)*$n (RELU)*i<3 RELU * i < $n", "RELU*3 (RELU)*$(n) (RELU)*i<3 RELU*i<$(n)"),
        # symbols
        ("CONV3-K CONVF-K/S CONVF-Kp1 POOLK FC-K2", "CONV3-K CONVF-K/S CONVF-Kp1 POOLK FC-K2"),
        ("POOLK/Sceil CONVFxG-64g2", "POOLK/Sceil CONVFxG-64g2"), ("convf-k" .upper(), "CONVF-K"),
        # separators
        ("CONV3-64-RELU-POOL2", "CONV3-64 RELU POOL2"), ("FC-RELU", "FC RELU"), ("FC-$n", "FC-$(n)"), ("CONV3-$w[0]p$p[i+1]-RELU FC-$w[n[0]][1]", "CONV3-$(w[0])p$(p[i+1]) RELU FC-$(w[n[0]][1])"), ("CONV3-K-RELU", "CONV3-K RELU"),
        ("RELU,BN->RELU→BN - RELU\n# comment, all of it\nBN#more", "RELU BN RELU BN RELU BN"), ("RELU-(FC-10)", "RELU (FC-10)"),
        ("RELU-{BN|ID}", "RELU {BN | ID}"), ("CONV3–64 — RELU", "CONV3-64 RELU"), ("RELU(", None),
        # layers
        ("CONV11-96/4p0", "CONV11-96/4p0"), ("CONV11-96s4", "CONV11-96s4"), ("CONV3x5-64/2x1p1x2", "CONV3x5-64/2x1p1x2"),
        ("CONV3-64p(1,2,1,2)", "CONV3-64p(1,2,1,2)"), ("CONV3-64same CONV3-64valid", "CONV3-64same CONV3-64valid"),
        ("CONV3-64g32d2nobias", "CONV3-64g32d2nobias"), ("DWCONV3 DECONV4-64/2p1 UP2bilinear", "DWCONV3 DECONV4-64/2p1 UP2bilinear"),
        ("POOL2 POOL3/2 POOL3/2ceil AVGPOOL7 GAP", "POOL2 POOL3/2 POOL3/2ceil AVGPOOL7 GAP"), ("FC4096 FC-4096", "FC4096 FC-4096"),
        ("MAXOUT2-64 DROPOUT0.5 LRELU1e-3", "MAXOUT2-64 DROPOUT0.5 LRELU0.001"),
        ("conv3-64 MaxPool2 relu soft-max Affine-10 norm BatchNorm relu6", "CONV3-64 POOL2 RELU SOFTMAX FC-10 LRN BN RELU6"),
        ("CONV(kernel=3, filters=64, stride=2, bias=no)", "CONV(kernel=3, filters=64, stride=2, bias=no)"),
        ("CONV3-64(bias=no)", "CONV3-64(bias=no)"), ("CONV(kernel=3x5,padding=(1,2,1,2) , filters=$k)", "CONV(kernel=3x5, padding=(1,2,1,2), filters=$(k))"),
        ("CONV3-64 (RELU)", "CONV3-64 (RELU)"), ("CONV$k-$c/$s", "CONV$(k)-$(c)/$(s)"), ("CONV$(k+1)-$(4*c)p$(k//2)", "CONV$(k+1)-$(4*c)p$(k//2)"),
        ("$act $(act)-64/2 RELU", "$(act) $(act)-64/2 RELU"),
        # groups and repeats
        ("(CONV3-64 RELU)*2", "(CONV3-64 RELU)*2"), ("[RELU]*N", "(RELU)*N"), ("RELU*3 POOL2*$n (BN) * $(n - 1)", "RELU*3 POOL2*$(n) (BN)*$(n - 1)"),
        ("[(CONV-RELU)*N-POOL]*M-(FC-RELU)*K, SOFTMAX", "((CONV RELU)*N POOL)*M (FC RELU)*K SOFTMAX"),
        ("[[RELU]*2]*0", "((RELU)*2)*0"), ("RELU*2*3", "RELU*2*3"), ("()", "()"),
        # branches
        ("{a:RELU|BN|ID}", "{a:RELU | BN | ID}"), ("{RELU + ID}", "{RELU + ID}"), ("{ID x GAP FC-8}", "{ID x GAP FC-8}"), ("{ID × GAP}", "{ID x GAP}"),
        ("{{RELU|BN}+ID}", "{{RELU | BN} + ID}"), ("{@a | @b.c}", "{@a | @b.c}"), ("{(RELU BN)*2 | ID} RELU", "{(RELU BN)*2 | ID} RELU"),
        # labels, references, blocks
        ("conv1:CONV11-96/4p0 stage2:( RELU )*3 a: BN", "conv1:CONV11-96/4p0 stage2:(RELU)*3 a:BN"), ("a.b.c:RELU", "a.b.c:RELU"),
        ("@conv1 @stage2.1.c", "@conv1 @stage2.1.c"), ("inc3a:{RELU|ID} x:ID", "inc3a:{RELU | ID} x:ID"),
        ("block(64, s=2) stem stem() a:block(1x2,yes,RELU)*2", "block(64, s=2) stem() stem() a:block(1x2, yes, RELU)*2"),
        ("$block(64) $(block)(s=2)", "$(block)(64) $(block)(s=2)"), ("id Id ID", "ID ID ID"),
    ],
)  # fmt: skip
def test_what_is_read(text, expected):
    if expected is None:
        assert read(text)[1]
    else:
        assert meaning(text) == expected


def test_every_place_is_exact():
    text = "conv1:CONV11x3-96/4p0(bias=no) $act*2"
    (sequence, _) = read(text)
    conv, repeat = sequence.items[0].item, sequence.items[1]
    places = [
        conv, conv.first, conv.first.content[1], conv.second, *(place for *_, place in conv.modifiers), conv.modifiers[0][1],
        *(place for *_, place in conv.options), conv.options[0][1], repeat, repeat.item, repeat.item.name, repeat.times, sequence.items[0],
    ]  # fmt: skip
    assert [text[p.span.column - 1 : p.span.end_column - 1] for p in places] == [
        "CONV11x3-96/4p0(bias=no)", "11x3", "3", "96", "/4", "p0", "4", "bias", "no", "$act*2", "$act", "$act", "2",
        "conv1:CONV11x3-96/4p0(bias=no)",
    ]  # fmt: skip


def test_places_follow_the_map_of_the_text():
    source = Source("f", "a: 'CONV3-64\n   RELUX'")
    origins = [4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 18, 19, 20]
    findings = Findings()
    parse(Text(source, "CONV3-64 RELUX", origins), findings)
    assert [str(d.span) for d in findings.diagnostics] == ["f:2:4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONVX RELU", ["1:1-6 CNN201 there is no block or layer `CONVX`"]),
        ("RELUX6", ["1:1-7 CNN201 there is no block or layer `RELUX6`"]),
        ("CONV3-64 POLL2 RELUU", ["1:10-15 CNN201 there is no block or layer `POLL2`", "1:16-21 CNN201 there is no block or layer `RELUU`"]),
        ("foo(64, (3)) RELU", ["1:1-4 CNN201 there is no block or layer `foo`"]),
        ("BNRELU", ["1:1-7 CNN102 `BNRELU` runs two layers together"]),
        ("CONV3-64RELU", ["1:9-13 CNN102 a space is missing before `RELU`"]),
        ("CONV3-64q7", ["1:9-11 CNN202 CONV has no modifier `q7`"]),
        ("POOL2d2", ["1:6-8 CNN202 POOL has no modifier `d2`"]),
        ("CONV3-64S2", ["1:9-11 CNN102 modifiers are lower-case: `s2`, not `S2`"]),
        ("CONV3-64/ 2 RELU", ["1:9-10 CNN102 `/` needs a number"]),
        ("CONV3-64p(1,2", ["1:10-11 CNN102 `(` is never closed"]),
        ("CONV3-64p(1;2) BN", ["1:12-13 CNN102 `,` or `)` is needed here, not `;`"]),
        ("CONV3-64-5 RELU", ["1:9-11 CNN102 `-5` is one number too many"]),
        ("DROPOUT50%", ["1:10-11 CNN102 a share is written as a number: 50% is 0.5"]),
        ("K", ["1:1-2 CNN102 `K` stands for a number, not for a layer"]),
        ("12 RELU", ["1:1-3 CNN102 the number `12` belongs to no layer"]),
        ("RELU [56x56x64]", ["1:7-15 CNN102 the size `56x56x64` stands alone"]),
        ("INPUT RELU", ["1:1-6 CNN207 INPUT has no size"]),
        ("INPUT 32x32", ["1:7-12 CNN203 a size has three extents, not 2"]),
        ("INPUT [32x32x3", ["1:7-8 CNN102 `[` is never closed"]),
        ("Conv1d-64 conv3d(64)", ["1:1-7 CNN201 `Conv1d` is 1-D: only 2-D networks can be described",
                                  "1:11-17 CNN201 `conv3d` is 3-D: only 2-D networks can be described"]),
        ("CONV(3, 64)", ["1:6-7 CNN102 CONV takes its options by name"]),
        ("block(s=2, 3)", ["1:12-13 CNN102 a value without a name stands behind one with a name"]),
        ("CONV3-$ RELU", ["1:7-8 CNN104 `$` needs a name or an expression"]),
        ("CONV3-$(2*)2 RELUX", ["1:11-12 CNN104 an expression needs a number or a name here, not `)`",
                                "1:14-19 CNN201 there is no block or layer `RELUX`"]),
        ("CONV3-$(1", ["1:10-10 CNN104 `)` is missing"]),
        ("CONV1234567890123-4", ["1:5-18 CNN103 a number of more than 12 digits"]),
        # groups and repeats
        ("(RELU", ["1:1-2 CNN102 `(` is never closed"]), ("RELU)", ["1:5-6 CNN102 `)` closes nothing"]),
        ("(RELU] BN", ["1:6-7 CNN102 `(` is closed by `]`"]), ("[(RELU] BN", ["1:2-3 CNN102 `(` is never closed"]),
        ("(RELU)x2 BN", ["1:7-8 CNN102 a repeat is written with `*`"]), ("(RELU) x 2", ["1:7-10 CNN102 a repeat is written with `*`"]),
        ("3x(RELU)", ["1:1-3 CNN102 a count stands behind its item"]), ("2 x RELU", ["1:1-5 CNN102 a count stands behind its item"]),
        ("RELU*", ["1:5-6 CNN102 `*` needs a count"]), ("*2 RELU", ["1:1-2 CNN102 `*` has nothing to repeat"]),
        ("RELU*2BN", ["1:7-9 CNN102 a space is missing before `BN`"]), ("POOL2?", ["1:6-7 CNN102 `?` does not say whether the item is there"]),
        ("RELU" + "*1" * 65, ["1:133-135 CNN103 more than 64 counts on one item"]),
        # branches
        ("{RELU | BN + ID}", ["1:12-13 CNN102 `|` and `+` in one brace"]), ("{RELU}", ["1:1-7 CNN102 a brace joins two paths or more"]),
        ("{RELU | }", ["1:9-10 CNN102 an empty path"]), ("{RELU | BN", ["1:1-2 CNN102 `{` is never closed"]),
        ("RELU | BN", ["1:6-7 CNN102 `|` joins paths, but no brace is open here"]), ("{(RELU + BN) | ID}", ["1:8-9 CNN102 `+` joins paths, but no brace is open here"]),
        ("{(RELU | BN}", ["1:2-3 CNN102 `(` is never closed"]),
        # labels and references
        ("a: b:RELU", ["1:1-4 CNN102 two labels on one item"]), ("a:", ["1:1-3 CNN102 the label `a` has nothing to name"]),
        ("(a:) RELU", ["1:2-4 CNN102 the label `a` has nothing to name"]), ("@ RELU", ["1:1-2 CNN102 `@` needs the label of an earlier layer"]),
        # other notations, once a text
        ("40C5-MP2-40C5-MP3", ["1:1-5 CNN102 `40C5` is another notation"]), ("INPUT 32x32x3 32C3-BN-P2-Dp40%-D128-D10", ["1:15-19 CNN102 `32C3` is another notation"]),
        ("6c-2s-12c-2s", ["1:1-3 CNN102 `6c` is another notation"]), ("C1: 6@28x28", ["1:5-12 CNN102 `6@28x28` is another notation"]),
        ("7x7 conv, 64, /2", ["1:1-17 CNN102 `7x7 conv, 64, /2` is another notation"]),
        ("ir_r2_k3_s2_e6_c24_se0.25", ["1:1-26 CNN102 `ir_r2_k3_s2_e6_c24_se0.25` is another notation"]),
        # characters
        ("RELU ~ BN", ["1:6-7 CNN102 `~` has no meaning here"]), ("RELU\x1b[31m", ["1:5-6 CNN102 character U+001B has no meaning here"]),
        ("RELU \0", ["1:6-7 CNN102 character U+0000 has no meaning here"]), ("POOL2\n\n  é", ["3:3-4 CNN201 there is no block or layer `é`"]),
        ("\udce9", ["1:1-2 CNN102 character U+DCE9 has no meaning here"]),
        ("(" * 70, ["1:65-66 CNN103 brackets nest deeper than 64"]),
    ],
)  # fmt: skip
def test_mistakes_of_notation(text, expected):
    from tests.spec.reading import shown

    assert [shown(d) for d in read(text)[1]] == expected


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("POLL2", "did you mean `POOL` or `UNPOOL`?"), ("sofmax", "did you mean `SOFTMAX` or `SOFT-MAX`?"), ("CONVX3-64", "did you mean `CONV`"),
        ("BNRELU", "write `BN RELU`"), ("(RELU)x3", "write `*3`"), ("3x(RELU)", "write `( … )*3`"), ("POOL2?", "`*0` to leave it out"),
        ("32C5", "`CONV5-32p0` where the filters stay inside the image"), ("RELU MP3", "`POOL3`"), ("7x7 conv, 64, /2", "`CONV7-64/2`"),
        ("F84", "`FC-84`"), ("Dp40%", "`DROPOUT0.40`"), ("INPUT", "INPUT 224x224x3"), ("conv1d", "CONV1x3-64"), ("blok(3)", "did you mean `block`?"),
        ("qqqq", "a block is declared under `blocks:`"), ("CONV3-64q7", "`nobias`"), ("RELUq", "did you mean `RELU`"), ("RELU/2", "nothing stands behind the name RELU"),
    ],
)  # fmt: skip
def test_remedies(text, help):
    assert help in read(text)[1][0].help


def test_too_many_mistakes_end_the_reading():
    assert len(read("RELUX " * 100)[1]) == 26


# ------------------------------------------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("CONV3-64", ["CONV3-64"]), ("CONV3-8(K=9)", None), ("CONV(F=3, K=8, S=2, P=1)", ["CONV3-8/2p1"]),
        ("CONV(kernel_size=3, num_output=8, strides=2, pad=1)", ["CONV3-8/2p1"]), ("CONV(kW=3, kH=5, nOutputPlane=8, dW=2, dH=1)", ["CONV5x3-8/1x2"]),
        ("CONV3-8(padW=1, padH=2)", ["CONV3-8p2x1"]), ("CONV(filter_size=3, num_filters=8, out_channels=8)", None),
        ("CONV3-8p1x2 CONV3-8p(1,2,3,4) CONV3-8p(1,2)", ["CONV3-8p1x2", "CONV3-8p(1,2,3,4)", "CONV3-8p1x2"]),
        ("CONV3-8(padding=same) CONV3-8(padding=Valid)", ["CONV3-8same", "CONV3-8valid"]), ("CONV3-8(bias=off)", ["CONV3-8nobias"]),
        ("POOL-2 FC10 DROPOUT-0.2 LRN", ["POOL2", "FC-10", "DROPOUT0.2", "LRN"]), ("UP2(mode=bilinear)", ["UP2bilinear"]), ("POOL2(ceil_mode=yes)", ["POOL2ceil"]),
        ("CONV$(1+2)-$(16/2)", ["CONV3-8"]), ("CONV3-$(0.5*16)", ["CONV3-8"]), ("FC-$([10, 20][1])", ["FC-20"]), ("CONV3-$(K*2)", ["CONV3-$(2*K)"]),
    ],
)  # fmt: skip
def test_values_are_bound_to_hyper_parameters(text, layers):
    if layers is None:
        assert "CNN206" in mistakes(BEFORE + text)[0]
    else:
        assert [node.split("=", 1)[1].rpartition("(")[0] for node in nodes(BEFORE + text)] == layers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONV", "15-19 CNN204 CONV needs a kernel and a number of filters: CONV3-64"), ("CONV3", "15-20 CNN204 CONV needs a number of filters too: CONV3-64"),
        ("CONV-64", "15-22 CNN204 CONV needs a kernel too: CONV3-64"), ("POOL", "15-19 CNN204 POOL needs a kernel: POOL2"), ("FC", "15-17 CNN204 FC needs a number of outputs: FC-10"),
        ("DECONV4-8/2", "15-26 CNN204 DECONV needs a padding too: DECONV3-1/2p1"), ("MAXOUT-4", "15-23 CNN204 MAXOUT needs a number of pieces too: MAXOUT2-10"),
        ("RELU5", "19-20 CNN202 RELU takes no number"), ("POOL2-3", "21-22 CNN202 POOL takes one number"), ("FC3-4", "19-20 CNN206 FC is given its outputs twice"),
        ("CONV0-8", "19-20 CNN203 CONV's kernel is at least 1, not 0"), ("CONV3-0", "21-22 CNN203 CONV's filters is at least 1, not 0"),
        ("CONV3-8/0", "23-24 CNN203 CONV's stride is at least 1, not 0"), ("CONV3-8g0", "23-24 CNN203 CONV's groups is at least 1, not 0"),
        ("CONV3-8p$(-1)", "23-28 CNN203 CONV's padding is at least 0, not -1"), ("CONV3-2.5", "21-24 CNN203 CONV's filters is a whole number, not 2.5"),
        ("CONV3-8x2", "21-24 CNN203 CONV's filters is a whole number, not a list"), ("CONV3x3x3-8", "19-24 CNN203 CONV's kernel has a height and a width, not 3 numbers"),
        ("CONV3-8p(1,2,3)", "23-30 CNN203 CONV's padding has 1, 2 or 4 numbers, not 3"), ("CONV3-8(bias=3)", "28-29 CNN203 CONV's bias is yes or no, not 3"),
        ("CONV3-8(padding=full)", "31-35 CNN203 CONV's padding is a number of pixels, `same` or `valid`, not the word `full`"),
        ("UP2(mode=cubic)", "24-29 CNN203 UP's mode is nearest or bilinear, not the word `cubic`"), ("DROPOUT(rate=yes)", "28-31 CNN203 DROPOUT's rate is a number, not yes"),
        ("CONV3-8(filtrs=3)", "23-29 CNN202 CONV has no option `filtrs`"), ("RELU(x=1)", "20-21 CNN202 RELU has no options"), ("CONV3-8(kernel=3)", "23-29 CNN206 CONV is given its kernel twice"),
        ("CONV3-8/2s2", "24-26 CNN206 CONV is given its stride twice"), ("CONV(kW=3, K=8)", "15-30 CNN204 CONV is given its kernel along the width only"),
        ("CONV3-9999999999", "21-31 CNN103 CONV's filters is 9,999,999,999: the limit is 1,000,000,000"), ("ADD", "15-18 CNN102 ADD is no layer by itself"),
        ("CONV3-$(RELU)", "23-27 CNN208 there is no parameter `RELU`"), ("$act", "16-19 CNN208 there is no parameter `act`"), ("$K", "15-17 CNN201 there is no layer `K`"),
    ],
)  # fmt: skip
def test_mistakes_of_values(text, expected):
    assert mistakes(BEFORE + text) == [f"1:{expected}"]


@pytest.mark.parametrize("kernel", ["0x32x3", "32x32x0", "1.5x3x3", "9999999999x1x1"])
def test_bad_sizes(kernel):
    (mistake,) = mistakes(f"INPUT {kernel} RELU")
    assert "CNN203" in mistake or "CNN103" in mistake


# -------------------------------------------------------------------------------------------------- any text

PIECES = st.sampled_from(
    ["CONV3-64", "RELU", "POOL2", "(", ")", "[", "]", "{", "}", "|", "+", " x ", "*2", "*N", "-", "->", ",", "a:", "b.c:", "@a", "$n", "$(",
     "INPUT 8x8x3", "[8x8x3] INPUT", "K", "32C5", "?", "x2", "3x", "#", "\n", "é", "ID", "block(", "CONV(", "kernel=3", "/2p1", "$(n+1)", "..", "\0"]
)  # fmt: skip


def within(diagnostic, text):
    span = diagnostic.span
    if span is None:
        return True
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin, end = (span.line, span.column), (span.end_line, span.end_column)
    return (
        begin <= end
        and 1 <= span.line <= len(lines)
        and span.end_line <= len(lines)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    )


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
@example("{a")
@example("INPUT[")
def test_any_text_gives_a_network_or_diagnostics_within_it(text):
    result = load("-", read_stdin=lambda: ("RELU\n" + text).encode("utf-8", "surrogatepass"))
    assert result.networks or result.diagnostics
    assert bool(result.networks) != any(d.is_error for d in result.diagnostics)
    for diagnostic in result.diagnostics:
        assert within(diagnostic, "RELU\n" + text)
        assert diagnostic.message
        assert diagnostic.message[0] != " "


# ------------------------------------------------------------------------------------------- there and back again

WORDS = st.sampled_from(["a", "conv1", "stage_2", "Ünï", "x1"])
SCALARS = st.sampled_from(["0", "3", "64", "K", "F2", "N", "$(a)", "$(conv1)", "$(2*n + 1)"])
PLAIN_LAYERS = (
    "RELU",
    "POOL2",
    "POOL3/2ceil",
    "GAP",
    "SOFTMAX",
    "RELU6",
    "FC-10",
    "DROPOUT0.5",
    "CONV(kernel=3, filters=8)",
    "ID",
    "$(act)",
)


@st.composite
def pairs(draw):
    return "x".join(draw(st.lists(SCALARS, min_size=1, max_size=2)))


@st.composite
def convolutions(draw):
    stride = draw(st.sampled_from(["", "/", "s"]))
    padding = draw(st.sampled_from(["", "p", "p4", "same"]))
    if padding == "p":
        padding += draw(pairs())
    elif padding == "p4":
        padding = f"p({','.join(draw(st.lists(SCALARS, min_size=4, max_size=4)))})"
    strided = stride + draw(pairs()) if stride else ""
    return f"CONV{draw(pairs())}-{draw(SCALARS)}{strided}{padding}{draw(st.sampled_from(['', 'nobias']))}"


@st.composite
def items(draw, depth=3):
    form = draw(
        st.sampled_from(["conv", "layer", "call", "reference"] + ["group", "brace", "count", "label"] * (depth > 0))
    )
    inner = items(depth - 1)
    if form == "conv":
        return draw(convolutions())
    if form == "call":
        return draw(st.sampled_from(["block()", "block(1, s=2)", "stem()", "$(a)(K)"]))
    if form == "reference":
        return f"@{draw(WORDS)}"
    if form == "group":
        return f"({' '.join(draw(st.lists(inner, max_size=3)))})"
    if form == "brace":
        joint = draw(st.sampled_from([" | ", " + ", " x "]))
        return "{" + joint.join(draw(st.lists(inner, min_size=2, max_size=3))) + "}"
    if form == "count":
        return f"({draw(inner)})*{draw(SCALARS)}"
    if form == "label":
        return f"{draw(WORDS)}:({draw(inner)})"
    return draw(st.sampled_from(PLAIN_LAYERS))


@settings(max_examples=200)
@given(st.lists(items(), max_size=4).map(" ".join))
def test_what_is_written_is_read_back(text):
    assert meaning(text) == text


def test_a_value_knows_where_it_is():
    assert Value(3, notation_text("CONV3-64"), 4, 5).span[:3] == ("<notation>", 1, 5)
