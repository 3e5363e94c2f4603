"""Widths and depths of no published network: what `--set width=` and `depth=` make of our documents, torchvision makes too.

Rounded to multiples of 8, stages may come out equally wide that are not at width 1; then a block adds its input that did not.
"""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]
torch = pytest.importorskip("torch")

import cnncalc  # noqa: E402
from tests.oracle.test_torchvision import first_difference, models  # noqa: E402
from tests.oracle.torchvision_leaves import leaves  # noqa: E402

WIDTHS = (0.1, 0.35, 0.6, 1.4, 2.0)


def efficientnet(width, depth):
    """torchvision has no public way to other widths than the eight."""
    stages, last = models.efficientnet._efficientnet_conf("efficientnet_b0", width_mult=width, depth_mult=depth)
    return models.EfficientNet(stages, 0.2, last_channel=last)


BUILDERS = {
    "mobilenet_v2": lambda width: models.mobilenet_v2(width_mult=width),
    "mobilenet_v3_large": lambda width: models.mobilenet_v3_large(width_mult=width),
    "mobilenet_v3_small": lambda width: models.mobilenet_v3_small(width_mult=width),
    "mnasnet1_0": lambda width: models.MNASNet(width),  # noqa: PLW0108 - it calls its argument alpha
    "efficientnet_b0": efficientnet,
}
SCALES = ((0.1, 0.3), (0.5, 0.6), (0.9, 1.0), (1.3, 1.7), (2.2, 3.6))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [name for name in BUILDERS if name != "efficientnet_b0"])
def test_other_widths(name, width):
    agree(name, width=width)


@pytest.mark.parametrize(("width", "depth"), SCALES)
def test_other_scales_of_efficientnet(width, depth):
    agree("efficientnet_b0", width=width, depth=depth)


def agree(name, **multipliers):
    with torch.device("meta"):
        model = BUILDERS[name](**multipliers).eval()
    difference = first_difference(leaves(models, model, 224), cnncalc.analyze(f"torchvision/{name}", set=multipliers))
    if difference:
        pytest.fail(difference, pytrace=False)
