"""What the backward pass keeps, against PyTorch's own account: every tensor that its saved-tensor hooks see, each memory once.

`DIFFERENT` says, by kind of layer, what PyTorch keeps instead of the least that cnncalc counts (docs/memory.md); every other kind keeps
what its `backward_reads` and `kept` say. With these terms exchanged the two agree to the byte, and without such kinds outright.
"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")

import cnncalc  # noqa: E402
from cnncalc.engine.memory import saved_bytes  # noqa: E402
from cnncalc.engine.storage import shown  # noqa: E402
from tests.oracle.torch_net import TorchNet  # noqa: E402

BATCH = 3
INPUT, OUTPUT = "input", "output"
DIFFERENT = {  # kind: whole values kept, bytes beside them an output value
    "pool": ((INPUT,), 8),  # also what it pooled, of which only the shape is used; 64-bit places
    "gmp": ((INPUT,), 8),
    "avgpool": ((INPUT,), 0),
    "aap": ((INPUT,), 0),
    "amp": ((INPUT,), 8),
    "dropout": ((), 4),  # a mask of floats on a CPU; on a GPU a byte
    "lrelu": (
        (INPUT,),
        0,
    ),  # that of these four comes from the sign of the output is used only where they work in place
    "elu": ((INPUT,), 0),
    "relu6": ((INPUT,), 0),
    "hsigmoid": ((INPUT,), 0),
}
LEAST = (  # networks in which PyTorch keeps no more than cnncalc says
    "INPUT 16x16x3 CONV3-8 RELU CONV3-8 RELU FC-10",
    "INPUT 16x16x3 CONV3-8 BN RELU {CONV3-8 BN RELU CONV3-8 BN + ID} RELU GAP FC-10 SOFTMAX",
    "INPUT 16x16x4 {CONV1-4 | CONV3-4 RELU | ID} CONV3-8 TANH CONV3-8 SIGMOID FC-10",
    "INPUT 16x16x4 CONV3-8 SILU CONV3-8 GELU CONV3-8 PRELU CONV3-8 HSWISH GAP FC-10",
    "INPUT 16x16x4 CONV3-8 RELU {ID x GAP CONV1-4 RELU CONV1-8 SIGMOID} CONV3-8 GAP FC-10",
    "INPUT 16x16x4 DWCONV3 LN CONV1-16 GELU CONV1-4 SCALE RELU UP2 CONV3-8 GAP FC-10",
    "INPUT 16x16x4 CONV3-8/2p1 RELU DECONV2-4/2p0 RELU CONV3-2",
    "INPUT 16x16x4 CONV3-8 GN4 CONV3-8 LAYERSCALE CONV3-8 {SLICE0-4 | SLICE4 CONV1-4} SHUFFLE2 CONV1-8 REORG2 CONV1-4 UNPOOL2 CROP1 CONV3-4",
    "INPUT 16x16x4 CONV3-8 GN2noaffine CONV3-8 INnoaffine CONV3-8 CROP2 FLATTEN FC-4",
    "lenet5",
)
MORE = (
    "INPUT 16x16x3 CONV3-8 RELU POOL2 CONV3-8 RELU POOL2 FC-32 RELU DROPOUT FC-10",
    "INPUT 16x16x3 CONV3-8 POOL2 RELU CONV3-8 AVGPOOL2 LRELU FC-10",
    "INPUT 16x16x3 CONV3-8 ELU CONV3-8 RELU6 CONV3-8 HSIGMOID GMP FC-10",
    "INPUT 16x16x3 CONV3-8 AAP5 CONV3-8 AMP3 FC-10",
    "mnist-deep",
    "inception-naive",
)
LARGE = ("vgg16", "torchvision/resnet18", "torchvision/resnet50")


def measured(network):
    """The bytes of every memory that PyTorch keeps for the backward pass, parameters and running statistics apart."""
    torch.manual_seed(0)
    model = TorchNet(network)
    model.batch = BATCH
    model = model.to_empty(device="cpu").train()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.05)
    saved = []

    def keep(tensor):
        saved.append(tensor)  # alive, so that no address is used twice
        return tensor

    # As if a gradient into the image were wanted: else nothing is kept before the first layer that learns.
    image = torch.rand(model.example("cpu").shape, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        outputs = model(image)
    assert outputs is not None
    own = {tensor.untyped_storage().data_ptr() for tensor in (*model.parameters(), *model.buffers())}
    memories = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in saved}
    return sum(size for pointer, size in memories.items() if pointer not in own)


def told(report):
    """cnncalc's account, the terms of `DIFFERENT` exchanged."""
    value, kept, beside = shown(report.network, [row.output for row in report.rows]), set(), 0
    for index, row in enumerate(report.rows):
        node = row.node
        if node.layer.kind in DIFFERENT:
            reads, each = DIFFERENT[node.layer.kind]
            beside += each * row.output.values * BATCH
        else:
            reads = node.layer.backward_reads
            for extra in node.layer.kept(row.inputs, row.output):
                beside += extra.count * (extra.bytes or 4) * (BATCH if extra.per_image else 1)
        if INPUT in reads:
            kept.update(value[source] for source in node.inputs)
        if OUTPUT in reads:
            kept.add(value[index])
    return sum(report.rows[index].output.values for index in kept) * 4 * BATCH + beside


@pytest.mark.parametrize("text", LEAST)
def test_the_least_is_what_pytorch_keeps(text):
    report = cnncalc.analyze(text, framework="pytorch")
    assert saved_bytes(report, BATCH, "float32") == measured(report.network)


@pytest.mark.parametrize("text", MORE)
def test_more_is_accounted_for(text):
    report = cnncalc.analyze(text, framework="pytorch")
    assert saved_bytes(report, BATCH, "float32") < measured(report.network) == told(report)


@pytest.mark.parametrize("name", LARGE)
def test_whole_networks(name):
    """On small images: every term is there, and bytes are bytes."""
    report = cnncalc.analyze(name, input="64x64x3", framework="pytorch")
    found = measured(report.network)
    assert found == told(report)
    assert found < 1.2 * saved_bytes(report, BATCH, "float32")
