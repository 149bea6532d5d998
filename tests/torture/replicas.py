"""Replicas on PostgreSQL that the tests give their updates to by themselves, and what those have kept in the end."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession
from pydantic import SecretStr

from bot.settings import Settings
from bot.storage.keys import make_key, vault_in
from bot.telegram.setup import WEBHOOK
from bot.telegram.webhook import HEADER
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Crowd, Findings, recorded_in
from tests.telegram.door import until
from tests.telegram.program import GRAPPOLO, Place, Program
from tests.telegram.proxy import a_free_port
from tests.telegram.torture_replicas import has_drained, listening
from tests.telegram_server import TelegramServer


@dataclass(frozen=True, slots=True)
class Replica:
    """One of them."""

    place: Place
    program: Program
    session: ClientSession
    secret: str

    async def take(self, update: object) -> int:
        """Give it an update as Telegram does; the status of its answer."""
        where = f"http://{self.place.more['GRAPPOLO_LISTEN']}/"
        async with self.session.post(where, json=update, headers={HEADER: self.secret}) as said:
            return said.status


@asynccontextmanager
async def replicas_at_work(
    telegram: TelegramServer, folder: Path, address: str, number: int = 2
) -> AsyncIterator[Sequence[Replica]]:
    """So many of them, ready to take updates; at the end of the block they are stopped in good order."""
    make_key(folder / "0" / "keys" / "grappolo.key")
    secret = vault_in(folder / "0" / "keys").secret(WEBHOOK)
    async with AsyncExitStack() as stack, ClientSession() as session:
        found = []
        for place in [_place(telegram, folder / str(count), address) for count in range(number)]:
            if not place.keys.exists():
                shutil.copytree(folder / "0" / "keys", place.keys)
            found.append(Replica(place, await stack.enter_async_context(listening(place, GRAPPOLO)), session, secret))
        yield found
        for replica in found:
            assert await replica.program.stop() == 0, replica.program.said()


def _place(telegram: TelegramServer, folder: Path, address: str) -> Place:
    port = a_free_port()
    more = {
        "GRAPPOLO_DATABASE": address,
        "GRAPPOLO_WEBHOOK": f"http://127.0.0.1:{port}/",
        "GRAPPOLO_LISTEN": f"127.0.0.1:{port}",
        "GRAPPOLO_BACKUPS": str(folder / "backups"),
    }
    return Place(telegram.url, telegram.bot.token, folder, STARTER, more)


async def drained(address: str, seconds: float = 600.0) -> None:
    """Wait until all that was kept is done."""
    await until(lambda: asyncio.to_thread(has_drained, address), seconds)


async def findings_of(crowd: Crowd, address: str, keys: Path) -> Findings:
    """What came of all that was asked, with what was recorded on the server at *address*."""
    settings = Settings(database=SecretStr(address), keys=keys)
    return await recorded_in(crowd.findings(), settings, f"telegram:{crowd.telegram.bot.id}")
