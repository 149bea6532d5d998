"""Whoever watches from outside is called as long as all is well."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.redaction import redact
from bot.settings import Settings, read_settings
from bot.telegram import readiness
from knowledge.loading.starter import make_base
from tests.telegram.door import bot_at_work, settings_for, until
from tests.telegram.proxy import a_free_port
from tests.telegram_server import TelegramServer

SECRET = "c4n4ry-1234-5678"


@dataclass
class Watcher:
    """Somebody who is called."""

    url: str
    status: int = 200
    calls: list[tuple[str, str]] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        self.calls.append((request.method, request.path))
        return web.Response(status=self.status)

    async def called(self, more: int = 2) -> None:
        """Wait for further calls."""
        wanted = len(self.calls) + more

        async def are_there() -> bool:
            return len(self.calls) >= wanted

        await until(are_there)


@pytest.fixture
async def watcher() -> AsyncIterator[Watcher]:
    port = a_free_port()
    watcher = Watcher(f"http://127.0.0.1:{port}/{SECRET}")
    application = web.Application()
    application.router.add_route("*", "/{anywhere:.*}", watcher.hear)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield watcher
    await runner.cleanup()


@pytest.fixture
def watched(own_folders: Path, telegram_server: TelegramServer, watcher: Watcher) -> Settings:
    make_base(own_folders / "base", empty=False)
    return settings_for(telegram_server, knowledge=own_folders / "base", heartbeat_url=SecretStr(watcher.url))


async def test_the_address_is_called_while_all_is_well_and_not_when_it_is_not(
    telegram_server: TelegramServer, watched: Settings, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is what /readyz says."""
    async with bot_at_work(telegram_server, watched) as grappolo:
        await watcher.called()
        looks: list[Path] = []

        def no_room(folder: Path) -> int:
            looks.append(folder)
            return 0

        async def looked() -> bool:
            return len(looks) >= 3

        monkeypatch.setattr(readiness, "room_of", no_room)
        await until(looked)
        calls = len(watcher.calls)
        looks.clear()
        await until(looked)
        assert len(watcher.calls) == calls
        monkeypatch.undo()
        await watcher.called()
        await grappolo.ask(telegram_server.user(), "/start")
    assert set(watcher.calls) == {("GET", f"/{SECRET}")}


@pytest.mark.parametrize("status", [500, None])
async def test_a_watcher_that_does_not_answer_is_told_once_and_never_by_its_address(
    telegram_server: TelegramServer,
    watched: Settings,
    watcher: Watcher,
    status: int | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The bot goes on."""
    nobody = SecretStr(f"http://127.0.0.1:{a_free_port()}/{SECRET}")
    settings = watched if status else watched.model_copy(update={"heartbeat_url": nobody})
    watcher.status = status or 200

    logged = ""

    async def is_told() -> bool:
        nonlocal logged
        logged += capsys.readouterr().err
        return "GRAPPOLO_HEARTBEAT_URL cannot be called" in logged

    async with bot_at_work(telegram_server, settings) as grappolo:
        await until(is_told)
        for _ in range(3):
            await grappolo.ask(telegram_server.user(), "/start")
    logged += capsys.readouterr().err
    assert logged.count("cannot be called") == 1
    assert SECRET not in logged


def test_the_address_is_kept_secret(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In no log line, also not in parts, and not among the settings."""
    monkeypatch.setenv("GRAPPOLO_HEARTBEAT_URL", "https://watch.example.org/ping/s3cr3t-path?key=s3cr3t-key")
    settings = read_settings()

    assert "s3cr3t" not in repr(settings)
    assert "s3cr3t" not in redact("GET https://watch.example.org/ping/s3cr3t-path?key=s3cr3t-key")
    assert "s3cr3t" not in redact("no answer from /ping/s3cr3t-path")
