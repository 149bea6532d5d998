"""The HTTP client: it sends what the default one sends, fails as that one fails, and never shows the token."""

import asyncio
import io
import json
import logging
import os
import socket
import ssl
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram import Bot, InputFile, InputMediaDocument, ReplyParameters, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.request import AiohttpRequest, NotSent

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary-_01"
SECRET = TOKEN.partition(":")[2]
MESSAGE = {"message_id": 7, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "ok"}
ME = {"id": 123456789, "is_bot": True, "first_name": "Grappolo", "username": "grappolo_bot"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Authority:
    """A certificate authority of our own, and what it signs for 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "authority.pem"
        key, name = ec.generate_private_key(ec.SECP256R1()), self._name("An authority of our own")
        made = self._made(name, name, key.public_key()).add_extension(x509.BasicConstraints(True, None), True)
        self.file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        own = ec.generate_private_key(ec.SECP256R1())
        host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        signed = self._made(self._name("127.0.0.1"), name, own.public_key()).add_extension(host, False)
        (folder / "server.pem").write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(folder / "server.pem")

    @staticmethod
    def _name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    @staticmethod
    def _made(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def environment(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our own authority is trusted: reading all of the system's takes longer than most tests here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged; the token is only in a DEBUG line of python-telegram-bot, and in those of httpx."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    shown = logging.Formatter()
    assert not [
        line
        for record in caplog.get_records("call")
        if SECRET in (line := shown.format(record))
        and not record.name.startswith(("telegram.Bot", "httpx", "httpcore"))
    ]


@asynccontextmanager
async def serving(answer: Answer, trusted: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """The URL of a server on which every path is answered by *answer*."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await answer(request)

    app = web.Application(client_max_size=100_000_000)
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=trusted)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"{'https' if trusted else 'http'}://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def talking(talk: Talk, trusted: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port of a server that does on each connection what *talk* does."""
    open_ones = set[asyncio.Task[None]]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        open_ones.add(task)
        with suppress(asyncio.CancelledError, OSError, asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=trusted)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)


@asynccontextmanager
async def bot_at(url: str, request: BaseRequest | None = None) -> AsyncIterator[Bot]:
    request = request or AiohttpRequest()
    async with request:
        yield Bot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=request,
            get_updates_request=request,
        )


def of(url: str) -> str:
    """The URL of a method."""
    return f"{url}/bot{TOKEN}/getMe"


def result(found: object) -> web.Response:
    return web.json_response({"ok": True, "result": found})


async def error_of(call: Awaitable[object]) -> TelegramError:
    """How *call* fails: without the token in anything that can be printed of it."""
    with pytest.raises(TelegramError) as raised:
        await call
    error = raised.value
    chain: BaseException | None = error
    while chain is not None:
        assert SECRET not in f"{chain} {chain!r} {chain.args}"
        chain = chain.__cause__ or chain.__context__
    assert SECRET not in "".join(traceback.format_exception(error))
    return error


