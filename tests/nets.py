"""Networks for tests, from notation."""

from __future__ import annotations

from cnncalc.rules import examine
from cnncalc.spec import Changes, load

CLASSICS = (
    "lenet5", "alexnet", "alexnet-groups", "zfnet", "vgg11", "vgg13", "vgg16", "vgg16-c", "vgg19",
    "googlenet", "googlenet-heads", "inception-naive", "inception-bottleneck",
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
    "alphago-policy", "mnist-simple", "mnist-deep", "cifar10-notes",
)  # fmt: skip
"""The networks of the course: few enough to be tried under every rounding."""

FRAMEWORKS = ("exact", "pytorch", "caffe", "tensorflow")


def network_of(text, framework=None):
    """The network of notation or of a document's text that has no mistakes."""
    loaded = load(text, Changes(framework=framework))
    assert not loaded.diagnostics, loaded.diagnostics
    (network,) = loaded.networks
    return network


def report_of(text, framework=None):
    return examine(network_of(text, framework))


def one_layer(example):
    """The report of a kind's worked example; several inputs become the paths of a brace."""
    shapes = example.input.split()
    if len(shapes) == 1:
        return report_of(f"INPUT {example.input} {example.notation}", example.framework)
    joint = {"CONCAT": "|", "ADD": "+", "MULTIPLY": "x"}[example.notation]
    height, width, _ = shapes[0].split("x")
    paths = [
        f"CONV1-{shape.rpartition('x')[2]}"
        if shape.startswith(f"{height}x{width}x")
        else f"GAP FC-{shape.rpartition('x')[2]}"
        for shape in shapes
    ]
    report = report_of(f"INPUT {height}x{width}x8 {{{f' {joint} '.join(paths)}}}", example.framework)
    assert [str(shape) for shape in report.rows[-1].inputs] == shapes
    return report
