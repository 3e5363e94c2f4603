"""Every convolutional classifier of torchvision against our document of it, leaf by leaf; outside the default run.

    pip install torch torchvision && pytest -m oracle tests/oracle/test_torchvision.py

`torchvision/NAME` is our document, torchvision's own model runs on PyTorch's meta device, and one after the other every leaf must
agree in kind, output, what it reads, shapes of parameters, running statistics, window and settings. A model without a document fails.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from itertools import zip_longest
from math import prod
from pathlib import Path

import pytest

import cnncalc
from cnncalc.arithmetic import FRAMEWORKS
from cnncalc.engine.counting import count
from cnncalc.layers.base import STATISTIC
from cnncalc.rules import examine
from tests.oracle.leaves import Leaf, core, digits, renumbered, with_joins_spelled_out

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]
torch = pytest.importorskip("torch")
if find_spec("torchvision") is None:
    pytest.skip("torchvision is not installed", allow_module_level=True)

from tests.oracle.torchvision_leaves import built, leaves, torchvision_models  # noqa: E402

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "torchvision.json"
TRANSFORMERS = ("vit_", "swin_", "maxvit_")
WITH_HEADS = {"googlenet": ("aux1", "aux2"), "inception_v3": ("AuxLogits",)}
"""The auxiliary heads of a model, by the names they have in torchvision and in our documents."""

models = torchvision_models()
NAMES = [name for name in models.list_models(module=models) if not name.startswith(TRANSFORMERS)]


def published(name):
    """What torchvision says of a model: metadata of its default weights, and the extent of the images that go in."""
    weights = models.get_model_weights(name).DEFAULT
    (extent,) = set(weights.transforms().crop_size)
    return weights.meta, extent


def ours(report):
    """Our report as leaves; a view is none, as on the other side."""
    found, number = [], {0: 0}
    for index, row in enumerate(report.rows[1:], 1):
        inputs = tuple(number[i] for i in row.node.inputs)
        if row.node.layer.kind == "flatten":
            (number[index],) = inputs
        else:
            found.append(leaf(row, inputs))
            number[index] = len(found)
    return found


def leaf(row, inputs):
    """A row of our report as a leaf that reads `inputs`."""
    layer = row.node.layer
    kind = "conv" if layer.kind == "dwconv" else layer.kind
    windows = None
    if kind in ("conv", "pool", "avgpool"):
        windows = tuple(map(tuple, layer.windows(FRAMEWORKS["pytorch"])))
    if layer.kind == "dwconv":
        setting = row.inputs[0].depth
    else:
        setting = next((getattr(layer, name) for name in ("rate", "eps", "groups") if hasattr(layer, name)), None)
    tensors = tuple(core(weight.dims) for weight in row.weights if weight.role != STATISTIC)
    return Leaf(kind, tuple(row.output), inputs, tensors, row.statistics, windows, digits(setting), row.id)


def heads_last(found, heads):
    """Leaves in our order: torchvision runs an auxiliary head where it branches off, we write it after the network."""
    where = [leaf.place.partition(".")[0] for leaf in found]
    rank = [1 + heads.index(part) if part in heads else 0 for part in where]
    return renumbered(found, sorted(range(1, len(found) + 1), key=lambda number: rank[number - 1]))


def first_difference(theirs, report):
    """The first pair of leaves that is not the same but for its place, in words; "" if there is none."""
    pairs = zip_longest(with_joins_spelled_out(theirs), with_joins_spelled_out(ours(report)))
    for number, (their, our) in enumerate(pairs, 1):
        if their is None or our is None or their[:-1] != our[:-1]:
            return f"leaf {number}\n  torchvision {their}\n  ours        {our}"
    return ""


def agree(name, heads=()):
    _, extent = published(name)
    model = built(models, name, bool(heads))
    report = cnncalc.analyze(f"torchvision/{name}-heads" if heads else f"torchvision/{name}")
    assert str(report.rows[0].output) == f"{extent}x{extent}x3"
    theirs = heads_last(leaves(models, model, extent), heads)
    if difference := first_difference(theirs, report):
        pytest.fail(difference, pytrace=False)
    # Nothing the model holds has escaped the record, and our totals are the sums of the same leaves.
    held = sum(parameter.numel() for parameter in model.parameters())
    assert sum(prod(shape) for leaf in theirs for shape in leaf.tensors) == held == report.totals.params
    assert sum(leaf.buffers for leaf in theirs) == report.totals.statistics


@pytest.mark.parametrize("name", NAMES)
def test_leaf_by_leaf(name):
    agree(name)


@pytest.mark.parametrize("name", WITH_HEADS)
def test_leaf_by_leaf_with_auxiliary_heads(name):
    agree(name, WITH_HEADS[name])


@pytest.mark.parametrize(
    ("bindings", "kind"),
    [
        ({"groups": 4}, "conv"),
        ({"n": "[3, 4, 6, 4]"}, "conv"),
        ({"widen": 2}, "conv"),
        ({"classes": 10}, "fc"),
    ],
)
def test_another_network_is_told_apart(bindings, kind):
    theirs = leaves(models, built(models, "resnet50"), 224)
    difference = first_difference(theirs, cnncalc.analyze("torchvision/resnet50", set=bindings))
    assert f"ours        Leaf(kind='{kind}'" in difference


@pytest.mark.parametrize("name", NAMES)
def test_published_numbers(name):
    meta, _ = published(name)
    report = cnncalc.analyze(f"torchvision/{name}")
    if name == "inception_v3":  # its operations are published without the head, its parameters with it
        assert cnncalc.analyze("torchvision/inception_v3-heads").totals.params == meta["num_params"]
    else:
        assert report.totals.params == meta["num_params"]
    tally = count(report, "torchvision").compute
    assert tally is not None
    assert round(tally.total / 1e9, 3) == meta["_ops"]


@pytest.mark.parametrize("name", NAMES)
def test_the_smallest_image(name):
    """What torchvision publishes as `min_size` fits, one pixel less does not, in PyTorch and in our document alike. For EfficientNetV2
    it publishes 33, and smaller images run too.
    """
    extent = published(name)[0]["min_size"][0]
    network = cnncalc.load(f"torchvision/{name}")
    assert fits(network, extent)
    assert runs(name, extent)
    if extent > 1:
        assert fits(network, extent - 1) == runs(name, extent - 1) == name.startswith("efficientnet_v2_")


def fits(network, extent):
    return not any(found.is_error for found in examine(network.resized(extent, extent)).diagnostics)


def runs(name, extent):
    try:
        built(models, name)(torch.empty(1, 3, extent, extent, device="meta"))
    except RuntimeError as error:
        if "too small" in str(error) or "can't be greater than actual input" in str(error):
            return False
        raise
    return True


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not here")
def test_these_are_the_models_and_numbers_that_were_collected():
    collected = json.loads(FACTS.read_text(encoding="utf-8"))["models"]
    here = {name: published(name) for name in NAMES}
    assert {
        name: {"params": meta["num_params"], "gmacs": meta["_ops"], "input": extent}
        for name, (meta, extent) in here.items()
    } == collected
