"""Random networks against PyTorch: every node's output, parameters and statistics on the meta device, and values on the CPU.

    pip install torch && pytest -m oracle tests/oracle/test_random_torch.py

What PyTorch refuses we refuse, and the other way round, but for `WARNED`. An empty tensor counts as refused: a crop may leave one,
and on the meta device, but not on the CPU, a transposed convolution.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from cnncalc.rules import examine
from tests.forward.build import noise, play
from tests.random_networks import notations
from tests.test_random_networks import network_of

torch = pytest.importorskip("torch")
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]

from tests.oracle.torch_net import TorchNet  # noqa: E402

WARNED = {
    "CNN311": "PyTorch will not normalize a single value, though what comes out has a shape; group normalization it refuses only for a batch of one",
}
"""Warnings of ours for what PyTorch refuses, and why they are no errors."""


def built(network):
    """The network as PyTorch has it; or None, and the words with which it refuses."""
    try:
        net = TorchNet(network)
        return (net, "") if all(map(min, outputs(net))) else (None, "an empty tensor")
    except (RuntimeError, ValueError) as refusal:
        return None, str(refusal)


def outputs(net):
    """Every node's output as (height, width, depth)."""
    values = [net.example()]
    with torch.device("meta"), torch.no_grad():
        for index, node in enumerate(net.network.nodes[1:], 1):
            values.append(net.step(index, node.layer, [values[source] for source in node.inputs]))
    volumes = ((*value.shape[1:], 1, 1)[:3] for value in values)
    return [(height, width, depth) for depth, height, width in volumes]


def held(net, index):
    """Parameters and running statistics of a node."""
    layer = net.layers[str(index)] if str(index) in net.layers else torch.nn.Module()
    statistics = sum(b.numel() for name, b in layer.named_buffers() if name != "num_batches_tracked")
    return sum(p.numel() for p in layer.parameters()), statistics


@settings(max_examples=300)
@given(notations())
def test_shapes_and_parameters_of_every_node(text):
    report = examine(network_of(text, "pytorch"))
    net, refusal = built(report.network)
    refused = [found.message for found in report.diagnostics if found.is_error]
    if not any(found.code in WARNED for found in report.diagnostics):
        assert (net is None) == (report.stopped_at is not None), (text, refusal, refused)
    if net is not None:
        rows = report.rows
        assert [tuple(row.output) for row in rows] == outputs(net), text
        assert [(row.params, row.statistics) for row in rows] == [held(net, i) for i in range(len(rows))], text


def hand_over(tensors, module):
    """The tensors that the NumPy pass made, in its order, as the parameters and statistics of a module."""
    names = ("running_mean", "running_var", "weight", "bias")
    theirs = [getattr(module, name, None) for name in names]
    theirs = [tensor for tensor in theirs if tensor is not None]
    if isinstance(module, torch.nn.PReLU):
        tensors = [0.25 + tensors[0]]  # the pass puts He et al.'s first slope on small numbers
    assert len(theirs) == len(tensors)
    with torch.no_grad():
        for their, our in zip(theirs, tensors, strict=True):
            their.copy_(torch.from_numpy(our).reshape(their.shape))


@settings(max_examples=60)
@given(notations())
def test_values(text):
    """The NumPy pass and PyTorch's, node after node, with the same weights on the same image."""
    report = examine(network_of(text, "pytorch"))
    assume(report.stopped_at is None)
    net, _ = built(report.network)
    assume(net is not None)
    net = net.double().to_empty(device="cpu")
    height, width, depth = report.network.input
    ours = [noise(depth, height, width)]
    theirs = [torch.from_numpy(ours[0])[None]]
    for index, node in enumerate(report.network.nodes[1:], 1):
        value, tensors, _ = play(node.layer, *(ours[source].copy() for source in node.inputs), framework="pytorch")
        if tensors:
            hand_over(tensors, net.layers[str(index)])
        with torch.no_grad():
            theirs.append(net.step(index, node.layer, [theirs[source] for source in node.inputs]))
        ours.append(value)
        found = theirs[-1][0].numpy()
        np.testing.assert_allclose(value, found.reshape(value.shape), atol=1e-6, err_msg=f"{text}: {node.id}")
