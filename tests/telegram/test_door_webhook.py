"""The bot behind a webhook: one process, or several replicas that share a database."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.postgres import Postgres
from bot.telegram.setup import WEBHOOK, delete_webhook, set_webhook
from bot.telegram.webhook import HEADER
from tests.bot.conftest import address
from tests.telegram.door import QUICK, Running, bot_at_work, settings_for, until
from tests.telegram.proxy import Proxy, a_free_port, is_open, proxy_at_work
from tests.telegram_server import Fault, TelegramServer
from tests.torture.outages import a_database, end_connections

__all__ = ["address"]


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    async with proxy_at_work() as proxy:
        yield proxy


@pytest.fixture
def behind_webhook(own_folders: Path, telegram_server: TelegramServer) -> Settings:
    port = a_free_port()
    here = f"127.0.0.1:{port}"
    monitor = f"127.0.0.1:{a_free_port()}"
    return settings_for(telegram_server, webhook=f"http://{here}/telegram", listen=here, monitor=monitor)


@asynccontextmanager
async def listening(telegram: TelegramServer, settings: Settings) -> AsyncIterator[Running]:
    """The bot, as soon as it awaits updates; Telegram knows where."""
    async with bot_at_work(telegram, settings) as running:
        await until(lambda: is_open(settings.listen))
        yield running


async def post(settings: Settings, body: bytes, secret: str) -> tuple[int, str | None]:
    """Send something to the bot as anybody could; the status and when to come again."""
    where, headers = f"http://{settings.listen}/", {HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(where, data=BytesIO(body), headers=headers) as said:
        return said.status, said.headers.get("Retry-After")


async def test_a_question_that_is_sent_to_the_bot_is_answered(
    telegram_server: TelegramServer, behind_webhook: Settings
) -> None:
    """And what comes while the bot is away is there when it is back."""
    anna = telegram_server.user("Anna")
    async with listening(telegram_server, behind_webhook) as grappolo:
        told = await set_webhook(behind_webhook, grappolo.app.storage.vault)
        assert told == f"Telegram sends updates to {behind_webhook.webhook}; 0 are waiting"
        assert "ADW" in (await grappolo.ask(anna, "Quando si è tenuto l'ADW?")).text
    telegram_server.message(anna, telegram_server.private(anna), "Chi ha la Silver Label?")
    async with listening(telegram_server, behind_webhook) as grappolo:
        await until(lambda: _answered(grappolo, 2))

    assert await delete_webhook(behind_webhook) == "Telegram waits until updates are fetched; 0 are waiting"


async def _answered(grappolo: Running, number: int) -> bool:
    return await grappolo.counted() >= number


async def test_whoever_does_not_know_the_secret_is_sent_away(
    telegram_server: TelegramServer, behind_webhook: Settings
) -> None:
    """Before a byte of the body is read; what is too large or no JSON leaves nothing either."""
    async with listening(telegram_server, behind_webhook) as grappolo:
        secret = grappolo.app.storage.vault.secret(WEBHOOK)

        assert (await post(behind_webhook, b'{"update_id": 1}', "guessed"))[0] == 403
        assert (await post(behind_webhook, b'{"update_id": 1}', ""))[0] == 403
        assert (await post(behind_webhook, b'{"update_id": 1, "x": "' + b"x" * (1 << 20) + b'"}', secret))[0] == 413
        assert (await post(behind_webhook, b"\xff[", secret))[0] == 200
        assert (await post(behind_webhook, b"[1, 2]", secret))[0] == 200
        assert (await post(behind_webhook, b"[" * 100_000, secret))[0] == 200
        assert await grappolo.rows() == []


async def _say(settings: Settings, request: bytes) -> bytes:
    """Send bytes that need be no HTTP; what comes back until the bot ends the connection."""
    host, _, port = settings.listen.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    said = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return said


@pytest.mark.parametrize(
    "nonsense",
    [
        b"POST / canary\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n{canary}\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\ncanary canary\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: canary\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nSECRET\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nSECRET\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\ncanary",
    ],
)
async def test_what_is_no_http_is_refused_and_nothing_of_it_is_logged(
    telegram_server: TelegramServer, behind_webhook: Settings, capsys: pytest.CaptureFixture[str], nonsense: bytes
) -> None:
    """Whoever reaches the port could fill the log else, and read there what others wrote."""
    async with listening(telegram_server, behind_webhook) as grappolo:
        secret = f"{HEADER}: {grappolo.app.storage.vault.secret(WEBHOOK)}".encode()
        said = await _say(behind_webhook, nonsense.replace(b"SECRET", secret))

        assert b" 400 Bad Request\r\n" in said
    logged = capsys.readouterr().err
    assert "canary" not in logged
    assert "Traceback" not in logged


async def test_a_connection_that_breaks_off_is_no_fault(
    telegram_server: TelegramServer, behind_webhook: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Telegram sends again what it could not send to its end."""
    host, _, port = behind_webhook.listen.partition(":")
    async with listening(telegram_server, behind_webhook) as grappolo:
        secret = grappolo.app.storage.vault.secret(WEBHOOK)
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"POST / HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret}\r\nContent-Length: 99\r\n\r\n{{".encode())
        await writer.drain()
        writer.close()
        # Whatever it makes of that, it has made when it has answered the next one and stopped.
        assert (await post(behind_webhook, b"[]", secret))[0] == 200
    assert "Traceback" not in capsys.readouterr().err


