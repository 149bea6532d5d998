"""Backups: whole, encrypted, and enough with the key to begin anew on an empty machine."""

import sys
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PosixPath
from typing import Any, Self

import pytest
from sqlalchemy import select

from bot.storage import offline, schema
from bot.storage.backups import backups_in, make_backup, read_backup, restore, rotate
from bot.storage.copying import copy
from bot.storage.database import Database, open_database
from bot.storage.dialogues import SqlDialogues
from bot.storage.erasing import NAMING
from bot.storage.errors import StorageError
from bot.storage.inbox import Arrived, Inbox
from bot.storage.keys import make_key, open_vault, vault_in
from bot.storage.outbox import SqlOutbox
from bot.storage.questions import SqlQuestionLog
from bot.storage.replacing import replace
from bot.storage.roles import SqlRoles
from bot.storage.sealed import write_sealed
from bot.storage.tables import records
from bot.storage.vault import KEY_BYTES, Vault
from handlers.promises import Record
from tests.bot.storage.examples import NOON, a_choice, a_count, a_gap, a_memory

DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, file: Path) -> Path | str:
    """Where the database is that a test is about."""
    if request.param == "sqlite":
        file.parent.mkdir()
        return file
    address: str = request.getfixturevalue("address")
    return address


@pytest.fixture
async def filled(where: Path | str, keys: Path) -> Path | str:
    """The same with a row of everything."""
    await fill(where, keys)
    return where


async def fill(where: Path | str, keys: Path) -> None:
    async with open_database(where) as database:
        vault = await open_vault(database, keys)
        log, dialogues = SqlQuestionLog(database, vault), SqlDialogues(database, vault)
        await log.add(a_gap(text="Č'è \x00 una domanda?"))
        await log.add(a_choice(id="r2"))
        await log.count(a_count())
        await log.forget_asker("trento", "nobody", NOON)
        await dialogues.remember("vicenza", "chat", "asker", a_memory(), NOON)
        await dialogues.choose_language("vicenza", "asker", "sl")
        await Inbox(database, vault, "telegram:1").add([Arrived(7, "lane", None, "{}")], NOON)
        outbox = SqlOutbox(database, vault)
        await outbox.put("telegram:1", "asker", "reminder", "{}", NOON)
        if taken := await outbox.take("telegram:1", NOON):
            await outbox.sent(taken)


async def records_in(where: Path | str, keys: Path) -> list[Record]:
    async with open_database(where) as database:
        return list(await SqlQuestionLog(database, await open_vault(database, keys)).records("vicenza"))


def contents(where: Path | str) -> dict[str, str]:
    """The digest of every table."""
    with offline.open_offline(where) as engine, engine.begin() as connection:
        return {table.name: offline.digest_of(offline.rows_of(connection, table)) for table in offline.TABLES}


async def test_an_empty_machine_with_key_and_backup_is_as_it_was(
    filled: Path | str, keys: Path, tmp_path: Path
) -> None:
    """Whichever database the backup is of, the new one may be a file."""
    made = make_backup(filled, vault_in(keys), tmp_path / "backups", NOON)
    new = tmp_path / "elsewhere" / "grappolo.db"
    assert replace(new, read_backup(made, vault_in(keys)), vault_in(keys)) == (0, None)

    assert contents(new) == contents(filled)
    assert await records_in(new, keys) == await records_in(filled, keys)


async def test_a_backup_of_a_file_is_put_back_on_a_server(file: Path, keys: Path, tmp_path: Path, address: str) -> None:
    """And what comes in then gets a number of its own."""
    file.parent.mkdir()
    await fill(file, keys)
    vault = vault_in(keys)
    restore(read_backup(make_backup(file, vault, tmp_path / "backups", NOON), vault), address, vault)
    assert contents(address) == contents(file)

    async with open_database(address) as database:
        inbox = Inbox(database, vault, "telegram:1")
        assert await inbox.add([Arrived(8, "lane", None, "{}")], NOON) == 1
        assert await inbox.pending() == 2


