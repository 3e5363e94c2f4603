"""Every worked number of the course that a table or a check can show, row by row (N1 to N39, E1 to E6).

The numbers are the course's own. N17 to N20, im2col and the two passes of a convolution, are tested in tests/forward.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod

import click
import pytest
from click.testing import CliRunner

import cnncalc
from cnncalc.symbolic import symbol

VGG16_FEATURES = (
    "INPUT 224x224x3 (CONV3-64 RELU)*2 POOL2 (CONV3-128 RELU)*2 POOL2 "
    "(CONV3-256 RELU)*3 POOL2 ((CONV3-512 RELU)*3 POOL2)*2"
)


def last(notation, size):
    """The last row of a fragment on an input of `size`."""
    report = cnncalc.analyze(notation, input=size)
    assert not report.diagnostics, report.diagnostics
    return report.rows[-1]


def codes(report):
    return [d.code for d in report.diagnostics]


def kinds(report, *wanted):
    return [row for row in report.rows if row.node.layer.kind in wanted]


def sizes(report, *labels):
    return [str(report[label].output) for label in labels]


def depth(network):
    """How many layers with weights the longest path has: the number in a network's name."""
    longest = []
    for node in network.nodes:
        counts = node.layer.kind in ("conv", "fc")
        longest.append(max((longest[source] for source in node.inputs), default=0) + counts)
    return max(longest)


def run(*arguments):
    """What a command prints, and its status."""
    from cnncalc import cli

    command = cli.main if isinstance(cli.main, click.Command) else cli.cli
    result = CliRunner().invoke(command, arguments)
    return re.sub(r" +", " ", result.output), result.exit_code


# ------------------------------------------------------------------------------------------------ output size


@pytest.mark.parametrize(
    ("notation", "size", "output"),
    [
        pytest.param("CONV3-1p0", "7x7x1", "5x5x1", id="N1"),
        pytest.param("CONV3-1/2p0", "7x7x1", "3x3x1", id="N2"),
        pytest.param("CONV3-1p1", "7x7x1", "7x7x1", id="N4"),
        pytest.param("CONV3-1p1", "4x4x1", "4x4x1", id="N7"),
        pytest.param("CONV3-1/2p0", "7x7x1", "3x3x1", id="N8"),
        pytest.param("CONV3-1/2p0", "7x7x3", "3x3x1", id="N8, in colour"),
    ],
)
def test_n01_n02_n04_n07_n08_output_sizes(notation, size, output):
    assert str(last(notation, size).output) == output


def test_n03_a_stride_that_does_not_fit():
    report = cnncalc.analyze("CONV3-1/3p0", input="7x7x1")
    assert codes(report) == ["CNN301"]
    assert report.rows[-1].exact_output == (Fraction(7, 3), Fraction(7, 3))
    assert "(7 - 3 + 2·0)/3 + 1 = 7/3" in report.diagnostics[0].message
    assert "2.33" in report.diagnostics[0].message
    assert report.rows[-1].output == (2, 2, 1)  # what the table goes on with


@pytest.mark.parametrize(("kernel", "padding"), [(3, 1), (5, 2), (7, 3)])
def test_n05_padding_that_preserves_the_size(kernel, padding):
    row = last(f"CONV{kernel}-1", "32x32x1")
    assert row.output == (32, 32, 1)
    assert row.cost.windows[0].before == row.cost.windows[0].after == padding == (kernel - 1) // 2


@pytest.mark.parametrize("kernel", [2, 4, 6])
def test_n05_none_for_an_even_kernel(kernel):
    assert codes(cnncalc.analyze(f"CONV{kernel}-1", input="32x32x1")) == ["CNN308"]
    for padding in range(kernel):
        assert last(f"CONV{kernel}-1p{padding}", "32x32x1").output.height != 32


@pytest.mark.parametrize("extent", [5, 7, 32])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kernel", [1, 3, 4, 5, 7])
def test_n06_padding_that_preserves_the_size_at_any_stride(extent, stride, kernel):
    padding = Fraction((stride - 1) * (extent - 1) + (kernel - 1), 2)
    if padding.denominator == 1:
        report = cnncalc.analyze(f"CONV{kernel}-1/{stride}p{padding}", input=f"{extent}x{extent}x1")
        assert report.rows[-1].output == (extent, extent, 1)
        assert report.ok  # but at a large stride most windows lie in the padding, and that is said


