"""What findings about shapes say, word for word: the fact with its numbers, what it leads to, the remedy."""

from __future__ import annotations

import pytest

import cnncalc


def found(text, framework=None, notes=False):
    return cnncalc.check(text, framework=framework, notes=notes)


BOTH, ROW, COLUMN = (
    "at the bottom and right would never be seen",
    "at the bottom would never be seen",
    "at the right would never be seen",
)
ALL_THREE = "PyTorch, Caffe and TensorFlow silently make"


@pytest.mark.parametrize(
    ("text", "equation", "notes"),
    [
        ("INPUT 224x224x3 CONV11-96/4p0", "(224 - 11 + 2·0)/4 + 1 = 54.25", [f"1 row and 1 column {BOTH}; {ALL_THREE} 54x54"]),
        ("INPUT 227x224x3 CONV11-96/4p0", "width: (224 - 11 + 2·0)/4 + 1 = 54.25", [f"1 column {COLUMN}; {ALL_THREE} 55x54"]),
        ("INPUT 224x227x3 CONV11-96/4p0", "height: (224 - 11 + 2·0)/4 + 1 = 54.25", [f"1 row {ROW}; {ALL_THREE} 54x55"]),
        ("INPUT 10x12x3 CONV5-8/4p0", "height: (10 - 5 + 2·0)/4 + 1 = 2.25; width: (12 - 5 + 2·0)/4 + 1 = 2.75", [f"1 row and 3 columns {BOTH}; {ALL_THREE} 2x2"]),
        ("INPUT 9x8x3 CONV3-8/3p0", "width: (8 - 3 + 2·0)/3 + 1 = 8/3 ≈ 2.67", [f"2 columns {COLUMN}; {ALL_THREE} 3x2"]),
        ("INPUT 112x112x64 POOL3/2", "(112 - 3 + 2·0)/2 + 1 = 55.5", [f"1 row and 1 column {BOTH}; PyTorch and TensorFlow silently make 55x55, Caffe silently makes 56x56"]),
        ("INPUT 224x224x3 CONV7-64/2p3", "(224 - 7 + 2·3)/2 + 1 = 112.5", [f"no pixel of the image is lost, only padding or what the stride skips anyway; {ALL_THREE} 112x112"]),
        (
            "INPUT 55x55x96 POOL2/3", "(55 - 2 + 2·0)/3 + 1 = 56/3 ≈ 18.67",
            [
                f"1 row and 1 column {BOTH}; PyTorch and TensorFlow silently make 18x18, Caffe silently makes 19x19",
                "it also skips 1 of every 3 rows and columns: its stride of 3 is larger than its window of 2",
            ],
        ),
        (
            "INPUT 224x224x3 CONV11-96/4p0 POOL3/2 RELU CONV2-8/2p0", "(224 - 11 + 2·0)/4 + 1 = 54.25",
            [f"1 row and 1 column {BOTH}; {ALL_THREE} 54x54", "behind it 1 more layer does not fit at the rounded size"],
        ),
        (
            "INPUT 224x224x3 CONV11-96/4p0 POOL3/2 CONV3-8/2p0 CONV1-8", "(224 - 11 + 2·0)/4 + 1 = 54.25",
            [f"1 row and 1 column {BOTH}; {ALL_THREE} 54x54", "behind it 2 more layers do not fit at the rounded size"],
        ),
    ],
)  # fmt: skip
def test_a_layer_that_does_not_fit(text, equation, notes):
    """54.25 is 54 steps of 4 and one pixel: one row. At 54, a pool of 3 by 2 leaves 26.5, and at 26 a convolution of 3 by 2 leaves 12.5."""
    (one,) = found(text)
    assert (one.code, one.severity, one.message.partition(" does not fit: ")[2]) == ("CNN301", "error", equation)
    assert list(one.notes) == notes


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        (
            "INPUT 8x8x1 LN",
            "LN leaves nothing of its input: every mean is taken over a single value",
            "normalize before the map shrinks to 1x1, over fewer groups, or over the batch: BN",
        ),
        (
            "INPUT 8x8x3 FC-1 SOFTMAX",
            "SOFTMAX makes 1 of whatever comes in: the sum is taken over a single channel",
            "for one answer, yes or no: SIGMOID; else a channel for each class",
        ),
    ],
)
def test_a_normalization_of_single_values(text, message, help):
    (one,) = found(text)
    assert (one.code, one.severity, one.message, one.help) == ("CNN311", "warning", message, help)