async def trouble(settings: Settings) -> str:
    """What /readyz says of receiving."""
    async with aiohttp.ClientSession() as session, session.get(f"http://{settings.monitor}/readyz") as said:
        return str((await said.json())["checks"]["receiving"])


async def test_what_cannot_be_kept_is_sent_again(telegram_server: TelegramServer, behind_webhook: Settings) -> None:
    """Telegram is told when to come back, and nothing is confirmed before it is kept."""
    anna = telegram_server.user("Anna")

    def rename(here: str, there: str) -> Callable[[Connection], object]:
        return lambda connection: connection.exec_driver_sql(f"ALTER TABLE {here} RENAME TO {there}")

    async with listening(telegram_server, behind_webhook) as grappolo:
        secret = grappolo.app.storage.vault.secret(WEBHOOK)
        assert await trouble(behind_webhook) == "ok"
        chat = {"id": 5, "type": "private"}
        message = {"message_id": 1, "date": 1, "text": "x", "chat": chat, "from": {"id": 5, "is_bot": False}}
        body = json.dumps({"update_id": 7, "message": message}).encode()
        await grappolo.app.storage.database.write(rename("inbox", "away"))
        assert await post(behind_webhook, body, secret) == (503, "5")
        assert await trouble(behind_webhook) == "what was received cannot be kept"
        await grappolo.app.storage.database.write(rename("away", "inbox"))
        assert await post(behind_webhook, body, secret) == (200, None)
        assert await trouble(behind_webhook) == "ok"
        await set_webhook(behind_webhook, grappolo.app.storage.vault)
        assert "ADW" in (await grappolo.ask(anna, "Quando si è tenuto l'ADW?")).text


async def test_a_bot_that_cannot_listen_says_where(telegram_server: TelegramServer, behind_webhook: Settings) -> None:
    with socket.socket() as taken:
        host, _, port = behind_webhook.listen.rpartition(":")
        taken.bind((host, int(port)))
        taken.listen()
        async with bot_at_work(telegram_server, behind_webhook) as running:
            assert await running.serving == 1


@pytest.mark.slow
async def test_replicas_share_the_work_and_one_may_die(
    telegram_server: TelegramServer, own_folders: Path, proxy: Proxy, address: str
) -> None:
    """Each question is answered once, each chat in its order, whichever of three processes it came to."""
    people = [telegram_server.user(f"Person {number}") for number in range(6)]
    questions = ("Quando si è tenuto l'ADW?", "e dove?", "e chi ha la Silver Label?")
    async with AsyncExitStack() as stack:
        replicas: list[Running] = []
        for _ in range(3):
            listen = f"127.0.0.1:{a_free_port()}"
            settings = settings_for(telegram_server, database=SecretStr(address), webhook=proxy.url, listen=listen)
            replicas.append(await stack.enter_async_context(listening(telegram_server, settings)))
            proxy.behind.append(f"http://{listen}/")
        await set_webhook(replicas[0].app.settings, replicas[0].app.storage.vault)
        for text in questions[:2]:
            for person in people:
                telegram_server.message(person, telegram_server.private(person), text)
        await until(lambda: _answered(replicas[1], 12))
        await replicas.pop(0).kill()
        for person in people:
            telegram_server.message(person, telegram_server.private(person), questions[2])
        await until(lambda: _answered(replicas[0], 18))
        await replicas[0].idle()

    for person in people:
        said = [message.text for message in await telegram_server.said(telegram_server.private(person), 3)]
        assert len(said) == 3
        assert "2018" in said[0]
        assert "Milano" in said[1]
        assert "BIOWIN" in said[2]