def test_n09_height_and_width_are_separate():
    assert last("CONV5-1/3p2", "28x31x1").output == (10, 11, 1)


def test_n10_parameters_of_a_layer():
    row = last("CONV5-10p2", "32x32x3")
    assert row.output == (32, 32, 10)
    assert row.params == 760 == 10 * 76


def test_n11_two_layers_without_padding():
    report = cnncalc.analyze("CONV5-6p0 CONV5-10p0", input="32x32x3")
    assert [row.output for row in report.rows[1:]] == [(28, 28, 6), (24, 24, 10)]
    filters, *taps = report.rows[1].weights[0].dims
    assert (filters, prod(taps)) == (6, 75)


def test_n12_shrinking_until_nothing_is_left():
    report = cnncalc.analyze("(CONV5-6p0)*8", input="32x32x3")
    assert [row.output.height for row in report.rows] == [32, 28, 24, 20, 16, 12, 8, 4]
    assert codes(report) == ["CNN302"]
    assert report.stopped_at is not None
    assert cnncalc.analyze("(CONV5-6p0)*7", input="32x32x3").ok


def test_n13_a_1x1_convolution():
    assert last("CONV1-32", "56x56x64").output == (56, 56, 32)


def test_n14_a_pool_has_no_parameters():
    row = last("POOL2", "224x224x64")
    assert (row.output, row.params, row.macs) == ((112, 112, 64), 0, 0)


def test_n15_a_small_pool():
    assert last("POOL2", "4x4x1").output == (2, 2, 1)


def test_n16_a_fully_connected_layer():
    row = last("FC-10", "32x32x3")
    assert row.weights[0].dims == (10, 3072)
    assert row.output == (1, 1, 10)


# --------------------------------------------------------------------------------------------- whole networks


def test_n21_lenet5():
    report = cnncalc.analyze("lenet5")
    assert str(report.network.input) == "32x32x1"
    assert sizes(report, "C1", "S2", "C3", "S4") == ["28x28x6", "14x14x6", "10x10x16", "5x5x16"]
    assert [report[label].output.values for label in ("C5", "F6", "output")] == [120, 84, 10]
    assert report.totals.params == 61_706


def test_n22_alexnet():
    report = cnncalc.analyze("alexnet")
    assert not report.diagnostics
    assert str(report.network.input) == "227x227x3"
    assert report["conv1"].output_formula == "(227 - 11 + 2·0)/4 + 1 = 55"
    assert sizes(report, "conv1", "pool1", "norm1") == ["55x55x96", "27x27x96", "27x27x96"]
    assert sizes(report, "conv2", "pool2", "norm2") == ["27x27x256", "13x13x256", "13x13x256"]
    assert sizes(report, "conv3", "conv4", "conv5", "pool3") == ["13x13x384", "13x13x384", "13x13x256", "6x6x256"]
    assert [report[label].output.values for label in ("fc6", "fc7", "fc8")] == [4096, 4096, 1000]
    assert (report["conv1"].weight_params, report["conv1"].params) == (34_848, 34_944)
    assert report.totals.params == 62_378_344


def test_n22_alexnet_as_the_course_lists_it():
    printed, status = run("table", "alexnet", "--style", "alexnet")
    assert status == 0
    assert "[55x55x96] CONV1: 96 11x11 filters at stride 4, pad 0" in printed


def test_n23_alexnet_at_the_size_its_paper_prints():
    report = cnncalc.analyze("alexnet", input="224x224x3")
    assert report["conv1"].exact_output == (Fraction(217, 4), Fraction(217, 4))
    assert report.diagnostics[0].code == "CNN301"
    assert "(224 - 11 + 2·0)/4 + 1 = 54.25" in report.diagnostics[0].message


def test_n24_alexnet_on_two_gpus():
    report = cnncalc.analyze("alexnet-groups")
    assert report.totals.params == 60_965_224
    assert [row.id for row in report.rows if getattr(row.node.layer, "groups", 1) == 2] == ["conv2", "conv4", "conv5"]


