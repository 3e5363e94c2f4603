"""The public Python interface, as the README documents it."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnncalc
from cnncalc.diagnostics import Diagnostic

SAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "my-net.yaml"


def test_what_the_readme_says():
    report = cnncalc.analyze("vgg16", input="224x224x3")
    assert report.totals.params == 138_357_544
    assert tuple(report["conv1_1"].output) == (224, 224, 64)
    assert report["conv1_1"].params_formula == "(3·3·3 + 1)·64 = 1,792"
    assert report.totals.activation_bytes == 60_950_432
    assert [d.code for d in cnncalc.check(SAMPLE)] == ["CNN301"]
    assert cnncalc.verify("lenet5").ok
    assert cnncalc.load("resnet50").nodes[0].id == "input"


def test_solve():
    """alexnet: H ≡ 3 (mod 32), at least 67."""
    sizes = cnncalc.solve("alexnet").height.sizes
    assert (sizes.modulus, sizes.remainders, sizes.minimum) == (32, (3,), 67)
    conflict = cnncalc.solve("INPUT 8x8x3 UP2 CONV3-4/2p0")
    assert (conflict.first.id, conflict.second.id) == ("up1", "conv1")


def test_a_mistake_raises_with_its_diagnostics():
    with pytest.raises(cnncalc.SpecError) as caught:
        cnncalc.load("INPUT 8x8x3 KONV3-8")
    (diagnostic,) = caught.value.diagnostics
    assert isinstance(diagnostic, Diagnostic)
    assert (diagnostic.code, diagnostic.span.column) == ("CNN201", 13)
    assert [d.code for d in cnncalc.check("INPUT 8x8x3 KONV3-8")] == ["CNN201"]


def test_changes():
    assert cnncalc.analyze("vgg16", bias=False).totals.params == 138_344_128
    assert tuple(cnncalc.analyze("vgg16", set={"classes": 10})["fc8"].output) == (1, 1, 10)
    assert tuple(cnncalc.analyze("INPUT 112x112x8 POOL3/2", framework="caffe")["pool1"].output) == (56, 56, 8)


def test_what_a_comment_ignores_is_left_out_of_reports_too(tmp_path):
    """Warnings, as `check` leaves them out; an error says why a layer has no numbers, and stays."""
    path = tmp_path / "net.yaml"
    line = "framework: pytorch\ninput: 8x8x3\nlayers:\n- POOL2/3"
    path.write_text(line, encoding="utf-8")
    assert [d.code for d in cnncalc.analyze(path).diagnostics] == [d.code for d in cnncalc.check(path)] == ["CNN307"]
    path.write_text(f"{line}  # cnncalc: ignore[CNN307]", encoding="utf-8")
    assert not cnncalc.check(path)
    for given in (path, cnncalc.load(path)):
        assert not cnncalc.analyze(given).diagnostics
    path.write_text("input: 8x8x3\nlayers:\n- CONV3-8/3p0  # cnncalc: ignore[CNN301]", encoding="utf-8")
    assert [d.code for d in cnncalc.analyze(path).diagnostics] == ["CNN301"]


def test_a_family_must_be_named():
    with pytest.raises(ValueError, match="several networks"):
        cnncalc.load("vgg")
    with pytest.raises(KeyError, match="did you mean"):
        cnncalc.analyze("vgg16")["conv1_3"]
    with pytest.raises(TypeError, match="fixed"):
        cnncalc.analyze(cnncalc.load("vgg16"), bias=False)


def test_sweep():
    found = list(cnncalc.sweep("vgg16", "alexnet", input="224,227", columns=("params", "field"), everything=True))
    assert [(row["network"], row["fits"]) for row in found] == [
        ("vgg16", True), ("vgg16", False), ("AlexNet", False), ("AlexNet", True),
    ]  # fmt: skip
    assert found[0]["params"] == 138_357_544
    assert found[0]["field"] == (224, 224)
    assert found[1]["params"] is None
    best = list(cnncalc.sweep(SAMPLE, input="195,227,259", pareto=["macs"]))
    assert [row["input"][0] for row in best] == [195]
    with pytest.raises(cnncalc.SpecError, match="there is no figure `parms`"):
        cnncalc.sweep("vgg16", where="parms < 3")
    with pytest.raises(cnncalc.SpecError):
        cnncalc.sweep("INPUT 8x8x3 KONV3-8")
    with pytest.raises(ValueError, match="at most 100,000,000"):
        cnncalc.sweep("vgg16", input="1:100000x1:100000")
    with pytest.raises(ValueError, match="no figure"):
        cnncalc.sweep("vgg16", columns=["parms"])
