"""Sending what is in the outbox, one letter after the other: one at most is cut when the process dies."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.inbox import LeaseLost
from bot.storage.outbox import SqlOutbox, Taken
from bot.telegram import metrics
from bot.telegram.outgoing import Letter
from bot.telegram.pace import Pace
from bot.telegram.sending import Sender, Sent

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """Sends the letters of one bot."""

    outbox: SqlOutbox
    bot: str
    sender: Sender
    pace: Pace

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until *stopping*; what is just being sent is finished."""
        while not stopping.is_set():
            try:
                if await self._send_next(datetime.now(UTC)):
                    continue
            except SQLAlchemyError:
                _log.error("The outbox cannot be used; trying again", exc_info=True)
            except LeaseLost:
                _log.warning("A letter took too long; it counts as one that may not have arrived")
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), self.pace.post)

    async def _send_next(self, now: datetime) -> bool:
        """Send the next letter; whether there was one."""
        if cut := await self.outbox.doubt_what_was_cut(self.bot, now):
            _log.warning("%d letters may not have arrived: grappolo outbox lists them", cut)
        taken = await self.outbox.take(self.bot, now)
        if taken is None:
            return False
        sent = await self.sender.send(Letter.from_json(taken.letter))
        await self._note(taken, sent)
        return True

    async def _note(self, taken: Taken, sent: Sent) -> None:
        if sent.blocked:
            await self.outbox.refused(taken, sent.reason)
            await self.outbox.block(self.bot, taken.asker, datetime.now(UTC))
            result = "refused"
        elif sent.unheard:
            # What comes after it waits with it: whoever reads it twice would rather read it in order.
            await self.outbox.doubt(taken, sent.letter.as_json())
            _log.warning("A letter may not have arrived: grappolo outbox lists it")
            result = "unsure"
        elif sent.wait is not None:
            wait = sent.wait or self.pace.wait(sent.letter.tries)
            not_before = datetime.now(UTC) + timedelta(seconds=wait)
            await self.outbox.later(taken, sent.letter.as_json(), not_before)
            result = "later"
        elif sent.reason:
            await self.outbox.refused(taken, sent.reason)
            result = "refused"
        else:
            await self.outbox.sent(taken)
            result = "sent"
        metrics.LETTERS.labels(result).inc()
