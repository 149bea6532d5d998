"""Which part of the bot takes how much CPU: measured within the bot, at each step that a task makes.

``python -m tests.load.profiled OUT run`` is ``grappolo run`` with such a measurement.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

LOOP: Final = "the event loop"
THREADS: Final = "threads of the database"
_part: ContextVar[str] = ContextVar("part", default=LOOP)


class Clock:
    """Gives the CPU time of the main thread to whichever part is on; that of other threads, to who asked them."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._on, self._since = LOOP, time.thread_time()

    def on(self, part: str) -> str:
        """From now on it is *part*; what was on before."""
        now = time.thread_time()
        self.taken[self._on] += int(1e9 * (now - self._since))
        before, self._on, self._since = self._on, part, now
        return before


CLOCK: Final = Clock()


class _Stepping(Coroutine[Any, Any, Any]):
    """A coroutine whose every step counts for the part that its task is in."""

    def __init__(self, inner: Coroutine[Any, Any, Any]) -> None:
        self._inner = inner

    def send(self, value: Any) -> Any:
        return self._step(self._inner.send, value)

    def throw(self, *error: Any) -> Any:
        return self._step(self._inner.throw, *error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def _step(self, step: Callable[..., Any], *arguments: Any) -> Any:
        CLOCK.on(_part.get())
        try:
            return step(*arguments)
        finally:
            CLOCK.on(LOOP)


def stepping(loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> "asyncio.Task[Any]":
    """A factory of tasks that are measured."""
    return asyncio.Task(_Stepping(coroutine), loop=loop, **more)


def measure(owner: type, name: str, part: str) -> None:
    """Let what this asynchronous method of *owner* does count for *part*, and all that it begins."""
    method: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @wraps(method)
    async def measured(*arguments: Any, **named: Any) -> Any:
        token, before = _part.set(part), CLOCK.on(part)
        try:
            return await method(*arguments, **named)
        finally:
            _part.reset(token)
            CLOCK.on(before)

    setattr(owner, name, measured)


def measure_thread(owner: type, name: str) -> None:
    """Let what a connection's thread does count as the database's, for the part that asked for it."""
    method: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @wraps(method)
    async def measured(self: Any, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        part = _part.get()

        def timed(*given: Any, **known: Any) -> Any:
            began = time.thread_time_ns()
            try:
                return function(*given, **known)
            finally:
                CLOCK.taken[f"{THREADS}: {part}"] += time.thread_time_ns() - began

        return await method(self, timed, *arguments, **named)

    setattr(owner, name, measured)
