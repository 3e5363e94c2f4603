"""`cnncalc solve`: answers as people and as programs read them, and what is an error of usage."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import call


def answer(*arguments):
    """The JSON document, and the status."""
    result = call("solve", *arguments, "--format", "json")
    return json.loads(result.stdout), result.exit_code


# ------------------------------------------------------------------------------------------------- whole networks


def test_alexnet_as_text():
    """The issue's numbers: 67, …, 195, 227, 259."""
    assert call("solve", "alexnet").stdout == (
        "AlexNet  input 227x227x3, exact rounding\n"
        "\n"
        "Every layer fits without a remainder where\n"
        "  H ≡ 3 (mod 32), at least 67: 67, 99, …, 195, 227, 259, …\n"
        "  W the same\n"
        "\n"
        "The given 227x227 is one of them.\n"
        "\n"
        "layer  notation       leaves\n"
        "─────────────────────────────────────────────────\n"
        "conv1  CONV11-96/4p0  H ≡ 3 (mod 4), at least 11\n"
        "pool1  POOL3/2        H ≡ 3 (mod 8), at least 19\n"
        "pool2  POOL3/2        H ≡ 3 (mod 16), at least 35\n"
        "pool3  POOL3/2        H ≡ 3 (mod 32), at least 67\n"
    )


def test_alexnet_as_json():
    """The contract of the issue, to the key."""
    axis = {"modulus": 32, "remainders": [3], "minimum": 67, "maximum": None, "nearest": [195, 227]}
    assert answer("alexnet", "--input", "224x224x3") == (
        {"schema": 1, "height": axis, "width": axis, "examples": [[n, n] for n in (67, 99, 163, 195, 227, 259)]},
        0,
    )


def test_torchvisions_resnet50():
    """H ≡ 1 mod 32: 225, 257, …, 513."""
    found, status = answer("torchvision/resnet50", "--input", "513x400")
    assert status == 0
    assert (found["height"]["modulus"], found["height"]["remainders"]) == (32, [1])
    assert (found["height"]["nearest"], found["width"]["nearest"]) == ([513, 513], [385, 417])


def test_lossless_asks_for_less():
    """ZFNet fits nowhere near 224 exactly (N25 leaves padding unused), but loses nothing there."""
    strict, _ = answer("zfnet")
    loose, _ = answer("zfnet", "--lossless")
    assert strict["height"]["nearest"] == [213, 245]
    assert loose["height"]["nearest"] == [224, 224]


def test_the_output_of_the_network_or_of_a_layer():
    found, status = answer("vgg16", "--output", "7x7", "--at", "pool5")
    assert (status, found["examples"]) == (0, [[224, 224]])
    assert found["height"] == {"modulus": 1, "remainders": [0], "minimum": 224, "maximum": 224, "nearest": [224, 224]}
    found, status = answer("vgg16", "--output", "7x7")
    assert (status, found["none"][0]) == (1, "fc8")
    found, _ = answer("INPUT 9x9x3 CONV3-4/2p1", "--output", "7x5", "--framework", "pytorch", "--lossless")
    assert (
        found["height"]["minimum"],
        found["height"]["maximum"],
        found["width"]["minimum"],
        found["width"]["maximum"],
    ) == (13, 14, 9, 10)


def test_contradictions_name_two_layers():
    """Twice an extent is even, 3x3/2 without padding needs an odd one."""
    result = call("solve", "INPUT 32x32x3 UP2 CONV3-4/2p0")
    assert result.exit_code == 1
    assert "up1 (UP2) leaves only even heights, conv1 (CONV3-4/2p0) takes only odd heights" in result.stdout
    assert "none: " in result.stdout
    found, status = answer("INPUT 32x32x3 UP2 CONV3-4/2p0")
    assert status == 1
    assert set(found) == {"schema", "none", "why"}
    assert found["none"] == ["up1", "conv1"]


def test_lossless_is_offered_where_it_has_an_answer():
    assert (
        "--lossless asks for less, and finds any H"
        in call("solve", "INPUT 32x32x3 UP2 CONV3-4/2p1", "--framework", "pytorch").stdout
    )


def test_what_no_size_mends():
    result = call("solve", "n24-three-groups")
    assert result.exit_code == 1
    assert "256 filters do not divide into 3 groups" in result.stdout
    assert answer("n24-three-groups")[0]["none"] == ["input", "n24_1.conv1"]


