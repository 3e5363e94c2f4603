"""A sweep at work: piece after piece in this process, or in several where what is left takes longer than they take to start.

The blocks come in order whoever computes them. Whoever wants to stop says so between two pieces; what is done by then still comes.
"""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import TYPE_CHECKING

from cnncalc.space.process import Died, Process
from cnncalc.space.work import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from cnncalc.space.plan import Space
    from cnncalc.space.work import Block, Piece

    Result = Future[Block | list[Piece]]

__all__ = ("Died", "Sweep", "processors")

PATIENCE = 0.5
"""Seconds of work before it is known how long the rest takes."""
WORTH = 2.0
"""Seconds of work for which other processes are started: loading the program in one takes about a quarter of one."""
AHEAD = 4
"""Pieces in the hands of each process, or waiting for it."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Sweep:
    """The work of a sweep: iterate over its blocks, in order. `stop` is asked between pieces; `jobs` is the most processes at work.

    `done` counts points. Raises `Died`.
    """

    def __init__(
        self, space: Space, numbers: tuple[str, ...], jobs: int = 1, stop: Callable[[], bool] = lambda: False
    ) -> None:
        self.space, self.numbers, self.jobs, self.stop = space, numbers, jobs, stop
        self.worker = Worker(space, numbers)
        self.done = 0
        self._todo: deque[Piece] = deque()
        self._variants = space.every()
        self._seconds = 0.0

    def __iter__(self) -> Iterator[Block]:
        while not self.stop() and (piece := self._next()) is not None:
            if self.jobs > 1 and self._worth_it():
                self._todo.appendleft(piece)
                yield from self._together()
                return
            began = time.monotonic()
            found = self.worker(piece)
            self._seconds += time.monotonic() - began
            if isinstance(found, list):
                self._todo.extendleft(reversed(found))
            else:
                self.done += found.size
                yield found

    def _next(self) -> Piece | None:
        while not self._todo:
            variant = next(self._variants, None)
            if variant is None:
                return None
            self._todo.extend(self.worker.pieces(variant))
        return self._todo.popleft()

    def _worth_it(self) -> bool:
        if self._seconds < PATIENCE or not self.done:
            return False
        return self._seconds / self.done * (self.space.size - self.done) > WORTH

    def _together(self) -> Iterator[Block]:
        processes = [Process(self.space, self.numbers) for _ in range(self.jobs)]
        free: SimpleQueue[Process] = SimpleQueue()
        for process in processes:
            free.put(process)

        def do(piece: Piece) -> Block | list[Piece]:
            process = free.get()
            try:
                return process(piece)
            finally:
                free.put(process)

        results: deque[Result] = deque()
        threads = ThreadPoolExecutor(self.jobs)  # each waits for one of the processes
        try:
            while not self.stop():
                while len(results) < AHEAD * self.jobs and (piece := self._next()) is not None:
                    results.append(threads.submit(do, piece))
                if not results:
                    return
                if wait(list(results)[:1], timeout=0.1).done:
                    found = results.popleft().result()
                    if isinstance(found, list):
                        results.extendleft([threads.submit(do, piece) for piece in found][::-1])
                    else:
                        yield self._counted(found)
            threads.shutdown(cancel_futures=True)
            for result in results:
                if not result.cancelled() and result.exception() is None:
                    found = result.result()
                    if not isinstance(found, list):
                        yield self._counted(found)
        finally:
            threads.shutdown(cancel_futures=True)
            for process in processes:
                process.end()

    def _counted(self, block: Block) -> Block:
        self.done += block.size
        return block
