"""Work in a process of its own: what it imported and what it needed goes with the process."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from threading import Thread
from types import TracebackType
from typing import Any, Final, ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_SPAWN: Final = get_context("spawn")
_HEARS_WITHIN: Final = 0.5
"""Seconds within which Ctrl-C is heard while something is waited for."""


class NoProcess(Exception):
    """No process could be started for the work, or it died at it."""


class Apart:
    """A process that does one work after the other, beside what a block does.

    It is there from the first work on, and ends with the block; at once if that ends with an exception, or if this
    process ends, however that does. Work, what it is given and what it comes to must be such that they can be sent.
    """

    def __init__(self) -> None:
        self._line: Connection | None = None
        self._process: SpawnProcess | None = None
        self._begun = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if not (self._process and self._line):
            return
        try:
            if kind is None:
                with suppress(NoProcess):
                    self._wait(self._line)
        finally:
            self._process.terminate()
            self._process.join()
            self._line.close()

    def begin(self, work: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
        """Let *work* be begun. What it comes to is not told, nor that there is no process."""
        with suppress(NoProcess):
            self._begin(work, given, named)

    def do(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What *work* makes of what it is *given*. Raises *NoProcess*."""
        error, found = self._wait(self._begin(work, given, named))
        if error:
            raise error
        return found  # type: ignore[no-any-return]  # what comes from elsewhere has no type

    def _begin(self, *order: Any) -> Connection:
        try:
            if self._line is None:
                self._line, self._process = _started()
            self._line.send(order)
        except OSError as error:
            raise NoProcess(str(error)) from error
        self._begun += 1
        return self._line

    def _wait(self, line: Connection) -> tuple[Exception | None, Any]:
        """What the last work that was begun came to; what was begun before it comes first."""
        last: tuple[Exception | None, Any] = (None, None)
        while self._begun:
            try:
                # Python hears of a signal between two waits alone: one that came just before would be waited out.
                while not line.poll(_HEARS_WITHIN):
                    pass
                last = line.recv()
            except (EOFError, OSError) as ended:
                raise NoProcess(str(ended) or "it has ended") from ended
            self._begun -= 1
        return last


def _started() -> tuple[Connection, SpawnProcess]:
    ours, theirs = _SPAWN.Pipe()
    with theirs, _deaf_to_interrupts():
        process = _SPAWN.Process(target=_obey, args=(theirs,))
        process.start()
    return ours, process


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process that is started here never hears of Ctrl-C: the one that started it ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The first process starts a helper of Python's own, and that lets the signal through again.
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _obey(line: Connection) -> None:
    Thread(target=_end_with_the_other, daemon=True).start()
    while True:
        line.send(_made(*line.recv()))


def _made(work: Callable[..., Any], given: Any, named: Any) -> tuple[Exception | None, Any]:
    try:
        return None, work(*given, **named)
    except Exception as error:
        return error, None


def _end_with_the_other() -> None:
    if other := parent_process():
        other.join()
        os._exit(1)