def test_symbols():
    """A symbolic input is fine, and has nothing near; a symbolic kernel must be bound."""
    found, status = answer("INPUT HxWx3 CONV3-4/2p0 POOL2")
    assert (status, found["height"]["nearest"], found["examples"][0]) == (0, [None, None], [5, 5])
    result = call("solve", "INPUT 8x8x3 CONVF-4")
    assert result.exit_code == 1
    assert "conv1: CONVF-4 has symbols in its window; --set gives a symbol a value" in result.stderr
    assert answer("INPUT 8x8x3 CONVF-4", "--set", "F=3")[1] == 0


def test_strides_beyond_it():
    """No value of a symbol helps."""
    result = call("solve", "INPUT 8x8x3 POOL1000000000")
    assert result.exit_code == 1
    assert result.stderr.endswith("pool1: too many residue classes and layers up to here\n")


def test_families():
    found, status = answer("stride-errors")
    assert status == 1
    assert {entry["network"] for entry in found["networks"]} >= {"n3-stride-3", "e3-pool-244"}


def test_markdown():
    text = call("solve", "alexnet", "--format", "markdown").stdout
    assert text.startswith("**AlexNet**  input 227x227x3, exact rounding\n")
    assert "- H ≡ 3 (mod 32), at least 67: 67, 99, …, 195, 227, 259, …\n" in text
    assert "| pool1 | POOL3/2 | H ≡ 3 (mod 8), at least 19 |\n" in text


# ------------------------------------------------------------------------------------------------------ one layer


def test_227_to_55():
    """The issue: `solve CONV --in 227 --out 55 --kernel 11`."""
    assert call("solve", "CONV", "--in", "227", "--out", "55", "--kernel", "11").stdout == (
        "CONV  input 227, output 55, F = 11, exact rounding\n"
        "\n"
        " F  S  P  formula                      layer\n"
        "───────────────────────────────────────────────────\n"
        "11  4  0  (227 - 11 + 2·0)/4 + 1 = 55  CONV11-K/4p0\n"
        "looked at: S up to 64, P less than the kernel spans\n"
    )
    found, status = answer("CONV", "--in", "227", "--out", "55", "--kernel", "11")
    (choice,) = found["choices"]
    assert status == 0
    assert found["complete"]
    assert (choice["stride"], choice["padding"], choice["notation"]) == ([4, 4], [0, 0, 0, 0], "CONV11-K/4p0")


@pytest.mark.parametrize(
    ("kernel", "text"),
    [("3", "(3 - 1)/2 = 1"), ("5", "(5 - 1)/2 = 2"), ("7", "(7 - 1)/2 = 3"), ("4", "(4 - 1)/2 = 1.5, no whole number")],
)
def test_n5(kernel, text):
    """The padding that preserves size: none for even kernels, but one pixel more after."""
    result = call("solve", "CONV", "--in", "32", "--out", "32", "--kernel", kernel, "--stride", "1")
    assert result.exit_code == 0
    assert f"the size is preserved by P = (F - 1)/2 = {text}" in result.stdout
    assert ("1 and 2" in result.stdout) == (kernel == "4")


def test_n6():
    text = call("solve", "CONV", "--in", "7", "--out", "7", "--kernel", "3", "--stride", "2").stdout
    assert "P = ((S - 1)·(N - 1) + F - 1)/2 = ((2 - 1)·(7 - 1) + 3 - 1)/2 = 4\n" in text


def test_axes():
    """N9: 28x31 gives 10x11; one pair of stride and padding takes both axes there."""
    found, _ = answer("CONV", "--in", "28x31", "--kernel", "5", "--stride", "3", "--padding", "2")
    assert [choice["output"] for choice in found["choices"]] == [[10, 11]]
    found, _ = answer("CONV", "--in", "28x31", "--out", "10x11", "--kernel", "5")
    assert [(c["stride"], c["padding"]) for c in found["choices"]] == [([3, 3], [2, 2, 2, 2])]
    found, status = answer("CONV", "--in", "30x31", "--out", "15x31", "--kernel", "2x3")
    assert found["choices"] == []
    assert (
        found["height"][0]["stride"],
        found["height"][0]["padding"],
        found["width"][0]["stride"],
        found["width"][0]["padding"],
    ) == (2, [0, 0], 1, [1, 1])
    assert status == 0


