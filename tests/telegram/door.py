"""The bot behind its door: everything is real but Telegram, which stands in on this machine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Row, select

from bot.app import App, open_app
from bot.settings import Settings
from bot.storage.tables import inbox
from bot.telegram.pace import Pace
from bot.telegram.serving import Stopping, serve
from handlers.promises import Record
from tests.telegram_server import Chat, Fault, Message, TelegramServer, User

QUICK = Pace(
    poll=5,
    least=0.01,
    most=0.05,
    conflict=0.05,
    stop=5.0,
    lease=timedelta(seconds=30),
    attempts=(0.01,) * 4,
    tidy=60,
    alone=0.02,
    post=0.02,
    look=0.05,
    check=0.05,
    inspect=60,
    pulse=0.05,
    erased=0.05,
)
"""The pace of tests: nobody waits for anything."""


@dataclass(slots=True)
class Running:
    """A bot that is at work."""

    app: App
    telegram: TelegramServer
    stopping: Stopping
    serving: "asyncio.Task[int]"

    async def stop(self) -> int:
        """Stop it in good order; its exit code."""
        self.stopping.wish()
        return await self.serving

    async def kill(self) -> None:
        """End it where it stands, as far as a task can be ended so."""
        self.stopping.wish()
        self.stopping.wish()
        await self.serving

    async def ask(self, user: User, text: str, chat: Chat | None = None, **how: object) -> Message:
        """Write a message, and wait for what the bot says to it."""
        where = chat or self.telegram.private(user)
        return await self.telegram.reply(self.telegram.message(user, where, text, **how))  # type: ignore[arg-type]

    async def rows(self) -> list[Row[Any]]:
        """The inbox."""
        every = select(inbox).order_by(inbox.c.id)
        return list(await self.app.storage.database.read(lambda connection: connection.execute(every).all()))

    async def idle(self) -> None:
        """Wait until nothing is left to be fetched or done."""
        await until(self._is_idle)

    async def in_state(self, state: str) -> None:
        """Wait until some row of the inbox is in *state*."""

        async def is_there() -> bool:
            return any(row.state == state for row in await self.rows())

        await until(is_there)

    async def _is_idle(self) -> bool:
        waiting = self.telegram.bot.updates.waiting()
        return not waiting and all(row.state in ("done", "dead") for row in await self.rows())

    async def records(self) -> list[Record]:
        """The question log of the bot."""
        return list(await self.app.storage.log.records(f"telegram:{self.telegram.bot.id}"))

    async def counted(self) -> int:
        """How many answered questions were counted."""
        return sum(number for _, number in await self.app.storage.log.counts(f"telegram:{self.telegram.bot.id}"))


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait until *condition* holds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  # a database tells nobody when it changes
            await asyncio.sleep(0.005)


async def has_happened(fault: Fault) -> None:
    """Wait until a request runs into *fault*."""

    async def is_so() -> bool:
        return fault.happened > 0

    await until(is_so)


def settings_for(telegram: TelegramServer, **more: object) -> Settings:
    """The settings of a bot of this Telegram."""
    token = SecretStr(telegram.bot.token)
    usual = {"telegram_api": telegram.url, "log_level": "debug", "messages_per_second": 0}
    return Settings(**{"token": token, **usual, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def bot_at_work(
    telegram: TelegramServer,
    settings: Settings | None = None,
    pace: Pace = QUICK,
    changed: Callable[[App], App] = lambda app: app,
) -> AsyncIterator[Running]:
    """The whole bot, from its folders to its answers, until the end of the block."""
    async with open_app(settings or settings_for(telegram)) as opened:
        app, stopping = changed(opened), Stopping()
        serving = asyncio.create_task(serve(app, pace, stopping))
        running = Running(app, telegram, stopping, serving)
        try:
            yield running
        finally:
            if not stopping.soon.is_set():
                stopping.wish()
            await serving
