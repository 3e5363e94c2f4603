"""What SPEC may be, and what a command line may change."""

from __future__ import annotations

import pytest

from cnncalc.spec import Changes, load
from cnncalc.spec.reading import looks_like_yaml
from tests.spec.reading import mistakes, network, shown


@pytest.fixture
def files(tmp_path, monkeypatch):
    (tmp_path / "net.yaml").write_text("input: 8x8x3\nlayers: [CONV3-8]\n")
    (tmp_path / "family.yaml").write_text(
        "parameters: {n: 1}\ninput: 8x8x3\nlayers: ['(RELU)*$n']\nvariants: {a: , b: {set: {n: 2}}}\n"
    )
    (tmp_path / "notation.txt").write_text("# a net\nINPUT 8x8x3\nCONV3-8\n")
    (tmp_path / "net.json").write_text('{\n\t"input": [8, 8, 3],\n\t"layers": ["CONV3-8"]\n}\n')
    (tmp_path / "list.yaml").write_text("- CONV3-8\n- RELU\n")
    (tmp_path / "scalar.yaml").write_text("INPUT 8x8x3 CONV3-8\n")
    (tmp_path / "dos.yaml").write_bytes(b"\xef\xbb\xbfinput: 8x8x3\r\nlayers:\r\n  - CONV3-8\r\n  - CONVX\r\n")
    (tmp_path / "latin.yaml").write_bytes(b"name: caf\xe9\n")
    (tmp_path / "utf16.yaml").write_bytes("name: x\n".encode("utf-16"))
    (tmp_path / "large.yaml").write_bytes(b"#" * 4_000_001)
    (tmp_path / "vgg16").write_text("INPUT 8x8x3 GAP")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("spec", "names", "last"),
    [
        ("net.yaml", ["net"], "conv1"), ("./net.yaml", ["net"], "conv1"), ("family.yaml", ["a", "b"], "relu1"), ("family.yaml#b", ["b"], "relu2"), ("notation.txt", ["notation"], "conv1"),
        ("net.json", ["net"], "conv1"), ("scalar.yaml", ["scalar"], "conv1"), ("vgg16", ["vgg16"], "gap1"), ("VGG19", ["vgg19"], "prob"), ("torchvision/resnet18", ["torchvision/resnet18"], "fc"),
        ("resnet#resnet34", ["resnet34"], "prob"), ("INPUT 8x8x3 POOL2", ["network"], "pool1"), ("INPUT 8x8x3 POOL3/2 # vgg16", ["network"], "pool1"),
    ],
)  # fmt: skip
def test_what_spec_may_be(files, spec, names, last):
    result = load(spec)
    assert not result.diagnostics
    assert [found.name for found in result.networks] == names
    assert result.networks[0].nodes[-1].id == last


def test_the_absolute_path_of_a_file(files):
    assert load(str(files / "net.yaml")).name == str(files / "net.yaml")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("nix.yaml", "CNN100 there is no file nix.yaml"), ("nix.yaml#a", "CNN100 there is no file nix.yaml"), ("nets/nix", "CNN100 there is no file nets/nix"), ("./nix", "CNN100 there is no file ./nix"),
        ("nix.txt", "CNN100 there is no file nix.txt"), ("folder", "CNN100 folder is a folder"), ("family.yaml#c", "CNN208 family.yaml has no variant `c`"), ("net.yaml#a", "CNN208 net.yaml has no variant `a`"),
        ("latin.yaml", "CNN100 latin.yaml is not UTF-8: byte 0xe9 in line 1"), ("utf16.yaml", "CNN100 utf16.yaml is UTF-16"), ("large.yaml", "CNN100 large.yaml is larger than 4 MB"),
        ("dos.yaml", "4:5-10 CNN201 there is no layer `CONVX`"), ("list.yaml", "1:3-10 CNN207 the network has no input"),
        ("vgg15", "1:1-6 CNN201 `vgg15` is neither a file, nor a bundled network, nor a layer"), ("softmx", "1:1-7 CNN201 `softmx` is neither a file, nor a bundled network, nor a layer"),
    ],
)  # fmt: skip
def test_what_spec_may_not_be(files, spec, expected):
    result = load(spec)
    assert [shown(d) for d in result.diagnostics] == [expected]
    assert not result.networks


