"""How a request fails that is not answered, or not to its end."""

import asyncio
import io
import socket

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import (
    NetworkError,
    TimedOut,
)

from bot.telegram.request import AiohttpRequest, NotSent
from tests.telegram.request.peers import (
    ME,
    Endless,
    Seen,
    bot_at,
    closing,
    error_of,
    forever,
    free_port,
    never,
    of,
    read_all,
    serving,
    talking,
)


async def test_an_answer_that_does_not_come_is_a_time_out() -> None:
    async with talking(read_all) as port, AiohttpRequest(read_timeout=0.05) as request:
        error = await error_of(request.post(of(f"http://127.0.0.1:{port}")))

    assert (type(error), str(error)) == (TimedOut, "Timed out")


async def test_an_answer_that_stops_midway_is_a_time_out() -> None:
    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": ')
        await read_all(reader, writer)

    async with talking(begin) as port, AiohttpRequest() as request:
        error = await error_of(request.post(of(f"http://127.0.0.1:{port}"), read_timeout=0.05))

    assert type(error) is TimedOut


@pytest.mark.parametrize("kind", [io.BytesIO, Endless])
async def test_an_upload_that_does_not_leave_is_a_time_out_wherever_it_stalls(kind: type[io.BytesIO]) -> None:
    request = AiohttpRequest(write_timeout=None, read_timeout=0.1, media_write_timeout=0.1)
    files = [InputFile(kind(bytes(size)), "a", read_file_handle=False) for size in range(1_000_000, 6_000_000, 60_000)]
    async with talking(never) as port, bot_at(f"http://127.0.0.1:{port}", request) as bot:
        uploads = [error_of(bot.send_document(1, file)) for file in files]
        errors = await asyncio.wait_for(asyncio.gather(*uploads), 20)

    assert {type(error) for error in errors} == {TimedOut}


async def test_long_parameters_that_do_not_leave_are_a_time_out() -> None:
    async with talking(never) as port, bot_at(f"http://127.0.0.1:{port}", AiohttpRequest(write_timeout=0.1)) as bot:
        error = await error_of(bot.send_message(1, "🍇" * 600_000, read_timeout=None))

    assert type(error) is TimedOut


async def test_a_connection_that_takes_too_long_is_a_time_out_of_something_not_sent() -> None:
    async with talking(read_all) as port, AiohttpRequest(connect_timeout=0.05) as request:
        error = await error_of(request.post(of(f"https://127.0.0.1:{port}")))

    assert isinstance(error, TimedOut)
    assert isinstance(error, NotSent)
    assert str(error) == "Timed out"


async def test_no_free_connection_is_a_time_out_of_something_not_sent() -> None:
    arrived = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        arrived.set()
        return await forever()

    async with serving(hang) as url, AiohttpRequest(connection_pool_size=1, pool_timeout=0.05) as request:
        first = asyncio.create_task(request.post(of(url), read_timeout=None))
        await arrived.wait()
        error = await error_of(request.post(of(url)))
        first.cancel()
        await asyncio.wait([first])

    assert isinstance(error, TimedOut)
    assert isinstance(error, NotSent)
    assert str(error).startswith("Pool timeout: All connections in the connection pool are occupied.")


async def test_the_pool_is_whole_again_after_failures() -> None:
    seen = Seen(ME)
    async with serving(seen) as url, bot_at(url, AiohttpRequest(connection_pool_size=1, pool_timeout=0.05)) as bot:
        await error_of(bot.request.post(of(f"http://127.0.0.1:{free_port()}")))
        await error_of(bot.send_message(1, "\ud800"))
        assert (await bot.get_me()).id == 123456789


async def test_a_refused_connection_is_not_sent() -> None:
    async with AiohttpRequest() as request:
        error = await error_of(request.post(of(f"http://127.0.0.1:{(port := free_port())}")))

    assert type(error) is NotSent
    assert str(error).startswith(f"Cannot connect to 127.0.0.1:{port}: ClientConnectorError: [Errno ")


async def test_an_unknown_host_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # Asking a real resolver would leave this machine.
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with AiohttpRequest() as request:
        error = await error_of(request.post(of("https://api.telegram.invalid")))

    assert type(error) is NotSent
    assert "api.telegram.invalid:443: ClientConnectorDNSError: " in str(error)


async def test_a_url_that_is_none_is_an_error_that_does_not_show_it() -> None:
    async with AiohttpRequest() as request:
        for url in ("ftp://127.0.0.1", "http://", "http://[", "http://127.0.0.1:port"):
            assert isinstance(await error_of(request.post(of(url))), NetworkError)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200",
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": ',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"ok": ',
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
        b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
    ],
)
async def test_an_answer_that_breaks_off_may_have_been_sent(said: bytes) -> None:
    async with talking(closing(said)) as port, AiohttpRequest() as request:
        error = await error_of(request.post(of(f"http://127.0.0.1:{port}")))

    assert type(error) is NetworkError
    assert str(error).startswith("aiohttp.")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nothing_is_sent_twice(method: str) -> None:
    came = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal came
        came += 1
        await closing(b"")(reader, writer)

    async with talking(count) as port, AiohttpRequest() as request:
        url = of(f"http://127.0.0.1:{port}")
        assert type(await error_of(request.do_request(url, method))) is NetworkError

    assert came == 1


async def test_a_file_that_cannot_be_read_is_an_error() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    async with serving(Seen()) as url, bot_at(url) as bot:
        error = await error_of(bot.send_document(1, InputFile(Broken(b"123"), "a", read_file_handle=False)))

    assert str(error) == "aiohttp.ClientOSError: [Errno 5] Input/output error"
