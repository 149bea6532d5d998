"""What goes wrong on demand, and limits that are counted in the server's time."""

import asyncio

import pytest
from aiohttp import ClientError

from tests.telegram_server import Fault, TelegramServer
from tests.telegram_server.client import Client, client_of
from tests.telegram_server.flood import Flood
from tests.telegram_server.people import Chat


@pytest.fixture
def chat(telegram_server: TelegramServer) -> Chat:
    return telegram_server.private(telegram_server.user())


async def send(bot: Client, chat: Chat, text: str = "x") -> int:
    """Send a message, and return the seconds that the bot has to wait for another try: 0 when it was sent."""
    body = await bot.ask("sendMessage", chat_id=chat.id, text=text)
    assert body["ok"] or body["error_code"] == 429, body
    return 0 if body["ok"] else int(body["parameters"]["retry_after"])


async def test_an_error_comes_as_often_as_it_should_and_where_it_should(
    telegram_server: TelegramServer, bot: Client, chat: Chat
) -> None:
    fault = telegram_server.fault(
        Fault("sendMessage", times=2, match={"text": "x"}, error=(500, "Internal Server Error"))
    )
    tries = [await bot.ask("sendMessage", chat_id=chat.id, text=text) for text in "xyxx"]

    assert [one.get("error_code") for one in tries] == [500, None, 500, None]
    assert [message.text for message in chat.said()] == ["y", "x"]
    assert (fault.happened, [call.status for call in telegram_server.calls]) == (2, [500, 200, 500, 200])


async def test_a_429_says_when_in_the_body_and_in_the_header(telegram_server: TelegramServer, bot: Client) -> None:
    telegram_server.fault(Fault(error=(429, "Too Many Requests: retry after 7", 7)))
    async with bot.session.post(f"{telegram_server.base_url}{bot.token}/getMe") as answer:
        body = await answer.json()

    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert body["description"] == "Too Many Requests: retry after 7"
    assert body["parameters"] == {"retry_after": 7}


async def test_an_answer_may_be_no_json(telegram_server: TelegramServer, bot: Client) -> None:
    telegram_server.fault(Fault("getMe", raw=(502, b"<html>")))
    async with bot.session.post(f"{telegram_server.base_url}{bot.token}/getMe") as answer:
        assert (answer.status, await answer.read()) == (502, b"<html>")


async def test_an_answer_may_be_cut_off_though_it_was_done(
    telegram_server: TelegramServer, bot: Client, chat: Chat
) -> None:
    telegram_server.fault(Fault("sendMessage", cut=True))
    what = {"chat_id": str(chat.id), "text": "x"}
    async with bot.session.post(f"{telegram_server.base_url}{bot.token}/sendMessage", data=what) as answer:
        assert answer.status == 200
        with pytest.raises(ValueError, match="line 1"):
            await answer.json()

    assert [message.text for message in chat.said()] == ["x"]


@pytest.mark.parametrize(("drop", "said"), [("before", 0), ("after", 1)])
async def test_a_dropped_connection_does_not_tell_whether_it_was_done(
    telegram_server: TelegramServer, chat: Chat, drop: str, said: int
) -> None:
    telegram_server.fault(Fault("sendMessage", drop="before" if drop == "before" else "after"))
    async with client_of(telegram_server) as bot:
        with pytest.raises(ClientError):
            await send(bot, chat)

    assert len(chat.said()) == said


async def test_a_delay_is_before_or_after_it_is_done(telegram_server: TelegramServer, bot: Client, chat: Chat) -> None:
    telegram_server.fault(Fault("sendMessage", delay=60, delay_after=60))
    sending = asyncio.create_task(send(bot, chat))
    await telegram_server.until(lambda: telegram_server.calls)
    assert chat.said() == []
    telegram_server.clock.advance(60)
    await telegram_server.until(chat.said)
    assert not sending.done()
    telegram_server.clock.advance(60)

    assert await sending == 0


async def test_a_second_passes_between_two_messages_to_one_person() -> None:
    async with TelegramServer(flood=Flood()) as server, client_of(server) as bot:
        chat = server.private(server.user())
        waits = [await send(bot, chat), await send(bot, chat)]
        server.clock.advance(1)

        assert [*waits, await send(bot, chat)] == [0, 1, 0]


async def test_a_group_takes_twenty_messages_a_minute_edits_among_them() -> None:
    async with TelegramServer(flood=Flood()) as server, client_of(server) as bot:
        group = server.group("Clusters")
        for _ in range(19):
            assert await send(bot, group) == 0
        await bot.get("editMessageText", chat_id=group.id, message_id=1, text="y")
        wait = await send(bot, group)

        assert 55 < wait <= 60
        server.clock.advance(wait)
        assert await send(bot, group) == 0


async def test_a_bot_sends_thirty_messages_a_second() -> None:
    async with TelegramServer(flood=Flood(), speed=0.01) as server, client_of(server) as bot:
        chats = [server.private(server.user()) for _ in range(31)]

        assert [await send(bot, chat) for chat in chats] == [0] * 30 + [1]


async def test_what_sends_no_message_is_not_limited() -> None:
    async with TelegramServer(flood=Flood()) as server, client_of(server) as bot:
        chat = server.private(server.user())
        for _ in range(40):
            await bot.get("sendChatAction", chat_id=chat.id, action="typing")

        assert chat.actions == ["typing"] * 40
