"""Whenever it is told to stop, the bot finishes what it has in work, and leaves the rest for the next start."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

import pytest

from bot.telegram.serving import Stopping
from knowledge.loading.starter import STARTER
from tests.telegram.asking import anna, chat, question, small_base
from tests.telegram.door import QUICK, bot_at_work, has_happened
from tests.telegram.program import GRAPPOLO, Place
from tests.telegram_server import Chat, Fault, Message, TelegramServer, User

pytestmark = pytest.mark.slow

__all__ = ["anna", "chat", "question", "small_base"]

FULL: Final = Path("/dev/full")


@pytest.fixture
def full() -> Iterator[IO[bytes]]:
    """A file on a disk that has no room."""
    if not FULL.exists():
        pytest.skip("it has no disk that is always full")
    with FULL.open("ab") as opened:
        yield opened


async def test_a_stop_finishes_what_is_in_flight_and_leaves_the_rest(
    telegram_server: TelegramServer, anna: User, chat: Chat, question: Message
) -> None:
    """What is being sent arrives; what comes later waits for the next start."""
    slow = telegram_server.fault(Fault("sendMessage", delay=0.3))
    async with bot_at_work(telegram_server) as grappolo:
        await has_happened(slow)
        assert await grappolo.stop() == 0
        telegram_server.message(anna, chat, "/help")

    assert len(chat.said()) == 1
    assert len(telegram_server.bot.updates.waiting()) >= 1


async def test_a_stop_does_not_wait_for_telegram_to_come_up(telegram_server: TelegramServer) -> None:
    """Nor for the end of a long poll."""
    telegram_server.fault(Fault("getMe", times=999, error=(500, "Internal Server Error")))
    async with bot_at_work(telegram_server, pace=replace(QUICK, most=60, least=60)) as grappolo:
        await telegram_server.until(lambda: telegram_server.calls_of("getMe"))
        async with asyncio.timeout(2):
            assert await grappolo.stop() == 0


async def test_a_stop_does_not_wait_for_an_answer_either(telegram_server: TelegramServer) -> None:
    """Telegram may be there and say nothing."""
    hanging = telegram_server.fault(Fault("getMe", delay=3600))
    async with bot_at_work(telegram_server) as grappolo:
        await has_happened(hanging)
        async with asyncio.timeout(2):
            assert await grappolo.stop() == 0


async def test_a_stop_waits_no_longer_than_it_may(telegram_server: TelegramServer, question: Message) -> None:
    """What is not sent by then is sent at the next start."""
    hanging = telegram_server.fault(Fault("sendMessage", delay=3600))
    async with bot_at_work(telegram_server, pace=replace(QUICK, stop=0.1)) as grappolo:
        await has_happened(hanging)
        async with asyncio.timeout(5):
            assert await grappolo.stop() == 0
    async with bot_at_work(telegram_server):
        assert "120.000" in (await telegram_server.reply(question)).text


async def test_a_stop_goes_well_although_nothing_can_be_logged(
    telegram_server: TelegramServer, own_folders: Path, full: IO[bytes]
) -> None:
    """Whoever started it sees how the bot ended, not how its log did."""
    place = Place(telegram_server.url, telegram_server.bot.token, own_folders, STARTER)
    process = await asyncio.create_subprocess_exec(
        *(place.python, "-m", *GRAPPOLO), cwd=own_folders, env=place.environment(), stdout=full, stderr=full
    )
    await telegram_server.until(lambda: telegram_server.calls_of("getUpdates"), 60)
    process.terminate()

    assert await process.wait() == 0


async def test_signals_stop_the_bot(telegram_server: TelegramServer) -> None:
    """The first asks politely; a wish after a wish is at once."""
    stopping = Stopping()
    stopping.wish()
    assert (stopping.soon.is_set(), stopping.now.is_set()) == (True, False)
    stopping.wish()
    assert stopping.now.is_set()
