"""Branches and scopes as a tree, and what folds."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.render.branches import branches
from cnncalc.render.folding import LINES_AT_MOST, bundles, elided
from cnncalc.render.lines import Lines
from cnncalc.render.options import Options
from cnncalc.render.tree import outline


def sketch(spec, everything=True):
    """The outline as text: guides and names."""
    report = cnncalc.analyze(spec)
    return [
        f"{entry.guide}{entry.name}" + "".join(f" @{name}" for name in entry.reads)
        for entry in outline(report, bundles(report, everything))
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("INPUT 8x8x4 {CONV1-4 | CONV3-4}", ["input", "┌ conv1", "├ conv2", "└ concat1"]),
        ("INPUT 8x8x4 {CONV1-4 CONV3-4 + ID}", ["input", "┌ conv1", "│ conv2", "├ ID", "└ add1"]),
        ("INPUT 8x8x4 {ID + CONV1-4 CONV3-4}", ["input", "┌ ID", "├ conv1", "│ conv2", "└ add1"]),
        ("INPUT 8x8x4 {ID | CONV1-4 | ID}", ["input", "┌ ID", "├ conv1", "├ ID", "└ concat1"]),
        ("INPUT 8x8x4 {ID + ID}", ["input", "add1"]),
        (
            "INPUT 8x8x4 {{CONV1-4 + ID} | {CONV3-4 | ID}}",
            ["input", "┌ ┌ conv1", "│ ├ ID", "│ └ add1", "├ ┌ conv2", "│ ├ ID", "│ └ concat1", "└ concat2"],
        ),
        (
            "INPUT 8x8x4 s:(CONV1-4 {CONV3-4 + ID}) CONV1-2",
            ["input", "s", "  conv1", "  ┌ conv2", "  ├ ID", "  └ add1", "conv1"],
        ),
        (
            "INPUT 8x8x4 {p:(CONV1-4 CONV1-4) | CONV3-4}",
            ["input", "┌ p", "│   conv1", "│   conv2", "├ conv1", "└ concat1"],
        ),
        (
            "INPUT 8x8x4 a:CONV1-4 CONV1-4 {CONV3-4 | @a CONV1-2}",
            ["input", "a", "┌ conv1", "│ conv2", "├ conv3", "└ concat1"],
        ),
        ("INPUT 8x8x4 a:CONV1-4 b:CONV1-4 {CONV3-4 | @a}", ["input", "a", "┌ b", "│ conv1", "├ ID", "└ concat1"]),
        (
            "INPUT 8x8x4 s:(a:CONV1-4 CONV1-4) t:(CONV1-4 {ID + @a})",
            ["input", "s", "  a", "  conv1", "t", "  conv1", "  add1 @s.a"],
        ),
        ("INPUT 8x8x4 (CONV1-4 CONV1-4)*2 FC-2", ["input", "conv1", "conv2", "conv3", "conv4", "fc1"]),
        ("INPUT 8x8x4 s:(CONV1-4)*2 FC-2", ["input", "s.1", "  conv1", "s.2", "  conv1", "fc1"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_outline(spec, expected):
    assert sketch(spec) == expected


@pytest.mark.parametrize("name", ["googlenet-heads", "resnet50", "torchvision/resnet152", "inception-naive"])
def test_every_row_stands_once_in_document_order(name):
    report = cnncalc.analyze(name)
    for everything in (False, True):
        rows = [
            row.id
            for entry in outline(report, bundles(report, everything))
            if entry.bundle
            for row in entry.bundle.rows
        ]
        assert rows == [row.id for row in report.rows]


def test_every_join_of_the_bundled_networks_is_drawn_as_branches():
    for name in ("googlenet", "resnet50", "inception-bottleneck"):
        nodes = cnncalc.load(name).nodes
        assert set(branches(nodes, [range(len(nodes))])) == {
            index for index, node in enumerate(nodes) if node.layer.joins
        }


def folded(spec):
    return [[row.node.layer.notation() for row in line.rows] for line in bundles(cnncalc.analyze(spec))][1:]


def test_what_works_in_place_folds():
    assert folded("INPUT 8x8x4 CONV1-4 BN RELU DROPOUT POOL2 FC-2 SOFTMAX") == [
        ["CONV1-4"], ["BN", "RELU", "DROPOUT"], ["POOL2"], ["FC-2", "SOFTMAX"],
    ]  # fmt: skip


def test_what_learns_or_is_read_twice_does_not_fold():
    assert folded("INPUT 8x8x4 CONV1-4 PRELU") == [["CONV1-4"], ["PRELU"]]
    assert folded("INPUT 8x8x4 a:CONV1-4 RELU {ID | @a}") == [["CONV1-4"], ["RELU"], ["CONCAT"]]


def test_repeats_fold_above_500_rows():
    assert all(not line.title for line in bundles(cnncalc.analyze("INPUT 8x8x4 s:(CONV1-4 RELU)*200")))
    lines = bundles(cnncalc.analyze("INPUT 8x8x4 CONV1-4 s:(CONV1-4 t:(CONV3-4 RELU)*3)*100 FC-2"))
    said = [(line.title, line.says) for line in lines if line.title]
    assert said == [("s.1.t.2 … s.1.t.3", "2 × the same"), ("s.2 … s.100", "99 × the same")]
    assert not any(line.title for line in bundles(cnncalc.analyze("INPUT 8x8x4 s:(CONV1-4 RELU)*300"), everything=True))


def test_repeats_that_differ_do_not_fold():
    report = cnncalc.analyze("INPUT 600x8x4 s:(CONV2-4/1p(0,0,0,1))*550")
    assert not any(line.title for line in bundles(report))


def test_endless_tables_show_their_ends():
    report = cnncalc.analyze("INPUT 8x8x4 " + "CONV3-4 POOL3/1p1 " * 2000)
    lines = elided(report)
    assert len(lines) == LINES_AT_MOST + 1
    (between,) = (line for line in lines if line.title)
    assert between.says == f"{len(report.rows) - LINES_AT_MOST:,} layers"
    assert sum(len(line.rows) for line in lines) == len(report.rows)


@pytest.mark.parametrize("between", [600, 1_600])
def test_branches_are_not_drawn_from_the_middle_of_an_endless_table(between):
    """Their join says what it reads: of paths that begin among few lines that are left out, or many."""
    chain = "CONV3-4 POOL3/1p1 "
    spec = (
        f"INPUT 8x8x4 {chain * 600} {{a:CONV1-4 {chain * (between // 2)} | b:CONV1-4}} {chain * 300} {{CONV1-4 + ID}}"
    )
    report = cnncalc.analyze(spec)
    lines = elided(report)
    (hidden,) = (line for line in lines if line.title)
    assert hidden.start < report.network.find("a") < hidden.end
    drawn = list(outline(report, lines))
    (join,) = (entry for entry in drawn if entry.name == "concat1")
    assert not join.guide
    assert join.reads == (report.network.nodes[report.network.find("b") - 1].id,)
    assert [entry.guide for entry in drawn[-3:]] == ["┌ ", "├ ", "└ "]


@pytest.mark.parametrize(("joined", "said"), [(12, "@conv12 CONCAT"), (1_013, "@conv12 and 1,001 more CONCAT")])
def test_a_line_names_a_few_of_what_it_reads(joined, said):
    spec = (
        "INPUT 8x8x4 " + "CONV1-4 " * joined + "CONV3-4 {" + " | ".join(f"@conv{i}" for i in range(1, joined + 1)) + "}"
    )
    lines = Lines(cnncalc.analyze(spec), Options(everything=True)).of(("notation",))
    (join,) = (
        text
        for text in ("".join(piece for piece, _ in line.cells[0]) for line in lines if line.cells)
        if "CONCAT" in text
    )
    assert join.startswith("@conv1 @conv2 ")
    assert join.endswith(said)


def test_sums_of_lines_are_the_totals():
    from cnncalc.render.columns import COLUMNS, value

    report = cnncalc.analyze("INPUT 8x8x4 CONV1-4 s:(CONV1-4 BN RELU)*300 FC-2 PRELU")
    for name in ("params", "macs", "activations", "statistics", "biases", "weights", "memory"):
        column = COLUMNS[name]
        assert sum(value(column, line.rows, report) for line in bundles(report)) == column.total(report.totals), name
