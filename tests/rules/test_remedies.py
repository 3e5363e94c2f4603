"""Remedies hold: each one that is offered is taken, and the engine asked again."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.arithmetic import LOSSY
from cnncalc.engine import analyze
from cnncalc.engine.fit import ANY, COURSE, LOSSLESS, Conflict
from cnncalc.layers.base import Shape
from cnncalc.rules import examine
from cnncalc.rules.engine_remedies import remedied
from cnncalc.rules.layer_remedies import changes, projection, regrouped, resized
from cnncalc.rules.remedies import Inputs, for_layer, for_network, inputs
from cnncalc.rules.rule_sets import COURSE as COURSE_RULES
from cnncalc.rules.rule_sets import misfits
from tests.nets import network_of


def help_of(text, framework=None, code=None):
    """The remedy of the first finding (of a code)."""
    found = [d for d in examine(network_of(text, framework)).diagnostics if code in (None, d.code)]
    return found[0].help


def with_layer(network, index, layer):
    """The network with another layer at one place."""
    nodes = tuple(node._replace(layer=layer) if i == index else node for i, node in enumerate(network.nodes))
    return network._replace(nodes=nodes)


# ------------------------------------------------------------------------------------------------ the whole network


def test_alexnet_at_224():
    """N23 and the issue: 195 or 227 fit the whole network."""
    text = help_of("INPUT 224x224x3 CONV11-96/4p0 POOL3/2 CONV5-256p2 POOL3/2 (CONV3-384)*2 CONV3-256 POOL3/2")
    assert text.startswith(
        "an input of 195 or 227 fits the whole network; for this layer alone padding 1 before and 2 after"
    )


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("INPUT 227x224x3 CONV11-96/4p0", "an input with a width of 223 or 227 fits the whole network"),
        ("INPUT 224x223x3 CONV11-96/4p0", "an input with a height of 223 or 227 fits the whole network"),
        ("INPUT 224x300x3 CONV11-96/4p0", "an input with a height of 223 or 227 and a width of 299 or 303 fits the whole network"),
        ("INPUT 32x32x3 (CONV5-6p0)*8", "an input of 33 fits the whole network"),  # N12: 32, 28, …, 4, and then nothing
        ("INPUT 1x1x8 POOL2", "an input of 2 fits the whole network"),
        ("INPUT 30x30x3 {POOL2 POOL2 UP2 | POOL2}", "an input of 28 or 32 fits the whole network"),
    ],
)  # fmt: skip
def test_only_what_must_change_is_named(text, remedy):
    assert help_of(text).split(";")[0] == remedy


def test_why_no_input_fits():
    text = help_of("INPUT 8x8x3 UP2 CONV3-4/2p0")
    assert text.startswith(
        "no input fits the whole network: up1 (UP2) leaves only even heights, conv1 (CONV3-4/2p0) takes only odd heights"
    )


def test_sizes_far_below_are_no_remedy():
    """A shortcut without projection matches at 1x1; nobody with 56x56 wants to hear that."""
    assert "input" not in help_of("INPUT 56x56x64 {CONV3-64/2 BN RELU CONV3-64 BN + ID}", code="CNN303")


LAYERS = st.tuples(
    st.sampled_from(["CONV{k}-2{s}p({b},{a},{b},{a})", "CONV{k}x3-4g2{s}p{b}", "POOL{k}{s}p({b},{a},{b},{a})", "POOL{k}x2{s}", "DWCONV{k}{s}p{b}d2"]),
    st.integers(2, 5), st.integers(1, 4), st.integers(0, 1), st.integers(0, 1),
)  # fmt: skip


def written(layers):
    return " ".join(form.format(k=k, s=f"/{s}", b=b, a=a) for form, k, s, b, a in layers)


@settings(max_examples=100)
@given(
    st.lists(LAYERS, min_size=1, max_size=4),
    st.integers(1, 60),
    st.integers(1, 60),
    st.sampled_from(["exact", "pytorch", "caffe", "tensorflow"]),
    st.sampled_from([COURSE, LOSSLESS, ANY]),
)
def test_inputs_fit_the_whole_network(layers, height, width, framework, mode):
    """Any of the heights with any of the widths: no layer without output, none that `mode` forbids."""
    network = network_of(f"INPUT {height}x{width}x4 {written(layers)}", framework)
    found = inputs(analyze(network), mode)
    if not isinstance(found, Inputs):
        return
    assert for_network(analyze(network), mode)
    for tall in found.heights:
        for wide in found.widths:
            again = analyze(network.resized(tall, wide))
            assert not [d for d in again.diagnostics if d.code in ("CNN302", "CNN303")]
            if mode == COURSE:
                assert not any(misfits(row, COURSE_RULES) for row in again.rows)
            if mode == LOSSLESS:
                assert not any(LOSSY in (row.verdict or ()) for row in again.rows)
    if mode == COURSE:
        # Nearest: nothing between the one below and the one above fits.
        below = max((h for h in found.heights if h <= height), default=0)
        for tall in range(
            max(below + 1, height // 4 + 1), min((h for h in found.heights if h >= height), default=height)
        ):
            between = analyze(network.resized(tall, found.widths[0]))
            assert between.stopped_at is not None or any(misfits(row, COURSE_RULES) for row in between.rows)


# ------------------------------------------------------------------------------------------------- one layer alone


@settings(max_examples=150)
@given(
    LAYERS,
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(["exact", "pytorch", "caffe", "tensorflow"]),
    st.sampled_from([COURSE, LOSSLESS, ANY]),
)
def test_changes_make_the_layer_fit(layer, height, width, framework, mode):
    """Taken one by one, rectangular and grouped ones too: the layer has an output and does what was asked."""
    network = network_of(f"INPUT {height}x{width}x4 {written([layer])}", framework)
    for change in changes(network.nodes[1].layer, network.input, framework, mode):
        again = analyze(with_layer(network, 1, change.layer))
        assert again.ok, (change, again.diagnostics)
        verdict = again.rows[1].verdict
        assert {COURSE: set(verdict) == {"exact"}, LOSSLESS: LOSSY not in verdict, ANY: True}[mode], change
        written_again = network_of(f"INPUT {height}x{width}x4 {change.layer.notation()}", framework)
        assert analyze(written_again).rows[1].output == again.rows[1].output


@pytest.mark.parametrize(
    ("text", "framework", "words"),
    [
        ("INPUT 224x224x3 CONV11-96/4p0", "exact", ["padding 1 before and 2 after", "kernel 12"]),
        ("INPUT 7x7x1 CONV3-1/3p0", "exact", ["padding 1 on both sides", "kernel 4"]),  # N3
        ("INPUT 227x224x3 CONV11-96/4p0", "exact", ["padding 1 before and 2 after along the width", "kernel 11x12"]),
        ("INPUT 55x55x96 POOL2/3", "exact", ["padding 0 before and 1 after", "kernel 4"]),  # E4
        ("INPUT 112x112x64 POOL3/2", "pytorch", ["padding 0 before and 1 after", "kernel 2", "rounding up (`ceil`)"]),
        ("INPUT 4x4x3 CONV5-6p0", "exact", ["padding 0 before and 1 after", "kernel 4"]),
        ("INPUT 1x1x8 POOL2", "exact", ["padding 0 before and 1 after"]),  # a kernel of 1 would leave gaps at stride 2
        ("INPUT 7x7x1 CONV1-1/4", "exact", ["kernel 3"]),  # padding as large as the kernel is none
    ],
)  # fmt: skip
def test_words_for_one_layer(text, framework, words):
    network = network_of(text, framework)
    mode = COURSE if framework == "exact" else LOSSLESS
    assert [change.words for change in changes(network.nodes[1].layer, network.input, framework, mode)] == words


def test_symbols_have_no_remedy():
    network = network_of("INPUT HxWx3 CONV3-4/2p0 POOL2")
    row = analyze(network).rows[1]
    assert for_layer(row) == ""
    assert for_network(analyze(network)) == ""


# -------------------------------------------------------------------------------------- groups, branches, vanishing


@pytest.mark.parametrize("groups", [2, 3, 5, 8])
def test_groups_that_divide(groups):
    """CNN304: every number offered divides, and is the nearest."""
    for depth, filters in product(range(1, 13), repeat=2):
        network = network_of(f"INPUT 8x8x{depth} CONV3-{filters}g{groups}")
        if analyze(network).ok:
            continue
        found = regrouped(network.nodes[1].layer, network.input, "exact")
        assert found
        for change in found:
            assert analyze(with_layer(network, 1, change.layer)).ok, change
        offered = {change.layer.groups for change in found}
        assert max(g for g in range(1, groups) if depth % g == filters % g == 0) in offered


def test_n24_on_three_groups():
    assert help_of("INPUT 27x27x96 CONV5-256p2g3") == "2 groups, 4 groups, 255 filters or 258 filters would do"


def test_forgotten_padding():
    """The naive inception module (N29) with its paddings left out: 28, 26 and 24."""
    text = "INPUT 28x28x256 {CONV1-128 | CONV3-192p0 | CONV5-96p0 RELU}"
    assert help_of(text) == "conv2 as CONV3-192p1 and conv3 as CONV5-96p2 would match"
    again = analyze(network_of("INPUT 28x28x256 {CONV1-128 | CONV3-192p1 | CONV5-96p2 RELU}"))
    assert str(again.rows[-1].output) == "28x28x416"


@pytest.mark.parametrize(
    ("text", "framework", "remedy", "mended"),
    [
        ("{CONV3-128/2 BN RELU CONV3-128 BN + ID}", "pytorch", "CONV1-128/2 at the end of the path of 56x56x64 would match", "{CONV3-128/2 BN RELU CONV3-128 BN + CONV1-128/2}"),
        ("{CONV3-128 BN + ID}", "exact", "CONV1-128 at the end of the path of 56x56x64 would match", "{CONV3-128 BN + CONV1-128}"),
        ("{CONV2-128/2p0 + ID}", "exact", "CONV2-128/2p0 at the end of the path of 56x56x64 would match", "{CONV2-128/2p0 + CONV2-128/2p0}"),
    ],
)  # fmt: skip
def test_a_shortcut_s_projection(text, framework, remedy, mended):
    """He et al. 2015, option B: a convolution brings the shortcut to the shape of the other path."""
    assert help_of(f"INPUT 56x56x64 {text}", framework, "CNN303") == remedy
    assert analyze(network_of(f"INPUT 56x56x64 {mended}", framework)).ok


@settings(max_examples=60)
@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(1, 20),
    st.integers(1, 20),
    st.sampled_from(["exact", "pytorch", "tensorflow"]),
)
def test_projections_and_paddings_give_what_is_wanted(height, width, tall, wide, framework):
    x, wanted = Shape(height, width, 4), Shape(tall, wide, 6)
    layer = projection(x, wanted, framework)
    if layer is not None:
        network = network_of(f"INPUT {x} {layer.notation()}", framework)
        assert analyze(network).rows[-1].output == wanted
        assert analyze(network).ok
    conv = network_of(f"INPUT {x} CONV3-6p0", framework).nodes[1].layer
    change = resized(conv, x, wanted, framework)
    if change is not None:
        assert str(analyze(network_of(f"INPUT {x} {change.layer.notation()}", framework)).rows[-1].output) == str(
            wanted
        )


def test_nothing_is_offered_where_nothing_is_known():
    """A finding of another code, or of a layer whose input is unknown, stays as it is."""
    report = analyze(network_of("INPUT 4x4x3 (CONV3-4p0)*3"))
    (vanished,) = report.diagnostics
    others = [vanished._replace(code="CNN306"), vanished._replace(node="elsewhere")]
    assert remedied(others, report, COURSE_RULES) == others
    assert remedied([vanished], report, COURSE_RULES)[0].help.startswith("an input of 7 fits the whole network")


def test_a_framework_asks_for_less():
    """Under a framework's rules an output is enough; under the course's the sizes must fit."""
    report = analyze(network_of("INPUT 4x4x3 CONV3-4/2p0 CONV3-4/2p0", "pytorch"))
    (vanished,) = report.diagnostics
    assert remedied([vanished], report, "framework")[0].help.startswith("an input of 7 is enough for the whole network")
    assert remedied([vanished], report, COURSE_RULES)[0].help.startswith("an input of 7 fits the whole network")
    assert not isinstance(inputs(report, ANY), Conflict)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INPUT HxWx3 CONV3-3/2 UP2 CONV3-3/2", {"conv2": 0}),
        ("INPUT HxWx3 (CONV3-3/2 UP2)*4", {"conv2": 2}),
        ("INPUT HxWx3 (POOL3/2 UP2)*4", {"pool2": 2}),
        ("INPUT HxWx3 UP2 {CONV3-3/2 UP2 CONV3-3/2 | CONV5-4/2 CONV1-3/1} UP2 CONV3-3/2", {"conv1": 2, "conv3": 1}),
    ],
)
def test_what_never_fits_behind_what_never_fits_is_counted(text, found):
    """One error a path with symbols as with numbers: behind the first, sizes are no longer the author's."""
    report = examine(network_of(text))
    assert {
        d.node: sum(int(word) for note in d.notes for word in note.split() if word.isdigit())
        for d in report.diagnostics
    } == found
