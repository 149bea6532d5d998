"""Whoever runs the bot sees how it is and mends it in the chat."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.settings import Settings
from bot.storage.inbox import Arrived
from tests.telegram.door import QUICK, Running, bot_at_work
from tests.telegram.test_door_alerts import anna, chat, own, settings
from tests.telegram.test_door_letters import ended, put
from tests.telegram_server import Chat, Fault, TelegramServer, User

__all__ = ["anna", "chat", "settings"]


@pytest.fixture
async def grappolo(telegram_server: TelegramServer, settings: Settings) -> AsyncIterator[Running]:
    """A bot that says nothing by itself of what is wrong."""
    async with bot_at_work(telegram_server, settings, replace(QUICK, check=60)) as running:
        yield running


async def test_the_owner_sees_what_failed_and_has_it_mended(
    telegram_server: TelegramServer, grappolo: Running, anna: User, chat: Chat
) -> None:
    """With the buttons under it; the message then says how it is."""
    ben = telegram_server.user("Ben", "en")
    await own(grappolo, anna)
    await grappolo.ask(ben, "/start")
    telegram_server.fault(Fault("sendMessage", match={"text": "It is tomorrow."}, drop="before"))
    await put(grappolo, ben, "reminder", "It is tomorrow.")
    await ended(grappolo, ben, "unsure")
    inbox = grappolo.app.storage.inbox_of(grappolo.app.settings)
    await inbox.add([Arrived(1 << 40, "a lane", None, "no update")], datetime.now(UTC))
    await grappolo.in_state("dead")
    shown = await grappolo.ask(anna, "/status")

    assert "• No question is waiting." in shown.text.splitlines()
    assert "• 1 message may not have arrived." in shown.text
    [failed] = [one.incident for one in await inbox.dead()]
    assert failed in shown.text
    assert shown.labels == ["Try the failed questions again", "Send what may not have arrived again"]
    telegram_server.click(anna, shown, shown.labels[1])
    await ended(grappolo, ben, "sent")
    await telegram_server.until(lambda: shown.labels == ["Try the failed questions again"])
    assert shown.text.startswith("Done: 1")
    telegram_server.click(anna, shown, shown.labels[0])
    await telegram_server.until(lambda: failed not in shown.text)
