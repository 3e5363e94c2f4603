"""torchinfo's summaries of torchvision's models beside ours: `python benchmarks/against_torchinfo.py`.

Whole processes on vgg16, wall time and largest resident size; in one process resnet152, torchinfo on the meta device, where nothing is
computed. Torch, torchvision and torchinfo must be installed beside cnncalc; the rows say so where they are not.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from typing import TYPE_CHECKING, Any

from measuring import CNNCALC, Row, compared, megabytes, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = [name for name in ("torch", "torchvision", "torchinfo") if importlib.util.find_spec(name) is None]

MODELS = """
try:
    import torchvision
except RuntimeError:  # built for another torch: its compiled operators, which no classifier uses, are not there
    import torch
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
import torchvision.models
"""
THEIRS = [
    sys.executable, "-c",
    MODELS + "import torchinfo\ntorchinfo.summary(torchvision.models.vgg16(), input_size=(1, 3, 224, 224))",
]  # fmt: skip
OURS = [*CNNCALC, "table", "vgg16"]
TABLE, VGG16 = "`cnncalc table vgg16`", "torchinfo on vgg16"
NETWORK = "resnet152"


def rows(runs: int) -> Iterator[Row]:
    """Two rows of whole processes, two within one."""
    named = (
        (f"{VGG16}, time", TABLE, 40),
        (f"{VGG16}, memory", TABLE, 20),
        ("torchinfo on resnet152, meta device, time", "network to report", 50),
        ("torchinfo on resnet152, meta device, time", "text to report", 25),
    )
    if MISSING:
        for what, against, bound in named:
            yield Row(what, against, None, bound=bound, at_least=True, why=f"needs {', '.join(MISSING)}")
        return
    for (what, against, bound), measure in zip(named, (seconds, megabytes), strict=False):
        yield compared(
            what, against, lambda m=measure: m(THEIRS), lambda m=measure: m(OURS), runs, bound, at_least=True
        )
    summary = _summary()
    for (what, against, bound), ours in zip(named[2:], (_analysis(), _whole), strict=True):
        yield compared(what, against, summary, ours, max(runs, 5), bound, at_least=True)


def _summary() -> Any:
    """How long torchinfo takes on a model that exists already."""
    exec(MODELS, {})
    import torch
    import torchinfo
    import torchvision

    with torch.device("meta"):
        model = torchvision.models.resnet152()

    def once() -> float:
        start = time.perf_counter()
        torchinfo.summary(model, input_size=(1, 3, 224, 224), device="meta", verbose=0)
        return time.perf_counter() - start

    return once


def _analysis() -> Any:
    """How long a parsed network takes; nothing is remembered from the time before."""
    from cnncalc.engine import analyze
    from cnncalc.engine.costs import cost
    from cnncalc.spec import load

    network = load(NETWORK).networks[0]

    def once() -> float:
        cost.cache_clear()
        start = time.perf_counter()
        analyze(network)
        return time.perf_counter() - start

    return once


def _whole() -> float:
    """How long finding, reading and analysing the document takes."""
    from cnncalc.engine import analyze
    from cnncalc.engine.costs import cost
    from cnncalc.spec import load

    cost.cache_clear()
    start = time.perf_counter()
    analyze(load(NETWORK).networks[0])
    return time.perf_counter() - start


if __name__ == "__main__":
    run(__doc__, rows, 5)
