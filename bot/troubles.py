"""What is wrong with a bot at work: found in one place, for all who tell of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.app import App
from bot.soundness import Inspection
from bot.storage.backups import backups_in, is_overdue
from bot.storage.inbox import Inbox
from bot.storage.room import LEAST, room_of
from handlers.alerts import Trouble

TOO_LONG: Final = timedelta(minutes=5)
"""How old a waiting question is that should have been answered: longer than a few attempts take."""
_FIRST_BACKUP: Final = timedelta(minutes=5)
"""How long after its start a bot has made its first backup."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Looks for what is wrong; a token that is refused is not among it, as it ends the bot, nor is damage."""

    app: App
    inbox: Inbox
    inspection: Inspection
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When the bot began to work."""

    async def found(self, now: datetime) -> list[Trouble]:
        """All that is wrong *now*, in a database that is sound."""
        return [trouble async for trouble in self._each(now)]

    async def _each(self, now: datetime) -> AsyncIterator[Trouble]:
        _, oldest = await self.inbox.backlog()
        if oldest is not None and now - oldest > TOO_LONG:
            yield Trouble("backlog", (now - oldest) // timedelta(minutes=1))
        if dead := sum(one.is_kept for one in await self.inbox.dead()):
            yield Trouble("dead", dead)
        await self.app.base.current()
        if problems := self.app.base.problems:
            yield Trouble("base", len(problems))
        if (room := await asyncio.to_thread(room_of, self.app.settings.data)) < LEAST:
            yield Trouble("disk", room // 1024**2)
        if await asyncio.to_thread(self._lacks_backup, now):
            yield Trouble("backup")

    def _lacks_backup(self, now: datetime) -> bool:
        newest = next(iter(backups_in(self.app.settings.backups)), None)
        return now - self.since > _FIRST_BACKUP if newest is None else is_overdue(newest, now)
