"""Facts and limits: every figure under `expect` and `budget`, in documents and from the command line."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.diagnostics import SpecError
from cnncalc.layers.base import Pair, Shape
from cnncalc.rules import claims, examine
from cnncalc.rules.depth import depth
from cnncalc.rules.figures import figure
from cnncalc.spec.claims import claim
from cnncalc.spec.facts import OF_LAYER, OF_NETWORK
from cnncalc.spec.findings import Mistake


@pytest.fixture(scope="module")
def vgg16():
    return examine(cnncalc.load("vgg16"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("params",), 138_357_544),  # torchvision
        (("weights",), 138_344_128),  # the lecture's table (N27), biases left out
        (("biases",), 13_416),
        (("macs",), 15_470_264_320),
        (("activations",), 15_237_608),
        (("memory",), (138_357_544 + 15_237_608) * 4),
        (("depth",), 16),
        (("output",), Shape(1, 1, 1000)),
        (("outputs", "output"), Shape(1, 1, 1000)),
        (("layers", "pool5"), Shape(7, 7, 512)),
        (("layers", "fc6", "params"), 102_764_544),
        (("layers", "fc6", "weights"), 102_760_448),  # the lecture's table
        (("layers", "conv1_1", "macs"), 86_704_128),  # fvcore
        (("layers", "conv5_3", "field"), Pair(196, 196)),  # Araujo et al. 2019, table of receptive fields
        (("layers", "pool5", "field"), Pair(212, 212)),
        (("per_layer", "params"), 102_764_544),
        (("peak_memory",), 2 * 224 * 224 * 64 * 4),  # conv1_1 and conv1_2
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) and value and isinstance(value[0], str) else None,
)
def test_figures(vgg16, path, value):
    assert figure(vgg16, path) == value


def test_every_named_figure_can_be_looked_up(vgg16):
    for name in OF_NETWORK:
        figure(vgg16, (name,))
    for name in OF_LAYER:
        figure(vgg16, ("layers", "conv1_1", *(() if name == "output" else (name,))))


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("lenet5", 5), ("alexnet", 8), ("zfnet", 8), ("vgg11", 11), ("vgg13", 13), ("vgg16", 16), ("vgg19", 19),
        ("googlenet", 22), ("resnet18", 18), ("resnet34", 34), ("resnet50", 50), ("resnet101", 101), ("resnet152", 152),
        ("torchvision/resnet50", 50), ("alphago-policy", 13),
    ],
)  # fmt: skip
def test_depth_is_the_number_in_the_name(name, layers):
    """GoogLeNet: "22 layers deep when counting only layers with parameters" (Szegedy et al. 2014, section 5)."""
    assert depth(cnncalc.analyze(name)) == layers


NET = "input: 32x32x3\nlayers: [conv1: CONV3-64, RELU, pool1: POOL2, fc: FC-10]\n"
"""1,792 + 163,850 parameters; 1,769,472 + 163,840 multiply-accumulates."""


def found(tmp_path, more, **options):
    path = tmp_path / "net.yaml"
    path.write_text(NET + more, encoding="utf-8")
    return [(d.code, d.message) for d in cnncalc.check(path, **options)]


@pytest.mark.parametrize(
    "facts",
    [
        "params: 165_642",
        "params: 165.6k ± 0.1k",
        "params: 166k +- 1%",
        "params: 170k +/- 5 %",
        "params: 165642, weights: 165568, biases: 74, statistics: 0",
        "macs: 1_933_312, activations: 85_002, depth: 2",
        "field: 32",
        "output: 1x1x10, outputs: {output: 1x1x10}",
        "layers: {conv1: 32x32x64, pool1: {output: 16x16x64, field: 4x4, macs: 0}, fc: {params: 163850}}",
        "memory: 1MB ± 10%, peak_memory: 327_680",
    ],
)
def test_facts_that_hold(tmp_path, facts):
    assert found(tmp_path, f"expect: {{{facts}}}\n") == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("params: 165_641", "params are 165,642, not 165_641"),
        ("params: 166k", "params are 165,642, not 166k"),
        ("params: 160k ± 1%", "not 160k ± 1%"),
        ("layers: {pool1: {field: 5}}", "the field of pool1 is 4x4, not 5"),
        ("layers: {pool2: 1x1x1}", "no layer 'pool2'; did you mean pool1?"),
        ("layers: {conv1: 31x31x64}", "the output of conv1 is 32x32x64, not 31x31x64"),
        ("outputs: {aux: 1x1x1}", "no output 'aux'"),
        ("depth: 3", "depth is 2, not 3"),
    ],
)
def test_facts_that_do_not_hold(tmp_path, facts, said):
    ((code, message),) = found(tmp_path, f"expect: {{{facts}}}\n")
    assert code == "CNN501"
    assert said in message


@pytest.mark.parametrize(
    "limits",
    [
        "params: 165_642, macs: 2M, memory: 1MiB, peak_memory: 330kB, depth: 2, activations: 86k, field: 32",
        "per_layer: {params: 164k, macs: 2M}, layers: {conv1: {macs: 2M, memory: 270kB}}",
    ],
)
def test_limits_that_hold(tmp_path, limits):
    assert found(tmp_path, f"budget: {{{limits}}}\n") == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("params: 165_641", "params are 165,642, 0.0 % above the budget of 165_641"),
        ("macs: 1M", "93.3 % above the budget of 1M"),
        ("memory: 1MB", "memory is 1.0 MB (1,002,576 bytes)"),
        ("depth: 1", "depth is 2, 100.0 % above"),
        ("per_layer: {params: 100k}", "the largest params of one layer is 163,850"),
        ("layers: {fc: {params: 100k}}", "the params of fc are 163,850"),
        ("field: 20x40", "field is 32x32, above the budget of 20x40"),
    ],
)
def test_limits_that_are_passed(tmp_path, limits, said):
    ((code, message),) = found(tmp_path, f"budget: {{{limits}}}\n")
    assert code == "CNN502"
    assert said in message


def test_a_violation_names_the_layers_that_contribute_most():
    network = cnncalc.load("vgg16")
    (passed,) = claims(examine(network), budget=(claim("params=70M", "budget"),))
    assert passed.message == "params are 138,357,544, 97.7 % above the budget of 70M"
    assert passed.help == "most of it: fc6 74 %, fc7 12 %, fc8 3 %"
    (passed,) = claims(examine(network), budget=(claim("peak_memory=20MB", "budget"),))
    assert "conv1_2" in passed.help


def test_a_difference_that_is_something_says_what():
    (wrong,) = claims(examine(cnncalc.load("vgg16")), (claim("params=138344128", "expect"),))
    assert "exactly the biases" in wrong.help


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("expect: {paramz: 3}", "params"),
        ("expect: {params: many}", "`many` is not a number"),
        ("expect: {params: 3Q}", "`Q` is no unit"),
        ("expect: {memory: 3k}", "no unit"),
        ("expect: {layers: {conv1: {depth: 3}}}", "no key `depth`"),
        ("budget: {output: 1x1x10}", "no key `output`"),
        ("budget: {layers: {conv1: 1x1x10}}", "figures, not shapes"),
        ("budget: {params: 1M ± 1%}", "no tolerance"),
        ("budget: {per_layer: {depth: 3}}", "no key `depth`"),
        ("expect: {params: 3 ± 1 ± 1}", "two tolerances"),
        ("expect: {params: [1, 2]}", "a number"),
        ("expect: [params]", "a mapping"),
        ("expect: {field: 3x3x3}", "not a field"),
    ],
)
def test_mistakes_in_claims_are_told(tmp_path, more, said):
    path = tmp_path / "net.yaml"
    path.write_text(f"{NET}{more}\n", encoding="utf-8")
    (wrong,) = cnncalc.check(path)
    assert wrong.code in ("CNN202", "CNN203")
    assert said in wrong.message + wrong.help
    assert wrong.span.line == 3
    with pytest.raises(SpecError):
        cnncalc.load(path)


@pytest.mark.parametrize(
    ("text", "what", "path", "value"),
    [
        ("params=138357544", "expect", ("params",), 138_357_544),
        ("params=70M", "budget", ("params",), 70_000_000),
        ("memory = 300MB", "budget", ("memory",), 300_000_000),
        ("output=1x1x1000", "expect", ("output",), Shape(1, 1, 1000)),
        ("outputs.aux1=1x1x1000", "expect", ("outputs", "aux1"), Shape(1, 1, 1000)),
        ("conv1=55x55x96", "expect", ("layers", "conv1"), Shape(55, 55, 96)),
        ("layers.conv1.output=55x55x96", "expect", ("layers", "conv1"), Shape(55, 55, 96)),
        ("stage2.1.conv2=55x55x96", "expect", ("layers", "stage2.1.conv2"), Shape(55, 55, 96)),
        ("stage2.1.conv2.macs=1G", "budget", ("layers", "stage2.1.conv2", "macs"), 10**9),
        ("per_layer.params=10M", "budget", ("per_layer", "params"), 10**7),
        ("conv5_3.field=196", "expect", ("layers", "conv5_3", "field"), Pair(196, 196)),
    ],
)
def test_claims_of_a_command_line(text, what, path, value):
    made = claim(text, what)
    assert (made.path, made.value) == (path, value)


@pytest.mark.parametrize(
    ("text", "what"),
    [("params", "expect"), ("=3", "expect"), ("params=", "budget"), ("conv1=55x55x96", "budget"), ("a=b", "expect")],
)
def test_claims_of_a_command_line_that_are_none(text, what):
    with pytest.raises(Mistake):
        claim(text, what)


def test_a_symbolic_figure_is_no_proof(tmp_path):
    network = cnncalc.load("INPUT HxWx3 CONV3-64 GAP FC-10")
    report = examine(network)
    assert [d.code for d in claims(report, budget=(claim("params=2442", "budget"),))] == []
    (passed,) = claims(report, budget=(claim("macs=1G", "budget"),))
    assert "--set H=224" in passed.message


BROKEN = "input: 8x8x3\nlayers:\n  - a: CONV3-4\n  - b: CONV3-6g4\nexpect: {params: 3, layers: {a: 8x8x4, b: 8x8x6}}\nbudget: {params: 3}\n"


def test_behind_a_mistake_facts_are_unknown_not_wrong(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    assert [(d.code, d.severity) for d in cnncalc.check(path)] == [
        ("CNN304", "error"),
        ("CNN501", "info"),
        ("CNN502", "info"),
    ]
    path.write_text(BROKEN.replace("8x8x4", "9x9x4"), encoding="utf-8")
    assert [(d.code, d.severity) for d in cnncalc.check(path)].count(("CNN501", "error")) == 1


def test_what_nobody_looked_at_does_not_pass(tmp_path):
    """The error is ignored, so that the limit behind it was not checked becomes the error."""
    path = tmp_path / "net.yaml"
    path.write_text(BROKEN.replace("g4\n", "g4  # cnncalc: ignore[CNN304]\n"), encoding="utf-8")
    assert [(d.code, d.severity) for d in cnncalc.check(path)] == [("CNN501", "error"), ("CNN502", "error")]
