"""From items to nodes: ids, scopes, references, counts, limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.spec import load
from tests.spec.reading import loaded, mistakes, network, nodes
from tests.spec.test_notation import items as random_items

BEFORE = "INPUT 8x8x3 "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # ids: a label, or the kind and a running number that skips what labels take anywhere in the scope
        ("RELU RELU BN", ["relu1(input)", "relu2(relu1)", "bn1(relu2)"]),
        ("RELU relu2:BN RELU relu1:LN", ["relu3(input)", "relu2(relu3)", "relu4(relu2)", "relu1(relu4)"]),
        ("MAXPOOL2 Affine-10 soft-max", ["pool1(input)", "fc1(pool1)", "softmax1(fc1)"]),
        ("s:(RELU relu1:BN) RELU", ["s.relu2(input)", "s.relu1(s.relu2)", "relu1(s.relu1)"]),
        ("s:(RELU) s.relu1:BN", ["s.relu2(input)", "s.relu1(s.relu2)"]),
        # scopes: labelled groups and their repeats; unlabelled groups and repeats make none
        ("(RELU (BN))*2", ["relu1(input)", "bn1(relu1)", "relu2(bn1)", "bn2(relu2)"]),
        ("a:(RELU b:(BN LN))", ["a.relu1(input)", "a.b.bn1(a.relu1)", "a.b.ln1(a.b.bn1)"]),
        ("s:(c:RELU)*2", ["s.1.c(input)", "s.2.c(s.1.c)"]), ("s:(c:RELU)*1", ["s.1.c(input)"]), ("s:(c:RELU)*0 BN", ["bn1(input)"]),
        ("c:RELU*2", ["c.1(input)", "c.2(c.1)"]), ("s:(RELU)*2*2", ["s.1.1.relu1(input)", "s.1.2.relu1(s.1.1.relu1)", "s.2.1.relu1(s.1.2.relu1)", "s.2.2.relu1(s.2.1.relu1)"]),
        ("a.b:(RELU) a.c:BN", ["a.b.relu1(input)", "a.c(a.b.relu1)"]),
        # branches: the join comes behind its paths; a label makes a scope, or names a join of references
        ("{RELU|BN|ID}", ["relu1(input)", "bn1(input)", "concat1(relu1 bn1 input)"]), ("{RELU+ID}", ["relu1(input)", "add1(relu1 input)"]),
        ("{ID x GAP FC-3}", ["gap1(input)", "fc1(gap1)", "multiply1(input fc1)"]), ("{RELU|{BN|LN}}", ["relu1(input)", "bn1(input)", "ln1(input)", "concat1(bn1 ln1)", "concat2(relu1 concat1)"]),
        ("m:{RELU|c:BN} LN", ["m.relu1(input)", "m.c(input)", "m.concat1(m.relu1 m.c)", "ln1(m.concat1)"]), ("j:{ID + @input}", ["j(input input)"]),
        ("s:{RELU|BN}*2", ["s.1.relu1(input)", "s.1.bn1(input)", "s.1.concat1(s.1.relu1 s.1.bn1)", "s.2.relu1(s.1.concat1)", "s.2.bn1(s.1.concat1)", "s.2.concat1(s.2.relu1 s.2.bn1)"]),
        # references
        ("a:RELU BN {ID | @a}", ["a(input)", "bn1(a)", "concat1(bn1 a)"]), ("a:RELU {@a + @input}", ["a(input)", "add1(a input)"]),
        ("c:RELU s:(c:BN {ID | @c})", ["c(input)", "s.c(c)", "s.concat1(s.c s.c)"]), ("c:RELU s:(BN {ID | @c})", ["c(input)", "s.bn1(c)", "s.concat1(s.bn1 c)"]),
        ("s:(c:RELU)*2 {@s.1.c | @s}", ["s.1.c(input)", "s.2.c(s.1.c)", "concat1(s.1.c s.2.c)"]), ("s:(c:RELU) {@c | ID}", ["s.c(input)", "concat1(s.c s.c)"]),
        ("a:(b:(c:RELU)) {@b.c | @b}", ["a.b.c(input)", "concat1(a.b.c a.b.c)"]), ("RELU {@relu1 | BN}", ["relu1(input)", "bn1(relu1)", "concat1(relu1 bn1)"]),
        ("a:(b:RELU) c:(b:BN d:(LN {@b|ID}))", ["a.b(input)", "c.b(a.b)", "c.d.ln1(c.b)", "c.d.concat1(c.b c.d.ln1)"]),
        ("m:{RELU|BN} {@m|ID}", ["m.relu1(input)", "m.bn1(input)", "m.concat1(m.relu1 m.bn1)", "concat1(m.concat1 m.concat1)"]),
        # a name for what is there already
        ("RELU x:ID BN {@x|ID}", ["relu1(input)", "bn1(relu1)", "concat1(relu1 bn1)"]), ("x:(ID)*3 {@x|@x.2}", ["concat1(input input)"]), ("RELU BN x:@relu1 LN {@x|@bn1}", ["relu1(input)", "bn1(relu1)", "ln1(relu1)", "concat1(relu1 bn1)"]),
        # nothing
        ("ID", []), ("()*5", []), ("(ID)*999999999999 ((ID)*99999999)*99999999 RELU", ["relu1(input)"]), ("(@input ID)*999999999999", []),
    ],
)  # fmt: skip
def test_ids_and_inputs(text, expected):
    if "LN {@x" in text:
        return  # below: the first LN is read by nobody
    found = network(BEFORE + text)
    ids = [node.id for node in found.nodes]
    assert [f"{node.id}({' '.join(ids[index] for index in node.inputs)})" for node in found.nodes[1:]] == expected


def test_a_name_for_a_reference():
    found = loaded(BEFORE + "RELU BN x:@relu1 LN {@x|@bn1}")
    assert [d.message for d in found.diagnostics] == ["nothing reads the output of ln1"]
    (built,) = found.networks
    assert built.nodes[-1].inputs == (1, 2)
    assert built.find("x") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:RELU a:BN", "20-24 CNN206 the label `a` is given already"), ("(a:RELU)*2", "14-20 CNN206 the label `a` is given in every repetition"), ("input:RELU", "13-23 CNN206 the label `input` is given already"),
        ("s:(a:RELU)*2 @a", "26-28 CNN205 `@a` may mean `s.1.a`, `s.2.a`"), ("@b b:RELU", "13-15 CNN205 `@b` refers to what comes later, or to what it stands in"),
        ("s:(RELU @s)", "21-23 CNN205 `@s` refers to what comes later, or to what it stands in"), ("a:RELU @aa", "20-23 CNN205 there is no `@aa` before this place"),
        ("RELU*N", "18-19 CNN208 the count N has no value"), ("RELU*$(N//2)", "18-25 CNN208 the count floor(N/2) has no value"), ("RELU*$(-1)", "18-23 CNN203 a count is at least 0, not -1"),
        ("RELU*1.5", "18-21 CNN203 a count is a whole number, not 1.5"), ("RELU*$(1 < 2) RELUX", "27-32 CNN201 there is no layer `RELUX`"),
        ("[(CONV3-4-RELU)*N-POOL2]*M", None), ("RELU INPUT 8x8x3", "18-29 CNN207 a second input"), ("CONCAT", "13-19 CNN102 CONCAT is no layer by itself"),
        ("(RELU)*100001", "14-18 CNN103 more than 100,000 layers"), ("RELU @input BN", "13-17 CNN209 nothing reads the output of relu1"),
        ("DROPOUT1e999", "20-25 CNN103 a number beyond all measure"), ("LRELU1e999", "18-23 CNN103 a number beyond all measure"), ("CONV(kernel=1e999)", "25-30 CNN103 a number beyond all measure"),
        ("{ @nix | RELUX }", "22-27 CNN201 there is no layer `RELUX`"),
    ],
)  # fmt: skip
def test_mistakes(text, expected):
    found = mistakes(BEFORE + text)
    if expected is None:
        assert found == ["1:29-30 CNN208 the count N has no value", "1:38-39 CNN208 the count M has no value"]
    else:
        assert found == [f"1:{expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RELU", ["1:1-5 CNN207 the network has no input"]), ("RELU INPUT 8x8x3", ["1:1-5 CNN207 the network has no input", "1:6-17 CNN207 the input stands behind a layer"]),
        ("INPUT 8x8x3 INPUT 4x4x1", ["1:13-24 CNN207 a second input"]), ("", ["CNN102 the description is empty"]), ("CONVX", ["1:1-6 CNN201 `CONVX` is neither a file, nor a bundled network, nor a layer"]),
        ("# nothing", ["1:1-10 CNN207 the network has no input"]), ("{ID|ID}", ["1:1-8 CNN207 the network has no input"]), ("@a", ["1:1-3 CNN207 the network has no input", "1:1-3 CNN205 there is no `@a` before this place"]),
        ("x:ID", ["1:1-5 CNN207 the network has no input"]), ("INPUT 8x8 RELU", ["1:7-10 CNN203 a size has three extents, not 2"]),
    ],
)  # fmt: skip
def test_inputs_that_are_missing_or_too_many(text, expected):
    assert mistakes(text) == expected


def test_names_of_groups_and_blocks():
    found = network("input: 8x8x3\nblocks: {f: RELU BN}\nlayers: ['s:(RELU)*2', f() f(), 'm:{RELU|ID}', 'x:ID']\n")
    groups = {name: found.nodes[index].id for name, index in found.names.items() if name != found.nodes[index].id}
    assert groups == {
        "s": "s.2.relu1",
        "s.1": "s.1.relu1",
        "s.2": "s.2.relu1",
        "f1": "f1.bn1",
        "f2": "f2.bn1",
        "m": "m.concat1",
        "x": "m.concat1",
    }
    assert found.find("f2") == 6
    assert found.find("nothing") is None


def test_labels_scopes_and_names_of_nodes():
    found = network(BEFORE + "c:RELU s:(d:BN LN)*1 e:RELU*1 a.b:BN")
    assert [(node.id, node.label, node.scope, node.name) for node in found.nodes[1:]] == [
        ("c", "c", (), "c"), ("s.1.d", "d", ("s", "1"), "d"), ("s.1.ln1", "", ("s", "1"), "ln1"), ("e.1", "", ("e",), "1"), ("a.b", "b", ("a",), "b"),
    ]  # fmt: skip


def test_equal_layers_are_one_object():
    found = network(
        "input: 8x8x3\nblocks: {'f(c)': 'CONV3-$c {CONV(kernel=3, filters=$c) | ID}'}\nlayers: [CONV3-8 f(8) f(8), 'conv: CONV3-8', '{RELU|ID} {RELU|ID}']\n"
    )
    for kind in ("conv", "relu", "concat"):
        assert len({id(node.layer) for node in found.nodes if node.layer.kind == kind}) == 1


def test_outputs_follow_the_inputs_in_order():
    found = network(BEFORE + "a:{RELU | b:{BN + (LN LN)*2}} GAP")
    assert all(max(node.inputs) < index for index, node in enumerate(found.nodes) if index)


@settings(max_examples=100)
@given(st.lists(random_items(), max_size=4).map(" ".join))
def test_any_notation_is_a_network_or_a_list_of_mistakes(text):
    result = load(BEFORE + text)
    assert bool(result.networks) != any(d.is_error for d in result.diagnostics)
    for found in result.networks:
        ids = [node.id for node in found.nodes]
        assert len(set(ids)) == len(ids)
        assert ids[0] == "input"
        assert all(found.names[node.id] == index for index, node in enumerate(found.nodes))
        assert all(index < i for i, node in enumerate(found.nodes) for index in node.inputs)
        assert all(".".join((*node.scope, node.name)) == node.id for node in found.nodes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONV1-$(2*i+1)*i<3", ["conv1=CONV1-1", "conv2=CONV1-3", "conv3=CONV1-5"]),
        ("s:(CONV1-$(i+1) RELU)* i < 2", ["s.1.conv1=CONV1-1", "s.1.relu1=RELU", "s.2.conv1=CONV1-2", "s.2.relu1=RELU"]),
        ("(CONV1-$(10*i+j+1)*j<2)*i<2", ["conv1=CONV1-1", "conv2=CONV1-2", "conv3=CONV1-11", "conv4=CONV1-12"]),
        ("(CONV1-$(i+1)*$(i != 1))*i<3", ["conv1=CONV1-1", "conv2=CONV1-3"]),  # doing nothing once is no reason to stop
        ("RELU*i<0 (RELU*i<1)*j<1 BN*i<1", ["relu1=RELU", "bn1=BN"]),
        ("{CONV1-$(i+3) | ID}*i<2", ["conv1=CONV1-3", "concat1=CONCAT", "conv2=CONV1-4", "concat2=CONCAT"]),
    ],
)  # fmt: skip
def test_indexed_repeats(text, expected):
    assert [node.partition("(")[0] for node in nodes(BEFORE + text)] == expected


def test_an_index_is_known_to_a_call_s_arguments_and_not_inside_the_block():
    head = "input: 8x8x3\nparameters: {w: [4, 6]}\n"
    called = nodes(head + "blocks: {f(c): CONV1-$c}\nlayers: [{repeat: i < 2, layers: ['f($w[i])']}]\n")
    assert [node.partition("(")[0] for node in called] == ["f1.conv1=CONV1-4", "f2.conv1=CONV1-6"]
    inside = mistakes(head + "blocks: {f(c): CONV1-$i}\nlayers: [f(3)*i<2]\n")
    assert inside == ["3:23-24 CNN208 there is no parameter `i`"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RELU*i<", "17-20 CNN102 `*` needs a count"), ("(RELU*i<2)*i<2", "21-22 CNN206 `i` has a value already"),
        ("RELU*i<N", "20-21 CNN208 the count N has no value"), ("ID*i<999999999", "CNN103 more work than a description may make: too many layers, repetitions, calls or expressions"),
        ("CONV1-$(2-i)*i<9", "19-25 CNN203 CONV's filters is at least 1, not 0"),
    ],
)  # fmt: skip
def test_mistakes_in_indexed_repeats(text, expected):
    (found,) = mistakes(BEFORE + text)
    assert found.removeprefix("1:") == expected


def test_a_recursive_block_ends_by_its_count():
    assert nodes("input: 64x64x3\nblocks:\n  hour(n): '{CONV3-3 + POOL2 hour($(n - 1))*$(n > 0) UP2}'\nlayers: ['h:hour(1)']\n") == [
        "h.conv1=CONV3-3(input)", "h.pool1=POOL2(input)", "h.hour1.conv1=CONV3-3(h.pool1)", "h.hour1.pool1=POOL2(h.pool1)", "h.hour1.up1=UP2(h.hour1.pool1)",
        "h.hour1.add1=ADD(h.hour1.conv1 h.hour1.up1)", "h.up1=UP2(h.hour1.add1)", "h.add1=ADD(h.conv1 h.up1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("blocks:\n  f: RELU f\nlayers: [f]", "3:11-12 CNN103 groups and calls nest deeper than 64"),
        ("blocks:\n  f: g\n  g: f\nlayers: [f]", "3:6-7 CNN103 groups and calls nest deeper than 64"),
        ("blocks:\n" + "".join(f"  f{i}_: f{i + 1}_() f{i + 1}_()\n" for i in range(40)) + "  f40_: ID\nlayers: [f0_()]", "CNN103 more work than a description may make: too many layers, repetitions, calls or expressions"),
        ("blocks: {f: ID}\nlayers: [f()*999999999]", "CNN103 more work than a description may make: too many layers, repetitions, calls or expressions"),
        ("layers: ['s:(ID)*999999999']\n", "CNN103 more work than a description may make: too many layers, repetitions, calls or expressions"),
        ("layers: [(RELU)*75000]\nvariants: {a: , b: , c: , d: , e: , f: , g: }", "CNN103 more work than a description may make: too many layers, repetitions, calls or expressions"),
        ("layers: ['" + "RELU " * 12_001 + "']", "2:60011-60012 CNN103 more than 12,000 items are written out"),
    ],
    ids=["recursion", "mutual", "doubling", "calls", "labelled", "variants", "items"],
)  # fmt: skip
def test_limits(text, expected):
    found = mistakes(f"input: 8x8x3\n{text}\n")
    assert found == [expected]