def test_n25_zfnet():
    report = cnncalc.analyze("zfnet")
    assert not report.diagnostics
    assert sizes(report, "conv1", "pool1", "conv2", "pool2") == ["110x110x96", "55x55x96", "26x26x256", "13x13x256"]
    assert sizes(report, "conv3", "conv4", "conv5", "pool5") == ["13x13x512", "13x13x1024", "13x13x512", "6x6x512"]
    unused = [row.id for row in report.rows if row.verdict == ("padding-only", "padding-only")]
    assert unused == ["conv1", "pool1", "pool2"]
    assert report.totals.params == 107_627_624


@pytest.mark.parametrize(
    ("name", "convolutions", "of_1x1"),
    [("vgg11", 8, 0), ("vgg13", 10, 0), ("vgg16-c", 13, 3), ("vgg16", 13, 0), ("vgg19", 16, 0)],
)
def test_n26_vgg(name, convolutions, of_1x1):
    report = cnncalc.analyze(name)
    layers = [row.node.layer for row in kinds(report, "conv")]
    assert len(layers) == convolutions
    assert sum(layer.kernel == (1, 1) for layer in layers) == of_1x1
    assert all(layer.kernel == (3, 3) for layer in layers if layer.kernel != (1, 1))
    for row in kinds(report, "conv"):
        assert row.output[:2] == row.inputs[0][:2]
        assert row.cost.windows[0].stride == 1
    for row in kinds(report, "pool"):
        assert (row.cost.windows[0].kernel, row.cost.windows[0].stride) == (2, 2)
    assert sizes(report, "pool5", "fc6", "fc7", "fc8") == ["7x7x512", "1x1x4096", "1x1x4096", "1x1x1000"]


LECTURE = """
INPUT: [224x224x3] memory: 224*224*3=150K params: 0
CONV3-64: [224x224x64] memory: 224*224*64=3.2M params: (3*3*3)*64 = 1,728
CONV3-64: [224x224x64] memory: 224*224*64=3.2M params: (3*3*64)*64 = 36,864
POOL2: [112x112x64] memory: 112*112*64=800K params: 0
CONV3-128: [112x112x128] memory: 112*112*128=1.6M params: (3*3*64)*128 = 73,728
CONV3-128: [112x112x128] memory: 112*112*128=1.6M params: (3*3*128)*128 = 147,456
POOL2: [56x56x128] memory: 56*56*128=400K params: 0
CONV3-256: [56x56x256] memory: 56*56*256=800K params: (3*3*128)*256 = 294,912
CONV3-256: [56x56x256] memory: 56*56*256=800K params: (3*3*256)*256 = 589,824
CONV3-256: [56x56x256] memory: 56*56*256=800K params: (3*3*256)*256 = 589,824
POOL2: [28x28x256] memory: 28*28*256=200K params: 0
CONV3-512: [28x28x512] memory: 28*28*512=400K params: (3*3*256)*512 = 1,179,648
CONV3-512: [28x28x512] memory: 28*28*512=400K params: (3*3*512)*512 = 2,359,296
CONV3-512: [28x28x512] memory: 28*28*512=400K params: (3*3*512)*512 = 2,359,296
POOL2: [14x14x512] memory: 14*14*512=100K params: 0
CONV3-512: [14x14x512] memory: 14*14*512=100K params: (3*3*512)*512 = 2,359,296
CONV3-512: [14x14x512] memory: 14*14*512=100K params: (3*3*512)*512 = 2,359,296
CONV3-512: [14x14x512] memory: 14*14*512=100K params: (3*3*512)*512 = 2,359,296
POOL2: [7x7x512] memory: 7*7*512=25K params: 0
FC: [1x1x4096] memory: 4096 params: 7*7*512*4096 = 102,760,448
FC: [1x1x4096] memory: 4096 params: 4096*4096 = 16,777,216
FC: [1x1x1000] memory: 1000 params: 4096*1000 = 4,096,000
""".strip().splitlines()


def test_n27_vgg16_as_the_lecture_prints_it():
    printed, status = run("table", "vgg16", "--style", "lecture")
    assert status == 0
    lines = [line.strip() for line in printed.splitlines() if "memory:" in line and "params:" in line]
    assert lines[: len(LECTURE)] == LECTURE


def test_n27_vgg16_in_numbers():
    report = cnncalc.analyze("vgg16")
    assert report["conv1_1"].weight_params == 1_728
    assert report["fc6"].weight_params == 102_760_448
    assert report.totals.params == 138_357_544
    assert report.totals.macs == 15_470_264_320
    assert cnncalc.analyze("vgg16", bias=False).totals.params == 138_344_128


