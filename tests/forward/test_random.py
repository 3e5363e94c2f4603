"""Random networks: the engine and the forward pass agree on everything, or both say that there is no output."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnncalc.engine import analyze
from cnncalc.engine.verify import verify
from cnncalc.forward.run import run
from cnncalc.forward.windows import NoWindow

from .build import graph, layer

FRAMEWORKS = st.sampled_from(["exact", "pytorch", "caffe", "tensorflow"])
SMALL = st.integers(1, 4)
PAIRS = st.tuples(SMALL, SMALL)
PADDINGS = st.one_of(st.integers(0, 2), st.tuples(*[st.integers(0, 3)] * 4), st.sampled_from(["same", "valid"]))
CHANNELS = st.sampled_from([1, 2, 4, 6])


def optional(draw, **strategies):
    """Some of the options, drawn; the others stay at their defaults."""
    return {name: draw(strategy) for name, strategy in strategies.items() if draw(st.booleans())}


@st.composite
def windowed(draw):
    """A layer with a window, of any rounding, padding, dilation and number of groups."""
    token = draw(st.sampled_from(["CONV", "DWCONV", "DECONV", "POOL", "AVGPOOL"]))
    options = {"kernel": draw(PAIRS), **optional(draw, stride=PAIRS)}
    if token in ("POOL", "AVGPOOL"):
        # No framework takes a padding that is not smaller than the kernel, so what it would do there is nobody's business.
        top, bottom, left, right = (draw(st.integers(0, extent - 1)) for extent in options["kernel"] for _ in "ab")
        padding = st.sampled_from([(top, bottom, left, right), "same", "valid"])
        return layer(token, **options, **optional(draw, padding=padding, ceil=st.booleans()))
    options |= optional(draw, dilation=st.tuples(st.integers(1, 3), st.integers(1, 3)), bias=st.booleans())
    if token == "DECONV":
        options["padding"] = draw(PADDINGS)
        options |= optional(draw, output_padding=st.tuples(st.integers(0, 2), st.integers(0, 2)))
    else:
        options |= optional(draw, padding=PADDINGS)
    if token == "DWCONV":
        return layer(token, **options, **optional(draw, multiplier=SMALL))
    return layer(token, filters=draw(CHANNELS), **options, **optional(draw, groups=st.sampled_from([1, 2, 3])))


PLAIN = st.one_of(
    st.sampled_from(["RELU", "SIGMOID", "TANH", "GELU", "SILU", "HSWISH", "HSIGMOID", "RELU6", "SOFTMAX", "DROPOUT", "PRELU", "LRELU", "ELU"]),
    st.sampled_from(["BN", "LN", "LRN", "SCALE", "FLATTEN", "GAP", "GMP", "IN", "L2NORM", "LAYERSCALE"]),
).map(layer)  # fmt: skip
REST = st.one_of(
    PLAIN,
    st.builds(lambda outputs: layer("FC", outputs=outputs), SMALL),
    st.builds(lambda pieces, outputs: layer("MAXOUT", pieces=pieces, outputs=outputs), SMALL, SMALL),
    st.builds(
        lambda factor, mode: layer("UP", factor=factor, mode=mode), PAIRS, st.sampled_from(["nearest", "bilinear"])
    ),
    st.builds(lambda token, size: layer(token, size=size), st.sampled_from(["AAP", "AMP"]), PAIRS),
    st.builds(lambda token, factor: layer(token, factor=factor), st.sampled_from(["UNPOOL", "REORG"]), PAIRS),
    st.builds(lambda token, groups: layer(token, groups=groups), st.sampled_from(["GN", "SHUFFLE"]), SMALL),
    st.builds(lambda margin: layer("CROP", margin=margin), st.tuples(*[st.integers(0, 3)] * 4)),
    st.builds(
        lambda start, more: layer("SLICE", start=start, stop=more and start + more),
        st.integers(0, 3),
        st.one_of(st.none(), SMALL),
    ),
    st.builds(lambda rate: layer("DROPPATH", rate=rate), st.sampled_from([0.0, 0.2])),
)
KEEPS_SHAPE = st.sampled_from(["RELU", "BN", "DROPOUT", "SIGMOID", "LN", "IN", "LAYERSCALE"]).map(layer)


@st.composite
def networks(draw):
    """A chain with shortcuts, gates and concatenations in it, and sometimes a second output in the middle."""
    size = (draw(st.integers(1, 12)), draw(st.integers(1, 12)), draw(CHANNELS))
    entries = []
    for what in draw(st.lists(st.one_of(windowed(), windowed(), REST, st.just(None)), min_size=1, max_size=7)):
        last = len(entries)
        if what is not None:
            entries.append((what, (last,)))
            continue
        join = draw(st.sampled_from(["CONCAT", "ADD", "MULTIPLY"]))
        entries.append((draw(KEEPS_SHAPE), (last,)))
        if join == "MULTIPLY":
            entries.append((layer("GAP"), (last + 1,)))
        elif draw(st.booleans()):
            entries.append((draw(KEEPS_SHAPE), (last + 1,)))
        entries.append((layer(join), (last, len(entries))))
    outputs = {"output": len(entries)}
    if draw(st.booleans()):
        outputs["middle"] = draw(st.integers(0, len(entries)))
    return graph(size, *entries, framework=draw(FRAMEWORKS), outputs=outputs)


def cut(network, count):
    """The first `count` nodes alone."""
    outputs = {name: min(index, count - 1) for name, index in network.outputs.items()}
    return network._replace(nodes=network.nodes[:count], outputs=outputs)


@settings(max_examples=350)
@given(networks())
@example(graph((3, 3, 1), layer("LN"), layer("DWCONV", kernel=1)))
@example(graph((9, 9, 1), *[layer("CONV", kernel=1, filters=1), layer("RELU")] * 12))
def test_engine_and_forward_pass_agree(network):
    report = analyze(network)
    if report.stopped_at is not None:
        count = len(report.rows)
        vanished = any(d.code == "CNN302" and d.node == report.stopped_at.id for d in report.diagnostics)
        if vanished and report.stopped_at is network.nodes[count]:
            with pytest.raises(NoWindow):
                run(cut(network, count + 1))
        report = analyze(cut(network, count))
    verification = verify(report)
    wrong = [(check.id, check.differences) for check in verification.checks if not check.ok]
    assert verification.ok, (wrong, [total for total in verification.totals if not total.ok])