@pytest.mark.parametrize(
    ("spec", "help"),
    [
        ("vgg15", "`vgg16`"),
        ("softmx", "`SOFTMAX`"),
        ("net.yml", "`net.yaml`"),
        ("family.yaml#aa", "`a`"),
        ("net.yaml#a", "no variants"),
        ("resnet5", "`resnet50`"),
    ],
)
def test_remedies(files, spec, help):
    assert help in load(spec).diagnostics[0].help


def test_standard_input_and_sources():
    result = load("-", read_stdin=lambda: b"input: 8x8x3\r\nlayers: [CONV3-8]\r\n")
    assert (result.name, result.networks[0].name, dict(result.sources)) == (
        "<stdin>",
        "stdin",
        {"<stdin>": "input: 8x8x3\nlayers: [CONV3-8]\n"},
    )
    assert dict(load("INPUT 8x8x3 RELU").sources) == {"<notation>": "INPUT 8x8x3 RELU"}
    assert load("-", read_stdin=lambda: b"INPUT 8x8x3 RELU").networks
    assert load("-#b", read_stdin=lambda: b"input: 8x8x3\nlayers: [RELU]\nvariants: {a: , b: }").networks[0].name == "b"


def test_a_span_of_a_file_names_it_as_the_user_did(files):
    assert str(load("dos.yaml").diagnostics[0].span) == "dos.yaml:4:5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x", True), ("# c\n\n  layers:", True), ("---\nRELU", True), ("- RELU", True), ('{"input": 3}', True), ("{", True), ('"name": x', True), ("%YAML 1.1", True), ('["RELU"]', True),
        ("INPUT 8x8x3", False), ("conv1:CONV3-64", False), ("{CONV1-64 | ID}", False), ("[CONV3-64]*2", False), ("INPUT: [8x8x3]", False), ("(RELU)", False), ("", False), ("# only", False),
    ],
)  # fmt: skip
def test_files_without_an_ending_are_looked_at(text, expected):
    assert looks_like_yaml(text) is expected


# -------------------------------------------------------------------------------------------------- changes

PATTERN = "INPUT 32x32x3 [(CONV3-64-RELU)*N-POOL2]*M-(FC-10)*1"
FAMILY = "parameters: {n: 1, m: $(n + 1), act: RELU}\ninput: 8x8x3\ndefaults: {conv: {P: 0}}\nlayers: ['(CONV1-C $act)*$m BN SCALE FC-K']\nexpect: {params: 1}\n"


def kinds(found):
    return " ".join(node.layer.notation() for node in found.nodes[1:])


