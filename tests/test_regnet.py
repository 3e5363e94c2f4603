"""RegNet's stages, derived from the handful of numbers that a RegNet is: what regnet.yaml lists follows from the paper's formulas.

The numbers are printed in torchvision's models/regnet.py and, but for RegNetY-128GF, in the configurations of the authors' pycls,
configs/dds_baselines (`DEPTH`, `W0`, `WA`, `WM`, `GROUP_W`).
"""

from __future__ import annotations

import math
from itertools import groupby

import pytest

import cnncalc
from cnncalc.spec.library import names

# Depth, w_0, w_a, w_m and the width of a group; the bottleneck ratio is 1 in all of them.
PRINTED = {
    "regnet_x_400mf": (22, 24, 24.48, 2.54, 16),
    "regnet_x_800mf": (16, 56, 35.73, 2.28, 16),
    "regnet_x_1_6gf": (18, 80, 34.01, 2.25, 24),
    "regnet_x_3_2gf": (25, 88, 26.31, 2.25, 48),
    "regnet_x_8gf": (23, 80, 49.56, 2.88, 120),
    "regnet_x_16gf": (22, 216, 55.59, 2.1, 128),
    "regnet_x_32gf": (23, 320, 69.86, 2.0, 168),
    "regnet_y_400mf": (16, 48, 27.89, 2.09, 8),
    "regnet_y_800mf": (14, 56, 38.84, 2.4, 16),
    "regnet_y_1_6gf": (27, 48, 20.71, 2.65, 24),
    "regnet_y_3_2gf": (21, 80, 42.63, 2.66, 24),
    "regnet_y_8gf": (17, 192, 76.82, 2.19, 56),
    "regnet_y_16gf": (18, 200, 106.23, 2.48, 112),
    "regnet_y_32gf": (20, 232, 115.89, 2.53, 232),
    "regnet_y_128gf": (27, 456, 160.83, 2.52, 264),
}


def as_pycls(width, group):
    """The multiple of `group` nearest to `width`, of two the even one: pycls, `adjust_block_compatibility` in models/blocks.py."""
    return round(width / group) * group


def as_torchvision(width, group):
    """Of two the larger one, and never less than nine tenths of `width`: torchvision, `_adjust_widths_groups_compatibilty`."""
    groups = int(width / group + 0.5)
    return (groups if groups * group >= 0.9 * width else groups + 1) * group


def stages(depth, initial, slope, factor, group, adjusted=as_torchvision):
    """Blocks, width and group width of every stage, by section 3.3 of Radosavovic et al. 2020.

    Block j would be u_j = w_0 + w_a j wide (equation 2). The power s_j with u_j = w_0 w_m^s_j (3) is rounded to an integer, which
    makes the width w_0 w_m^round(s_j) (4), here a multiple of 8; blocks of one width are a stage. Then groups must divide it: a
    group is no wider than the stage, and the stage is `adjusted` to a multiple of it.
    """
    widths = []
    for block in range(depth):
        power = math.log((initial + slope * block) / initial) / math.log(factor)
        widths.append(8 * round(initial * factor ** round(power) / 8))
    found = []
    for width, blocks in groupby(widths):
        together = min(group, width)
        found.append((len(list(blocks)), adjusted(width, together), together))
    return found


@pytest.mark.parametrize("name", PRINTED)
def test_stages_follow_from_the_paper_s_formulas(name):
    grouped = [
        (node.scope[0], node.layer.filters, node.layer.filters // node.layer.groups)
        for node in cnncalc.load(f"torchvision/{name}").nodes
        if node.label == "b"
    ]
    listed = [(len(list(blocks)), *stage[1:]) for stage, blocks in groupby(grouped)]
    assert listed == stages(*PRINTED[name])


def test_every_member_is_derived():
    assert {f"torchvision/{name}" for name in PRINTED} == {n for n in names() if n.startswith("torchvision/regnet_")}


# Where torchvision's widths are not the authors': theirs, and what pycls prints in MODEL_ZOO.md, millions of parameters and
# billions of operations.
OTHERS = {
    "regnet_x_400mf": ([32, 64, 160, 384], 5.2, 0.4),
    "regnet_y_800mf": ([64, 128, 320, 768], 6.3, 0.8),
    "regnet_y_8gf": ([168, 448, 896, 2016], 39.2, 8.0),
}


@pytest.mark.parametrize("name", PRINTED)
def test_three_members_are_wider_than_the_authors(name):
    authors = [width for _, width, _ in stages(*PRINTED[name], adjusted=as_pycls)]
    ours = [width for _, width, _ in stages(*PRINTED[name])]
    assert authors == (OTHERS[name][0] if name in OTHERS else ours)
    assert (authors != ours) == (name in OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_with_the_authors_widths_it_is_the_authors_network(name):
    widths, millions, billions = OTHERS[name]
    totals = cnncalc.analyze(f"torchvision/{name}", set={"w": widths}).totals
    assert (round(totals.params / 1e6, 1), round(totals.macs / 1e9, 1)) == (millions, billions)
