"""The bots that are measured, each as it is run: Grappolo behind a webhook, alone or as replicas, and bare echo bots."""

import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import psycopg
from pydantic import SecretStr

from bot.settings import Settings
from bot.storage.keys import make_key, vault_in
from bot.telegram.setup import set_webhook
from tests.bot.conftest import SERVER
from tests.telegram.door import until
from tests.telegram.program import GRAPPOLO, ROOT, Place, Program, at_work, started
from tests.telegram.proxy import a_free_port, is_open, proxy_at_work
from tests.telegram_server import Fault, TelegramServer

LATENCY: Final = 0.05
"""Seconds that the stand-in for Telegram takes for a message."""
ECHO: Final = ROOT / ".venv" / "echo" / "bin" / "python"


@asynccontextmanager
async def telegram_at_work() -> AsyncIterator[TelegramServer]:
    """A stand-in that takes its time for each message, and in the end has seen nothing that a correct bot does not do."""
    async with TelegramServer() as telegram:
        telegram.fault(Fault("sendMessage", times=1 << 30, delay=LATENCY))
        yield telegram
    assert telegram.problems == []


@asynccontextmanager
async def grappolo(
    telegram: TelegramServer, folder: Path, module: Sequence[str] = GRAPPOLO
) -> AsyncIterator[list[Program]]:
    """One process with SQLite."""
    make_key(folder / "keys")
    listen = f"127.0.0.1:{a_free_port()}"
    url = f"http://{listen}/"
    more = {"GRAPPOLO_WEBHOOK": url, "GRAPPOLO_LISTEN": listen}
    place = Place(telegram.url, telegram.bot.token, folder, more=more)
    async with started(place, module) as program:
        await until(lambda: is_open(listen), 60)
        await _tell(telegram, place, url)
        yield [program]
        assert await program.stop(60) == 0, program.said()


@asynccontextmanager
async def replicas(telegram: TelegramServer, folder: Path) -> AsyncIterator[list[Program]]:
    """Two processes that share a database on PostgreSQL, behind a proxy that gives to each in turn."""
    make_key(folder / "keys")
    with ExitStack() as schemas:
        async with AsyncExitStack() as stack:
            address = schemas.enter_context(_schema())
            proxy = await stack.enter_async_context(proxy_at_work())
            programs = []
            for _ in range(2):
                listen = f"127.0.0.1:{a_free_port()}"
                more = {"GRAPPOLO_DATABASE": address, "GRAPPOLO_WEBHOOK": proxy.url, "GRAPPOLO_LISTEN": listen}
                place = Place(telegram.url, telegram.bot.token, folder, more=more)
                programs.append(await stack.enter_async_context(started(place)))
                await until(lambda listen=listen: is_open(listen), 60)  # type: ignore[misc]
                proxy.behind.append(f"http://{listen}/")
            await _tell(telegram, place, proxy.url)
            yield programs
            for program in programs:
                assert await program.stop(60) == 0, program.said()


@asynccontextmanager
async def echo(telegram: TelegramServer, folder: Path) -> AsyncIterator[list[Program]]:
    """python-telegram-bot as it comes: its own HTTP client, one update after the other."""
    async with at_work(telegram, Place(telegram.url, telegram.bot.token, folder), ("tests.load.echo",)) as program:
        yield [program]
        assert await program.stop(60) == 0, program.said()


@asynccontextmanager
async def aiogram_echo(telegram: TelegramServer, folder: Path) -> AsyncIterator[list[Program]]:
    """aiogram as it comes: all updates at once."""
    place = Place(telegram.url, telegram.bot.token, folder, python=str(ECHO))
    async with at_work(telegram, place, ("tests.load.aiogram_echo",)) as program:
        yield [program]
        assert await program.stop(60) == 0, program.said()


async def _tell(telegram: TelegramServer, place: Place, url: str) -> None:
    settings = Settings(
        token=SecretStr(telegram.bot.token), telegram_api=telegram.url, data=place.data, keys=place.keys, webhook=url
    )
    await set_webhook(settings, vault_in(place.keys))


@contextmanager
def _schema() -> Iterator[str]:
    schema = f"load_{secrets.token_hex(8)}"
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
        server.execute(f"CREATE SCHEMA {schema}")
        try:
            yield f"{SERVER}?options=-csearch_path%3D{schema}"
        finally:
            server.execute(f"DROP SCHEMA {schema} CASCADE")
