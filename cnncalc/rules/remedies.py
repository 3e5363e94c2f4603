"""Remedies that hold: sizes that fit the whole network, and changes that make one layer fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.arithmetic import FRAMEWORKS, positions

if TYPE_CHECKING:
    from cnncalc.engine.report import Report, Row


def for_network(report: Report) -> str:
    """`an input of 195 or 227 fits the whole network`, from the solver; "" where no size does or none can be derived."""
    from cnncalc.engine.fit import LEGAL, Sizes, Unsolvable, sizes

    size = report.network.input
    if not size.is_concrete:
        return ""
    near: list[list[int]] = []
    try:
        for axis in (0, 1):
            found = sizes(report.network, axis, LEGAL)
            if not isinstance(found, Sizes):
                return f"no input fits the whole network: {found.why}"
            extent = size[axis]
            near.append([n for n in (found.below(extent), found.above(extent)) if n is not None])
    except Unsolvable:
        return ""
    if near[0] == near[1]:
        return f"an input of {' or '.join(map(str, near[0]))} fits the whole network"
    heights, widths = (" or ".join(map(str, axis)) for axis in near)
    return f"an input with a height of {heights} and a width of {widths} fits the whole network"


def for_layer(row: Row) -> str:
    """`for this layer alone padding 1 before and 2 after`: the least padding, else the nearest kernel."""
    if row.cost.windows is None or row.exact_output is None:
        return ""
    wanted = []
    for axis, window, extent in zip(("height", "width"), row.cost.windows, row.inputs[0][:2], strict=True):
        reach = extent - window.extent + window.before + window.after
        missing = -reach % window.stride
        wanted.append((axis, window.before + missing // 2, window.after + missing - missing // 2))
    if wanted[0][1:] == wanted[1][1:]:
        _, before, after = wanted[0]
        return f"for this layer alone padding {_sides(before, after)}"
    return "for this layer alone padding " + " and ".join(f"{_sides(b, a)} along the {axis}" for axis, b, a in wanted)


def _sides(before: int, after: int) -> str:
    return f"{before} on both sides" if before == after else f"{before} before and {after} after"


def framework_sizes(row: Row) -> str:
    """What the frameworks silently make of this layer: `PyTorch silently makes 54x54`."""
    layer, x = row.node.layer, row.inputs[0]
    names = {"pytorch": "PyTorch", "caffe": "Caffe", "tensorflow": "TensorFlow"}
    made: dict[str, list[str]] = {}
    for word, name in names.items():
        framework = FRAMEWORKS[word]
        windows = row.cost.windows
        assert windows is not None
        # The padding is the one in force here, so that only the rounding differs.
        rule = framework.rule(layer.operation or "", windows, padding=None, ceil=getattr(layer, "ceil", None))
        counts = [positions(extent, window, rule).count for extent, window in zip(x[:2], windows, strict=True)]
        if None not in counts:
            made.setdefault("x".join(map(str, counts)), []).append(name)
    return ", ".join(f"{_listed(who)} silently make{'s' if len(who) == 1 else ''} {size}" for size, who in made.items())


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
