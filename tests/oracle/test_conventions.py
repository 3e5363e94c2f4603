"""Each imitation held against the tool itself, installed from PyPI; outside the default run.

    pip install torch torchinfo fvcore ptflops thop calflops torchsummary && pytest -m oracle tests/oracle/test_conventions.py

Networks are built on PyTorch's meta device, shapes without numbers, and get real ones only for tools that need them.
"""

from __future__ import annotations

import logging
import re
import sys
import types
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import pytest

from cnncalc.engine.conventions import CONVENTIONS
from cnncalc.engine.counting import count
from cnncalc.rules import examine
from cnncalc.spec import load
from tests.nets import network_of

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]

from tests.oracle.torchvision_leaves import torchvision_models  # noqa: E402

LAYERS = (
    "CONV3-10", "CONV3-10nobias", "CONV3-16/2g4", "CONV3x5-16/2x1p1x2", "CONV3-16d2", "CONV3-10p(0,1,1,0)", "DWCONV3", "DWCONV3/2m2nobias",
    "DECONV4-10/2p1", "DECONV4-10/2p1nobias", "DECONV4-16/2p1g4", "DECONV3-6/3p0o1", "DECONV2-4/2p0",
    "FC-10", "FC-10nobias", "MAXOUT3-10", "MAXOUT3-10nobias",
    "BN", "BNnoscale", "BNnoaffine", "LN", "LNnoaffine", "LRN", "LRN3", "SCALE", "SCALEnobias",
    "RELU", "LRELU", "PRELU", "PRELUshared", "ELU", "SIGMOID", "TANH", "GELU", "SILU", "HSWISH", "HSIGMOID", "RELU6", "SOFTMAX", "DROPOUT0.5",
    "POOL2", "POOL3/2p1", "POOL3/2ceil", "AVGPOOL2", "AVGPOOL3/2p1", "GAP", "GMP", "AAP3", "AAP5x7", "AAP1", "AMP4", "AMP1", "UP2", "UP2bilinear", "FLATTEN",
    "GN4", "GN2noaffine", "IN", "INnoaffine", "L2NORM", "L2NORMnoaffine", "LAYERSCALE", "DROPPATH0.2",
    "CONV1-8 SHUFFLE4", "CONV1-8 {SLICE0-5 | SLICE5}", "CONV1-8 CROP2", "CONV1-8 PAD2", "CONV1-8 PAD-4", "CONV1-8 CROP(margin=(1,2,0,3))", "REORG2", "REORG2x5", "UNPOOL2", "UNPOOL2x3",
    "{CONV1-8 + ID}", "{CONV1-8 | ID}", "{CONV1-8 x ID}", "{GAP CONV1-8 SIGMOID x ID}",
)  # fmt: skip
NETWORKS = (
    "lenet5", "alexnet", "alexnet-groups", "zfnet", "vgg11", "vgg16", "googlenet", "googlenet-heads", "resnet18", "torchvision/resnet18",
    "torchvision/resnet50", "alphago-policy", "mnist-deep", "inception-bottleneck",
    "torchvision/squeezenet1_1", "mobilenet-v2", "densenet121", "unet", "resnet20-cifar", "torchvision/shufflenet_v2_x1_0", "torchvision/efficientnet_b0",
    "torchvision/convnext_tiny", "torchvision/regnet_y_400mf", "ssd300",
    "INPUT 32x32x3 CONV3-16 GN4 RELU {SLICE0-8 | SLICE8 CONV1-8 IN DROPPATH0.1} SHUFFLE2 CROP2 REORG2 L2NORM {CONV1-64 LAYERSCALE + ID} UNPOOL2 AAP7 AMP3 FC-10",
)  # fmt: skip


def real(net):
    """An input of real numbers for a network that now has some: for tools that trace, which fails on the meta device in PyTorch
    2.13, or that patch functions with which the meta device itself is written.
    """
    net.to_empty(device="cpu")
    return net.example(device="cpu")


def _torchinfo(net):
    from torchinfo import summary

    found = summary(net, input_data=net.example(), verbose=0)
    return found.total_mult_adds, found.total_output_bytes


def _fvcore(net):
    from fvcore.nn import ActivationCountAnalysis, FlopCountAnalysis

    logging.getLogger("fvcore.nn.jit_analysis").setLevel(logging.ERROR)
    x = real(net)
    return FlopCountAnalysis(net, x).total(), ActivationCountAnalysis(net, x).total()