async def test_a_backup_holds_no_plain_text_and_opens_with_its_key_alone(
    filled: Path | str, keys: Path, tmp_path: Path
) -> None:
    made = make_backup(filled, vault_in(keys), tmp_path / "backups", NOON)

    assert b"domanda" not in made.read_bytes()
    assert b"vicenza" not in made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0
    with pytest.raises(StorageError, match="needs another key"):
        read_backup(made, Vault({1: bytes(KEY_BYTES)}))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda whole: whole[:-1], "is damaged"),
        (lambda whole: whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:], "is damaged"),
        (lambda whole: whole.replace(b'"format": 1', b'"format": 2'), "made by a newer Grappolo"),
        (lambda whole: b"my diary", "is no backup of Grappolo"),
        (lambda whole: b"", "is no backup of Grappolo"),
        (lambda whole: whole.replace(b"2026", b"2027", 1), "is damaged"),
    ],
)
async def test_a_damaged_backup_is_refused(
    file: Path, keys: Path, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    file.parent.mkdir()
    await fill(file, keys)
    made = make_backup(file, vault_in(keys), tmp_path / "backups", NOON)
    made.write_bytes(damage(made.read_bytes()))

    with pytest.raises(StorageError, match=said):
        read_backup(made, vault_in(keys))


def test_what_cannot_be_written_leaves_nothing_behind(keys: Path, tmp_path: Path) -> None:
    """It is tried again and again, and a disk that is full would stay so."""
    make_key(keys / "grappolo.key")
    taken = tmp_path / "backups" / "taken"
    taken.mkdir(parents=True)

    with pytest.raises(StorageError, match="backups cannot be used for backups: "):
        write_sealed(taken, vault_in(keys), "backup", b"all that is kept")
    assert list(taken.parent.iterdir()) == [taken]


async def everything_of(database: Database, vault: Vault, asker: str) -> None:
    """Something of a person in every table that names one."""
    log, dialogues, roles = SqlQuestionLog(database, vault), SqlDialogues(database, vault), SqlRoles(database, vault)
    await log.add(a_gap(asker=asker, id=f"asked by {asker}"))
    await dialogues.remember("vicenza", "chat", asker, a_memory(), NOON)
    await dialogues.choose_language("vicenza", asker, "sl")
    for _ in range(2):
        await roles.revoke("vicenza", asker, "an owner", NOON)
        await roles.accept("vicenza", await roles.invite("vicenza", "staff", "an owner", NOON), asker, NOON)
    await roles.invite("vicenza", "staff", asker, NOON)
    await SqlOutbox(database, vault).put("vicenza", asker, "reminder", "{}", NOON)
    await SqlOutbox(database, vault).block("vicenza", asker, NOON)


def naming(where: Path | str, asker: str) -> list[str]:
    """The columns that name a person."""
    with offline.open_offline(where) as engine, engine.begin() as connection:
        return [str(column) for column in NAMING if connection.scalar(select(column).where(column == asker))]


async def forget(database: Database, vault: Vault, asker: str, at: datetime) -> None:
    await SqlQuestionLog(database, vault).forget_asker("vicenza", asker, at)
    await SqlDialogues(database, vault).forget_asker("vicenza", asker)
    await SqlRoles(database, vault).forget_asker("vicenza", asker)
    await SqlOutbox(database, vault).forget_asker("vicenza", asker)


async def test_who_was_erased_stays_erased(file: Path, keys: Path, tmp_path: Path) -> None:
    """A backup from before has them again; the marks in the database that is replaced tell whom it must not have.

    Of who was erased before it was made it has only what came later, and that stays.
    """
    async with open_database(file) as database:
        vault = await open_vault(database, keys)
        for asker in ("gone", "twice", "back", "other"):
            await everything_of(database, vault, asker)
        for asker in ("twice", "back"):
            await forget(database, vault, asker, NOON)
            await everything_of(database, vault, asker)
        made = make_backup(file, vault, tmp_path / "backups", NOON)
        for asker in ("gone", "twice"):
            await forget(database, vault, asker, NOON + DAY)
    first, former = replace(file, read_backup(made, vault), vault)
    second, _ = replace(file, read_backup(made, vault), vault)

    assert (first, second) == (2, 2)
    assert former
    assert former.exists()
    assert naming(file, "gone") == naming(file, "twice") == []
    assert naming(file, "other") == naming(file, "back") == [str(column) for column in NAMING]


def test_every_column_that_names_a_person_is_known() -> None:
    assert {column.name for column in NAMING} == {"asker", "by", "who", "whom"}
    named = [column for table in offline.TABLES for column in table.c if column.name in {one.name for one in NAMING}]
    assert {str(column) for column in named} == {str(column) for column in NAMING}


async def test_a_database_with_rows_is_never_overwritten(filled: Path | str, keys: Path, tmp_path: Path) -> None:
    vault = vault_in(keys)
    found = read_backup(make_backup(filled, vault, tmp_path / "backups", NOON), vault)

    with pytest.raises(StorageError, match="is not empty"):
        restore(found, filled, vault)


async def test_a_letter_in_a_backup_is_not_sent_by_itself(filled: Path | str, keys: Path, tmp_path: Path) -> None:
    """It may have been sent after the backup was made: somebody decides whether it is sent again."""
    async with open_database(filled) as database:
        vault = await open_vault(database, keys)
        await SqlOutbox(database, vault).put("telegram:1", "asker", "digest", "a letter", NOON)
    made = make_backup(filled, vault, tmp_path / "backups", NOON)
    new = tmp_path / "elsewhere" / "grappolo.db"
    replace(new, read_backup(made, vault), vault)

    async with open_database(new) as database:
        outbox = SqlOutbox(database, vault)
        assert await outbox.take("telegram:1", NOON) is None
        assert [one.letter for one in await outbox.unsure("telegram:1")] == ["a letter"]
        assert not await outbox.put("telegram:1", "asker", "reminder", "{}", NOON)


async def test_a_backup_of_older_tables_is_brought_up_to_date(keys: Path, tmp_path: Path) -> None:
    """As a program of an earlier version made it."""
    old = tmp_path / "old.db"
    with offline.open_offline(old) as engine:
        offline.make_tables(engine, "0002")
    async with open_database(tmp_path / "new.db") as database:
        vault = await open_vault(database, keys)
    empty = read_backup(make_backup(tmp_path / "new.db", vault, tmp_path / "backups", NOON), vault)
    of_before = type(empty)("0002", empty.at, {k: v for k, v in empty.rows.items() if k != "erasures"})
    restore(of_before, tmp_path / "again.db", vault)

    with offline.open_offline(tmp_path / "again.db") as engine, engine.begin() as connection:
        assert schema.revision(connection) == schema.HEAD


async def test_all_is_copied_to_a_server_also_after_an_interruption(file: Path, keys: Path, address: str) -> None:
    file.parent.mkdir()
    await fill(file, keys)
    with offline.open_offline(address) as engine:
        offline.make_tables(engine)
        with offline.open_offline(file) as source, source.begin() as reading, engine.begin() as connection:
            half = list(offline.rows_of(reading, records))[:1]
            offline.add_rows(connection, records, half)
    copied = {name: number for name, number, _ in copy(file, address)}

    assert copied["records"] == 2
    assert contents(address) == contents(file)
    assert await records_in(address, keys) == await records_in(file, keys)


async def test_a_copy_into_a_database_in_use_is_told_apart(file: Path, keys: Path, address: str) -> None:
    """Nothing of it is lost, and nobody is told that all is the same."""
    file.parent.mkdir()
    await fill(file, keys)
    list(copy(file, address))
    async with open_database(address) as database:
        await SqlQuestionLog(database, vault_in(keys)).add(a_gap(id="another"))

    with pytest.raises(StorageError, match="other records"):
        list(copy(file, address))


class Busy(PosixPath):
    """A folder in which, whenever somebody has looked into it, another process makes a backup."""

    def glob(self, *how: Any, **more: Any) -> Generator[Self, None, None]:
        found = list(super().glob(*how, **more))
        (self / f"20261102-12000{len(list(self.iterdir()))}.grappolo-backup").touch()
        yield from found


@pytest.mark.skipif(sys.platform == "win32", reason="its paths are others")
def test_what_another_process_makes_meanwhile_is_never_deleted(tmp_path: Path) -> None:
    """It is newer than whatever was looked at."""
    earlier = [tmp_path / f"20261102-0{hour}0000.grappolo-backup" for hour in range(2)]
    for file in earlier:
        file.touch()
    gone = rotate(Busy(tmp_path), NOON)

    assert [file.name for file in gone] == [earlier[0].name]
    assert len(backups_in(tmp_path)) > 1


def test_the_last_days_and_weeks_keep_a_backup(tmp_path: Path) -> None:
    """Of two on one day the later one."""
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    for hours in range(0, 24 * 60, 12):
        (tmp_path / f"{now - timedelta(hours=hours):%Y%m%d-%H%M%S}.grappolo-backup").touch()
    rotate(tmp_path, now)

    kept = [file.name[:11] for file in backups_in(tmp_path)]
    assert kept == [
        *("20261127-12", "20261126-12", "20261125-12", "20261124-12", "20261123-12", "20261122-12", "20261121-12"),
        *("20261115-12", "20261108-12", "20261101-12", "20261025-12"),
    ]
