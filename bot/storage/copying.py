"""Moving from a file of SQLite to a server: everything, and proof that it is everything."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from bot.storage import offline, schema
from bot.storage.errors import StorageError
from bot.storage.tables import meta


def copy(file: Path, address: str) -> Iterator[tuple[str, int, str]]:
    """Copy all rows; of each table its name, the number of its rows and their digest, the same on both sides.

    What an interrupted copy left there is kept and completed. Raises StorageError if the other side has more, or
    belongs to another key.
    """
    if not file.exists():
        raise StorageError(f"{file} is not there: there is nothing to copy")
    with offline.open_offline(file) as source, offline.open_offline(address) as target, source.begin() as reading:
        offline.must_be_sound(reading)
        if (taken := schema.revision(reading)) != schema.HEAD:
            raise StorageError(
                f"{file} is of another version of Grappolo (its tables are at {taken}): start the bot first"
            )
        offline.make_tables(target)
        _must_be_of_one_key(reading, target)
        for table in offline.TABLES:
            _copy_rows(reading, target, table)
        with target.begin() as connection:
            offline.number_anew(connection)
        for table in offline.TABLES:
            yield _compared(reading, target, table)


def _must_be_of_one_key(reading: Connection, target: Engine) -> None:
    key = select(meta.c.value).where(meta.c.name == "key")
    with target.begin() as connection:
        there = connection.scalar(key)
    if there is not None and there != reading.scalar(key):
        raise StorageError("the other database belongs to another key: copy into an empty one")


def _copy_rows(reading: Connection, target: Engine, table: Table) -> None:
    found = offline.rows_of(reading, table)
    while rows := list(islice(found, offline.BATCH)):
        with target.begin() as connection:
            offline.add_rows(connection, table, rows)


def _compared(reading: Connection, target: Engine, table: Table) -> tuple[str, int, str]:
    here = offline.digest_of(offline.rows_of(reading, table))
    with target.begin() as connection:
        there = offline.digest_of(offline.rows_of(connection, table))
    if here != there:
        raise StorageError(f"the other database has other {table.name}: was it used already? Copy into an empty one")
    return table.name, offline.count_of(reading, table), here