async def forever() -> NoReturn:
    await asyncio.get_running_loop().create_future()
    raise AssertionError("For ever has an end")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Seen:
    """Remembers each request, and answers it."""

    def __init__(self, answer: object = True) -> None:
        self.answer = answer
        self.requests: list[web.BaseRequest] = []
        self.forms: list[dict[str, Any]] = []
        self.connections = set[object]()

    async def __call__(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        self.connections.add(request.transport)
        form = await request.post()
        self.forms.append({name: self._read(value) for name, value in form.items()})
        return result(self.answer)

    @staticmethod
    def _read(value: object) -> object:
        if isinstance(value, web.FileField):
            return value.filename, value.content_type, value.file.read()
        return value


class Endless(io.BytesIO):
    """A stream that does not tell how long it is."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise io.UnsupportedOperation


# What is sent


async def test_a_bot_learns_who_it_is() -> None:
    seen = Seen(ME)
    async with serving(seen) as url, bot_at(url) as bot:
        assert (await bot.get_me()).username == "grappolo_bot"

    assert seen.requests[0].path == f"/bot{TOKEN}/getMe"
    assert seen.requests[0].method == "POST"
    assert seen.requests[0].version == (1, 1)
    assert seen.requests[0].headers["Content-Length"] == "0"
    assert "Content-Type" not in seen.requests[0].headers


async def test_parameters_arrive_in_every_script_and_shape() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        message = await bot.send_message(1, "škoda & ‘€5’ +\n🍇 = 100%", reply_parameters=ReplyParameters(4))

    assert message.text == "ok"
    assert seen.requests[0].content_type == "application/x-www-form-urlencoded"
    assert seen.forms == [
        {"chat_id": "1", "text": "škoda & ‘€5’ +\n🍇 = 100%", "reply_parameters": '{"message_id": 4}'}
    ]


async def test_parameters_may_be_longer_than_a_piece() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_message(1, "🍇" * 200_000)

    assert seen.forms[0]["text"] == "🍇" * 200_000


async def test_a_document_is_uploaded(tmp_path: Path) -> None:
    seen = Seen(MESSAGE)
    (tmp_path / "Statuto – àèì.pdf").write_bytes(b"%PDF \x00\xff")
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, tmp_path / "Statuto – àèì.pdf", caption="štatut")

    assert seen.requests[0].content_type == "multipart/form-data"
    assert seen.forms == [
        {
            "chat_id": "1",
            "caption": "štatut",
            "document": ("Statuto – àèì.pdf", "application/pdf", b"%PDF \x00\xff"),
        }
    ]


async def test_several_files_of_every_kind_go_in_one_request(tmp_path: Path) -> None:
    seen = Seen([MESSAGE])
    (tmp_path / "file.txt").write_bytes(b"a file")
    with (tmp_path / "file.txt").open("rb") as stream, (tmp_path / "file.txt").open("rb") as another:
        files = [
            InputMediaDocument(b"only bytes", filename="bytes.bin"),
            InputMediaDocument(another),
            InputMediaDocument(io.BytesIO(b"in memory"), filename="memory.html"),
            InputMediaDocument(InputFile(stream, "stream.txt", attach=True, read_file_handle=False)),
        ]
        async with serving(seen) as url, bot_at(url) as bot:
            await bot.send_media_group(1, files)

    form = seen.forms[0]
    assert [form[media["media"].removeprefix("attach://")] for media in json.loads(form["media"])] == [
        ("bytes.bin", "application/octet-stream", b"only bytes"),
        ("file.txt", "text/plain", b"a file"),
        ("memory.html", "text/html", b"in memory"),
        ("stream.txt", "text/plain", b"a file"),
    ]


async def test_a_stream_of_unknown_length_is_sent_as_it_comes() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, InputFile(Endless(b"drop by drop"), "drops.txt", read_file_handle=False))

    assert seen.requests[0].headers["Transfer-Encoding"] == "chunked"
    assert seen.forms[0]["document"] == ("drops.txt", "text/plain", b"drop by drop")


async def test_a_stream_can_be_sent_again() -> None:
    seen = Seen(MESSAGE)
    file = InputFile(io.BytesIO(b"twice"), "twice.txt", read_file_handle=False)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, file)
        await bot.send_document(1, file)

    assert [form["document"][2] for form in seen.forms] == [b"twice", b"twice"]


async def test_a_large_file_is_not_read_into_memory(tmp_path: Path) -> None:
    size = 24_000_000
    received = 0

    async def count(request: web.Request) -> web.Response:
        nonlocal received
        async for piece in request.content.iter_any():
            received += len(piece)
        return result(MESSAGE)

    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", size)
    with (tmp_path / "large").open("rb") as stream:
        async with serving(count) as url, bot_at(url) as bot:
            tracemalloc.start()
            await bot.send_document(1, InputFile(stream, "large", read_file_handle=False))
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()

    assert received > size
    assert peak < size / 4


async def test_large_bytes_are_not_copied() -> None:
    async def drop(request: web.Request) -> web.Response:
        async for _ in request.content.iter_any():
            pass
        return result(MESSAGE)

    large = bytes(24_000_000)
    async with serving(drop) as url, bot_at(url) as bot:
        tracemalloc.start()
        await bot.send_document(1, large)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < len(large) / 4


@pytest.mark.parametrize("name", ['a"b.txt', "a\\b.txt", "a\r\nX-Evil: 1\r\n\r\nb.txt", "ž ü.txt", "a%22;b=.txt"])
async def test_a_request_is_the_one_of_the_default_client(name: str) -> None:
    async def repeat(request: web.Request) -> web.Response:
        sent = await request.read()
        boundary = request.headers["Content-Type"].partition("boundary=")[2]
        bodies.append((sent.replace(boundary.encode(), b"boundary"), request.content_type, request.content_length))
        return result(MESSAGE)

    bodies: list[object] = []
    for client in (AiohttpRequest(), HTTPXRequest()):
        async with serving(repeat) as url, bot_at(url, client) as bot:
            await bot.send_document(1, b"content", filename=name, caption="è", disable_notification=True)

    assert bodies[0] == bodies[1]


async def test_a_file_is_downloaded() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path.startswith("/file/"):
            return web.Response(body=b"\x00 what is in it")
        return result({"file_id": "f", "file_unique_id": "u", "file_path": "documents/f.pdf"})

    async with serving(answer) as url, bot_at(url) as bot:
        assert await (await bot.get_file("f")).download_as_bytearray() == b"\x00 what is in it"


async def test_connections_are_used_again() -> None:
    seen = Seen(ME)
    async with serving(seen) as url, bot_at(url) as bot:
        for _ in range(3):
            await bot.get_me()

    assert len(seen.connections) == 1


async def test_text_that_is_no_unicode_is_refused_and_not_shown() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        for call in (bot.send_message(1, "private \ud800"), bot.send_document(1, b"x", caption="private \ud800")):
            error = await error_of(call)
            assert isinstance(error, BadRequest)
            assert "private" not in "".join(traceback.format_exception(error)).replace("send_", "")

    assert not seen.requests


# How it fails


async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept, and neither read nor answer."""
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    await forever()


async def read_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read for ever, and never answer."""
    while await reader.read(100_000):
        pass


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


def closing(said: bytes) -> Talk:
    """Answers with *said* once the request is there, and closes the connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return talk


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


def page(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


def refusal(status: int, text: str, **parameters: int) -> web.Response:
    found = {"ok": False, "error_code": status, "description": text}
    return web.json_response(found | ({"parameters": parameters} if parameters else {}), status=status)


REFUSALS: list[tuple[Callable[[], web.Response], type[TelegramError]]] = [
    (lambda: refusal(400, "Bad Request: chat not found"), BadRequest),
    (lambda: refusal(400, "Bad Request: group is now a supergroup", migrate_to_chat_id=-100), ChatMigrated),
    (lambda: refusal(401, "Unauthorized"), InvalidToken),
    (lambda: refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
    (lambda: refusal(404, "Not Found"), InvalidToken),
    (lambda: refusal(409, "Conflict: terminated by other getUpdates request"), Conflict),
    (lambda: refusal(429, "Too Many Requests: retry after 9", retry_after=9), RetryAfter),
    (lambda: refusal(500, "Internal Server Error"), NetworkError),
    (lambda: page(502, "<html>502 Bad Gateway</html>"), NetworkError),
    (lambda: page(599, ""), NetworkError),
    (lambda: page(200, '{"ok": true, "resu'), TelegramError),
    (lambda: web.Response(status=302, headers={"Location": "/elsewhere"}), NetworkError),
]


@pytest.mark.parametrize(("answer", "kind"), REFUSALS)
async def test_a_refusal_is_the_error_that_the_default_client_makes_of_it(
    answer: Callable[[], web.Response], kind: type[TelegramError], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise python-telegram-bot warns of the type that the time in RetryAfter has.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

    async def refuse(request: web.Request) -> web.Response:
        return answer()

    async with serving(refuse) as url, AiohttpRequest() as ours, HTTPXRequest() as default:
        error, expected = await error_of(ours.post(of(url))), await error_of(default.post(of(url)))

    assert type(error) is type(expected) is kind
    assert str(error) == str(expected)


async def test_a_redirect_is_not_followed() -> None:
    paths = []

    async def send_elsewhere(request: web.Request) -> web.Response:
        paths.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with serving(send_elsewhere) as url, AiohttpRequest() as request:
        assert (await request.do_request(of(url), "GET"))[0] == 307
        assert (await request.do_request(of(url), "POST"))[0] == 307

    assert "/elsewhere" not in paths


@pytest.mark.parametrize("status", [302, 404, 502])
async def test_a_page_that_quotes_the_url_does_not_show_the_token(status: int) -> None:
    async def quote(request: web.Request) -> web.Response:
        return page(status, f"<a href='{request.url}'>{request.path.replace(':', '%3A')}</a>")

    async with serving(quote) as url, AiohttpRequest() as request:
        assert "/bot[secret]/getMe" in str(await error_of(request.post(of(url))))


@pytest.mark.parametrize("text", ['{"ok": true, "result": {"text": "private', "[" * 100_000, '"private"', "[]"])
async def test_an_answer_that_cannot_be_read_is_not_logged(text: str, logs: pytest.LogCaptureFixture) -> None:
    async def answer(request: web.Request) -> web.Response:
        return page(200, text)

    async with serving(answer) as url, AiohttpRequest() as request:
        error = await error_of(request.post(of(url)))

    assert str(error) == "Invalid server response"
    assert "private" not in logs.text


# From beginning to end


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


# Certificates


async def test_the_certificates_of_the_environment_are_trusted(authority: Authority) -> None:
    seen = Seen(MESSAGE)
    async with serving(seen, authority.server) as url, bot_at(url) as bot:
        await bot.send_document(1, bytes(1_000_000))

    assert len(seen.forms[0]["document"][2]) == 1_000_000


async def test_a_certificate_that_nobody_vouches_for_is_not_sent_to(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    seen = Seen()
    async with serving(seen, authority.server) as url, AiohttpRequest() as request:
        error = await error_of(request.post(of(url)))

    assert type(error) is NotSent
    assert "certificate verify failed" in str(error)
    assert not seen.requests


async def test_a_certificate_for_another_host_is_not_sent_to(authority: Authority) -> None:
    async with serving(Seen(), authority.server) as url, AiohttpRequest() as request:
        error = await error_of(request.post(of(url.replace("127.0.0.1", "localhost"))))

    assert type(error) is NotSent
    assert "Hostname mismatch" in str(error)


# Proxies


async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What a proxy does for https: connect where it is told to, and pass on."""
    line, *_ = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    host, _, port = line.split()[1].decode().rpartition(":")
    there, back = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    ways = [asyncio.create_task(pass_on(*way)) for way in ((reader, back), (there, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        back.transport.abort()


async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(100_000):
            target.write(piece)
            await target.drain()


async def test_a_proxy_is_asked_for_the_whole_url_and_told_who_asks() -> None:
    asked: list[bytes] = []

    async def stand_between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{"ok": true, "result": true}')
        await writer.drain()

    async with talking(stand_between) as port, AiohttpRequest(proxy=f"http://me:pass@127.0.0.1:{port}") as request:
        assert await request.post(of("http://api.telegram.invalid")) is True

    assert asked[0].startswith(f"POST http://api.telegram.invalid/bot{TOKEN}/getMe HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic bWU6cGFzcw==\r\n" in asked[0]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_passes_on_what_is_encrypted(scheme: str, authority: Authority) -> None:
    seen = Seen(ME)
    own = authority.server if scheme == "https" else None
    async with (
        serving(seen, authority.server) as url,
        talking(tunnel, own) as port,
        bot_at(url, AiohttpRequest(proxy=f"{scheme}://127.0.0.1:{port}")) as bot,
    ):
        assert (await bot.get_me()).id == 123456789

    assert seen.requests[0].path.endswith("/getMe")


async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await closing(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")(reader, writer)


@pytest.mark.parametrize(
    ("talk", "known"),
    [(refuse, "ClientHttpProxyError 407"), (closing(b""), "ServerDisconnectedError"), (read_all, None)],
)
async def test_what_a_proxy_does_not_pass_on_is_not_sent(talk: Talk, known: str | None) -> None:
    async with talking(talk) as port:
        proxy = f"http://me:pass@127.0.0.1:{port}"
        async with AiohttpRequest(proxy=proxy, connect_timeout=5 if known else 0.05) as request:
            error = await error_of(request.post(of("https://api.telegram.invalid")))

    assert isinstance(error, NotSent)
    there = f"Cannot connect to api.telegram.invalid:443 through the proxy 127.0.0.1:{port}"
    assert str(error) == (f"{there}: {known}" if known else "Timed out")


async def test_a_proxy_that_is_not_there_is_named_without_its_password() -> None:
    async with AiohttpRequest(proxy=f"http://me:pass@127.0.0.1:{free_port()}") as request:
        error = await error_of(request.post(of("https://api.telegram.invalid")))

    assert type(error) is NotSent
    assert "ClientProxyConnectionError" in str(error)
    assert "pass@" not in "".join(traceback.format_exception(error)) + repr(error)


async def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    async with serving(Seen(ME)) as url, bot_at(url) as bot:
        assert (await bot.get_me()).id == 123456789


@pytest.mark.parametrize("proxy", ["socks5://me:pass@127.0.0.1:9050", "127.0.0.1:3128", "me:pass@127.0.0.1:3128"])
def test_a_proxy_of_another_kind_is_refused_at_once(proxy: str) -> None:
    with pytest.raises(ValueError, match="Write it as http://host:port or https://host:port") as refused:
        AiohttpRequest(proxy=proxy)

    assert "pass" not in str(refused.value)
