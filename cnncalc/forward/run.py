"""The walk over the graph: layer after layer on real arrays, measuring what each allocates, holds and multiplies.

Memory: a layer's weights are made when its turn comes and are gone after it; an activation is freed when its last reader has
read it. In place is decided here, by counting readers, and what takes no memory of its own is seen from the arrays themselves.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from cnncalc.forward import FUNCTIONS
from cnncalc.forward.step import Step
from cnncalc.forward.weights import Tiles
from cnncalc.record import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import DTypeLike

    from cnncalc.forward.step import Array
    from cnncalc.network import Network, Node

    Progress = Callable[[int, Node], None]
    """Called with a node and its index before its turn."""


class Measured(NamedTuple):
    """What one node did. `shape` is height, width, depth.

    `bytes_held` is what its output adds to the activations that were ever stored: 0 for a view and for what works in place.
    `bytes_alive` is what is alive at this step: its inputs, its output and everything still to be read, weights and the slabs
    of im2col apart. `seconds` leaves out the making of the weights.
    """

    id: str
    shape: tuple[int, int, int]
    params_allocated: int
    statistics_allocated: int
    bytes_held: int
    macs_performed: int
    bytes_alive: int
    seconds: float


class Run(NamedTuple):
    """A finished pass: every node's measurements in order, and the network's outputs by name, (depth, height, width)."""

    measured: tuple[Measured, ...]
    outputs: dict[str, Array]

    @property
    def peak(self) -> Measured:
        """The step at which most bytes of activations were alive; the first of several."""
        return max(self.measured, key=lambda m: m.bytes_alive)

    @property
    def peak_bytes(self) -> int:
        """The most bytes of activations alive at once."""
        return self.peak.bytes_alive


def run(
    network: Network,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    image: Array | None = None,
    dtype: DTypeLike = np.float32,
) -> Run:
    """The forward pass of `network` on `image` (depth, height, width), or on random pixels, with random weights from `seed`.

    Raises `windows.NoWindow` where a layer has no output and ValueError where branches do not match.
    """
    wanted = set(network.outputs.values())
    measured: list[Measured] = []
    kept: dict[int, Array] = {}
    steps = walk(network, seed=seed, progress=progress, image=image, dtype=dtype)
    for index, (step, value) in enumerate(steps):
        measured.append(step)
        if index in wanted:
            kept[index] = value
    return Run(tuple(measured), {name: kept[index] for name, index in network.outputs.items()})


def walk(
    network: Network,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    image: Array | None = None,
    dtype: DTypeLike = np.float32,
) -> Iterator[tuple[Measured, Array]]:
    """`run` step by step: every node's measurements and its output, which the next step may overwrite."""
    tiles = Tiles(seed)
    memory = Memory(network)
    for index, node in enumerate(network.nodes):
        if progress is not None:
            progress(index, node)
        inputs = memory.inputs(index)
        step = Step(network.framework, tiles, dtype, memory.may_overwrite(index))
        start = perf_counter()
        value = _compute(node, step, inputs, image, dtype)
        seconds = perf_counter() - start - step.seconds_making
        held, alive = memory.store(index, value)
        depth, height, width = value.shape
        shape = (height, width, depth)
        yield Measured(node.id, shape, step.params, step.statistics, held, step.macs, alive, seconds), value
        del inputs, value  # what nobody reads any more must not outlive its step here


def _compute(node: Node, step: Step, inputs: list[Array], image: Array | None, dtype: DTypeLike) -> Array:
    if node.layer.kind == "input":
        return _image(node.layer, step, image, dtype)
    # Random weights may overflow in a very deep network, and an empty window's lowest number may meet them.
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        return FUNCTIONS[node.layer.kind](node.layer, step, *inputs)


def _image(layer: Any, step: Step, image: Array | None, dtype: DTypeLike) -> Array:
    height, width, depth = layer.size
    if image is None:
        return step.pixels(depth, height, width)
    if image.shape != (depth, height, width):
        raise ValueError(f"the image is {image.shape}, not (depth, height, width) = {(depth, height, width)}")
    return np.array(image, dtype=dtype)  # a copy: the first layer may work in place


class Memory:
    """The activations that are alive: who still reads them, which share memory, how many bytes they take together.

    Whoever asked for an output reads it too, after everybody else.
    """

    def __init__(self, network: Network) -> None:
        self._nodes = network.nodes
        self._values: dict[int, Array] = {}
        self._owner: dict[int, int] = {}  # in whose memory a value lies
        self._sharers: dict[int, int] = {}  # how many values that are alive lie in it
        self._exposed: set[int] = set()  # values whose memory shows another value that somebody else reads
        self._alive = 0
        self._readers = [0] * len(network.nodes)
        for node in network.nodes:
            for source in node.inputs:
                self._readers[source] += 1
        for index in network.outputs.values():
            self._readers[index] += 1
        self._unread = self._readers.copy()

    def inputs(self, index: int) -> list[Array]:
        """The values that a node reads."""
        return [self._values[source] for source in self._nodes[index].inputs]

    def may_overwrite(self, index: int) -> bool:
        """Whether the node is the only one that ever reads its one input, through views too."""
        sources = self._nodes[index].inputs
        return len(sources) == 1 and self._readers[sources[0]] == 1 and sources[0] not in self._exposed

    def store(self, index: int, value: Array) -> tuple[int, int]:
        """Keep a node's output, let go of what nobody reads any more; the bytes it adds, and the bytes alive in between."""
        sources = self._nodes[index].inputs
        shared = next((s for s in sources if np.may_share_memory(self._values[s], value)), None)
        owner = index if shared is None else self._owner[shared]
        if shared is not None and not self.may_overwrite(index):
            self._exposed.add(index)
        self._values[index] = value
        self._owner[index] = owner
        self._sharers[owner] = self._sharers.get(owner, 0) + 1
        held = _root(value).nbytes if owner == index else 0
        self._alive += held
        alive = self._alive
        for source in sources:
            self._unread[source] -= 1
        for done in {index, *sources}:
            if self._unread[done] == 0:
                self._forget(done)
        return held, alive

    def _forget(self, index: int) -> None:
        owner = self._owner.pop(index)
        value = self._values.pop(index)
        self._sharers[owner] -= 1
        if self._sharers[owner] == 0:
            del self._sharers[owner]
            self._alive -= _root(value).nbytes


def _root(array: Array) -> Array:
    """The array that owns the memory which `array` shows."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array
