"""`cnncalc list` and `cnncalc show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnncalc.spec import library, load
from tests.cli.calling import call


def test_list_names_every_network_with_its_facts():
    text = call("list").stdout
    assert all(name in text for name in library.names())
    assert "138,357,544" in text
    assert "Simonyan" in text


def test_list_can_be_searched():
    text = call("list", "resnet", "torchvision").stdout
    assert "torchvision/resnet50" in text
    assert "vgg16" not in text
    assert call("list", "no-such-word").exit_code == 2


@pytest.mark.parametrize("width", ["60", "80", "100"])
def test_list_fits(width):
    assert max(map(len, call("list", "--width", width).stdout.splitlines())) <= int(width)


def test_show_prints_the_document_as_it_is():
    document = Path(library.path(library.find("alexnet").file)).read_text(encoding="utf-8")
    assert call("show", "alexnet").stdout == document
    assert call("show", "-", stdin=document).stdout == document


def test_show_writes_notation_as_a_document(tmp_path):
    document = call("show", "INPUT 28x28x1 CONV5-30p0 RELU POOL2 FC-10").stdout
    path = tmp_path / "net.yaml"
    path.write_text(document, encoding="utf-8")
    (again,) = load(str(path)).networks
    assert [node.layer.notation() for node in again.nodes] == ["INPUT 28x28x1", "CONV5-30p0", "RELU", "POOL2", "FC-10"]


def test_show_statuses():
    assert call("show", "missing.yaml").exit_code == 2
    assert call("show", "INPUT 8x8x3 CONV3").exit_code == 1


def test_sources_stand_below_where_they_do_not_fit_beside():
    wide, narrow = call("list", "vgg").stdout, call("list", "vgg", "--width", "80").stdout
    assert wide.count("Simonyan") > 1
    assert narrow.count("Simonyan") == 1
    assert "vgg16" in narrow
