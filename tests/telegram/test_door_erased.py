"""Who has had everything erased is not brought back by a backup from before, whatever else was lost meanwhile."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import main
from bot.kept import open_storage, where_kept
from bot.settings import Settings
from bot.storage.backups import make_backup
from bot.storage.erased import list_in, read_list
from bot.storage.keys import vault_in
from tests.bot.conftest import a_schema, address
from tests.telegram.door import QUICK, Running, bot_at_work, settings_for, until
from tests.telegram_server import TelegramServer

__all__ = ["address"]

ONLY_AT_THE_END = replace(QUICK, erased=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(
    request: pytest.FixtureRequest, own_folders: Path, telegram_server: TelegramServer
) -> Iterator[Sequence[Settings]]:
    """Three machines, each with a database of its own; what they have in common is the key and the backups."""
    usual = settings_for(telegram_server)
    apart = [usual.model_copy(update={"data": own_folders / f"data of {number}"}) for number in range(3)]
    if request.param == "sqlite":
        yield apart
        return
    first = request.getfixturevalue("address")
    with a_schema() as second, a_schema() as third:
        addresses = (first, second, third)
        yield [
            one.model_copy(update={"database": SecretStr(place)}) for one, place in zip(apart, addresses, strict=True)
        ]


async def erase(grappolo: Running) -> Path:
    """Two people ask; after a backup one of them has everything erased. That backup."""
    anna, ben = grappolo.telegram.user("Anna", "en"), grappolo.telegram.user("Ben", "en")
    await grappolo.ask(anna, "how many blue unicorns dance?")
    await grappolo.ask(ben, "how many red unicorns dance?")
    await grappolo.idle()
    settings, later = grappolo.app.settings, datetime.now(UTC) + timedelta(minutes=1)
    made = await asyncio.to_thread(
        make_backup, where_kept(settings), grappolo.app.storage.vault, settings.backups, later
    )
    question = await grappolo.ask(anna, "/forgetme")
    grappolo.telegram.click(anna, question, question.labels[0])
    await grappolo.telegram.until(lambda: question.edited)
    return made


def restore(backup: Path, machine: Settings) -> str:
    """Give the command on a machine that has no backups but this one; what it says."""
    there = {"GRAPPOLO_DATA": str(machine.data), "GRAPPOLO_KEYS": str(machine.keys)}
    there["GRAPPOLO_BACKUPS"] = str(machine.data / "backups")
    if machine.database:
        there["GRAPPOLO_DATABASE"] = machine.database.get_secret_value()
    said = CliRunner(env=there).invoke(main, ["restore", str(backup)])
    assert said.exit_code == 0, said.output
    return said.stdout


async def asked_on(machine: Settings, telegram: TelegramServer) -> list[str]:
    async with open_storage(machine) as storage:
        return sorted(record.text for record in await storage.log.records(f"telegram:{telegram.bot.id}"))


async def test_an_empty_machine_with_the_key_and_the_backups_brings_nobody_back_who_was_erased_since(
    telegram_server: TelegramServer, machines: Sequence[Settings]
) -> None:
    """It is said from where that is known; where nothing tells of it, it is said that they may be back."""
    first, second, third = machines
    async with bot_at_work(telegram_server, first, ONLY_AT_THE_END) as grappolo:
        made = await erase(grappolo)
    told = list_in(made.parent, vault_in(first.keys))
    said = restore(made, second)
    told.unlink()
    without = restore(made, third)

    assert "People erased again, as they had wished after the backup: 1\n" in said
    assert f"Who was erased since is told by {told}\n" in said
    assert await asked_on(second, telegram_server) == ["how many red unicorns dance?"]
    assert "People erased again, as they had wished after the backup: 0\n" in without
    assert f"{told} is missing: who was erased after the backup may be back" in without
    assert await asked_on(third, telegram_server) == ["how many blue unicorns dance?", "how many red unicorns dance?"]


async def test_what_somebody_had_asked_before_they_were_erased_is_not_answered_after_a_restore(
    telegram_server: TelegramServer, machines: Sequence[Settings]
) -> None:
    """It was in the backup as a question that waits: the answer would be a record."""
    first, second, third = machines
    anna, ben = telegram_server.user("Anna", "en"), telegram_server.user("Ben", "en")
    blue, red = (
        telegram_server.message(user, telegram_server.private(user), f"how many {colour} unicorns dance?")
        for user, colour in ((anna, "blue"), (ben, "red"))
    )
    async with bot_at_work(telegram_server, first, replace(QUICK, lanes=0)) as grappolo:
        await telegram_server.until(lambda: not telegram_server.bot.updates.waiting())
        vault, later = grappolo.app.storage.vault, datetime.now(UTC) + timedelta(minutes=1)
        made = await asyncio.to_thread(make_backup, where_kept(first), vault, first.backups, later)
    async with bot_at_work(telegram_server, first) as grappolo:
        await telegram_server.reply(blue)
        await telegram_server.reply(red)
        question = await grappolo.ask(anna, "/forgetme")
        telegram_server.click(anna, question, question.labels[0])
        await telegram_server.until(lambda: question.edited)
    restore(made, second)
    list_in(made.parent, vault).unlink()
    restore(made, third)

    for machine, asked in ((second, ["red"]), (third, ["blue", "red"])):
        async with bot_at_work(telegram_server, machine) as grappolo:
            await grappolo.idle()
        assert [text.split()[2] for text in await asked_on(machine, telegram_server)] == asked


async def tells_of_somebody(file: Path, machine: Settings) -> None:
    """Wait until a list does."""

    async def is_so() -> bool:
        return bool(read_list(file, vault_in(machine.keys)))

    await until(is_so)


async def test_a_bot_at_work_tells_of_an_erasure_beside_the_backups(
    telegram_server: TelegramServer, machines: Sequence[Settings]
) -> None:
    """It may never be stopped in good order."""
    async with bot_at_work(telegram_server, machines[0]) as grappolo:
        made = await erase(grappolo)
        await tells_of_somebody(list_in(made.parent, grappolo.app.storage.vault), machines[0])


async def test_so_does_a_replica_that_has_not_erased_anybody(
    telegram_server: TelegramServer, own_folders: Path, address: str
) -> None:
    """Each has backups of its own, and the database tells all of them."""
    one = settings_for(telegram_server).model_copy(update={"database": SecretStr(address)})
    other = one.model_copy(update={"backups": own_folders / "elsewhere"})
    async with bot_at_work(telegram_server, one) as grappolo, bot_at_work(telegram_server, other):
        made = await erase(grappolo)
        for folder in (made.parent, other.backups):
            await tells_of_somebody(list_in(folder, grappolo.app.storage.vault), one)