def test_a_window_that_hangs_over_the_edge_fits_no_better():
    (one,) = cnncalc.check("INPUT 112x112x64 POOL3/2", framework="caffe", rules="course")
    assert one.message == "POOL3/2 does not fit: (112 - 3 + 2·0)/2 + 1 = 55.5"
    assert one.notes == (
        "the last window hangs over the edge; PyTorch and TensorFlow silently make 55x55, Caffe silently makes 56x56",
    )


@pytest.mark.parametrize(
    ("text", "framework", "message"),
    [
        ("INPUT 112x112x64 POOL3/2", "pytorch", "POOL3/2 never sees 1 row and 1 column at the edges: ⌊(112 - 3 + 2·0)/2⌋ + 1 = 55"),
        ("INPUT 112x113x64 POOL3/2", "pytorch", "POOL3/2 never sees 1 row at the edge: ⌊(112 - 3 + 2·0)/2⌋ + 1 = 55; (113 - 3 + 2·0)/2 + 1 = 56"),
        ("INPUT 113x112x64 POOL3/2", "pytorch", "POOL3/2 never sees 1 column at the edge: (113 - 3 + 2·0)/2 + 1 = 56; ⌊(112 - 3 + 2·0)/2⌋ + 1 = 55"),
        ("INPUT 8x9x3 CONV3-8/3p0", "pytorch", "CONV3-8/3p0 never sees 2 rows at the edges: ⌊(8 - 3 + 2·0)/3⌋ + 1 = 2; (9 - 3 + 2·0)/3 + 1 = 3"),
        ("INPUT 16x13x3 CONV5-8/4p0", "pytorch", "CONV5-8/4p0 never sees 3 rows at the edges: ⌊(16 - 5 + 2·0)/4⌋ + 1 = 3; (13 - 5 + 2·0)/4 + 1 = 3"),
    ],
)  # fmt: skip
def test_pixels_never_seen(text, framework, message):
    (one,) = found(text, framework)
    assert (one.code, one.severity, one.message) == ("CNN305", "warning", message)


@pytest.mark.parametrize(
    ("text", "label"),
    [("INPUT 8x9x3 CONV3-4p3", "input here is 8x9x3"), ("INPUT 9x9x4 {CONV3-4/2 | CONV5-6p0}", "input here is 5x5x4 and 5x5x6")],
)  # fmt: skip
def test_below_the_place_stand_the_inputs(text, label):
    (one,) = found(text)
    assert one.label == label


def test_padding_left_unused_is_a_note():
    (one,) = found("INPUT 224x224x3 CONV7-64/2p3", "pytorch", notes=True)
    assert one.message == "CONV7-64/2p3 leaves padding unused: (224 - 7 + 2·3)/2 + 1 = 112.5, rounded down"
    assert (one.code, one.severity, one.help) == ("CNN301", "info", "")
    # Where pixels are lost along the other axis, that is what counts.
    (one,) = found("INPUT 224x9x3 CONV7x2-64/2p(3,3,0,0)", "pytorch", notes=True)
    assert one.code == "CNN305"


