"""YAML documents: every form, what it says, and what is wrong with it at its place."""

from __future__ import annotations

import pytest

from tests.spec.reading import loaded, mistakes, network, nodes

HEAD = "input: 8x8x3\n"


def items(text, head=HEAD):
    """The nodes that the layers of a document make."""
    return nodes(f"{head}layers:\n" + "".join(f"  {line}\n" for line in text.splitlines()))


def test_the_alexnet_of_the_language_reference():
    found = network(
        """\
name: AlexNet
source: Krizhevsky, Sutskever and Hinton 2012; one stream, as the CS231n lecture draws it
input: 227x227x3
framework: exact              # whose rounding: exact, pytorch, caffe, tensorflow
layers:
  - conv1: CONV11-96/4p0      # a label and its layer or group
  - RELU POOL3/2 LRN          # any stretch of notation
  - conv: {name: conv2, filters: 256, kernel: 5, padding: 2}
  - RELU POOL3/2 LRN
  - (CONV3-384 RELU)*2 CONV3-256 RELU POOL3/2
  - {repeat: 2, layers: [FC-4096, RELU, DROPOUT0.5]}
  - fc8: FC-1000
expect:                       # facts that must hold: a test inside the document
  params: 62_378_344
  output: 1x1x1000
  layers: {conv1: 55x55x96}
budget:                       # limits that must not be passed
  params: 70M
  macs: 1.2G
  memory: 300MB               # weights and stored activations, float32, batch 1
"""
    )
    assert (found.name, found.framework, str(found.input)) == ("AlexNet", "exact", "227x227x3")
    assert found.source.startswith("Krizhevsky")
    assert [node.id for node in found.nodes] == [
        "input", "conv1", "relu1", "pool1", "lrn1", "conv2", "relu2", "pool2", "lrn2", "conv3", "relu3", "conv4", "relu4", "conv5",
        "relu5", "pool3", "fc1", "relu6", "dropout1", "fc2", "relu7", "dropout2", "fc8",
    ]  # fmt: skip
    assert [(claim.path, str(claim.value)) for claim in (*found.expect, *found.budget)] == [
        (("params",), "62378344"), (("output",), "1x1x1000"), (("layers", "conv1"), "55x55x96"),
        (("params",), "70000000"), (("macs",), "1200000000"), (("memory",), "300000000"),
    ]  # fmt: skip
    assert str(found.budget[2].span) == "<stdin>:20:11"


FAMILY = """\
parameters: {n: [3, 4, 6, 3], classes: 1000}
input: 224x224x3
blocks:
  bottleneck(c, s=1): "{CONV1-$c BN RELU CONV3-$c/$s BN RELU CONV1-$(4*c) BN + ID} RELU"
  entry(c, s=1):      "{CONV1-$c BN RELU CONV3-$c/$s BN RELU CONV1-$(4*c) BN + CONV1-$(4*c)/$s BN} RELU"
layers:
  - CONV7-64/2p3 BN RELU POOL3/2p1
  - stage1: entry(64) bottleneck(64)*$(n[0] - 1)
variants:
  resnet50:  {expect: {params: 25_557_032}}
  resnet101: {set: {n: [5, 4, 23, 3]}, expect: {params: 44_549_160}}
"""