def test_n28_googlenet():
    report = cnncalc.analyze("googlenet")
    assert not report.diagnostics
    assert depth(report.network) == 22
    assert sizes(report, "inception_3a", "inception_5b", "pool5") == ["28x28x256", "7x7x1024", "1x1x1024"]
    assert report.totals.params == 6_998_552


def test_n28_googlenet_with_its_heads():
    report = cnncalc.analyze("googlenet-heads")
    assert report.totals.params == 13_378_280
    assert sorted(report.network.outputs) == ["aux1", "aux2", "output"]
    pooled = [row.output for row in kinds(report, "avgpool") if row.cost.windows[0].stride == 3]
    assert pooled == [(4, 4, 512), (4, 4, 528)]  # section 5 of the paper


def test_n29_a_naive_inception_module():
    report = cnncalc.analyze("inception-naive")
    assert report.rows[-1].output == (28, 28, 672)
    assert report.totals.macs == 854_196_224
    assert round(report.totals.macs / 1e6) == 854


def test_n30_an_inception_module_with_bottlenecks():
    report = cnncalc.analyze("inception-bottleneck")
    assert report.rows[-1].output == (28, 28, 480)
    assert report.totals.macs == 271_351_808


@pytest.mark.parametrize(
    ("name", "blocks", "bottlenecks"),
    [
        ("resnet18", 8, False),
        ("resnet34", 16, False),
        ("resnet50", 16, True),
        ("resnet101", 33, True),
        ("resnet152", 50, True),
    ],
)
def test_n31_resnets(name, blocks, bottlenecks):
    report = cnncalc.analyze(name)
    assert not report.diagnostics
    assert report["pool1"].output == (56, 56, 64)
    assert len(kinds(report, "add")) == blocks
    assert depth(report.network) == int(name.removeprefix("resnet"))
    assert report["conv5_x"].output == (7, 7, 2048 if bottlenecks else 512)


def test_n32_alphago():
    report = cnncalc.analyze("alphago-policy")
    convolutions = kinds(report, "conv")
    assert str(report.network.input) == "19x19x48"
    assert [row.node.layer.kernel[0] for row in convolutions] == [5] + 11 * [3] + [1]
    assert [row.output for row in convolutions] == 12 * [(19, 19, 192)] + [(19, 19, 1)]
    assert report.rows[-1].output == (19, 19, 1)


def test_n33_a_small_mnist_network():
    report = cnncalc.analyze("mnist-simple")
    assert str(report.network.input) == "28x28x1"
    assert [row.node.layer.kind for row in report.rows[1:]] == ["conv", "relu", "pool", "fc", "relu", "fc", "softmax"]
    assert sizes(report, "conv1", "pool1", "affine1", "affine2") == ["24x24x30", "12x12x30", "1x1x100", "1x1x10"]


def test_n34_a_deeper_mnist_network():
    report = cnncalc.analyze("mnist-deep")
    assert [row.output.depth for row in kinds(report, "conv")] == [16, 16, 32, 32, 64, 64]
    assert [row.output[:2] for row in kinds(report, "pool")] == [(14, 14), (8, 8), (4, 4)]
    assert [row.output.depth for row in kinds(report, "fc")] == [50, 10]
    assert len(kinds(report, "dropout")) == 2


PATTERN = "[(CONV3-16-RELU)*{N}-POOL2]*{M}-(FC-64-RELU)*{K}, SOFTMAX"


@pytest.mark.parametrize(("n", "m", "k"), [(1, 1, 0), (2, 3, 1), (5, 4, 2)])
def test_n35_the_typical_pattern(n, m, k):
    report = cnncalc.analyze(PATTERN.format(N=n, M=m, K=k), input="32x32x3")
    assert not report.diagnostics
    assert (len(kinds(report, "conv")), len(kinds(report, "pool")), len(kinds(report, "fc"))) == (n * m, m, k)


