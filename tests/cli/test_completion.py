"""What the shell is offered."""

from __future__ import annotations

import pytest

from cnncalc.spec import library
from tests.cli.calling import environment, process


def offered(line, tmp_path):
    words = line.split(" ")
    env = environment(_CNNCALC_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    result = process(env=env, cwd=tmp_path)
    assert not result.stderr
    return [row.partition(",")[2] for row in result.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cnncalc ta", ["table"]),
        ("cnncalc table googlenet", ["googlenet", "googlenet-heads"]),
        (
            "cnncalc check vgg16 torchvision/resnet1",
            ["torchvision/resnet18", "torchvision/resnet101", "torchvision/resnet152"],
        ),
        ("cnncalc table ", sorted(["nets/", "network.yaml", *library.names()])),
        ("cnncalc table torchvision/resnet5", ["torchvision/resnet50"]),
        ("cnncalc table ne", ["nets/", "network.yaml"]),
        ("cnncalc table --framework c", ["caffe"]),
        ("cnncalc table --format j", ["json"]),
        ("cnncalc table --columns layer,out", ["layer,output", "layer,output_formula"]),
        ("cnncalc table --sty", ["--style"]),
    ],
)
def test_completion(tmp_path, line, expected):
    (tmp_path / "nets").mkdir()
    (tmp_path / "network.yaml").touch()
    (tmp_path / "nemo.png").touch()
    assert sorted(offered(line, tmp_path)) == sorted(expected)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documented_scripts(shell, tmp_path):
    if shell == "bash":
        pytest.importorskip("shutil").which("bash") or pytest.skip("no bash")
    result = process(env=environment(_CNNCALC_COMPLETE=f"{shell}_source"))
    assert "_CNNCALC_COMPLETE" in result.stdout.decode()


def test_short_names_are_offered_where_they_name_a_network(tmp_path):
    """What a folder holds is offered by its last part too, unless a classic of the course has that name."""
    offered_now = offered("cnncalc table r", tmp_path)
    short = {name.rpartition("/")[2] for name in library.names()}
    assert sorted(offered_now) == sorted(name for name in short if name.startswith("r"))
