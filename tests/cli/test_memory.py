"""`cnncalc memory`: its sums, its JSON and what it refuses."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from cnncalc.cli import main
from cnncalc.cli.memory import DTYPES, OPTIMIZERS
from cnncalc.engine import memory as engine


def run(*words):
    return CliRunner().invoke(main, ["memory", *words])


def document(*words):
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_options_are_the_engines():
    assert set(DTYPES) == set(engine.DTYPES)
    assert set(OPTIMIZERS) == set(engine.OPTIMIZERS)


def test_vgg16_in_json():
    found = document("vgg16")
    assert found["schema"] == 1
    assert (found["weights_bytes"], found["activations_bytes"]) == (4 * 138_357_544, 60_950_432)
    # conv1_2 reads 224x224x64 and writes as much.
    assert (found["peak_bytes"], found["peak_at"]) == (2 * 4 * 224 * 224 * 64, "conv1_2")
    assert found["training"] is None
    assert "fit" not in found


def test_training_in_json():
    found = document("vgg16", "--batch", "32", "--optimizer", "adam")["training"]
    params = 138_357_544
    assert found["optimizer"] == "adam"
    assert (found["gradients_bytes"], found["optimizer_bytes"], found["master_bytes"]) == (4 * params, 8 * params, 0)
    parts = ("saved_activations_bytes", "gradients_bytes", "optimizer_bytes", "master_bytes")
    assert found["total_bytes"] == 4 * params + sum(found[part] for part in parts)


def test_train_alone_means_sgd():
    assert document("lenet5", "--train")["training"]["optimizer"] == "sgd"


def test_fit_in_json():
    found = document("vgg16", "--fit", "8GiB")["fit"]
    weights, peak = 4 * 138_357_544, 2 * 4 * 224 * 224 * 64
    assert found == {"batch": (8 * 2**30 - weights) // peak, "input": None}


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("vgg16", "The input cannot grow: the weights of a fully connected layer depend on it."),
        # Its height is even, its width odd.
        ("INPUT 8x9x3 CONV2x3-4/2p0", "No square image is known to fit the network."),
        # In place: 2^30 / (4 * 3) = 89,478,485.3, of which the root is 9,459.3.
        ("INPUT 8x8x3 RELU", "or one image of 9,459x9,459."),
    ],
)
def test_the_largest_image(spec, said):
    assert run(spec, "--fit", "1GiB").output.split("\n\n")[-2].endswith(said)


def test_the_text_names_its_unit_and_what_is_not_counted():
    result = run("vgg16", "--width", "80")
    assert result.exit_code == 0
    assert "553,430,176" in result.output
    assert "MiB" in result.output
    assert "Not counted" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


REFUSED = (
    (["vgg16", "--input", "HxWx3"], 2, "needs numbers"),
    (["vgg16", "--dtype", "int8", "--train"], 2, "int8"),
    (["vgg16", "--fit", "8 parsecs"], 2, "parsecs"),
    (["no-such-net.yaml"], 2, "no-such-net.yaml"),
    (["INPUT 1x1x3 POOL2"], 1, "CNN302"),
    (["INPUT 8x8x3 KONV3-8"], 1, "CNN201"),
)


@pytest.mark.parametrize(
    ("words", "status", "text"), REFUSED, ids=lambda v: " ".join(v) if isinstance(v, list) else str(v)
)
def test_what_it_refuses(words, status, text):
    result = run(*words)
    assert result.exit_code == status
    assert text in result.output
    assert "Traceback" not in result.output
