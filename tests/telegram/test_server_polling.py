"""getUpdates as Telegram's server does it."""

import asyncio
from typing import Any

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.client import Client, client_of
from tests.telegram_server.people import Chat, User
from tests.telegram_server.polling import SECOND_POLLER, WEBHOOK_IS_SET, WEBHOOK_WAS_SET


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def poll(bot: Client, server: TelegramServer, **parameters: object) -> list[dict[str, Any]]:
    """Poll when the last poll is long enough ago."""
    server.clock.advance(1)
    updates: list[dict[str, Any]] = await bot.get("getUpdates", **parameters)
    return updates


async def test_an_offset_confirms_what_is_below_it_and_nothing_else_does(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    for text in "abcd":
        telegram_server.message(anna, chat, text)
    first = await poll(bot, telegram_server)

    assert texts(first) == ["a", "b", "c", "d"] == texts(await poll(bot, telegram_server))
    assert texts(await poll(bot, telegram_server, limit=2)) == ["a", "b"]
    assert texts(await poll(bot, telegram_server, offset=first[1]["update_id"])) == ["b", "c", "d"]
    assert texts(await poll(bot, telegram_server, offset=-2)) == ["c", "d"]
    assert texts(await poll(bot, telegram_server)) == ["c", "d"]
    assert await poll(bot, telegram_server, offset=first[-1]["update_id"] + 1) == []


async def test_who_repeats_an_offset_at_once_gets_one_update(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    for text in "ab":
        telegram_server.message(anna, chat, text)

    assert [len(await bot.get("getUpdates", offset=1)) for _ in range(2)] == [2, 1]


async def test_a_long_poll_ends_with_the_first_update(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    waiting = asyncio.create_task(bot.get("getUpdates", timeout=50))
    await telegram_server.until(lambda: telegram_server.bot.poller.waiting)
    telegram_server.message(anna, chat, "ciao")

    assert texts(await waiting) == ["ciao"]


async def test_a_long_poll_ends_after_its_timeout_which_is_50_seconds_at_most(
    telegram_server: TelegramServer, bot: Client
) -> None:
    waiting = asyncio.create_task(bot.get("getUpdates", timeout=1000))
    await telegram_server.until(lambda: telegram_server.bot.poller.waiting)
    telegram_server.clock.advance(51)

    assert await waiting == []


async def test_a_second_poll_ends_the_first_and_who_does_it_again_waits(
    telegram_server: TelegramServer, bot: Client
) -> None:
    poller = telegram_server.bot.poller
    polls = []
    for number in range(3):
        polls.append(asyncio.create_task(bot.ask("getUpdates", timeout=50)))
        await telegram_server.until(lambda n=number: len(telegram_server.calls) > n and poller.waiting)  # type: ignore[misc]
        await telegram_server.until(lambda n=number: len(telegram_server.calls_of("getUpdates")) > n)  # type: ignore[misc]
    first = await polls[0]
    assert first == {"ok": False, "error_code": 409, "description": SECOND_POLLER}
    assert not polls[1].done()
    telegram_server.clock.advance(3)

    assert (await polls[1])["error_code"] == 409
    telegram_server.clock.advance(50)
    assert (await polls[2])["result"] == []


async def test_polling_and_a_webhook_exclude_each_other(telegram_server: TelegramServer, bot: Client) -> None:
    waiting = asyncio.create_task(bot.refusal("getUpdates", timeout=50))
    await telegram_server.until(lambda: telegram_server.bot.poller.waiting)
    await bot.get("setWebhook", url="http://127.0.0.1:9/")
    telegram_server.clock.advance(4)

    assert await waiting == WEBHOOK_WAS_SET
    telegram_server.clock.advance(4)
    assert await bot.refusal("getUpdates") == WEBHOOK_IS_SET
    await bot.get("deleteWebhook")
    assert await bot.get("getUpdates") == []


async def test_who_hangs_up_polls_no_more(telegram_server: TelegramServer, anna: User, chat: Chat) -> None:
    async with client_of(telegram_server) as bot:
        waiting = asyncio.create_task(bot.ask("getUpdates", timeout=50))
        await telegram_server.until(lambda: telegram_server.bot.poller.waiting)
        waiting.cancel()
        await telegram_server.until(lambda: telegram_server.bot.poller.waiting is None)
        telegram_server.message(anna, chat, "ciao")

        assert texts(await poll(bot, telegram_server)) == ["ciao"]


async def test_what_was_not_allowed_when_it_happened_never_comes(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    await bot.get("getUpdates", allowed_updates=["callback_query"])
    telegram_server.message(anna, chat, "too early")
    await poll(bot, telegram_server, allowed_updates=["message"])
    telegram_server.message(anna, chat, "now")
    await poll(bot, telegram_server, allowed_updates=["callback_query"])

    assert texts(await poll(bot, telegram_server)) == ["now"]
    telegram_server.message(anna, chat, "the last list holds")
    assert texts(await poll(bot, telegram_server)) == ["now"]


async def test_by_default_all_kinds_come_but_members_and_reactions(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    group = telegram_server.group("Clusters", anna)
    telegram_server.promote(group, telegram_server.bot)
    telegram_server.kick(group, anna)
    assert [update.kind for update in telegram_server.bot.updates.waiting()] == ["my_chat_member"]

    await bot.get("getUpdates", allowed_updates=["chat_member"])
    telegram_server.join(group, anna)
    assert [update.kind for update in telegram_server.bot.updates.waiting()][1:] == ["chat_member"]
    await poll(bot, telegram_server, allowed_updates=[])
    telegram_server.leave(group, anna)
    assert len(telegram_server.bot.updates.waiting()) == 2


async def test_an_update_waits_a_day_a_tap_two_minutes_and_a_half_an_inline_query_half_a_minute(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    markup = {"inline_keyboard": [[{"text": "B", "callback_data": "x"}]]}
    await bot.get("sendMessage", chat_id=chat.id, text="x", reply_markup=markup)
    telegram_server.message(anna, chat, "ciao")
    telegram_server.click(anna, chat.said()[0], "B")
    telegram_server.inline(anna, "adw")

    left = []
    for seconds in (0, 31, 120, 24 * 3600):
        telegram_server.clock.advance(seconds)
        left.append(len(telegram_server.bot.updates.waiting()))
    assert left == [3, 2, 1, 0]


async def test_an_update_is_as_it_was_when_it_happened(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    said = telegram_server.message(anna, chat, "before")
    telegram_server.edit(anna, said, "after")
    before, after = await bot.get("getUpdates")

    assert (before["message"]["text"], after["edited_message"]["text"]) == ("before", "after")
    assert after["edited_message"]["edit_date"]
