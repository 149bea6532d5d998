"""Requests that nobody expects at a port: with and without the secret, and with or without any HTTP in them."""

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from bot.telegram.webhook import HEADER, LARGEST
from tests.torture.odd_texts import CANARY, odd_text

_METHODS: Final = (
    "GET",
    "HEAD",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "post",
    CANARY,
    "",
    "P\x00ST",
)
_PATHS: Final = (
    *(
        "/x/../..",
        "//",
        "*",
        "",
        "http://[::1",
        "http://example.org/",
        "/%00",
        "/%ff%fe",
        "/\ud800",
        "/?" + "a=b&" * 999,
    ),
    *("/" + "x" * 9000, "/%", "/..%2f..%2fetc/passwd", f"/{CANARY}", f"/bot1:{CANARY}/getMe", "/ x", "/\x00"),
)
_TYPES: Final = ("", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "x", "a/b; charset=\xff")
_WHOLE: Final = (
    *(
        "[]",
        "{}",
        "null",
        "true",
        "5",
        "-0",
        '"x"',
        "[[]]",
        "[1, 2]",
        "NaN",
        "Infinity",
        "1e999",
        '{"": {}}',
        "\ufeff{}",
    ),
    *(
        '{"update_id": 1, "update_id": 2}',
        "1" * 5000,
        f'{{"update_id": {"9" * 5000}}}',
        '{"update_id": 1e5}',
        '"\\ud800"',
    ),
    *(
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"message":' * 50_000,
        "[" * 990 + "]" * 990,
        '"\x00"',
        "{'a': 1}",
    ),
)
_HEADERS: Final = (
    *("Content-Length: x", "Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 9" * 9),
    *(
        f"{CANARY} {CANARY}",
        f": {CANARY}",
        "X" * 9000,
        "X: " + "x" * 9000,
        "X: \x00",
        " folded: x",
        "Host: a\r\nHost: b",
    ),
    *("Transfer-Encoding: x", "Transfer-Encoding: chunked\r\nContent-Length: 5", "Upgrade: websocket", "Upgrade: h2c"),
    *("Connection: " + "x," * 500, "Expect: 100-continue", f"Expect: {CANARY}", "Cookie: " + "a=b;" * 900, "X: \xff"),
)
_CHUNKS: Final = (
    *("x\r\n", "-1\r\n", "FFFFFFFFFFFFFFFFFF\r\nx", "5\r\nx\r\n0\r\n\r\n", "1;" + "x" * 9000 + "\r\nx\r\n0\r\n\r\n"),
    *(
        f"1\r\n{CANARY}\r\n0\r\n\r\n",
        "0\r\nX: y\r\n\r\n",
        "\r\n\r\n",
        "1\r\nx\r\n" * 500 + "0\r\n\r\n",
        f"{CANARY}\r\n\r\n",
    ),
)
_NO_HTTP: Final = (
    *(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "\x00" * 500,
        "\r\n" * 500,
        "\n",
    ),
    *(
        "POST / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.0\r\n\r\n",
        "POST /",
        f"{CANARY}\r\n\r\n",
        "SSH-2.0-x\r\n",
        "*1\r\n$4\r\nPING",
    ),
)


def _as_sent(text: str) -> bytes:
    """Letters as the bytes of the same number, others in UTF-8, even where they are none."""
    return text.encode("latin-1") if text.isascii() or max(text) < "\u0100" else text.encode("utf-8", "surrogatepass")


def _post(
    secret: str, body: bytes, *headers: str, method: str = "POST", path: str = "/", length: int | None = None
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", f"{HEADER}: {secret}" if secret else "X: x"]
    lines += [*headers, *([] if length == -1 else [f"Content-Length: {len(body) if length is None else length}"])]
    return b"".join(_as_sent(line) + b"\r\n" for line in lines) + b"\r\n" + body


def _no_json(random: Random, secret: str) -> bytes:
    body = odd_text(random).encode(random.choice(("utf-8", "utf-16", "utf-32", "cp1252", "utf-7")), "ignore")
    return _post(secret, body)


def _cut(random: Random, secret: str) -> bytes:
    whole = _post(secret, json.dumps({"update_id": 1, CANARY: odd_text(random)}).encode())
    return whole[: random.randrange(1, len(whole))]


def _packed(random: Random, secret: str) -> bytes:
    body = json.dumps([CANARY] * 9).encode()
    large = b'"' + b"x" * (8 * LARGEST) + b'"'
    kinds = {"gzip": gzip.compress(body), "deflate": zlib.compress(large), "br": body, "x": body, "identity": body}
    kind = random.choice(list(kinds))
    wrong = random.random() < 0.5
    return _post(secret, body if wrong else kinds[kind], f"Content-Encoding: {kind}")


def _large(random: Random, secret: str) -> bytes:
    size = random.choice((LARGEST - 9, LARGEST, 2 * LARGEST))
    return _post(secret, json.dumps({"update_id": 1, CANARY: "x" * size}).encode())


_Family = Callable[[Random, str], bytes]
REQUESTS: Final[Mapping[str, _Family]] = {
    "no JSON": _no_json,
    "empty": lambda _, secret: _post(secret, b""),
    "another whole": lambda random, secret: _post(secret, _as_sent(random.choice(_WHOLE))),
    "large": _large,
    "packed": _packed,
    "another type": lambda random, secret: _post(secret, b"{}", f"Content-Type: {random.choice(_TYPES)}"),
    "no secret": lambda random, _: _post("", json.dumps({"update_id": 1, CANARY: odd_text(random)}).encode()),
    "another secret": lambda random, secret: _post(
        random.choice((secret[:-1], secret + "x", secret.swapcase(), CANARY, "\xff", "é" * 99, f"{secret} {secret}")),
        b"{}",
    ),
    "another method": lambda random, secret: _post(secret, b"{}", method=random.choice(_METHODS)),
    "another path": lambda random, secret: _post(secret, b"{}", path=random.choice(_PATHS)),
    "odd headers": lambda random, secret: _post(
        secret, b"{}", random.choice(_HEADERS), length=random.choice((None, -1))
    ),
    "odd chunks": lambda random, secret: _post(
        secret, _as_sent(random.choice(_CHUNKS)), "Transfer-Encoding: chunked", length=-1
    ),
    "cut off": _cut,
    "no HTTP": lambda random, _: _as_sent(random.choice(_NO_HTTP)),
    "any bytes": lambda random, _: random.randbytes(random.randint(1, 2000)),
}
"""By the name of their family."""


async def status_of(listen: str, request: bytes, seconds: float = 2.0) -> int:
    """Send it; the status of the answer, 0 if there is none by then, as what is no whole request has none."""
    host, _, port = listen.rpartition(":")
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(host, int(port))
            try:
                writer.write(request)
                await writer.drain()
                said = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return 0
    return int(said.split()[1]) if said.startswith(b"HTTP/1.") else 0