@pytest.mark.parametrize(
    ("text", "changes", "layers", "changed"),
    [
        (PATTERN, {"bindings": {"N": "1", "M": "2"}}, "CONV3-64 RELU POOL2 CONV3-64 RELU POOL2 FC-10", ("--set N=1", "--set M=2")),
        (FAMILY, {}, "CONV1-Cp0 RELU CONV1-Cp0 RELU BN SCALE FC-K", ()),
        (FAMILY, {"bindings": {"n": "0"}}, "CONV1-Cp0 RELU BN SCALE FC-K", ("--set n=0",)),
        (FAMILY, {"bindings": {"n": "1", "act": "RELU"}}, "CONV1-Cp0 RELU CONV1-Cp0 RELU BN SCALE FC-K", ()),
        (FAMILY, {"bindings": {"act": "ELU", "m": "$(3 - 2)"}}, "CONV1-Cp0 ELU BN SCALE FC-K", ("--set act=ELU", "--set m=$(3 - 2)")),
        (FAMILY, {"bindings": {"C": "8", "K": "$(2*C)"}}, "CONV1-8p0 RELU CONV1-8p0 RELU BN SCALE FC-16", ("--set C=8", "--set K=$(2*C)")),
        (FAMILY, {"bias": False}, "CONV1-Cp0nobias RELU CONV1-Cp0nobias RELU BN SCALE FC-Knobias", ("--no-bias",)),
        ("INPUT 8x8x3 RELU", {"bias": False}, "RELU", ()), ("INPUT 8x8x3 CONV3-8nobias", {"bias": False}, "CONV3-8nobias", ()),
        ("INPUT 8x8x3 RELU", {"framework": "exact"}, "RELU", ()), ("INPUT 8x8x3 RELU", {"framework": "caffe"}, "RELU", ("--framework caffe",)),
        ("INPUT 8x8x3 RELU", {"input": "9x9x3"}, "RELU", ("--input 9x9x3",)), ("INPUT 8x8x3 RELU", {"input": "8x8"}, "RELU", ()), ("RELU", {"input": "8x8x3"}, "RELU", ("--input 8x8x3",)),
        (FAMILY, {"input": "9x9"}, "CONV1-Cp0 RELU CONV1-Cp0 RELU BN SCALE FC-K", ("--input 9x9",)), ("parameters: {n: [1, 2]}\ninput: 8x8x3\nlayers: ['(RELU)*$(n[1])']", {"bindings": {"n": "[3, 1]"}}, "RELU", ("--set n=[3, 1]",)),
    ],
)  # fmt: skip
def test_changes(text, changes, layers, changed):
    found = network(text, **changes)
    assert kinds(found) == layers
    assert found.changed == changed


def test_the_input_that_is_put_in():
    assert str(network("INPUT 8x8x3 RELU", input="9x7").input) == "9x7x3"
    assert str(network("INPUT HxWx3 RELU", bindings={"H": "5"}).input) == "5xWx3"
    assert str(network("RELU", input="HxWxC").input) == "HxWxC"


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (FAMILY, {"bindings": {"nn": "1"}}, "CNN208 --set nn: there is neither a parameter nor a symbol of that name"), (PATTERN, {"bindings": {"N": "1", "M": "1", "K": "1"}}, "CNN208 --set K: there is neither a parameter nor a symbol of that name"),
        (FAMILY, {"bindings": {"n": "1 2"}}, "1:3-4 CNN203 --set n is a number, a size, a word, a list or `$(…)`: `2` is left over"), (FAMILY, {"bindings": {"n": "$(1/0)"}}, "1:3-6 CNN104 division by zero"),
        ("RELU", {"input": "8x8"}, "1:1-5 CNN207 the network has no input whose depth --input could keep"), ("RELU", {"input": "8"}, "1:1-2 CNN203 a size has three extents, not 1"), ("RELU", {"input": "0x8x3"}, "1:1-6 CNN203 the height is at least 1, not 0"),
        ("RELU", {"input": "big"}, "1:1-4 CNN203 --input is a size, not `big`"), ("INPUT 8x8x3 RELU", {"framework": "keras"}, "CNN203 --framework keras: there is no such framework"),
    ],
)  # fmt: skip
def test_changes_that_make_no_sense(text, changes, expected):
    assert mistakes(text, **changes) == [expected]


def test_a_change_that_makes_no_sense_is_said_once_for_a_family():
    result = load(
        "-", Changes(bindings={"x": "1"}), read_stdin=lambda: b"input: 8x8x3\nlayers: [RELU]\nvariants: {a: , b: }"
    )
    assert len(result.diagnostics) == 1
    assert not result.networks


def test_a_mistake_of_one_variant_leaves_the_others():
    result = load(
        "-",
        read_stdin=lambda: b"parameters: {k: 3}\ninput: 8x8x3\nlayers: [CONV$k-8]\nvariants: {a: {set: {k: 0}}, b: }",
    )
    assert [shown(d) for d in result.diagnostics] == ["3:14-16 CNN203 CONV's kernel is at least 1, not 0"]
    assert [found.name for found in result.networks] == ["b"]
