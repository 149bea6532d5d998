"""What the owners are told without asking: once when it begins, and once when it is over."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot import troubles
from bot.settings import Settings
from bot.storage import tables
from bot.storage.backups import backups_in
from bot.storage.inbox import Arrived
from handlers.promises import Contact
from knowledge.loading.starter import make_base
from tests.bot.conftest import address
from tests.bot.storage.damages import spoil
from tests.telegram.door import QUICK, Running, bot_at_work, settings_for, until
from tests.telegram_server import Chat, Fault, TelegramServer, User

__all__ = ["address"]

BOT = "telegram:{}"


@pytest.fixture
def settings(own_folders: Path, telegram_server: TelegramServer) -> Settings:
    make_base(own_folders / "base", empty=False)
    return settings_for(telegram_server, knowledge=own_folders / "base")


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna", "en")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


def bot_of(grappolo: Running) -> str:
    return BOT.format(grappolo.telegram.bot.id)


async def own(grappolo: Running, user: User, role: str = "owner") -> None:
    """Make somebody an owner of the bot, as an invitation does."""
    code = await grappolo.app.storage.roles.invite(bot_of(grappolo), role, "a test", datetime.now(UTC))  # type: ignore[arg-type]
    await grappolo.ask(user, f"/start {code}")


async def told(grappolo: Running, chat: Chat, title: str, times: int = 1) -> list[str]:
    """Wait until an alert with this title has come so often; what its second line says each time."""

    def found() -> list[str]:
        return [one.text for one in chat.said() if one.text.startswith(title)]

    await grappolo.telegram.until(lambda: len(found()) >= times)
    return [text.splitlines()[1] for text in found()]


def break_base(running: Running) -> None:
    assert running.app.settings.knowledge
    (running.app.settings.knowledge / "events" / "bad.yaml").write_text("id: [", encoding="utf-8")
    running.app.base.every = 0


def mend_base(running: Running) -> None:
    assert running.app.settings.knowledge
    (running.app.settings.knowledge / "events" / "bad.yaml").unlink()


async def test_the_owners_learn_of_mistakes_in_the_base_each_in_their_language(
    telegram_server: TelegramServer, settings: Settings, anna: User, chat: Chat
) -> None:
    """Staff and members do not; a chosen language goes before that of the app."""
    berta, carla = telegram_server.user("Berta", "de"), telegram_server.user("Carla", "en")
    async with bot_at_work(telegram_server, settings) as grappolo:
        await own(grappolo, anna)
        await own(grappolo, berta)
        await own(grappolo, carla, "admin")
        await grappolo.ask(berta, "/language fr")
        break_base(grappolo)
        [begun] = await told(grappolo, chat, "Something is wrong")
        [in_french] = await told(grappolo, telegram_server.private(berta), "Quelque chose ne va pas")
        mend_base(grappolo)
        [over] = await told(grappolo, chat, "It is over")

    assert begun == "The changed knowledge base has 1 mistake, the former one answers. To see it: grappolo check"
    assert in_french.startswith("La base de connaissances modifiée contient 1 erreur")
    assert over == "The knowledge base has no mistakes any more, the new one answers."
    assert len(telegram_server.private(carla).said()) == 1


async def test_a_damaged_database_is_told_and_what_to_do(
    telegram_server: TelegramServer, settings: Settings, anna: User, chat: Chat
) -> None:
    """Found by looking, though nobody has come upon it, and told though nothing can be put into the outbox."""
    async with bot_at_work(telegram_server, settings, replace(QUICK, inspect=0.05)) as grappolo:
        await own(grappolo, anna)
        break_base(grappolo)
        await told(grappolo, chat, "Something is wrong")
        await grappolo.app.storage.database.checkpoint()
        mend = await asyncio.to_thread(spoil, grappolo.app.settings.data / "grappolo.sqlite", "blocked")
        [_, begun] = await told(grappolo, chat, "Something is wrong", 2)
        await asyncio.to_thread(mend)
        over = await told(grappolo, chat, "It is over")

    assert begun.startswith("The database is damaged. Stop the bot and put the newest backup back.")
    assert over == ["The database is sound again."]
    assert len(await told(grappolo, chat, "Something is wrong", 2)) == 2


async def test_what_lasts_is_told_once_also_across_restarts(
    telegram_server: TelegramServer, settings: Settings, anna: User, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And that it is over is told by the one that finds it so."""
    async with bot_at_work(telegram_server, settings) as grappolo:
        await own(grappolo, anna)
    monkeypatch.setattr(troubles, "LEAST", 1 << 62)
    for _ in range(2):
        async with bot_at_work(telegram_server, settings) as grappolo:
            [begun] = await told(grappolo, chat, "Something is wrong")
            assert re.fullmatch(r"Only [\d,]+ MB are free on the disk of the data\.", begun)
            await seen_again(grappolo)
    monkeypatch.undo()
    async with bot_at_work(telegram_server, settings) as grappolo:
        assert await told(grappolo, chat, "It is over") == ["There is room on the disk again."]
        await grappolo.ask(anna, "/help")

    assert len(await told(grappolo, chat, "Something is wrong")) == 1


async def seen_again(grappolo: Running) -> None:
    """Wait until the bot has looked several times."""
    first = datetime.now(UTC)

    async def is_so() -> bool:
        standing = await grappolo.app.storage.alerts.standing(bot_of(grappolo))
        return all(one.seen > first + timedelta(seconds=0.3) for one in standing)

    await until(is_so)


