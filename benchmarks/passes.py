"""What `forward.py` measures, each in a process of its own: `python benchmarks/passes.py WAY NETWORK`.

Every line read makes one measurement, a number, and writes it; so two of these processes can be asked in turn without paying for imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tracemalloc
from math import prod
from typing import TYPE_CHECKING

from measuring import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnncalc.network import Network

THREADS = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
"""As many as this process may use processors: `taskset -c 0` makes it one."""
LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Where the libraries below NumPy and PyTorch read how many threads they may start."""


class Asked:
    """A process that measures whenever it is called."""

    def __init__(self, way: str, network: str) -> None:
        command = [sys.executable, __file__, way, network]
        threads = dict.fromkeys(LIMITS, THREADS)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**environment(), **threads}
        )

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.communicate()

    def __call__(self) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())


def ours(name: str) -> Iterator[float]:
    """Seconds of the NumPy pass; weights are made layer by layer and their making is left out, PyTorch's being there already."""
    from cnncalc.forward.run import walk

    network = loaded(name)
    while True:
        yield sum(measured.seconds for measured, _ in walk(network))


def products(name: str) -> Iterator[float]:
    """Seconds of the matrix products alone: one of all positions a convolution, one of a matrix and a vector a fully connected layer."""
    shapes = list(product_shapes(loaded(name)))
    while True:
        yield sum(product_seconds(*shape) for shape in shapes)


def product_shapes(network: Network) -> Iterator[tuple[int, int, int]]:
    """Rows, inner extent and columns of each; together they are all multiply-accumulates of the network."""
    from cnncalc.engine import analyze

    report = analyze(network)
    total = 0
    for row in report.rows:
        if row.node.layer.kind in ("conv", "fc"):
            filters, *window = row.weights[0].dims
            total += filters * prod(window) * row.output.height * row.output.width
            yield filters, prod(window), row.output.height * row.output.width
    assert total == report.totals.macs


def product_seconds(rows: int, inner: int, columns: int) -> float:
    """How long one takes whose three arrays are in memory."""
    import numpy as np

    dims = ((inner,), (rows,)) if columns == 1 else ((inner, columns), (rows, columns))
    matrix = np.ones((rows, inner), np.float32)
    operand, out = (np.ones(each, np.float32) for each in dims)
    start = time.perf_counter()
    np.matmul(matrix, operand, out=out)
    return time.perf_counter() - start


def pytorch(name: str) -> Iterator[float]:
    """Seconds of PyTorch's pass of torchvision's model with the same name."""
    from against_torchinfo import MODELS

    exec(MODELS, {})
    import torch
    import torchvision

    assert str(torch.get_num_threads()) == THREADS
    height, width, depth = loaded(name).input
    model = getattr(torchvision.models, name)().eval()
    image = torch.randn(1, depth, height, width)
    with torch.inference_mode():
        while True:
            start = time.perf_counter()
            model(image)
            yield time.perf_counter() - start


def peak(name: str) -> Iterator[float]:
    """The most bytes that the pass holds at once: weights, activations, slabs of im2col and all that NumPy asks memory for."""
    from cnncalc.forward.run import walk

    network = loaded(name)
    tracemalloc.start()
    while True:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for _ in walk(network):
            pass
        yield tracemalloc.get_traced_memory()[1] - before


def loaded(name: str) -> Network:
    """The bundled network."""
    from cnncalc.spec import load

    return load(name).networks[0]


WAYS = {way.__name__: way for way in (ours, products, pytorch, peak)}


def main() -> None:
    """Measure once a line."""
    way, network = sys.argv[1:]
    measurements = WAYS[way](network)
    for _ in sys.stdin:
        print(next(measurements), flush=True)


if __name__ == "__main__":
    main()
