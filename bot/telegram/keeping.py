"""Keeping what was received: first it is in the inbox, then Telegram is told that it has arrived."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.storage.inbox import Arrived, Inbox
from bot.storage.vault import Vault
from bot.telegram import metrics
from bot.telegram.incoming import Json, Selection

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps what concerns the bot of what one way or another is received."""

    inbox: Inbox
    vault: Vault
    selection: Selection
    arrived: Callable[[], None]
    """Called when there is something new in the inbox."""

    async def keep(self, updates: Sequence[object]) -> list[int]:
        """Keep them; the numbers of all that have one, also of those that do not concern the bot."""
        known = [update for update in updates if isinstance(update, dict) and _is_number(update.get("update_id"))]
        if len(known) < len(updates):
            _log.error("%d updates without a number were received; they cannot be kept", len(updates) - len(known))
        metrics.RECEIVED.inc(len(known))
        if new := await self.inbox.add(self._selected(known), datetime.now(UTC)):
            metrics.NEW.inc(new)
            self.arrived()
        return [update["update_id"] for update in known]

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


def _is_number(update_id: object) -> bool:
    # True is no number.
    return type(update_id) is int and 0 <= update_id < 2**63