def test_other_layers_and_rules():
    """N14: POOL2; Caffe rounds 112 up to 56 with POOL3/2 (ResNet's pool1); FCN's up-sampling by 2."""
    found, _ = answer("POOL", "--in", "224", "--out", "112", "--kernel", "2", "--padding", "0")
    assert [c["notation"] for c in found["choices"]] == ["POOL2"]
    found, _ = answer("POOL", "--in", "112", "--out", "56", "--kernel", "3", "--stride", "2", "--framework", "caffe")
    assert [(c["notation"], c["verdict"][0]) for c in found["choices"]] == [
        ("POOL3/2", "overhang"),
        ("POOL3/2p(0,1,0,1)", "exact"),
    ]
    found, _ = answer("deconv", "--in", "16", "--out", "32", "--kernel", "4", "--stride", "2")
    assert [c["notation"] for c in found["choices"]] == ["DECONV4-K/2p1"]
    found, _ = answer("CONV", "--in", "32", "--out", "16", "--kernel", "3", "--padding", "same")
    assert [(c["stride"], c["padding"]) for c in found["choices"]] == [([2, 2], [0, 1, 0, 1])]


def test_dilation_is_one_unless_it_is_asked_for():
    arguments = ("CONV", "--in", "32", "--out", "32", "--kernel", "3", "--stride", "1")
    assert [c["dilation"] for c in answer(*arguments)[0]["choices"]] == [[1, 1]]
    found = answer(*arguments, "--dilation", "any")[0]["choices"]
    assert [(c["dilation"][0], c["padding"][0]) for c in found] == [(d, d) for d in range(1, 9)]


def test_nothing_fits():
    """N23: 54.25; the nearest inputs that do."""
    result = call("solve", "CONV", "--in", "224", "--kernel", "11", "--stride", "4", "--padding", "0")
    assert result.exit_code == 1
    assert "(224 - 11 + 2·0)/4 + 1 = 54.25 is no whole number; nearest inputs that fit: 223 and 227" in result.stdout


def test_limit():
    arguments = ("CONV", "--in", "227", "--out", "55")
    few, _ = answer(*arguments, "--limit", "3")
    everything, _ = answer(*arguments, "--limit", "0")
    assert not few["complete"]
    assert everything["complete"]
    assert few["choices"] == everything["choices"][:3]
    assert "the first 3; there are more: --limit 0 shows all" in call("solve", *arguments, "--limit", "3").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("CONV",), "give --in, --out or both"),
        (("vgg16", "--in", "3"), "--in is for one layer"),
        (("CONV", "--in", "7", "--lossless"), "--lossless is for networks"),
        (("RELU", "--in", "3"), "RELU has no window"),
        (("POOL", "--in", "8", "--dilation", "2"), "POOL has no dilation"),
        (("CONV", "--in", "0"), "is no size"),
        (("CONV", "--in", "8", "--padding", "-1"), "is no padding"),
        (("vgg16", "--at", "pool5"), "--at names the layer of --output"),
        (("vgg16", "--output", "7", "--at", "pool9"), "did you mean `pool5` or `pool4` or `pool3`?"),
    ],
)
def test_usage(arguments, message):
    result = call("solve", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_named_like_a_kind_is_a_network(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "CONV").write_text("INPUT 9x9x3 CONV3-4/2p0", encoding="utf-8")
    assert "H ≡ 1 (mod 2), at least 3" in call("solve", "CONV").stdout


def test_what_cannot_be_read():
    result = call("solve", "no-such-file.yaml")
    assert result.exit_code == 2
    assert "CNN100" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("alexnet",),
        ("googlenet",),
        ("torchvision/resnet50",),
        ("CONV", "--in", "28x31", "--kernel", "5", "--limit", "5"),
    ],
)
def test_width(arguments):
    for line in call("solve", *arguments, "--width", "60").stdout.splitlines():
        assert len(line) <= 60


def test_a_contradiction_is_told_where_the_search_for_less_ends_early():
    result = call("solve", "INPUT 8x8x3 {CONV3-3/97 | CONV3-3/89 UP2 | CONV3-3/83}")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "whatever the input, concat1 (CONCAT) does not fit once the layers before it do" in result.stdout
    refused = call("solve", "INPUT 8x8x3 {CONV3-3/97 | CONV3-3/89 UP2 | CONV3-3/83}", "--lossless")
    assert refused.stderr.endswith("conv3: too many residue classes and layers up to here\n")
