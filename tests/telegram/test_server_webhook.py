"""How updates are delivered to a webhook, and when they are delivered again."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from tests.telegram_server import Fault, TelegramServer
from tests.telegram_server.client import Client
from tests.telegram_server.people import Chat, User


@dataclass
class Endpoint:
    """A bot's side of a webhook: it answers what the test tells it to, and else 200."""

    server: TelegramServer
    url: str = ""
    came: list[tuple[str, float]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: deque[web.Response] = field(default_factory=deque)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        update: dict[str, Any] = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        content = next(value for key, value in update.items() if key != "update_id")
        self.came.append((content.get("text") or content.get("query") or "", self.server.clock.now()))
        self.server.world.changed()
        answer = self.answers.popleft() if self.answers else web.Response()
        await self.open.wait()
        return answer

    async def received(self, number: int) -> list[str]:
        await self.server.until(lambda: len(self.came) >= number)
        return [text for text, _ in self.came]

    def pauses(self) -> list[int]:
        times = [at for _, at in self.came]
        return [round(later - earlier) for earlier, later in pairwise(times)]


@pytest.fixture
async def endpoint(telegram_server: TelegramServer) -> AsyncIterator[Endpoint]:
    endpoint = Endpoint(telegram_server)
    endpoint.open.set()
    application = web.Application()
    application.router.add_post("/", endpoint.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield endpoint
    await runner.cleanup()


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


async def all_taken(server: TelegramServer) -> None:
    await server.until(lambda: not server.bot.updates.waiting())


async def failed(server: TelegramServer, number: int) -> None:
    """Wait until the server knows of so many failures, and counts the seconds to the next try."""
    await server.until(lambda: server.bot.webhook and server.bot.webhook.failures >= number)


async def test_what_waited_and_what_comes_is_posted_with_the_secret(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    telegram_server.message(anna, chat, "before")
    await bot.get("setWebhook", url=endpoint.url, secret_token="s3-c_ret")
    telegram_server.message(anna, chat, "after")

    assert await endpoint.received(2) == ["before", "after"]
    assert endpoint.secrets == ["s3-c_ret"] * 2
    await all_taken(telegram_server)


@pytest.mark.parametrize("status", [302, 400, 403, 404, 500, 503])
async def test_every_answer_but_2xx_means_again(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat, status: int
) -> None:
    endpoint.answers.append(web.Response(status=status, headers={"Location": "/elsewhere"}))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "x")

    assert await endpoint.received(2) == ["x", "x"]
    await all_taken(telegram_server)
    info = await bot.get("getWebhookInfo")
    assert info["last_error_message"].startswith(f"Wrong response from the webhook: {status}")
    assert (info["url"], info["max_connections"], info["pending_update_count"]) == (endpoint.url, 40, 0)


async def test_it_is_posted_again_at_once_then_after_2_4_8_seconds_and_never_more_than_a_minute(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    endpoint.answers.extend(web.Response(status=500) for _ in range(8))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "x")
    for pause, number in ((0, 2), (2, 3), (4, 4), (8, 5), (16, 6), (32, 7), (60, 8), (60, 9)):
        await failed(telegram_server, number - 1)
        telegram_server.clock.advance(pause)
        await endpoint.received(number)

    assert endpoint.pauses() == [0, 2, 4, 8, 16, 32, 60, 60]
    await all_taken(telegram_server)


async def test_a_bot_that_wants_to_be_left_alone_is(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    endpoint.answers.append(web.Response(status=503, headers={"Retry-After": "1800"}))
    endpoint.answers.append(web.Response(status=503, headers={"Retry-After": "90000"}))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "x")
    for seconds, number in ((1800, 2), (3600, 3)):
        await failed(telegram_server, number - 1)
        telegram_server.clock.advance(seconds)
        await endpoint.received(number)

    assert endpoint.pauses() == [1800, 3600]


async def test_a_chat_waits_for_its_first_update_and_others_do_not_wait_for_it(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    bea = telegram_server.user("Bea")
    endpoint.answers.extend(web.Response(status=500) for _ in range(2))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "first")
    await failed(telegram_server, 2)
    telegram_server.message(anna, chat, "second")
    telegram_server.message(bea, telegram_server.private(bea), "mine")
    telegram_server.inline(anna, "adw")

    assert sorted((await endpoint.received(4))[2:]) == ["adw", "mine"]
    telegram_server.clock.advance(2)
    assert (await endpoint.received(6))[4:] == ["first", "second"]


async def test_there_are_as_many_connections_as_the_bot_allows(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint
) -> None:
    endpoint.open.clear()
    await bot.get("setWebhook", url=endpoint.url, max_connections=2)
    for _ in range(4):
        user = telegram_server.user()
        telegram_server.message(user, telegram_server.private(user), "x")
    await endpoint.received(2)
    await bot.get("getMe")

    assert len(endpoint.came) == 2
    endpoint.open.set()
    await endpoint.received(4)


async def test_an_update_that_is_too_old_is_given_up(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User
) -> None:
    endpoint.answers.extend(web.Response(status=500) for _ in range(9))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.inline(anna, "adw")
    await failed(telegram_server, 2)
    telegram_server.clock.advance(31)

    await all_taken(telegram_server)
    assert len(endpoint.came) == 2


async def test_an_answer_that_is_lost_brings_the_update_again(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    telegram_server.fault(Fault(lose_ack=True))
    telegram_server.fault(Fault("message", duplicate=True))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "lost")
    await all_taken(telegram_server)

    assert await endpoint.received(3) == ["lost"] * 3


async def test_a_bot_that_does_not_answer_is_asked_again_after_a_minute(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    endpoint.open.clear()
    telegram_server.clock.speed = 120
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "x")
    await endpoint.received(2)
    endpoint.open.set()

    assert (await bot.get("getWebhookInfo"))["last_error_message"] == "Read timeout expired"
    # It came a moment after it was sent, and with this clock ten milliseconds are more than a second.
    assert endpoint.pauses()[0] >= 55


async def test_what_the_answer_asks_for_is_done(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    endpoint.answers.append(web.json_response({"method": "sendMessage", "chat_id": chat.id, "text": "answered"}))
    await bot.get("setWebhook", url=endpoint.url)
    said = telegram_server.message(anna, chat, "x")

    assert (await telegram_server.reply(said)).text == "answered"


async def test_a_bot_that_is_gone_for_a_day_loses_its_webhook(
    telegram_server: TelegramServer, bot: Client, endpoint: Endpoint, anna: User, chat: Chat
) -> None:
    endpoint.answers.extend(web.Response(status=410) for _ in range(4))
    await bot.get("setWebhook", url=endpoint.url)
    telegram_server.message(anna, chat, "x")
    await endpoint.received(2)
    await failed(telegram_server, 2)
    telegram_server.clock.advance(23 * 3600)
    await telegram_server.until(lambda: telegram_server.bot.webhook is None)

    assert (await bot.get("getWebhookInfo"))["url"] == ""
    assert len(telegram_server.bot.updates.waiting()) == 1


async def test_a_webhook_can_be_set_once_a_second(telegram_server: TelegramServer, bot: Client) -> None:
    url = "http://127.0.0.1:9/"
    await bot.get("setWebhook", url=url, max_connections=1000, allowed_updates=["message"])
    refused = await bot.ask("setWebhook", url=url)
    telegram_server.clock.advance(1)

    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    info = await bot.get("getWebhookInfo")
    assert (info["max_connections"], info["allowed_updates"]) == (100, ["message"])
    assert await bot.get("setWebhook", url=url, drop_pending_updates=True) is True
    assert await bot.get("setWebhook", url="") is True
    assert (await bot.get("getWebhookInfo"))["url"] == ""
