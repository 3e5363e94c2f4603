"""Another process for a sweep: pieces of work go in, blocks come out, through a pipe each way.

It is started apart from whatever started this one, which may be a script that is not meant to be run twice, and outside its group of
processes, so that Ctrl-C does not reach it. It ends when its input does: when it is told to, or when this process is no more.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnncalc.space.plan import Space
    from cnncalc.space.work import Block, Piece


class Died(Exception):
    """A process ended before its work was done, as where memory is short."""


class Process:
    """One process at work on a space: called with a piece, it waits for what comes of it. Raises `Died`."""

    def __init__(self, space: Space, numbers: tuple[str, ...]) -> None:
        # The same modules as here, wherever they lie.
        program = f"import sys; sys.path[:] = {sys.path!r}; from cnncalc.space.process import serve; serve()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._send((space, numbers))

    def __call__(self, piece: Piece) -> Block | list[Piece]:
        self._send(piece)
        assert self.process.stdout is not None
        try:
            found: Block | list[Piece] = pickle.load(self.process.stdout)
        except (EOFError, pickle.UnpicklingError):
            raise Died("a process of the sweep ended before its work was done: try fewer --jobs") from None
        return found

    def _send(self, what: Any) -> None:
        assert self.process.stdin is not None
        try:
            pickle.dump(what, self.process.stdin)
            self.process.stdin.flush()
        except OSError:
            raise Died("a process of the sweep has ended: try fewer --jobs") from None

    def end(self) -> None:
        """Let it go, once it has done what it is at."""
        self.process.communicate()


def serve() -> None:
    """Do pieces of work until there are no more: what runs in the other process."""
    from cnncalc.space.work import Worker

    pieces, blocks = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not print among the blocks
    try:
        worker = Worker(*pickle.load(pieces))
        while True:
            pickle.dump(worker(pickle.load(pieces)), blocks)
            blocks.flush()
    except (EOFError, BrokenPipeError):
        return
