"""Classifiers against the files of others, layer by layer: Keras' own summaries, and Caffe's own run of its `.prototxt`.

They lie beside the checkout; without them these tests are skipped. Paths side by side are told in another order elsewhere, so layers are
compared in the order of their numbers.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cnncalc

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def lines(path):
    """The lines of a file of others, split at tabs; the test is skipped without it."""
    file = CORPUS / path
    if not file.exists():
        pytest.skip(f"{file} is not there: other programs' model files are kept beside the checkout")
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]


def keras_layers(name):
    """Output and parameters, running statistics among them, of every layer that has parameters."""
    for _, kind, shape, params in lines(f"keras/{name}.json.layers.tsv"):
        if params != "0":
            _, *extents = ast.literal_eval(shape)
            yield kind, (*(1, 1, *extents)[-3:],), int(params)


KERAS = {"conv": "Conv2D", "dwconv": "DepthwiseConv2D", "bn": "BatchNormalization", "fc": "Dense"}


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_keras_has_the_same_resnet_v2(depth):
    rows = [row for row in cnncalc.analyze(f"resnet{depth}-v2").rows if row.params]
    ours = [(KERAS[row.node.layer.kind], tuple(row.output), row.params + row.statistics) for row in rows]
    assert sorted(ours) == sorted(keras_layers(f"ResNet{depth}V2"))


def caffe_maps(path):
    """The outputs of Caffe's convolutions: everything that is not named for another kind of layer."""
    others = ("bn", "scale", "relu", "pool", "prob", "concat", "eltwise")
    for name, shape in lines(path):
        _, depth, *extents = ast.literal_eval(shape)
        if not any(word in name.lower() for word in others) and len(extents) == 2:
            yield (*extents, depth)


def test_caffe_s_mobilenet_has_the_same_maps():
    rows = cnncalc.analyze("mobilenet-v1").rows
    ours = [tuple(row.output) for row in rows if row.node.layer.kind in ("conv", "dwconv", "fc")]
    assert ours == list(caffe_maps("caffe/shicai__MobileNet-Caffe/mobilenet_deploy.prototxt.layers.tsv"))


def test_caffe_s_inception_resnet_v2_has_the_same_maps():
    path = "caffe/soeaver__caffe-model/cls/inception/deploy_inception-resnet-v2.prototxt.layers.tsv"
    rows = cnncalc.analyze("inception-resnet-v2").rows
    assert sorted(tuple(row.output) for row in rows if row.node.layer.kind == "conv") == sorted(caffe_maps(path))


@pytest.mark.parametrize(("name", "params"), [("inception-resnet-v2", 55_843_464), ("inception-v4", 42_679_816)])
def test_timm_s_inceptions_have_the_scale_that_keras_and_slim_leave_out(name, params):
    """Its results/benchmark-infer files publish 55.84 and 42.68 million."""
    assert cnncalc.analyze(name, set={"scale": True}).totals.params == params
