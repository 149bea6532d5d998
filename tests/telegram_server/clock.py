"""The server's time: it passes as ours does, or faster, and a test may push it ahead."""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress


class Clock:
    """Seconds since 1970, as the server sees them.

    With a *speed* of 60 a minute passes in a second. ``advance`` moves the time ahead at once and wakes all who
    wait for it, so that nobody has to wait for a resend, an expiry or a limit.
    """

    def __init__(self, start: float | None = None, speed: float = 1.0) -> None:
        self._speed = speed
        self._start = time.time() if start is None else start
        self._began = time.monotonic()
        self._ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        return self._start + self._ahead + (time.monotonic() - self._began) * self.speed

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        """Go on from now at another speed."""
        self._start, self._ahead, self._began = self.now(), 0.0, time.monotonic()
        self._speed = speed

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Wait until *seconds* have passed here since this call, however late it is awaited."""
        return self._until(self.now() + seconds)

    async def _until(self, end: float) -> None:
        while (left := end - self.now()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left / self.speed)
