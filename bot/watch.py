"""How a bot is, put together from what is kept and from the machine."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

from bot.kept import Storage
from bot.served import ServedBase
from bot.settings import Settings
from bot.storage.backups import backups_in, made_at
from bot.storage.inbox import Inbox
from bot.storage.room import room_of
from handlers.promises import Status


@dataclass(frozen=True, slots=True)
class LiveWatch:
    """Keeps the promises of ``Watch``."""

    settings: Settings
    storage: Storage
    base: ServedBase
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def status(self, bot: str) -> Status:
        inbox, zone = self._inbox(bot), self.settings.timezone
        waiting, oldest = await inbox.waiting()
        newest = next(iter(await asyncio.to_thread(backups_in, self.settings.backups)), None)
        standing = await self.storage.alerts.standing(bot)
        return Status(
            version=version("grappolo"),
            since=self.since.astimezone(zone),
            waiting=waiting,
            oldest=oldest and oldest.astimezone(zone),
            failed=tuple(one.incident for one in await inbox.dead() if one.is_kept),
            backup=made_at(newest).astimezone(zone) if newest else None,
            room=await asyncio.to_thread(room_of, self.settings.data),
            mistakes=len(self.base.problems),
            processes=len(await self.storage.database.read(self.storage.database.present)) or 1,
            troubles=tuple((one.name, one.since.astimezone(zone)) for one in standing),
        )

    async def retry(self, bot: str, now: datetime) -> int:
        return await self._inbox(bot).retry(now)

    def _inbox(self, bot: str) -> Inbox:
        return Inbox(self.storage.database, self.storage.vault, bot)
