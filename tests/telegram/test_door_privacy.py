"""No name, no token and no question is anywhere it does not belong."""

import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.telegram.api import Api, NotReached
from bot.telegram.application import build, client
from tests.telegram.door import QUICK, Running, bot_at_work, settings_for
from tests.telegram_server import Fault, TelegramServer

pytestmark = pytest.mark.slow

CANARY = "canarino"


def on_disk(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_no_name_is_ever_on_the_disk(own_folders: Path, telegram_server: TelegramServer) -> None:
    """Neither first, last or user names nor the titles of groups, and no id of Telegram; whatever people do."""
    anna = telegram_server.world.add_user("Canarina", "it", "canarina_user", "Canarini")
    group = telegram_server.group("Canarie", anna)
    async with bot_at_work(telegram_server, settings_for(telegram_server)) as grappolo:
        choice = await grappolo.ask(anna, "Quando finisce?")
        telegram_server.click(anna, choice, choice.labels[0])
        await grappolo.ask(anna, f"quanti {CANARY} ballano?")
        await grappolo.ask(anna, "/help", group)
        telegram_server.photo(anna, telegram_server.private(anna), b"jpeg", f"{CANARY} in posa")
        await grappolo.idle()
        written = on_disk(own_folders)

    assert b"canari" not in written.lower()
    assert b"sqlite" in written.lower()


async def test_what_waits_in_the_inbox_cannot_be_read_and_has_no_names(
    own_folders: Path, telegram_server: TelegramServer
) -> None:
    """Not even with the key: what is not needed was never kept."""
    anna = telegram_server.world.add_user("Canarina", "it", "canarina_user", "Canarini")
    group = telegram_server.group("Canarie", anna)
    asked = telegram_server.message(anna, group, f"/help {CANARY}")
    telegram_server.message(anna, group, "/help", reply_to=asked)
    async with bot_at_work(telegram_server, pace=replace(QUICK, lanes=0)) as grappolo:
        await grappolo.in_state("new")
        rows = await grappolo.rows()
        vault, bot = grappolo.app.storage.vault, f"telegram:{telegram_server.bot.id}"
        opened = [vault.open(row.body, "inbox", bot, str(row.update_id), "body") for row in rows]
        written = on_disk(own_folders)

    assert len(opened) == 2
    assert CANARY in opened[0]
    assert not any("canari" in body.lower().replace(CANARY, "") for body in opened)
    assert b"canari" not in written.lower()


async def test_what_does_not_concern_the_bot_is_never_kept(grappolo: Running) -> None:
    """Chatter of a group, people who come and go, and what bots say; of who blocks the bot only that they do."""
    telegram = grappolo.telegram
    anna, ben = telegram.user(), telegram.user("Ben")
    group = telegram.group("Clusters", anna)
    telegram.bot.privacy = False
    telegram.promote(group, telegram.bot)
    telegram.message(anna, group, "ciao a tutti")
    telegram.join(group, ben)
    telegram.photo(ben, group, b"jpeg")
    telegram.bot.updates.add("channel_post", telegram.message(anna, group, "x").json(), "channel")
    telegram.block(ben)
    await grappolo.ask(anna, "/help")
    await grappolo.idle()

    assert [row.state for row in await grappolo.rows()] == ["done", "done"]


async def test_nothing_of_what_was_done_is_kept(grappolo: Running) -> None:
    """Of an update that is done only its number, and under which pseudonyms, stays."""
    anna = grappolo.telegram.user()
    await grappolo.ask(anna, "/help")
    await grappolo.idle()

    [row] = await grappolo.rows()
    assert (row.state, row.body, row.replies) == ("done", None, None)
    assert row.lane == ""
    assert str(anna.id) not in row.question


FAULTS = {
    "unauthorized": {"error": (401, "Unauthorized")},
    "not found": {"error": (404, "Not Found")},
    "conflict": {"error": (409, "Conflict: terminated by other getUpdates request")},
    "server": {"error": (500, "Internal Server Error")},
    "gateway": {"raw": (502, b"<html>")},
    "no JSON": {"raw": (200, b"<html>")},
    "dropped": {"drop": "before"},
    "refused": {"error": (400, "Bad Request: can't parse entities")},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_the_token_and_the_questions_are_in_no_log_line(
    own_folders: Path, telegram_server: TelegramServer, fault: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever fails, at the level that says most."""
    anna = telegram_server.user()
    token = telegram_server.bot.token
    for method in ("getMe", "getUpdates", "sendMessage"):
        telegram_server.fault(Fault(method, **fault))  # type: ignore[arg-type]
    telegram_server.message(anna, telegram_server.private(anna), f"quanti {CANARY} ballano?")
    async with bot_at_work(telegram_server, settings_for(telegram_server, log_level="info")) as grappolo:
        if fault.get("error", (0,))[0] not in (401, 404):  # type: ignore[index]
            await grappolo.idle()

    logged = capsys.readouterr()
    assert token.partition(":")[2] not in logged.err + logged.out
    assert CANARY not in logged.err + logged.out
    assert token.encode() not in on_disk(own_folders)


async def test_no_error_carries_the_token(own_folders: Path, telegram_server: TelegramServer) -> None:
    """Neither in its words nor in what led to it: nobody has to redact it first."""
    settings = settings_for(telegram_server, telegram_api="http://127.0.0.1:1", token=SecretStr("7000009:" + "C" * 35))
    application = build(settings, client(settings))
    async with application.bot.request as request:
        with pytest.raises(NotReached) as raised:
            await Api(request, application.bot.base_url).call("getMe", {})

    assert "CCC" not in "".join(traceback.format_exception(raised.value))
    assert "CCC" not in repr(Api(request, application.bot.base_url))
