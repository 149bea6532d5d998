"""Giving a bot what nobody expects: it is sent to where it listens, or it waits to be fetched."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any, Final, TypeAlias

from aiohttp import ClientError, ClientSession, TCPConnector

from bot.storage.keys import make_key, vault_in
from bot.telegram.setup import WEBHOOK
from bot.telegram.webhook import HEADER
from tests.telegram.crowd import Crowd, Question
from tests.telegram.program import Place, Program, at_work
from tests.telegram.torture_replicas import listening
from tests.telegram_server.updates import Update
from tests.torture.odd_requests import REQUESTS, status_of

Json: TypeAlias = dict[str, Any]

CONNECTIONS: Final = 40
"""As many as Telegram opens."""
REQUESTS_BESIDE: Final = 10
"""As many requests come with each portion that are no updates at all."""


@dataclass(slots=True)
class Hostile(Crowd):
    """People who ask, and whatever else comes."""

    place: Place
    random: Random
    statuses: Counter[int] = field(default_factory=Counter)
    """Of the bot's answers to updates."""
    answers: Counter[int] = field(default_factory=Counter)
    """Of its answers to requests that are no updates; 0 is none at all."""
    slowest: float = 0.0
    """Seconds until one of those who asked was answered, at most."""

    async def answered(self, question: Question, seconds: float) -> None:
        """Wait until it is; what is not in time is found in the end."""
        began = time.monotonic()
        try:
            await self.telegram.until(lambda: any(question.mark in said.text for said in question.chat.said()), seconds)
        except TimeoutError:
            return
        self.slowest = max(self.slowest, time.monotonic() - began)


Give: TypeAlias = Callable[[Sequence[Json], Question], Awaitable[None]]
"""Gives the bot some updates, and lets somebody ask among them."""
Way: TypeAlias = Callable[[Hostile, Sequence[str]], AbstractAsyncContextManager[tuple[Program, Give]]]
"""Starts a bot that takes what it is given in one way."""


@dataclass(eq=False, slots=True)
class _Raw(Update):
    """An update of any form, among those that wait."""

    whole: Json

    def json(self) -> Json:
        return self.whole


@asynccontextmanager
async def fetched(hostile: Hostile, module: Sequence[str]) -> AsyncIterator[tuple[Program, Give]]:
    """Telegram has it when the bot asks."""
    telegram, updates = hostile.telegram, hostile.telegram.bot.updates

    async def give(odd: Sequence[Json], question: Question) -> None:
        # The question has the highest number: who has fetched it has fetched all of them.
        expires = telegram.clock.now() + 3600
        updates._waiting += [_Raw(one["update_id"], "odd", {}, "odd", expires, one) for one in odd]
        hostile.ask([question])

    async with at_work(telegram, hostile.place, module) as program:
        yield program, give


@asynccontextmanager
async def sent(hostile: Hostile, module: Sequence[str]) -> AsyncIterator[tuple[Program, Give]]:
    """It is posted to where the bot listens, with requests among it that are no updates at all."""
    make_key(hostile.place.keys / "grappolo.key")
    secret = vault_in(hostile.place.keys).secret(WEBHOOK)
    families, more = cycle(REQUESTS.values()), hostile.place.more
    where, ports = f"http://{more['GRAPPOLO_LISTEN']}/", (more["GRAPPOLO_LISTEN"], more["GRAPPOLO_MONITOR"])

    async def post(update: Json) -> None:
        try:
            async with session.post(where, json=update, headers={HEADER: secret}) as said:
                hostile.statuses[said.status] += 1
        except ClientError:
            hostile.statuses[0] += 1

    async def request() -> None:
        status = await status_of(hostile.random.choice(ports), next(families)(hostile.random, secret))
        hostile.answers[status] += 1

    async def give(odd: Sequence[Json], question: Question) -> None:
        hostile.ask([question])
        [asked] = hostile.telegram.bot.updates.waiting()
        hostile.telegram.bot.updates.drop()
        # Some requests are never answered, and nobody waits for them.
        for _ in range(REQUESTS_BESIDE):
            beside.create_task(request())
        await asyncio.gather(*map(post, (*odd[::2], asked.json(), *odd[1::2])))

    async with (
        ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as session,
        listening(hostile.place, module) as program,
        asyncio.TaskGroup() as beside,
    ):
        yield program, give
