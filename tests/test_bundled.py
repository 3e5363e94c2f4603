"""The bundled networks: they load, what they expect holds, and published numbers and other programs' shapes agree."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

import cnncalc
from cnncalc.arithmetic import FRAMEWORKS
from cnncalc.engine.fit import EXACT, LOSSLESS
from cnncalc.engine.solve import Solution, solve
from cnncalc.spec import library
from tests.nets import CLASSICS

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

DEPTHS = (18, 34, 50, 101, 152)
BUNDLED = tuple(name for name, entry in library.scanned().items() if entry.file != "stride-errors.yaml")
"""Every bundled network that is not there to be wrong, from the documents themselves."""
DOCUMENTS = sorted((ROOT / "specs").rglob("*.yaml"))
TORCHVISION = tuple(name for name in BUNDLED if name.startswith("torchvision/"))

network_of = cache(cnncalc.load)
report_of = cache(cnncalc.analyze)


def shared(path):
    """A file beside the checkout, where the project's reference numbers lie; the test is skipped without it."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"{file} is not there: the reference numbers are kept beside the checkout")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BUNDLED)
def test_nothing_is_found_wrong(name):
    assert cnncalc.check(name) == []


@pytest.mark.parametrize("name", BUNDLED)
def test_what_every_document_states(name):
    network = network_of(name)
    assert network.source
    assert network.year in range(1980, 2030)
    assert re.fullmatch(r"[a-z0-9-]+", network.family)
    assert network.framework in FRAMEWORKS
    assert network.expect
    assert re.search(r"(?m)^framework: ", text_of(name))


def test_every_classic_and_all_of_torchvision_are_there():
    assert set(CLASSICS) <= set(BUNDLED)
    models = json.loads(shared("facts/torchvision.json"))["models"]
    assert {f"torchvision/{model}" for model in models} <= set(BUNDLED)


def test_the_index_is_true():
    """What `list`, docs/zoo.md and the search for a name rely on: every network, in order, with its numbers."""
    assert (ROOT / "specs" / "index.jsonl").read_text(encoding="utf-8") == library.described(), (
        "run python -m cnncalc.spec.library"
    )


@pytest.mark.parametrize("mode", [EXACT, LOSSLESS], ids=["exact", "lossless"])
@pytest.mark.parametrize("name", BUNDLED)
def test_solve_offers_a_network_s_own_input_where_it_fits(name, mode):
    """Where nothing is left over at it, or with `--lossless` nothing that counts; else it does not offer it."""
    report = report_of(name)
    verdicts = [row.verdict for row in report.rows if row.verdict is not None]
    found = solve(report.network, mode)
    for axis, extent in enumerate(report.network.input[:2]):
        said = {verdict[axis] for verdict in verdicts}
        fits = said <= {"exact"} if mode == EXACT else "lossy" not in said
        sizes = found[1 + axis].sizes if isinstance(found, Solution) else None
        assert fits == (sizes is not None and sizes.contains(extent))


def text_of(name):
    """The document that a network is in."""
    return Path(library.path(library.scanned()[name].file)).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in BUNDLED if "verify:" in text_of(name)])
def test_a_smaller_input_for_verify_is_smaller_and_fits(name):
    report = report_of(name)
    if report.network.verify_at is None:  # another variant's
        return
    small = cnncalc.engine.analyze(report.network.resized(*report.network.verify_at[:2]))
    assert small.stopped_at is None
    assert small.totals.macs < report.totals.macs / 2


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda f: f.relative_to(ROOT / "specs").as_posix())
def test_documents_can_be_read_in_a_terminal(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 140
    assert not [line for line in lines if line != line.rstrip() or "\t" in line]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda f: f.relative_to(ROOT / "specs").as_posix())
def test_every_document_is_found_by_its_path_too(file):
    expected = {d.code for d in cnncalc.check(str(file))}
    assert bool(expected) == (file.name == "stride-errors.yaml")