@pytest.mark.parametrize(
    ("text", "severity", "message", "remedy"),
    [
        ("INPUT 17x17x8 CONV3-8/7p0", "warning", "CONV3-8/7p0 skips 4 of every 7 rows and columns: its stride of 7 is larger than its window of 3", "a stride of at most 3; `CONV7-8/3p0` swaps the two"),
        ("INPUT 27x28x8 CONV3x1-8/3p0", "warning", "CONV3x1-8/3p0 skips 2 of every 3 columns: its stride of 3 is larger than its window of 1", "a stride of at most 3x1; `CONV3-8/3x1p0` swaps the two"),
        ("INPUT 28x27x8 CONV1x3-8/3p0", "warning", "CONV1x3-8/3p0 skips 2 of every 3 rows: its stride of 3 is larger than its window of 1", "a stride of at most 1x3; `CONV3-8/1x3p0` swaps the two"),
        ("INPUT 57x57x64 CONV1-128/2", "info", "CONV1-128/2 skips 1 of every 2 rows and columns: its stride of 2 is larger than its window of 1", ""),
        ("INPUT 19x19x8 CONV3-8/7p0d2", "warning", "CONV3-8/7p0d2 skips 2 of every 7 rows and columns: its stride of 7 is larger than its window of 5", "a stride of at most 5"),
        (
            "INPUT 21x25x8 CONV3x2-8/6x23p0", "warning",
            "CONV3x2-8/6x23p0 skips 3 of every 6 rows: its stride of 6 is larger than its window of 3; "
            "skips 21 of every 23 columns: its stride of 23 is larger than its window of 2",
            "a stride of at most 3x2; `CONV6x23-8/3x2p0` swaps the two",
        ),
        ("INPUT 2x28x8 CONV2-8/13p0", "warning", "CONV2-8/13p0 skips 11 of every 13 columns: its stride of 13 is larger than its window of 2", "a stride of at most 2; `CONV13-8/2p0` swaps the two"),
    ],
)  # fmt: skip
def test_strides_with_gaps(text, severity, message, remedy):
    (one,) = found(text, notes=True)
    assert (one.code, one.severity, one.message, one.help) == ("CNN307", severity, message, remedy)


@pytest.mark.parametrize(
    "text", ["INPUT 8x8x8 CONV2-8/2p0", "INPUT 2x2x8 POOL2/3", "INPUT 8x8x8 TCONV2-8/3p0", "INPUT HxWx8 CONV2-8/Sp0", "INPUT 8x8x8 UP2"]
)  # fmt: skip
def test_strides_without_gaps(text):
    """A window whose next one does not exist leaves nothing out; nor does a transposed convolution; of symbols nobody knows."""
    assert "CNN307" not in [d.code for d in found(text, notes=True)]


def test_a_layer_that_does_not_fit_says_so_and_the_gaps_behind_it_are_told():
    codes = [(d.code, d.node) for d in found("INPUT 15x15x8 CONV2-8/3p0 CONV2-8/3p0", notes=True)]
    assert codes == [("CNN301", "conv1"), ("CNN307", "conv2")]


def test_gaps_of_one_position_that_leave_pixels_out():
    """One window of 2 on 3 pixels at stride 3: the row that is left over is one that the stride would skip."""
    (one,) = found("INPUT 3x2x8 CONV2-8/3p0", "pytorch", notes=True)
    assert one.message.startswith("CONV2-8/3p0 skips 1 of every 3 rows: ")


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("INPUT 8x8x4 CONV3-4p3", "CONV3-4p3 has windows in the padding alone: padding 3, window 3", 1),
        ("INPUT 8x8x4 CONV3-4p(0,0,0,4)", "CONV3-4p(0,0,0,4) has windows in the padding alone: padding 4, window 3", 1),
        ("INPUT 8x8x4 CONV3-4p(0,3,5,0)", "CONV3-4p(0,3,5,0) has windows in the padding alone: padding 3, window 3", 1),
        ("INPUT 9x9x4 CONV3-4d2p6", "CONV3-4p6d2 has windows in the padding alone: padding 6, window 5", 2),
        ("INPUT 9x9x4 CONV4-4p4", "CONV4-4p4 has windows in the padding alone: padding 4, window 4", 1),
        ("INPUT HxWx4 CONV3-4p3", "CONV3-4p3 has windows in the padding alone: padding 3, window 3", 1),
    ],
)  # fmt: skip
def test_padding_as_large_as_the_window(text, message, remedy):
    (one,) = [d for d in found(text) if d.code == "CNN306"]
    assert (one.severity, one.message, one.help) == ("warning", message, f"a padding of at most {remedy} on each side")


@pytest.mark.parametrize("text", ["INPUT 9x9x4 CONV3-4d2p4", "INPUT 9x9x4 TCONV2-4/1p2", "INPUT 9x9x4 CONVF-4p3", "INPUT 9x9x4 CONV3-4p(P,P,0,0)"])  # fmt: skip
def test_padding_below_the_window_or_open(text):
    assert [d.code for d in found(text)] == []


