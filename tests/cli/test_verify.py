"""`cnncalc verify`: agreement, difference, and what cannot be run."""

from __future__ import annotations

import json

from cnncalc.engine import verify as engine
from tests.cli.calling import call

SMALL = "INPUT 16x16x3 CONV3-8 BN RELU POOL2 {CONV1-4 | CONV3-4} FC-10 SOFTMAX"


def test_agreement():
    result = call("verify", SMALL)
    assert result.exit_code == 0
    assert "agreement: " in result.stdout
    assert "concat1" in result.stdout
    assert not result.stderr


def test_a_difference_is_shown_and_is_status_1(monkeypatch):
    real = engine._compared

    def wrong(row, measured):
        for comparison in real(row, measured):
            falsify = row.id == "conv1" and comparison.name in ("params", "output")
            yield (
                comparison._replace(measured=(1, 1, 1) if comparison.name == "output" else 7) if falsify else comparison
            )

    monkeypatch.setattr(engine, "_compared", wrong)
    result = call("verify", SMALL)
    assert result.exit_code == 1
    assert "224 ≠ 7" in result.stdout
    assert "16x16x8 ≠ 1x1x1" in result.stdout
    assert "conv1 params: the engine says 224, the forward pass 7" in result.stdout
    assert "difference: 1 of " in result.stdout


def test_what_cannot_be_run():
    for spec, reason in (("INPUT HxWx3 CONV3-8", "--set"), ("INPUT 4x4x3 CONV5-8p0", "no output")):
        result = call("verify", spec)
        assert result.exit_code == 1
        assert reason in result.stderr
        assert not result.stdout


def test_statuses_of_reading():
    assert call("verify", "INPUT 8x8x3 CONV3").exit_code == 1
    assert call("verify", "missing.yaml").exit_code == 2


def test_width():
    for line in call("verify", "lenet5", "--width", "60").stdout.splitlines():
        assert len(line) <= 60


def test_shares_by_kind_and_the_proof_of_a_field():
    text = call("verify", "INPUT 32x32x3 CONV3-4 RELU CONV3-4 FC-10").stdout
    assert "kind   layers  of MACs  of bytes  of time" in text
    assert "proven: one position of conv2 sees exactly 5x5 pixels" in text


def test_json_has_both_sides():
    result = call("verify", SMALL, "--format", "json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["schema"], document["ok"], document["error"]) == (0, 1, True, None)
    conv = next(layer for layer in document["layers"] if layer["id"] == "conv1")
    assert conv["compared"]["macs"] == {"engine": 16 * 16 * 27 * 8, "measured": 16 * 16 * 27 * 8}
    assert document["totals"]["peak"]["engine"][1] == document["totals"]["peak"]["measured"][1]
    assert sum(kind["macs"] for kind in document["kinds"]) == document["totals"]["macs"]["measured"]
    assert document["proof"]["holds"] is True
    assert set(document["proof"]["box"]) == {"top", "bottom", "left", "right"}


def test_json_of_what_cannot_be_run_and_of_a_family():
    result = call("verify", "INPUT HxWx3 CONV3-8", "--format", "json")
    assert result.exit_code == 1
    assert "--set" in json.loads(result.stdout)["error"]
    assert json.loads(call("verify", "INPUT 8x8x3 CONV3", "--format", "json").stdout)["diagnostics"]
    document = json.loads(call("verify", "inception-naive", "--format", "json").stdout)
    assert document["ok"]


SMALLER = "input: 40x40x3\nverify: 16x12\nlayers: [CONV3-8, RELU, GAP, FC-10]\n"


def test_a_smaller_input_that_the_document_names_is_used_and_told():
    result = call("verify", "-", stdin=SMALLER)
    assert result.exit_code == 0
    assert "16x12x8" in result.stdout
    assert "40x40x8" not in result.stdout
    said = " ".join(result.stdout.split())
    assert "run at 16x12x3, the smaller input that the document names under `verify`" in said
    # 3*3*3*8 a position and 8*10, at 16x12 and at 40x40.
    assert "41,552 multiply-accumulates instead of 345,680 at 40x40x3; --input 40x40x3 runs the real size" in said
    (document,) = [json.loads(call("verify", "-", "--format", "json", stdin=SMALLER).stdout)]
    assert document["instead"] == {"input": [16, 12, 3], "own": [40, 40, 3], "macs": 41_552, "own_macs": 345_680}


def test_an_input_of_one_s_own_wins_over_the_document_s_smaller_one():
    for given, shown in (("40x40", "40x40x8"), ("20x20x3", "20x20x8")):
        result = call("verify", "-", "--input", given, stdin=SMALLER)
        assert result.exit_code == 0
        assert shown in result.stdout
        assert "smaller input" not in result.stdout


def test_a_smaller_input_that_does_not_fit_is_an_error():
    result = call("verify", "-", stdin="input: 40x40x3\nverify: 4x4\nlayers: [CONV5-8p0, CONV5-8p0]\n")
    assert result.exit_code == 1
    assert "`verify: 4x4x3` does not fit: conv1 has no output" in result.stderr
    assert "--input" in result.stderr
