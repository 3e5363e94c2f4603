"""The ways in which a bundled network may be named."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.spec import library
from cnncalc.spec.spellings import meant, spellings

NAMES = ("resnet18", "vgg16-c", "torchvision/resnet18", "torchvision/mobilenet_v2", "torchvision/densenet121", "timm/densenet121", "a_b", "a-b")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("resnet18", "resnet18"),
        ("ResNet18", "resnet18"),
        ("torchvision/resnet18", "torchvision/resnet18"),
        ("TorchVision/ResNet18", "torchvision/resnet18"),
        ("mobilenet_v2", "torchvision/mobilenet_v2"),
        ("mobilenet-v2", "torchvision/mobilenet_v2"),
        ("MobileNet-V2", "torchvision/mobilenet_v2"),
        ("torchvision/mobilenet-v2", "torchvision/mobilenet_v2"),
        ("vgg16_c", "vgg16-c"),
        ("a_b", "a_b"),  # as it stands before any other reading
        ("a-b", "a-b"),
        ("A_B", "a_b"),
        ("densenet121", None),  # two have it
        ("timm/densenet121", "timm/densenet121"),
        ("timm/resnet18", None),  # a folder that is written is meant
        ("torchvision/vgg16-c", None),
        ("mobilenetv2", None),
        ("mobilenet", None),
        ("torchvision", None),
        ("", None),
    ],
)
def test_what_a_name_means(name, expected):
    assert meant(name, NAMES) == expected


def test_every_spelling_means_its_network():
    for names in (NAMES, library.names()):
        found = spellings(names)
        assert set(names) <= set(found)
        assert {meant(spelling, names) for spelling in names} == set(names)
        assert [meant(spelling, names) for spelling in found] == list(found.values())


def test_bundled_networks_are_found_by_their_short_names():
    held = {name for name in library.names() if "/" not in name}
    for name in library.names():
        folder, _, short = name.rpartition("/")
        if folder:
            assert library.find(short).name == (short if short in held else name)


def test_the_classic_keeps_its_name():
    assert library.find("resnet50").name == "resnet50"
    assert cnncalc.load("resnet50").framework == "caffe"
    assert cnncalc.load("torchvision/resnet50").framework == "pytorch"
