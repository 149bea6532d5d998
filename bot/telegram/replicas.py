"""Several processes that are one bot: each sees the others, takes over from the dead, and keeps to its part."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from bot.telegram.limits import Limits
from bot.telegram.pace import Pace

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Replicas:
    """This process among those that share a database; *wake* is called when there may be something to do."""

    database: Database
    inbox: Inbox
    limits: Limits
    wake: Callable[[], None]
    pace: Pace
    _waking: bool = False

    async def watch(self) -> None:
        """Free what other processes held that are no more, and share the limits with the others, again and again."""
        while True:
            await asyncio.sleep(self.pace.watch)
            try:
                if freed := await self.inbox.take_over():
                    _log.warning("Another process has ended; the %d updates it had in work are taken over", freed)
                    self.wake()
                await self.share_the_limits()
            except SQLAlchemyError:
                _log.error("Nobody knows whether the other processes are there; trying again", exc_info=True)

    async def hear_of_news(self) -> None:
        """Begin soon with what another replica keeps; while nothing is heard, the worker looks by itself."""
        while True:
            try:
                async for _ in self.inbox.news():
                    self._wake_soon()
            except StorageError as error:
                _log.warning("%s; looking once a second meanwhile", error)
            await asyncio.sleep(self.pace.alone)

    def _wake_soon(self) -> None:
        """Wake once for all that is heard in a short while: who has kept something has the first claim to it."""
        if not self._waking:
            self._waking = True
            asyncio.get_running_loop().call_later(self.pace.others, self._wake)

    def _wake(self) -> None:
        self._waking = False
        self.wake()

    async def share_the_limits(self) -> None:
        """Each replica sends its part of what Telegram takes: as all claim from one inbox, all parts are used."""
        replicas = max(1, len(await self.database.read(self.database.present)))
        if replicas != self.limits.replicas:
            _log.info("%d replicas share what Telegram lets the bot send", replicas)
        self.limits.replicas = replicas