# --------------------------------------------------------------------------------------- numbers of the issue


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("lenet5", 61_706),
        ("alexnet", 62_378_344),
        ("alexnet-groups", 60_965_224),
        ("zfnet", 107_627_624),
        ("vgg16", 138_357_544),
        ("googlenet", 6_998_552),
        ("googlenet-heads", 13_378_280),
        ("resnet50", 25_557_032),
    ],
)
def test_parameters(name, params):
    assert cnncalc.analyze(name).totals.params == params


def test_where_the_stride_is_decides_the_cost():
    assert cnncalc.analyze("resnet50").totals.macs == 3_857_973_248
    assert cnncalc.analyze("torchvision/resnet50").totals.macs == 4_089_184_256


# ------------------------------------------------------------------------------------------- published numbers


def published(name):
    """What torchvision publishes of the model that a bundled network is, with or without its auxiliary heads."""
    return json.loads(shared("facts/torchvision.json"))["models"][name.partition("/")[2].removesuffix("-heads")]


@pytest.mark.parametrize("name", TORCHVISION)
def test_torchvision_publishes_the_same(name):
    """Parameters to the digit, operations to the three decimals; both in our numbers and in what the document expects."""
    facts, totals = published(name), report_of(name).totals
    expected = {claim.path: claim for claim in network_of(name).expect}
    assert network_of(name).input == (facts["input"], facts["input"], 3)
    assert expected["params",].value == totals.params
    if (name.endswith("-heads")) == (name.startswith("torchvision/inception_v3")):
        assert totals.params == facts["params"]
    if not name.endswith("-heads"):
        assert round(totals.macs / 1e9, 3) == facts["gmacs"]
        claim = expected.get(("macs",))
        assert claim is None or abs(claim.value - facts["gmacs"] * 1e9) <= 500_000


def test_the_auxiliary_heads_of_torchvision():
    """The facts' notes: GoogLeNet's published parameters leave its two heads out, Inception v3's have its one in."""
    notes = json.loads(shared("facts/torchvision.json"))["notes"]
    assert f"{report_of('torchvision/googlenet-heads').totals.params:,} with them" in notes["googlenet"]
    assert f"{report_of('torchvision/inception_v3').totals.params:,} without" in notes["inception_v3"]


@pytest.mark.parametrize("name", ["vgg11", "vgg13", "vgg16", "vgg19", *(f"resnet{depth}" for depth in DEPTHS)])
def test_the_classics_have_torchvision_s_parameters(name):
    """Where the stride of a bottleneck is changes its cost, not its parameters."""
    published = json.loads(shared("facts/torchvision.json"))["models"][name]
    assert cnncalc.analyze(name).totals.params == published["params"]


@pytest.mark.parametrize(
    ("name", "billions"),
    [("resnet18", 1.8), ("resnet34", 3.6), ("resnet50", 3.8), ("resnet101", 7.6), ("resnet152", 11.3)],
)
def test_the_paper_s_operations(name, billions):
    """Table 1 of He et al. 2015, where 3.66 and 3.86 are printed as 3.6 and 3.8, but 7.57 and 11.28 as 7.6 and 11.3."""
    assert abs(cnncalc.analyze(name).totals.macs / 1e9 - billions) < 0.1


@pytest.mark.parametrize(
    ("name", "millions"), [("vgg11", 133), ("vgg13", 133), ("vgg16-c", 134), ("vgg16", 138), ("vgg19", 144)]
)
def test_the_vgg_paper_s_parameters(name, millions):
    """Table 2 of Simonyan and Zisserman 2014."""
    assert round(cnncalc.analyze(name).totals.params / 1e6) == millions


# ----------------------------------------------------------------------------------- shapes of Caffe's own run


def caffe_shapes(path):
    """Layer name to shape, H x W x D, as Caffe itself reports them: the model files' `.layers.tsv`."""
    shapes = {}
    for line in shared(f"corpus/caffe/{path}.layers.tsv").splitlines():
        name, dims = line.split("\t")
        _, depth, *extent = json.loads(dims)
        shapes[name] = (*(extent or (1, 1)), depth)
    return shapes


def test_alexnet_in_caffe():
    shapes = caffe_shapes("BVLC__caffe/models/bvlc_alexnet/deploy.prototxt")
    report = cnncalc.analyze("alexnet-groups")
    names = [name for name in shapes if not name.startswith(("relu", "drop"))]
    assert {name: report[name].output for name in names} == {name: shapes[name] for name in names}
    # In place or not, layer by layer and in the same order.
    assert [row.output for row in report.rows[1:]] == list(shapes.values())