def _ptflops(net, backend="pytorch"):
    if find_spec("torchvision"):
        torchvision_models()  # ptflops imports torchvision where it is installed
    from ptflops import get_model_complexity_info

    x = real(net)
    return (
        get_model_complexity_info(
            net, tuple(x.shape[1:]), print_per_layer_stat=False, as_strings=False, backend=backend,
            input_constructor=lambda _: {"x": x},
        )[0],
    )  # fmt: skip


def _ptflops_aten(net):
    return _ptflops(net, "aten")


def _thop(net):
    from thop import profile

    return (profile(net, (net.example(),), verbose=False)[0],)


def _calflops(net):
    # calflops imports transformers for language models; what it counts needs neither that nor the hub.
    for module, name in (("flops_counter_hf", "calculate_flops_hf"), ("estimate", "create_empty_model")):
        if f"calflops.{module}" not in sys.modules:
            stub = types.ModuleType(f"calflops.{module}")
            setattr(stub, name, None)
            sys.modules[stub.__name__] = stub
    from calflops import calculate_flops

    return calculate_flops(net, args=[real(net)], print_results=False, output_as_string=False)[:2]


TOOLS = {
    "torchinfo": _torchinfo, "fvcore": _fvcore, "ptflops": _ptflops, "ptflops-aten": _ptflops_aten, "thop": _thop, "calflops": _calflops,
}  # fmt: skip


def installed(tool):
    """The version of the tool that runs here; without one the test is skipped. (calflops cannot be imported just like that.)"""
    package = tool.removesuffix("-aten")
    try:
        return version(package)
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed")


def agree(tool, network, batch=1):
    """What the tool says of PyTorch's network, and what its convention says of ours."""
    from tests.oracle.torch_net import TorchNet

    installed(tool)
    net = TorchNet(network)
    net.batch = batch
    if not list(net.parameters()):  # some tools ask the first parameter where to run
        net.nothing = torch.nn.Parameter(torch.zeros(1, device="meta"))
    report = examine(network)
    shape = net(net.example()).shape if len(network.outputs) == 1 else None
    if shape is not None and len(shape) == 4:
        height, width, depth = report.rows[-1].output
        assert tuple(shape[1:]) == (depth, height, width)
    expected = [tally.total for tally in count(report, tool, batch=batch).tallies]
    assert [int(number) for number in TOOLS[tool](net)] == expected


@pytest.mark.parametrize("tool", TOOLS)
def test_the_version_that_was_read_is_the_one_that_runs(tool):
    assert installed(tool).replace("-", ".post") == CONVENTIONS[tool].version  # thop writes a hyphen


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("notation", LAYERS)
def test_one_layer(tool, notation):
    agree(tool, network_of(f"INPUT 12x10x8 {notation}", "pytorch"))


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if CONVENTIONS[tool].batch])
def test_the_batch_is_included(tool):
    agree(tool, network_of("INPUT 12x10x8 CONV3-10 BN RELU POOL2 GAP FC-10 SOFTMAX", "pytorch"), batch=3)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", NETWORKS)
def test_whole_networks(tool, name):
    (network,) = load(name).networks
    agree(tool, network)


@pytest.mark.parametrize("name", NETWORKS)
def test_torchsummary(name, capsys):
    summary = pytest.importorskip("torchsummary").summary
    from tests.oracle.torch_net import TorchNet

    (network,) = load(name).networks
    net = TorchNet(network)
    x = real(net)
    summary(net, tuple(x.shape[1:]), batch_size=1, device="cpu")
    said = re.search(r"Forward/backward pass size \(MB\): ([0-9.]+)", capsys.readouterr().out)
    assert said is not None
    tally = count(examine(network), "torchsummary").memory
    assert tally is not None
    assert said[1] == f"{tally.total / 2**20:.2f}"


@pytest.mark.parametrize(
    ("tool", "add", "relu"),
    [("torchinfo", 0, 0), ("fvcore", 0, 0), ("ptflops", 1, 1), ("thop", 0, 0), ("calflops", 1, 1)],
)
def test_what_functions_cost_where_they_are_written_out(tool, add, relu):
    """docs/conventions.md: `torch.add` and `torch.nn.functional.relu` per output; as operators and modules they are above."""

    class Functions(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = torch.nn.Conv2d(8, 8, 1, bias=False)

        def example(self, device="cpu"):
            return torch.zeros(1, 8, 4, 4, device=device)

        def forward(self, x):
            x = self.conv(x)
            return torch.nn.functional.relu(torch.add(x, x))

    installed(tool)
    macs = 8 * 8 * 16
    assert TOOLS[tool](Functions())[0] == macs * (2 if tool == "calflops" else 1) + (add + relu) * 8 * 16
