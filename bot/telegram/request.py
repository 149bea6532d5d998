"""python-telegram-bot's HTTP client, on aiohttp: less work for each call, and it tells what cannot have been sent."""

import asyncio
import io
import json
import re
import secrets
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import IO, Any, Final
from urllib.parse import urlencode, urlsplit

from aiohttp import (
    ClientError,
    ClientHandlerType,
    ClientOSError,
    ClientRequest,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    Payload,
    ServerDisconnectedError,
    TCPConnector,
)
from aiohttp.abc import AbstractStreamWriter
from aiohttp.connector import Connection
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput, UploadFileDict
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.redaction import redact

# How much of an upload is read, and must leave in time, at once.
_PIECE: Final = 64 * 1024


class NotSent(NetworkError):
    """Nothing of the request left for Telegram: sending it again cannot repeat what it does."""

    __slots__ = ()


class NotSentInTime(TimedOut, NotSent):
    """No connection was there, or came about, in the time there was for it."""

    __slots__ = ()


class AiohttpRequest(BaseRequest):
    """Sends requests over a pool of connections that is there from ``initialize`` to ``shutdown``.

    It takes the timeouts of python-telegram-bot's own client and fails with the same errors, but for two: what cannot
    have been sent is *NotSent*, and text that is no Unicode is *BadRequest*. A request is sent once and redirects are
    not followed. *proxy* is an ``http://`` or ``https://`` URL; the environment does not name one. Certificates are
    always verified, against those that the system or ``SSL_CERT_FILE`` trusts. No error shows the URL, as it holds the
    token.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
    ) -> None:
        if proxy is not None and urlsplit(proxy).scheme not in ("http", "https"):
            raise ValueError("The proxy is none that can be used. Write it as http://host:port or https://host:port")
        self._size = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._proxy = proxy
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How many seconds an answer is waited for unless a call says otherwise; None is for ever."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Make the pool of connections, where there is none yet."""
        if self._session is not None:
            return
        trusted = await asyncio.to_thread(ssl.create_default_context)
        trusted.set_alpn_protocols(["http/1.1"])
        # aiohttp does not tell waiting for the pool from connecting, hence the slots.
        self._slots = asyncio.Semaphore(self._size)
        self._session = ClientSession(
            connector=_Connector(limit=self._size, ssl=trusted),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            middlewares=(_once,),
            proxy=self._proxy,
            trust_env=False,
        )

    async def shutdown(self) -> None:
        """Close all connections; what is still under way fails."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer to one request; see *BaseRequest*."""
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        uploads = bool(request_data and request_data.contains_files)
        write = _or(write_timeout, self._media_write_timeout if uploads else self._write_timeout)
        body = _body(request_data, write) if request_data else None
        limits = ClientTimeout(
            connect=_or(connect_timeout, self._connect_timeout), sock_read=_or(read_timeout, self._read_timeout)
        )
        slots = self._slots
        await _take(slots, _or(pool_timeout, self._pool_timeout))
        try:
            status, answer = await self._send(method, url, body, limits)
        finally:
            slots.release()
        # A server or a proxy may quote the URL in an error page, and that page ends up in the text of the error.
        return status, answer if status < 300 else redact(answer.decode("utf-8", "replace")).encode()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object that *payload* is; unlike the default, nothing of it is logged where it is none."""
        try:
            found = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found

    async def _send(self, method: str, url: str, body: "_Body | None", limits: ClientTimeout) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("Shut down while waiting for a connection")
        no_type = None if body else ("Content-Type",)
        try:
            async with self._session.request(
                method, url, data=body, timeout=limits, allow_redirects=False, skip_auto_headers=no_type
            ) as response:
                return response.status, await response.read()
        except TelegramError:
            raise
        except TimeoutError:
            failure: NetworkError = TimedOut()
        except Exception as error:
            failure = _lost(error)
        # Outside of "except", so that the error does not carry along the one that shows the URL.
        raise failure


async def _take(slots: asyncio.Semaphore, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await slots.acquire()
        return
    except TimeoutError:
        pass
    raise NotSentInTime(
        "Pool timeout: All connections in the connection pool are occupied. Request was *not* sent to Telegram. "
        "Consider adjusting the connection pool size or the pool timeout."
    )


class _Connector(TCPConnector):
    """Connects, and says of every failure that nothing has been sent yet."""

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Any],
        timeout: ClientTimeout,  # noqa: ASYNC109  # the name that aiohttp calls it with
    ) -> Connection:
        try:
            return await super().connect(req, traces, timeout)
        except TimeoutError:
            failure: NetworkError = NotSentInTime()
        except Exception as error:
            through = f" through the proxy {req.proxy.host}:{req.proxy.port}" if req.proxy else ""
            failure = NotSent(f"Cannot connect to {req.url.host}:{req.url.port}{through}: {_known_of(error)}")
        raise failure


async def _once(request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
    """Send *request* once: a GET that loses its connection, aiohttp would send again."""
    try:
        return await send(request)
    except (ClientOSError, ServerDisconnectedError) as error:
        failure = _lost(error)
    raise failure


def _lost(error: Exception) -> NetworkError:
    return NetworkError(f"aiohttp.{_known_of(error)}")


def _known_of(error: BaseException) -> str:
    """What *error* is, without the words of aiohttp: they show URLs, the password of a proxy among them."""
    name = type(error).__name__
    if isinstance(error, ClientResponseError):
        return f"{name} {error.status}"
    while error.__cause__ not in (None, error):
        error = error.__cause__
    return f"{name}: {error}" if isinstance(error, OSError) and not isinstance(error, ClientError) else name


def _or(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


class _Body(Payload):
    """What is sent along, a piece at a time, each of which must leave within *seconds*.

    Files are read as they leave, from their beginning, and stay open.
    """

    def __init__(self, parts: Sequence[bytes | IO[bytes]], content_type: str, seconds: float | None) -> None:
        super().__init__(parts, content_type=content_type)
        self._parts = parts
        self._seconds = seconds
        sizes = [_size(part) for part in parts]
        self._size = None if None in sizes else sum(size or 0 for size in sizes)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError("A body that is read as it leaves is no text")

    async def write(self, writer: AbstractStreamWriter) -> None:
        for part in self._parts:
            async for piece in _pieces(part):
                async with asyncio.timeout(self._seconds):
                    await writer.write(piece)
        # After this, the time for the answer runs: none of it is for what is still to leave.
        async with asyncio.timeout(self._seconds):
            await writer.drain()


def _body(data: RequestData, seconds: float | None) -> _Body | None:
    parameters, files = data.json_parameters, data.multipart_data
    try:
        if files:
            boundary = secrets.token_hex(16)
            parts = list(_multipart(parameters, files, boundary))
            return _Body(parts, f"multipart/form-data; boundary={boundary}", seconds)
        if parameters:
            return _Body([urlencode(parameters).encode()], "application/x-www-form-urlencoded", seconds)
        return None
    except UnicodeEncodeError:
        pass
    raise BadRequest("strings must be encoded in UTF-8")


def _multipart(parameters: Mapping[str, str], files: UploadFileDict, boundary: str) -> Iterator[bytes | IO[bytes]]:
    head = f"--{boundary}\r\nContent-Disposition: form-data; name="
    for name, value in parameters.items():
        yield f'{head}"{_quoted(name)}"\r\n\r\n{value}\r\n'.encode()
    for name, (filename, content, kind) in files.items():
        yield f'{head}"{_quoted(name)}"; filename="{_quoted(filename)}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
        yield content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _quoted(text: str) -> str:
    return re.sub('[\x00-\x1f"]', lambda found: f"%{ord(found[0]):02X}", text.replace("\\", "\\\\"))


def _size(part: bytes | IO[bytes]) -> int | None:
    """How many bytes *part* is, rewound where it can be; None where only reading tells."""
    if isinstance(part, bytes):
        return len(part)
    try:
        size = part.seek(0, io.SEEK_END)
        part.seek(0)
    except (AttributeError, OSError):
        return None
    return size


async def _pieces(part: bytes | IO[bytes]) -> AsyncIterator[bytes | memoryview]:
    if isinstance(part, bytes):
        for start in range(0, len(part), _PIECE):
            yield memoryview(part)[start : start + _PIECE]
        return
    while piece := await asyncio.to_thread(part.read, _PIECE):
        yield piece
