"""Opening a database: its tables, its settings, and what is said when it cannot be used."""

import logging
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select

from bot.storage import offline, schema, sqlite
from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.tables import meta, metadata


def _execute(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def _rights(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_mode & 0o777 for one in (folder, *folder.iterdir())}


def _settings(connection: Connection) -> dict[str, object]:
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in sqlite.SETTINGS}


async def test_every_connection_is_set_to_be_safe(database: Database) -> None:
    safe = {
        "busy_timeout": 5000,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }

    assert await database.read(_settings) == safe
    assert await database.write(_settings) == safe


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        await database.read(lambda connection: connection.exec_driver_sql("DELETE FROM records"))


async def test_a_setting_that_does_not_hold_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "SETTINGS", {**sqlite.SETTINGS, "journal_mode": "of_the_future"})

    with pytest.raises(StorageError, match=r"SQLite keeps journal_mode at delete, and of_the_future is needed"):
        async with open_database(file):
            pass


async def test_the_steps_lead_to_the_tables_that_the_program_knows(each_database: Database) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await each_database.read(differences) == []
    assert await each_database.read(schema.revision) == schema.HEAD


async def test_several_processes_may_bring_the_same_tables_up_to_date(address: str) -> None:
    """Replicas start at the same moment; one takes the steps, the others find them taken."""
    async with open_database(address) as one, open_database(address) as two, open_database(address) as three:
        assert {await each.read(schema.revision) for each in (one, two, three)} == {schema.HEAD}


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StorageError, match=r"grappolo:\*\*\*@127\.0\.0\.1:1/x cannot be used") as refused:
        async with open_database("postgresql://grappolo:secret@127.0.0.1:1/x"):
            pass

    assert "secret" not in str(refused.value)


def test_the_earlier_versions_are_all_there_are() -> None:
    """A step that is added is the head, and the head before it is an earlier one."""
    steps = sorted(path.name[1:5] for path in Path(schema.__file__).with_name("migrations").glob("r*.py"))

    assert steps == [*schema.EARLIER, schema.HEAD]


@pytest.mark.parametrize("version", schema.EARLIER)
async def test_a_database_of_an_earlier_version_is_brought_up_to_date_and_kept(file: Path, version: str) -> None:
    """With what is in it; the former one stays beside it, for who wants to go back."""
    file.parent.mkdir()
    with offline.open_offline(file) as engine:
        offline.make_tables(engine, version)
    _execute(file, "INSERT INTO meta VALUES ('key', 'fingerprint')")
    async with open_database(file) as database:
        assert await database.read(schema.revision) == schema.HEAD
        assert await database.read(lambda connection: connection.scalar(select(meta.c.value))) == "fingerprint"
    former = file.with_name(f"{file.name}.tables-{version}")
    with offline.open_offline(former) as engine, engine.begin() as connection:
        assert schema.revision(connection) == version
        assert connection.scalar(select(meta.c.value)) == "fingerprint"


async def test_steps_that_are_interrupted_leave_nothing(file: Path, database: Database) -> None:
    def interrupted(connection: Connection) -> None:
        for table in [*inspect(connection).get_table_names()]:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        schema.bring_to_head(connection)
        raise KeyError

    before = await database.read(lambda connection: connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    with pytest.raises(KeyError):
        await database.write(interrupted)

    after = await database.read(lambda connection: connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    assert before == after


async def test_a_database_that_is_up_to_date_opens_without_alembic(
    file: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "alembic"]:
        monkeypatch.setitem(sys.modules, name, None)

    async with open_database(file) as again:
        assert await again.read(schema.revision) == schema.HEAD


async def test_a_database_of_a_newer_program_is_refused(file: Path) -> None:
    async with open_database(file):
        pass
    _execute(file, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StorageError) as refused:
        async with open_database(file):
            pass

    assert str(refused.value) == (
        f"the database was used by a newer Grappolo (its tables are at 9999, this program knows {schema.HEAD}):"
        " start the newer program, or put back a backup from before"
    )


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "grappolo.db"
    file.write_text("my diary\n" * 100)

    with pytest.raises(StorageError, match=r"grappolo\.db cannot be used: file is not a database"):
        async with open_database(file):
            pass

    assert file.read_text() == "my diary\n" * 100


async def test_a_folder_that_cannot_be_made_is_named(file: Path) -> None:
    file.parent.write_text("not a folder")

    with pytest.raises(StorageError, match=r"data/grappolo\.db cannot be used: "):
        async with open_database(file):
            pass


@pytest.mark.parametrize("where", ["mysql://grappolo:secret@db/grappolo", "postgresql://secret@db/", "data/secret.db"])
async def test_a_database_of_another_kind_is_refused_without_its_password(where: str) -> None:
    with pytest.raises(StorageError, match=r"write postgresql://user:password@host/name") as refused:
        async with open_database(where):
            pass

    assert "secret" not in str(refused.value)


async def test_the_data_are_for_their_owner_alone(file: Path, database: Database) -> None:
    await database.write(lambda connection: connection.exec_driver_sql("DELETE FROM records"))

    assert _rights(file.parent) == {
        "data": 0o700,
        "grappolo.db": 0o600,
        "grappolo.db-wal": 0o600,
        "grappolo.db-shm": 0o600,
    }


@pytest.mark.parametrize(("version", "lines"), [((3, 51, 2), 1), ((3, 51, 3), 0)])
async def test_an_sqlite_with_the_rare_fault_is_told_once(
    file: Path,
    version: tuple[int, int, int],
    lines: int,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    with caplog.at_level(logging.INFO, "bot.storage"):
        async with open_database(file):
            pass

    assert len(caplog.records) == lines