async def test_of_replicas_without_a_webhook_one_fetches_and_the_next_takes_its_place(
    telegram_server: TelegramServer, own_folders: Path, address: str
) -> None:
    """Telegram would not let two fetch; all of them answer."""
    anna = telegram_server.user("Anna")
    settings = settings_for(telegram_server, database=SecretStr(address))
    async with bot_at_work(telegram_server, settings) as first:
        await first.ask(anna, "Quando si è tenuto l'ADW?")
        async with bot_at_work(telegram_server, settings) as second:
            await first.ask(anna, "e dove?")
            assert await first.stop() == 0
            assert "BIOWIN" in (await second.ask(anna, "e chi ha la Silver Label?")).text
            await second.idle()
            assert await second.counted() == 3
    assert [call.status for call in telegram_server.calls_of("getUpdates") if call.status == 409] == []


async def test_a_token_that_is_refused_ends_the_bot_behind_a_webhook_as_well(
    telegram_server: TelegramServer, behind_webhook: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is fetched with it, so it asks Telegram from time to time."""
    telegram_server.fault(Fault("getWebhookInfo", error=(401, "Unauthorized")))
    async with bot_at_work(telegram_server, behind_webhook) as grappolo:
        assert await grappolo.serving == 1

    assert "Telegram does not accept GRAPPOLO_TOKEN" in capsys.readouterr().err


@pytest.mark.slow
async def test_who_loses_the_lock_of_the_one_that_fetches_fetches_no_more(
    telegram_server: TelegramServer, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else two would for good; when the other one has ended, the first goes on."""
    anna, name = telegram_server.user("Anna"), f"telegram:{telegram_server.bot.id}"
    with a_database() as where:
        settings = settings_for(telegram_server, database=SecretStr(where))
        async with bot_at_work(telegram_server, settings) as grappolo:
            await grappolo.ask(anna, "Quando si è tenuto l'ADW?")
            async with open_database(where) as other:

                async def has_taken_the_lock() -> bool:
                    await asyncio.to_thread(end_connections, where)
                    with contextlib.suppress(SQLAlchemyError):
                        return await other.be_alone(name)
                    return False

                async def has_stopped() -> bool:
                    return "fetching stops" in capsys.readouterr().err

                await until(has_taken_the_lock)
                await until(has_stopped)
                telegram_server.message(anna, telegram_server.private(anna), "e dove?")
                assert len(telegram_server.bot.updates.waiting()) == 1
            await until(lambda: _answered(grappolo, 2))


@pytest.mark.parametrize("silent", [False, True])
async def test_what_one_replica_receives_another_one_begins_at_once(
    telegram_server: TelegramServer, own_folders: Path, address: str, monkeypatch: pytest.MonkeyPatch, silent: bool
) -> None:
    """It is told, so it need not look; and if it is not told, it looks now and then."""
    if silent:
        monkeypatch.setattr(Postgres, "tell", lambda *_: None)
    looks = replace(QUICK, most=3600, look=0.05 if silent else 3600)
    settings = settings_for(telegram_server, database=SecretStr(address))
    async with (
        bot_at_work(telegram_server, settings, replace(looks, lanes=0)) as receives,
        bot_at_work(telegram_server, settings, looks),
    ):
        for name in ("Anna", "Ben", "Carla"):
            assert "ADW" in (await receives.ask(telegram_server.user(name), "Quando si è tenuto l'ADW?")).text
            await receives.idle()
