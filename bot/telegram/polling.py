"""Receiving by long polling: what concerns the bot is kept first, and confirmed to Telegram then."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.api import Answer, Api, Json, NotReached, TokenRefused, Unheard
from bot.telegram.incoming import ALLOWED
from bot.telegram.keeping import Keeper
from bot.telegram.pace import Pace

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Polling:
    """Fetches updates until it is cancelled."""

    api: Api
    keeper: Keeper
    pace: Pace
    failures: int = 0
    told: str = ""
    """The trouble that was logged last: what lasts is said once."""
    allowed: tuple[str, ...] = field(default=ALLOWED)

    async def run(self) -> NoReturn:
        """Raises *TokenRefused*; all other trouble is waited for."""
        offset: int | None = None
        while True:
            answer = await self._ask(offset)
            # Only what has just been kept is confirmed: after a quiet week new ids may be lower than the old ones.
            offset = None
            if answer is None or not answer.ok:
                await asyncio.sleep(self._wait(answer))
                continue
            self._well()
            try:
                offset = await self._keep(answer.result if isinstance(answer.result, list) else [])
            except SQLAlchemyError:
                self._trouble("What was received cannot be kept; it is fetched again later", exc_info=True)
                await asyncio.sleep(self._backed_off())

    def trouble(self) -> str:
        """What is wrong with receiving; nothing if all is well."""
        return self.told

    async def _ask(self, offset: int | None) -> Answer | None:
        arguments: Json = {"timeout": self.pace.poll, "limit": 100, "allowed_updates": list(self.allowed)}
        if offset is not None:
            arguments["offset"] = offset
        try:
            return await self.api.call("getUpdates", arguments, wait=self.pace.poll)
        except (NotReached, Unheard) as trouble:
            self._trouble(f"Telegram cannot be reached ({trouble}); trying again")
            return None

    async def _keep(self, updates: Sequence[object]) -> int | None:
        """Keep what concerns the bot; the offset that confirms all of them."""
        numbers = await self.keeper.keep(updates)
        if updates and not numbers:
            await asyncio.sleep(self._backed_off())
        return max(numbers) + 1 if numbers else None

    def _wait(self, answer: Answer | None) -> float:
        """What to do about trouble, and for how long to wait."""
        if answer is None:
            return self._backed_off()
        if answer.code in (401, 404):
            raise TokenRefused
        if answer.code == 409:
            self._trouble(_conflict(answer))
            return self.pace.conflict
        if answer.code == 429:
            return float(answer.retry_after or self.pace.most)
        self._trouble(f"Telegram answers {answer.code} instead of updates; trying again")
        return self._backed_off()

    def _backed_off(self) -> float:
        self.failures += 1
        return self.pace.wait(self.failures)

    def _trouble(self, text: str, *, exc_info: bool = False) -> None:
        if text != self.told:
            _log.warning("%s", text, exc_info=exc_info)
        self.told = text

    def _well(self) -> None:
        if self.told:
            _log.info("Telegram gives updates again")
        self.failures, self.told = 0, ""


def _conflict(answer: Answer) -> str:
    if answer.says("webhook"):
        return "A webhook is set for this bot, so Telegram gives no updates here: delete it, or use another token"
    return "Another instance uses the same GRAPPOLO_TOKEN: only one can receive. Stop the other one; waiting meanwhile"