def test_the_family_of_the_language_reference():
    result = loaded(FAMILY)
    assert not result.diagnostics
    assert [(found.name, len(found.nodes), found.expect[0].value) for found in result.networks] == [
        ("resnet50", 5 + 12 + 2 * 10, 25_557_032), ("resnet101", 5 + 12 + 4 * 10, 44_549_160),
    ]  # fmt: skip
    first = result.networks[0]
    assert [node.id for node in first.nodes][:7] == [
        "input",
        "conv1",
        "bn1",
        "relu1",
        "pool1",
        "stage1.entry1.conv1",
        "stage1.entry1.bn1",
    ]
    assert first.nodes[-1].id == "stage1.bottleneck2.relu3"
    assert first.names["stage1"] == first.names["stage1.bottleneck2"] == len(first.nodes) - 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- CONV3-8", ["conv1=CONV3-8(input)"]),
        ("- c: CONV3-8", ["c=CONV3-8(input)"]),
        ("- CONV3-8 RELU\n- BN", ["conv1=CONV3-8(input)", "relu1=RELU(conv1)", "bn1=BN(relu1)"]),
        ("- s: CONV3-8 RELU", ["s.conv1=CONV3-8(input)", "s.relu1=RELU(s.conv1)"]),
        ("- s: (RELU)", ["s.relu1=RELU(input)"]),
        ("- s: [RELU]", ["s.relu1=RELU(input)"]),
        ("- s: c:RELU", ["s.c=RELU(input)"]),
        ("- s: ['c: RELU', BN]", ["s.c=RELU(input)", "s.bn1=BN(s.c)"]),
        ("- s: (RELU)*2", ["s.1.relu1=RELU(input)", "s.2.relu1=RELU(s.1.relu1)"]),
        ("- [RELU, BN]", ["relu1=RELU(input)", "bn1=BN(relu1)"]),
        ("- conv: {filters: 8, kernel: 3}", ["conv1=CONV3-8(input)"]),
        ("- conv: {name: c, K: 8, kW: 3, kH: 5, pad: [1, 2], bias: off}", ["c=CONV5x3-8p1x2nobias(input)"]),
        ("- CONV: {num_output: 8, kernel_size: [3, 5], strides: 2x1}", ["conv1=CONV3x5-8/2x1(input)"]),
        ("- maxpool: {pool_size: 2, stride: 1, padding: same}", ["pool1=POOL2/1same(input)"]),
        ("- affine: {units: 10}\n- dropout: {rate: 0.2}\n- lrn: {alpha: 1e-3}", ["fc1=FC-10(input)", "dropout1=DROPOUT0.2(fc1)", "lrn1=LRN(alpha=0.001)(dropout1)"]),
        ("- relu: {}", ["relu1=RELU(input)"]),
        ("- c2: {conv: {filters: 8, kernel: 3}}", ["c2=CONV3-8(input)"]),
        ("- {repeat: 2, layers: [RELU]}", ["relu1=RELU(input)", "relu2=RELU(relu1)"]),
        ("- {repeat: 2, layers: RELU BN, name: s}", ["s.1.relu1=RELU(input)", "s.1.bn1=BN(s.1.relu1)", "s.2.relu1=RELU(s.1.bn1)", "s.2.bn1=BN(s.2.relu1)"]),
        ("- s: {repeat: 2, layers: [RELU]}", ["s.1.relu1=RELU(input)", "s.2.relu1=RELU(s.1.relu1)"]),
        ("- {repeat: 0, layers: [RELU]}\n- BN", ["bn1=BN(input)"]),
        ("- concat: [CONV1-4, [RELU, CONV3-4], ID]", ["conv1=CONV1-4(input)", "relu1=RELU(input)", "conv2=CONV3-4(relu1)", "concat1=CONCAT(conv1 conv2 input)"]),
        ("- add: [BN RELU, ID]", ["bn1=BN(input)", "relu1=RELU(bn1)", "add1=ADD(relu1 input)"]),
        ("- {multiply: [ID, {fc: {units: 3}}], name: gate}", ["gate.fc1=FC-3(input)", "gate.multiply1=MULTIPLY(input gate.fc1)"]),
        ("- RELU\n- from: input\n- BN", None),
        ("- a: RELU\n- BN\n- {from: a, layers: [LRN, {add: [ID, '@bn1']}]}", ["a=RELU(input)", "bn1=BN(a)", "lrn1=LRN(a)", "add1=ADD(lrn1 bn1)"]),
        ("- a: RELU\n- BN\n- j: '{@a | ID}'", ["a=RELU(input)", "bn1=BN(a)", "j=CONCAT(a bn1)"]),
        ('- "{CONV1-4 | CONV3-4}"', ["conv1=CONV1-4(input)", "conv2=CONV3-4(input)", "concat1=CONCAT(conv1 conv2)"]),
        ("- a.b.c: RELU", ["a.b.c=RELU(input)"]),
        ("- |\n  # a comment\n  CONV3-8   # another\n  RELU", ["conv1=CONV3-8(input)", "relu1=RELU(conv1)"]),
        ("- >-\n  CONV3-8\n  RELU", ["conv1=CONV3-8(input)", "relu1=RELU(conv1)"]),
        ("- &x CONV3-8\n- *x", ["conv1=CONV3-8(input)", "conv2=CONV3-8(conv1)"]),
    ],
)  # fmt: skip
def test_layers(text, expected):
    if expected is None:
        assert mistakes(f"{HEAD}layers:\n" + "".join(f"  {line}\n" for line in text.splitlines())) == [
            "3:5-9 CNN209 nothing reads the output of relu1"
        ]
    else:
        assert items(text) == expected


