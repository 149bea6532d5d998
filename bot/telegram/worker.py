"""Answering what is in the inbox: several chats at once, each in its order."""

import asyncio
import itertools
import json
import logging
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from telegram import Update

from bot.app import App
from bot.storage.inbox import ATTEMPTS, Claimed, Inbox, LeaseLost
from bot.telegram import metrics
from bot.telegram.apologies import apology_for
from bot.telegram.application import AnyApplication
from bot.telegram.jobs import Job, Undecodable, current
from bot.telegram.outgoing import Call, Letter
from bot.telegram.pace import Pace
from bot.telegram.sending import Sender

_log = logging.getLogger(__name__)

OUTAGE: Final = (OperationalError, InterfaceError)
"""What a database raises that is away, locked or full: nothing is wrong with what it was asked."""


@dataclass(slots=True)
class Worker:
    """Claims rows of the inbox, answers them, and sends the answers."""

    app: App
    inbox: Inbox
    application: AnyApplication
    sender: Sender
    pace: Pace
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)
    _watched: bool = False
    """Whether what is in work may end the program: then nothing else is begun."""

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until *stopping*; what has been begun then goes on until *finish*."""
        while not stopping.is_set():
            self._news.clear()
            # One moment for both: what becomes due between two would be waited for in vain.
            wait, now = self.pace.least, datetime.now(UTC)
            try:
                wait = await self._until_next_due(now) if await self._claim(now) else self.pace.most
            except SQLAlchemyError:
                _log.error("The inbox cannot be used; trying again", exc_info=True)
            await self._rest(wait)

    async def finish(self, seconds: float) -> None:
        """Let what is in flight end, for so many *seconds* at most; the rest stays in the inbox."""
        if self._busy:
            _, late = await asyncio.wait(self._busy, timeout=seconds)
            await self.abandon()
            if late:
                _log.warning("%d answers were not finished in time; they stay in the inbox", len(late))

    async def abandon(self) -> None:
        """End what is in flight at once; it stays in the inbox."""
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _claim(self, now: datetime) -> bool:
        """Begin what is due; whether somebody has still nothing to do."""
        free = self.pace.lanes - len(self._busy)
        if free <= 0 or (self._watched and self._busy):
            return False
        rows = await self.inbox.claim(now, free, alone=not self._busy)
        self._watched = any(row.suspect for row in rows)
        for row in rows:
            self._begin(self._work(row))
        return len(self._busy) < self.pace.lanes

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self.wake()

    async def _until_next_due(self, now: datetime) -> float:
        due = await self.inbox.next_due(now)
        longest = self.pace.look if self.app.storage.database.is_shared else self.pace.most
        return longest if due is None else min(longest, max(0.0, (due - datetime.now(UTC)).total_seconds()))

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            pass

    async def _work(self, row: Claimed) -> None:
        try:
            letter = Letter.from_json(row.replies) if row.replies is not None else await self._answer_or_put_back(row)
            if letter is not None:
                await self._send(row, letter)
        except LeaseLost:
            _log.warning("Another process has taken over an update; is Grappolo running twice?")
        except SQLAlchemyError:
            _log.error("An update cannot be worked on now; its lease ends by itself", exc_info=True)
        except Exception as error:
            _log.error("An answer cannot be sent; its lease ends by itself: %s", where(error))

    async def _answer_or_put_back(self, row: Claimed) -> Letter | None:
        try:
            return await self._answer(row)
        except OUTAGE as error:
            _log.warning("The database was away; an update is worked on again later: %s", where(error))
        due = datetime.now(UTC) + timedelta(seconds=self.pace.least)
        await self._insist(row, lambda: self.inbox.put_back(row, due))
        return None

    async def _answer(self, row: Claimed) -> Letter | None:
        """The letter that answers the row; None if it could not be answered, and has its next attempt later."""
        try:
            if row.attempt > ATTEMPTS:
                raise Undecodable("it has ended the program each time")
            return Letter(tuple(await self._attempt(row)))
        except (LeaseLost, SQLAlchemyError):
            raise
        except Exception as error:
            return await self._failed(row, error)

    async def _attempt(self, row: Claimed) -> list[Call]:
        update = _decoded(row, self.application)
        start = time.perf_counter()
        job = Job(row, await self.app.base.current(), datetime.now(UTC))
        current.set(job)
        calls = await self.app.storage.database.transaction(lambda: self._in_transaction(update, job))
        metrics.TURN_SECONDS.observe(time.perf_counter() - start)
        return calls

    async def _in_transaction(self, update: Update, job: Job) -> list[Call]:
        await self.application.process_update(update)
        if job.error is not None:
            raise job.error
        if job.calls is None:
            raise Undecodable("no handler takes it")
        await self.inbox.answered(job.row, Letter(tuple(job.calls)).as_json())
        return job.calls

    async def _failed(self, row: Claimed, error: Exception) -> Letter | None:
        metrics.FAILED.inc()
        if row.attempt < ATTEMPTS and not isinstance(error, Undecodable):
            _log.warning("An update could not be answered (attempt %d): %s", row.attempt, where(error))
            await self.inbox.failed(row, datetime.now(UTC), where(error))
            self.wake()
            return None
        return await self._give_up(row, error)

    async def _give_up(self, row: Claimed, error: Exception) -> Letter | None:
        metrics.DEAD.inc()
        incident = secrets.token_hex(3).upper()
        _log.error("Incident %s: an update is given up: %s", incident, where(error))
        _log.debug("Incident %s", incident, exc_info=error)
        calls = apology_for(row.body, incident, self.app.settings.language)
        if not calls:
            await self.inbox.dropped(row, incident, where(error))
            return None
        letter = Letter(tuple(calls))
        await self.inbox.answered(row, letter.as_json(), incident=incident, reason=where(error))
        return letter

    async def _send(self, row: Claimed, letter: Letter) -> None:
        sent = await self.sender.send(letter)
        if sent.wait is None:
            # It has been said: whatever happens to the database, it must not be said again.
            await self._insist(row, lambda: self.inbox.sent(row, sent.letter.sent, sent.reason))
            metrics.SENDS.labels("refused" if sent.reason else "sent").inc()
            metrics.ANSWER_SECONDS.observe(max(0.0, (datetime.now(UTC) - row.received_at).total_seconds()))
            return
        # Whoever asked would rather read it twice than not at all.
        metrics.SENDS.labels("unsure" if sent.unheard else "later").inc()
        wait = max(sent.wait, self.pace.wait(sent.letter.tries) if not sent.wait else 0.0)
        due = datetime.now(UTC) + timedelta(seconds=wait)
        await self._insist(row, lambda: self.inbox.send_later(row, sent.letter.as_json(), due))

    async def _insist(self, row: Claimed, change: Callable[[], Awaitable[None]]) -> None:
        """Keep what has happened already, however long the database is away. Raises *LeaseLost*."""
        for failures in itertools.count(1):
            try:
                return await change()
            except OUTAGE:
                _log.debug("What became of update %d cannot be kept yet", row.update_id)
            await asyncio.sleep(self.pace.wait(failures))


def _decoded(row: Claimed, application: AnyApplication) -> Update:
    try:
        update = Update.de_json(json.loads(row.body or ""), application.bot)
    # Whatever python-telegram-bot raises about what it does not expect.
    except Exception as error:
        raise Undecodable(where(error)) from error
    if not _is_whole(update):
        raise Undecodable("it does not say who or where")
    return update


def _is_whole(update: Update) -> bool:
    """Whether all is there that an answer needs: python-telegram-bot does not look, whatever its types say."""
    message, tap = update.effective_message, update.callback_query
    return (message is None or message.chat is not None) and (tap is None or tap.from_user is not None)


def where(error: BaseException) -> str:
    """What went wrong and where, without the words of the error: they may quote what somebody wrote."""
    if isinstance(error, Undecodable):
        return f"Undecodable: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
