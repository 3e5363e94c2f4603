"""What one layer of a network is, in terms that cnncalc and PyTorch both know, and lists of them in another order."""

from __future__ import annotations

from typing import Any, NamedTuple


class Leaf(NamedTuple):
    """One thing that is done, in terms that both programs know.

    `output` is height, width, depth. `tensors` are the shapes of the parameters, weight first, without ones at the end; `buffers`
    how many running means and variances (the integer in which PyTorch counts batches is left out). `windows`, along height
    and width: kernel, stride, padding before and after, dilation. `setting` is a rate, an epsilon or a number of groups, to twelve
    digits. `inputs` are the numbers of the leaves that it reads, the first leaf being 1 and the image 0. `place` is for the reader.
    """

    kind: str
    output: tuple[int, int, int]
    inputs: tuple[int, ...]
    tensors: tuple[tuple[int, ...], ...] = ()
    buffers: int = 0
    windows: tuple[tuple[int, ...], ...] | None = None
    setting: float | None = None
    place: str = ""


def digits(setting: float | None) -> float | None:
    """A rate or an epsilon as both sides have it: to the twelve digits that our documents hold."""
    return None if setting is None else float(f"{setting:.12g}")


def core(shape: Any) -> tuple[int, ...]:
    """A tensor's shape without ones at the end: a matrix and a bank of 1x1 filters are the same numbers."""
    sizes = list(shape)
    while len(sizes) > 1 and sizes[-1] == 1:
        sizes.pop()
    return tuple(sizes)


def renumbered(found: list[Leaf], order: list[int]) -> list[Leaf]:
    """The leaves in another order, given the number of each; what they read keeps its sense."""
    new = {0: 0} | {number: place for place, number in enumerate(order, 1)}
    return [found[number - 1]._replace(inputs=tuple(new[i] for i in found[number - 1].inputs)) for number in order]


def with_joins_spelled_out(found: list[Leaf]) -> list[Leaf]:
    """A concatenation of concatenations as one of all their parts, and what is added or multiplied in the order of its numbers.

    DenseNet shows why: torchvision joins all maps of a block anew before every layer, our document the last map to what is joined.
    """
    spelled: list[Leaf] = []
    for leaf in found:
        inputs = leaf.inputs
        if leaf.kind == "concat":
            parts = [spelled[i - 1].inputs if i and spelled[i - 1].kind == "concat" else (i,) for i in inputs]
            inputs = tuple(i for part in parts for i in part)
        elif leaf.kind in ("add", "multiply"):
            inputs = tuple(sorted(inputs))
        spelled.append(leaf._replace(inputs=inputs))
    return spelled
