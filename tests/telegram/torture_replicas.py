"""Killing replicas that share a database while they answer, and looking from outside at what came of it."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import psycopg
from pydantic import SecretStr

from bot.settings import Settings
from bot.storage.keys import make_key, vault_in
from bot.telegram.setup import set_webhook
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Findings, Question, recorded_in
from tests.telegram.door import until
from tests.telegram.program import Place, Program, started
from tests.telegram.proxy import Proxy, a_free_port, is_open, proxy_at_work
from tests.telegram.torture import Torture
from tests.telegram_server import TelegramServer

REPLICAS: Final = 2


@dataclass(slots=True)
class Replicated(Torture):
    """Some processes behind a proxy, of which one after the other is killed; the others go on."""

    places: Sequence[Place] = ()
    random: Random = field(default_factory=lambda: Random(5))  # noqa: S311  # the same each time
    programs: list[Program] = field(default_factory=list)
    starting: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def begin(self) -> None:
        """Start all of them at once."""
        self.programs += await asyncio.gather(*map(self.start, self.places))

    async def start(self, place: Place) -> Program:
        """Start one, and wait until it takes updates."""
        return await self.starting.enter_async_context(listening(place, self.module))

    async def _live(self, coming: Sequence[Question], seconds: float) -> None:
        self.ask(coming)
        await asyncio.sleep(seconds)  # the moment of the kill
        which = self.random.randrange(len(self.places))
        await self.programs[which].kill()
        self.ends.append(len(self.telegram.calls))
        began = time.monotonic()
        self.programs[which] = await self.start(self.places[which])
        self.waits.append(time.monotonic() - began)

    async def _finish(self, drained: Callable[[], Awaitable[bool]]) -> None:
        async def is_done() -> bool:
            return not self.telegram.bot.updates.waiting() and await drained()

        await until(is_done, 900)
        for program in self.programs:
            assert await program.stop() == 0, program.said()
        await self.starting.aclose()


@asynccontextmanager
async def listening(place: Place, module: Sequence[str]) -> AsyncIterator[Program]:
    """A bot that awaits updates where its place says."""
    async with started(place, module) as program:
        async with asyncio.timeout(60):
            while not await is_open(place.more["GRAPPOLO_LISTEN"]):
                if program.process.returncode is not None:
                    raise AssertionError(f"it ended before it was ready:\n{program.said()}")
                await asyncio.sleep(0.05)
        yield program


@dataclass(frozen=True, slots=True)
class Standing:
    """Where replicas that are not yet started will be."""

    places: Sequence[Place]
    settings: Settings
    """Those of the first of them."""


@asynccontextmanager
async def behind_a_proxy(telegram: TelegramServer, folder: Path, address: str) -> AsyncIterator[Standing]:
    """Places for replicas that share the database at *address*; Telegram sends what comes to a proxy before them."""
    async with proxy_at_work() as proxy:
        places = [_place(telegram, folder / str(number), address, proxy) for number in range(REPLICAS)]
        make_key(places[0].keys / "grappolo.key")
        for place in places[1:]:
            shutil.copytree(places[0].keys, place.keys)
        settings = Settings(
            token=SecretStr(telegram.bot.token),
            telegram_api=telegram.url,
            database=SecretStr(address),
            data=places[0].data,
            keys=places[0].keys,
            webhook=proxy.url,
        )
        await set_webhook(settings, vault_in(places[0].keys))
        yield Standing(places, settings)


async def torture_replicas(folder: Path, address: str, questions: int, kills: int, seed: int = 1) -> Findings:
    """Kill one replica after the other; what they have kept is read through their own storage in the end."""
    async with TelegramServer() as telegram, behind_a_proxy(telegram, folder, address) as standing:
        torture = Replicated(telegram, standing.places[0], questions, kills, seed=seed, places=standing.places)
        await torture.begin()
        await torture.run(lambda: asyncio.to_thread(has_drained, address))
        assert telegram.problems == []
        return await recorded_in(torture.findings(), standing.settings, f"telegram:{telegram.bot.id}")


def _place(telegram: TelegramServer, folder: Path, address: str, proxy: Proxy) -> Place:
    listen = f"127.0.0.1:{a_free_port()}"
    proxy.behind.append(f"http://{listen}/")
    more = {
        "GRAPPOLO_DATABASE": address,
        "GRAPPOLO_WEBHOOK": proxy.url,
        "GRAPPOLO_LISTEN": listen,
        "GRAPPOLO_MONITOR": f"127.0.0.1:{a_free_port()}",
    }
    return Place(telegram.url, telegram.bot.token, folder, STARTER, more)


def has_drained(address: str) -> bool:
    """Whether nothing waits in the inbox."""
    with psycopg.connect(address) as database:
        pending = database.execute("SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead')").fetchone()
    return pending == (0,)