def test_n35_the_typical_pattern_with_its_letters():
    pattern = PATTERN.format(N="N", M="M", K="K")
    with pytest.raises(cnncalc.SpecError) as refused:
        cnncalc.analyze(pattern, input="32x32x3")
    assert all("--set" in d.help for d in refused.value.diagnostics)
    report = cnncalc.analyze(pattern, input="32x32x3", set={"N": 2, "M": 3, "K": 1})
    assert (len(kinds(report, "conv")), len(kinds(report, "pool")), len(kinds(report, "fc"))) == (6, 3, 1)


# ------------------------------------------------------------------------------------------------------ claims


@pytest.mark.parametrize(("stack", "field"), [("(CONV3-8)*2", 5), ("CONV5-8", 5), ("(CONV3-8)*3", 7), ("CONV7-8", 7)])
def test_n36_receptive_fields(stack, field):
    row = last(stack, "32x32x3")
    assert row.field.height.size == row.field.width.size == field


@pytest.mark.parametrize(
    ("stack", "weights"),
    [("(CONV3-Cnobias)*3", 27), ("CONV7-Cnobias", 49), ("(CONV3-Cnobias)*2", 18), ("CONV5-Cnobias", 25)],
)
def test_n37_small_filters_cost_less(stack, weights):
    C = symbol("C")
    report = cnncalc.analyze(stack, input="HxWxC")
    assert report.totals.params == weights * C * C
    assert str(report.totals.params) == f"{weights}*C^2"
    assert str(report.rows[-1].output) == "HxWxC"


def test_n38_a_bottleneck_saves():
    naive, bottleneck = (cnncalc.analyze(f"inception-{kind}").totals.macs for kind in ("naive", "bottleneck"))
    assert (naive, bottleneck) == (854_196_224, 271_351_808)


def test_n39_averaging_instead_of_the_first_fully_connected_layer():
    flattened = cnncalc.analyze(f"{VGG16_FEATURES} fc6:FC-4096 RELU fc7:FC-4096 RELU fc8:FC-1000")
    averaged = cnncalc.analyze(f"{VGG16_FEATURES} GAP fc7:FC-4096 RELU fc8:FC-1000")
    assert flattened.totals.params == cnncalc.analyze("vgg16").totals.params
    assert kinds(averaged, "gap")[0].output == (1, 1, 512)
    assert flattened["fc6"].weight_params == 102_760_448
    assert [r["fc7"].weights[0].dims for r in (flattened, averaged)] == [(4096, 4096), (4096, 512)]
    assert flattened.totals.params - averaged.totals.params == 117_444_608


# ---------------------------------------------------------------------------------- where the material is wrong


def test_e1_alexnet_fits_227_and_not_224():
    assert "CNN301" in codes(cnncalc.analyze("alexnet", input="224x224x3"))
    assert not cnncalc.analyze("alexnet", input="227x227x3").diagnostics


def test_e2_vgg16_keeps_61_megabytes():
    totals = cnncalc.analyze("vgg16").totals
    assert totals.activations == 15_237_608
    assert round(totals.activation_bytes / 1e6, 1) == 61.0
    assert round(totals.activation_bytes / 2**20, 1) == 58.1


def test_e3_a_pool_halves_224():
    assert last("POOL2", "224x224x64").output == (112, 112, 64)
    assert last("POOL2", "244x244x64").output == (122, 122, 64)


@pytest.mark.parametrize("map_in_alexnet", ["55x55x96", "27x27x256", "13x13x256"])
def test_e4_the_common_pooling_is_3_by_3_at_stride_2(map_in_alexnet):
    assert not cnncalc.analyze("POOL3/2", input=map_in_alexnet).diagnostics
    assert codes(cnncalc.analyze("POOL2/3", input=map_in_alexnet)) == ["CNN301"]


def test_e5_the_slide_counts_the_3x3_layer_twice():
    report = cnncalc.analyze("inception-bottleneck")
    (three,) = [row for row in kinds(report, "conv") if row.node.layer.kernel == (3, 3)]
    assert three.macs == 86_704_128
    assert round((report.totals.macs + three.macs) / 1e6) == 358
    assert round(report.totals.macs / 1e6) == 271


def test_e6_googlenet_has_nine_times_fewer_parameters_than_alexnet():
    alexnet, googlenet = (cnncalc.analyze(name).totals.params for name in ("alexnet", "googlenet"))
    assert (alexnet, googlenet) == (62_378_344, 6_998_552)
    assert round(alexnet / googlenet, 1) == 8.9
