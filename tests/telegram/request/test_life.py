"""The client from beginning to end: what is under way is ended, and it can begin again."""

import asyncio

import pytest
from aiohttp import web
from telegram import Update
from telegram.error import (
    NetworkError,
    TelegramError,
)

from bot.telegram.request import AiohttpRequest, NotSent
from tests.telegram.request.peers import ME, Seen, bot_at, error_of, forever, of, serving


async def test_a_cancelled_long_poll_closes_its_connection() -> None:
    waiting, gone = asyncio.Event(), asyncio.Event()

    async def hold(request: web.Request) -> web.Response:
        waiting.set()
        try:
            return await forever()
        finally:
            gone.set()

    async with serving(hold) as url, bot_at(url) as bot:
        poll: asyncio.Task[tuple[Update, ...]] = asyncio.create_task(bot.get_updates(timeout=50))
        await waiting.wait()
        poll.cancel()
        with pytest.raises(asyncio.CancelledError):
            await poll
        await asyncio.wait_for(gone.wait(), 20)


async def test_shutting_down_fails_what_is_under_way_and_what_waits_has_not_been_sent() -> None:
    came, called = asyncio.Event(), asyncio.Event()

    async def hold(request: web.Request) -> web.Response:
        came.set()
        return await forever()

    async def call(url: str) -> TelegramError:
        called.set()
        return await error_of(request.post(of(url)))

    async with serving(hold) as url:
        request = AiohttpRequest(connection_pool_size=1, pool_timeout=None)
        await request.initialize()
        sent = asyncio.create_task(error_of(request.post(of(url))))
        await came.wait()
        unsent = asyncio.create_task(call(url))
        await called.wait()
        await request.shutdown()

        assert type(await sent) is NetworkError
        assert type(await unsent) is NotSent


async def test_it_can_be_started_and_stopped_again_and_again() -> None:
    request = AiohttpRequest(read_timeout=3)
    async with serving(Seen(ME)) as url:
        await request.shutdown()
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(of(url)) == ME
            await request.shutdown()
            await request.shutdown()
        with pytest.raises(RuntimeError, match="not initialized"):
            await request.do_request(of(url), "POST")

    assert request.read_timeout == 3