async def a_dead_question(grappolo: Running) -> None:
    inbox = grappolo.app.storage.inbox_of(grappolo.app.settings)
    await inbox.add([Arrived(1 << 40, "a lane", None, "no update")], datetime.now(UTC))


async def an_old_question(grappolo: Running) -> None:
    inbox = grappolo.app.storage.inbox_of(grappolo.app.settings)
    now = datetime.now(UTC)
    await inbox.add([Arrived(1 << 40, "a lane", None, "{}")], now - timedelta(minutes=7, seconds=30))
    later = update(tables.inbox).where(tables.inbox.c.update_id == 1 << 40).values(not_before=now + timedelta(hours=1))
    await grappolo.app.storage.database.write(lambda connection: connection.execute(later))


async def has_a_backup(settings: Settings) -> bool:
    return bool(backups_in(settings.backups))


async def an_old_backup(grappolo: Running) -> None:
    [made] = backups_in(grappolo.app.settings.backups)
    # Not so old that the bot, which may still be tidying up, lets it go.
    made.rename(made.with_name(f"{datetime.now(UTC) - timedelta(days=2):%Y%m%d-%H%M%S}.grappolo-backup"))


BEGIN = {
    "dead": (a_dead_question, "1 question could not be answered for a fault of mine."),
    "backlog": (an_old_question, "The oldest question has been waiting for 7 minutes."),
    "backup": (an_old_backup, "The last day has no backup. The log says why."),
}


@pytest.mark.parametrize(("begin", "said"), BEGIN.values(), ids=BEGIN)
async def test_the_owner_is_told_what_else_is_wrong(
    telegram_server: TelegramServer,
    settings: Settings,
    anna: User,
    chat: Chat,
    begin: Callable[[Running], object],
    said: str,
) -> None:
    async with bot_at_work(telegram_server, settings) as grappolo:
        await own(grappolo, anna)
        await until(lambda: has_a_backup(settings))
        await begin(grappolo)  # type: ignore[misc]
        [begun] = await told(grappolo, chat, "Something is wrong")

    assert begun.startswith(said)


async def test_that_the_token_was_refused_is_told_when_a_good_one_is_there(
    telegram_server: TelegramServer, settings: Settings, anna: User, chat: Chat
) -> None:
    """Before, there is no way to tell it in the chat."""
    async with bot_at_work(telegram_server, settings) as grappolo:
        await own(grappolo, anna)
        telegram_server.fault(Fault("getUpdates", times=2, error=(401, "Unauthorized")))
        # The poll that is under way ends with it, and the next one is refused.
        telegram_server.message(anna, chat, "/help")
        assert await grappolo.serving == 1
    async with bot_at_work(telegram_server, settings) as grappolo:
        assert await grappolo.serving == 1
    async with bot_at_work(telegram_server, settings) as grappolo:
        [begun] = await told(grappolo, chat, "Something is wrong")
        [over] = await told(grappolo, chat, "It is over")

    assert begun.startswith("Telegram did not accept the token of this bot")
    assert over == "Telegram accepts the token of this bot."


async def test_where_an_owner_is_reached_is_sealed_and_goes_with_the_role(
    own_folders: Path, telegram_server: TelegramServer, settings: Settings, anna: User
) -> None:
    """It is on the disk under no name and no number."""
    ben = telegram_server.user("Ben", "de")
    async with bot_at_work(telegram_server, settings, replace(QUICK, check=60)) as grappolo:
        await own(grappolo, anna)
        await own(grappolo, ben)
        roles, vault = grappolo.app.storage.roles, grappolo.app.storage.vault
        own_name, other = (vault.pseudonym(bot_of(grappolo), f"person {one.id}") for one in (anna, ben))
        assert await roles.contact(bot_of(grappolo), own_name) == Contact(str(anna.id), "en")
        assert await roles.contact(bot_of(grappolo), other) == Contact(str(ben.id), "de")
        await grappolo.ask(anna, f"/revoke {other[:6]}")
        assert await roles.contact(bot_of(grappolo), other) is None
        question = await grappolo.ask(anna, "/forgetme")
        telegram_server.click(anna, question, question.labels[0])
        await grappolo.idle()
        assert await roles.contact(bot_of(grappolo), own_name) is None
        await grappolo.app.storage.database.checkpoint()
        written = b"".join(path.read_bytes() for path in (own_folders / "data").rglob("*") if path.is_file())

    assert f'["{anna.id}'.encode() not in written


@pytest.mark.slow
async def test_of_two_replicas_one_tells(
    telegram_server: TelegramServer, settings: Settings, anna: User, chat: Chat, address: str
) -> None:
    """Also where only one of them sees what is wrong, and the other does not."""
    shared = settings.model_copy(update={"database": SecretStr(address)})
    # On a disk of its own: else its first backup may end what is wrong for both.
    apart = shared.model_copy(update={"backups": settings.backups.with_name("elsewhere")})
    slow = replace(QUICK, check=0.6)
    async with bot_at_work(telegram_server, shared, slow) as one, bot_at_work(telegram_server, apart, slow) as other:
        await own(one, anna)
        await until(lambda: has_a_backup(settings))
        await an_old_backup(one)
        await told(one, chat, "Something is wrong")
        await seen_again(other)
        break_base(one)
        await told(one, chat, "Something is wrong", 2)
        await seen_again(other)

    assert sorted(await told(one, chat, "Something is wrong")) == [
        "The changed knowledge base has 1 mistake, the former one answers. To see it: grappolo check",
        "The last day has no backup. The log says why.",
    ]
    assert not any(one.text.startswith("It is over") for one in chat.said())
