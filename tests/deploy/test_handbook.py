"""Every command in docs/operations.md is given here, page by page and in its order; those that cannot be say why."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner

from bot.cli import main
from bot.storage.schema import bring_to, revision
from tests.bot.conftest import address
from tests.bot.storage.damages import spoil
from tests.deploy.files import text_of
from tests.deploy.handbook import START, Machine, pages
from tests.telegram_server import TelegramServer
from tests.telegram_server.fixtures import telegram_server

__all__ = ["address", "telegram_server"]

NOT_GIVEN: Final[Mapping[str, str]] = {
    "git pull": "fetches from a repository elsewhere",
    "git checkout v0.1.0": "would change the code that is tested",
    "docker compose up -d": "no Docker engine; test_scale.py gives what the containers give",
    "docker compose exec grappolo grappolo telegram webhook": "no Docker engine; test_scale.py gives the command",
}
"""The lines that no test gives, each with the reason."""

EMPTY: Final = ("Install",)
"""The pages that begin on an empty machine; on all others the bot has been there, and is stopped."""
AT_WORK: Final = ("Who may do what", "Back up", "Change the key", "What could not be answered", "Several replicas")
"""The pages on which the bot is at work meanwhile."""

Deed = Callable[[Machine], Awaitable[None]]


async def put_token(machine: Machine) -> None:
    machine.set(f"GRAPPOLO_TOKEN={machine.telegram.bot.token}")


async def change_token(machine: Machine) -> None:
    """@BotFather gives another one; the old one is worth nothing any more."""
    bot, bots = machine.telegram.bot, machine.telegram.world.bots
    del bots[bot.token]
    bot.token = f"{bot.id}:{'B' * 35}"
    bots[bot.token] = bot
    await put_token(machine)


async def stop(machine: Machine) -> None:
    await machine.stop()


async def move(machine: Machine) -> None:
    await machine.stop()
    machine.move()


async def lose_all(machine: Machine) -> None:
    """A copy of the key and a backup are elsewhere; then the machine is no more."""
    await machine.give("grappolo backup --to /mnt/backups")
    await machine.give("cp keys/grappolo.key /mnt/key/")
    machine.move()
    await put_token(machine)


async def be_damaged(machine: Machine) -> None:
    """There is a backup, and then the file is written over."""
    await machine.give("grappolo backup --to /mnt/backups")
    spoil(machine.folder / "data" / "grappolo.sqlite", "records")


async def be_old(machine: Machine) -> None:
    """The database is one that the version before left behind, at the first start as at the last one."""
    file = machine.folder / "data" / "grappolo.sqlite"
    if machine.running is None:
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
        file.touch(mode=0o600)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        if machine.running is None:
            bring_to(connection, "0002")
        assert revision(connection) == "0002"
    engine.dispose()


async def be_told_of_a_webhook(machine: Machine) -> None:
    machine.set("GRAPPOLO_WEBHOOK=http://127.0.0.1:9/telegram")


async def leave_the_server(machine: Machine) -> None:
    machine.set("GRAPPOLO_DATABASE=")


BEFORE: Final[Mapping[tuple[str, str], Deed]] = {
    ("Install", START): put_token,
    ("Change the token", START): change_token,
    ("Change the token", "grappolo telegram webhook"): be_told_of_a_webhook,
    ("Restore", "mkdir -m 700 keys"): lose_all,
    ("A damaged database", "grappolo restore /mnt/backups/20261127-030000.grappolo-backup"): be_damaged,
    ("Move to another machine", "cp /mnt/key/.env .env"): move,
    ("Upgrade and go back", START): be_old,
    ("Upgrade and go back", "mv data/grappolo.sqlite.tables-0002 data/grappolo.sqlite"): stop,
    ("From SQLite to PostgreSQL", "grappolo backup --to /mnt/backups"): stop,
    ("From SQLite to PostgreSQL", "grappolo restore /mnt/backups/20261127-030000.grappolo-backup"): leave_the_server,
    ("Several replicas", "grappolo telegram webhook"): be_told_of_a_webhook,
}
"""What the text between the commands tells a person to do, or what happened before."""

SAID: Final[Mapping[str, str]] = {
    "grappolo telegram setup": "Telegram knows the commands",
    "grappolo doctor": "the database can be read",
    "grappolo backup": "holds: ",
    "grappolo backup --to /mnt/elsewhere": "/elsewhere/",
    "grappolo keys --new": "Key 2 was added",
    "grappolo keys": "has 2 keys",
    "grappolo copy-db": "All is copied",
    "grappolo restore /mnt/backups/20261127-030000.grappolo-backup": "Who was erased since is told by",
    "GRAPPOLO_DATA=/tmp/drill grappolo questions": "Zorblat",
    "grappolo dead": "Nothing was given up",
    "grappolo telegram webhook": "Telegram sends updates to",
}
"""A part of what a command says, where the page would be wrong without it."""

UNKNOWN: Final = "qual è il budget del progetto Zorblat?"
KNOWN, ANSWER = "quando finisce AlpClusters?", "30 aprile 2019"
WITH_COMMANDS: Final = [page for page, lines in pages().items() if set(lines) - set(NOT_GIVEN)]


@pytest.fixture
async def machine(own_folders: Path, address: str, telegram_server: TelegramServer) -> AsyncIterator[Machine]:
    words = {"postgresql://grappolo:password@db.example.org/grappolo": address}
    machine = Machine(own_folders, telegram_server, words)
    yield machine
    if machine.running and machine.running.returncode is None:
        machine.running.kill()
        await machine.running.wait()


async def has_been_used(machine: Machine) -> None:
    """There is a token, a key, and a question without an answer."""
    await put_token(machine)
    await machine.give(f"grappolo ask --log '{UNKNOWN}'")


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS)
async def test_who_follows_a_page_gets_what_it_promises(page: str, machine: Machine) -> None:
    """Command by command; in the end the bot answers, where it is started, and what was kept is there."""
    if page not in EMPTY:
        await has_been_used(machine)
    if page in AT_WORK:
        await machine.start()
    for line in pages()[page]:
        if line not in NOT_GIVEN:
            if before := BEFORE.get((page, line)):
                await before(machine)
            assert SAID.get(line, "") in await machine.give(line), line

    if machine.running and not machine.telegram.bot.webhook:
        anna = machine.telegram.user("Anna", language_code="it")
        reply = await machine.telegram.reply(machine.telegram.message(anna, machine.telegram.private(anna), KNOWN), 30)
        assert ANSWER in reply.text
    if page not in (*EMPTY, "Upgrade and go back"):
        assert "Zorblat" in await machine.give("grappolo questions")
    await machine.stop()


def test_what_is_not_given_and_what_is_told_is_in_the_handbook() -> None:
    """Each exception, each deed and each expectation is of a line that is there; every one is in its place."""
    lines = {line for found in pages().values() for line in found}

    assert set(NOT_GIVEN) <= lines
    assert set(SAID) <= lines
    assert {(page, line) for page, line in BEFORE if line not in pages()[page]} == set()
    assert {*EMPTY, *AT_WORK} <= set(pages())


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`grappolo ([a-z -]+)`", text_of("docs/operations.md")))))
def test_a_command_that_the_text_mentions_exists(command: str) -> None:
    """With its options."""
    words = command.split()
    said = CliRunner().invoke(main, [*(word for word in words if word[0] != "-"), "--help"])

    assert said.exit_code == 0
    assert all(word in said.output for word in words if word[0] == "-")
