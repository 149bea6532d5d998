"""The other side of a request: servers that answer, stall or break off, and an authority that vouches for them."""

import asyncio
import io
import socket
import ssl
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
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
from telegram import Bot
from telegram.error import (
    TelegramError,
)
from telegram.request import BaseRequest

from bot.telegram.request import AiohttpRequest

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


async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept, and neither read nor answer."""
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    await forever()


async def read_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read for ever, and never answer."""
    while await reader.read(100_000):
        pass


def page(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


def refusal(status: int, text: str, **parameters: int) -> web.Response:
    found = {"ok": False, "error_code": status, "description": text}
    return web.json_response(found | ({"parameters": parameters} if parameters else {}), status=status)


def closing(said: bytes) -> Talk:
    """Answers with *said* once the request is there, and closes the connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return talk
