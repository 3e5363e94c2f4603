"""A sweep at work: piece after piece in this process, or in several where what is left takes longer than they take to start.

The blocks come in order whoever computes them. Whoever wants to stop says so between two pieces; what is done by then still comes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from cnncalc.space.work import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from cnncalc.space.plan import Space
    from cnncalc.space.work import Block, Piece

    Slot = tuple[Future["Block | list[Piece]"], Piece]

PATIENCE = 0.5
"""Seconds of work before it is known how long the rest takes."""
WORTH = 2.0
"""Seconds of work for which other processes are started: loading the program in one takes about a quarter of one."""
AHEAD = 4
"""Pieces in the hands of each process, or waiting for it."""


class Died(Exception):
    """A process was killed from outside, as where memory is short."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Sweep:
    """The work of a sweep: iterate over its blocks, in order. `stop` is asked between pieces; `jobs` is the most processes at work.

    `done` counts points; raises `Died`.
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
        slots: deque[Slot] = deque()
        resource_tracker.ensure_running()  # which lets interrupts in again once it has started
        executor = ProcessPoolExecutor(
            self.jobs, multiprocessing.get_context("spawn"), _begin, (self.space, self.numbers)
        )
        try:
            while not self.stop():
                with _without_interrupts():  # which a process that is just starting would answer with a traceback
                    while len(slots) < AHEAD * self.jobs and (piece := self._next()) is not None:
                        slots.append((executor.submit(_do, piece), piece))
                if not slots:
                    return
                yield from self._head(slots, executor)
            executor.shutdown(cancel_futures=True)
            for future, _ in slots:
                if (
                    not future.cancelled()
                    and future.exception() is None
                    and not isinstance(block := future.result(), list)
                ):
                    self.done += block.size
                    yield block
        except BrokenProcessPool:
            if not self.stop():
                raise Died("a process of the sweep was killed") from None
        finally:
            executor.shutdown(cancel_futures=True)

    def _head(self, slots: deque[Slot], executor: ProcessPoolExecutor) -> Iterator[Block]:
        """The first block, if it is there within a moment; smaller pieces take the place of one that is too much."""
        future, _ = slots[0]
        if not wait((future,), timeout=0.1).done:
            return
        slots.popleft()
        found = future.result()
        if isinstance(found, list):
            slots.extendleft([(executor.submit(_do, piece), piece) for piece in reversed(found)])
        else:
            self.done += found.size
            yield found


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C, which goes to all processes at once, waits meanwhile; processes that are started in here never hear of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_workers: list[Worker] = []
"""This process' worker, once it has begun."""


def _begin(space: Space, numbers: tuple[str, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _workers.append(Worker(space, numbers))


def _do(piece: Piece) -> Block | list[Piece]:
    return _workers[0](piece)


def _end_with_parent() -> None:
    """Nobody waits for a process whose parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