@pytest.mark.parametrize(
    ("text", "framework", "message", "remedy"),
    [
        ("INPUT 1x1x8 CONV3-8", None, "CONV3-8 is larger than its input of 1x1x8: 8 of the 9 weights a channel only meet padding", "a kernel of at most 1"),
        ("INPUT 2x4x8 CONV5-8", None, "CONV5-8 is larger than its input of 2x4x8: 10 of the 25 weights a channel only meet padding", "a kernel of at most 2"),
        ("INPUT 4x2x8 CONV5-8", None, "CONV5-8 is larger than its input of 4x2x8: 10 of the 25 weights a channel only meet padding", "a kernel of at most 2"),
        ("INPUT 33x33x8 CONV3-8d36p36", None, "CONV3-8p36d36 is larger than its input of 33x33x8: 8 of the 9 weights a channel only meet padding", "a smaller dilation"),
        ("INPUT 2x2x1 CONV3-1/2p0", "caffe", "CONV3-1/2p0 does not fit even once: its window spans 3 pixels, its input has a height of 2 with padding; caffe's rounding hides that", "a kernel of at most 2"),
        ("INPUT 9x2x1 CONV3-1/2p0", "caffe", "CONV3-1/2p0 does not fit even once: its window spans 3 pixels, its input has a width of 2 with padding; caffe's rounding hides that", "a kernel of at most 2"),
        ("INPUT 2x9x1 CONV5-1/3p1x0", "caffe", "CONV5-1/3p1x0 does not fit even once: its window spans 5 pixels, its input has a height of 4 with padding; caffe's rounding hides that", "a kernel of at most 2"),
    ],
)  # fmt: skip
def test_windows_larger_than_their_input(text, framework, message, remedy):
    (one,) = [d for d in found(text, framework) if d.code == "CNN309"]
    assert (one.severity, one.message) == ("warning", message)
    assert one.help == f"{remedy}, a larger input, or fewer strides before this layer"


@pytest.mark.parametrize(
    ("text", "at", "field", "size"),
    [
        ("INPUT 8x8x8 (CONV3-8)*9", "conv4", "9x9", "8x8x8"),  # 3, 5, 7, 9
        ("INPUT 9x9x8 (CONV3-8)*9", "conv5", "11x11", "9x9x8"),  # 9 pixels are the whole image, not more
        ("INPUT 8x4x8 (CONV3-8)*5", "conv2", "5x5", "8x4x8"),
        ("INPUT 4x8x8 (CONV3-8)*5", "conv2", "5x5", "4x8x8"),
        ("INPUT 4x4x1 CONV3-4 REORG4 CONV1-4", "reorg1", "6x6", "4x4x1"),
    ],
)
def test_a_receptive_field_outgrows_the_image_once(text, at, field, size):
    (one,) = found(text, notes=True)
    assert (one.code, one.severity, one.node, one.help) == ("CNN309", "info", at, "")
    assert one.message == f"from {at} on the receptive field, {field}, is larger than the input, {size}"


@pytest.mark.parametrize("kernel", [2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2])
def test_dead_weights_are_those_that_never_meet_the_map(kernel, stride, dilation):
    """Counted by sliding every tap over every pixel, for maps of 1 to 5 pixels with paddings of 0 to 4."""
    span = dilation * (kernel - 1) + 1
    for size in range(1, 6):
        for padding in range(max(0, -(-(span - size) // 2)), 5):
            starts = range(-padding, size + padding - span + 1, stride)
            alive = sum(any(0 <= start + tap * dilation < size for start in starts) for tap in range(kernel))
            dead = kernel**2 - alive**2
            text = f"INPUT {size}x{size}x1 CONV{kernel}-1/{stride}p{padding}d{dilation}"
            messages = [d.message for d in found(text, "pytorch") if d.code == "CNN309"]
            ending = f"{dead} of the {kernel**2} weights a channel only meet padding"
            assert [message.endswith(f": {ending}") for message in messages] == (
                [True] if dead and span > size else []
            ), text


def test_a_field_of_symbols_is_not_compared():
    assert found("INPUT 8x8x4 CONVK-4p0 (CONV3-4)*9", notes=True) == []