GOOGLENET_NAMES = {
    "conv1/7x7_s2": "conv1", "pool1/3x3_s2": "pool1", "pool1/norm1": "norm1",
    "conv2/3x3_reduce": "conv2_reduce", "conv2/3x3": "conv2", "conv2/norm2": "norm2", "pool2/3x3_s2": "pool2",
    "pool3/3x3_s2": "pool3", "pool4/3x3_s2": "pool4", "pool5/7x7_s1": "pool5", "loss3/classifier": "fc", "prob": "prob",
}  # fmt: skip
INCEPTION_NAMES = {
    "1x1": "conv_1x1", "3x3_reduce": "reduce_3x3", "3x3": "conv_3x3", "5x5_reduce": "reduce_5x5", "5x5": "conv_5x5",
    "pool": "pool", "pool_proj": "proj",
}  # fmt: skip


def our_name(name):
    """BVLC's name of a layer of GoogLeNet as ours: inception_3a/3x3_reduce is inception_3a.reduce_3x3."""
    if name in GOOGLENET_NAMES:
        return GOOGLENET_NAMES[name]
    module, _, part = name.partition("/")
    return module if part == "output" else f"{module}.{INCEPTION_NAMES[part]}"


def test_googlenet_in_caffe():
    shapes = caffe_shapes("BVLC__caffe/models/bvlc_googlenet/deploy.prototxt")
    report = cnncalc.analyze("googlenet")
    names = [name for name in shapes if "relu" not in name and "drop" not in name]
    assert len(names) == len(GOOGLENET_NAMES) + 9 * (len(INCEPTION_NAMES) + 1)
    assert {name: report[our_name(name)].output for name in names} == {name: shapes[name] for name in names}


def test_resnet50_in_caffe():
    shapes = caffe_shapes("KaimingHe__deep-residual-networks/prototxt/ResNet-50-deploy.prototxt")
    report = cnncalc.analyze("resnet50")
    assert [report[name].output for name in ("conv1", "pool1", "pool5", "fc", "prob")] == [
        shapes[name] for name in ("conv1", "pool1", "pool5", "fc1000", "prob")
    ]
    for stage in (2, 3, 4, 5):
        blocks = [name for name in shapes if re.fullmatch(rf"res{stage}[a-z]", name)]
        paths = [f"{block}_{path}" for block in blocks for path in ("branch2a", "branch2b", "branch2c", "branch1")]
        inside = [row for row in report.rows if row.node.scope[:1] == (f"conv{stage}_x",)]
        convolutions = [row.output for row in inside if row.node.layer.kind == "conv"]
        assert convolutions == [shapes[path] for path in paths if path in shapes]
        assert [row.output for row in inside if row.node.layer.kind == "add"] == [shapes[block] for block in blocks]


# --------------------------------------------------------------------------------------------- deliberate errors


@pytest.mark.parametrize(
    ("variant", "codes"),
    [
        ("n3-stride-3", ["CNN301"]),
        ("n5-even-kernel", ["CNN308"]),
        ("n12-vanishing", ["CNN302"]),
        ("n23-alexnet-224", ["CNN301"]),
        ("n24-three-groups", ["CNN304"]),
        ("n29-unequal-branches", ["CNN303"]),
        ("n31-no-projection", ["CNN303"]),
        ("e3-pool-244", ["CNN501"]),
        ("e4-pool-2-stride-3", ["CNN301"]),
    ],
)
def test_every_mistake_is_found_once(variant, codes):
    file = ROOT / "specs" / "stride-errors.yaml"
    assert [d.code for d in cnncalc.check(f"{file}#{variant}")] == codes


def test_stride_errors_shows_them_all():
    found = cnncalc.check("stride-errors")
    assert {d.code for d in found} == {"CNN301", "CNN302", "CNN303", "CNN304", "CNN308", "CNN501"}
    assert len(found) == 9
    assert all(d.span is not None for d in found)
