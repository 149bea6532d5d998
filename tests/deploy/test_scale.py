"""The profile ``scale`` of docker-compose.yml: replicas behind nginx, which die and are restarted while people ask."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.pace import Pace
from knowledge.loading.starter import STARTER
from tests.bot.conftest import address
from tests.deploy.containers import NGINX, Nginx, nginx, program, variables
from tests.deploy.files import replicas
from tests.telegram.crowd import Findings, Question, recorded_in
from tests.telegram.door import until
from tests.telegram.program import Place
from tests.telegram.proxy import a_free_port
from tests.telegram.torture_replicas import Replicated, has_drained
from tests.telegram_server import TelegramServer

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(NGINX is None, reason="no nginx on this machine")]

COMMANDS = [found["command"] for found in replicas().values()]


@dataclass(frozen=True, slots=True)
class Scaled:
    """What the profile starts, before any of it is started."""

    telegram: TelegramServer
    proxy: Nginx
    places: Sequence[Place]
    database: str

    async def tell_telegram(self) -> None:
        """Where to send updates: ``docker compose exec grappolo grappolo telegram webhook``."""
        process = await asyncio.create_subprocess_exec(
            *program(["grappolo", "telegram", "webhook"]),
            env=self.places[0].environment(),
            cwd=self.places[0].folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        assert f"Telegram sends updates to {self.proxy.url}" in said.decode()

    async def withstands(self, torture: Replicated) -> Findings:
        """Start all of it, ask, and look at what came of it; Telegram must not have seen any trouble."""
        await torture.begin()
        await self.tell_telegram()
        await torture.run(lambda: asyncio.to_thread(has_drained, self.database))
        webhook = self.telegram.bot.webhook
        assert webhook
        assert (webhook.failures, webhook.last_error) == (0, "")
        assert self.telegram.problems == []
        kept = Settings(
            token=SecretStr(self.telegram.bot.token),
            database=SecretStr(self.database),
            keys=Path(self.places[0].more["GRAPPOLO_KEYS"]),
        )
        found = await recorded_in(torture.findings(), kept, f"telegram:{self.telegram.bot.id}")
        assert found.problems() == []
        assert len(found.recorded) == found.unanswerable > found.questions // 3
        return found


@pytest.fixture
async def scaled(own_folders: Path, address: str) -> AsyncIterator[Scaled]:
    """Empty volumes for keys and data; the base is the one that the questions are about."""
    volumes = own_folders / "volumes"
    shutil.copytree(STARTER, volumes / "knowledge")
    listening = [f"127.0.0.1:{a_free_port()}" for _ in replicas()]
    async with nginx(own_folders / "nginx", listening) as proxy, TelegramServer(trusted=proxy.certificate) as telegram:
        dotenv = {
            "GRAPPOLO_TOKEN": telegram.bot.token,
            "GRAPPOLO_TELEGRAM_API": telegram.url,
            "GRAPPOLO_WEBHOOK": proxy.url,
            "GRAPPOLO_MONITOR": "127.0.0.1:9464",
            "POSTGRES_PASSWORD": "secret",
        }
        places = [
            Place(telegram.url, telegram.bot.token, own_folders / name, None, more)
            for name, more in _replicas(volumes, dotenv, address, listening)
        ]
        yield Scaled(telegram, proxy, places, address)


def _replicas(
    volumes: Path, dotenv: dict[str, str], address: str, listening: Sequence[str]
) -> list[tuple[str, dict[str, str]]]:
    """Their names and variables, with the addresses of this machine."""
    found = []
    for (name, service), listen in zip(replicas().items(), listening, strict=True):
        said = variables(service, volumes, dotenv)
        assert said["GRAPPOLO_DATABASE"] == "postgresql://grappolo:secret@database/grappolo"
        here = {
            "GRAPPOLO_DATABASE": address,
            "GRAPPOLO_LISTEN": listen,
            "GRAPPOLO_MONITOR": f"127.0.0.1:{a_free_port()}",
        }
        found.append((name, said | here))
    return found


def module() -> Sequence[str]:
    """What each of the replicas runs: the same."""
    assert [COMMANDS[0]] * 3 == COMMANDS
    return ("bot", *COMMANDS[0])


async def test_a_replica_that_dies_is_noticed_by_nobody(scaled: Scaled) -> None:
    """Killed in the midst of the work, twice: every question has its answer, each gap its record, in order."""
    torture = Replicated(scaled.telegram, scaled.places[0], 200, 2, module(), places=scaled.places)
    found = await scaled.withstands(torture)

    assert found.questions == 200
    assert found.repeats.total() <= 2 * Pace().lanes


@dataclass(slots=True)
class Rolling(Replicated):
    """The same, but one replica after the other is stopped in good order and started anew."""

    unready: list[float] = field(default_factory=list)
    """Seconds from SIGTERM to the first time it is not ready."""
    ended: list[tuple[int, float]] = field(default_factory=list)
    """Exit code, and seconds from SIGTERM."""

    async def _live(self, coming: Sequence[Question], seconds: float) -> None:
        which = len(self.ends)
        place, old = self.places[which], self.programs[which]
        assert await is_ready(place)
        self.ask(coming)
        began = time.monotonic()
        stopping = asyncio.create_task(old.stop())
        await until(lambda: is_not_ready(place))
        self.unready.append(time.monotonic() - began)
        self.ended.append((await stopping, time.monotonic() - began))
        self.ends.append(len(self.telegram.calls))
        began = time.monotonic()
        self.programs[which] = await self.start(place)
        self.waits.append(time.monotonic() - began)


async def is_ready(place: Place) -> bool:
    """What who sends people there sees."""
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{place.more['GRAPPOLO_MONITOR']}/readyz") as said,
        ):
            return said.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def is_not_ready(place: Place) -> bool:
    """The contrary."""
    return not await is_ready(place)


async def test_replicas_are_restarted_one_by_one_while_people_ask(scaled: Scaled) -> None:
    """As an upgrade does it: nothing is lost, and nothing said twice."""
    torture = Rolling(scaled.telegram, scaled.places[0], 300, 3, module(), places=scaled.places)
    found = await scaled.withstands(torture)

    assert found.repeats.total() == 0
    assert [code for code, _ in torture.ended] == [0, 0, 0]
    assert max(seconds for _, seconds in torture.ended) < Pace().stop
    assert max(torture.unready) < 1


async def test_the_proxy_lets_nothing_through_but_updates(scaled: Scaled) -> None:
    """It is well by the command of its container, says 404 of any other page, and 502 when no replica is there."""
    well = await asyncio.create_subprocess_exec(*scaled.proxy.health, stdout=asyncio.subprocess.PIPE)
    said, _ = await well.communicate()
    async with aiohttp.ClientSession() as session:

        async def status(method: str, path: str) -> int:
            url = scaled.proxy.url.replace("/telegram", path)
            async with session.request(method, url, ssl=False) as answer:
                return answer.status

        assert (well.returncode, said) == (0, b"ok\n")
        assert await status("GET", "/telegram") == 403
        assert await status("POST", "/metrics") == 404
        assert await status("POST", "/telegram") == 502
