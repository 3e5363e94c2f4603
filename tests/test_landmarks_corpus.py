"""Detectors and segmentation networks against the files of others, layer by layer.

Darknet's own run of its `.cfg` files and Caffe's of its `.prototxt` lie beside the checkout, as do the files themselves;
without them these tests are skipped.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

import cnncalc

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
DARKNET = "darknet/pjreddie__darknet/cfg"
FCN = "caffe/shelhamer__fcn.berkeleyvision.org"


def corpus(path):
    """A file of others, kept beside the checkout; the test is skipped without it."""
    file = CORPUS / path
    if not file.exists():
        pytest.skip(f"{file} is not there: other programs' model files are kept beside the checkout")
    return file.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------------- darknet

KINDS = {"0": "conv", "3": "pool", "8": "concat", "11": "gap", "13": "add", "25": "reorg", "26": "up"}
"""Darknet's numbers for its kinds of layers. Softmax, region and yolo read the values and change no shape."""


class Step(NamedTuple):
    """What both sides say of a layer; filters and weights of a convolution, kernel and stride of what has a window."""

    kind: str
    output: tuple[int, int, int]
    filters: int = 0
    kernel: int = 0
    stride: int = 0
    weights: int = 0
    normalized: bool = False


def darknet_steps(name):
    """The layers as darknet itself reports them: the cfg file's `.layers.tsv`."""
    for line in corpus(f"{DARKNET}/{name}.cfg.layers.tsv").splitlines()[1:]:
        _, number, _, output, _, *rest = line.split("\t")
        is_ = {key: int(value) for key, _, value in (pair.partition("=") for pair in rest)}
        kind = KINDS.get(number)
        if kind is None or (kind == "concat" and is_["n"] == 1):  # a route from one layer only goes back to it
            continue
        size = tuple(map(int, output.split("x")))
        if kind == "conv":
            yield Step(kind, size, is_["n"], is_["size"], is_["st"], is_["nw"], bool(is_["bn"]))
        elif kind == "pool":
            yield Step(kind, size, kernel=is_["size"], stride=is_["st"])
        else:
            yield Step(kind, size)


def in_darknet_s_order(report):
    """The rows with every head where it branches off: darknet predicts before it goes on."""
    heads = {head: [row for row in report.rows if row.node.scope[:1] == (head,)] for head in report.network.outputs}
    for row in report.rows:
        if row.node.scope[:1] not in {(head,) for head in heads}:
            yield row
            for branch in heads.values():
                if branch and report.rows[branch[0].node.inputs[0]] is row:
                    yield from branch


def our_steps(name):
    """The same of our document; batch normalization is darknet's `bn=1` of the convolution before it."""
    rows = list(in_darknet_s_order(cnncalc.analyze(name)))
    for row, after in zip(rows, [*rows[1:], rows[-1]], strict=True):
        layer, output = row.node.layer, tuple(row.output)
        if layer.kind == "conv":
            filters, weights = layer.filters, row.weight_params
            yield Step(
                "conv", output, filters, layer.kernel.width, layer.stride.width, weights, after.node.layer.kind == "bn"
            )
        elif layer.kind == "pool":
            yield Step("pool", output, kernel=layer.kernel.width, stride=(layer.stride or layer.kernel).width)
        elif layer.kind in KINDS.values():
            yield Step(layer.kind, output)


@pytest.mark.parametrize(
    ("cfg", "name"),
    [
        ("darknet19", "darknet19-256"),
        ("darknet19_448", "darknet19-448"),
        ("darknet53", "darknet53"),
        ("darknet53_448", "darknet53-448"),
        ("yolov2", "yolov2"),
        ("yolov2-tiny", "yolov2-tiny"),
        ("yolov3", "yolov3-608"),
        ("yolov3-tiny", "yolov3-tiny"),
    ],
)
def test_darknet_has_the_same_layers(cfg, name):
    assert list(our_steps(name)) == list(darknet_steps(cfg))


def test_yolov3_with_pyramid_has_the_same_layers():
    """Darknet pools the smallest window first but joins the largest first; a path of ours is both."""
    assert sorted(our_steps("yolov3-spp")) == sorted(darknet_steps("yolov3-spp"))


# --------------------------------------------------------------------------------------------------------- Caffe


def our_name(name):
    """Caffe's name of the last up-sampling says by how much: upscore8, upscore16; fcn-32s has upscore, as has our document."""
    return "upscore" if name in ("upscore8", "upscore16") else name


def declared(path):
    """Name to what a prototxt says of each layer: `{"type": "Convolution", "num_output": "64", …}`."""
    layers = {}
    for block in re.split(r"^layer\s*{", corpus(path), flags=re.MULTILINE)[1:]:
        says = dict(re.findall(r'^\s*(\w+):\s*"?([\w.]+)"?', block, flags=re.MULTILINE))
        layers[our_name(says["name"])] = says
    return layers


@pytest.mark.parametrize(("path", "name"), [("voc-fcn8s/deploy", "fcn-8s"), ("voc-fcn32s/val", "fcn-32s")])
def test_fcn_is_declared_the_same(path, name):
    report = cnncalc.analyze(name)
    layers = declared(f"{FCN}/{path}.prototxt")
    kinds = {"Convolution": "conv", "Deconvolution": "deconv"}
    filters = {layer: says for layer, says in layers.items() if says["type"] in kinds}
    assert len(filters) == sum(row.node.layer.kind in kinds.values() for row in report.rows)
    for layer, says in filters.items():
        ours = report[layer].node.layer
        assert ours.kind == kinds[says["type"]], layer
        assert ours.filters == int(says["num_output"]), layer
        assert ours.kernel.width == int(says["kernel_size"]), layer
        assert ours.stride.width == int(says.get("stride", 1)), layer
        assert ours.bias == (says.get("bias_term") != "false"), layer
        assert report[layer].cost.windows[0].before == int(says.get("pad", 0)), layer
    offsets = [int(says["offset"]) for says in layers.values() if says["type"] == "Crop"]
    assert [row.node.layer.margin.top for row in report.rows if row.node.layer.kind == "crop"] == offsets


def test_fcn_8s_has_caffe_s_shapes():
    report = cnncalc.analyze("fcn-8s")
    lines = corpus(f"{FCN}/voc-fcn8s/deploy.prototxt.layers.tsv").splitlines()
    shapes = {
        name: json.loads(dims)
        for name, _, dims in (line.partition("\t") for line in lines)
        if not name.startswith("relu")
    }
    ours = {name: report[our_name(name)].output for name in shapes}
    assert ours == {name: (height, width, depth) for name, (_, depth, height, width) in shapes.items()}
