"""Telling the owners what is wrong with the bot: once when it begins, and once when it is over."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.storage.alerts import Standing
from bot.telegram.outgoing import Letter, Place, calls_of
from bot.troubles import Troubles
from handlers import alerts
from handlers.alerts import Trouble
from handlers.texts.texts import Texts
from handlers.turns import Say

_log = logging.getLogger(__name__)

_LOOKS: Final = 3
"""For so many looks in a row nobody must see a trouble before it is over: a replica may be the only one to see it."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Tells the owners of one bot, wherever it is one of several processes that would."""

    app: App
    bot: str

    async def run(self, troubles: Troubles, every: float) -> NoReturn:
        """Look again and again."""
        while True:
            try:
                await self._look(troubles, datetime.now(UTC), timedelta(seconds=every * _LOOKS))
            except SQLAlchemyError:
                _log.error("Nobody knows whether something is wrong; trying again", exc_info=True)
            await asyncio.sleep(every)

    async def _look(self, troubles: Troubles, now: datetime, patience: timedelta) -> None:
        found = await troubles.found(now)
        for trouble in found:
            await self.begin(trouble, now)
        # After a start all replicas have the time to see for themselves. Of a damaged database nobody sees the rest.
        if now - troubles.since > patience and Trouble("damaged") not in found:
            for standing in await self.app.storage.alerts.standing(self.bot):
                await self._end(standing, now, now - patience)

    async def begin(self, trouble: Trouble, now: datetime) -> None:
        """It is wrong *now*; the owners are told if they do not know yet."""

        async def work() -> bool:
            new = await self.app.storage.alerts.see(self.bot, trouble.name, now)
            if new:
                await self._tell(lambda texts: alerts.begun(trouble, texts), f"{trouble.name} begun", now, now)
            return new

        if await self.app.storage.database.transaction(work):
            _log.warning("Something is wrong, the owners are told: %s", trouble.name)

    async def _end(self, standing: Standing, now: datetime, unseen_since: datetime) -> None:
        async def work() -> bool:
            since = await self.app.storage.alerts.end(self.bot, standing.name, unseen_since)
            if since is None:
                return False
            name, local = _name(standing.name), since.astimezone(self.app.settings.timezone)
            if name is not None:
                await self._tell(lambda texts: alerts.over(name, local, texts), f"{name} over", since, now)
            return True

        if await self.app.storage.database.transaction(work):
            _log.info("It is over, the owners are told: %s", standing.name)

    async def _tell(self, words: Callable[[Texts], Say], what: str, since: datetime, now: datetime) -> None:
        """Put a letter to each owner who can be reached into the outbox."""
        storage = self.app.storage
        for member in await storage.roles.members(self.bot):
            contact = await storage.roles.contact(self.bot, member.asker) if member.role == "owner" else None
            if contact is not None:
                language = await storage.dialogues.language(self.bot, member.asker) or contact.language
                letter = Letter(tuple(calls_of([words(Texts(language))], Place(int(contact.address)))))
                purpose = f"alert: {what} ({since:%Y-%m-%d %H:%M:%S})"
                await storage.outbox.put(self.bot, member.asker, purpose, letter.as_json(), now)


def _name(name: str) -> alerts.TroubleName | None:
    """A trouble that this version knows: another one may have written it."""
    return next((known for known in alerts.NAMES if known == name), None)
