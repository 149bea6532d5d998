"""Telling the owners what is wrong with the bot: once when it begins, and once when it is over."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.storage.alerts import Standing
from bot.telegram.outcry import Outcry
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

    async def run(self, troubles: Troubles, outcry: Outcry, every: float) -> NoReturn:
        """Look again and again."""
        while True:
            try:
                await self._look(troubles, outcry, datetime.now(UTC), timedelta(seconds=every * _LOOKS))
            except SQLAlchemyError:
                _log.error("Nobody knows whether something is wrong; trying again", exc_info=True)
            await asyncio.sleep(every)

    async def _look(self, troubles: Troubles, outcry: Outcry, now: datetime, patience: timedelta) -> None:
        if troubles.inspection.damage:
            # Whatever else the database says may be wrong.
            await outcry.out(now)
            return
        if since := outcry.prepare([letter async for letter in self._of_damage()]):
            local = since.astimezone(self.app.settings.timezone)
            await self._tell(lambda texts: alerts.over("damaged", local, texts), "damaged over", since, now)
        for trouble in await troubles.found(now):
            await self.begin(trouble, now)
        # After a start all replicas have the time to see for themselves.
        if now - troubles.since > patience:
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
        purpose = f"alert: {what} ({since:%Y-%m-%d %H:%M:%S})"
        async for asker, letter in self._letters(words):
            await self.app.storage.outbox.put(self.bot, asker, purpose, letter.as_json(), now)

    async def _of_damage(self) -> AsyncIterator[Letter]:
        async for _, letter in self._letters(lambda texts: alerts.begun(Trouble("damaged"), texts)):
            yield letter

    async def _letters(self, words: Callable[[Texts], Say]) -> AsyncIterator[tuple[str, Letter]]:
        """Each owner who can be reached, and the letter to them."""
        storage = self.app.storage
        for member in await storage.roles.members(self.bot):
            contact = await storage.roles.contact(self.bot, member.asker) if member.role == "owner" else None
            if contact is not None:
                language = await storage.dialogues.language(self.bot, member.asker) or contact.language
                yield member.asker, Letter(tuple(calls_of([words(Texts(language))], Place(int(contact.address)))))


def _name(name: str) -> alerts.TroubleName | None:
    """A trouble that this version knows: another one may have written it."""
    return next((known for known in alerts.NAMES if known == name), None)
