"""Whether the bot can take questions: one answer, for who asks and for who is told."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.soundness import Inspection
from bot.storage.room import LEAST, room_of

_PATIENCE: Final = 3.0
"""Seconds that a check may take."""

Check = Callable[[], Awaitable[str]]
"""Says what is wrong; nothing if all is well."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Looks at what questions need."""

    app: App
    receiving: Callable[[], str]
    """What is wrong with receiving; nothing if all is well."""
    inspection: Inspection
    stopping: asyncio.Event

    async def wrong(self) -> Mapping[str, str]:
        """Of each check what is wrong; nothing if all is well."""
        checks: Mapping[str, Check] = {
            "stopping": self._stopping,
            "database": self._database,
            "disk": self._disk,
            "receiving": self._receiving,
        }
        return {name: await _in_time(check) for name, check in checks.items()}

    async def _stopping(self) -> str:
        return "the bot is being stopped" if self.stopping.is_set() else ""

    async def _database(self) -> str:
        try:
            await self.app.storage.database.write(lambda connection: None)
        except SQLAlchemyError as error:
            return f"cannot be written ({type(error).__name__})"
        return self.inspection.damage and f"damaged ({self.inspection.damage}); the log says what to do"

    async def _disk(self) -> str:
        room = await asyncio.to_thread(room_of, self.app.settings.data)
        return "" if room >= LEAST else f"only {room // 1024**2} MB are free"

    async def _receiving(self) -> str:
        return self.receiving()


async def _in_time(check: Check) -> str:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await check()
    except TimeoutError:
        return f"no answer within {_PATIENCE:.0f} seconds"
