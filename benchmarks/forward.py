"""The NumPy forward pass beside PyTorch's, its own matrix products and the memory it needs: `python benchmarks/forward.py`.

Each way has a process of its own with as many threads as the machine has processors; two are asked in turn. Networks of depthwise and of grouped
convolutions have no bound. Without torch and torchvision beside cnncalc the rows against them say so.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from measuring import Row, compared, run
from passes import Asked, loaded

from cnncalc.engine import analyze

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = [name for name in ("torch", "torchvision") if importlib.util.find_spec(name) is None]
BOUNDED = "vgg16"
OTHERS = ("mobilenet_v2", "efficientnet_b0", "convnext_tiny", "regnet_y_400mf", "resnext50_32x4d")
SLAB_BYTES = 64 << 20


def rows(runs: int) -> Iterator[Row]:
    """A row of time against PyTorch a network, one against the matrix products, one of memory."""
    yield against_pytorch(BOUNDED, runs, 2.5)
    with Asked("ours", BOUNDED) as ours, Asked("products", BOUNDED) as products:
        yield compared(f"forward pass of {BOUNDED}, time", "its matrix products alone", ours, products, runs, 2.0)
    needed = least_bytes(BOUNDED)
    with Asked("peak", BOUNDED) as peak:
        what, against = f"forward pass of {BOUNDED}, memory", "its largest layer and a slab of 64 MiB"
        yield compared(what, against, peak, lambda: needed, 2, 1.3)
    for name in OTHERS:
        yield against_pytorch(name, runs, None)


def against_pytorch(name: str, runs: int, bound: float | None) -> Row:
    """One row."""
    what, against = f"forward pass of {name}, time", "PyTorch on as many threads"
    if MISSING:
        return Row(what, against, None, bound=bound, why=f"needs {', '.join(MISSING)}")
    with Asked("ours", name) as ours, Asked("pytorch", name) as pytorch:
        return compared(what, against, ours, pytorch, runs, bound)


def least_bytes(name: str) -> float:
    """What no pass can do without: weights, input and output of the layer where they are largest together, and one slab."""
    report = analyze(loaded(name))
    layers = (row.params + row.output.values + sum(shape.values for shape in row.inputs) for row in report.rows)
    return 4 * max(layers) + SLAB_BYTES


if __name__ == "__main__":
    run(__doc__, rows, 9)
