"""What those who watch the bot see of it."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.telegram.door import bot_at_work, settings_for, until
from tests.telegram.proxy import a_free_port
from tests.telegram_server import Fault, TelegramServer


@pytest.fixture
def watched(own_folders: Path, telegram_server: TelegramServer) -> Settings:
    shutil.copytree(STARTER, own_folders / "base")
    monitor = f"127.0.0.1:{a_free_port()}"
    return settings_for(telegram_server, monitor=monitor, knowledge=own_folders / "base")


async def see(settings: Settings, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{settings.monitor}{path}") as said:
        return said.status, await said.text()


async def ready(settings: Settings) -> Any:
    async with aiohttp.ClientSession() as session, session.get(f"http://{settings.monitor}/readyz") as said:
        found = await said.json()
        assert said.status == (200 if found["ready"] else 503)
        return found


async def figures(settings: Settings) -> dict[str, float]:
    _, text = await see(settings, "/metrics")
    lines = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


async def test_a_bot_at_work_lives_is_ready_and_counts(telegram_server: TelegramServer, watched: Settings) -> None:
    """Nothing of a person or a question is among the figures."""
    anna = telegram_server.user("Anna Canary")
    async with bot_at_work(telegram_server, watched) as grappolo:
        await grappolo.ask(anna, "/start")
        await until(lambda: _is_backed_up(watched))
        before = await figures(watched)
        await grappolo.ask(anna, "Quando si è tenuto il canarino?")
        await grappolo.idle()
        after, (_, text) = await figures(watched), await see(watched, "/metrics")

        assert await see(watched, "/livez") == (200, "ok")
        assert await ready(watched) == {
            "ready": True,
            "checks": {"stopping": "ok", "database": "ok", "disk": "ok", "receiving": "ok"},
        }
    changed = {name: after[name] - before[name] for name in after if after[name] != before.get(name, 0)}
    assert changed["grappolo_updates_new_total"] == 1
    assert changed['grappolo_sends_total{result="sent"}'] == 1
    assert after["grappolo_inbox_depth"] == 0
    assert after["grappolo_base_entries"] == 6
    assert after["grappolo_backup_last_success_timestamp_seconds"] > 0
    assert "canar" not in text.casefold()


async def _is_backed_up(settings: Settings) -> bool:
    return (await figures(settings))["grappolo_backup_last_success_timestamp_seconds"] > 0


async def test_what_is_wrong_is_named(telegram_server: TelegramServer, watched: Settings) -> None:
    """A base with mistakes is told, and no reason to send people elsewhere; Telegram that gives nothing is one."""
    anna = telegram_server.user()
    async with bot_at_work(telegram_server, watched) as grappolo:
        await grappolo.ask(anna, "/start")
        assert watched.knowledge
        (watched.knowledge / "events" / "bad.yaml").write_text("id: [", encoding="utf-8")
        grappolo.app.base.every = 0
        await grappolo.ask(anna, "/help")
        telegram_server.fault(Fault("getUpdates", times=50, error=(500, "Internal Server Error")))
        # The poll that is under way ends with it, and the next one fails.
        telegram_server.message(anna, telegram_server.private(anna), "/help")

        async def is_told() -> bool:
            found = await ready(watched)
            return not found["ready"] and "Telegram answers 500" in found["checks"]["receiving"]

        async def is_noted() -> bool:
            return "notes" in (found := await ready(watched)) and found["notes"] == [
                "the new knowledge base has 1 mistakes, the former one answers"
            ]

        await until(is_noted)
        await until(is_told)


async def test_nothing_listens_unless_it_is_wished(own_folders: Path, telegram_server: TelegramServer) -> None:
    """And when the bot is stopped nothing does any more."""
    settings = settings_for(telegram_server, monitor=f"127.0.0.1:{a_free_port()}")
    async with bot_at_work(telegram_server, settings) as grappolo:
        await grappolo.ask(telegram_server.user(), "/start")
        assert (await see(settings, "/livez"))[0] == 200
    with pytest.raises(aiohttp.ClientConnectionError):
        await see(settings, "/livez")
    async with bot_at_work(telegram_server) as grappolo:
        await grappolo.ask(telegram_server.user(), "/start")
        with pytest.raises(OSError, match=r"refused|Connect"):
            await asyncio.open_connection("127.0.0.1", int(str(settings.monitor).rpartition(":")[2]))