BLOCKS = (
    HEAD
    + "parameters: {k: 3}\nblocks:\n  unit(c, s=1, act=RELU): CONV$k-$c/$s $act\n  wide(c): [unit($(2*c)), x: 'unit($c, act=ELU)']\n  stem: BN\n  b2: BN\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- unit(8)", ["unit1.conv1=CONV3-8(input)", "unit1.relu1=RELU(unit1.conv1)"]),
        ("- unit(8, act=TANH)*2", ["unit1.conv1=CONV3-8(input)", "unit1.tanh1=TANH(unit1.conv1)", "unit2.conv1=CONV3-8(unit1.tanh1)", "unit2.tanh1=TANH(unit2.conv1)"]),
        ("- u: unit(8)", ["u.conv1=CONV3-8(input)", "u.relu1=RELU(u.conv1)"]),
        ("- u: unit(8)*1", ["u.1.conv1=CONV3-8(input)", "u.1.relu1=RELU(u.1.conv1)"]),
        ("- unit: {c: 8, s: 2}", ["unit1.conv1=CONV3-8/2(input)", "unit1.relu1=RELU(unit1.conv1)"]),
        ("- unit: {c: 8, name: u}", ["u.conv1=CONV3-8(input)", "u.relu1=RELU(u.conv1)"]),
        ("- {block: unit, c: 8, name: u}", ["u.conv1=CONV3-8(input)", "u.relu1=RELU(u.conv1)"]),
        ("- block: {name: unit, c: 8}", ["unit1.conv1=CONV3-8(input)", "unit1.relu1=RELU(unit1.conv1)"]),
        ("- u: {block: {name: unit, c: 8}}", ["u.conv1=CONV3-8(input)", "u.relu1=RELU(u.conv1)"]),
        ("- u: {unit: {c: 8}}", ["u.conv1=CONV3-8(input)", "u.relu1=RELU(u.conv1)"]),
        ("- stem stem()", ["stem1.bn1=BN(input)", "stem2.bn1=BN(stem1.bn1)"]),
        ("- b2 b2", ["b2_1.bn1=BN(input)", "b2_2.bn1=BN(b2_1.bn1)"]),
        ("- wide(4)", ["wide1.unit1.conv1=CONV3-8(input)", "wide1.unit1.relu1=RELU(wide1.unit1.conv1)", "wide1.x.conv1=CONV3-4(wide1.unit1.relu1)", "wide1.x.elu1=ELU(wide1.x.conv1)"]),
    ],
)  # fmt: skip
def test_blocks(text, expected):
    assert items(text, BLOCKS) == expected


@pytest.mark.parametrize(
    ("parameters", "layers", "expected"),
    [
        ("{act: RELU, k: 3}", "$act CONV$k-8", ["relu1=RELU(input)", "conv1=CONV3-8(relu1)"]),
        ("{c: 4, d: $(2*c)}", "CONV3-$d", ["conv1=CONV3-8(input)"]),
        ("{n: [1, 2], m: '$([n[1], 3])'}", "(RELU)*$(m[0])", ["relu1=RELU(input)", "relu2=RELU(relu1)"]),
        ("{k: 3x5, p: [1, 2, 3, 4], s: same}", "CONV$k-8p$p CONV3-8(padding=$s)", ["conv1=CONV3x5-8p(1,2,3,4)(input)", "conv2=CONV3-8same(conv1)"]),
        ("{c: C}", "CONV3-$c CONV3-$(2*c)", ["conv1=CONV3-C(input)", "conv2=CONV3-$(2*C)(conv1)"]),
        ("{b: unit, w: yes}", "$b(8) $b(c=4)*$w (RELU)*$(not w)", ["unit1.conv1=CONV1-8(input)", "unit2.conv1=CONV1-4(unit1.conv1)"]),
        ("{b: plain}", "$b x:$b", ["plain1.bn1=BN(input)", "x.bn1=BN(plain1.bn1)"]),
        ("{p: POOL}", "$p(kernel=2)", ["pool1=POOL2(input)"]),
        ("{alpha: 0.75}", "CONV1-$(divisible(32*alpha, 8))", ["conv1=CONV1-24(input)"]),
    ],
)  # fmt: skip
def test_parameters(parameters, layers, expected):
    assert (
        nodes(f'{HEAD}parameters: {parameters}\nblocks: {{unit(c): CONV1-$c, plain: BN}}\nlayers: ["{layers}"]\n')
        == expected
    )


