"""Receiving by long polling: what concerns the bot is kept first, and confirmed to Telegram then."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.inbox import Arrived, Inbox
from bot.storage.vault import Vault
from bot.telegram.api import Answer, Api, Json, NotReached, TokenRefused, Unheard
from bot.telegram.incoming import ALLOWED, Selection
from bot.telegram.pace import Pace

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Polling:
    """Fetches updates until it is cancelled."""

    api: Api
    inbox: Inbox
    vault: Vault
    selection: Selection
    arrived: Callable[[], None]
    """Called when there is something new in the inbox."""
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
        known = [update for update in updates if isinstance(update, dict) and _is_number(update.get("update_id"))]
        if len(known) < len(updates):
            _log.error("%d updates without a number were received; they cannot be kept", len(updates) - len(known))
        if await self.inbox.add(self._selected(known), datetime.now(UTC)):
            self.arrived()
        if updates and not known:
            await asyncio.sleep(self._backed_off())
        return max(update["update_id"] for update in known) + 1 if known else None

    def _selected(self, updates: Sequence[Json]) -> Iterator[Arrived]:
        bot = self.inbox.bot
        for update in updates:
            if wanted := self.selection.wanted(update):
                yield Arrived(
                    wanted.update_id,
                    self.vault.pseudonym(bot, wanted.place),
                    wanted.question and self.vault.pseudonym(bot, wanted.question),
                    json.dumps(wanted.body),
                )

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


def _is_number(update_id: object) -> bool:
    return isinstance(update_id, int) and 0 <= update_id < 2**63


def _conflict(answer: Answer) -> str:
    if answer.says("webhook"):
        return "A webhook is set for this bot, so Telegram gives no updates here: delete it, or use another token"
    return "Another instance uses the same GRAPPOLO_TOKEN: only one can receive. Stop the other one; waiting meanwhile"
