"""The ways to the other side: certificates and proxies."""

import asyncio
import traceback
from contextlib import suppress

import pytest

from bot.telegram.request import AiohttpRequest, NotSent
from tests.telegram.request.peers import (
    ME,
    MESSAGE,
    TOKEN,
    Authority,
    Seen,
    Talk,
    bot_at,
    closing,
    error_of,
    free_port,
    of,
    read_all,
    serving,
    talking,
)


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