def test_defaults_apply_to_their_kind_only():
    assert nodes(f"{HEAD}defaults: {{conv: {{bias: no, P: 0}}}}\nlayers: [CONV3-8 CONV3-8p1 DWCONV3 FC-10]\n") == [
        "conv1=CONV3-8p0nobias(input)", "conv2=CONV3-8p1nobias(conv1)", "dwconv1=DWCONV3(conv2)", "fc1=FC-10(dwconv1)",
    ]  # fmt: skip


def test_heads():
    found = network(
        f"{HEAD}layers: [a: RELU, BN]\nheads:\n  aux: {{from: a, layers: [FC-10, SOFTMAX]}}\n  raw: {{from: '@a'}}\n"
    )
    assert [node.id for node in found.nodes] == ["input", "a", "bn1", "aux.fc1", "aux.softmax1"]
    assert dict(found.outputs) == {"output": 2, "aux": 4, "raw": 1}


def test_a_variant_has_its_own_input_heads_and_claims():
    text = (
        f"{HEAD}parameters: {{c: 4}}\nlayers: [CONV3-$c]\nexpect: {{params: 1, output: 1x1x1}}\nbudget: {{macs: 1K}}\nvariants:\n"
        "  a:\n  b: {set: {c: 8}, input: [6, 6, 3], name: B, source: S, framework: caffe, expect: {params: 2}, heads: {h: {from: conv1, layers: [FC-2]}}}\n"
    )
    a, b = loaded(text).networks
    assert (a.name, str(a.input), len(a.nodes), a.framework) == ("a", "8x8x3", 2, "exact")
    assert (b.name, b.source, str(b.input), len(b.nodes), b.framework) == ("B", "S", "6x6x3", 3, "caffe")
    assert [(c.path, str(c.value)) for c in (*b.expect, *b.budget)] == [
        (("params",), "2"),
        (("output",), "1x1x1"),
        (("macs",), "1000"),
    ]
    assert a.nodes[1].layer is not b.nodes[1].layer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("input: 8x8x3\nlayers: [RELU]\nlayerz: 3", ["3:1-7 CNN202 a document has no key `layerz`"]),
        ("input: 8x8x3\nlayers:\nname: x", ["2:1-7 CNN203 `layers` has no value", "1:1-6 CNN204 the document has no `layers:`"][::-1]),
        ("input: 8x8\nlayers: [RELU]", ["1:8-11 CNN203 a size has three extents, not 2"]),
        ("input: 8x8x3\nframework: torch\nlayers: [RELU]", ["2:12-17 CNN203 there is no framework `torch`"]),
        ("input: 8x8x3\nlayers:\n  - {CONV1-4 | CONV3-4}", ["3:6-23 CNN203 `CONV1-4 | CONV3-4` has no value"]),
        ("input: 8x8x3\nlayers:\n  - conv1:", ["3:5-10 CNN203 `conv1` has no value"]),
        ("input: 8x8x3\nlayers:\n  -\n  - RELU", ["3:4-4 CNN203 an empty list item"]),
        ("input: 8x8x3\nlayers:\n  - 64\n  - RELU", ["3:5-7 CNN102 the number `64` belongs to no layer"]),
        ("input: 8x8x3\nlayers:\n  - a: RELU\n    b: BN", ["4:5-6 CNN203 a list item has one key"]),
        ("input: 8x8x3\nlayers:\n  a: RELU\n  b: BN", ["3:3-4:8 CNN203 `layers` is a list"]),
        ("input: 8x8x3\nlayers:\n  - conw: {kernel: 3}", ["3:5-9 CNN201 there is no layer `conw`"]),
        ("input: 8x8x3\nlayers:\n  - conv2d: {kernel: 3, filters: 8}\n  - Conv3d: {kernel: 3}", ["4:5-11 CNN201 `Conv3d` is 3-D: only 2-D networks can be described"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernle: 3, filters: 8}", ["3:12-18 CNN202 CONV has no option `kernle`"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernel: 3}", ["3:5-22 CNN204 CONV needs a number of filters too: CONV3-64"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernel: 3, filters: many}", ["3:32-36 CNN203 CONV's filters is a whole number, not the word `many`"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernel: 3, filters: }", ["3:31-31 CNN203 filters has no value"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernel: 3, F: 3, filters: 8}", ["3:23-24 CNN206 CONV is given its kernel twice"]),
        ("input: 8x8x3\nlayers:\n  - conv: {kernel: {a: 1}, filters: 8}", ["3:20-26 CNN203 kernel is a value, not a mapping"]),
        ("input: 8x8x3\nlayers:\n  - {repeat: 2}", ["3:5-16 CNN204 `repeat:` needs `layers:` beside it"]),
        ("input: 8x8x3\nlayers:\n  - {repeat: 2, layer: [RELU]}", ["3:17-22 CNN202 `repeat:` has no key `layer`"]),
        ("input: 8x8x3\nlayers:\n  - {repeat: -2, layers: [RELU]}", ["3:14-16 CNN203 a count is at least 0, not -2"]),
        ("input: 8x8x3\nlayers:\n  - {concat: [RELU]}", ["3:14-20 CNN203 `concat:` joins two paths or more"]),
        ("input: 8x8x3\nlayers:\n  - {block: unit}\nblocks: {unite: RELU}", ["3:13-17 CNN201 there is no block `unit`"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks: {conv(a): RELU}", ["3:10-14 CNN206 `conv` is the name of a layer already"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks: {repeat: RELU}", ["3:10-16 CNN206 `repeat` means something else in a list of layers"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks:\n  f(a): RELU\n  f(b): RELU", ["5:3-7 CNN206 the block `f` is declared twice"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks:\n  f(a, a): RELU", ["4:8-9 CNN206 the parameter `a` stands twice"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks:\n  f(a=1, b): RELU", ["4:10-11 CNN102 the parameter `b` has no default, but one before it has"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks:\n  f(name): RELU", ["4:5-9 CNN203 `name` is no name for a parameter"]),
        ("input: 8x8x3\nlayers: [RELU]\nblocks:\n  f(a: RELU", ["4:3-6 CNN102 this is no name of a block with its parameters"]),
        ("input: 8x8x3\nlayers: [f(1)]\nblocks:\n  f: RELU", ["2:12-13 CNN204 `f` takes nothing, not 1 value"]),
        ("input: 8x8x3\nlayers: [f()]\nblocks:\n  f(a): RELU", ["2:10-13 CNN204 `f` needs its a"]),
        ('input: 8x8x3\nlayers: ["f(1, b=2)"]\nblocks:\n  f(a): RELU', ["2:16-17 CNN202 `f` has no parameter `b`"]),
        ('input: 8x8x3\nlayers: ["f(1, a=2)"]\nblocks:\n  f(a): RELU', ["2:16-17 CNN206 `f` is given its a twice"]),
        ("input: 8x8x3\nparameters: {a: $(b), b: 1}\nlayers: [(RELU)*$a]", ["2:19-20 CNN208 there is no parameter `b`"]),
        ("input: 8x8x3\nparameters: {a: 1 2}\nlayers: [RELU]", ["2:19-20 CNN203 `a` is a number, a size, a word, a list or `$(…)`: `2` is left over"]),
        ("input: 8x8x3\nparameters: {a b: 1}\nlayers: [RELU]", ["2:14-17 CNN203 `a b` is no name of a parameter"]),
        ("input: 8x8x3\nparameters: [1]\nlayers: [RELU]", ["2:13-16 CNN203 `parameters` is a mapping"]),
        ("input: 8x8x3\nparameters: {a: 99999999999999}\nlayers: [RELU]", ["2:17-31 CNN103 a number of more than 12 digits"]),
        ("input: 8x8x3\nlayers: [elu: {alpha: -1e999}]", ["2:23-29 CNN103 a number beyond all measure"]),
        ("input: 8x8x3\ndefaults: {conw: {bias: no}}\nlayers: [RELU]", ["2:12-16 CNN201 there is no layer `conw`"]),
        ("input: 8x8x3\ndefaults: {conv: {bais: no}}\nlayers: [RELU]", ["2:19-23 CNN202 conv has no option `bais`"]),
        ("input: 8x8x3\nlayers: [RELU]\nheads: {output: {from: relu1}}", ["3:9-15 CNN206 `output` is the name of the main output"]),
        ("input: 8x8x3\nlayers: [RELU]\nheads: {h: {layers: [RELU]}}", ["3:9-10 CNN204 the head `h` needs `from:`"]),
        ("input: 8x8x3\nlayers: [RELU]\nheads: {h: {from: relu2}}", ["3:19-24 CNN205 there is no `@relu2` before this place"]),
        ("input: 8x8x3\nlayers: [RELU]\nvariants: {v: {sets: {}}}", ["3:16-20 CNN202 a variant has no key `sets`"]),
        ("input: 8x8x3\nparameters: {n: 1}\nlayers: [RELU]\nvariants: {v: {set: {m: 1}}}", ["4:22-23 CNN208 there is no parameter `m`"]),
        ("input: 8x8x3\nlayers: [RELU]\nexpect: {parms: 3}", ["3:10-15 CNN202 `expect` has no key `parms`"]),
        ("input: 8x8x3\nlayers: [RELU]\nbudget: {params: lots}", ["3:18-22 CNN203 `lots` is not a number such as 62_378_344, 70M or 1.2G"]),
        ("input: 8x8x3\nlayers: [INPUT 4x4x1 RELU]", ["2:10-21 CNN207 a second input"]),
        ("layers: [RELU]\n", ["1:10-14 CNN207 the network has no input"]),
        ("- RELU\n- BN\n", ["1:3-7 CNN207 the network has no input"]),
        ("name: [x]\nlayers: [RELU]\ninput: 8x8x3", ["1:7-10 CNN203 `name` is text"]),
        ("input: 8x8x3\nlayers: [s: {repeat: 2, layers: [a: RELU]}, '@a']", ["2:46-48 CNN205 `@a` may mean `s.1.a`, `s.2.a`"]),
        ('input: 8x8x3\nlayers: ["[^x: RELU"]', None),
    ],
)  # fmt: skip
def test_mistakes_of_documents(text, expected):
    found = mistakes(text)
    if expected is None:
        assert found
    else:
        assert found == expected


def test_a_mistake_inside_a_block_says_who_called():
    result = loaded(
        f"{HEAD}blocks:\n  inner(k): CONV$k-8\n  outer(k): inner($k)\nlayers:\n  - outer(0)\n  - outer(0)\n"
    )
    (mistake,) = result.diagnostics
    assert str(mistake.span) == "<stdin>:3:17"
    assert mistake.notes == ("called at <stdin>:4:13", "called at <stdin>:6:5")


def test_nodes_know_who_called():
    node = network(f"{HEAD}blocks:\n  inner(k): CONV$k-8\n  outer(k): inner($k)\nlayers:\n  - outer(1)\n").nodes[1]
    assert str(node.span) == "<stdin>:3:13"
    assert [str(call) for call in node.calls] == ["<stdin>:4:13", "<stdin>:6:5"]
    assert node.scope == ("outer1", "inner1")


def test_independent_mistakes_are_all_found():
    assert mistakes(
        "inptu: 8x8x3\ninput: 8x8x3\nlayers:\n  - CONVX\n  - CONV3-8 @nowhere\n  - conv: {kernel: 0, filters: 8}\n  - $missing\nframework: keras\n"
    ) == [
        "1:1-6 CNN202 a document has no key `inptu`",
        "4:5-10 CNN201 there is no layer `CONVX`",
        "6:20-21 CNN203 CONV's kernel is at least 1, not 0",
        "7:6-13 CNN208 there is no parameter `missing`",
        "8:12-17 CNN203 there is no framework `keras`",
    ]


def test_one_mistake_in_a_parameter_is_one_message():
    assert mistakes(f"{HEAD}parameters: {{a: $(1/0), b: $(a + 1)}}\nlayers: [CONV$a-8, CONV3-$(a*b), $a]\n") == [
        "2:19-22 CNN104 division by zero"
    ]
