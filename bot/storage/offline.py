"""A database beside the bot's event loop, for what reads or writes all of it: backups, restoring, copying."""

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Date, Engine, LargeBinary, Table, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from bot.storage import schema, sqlite
from bot.storage.errors import StorageError, reason
from bot.storage.postgres import url_of
from bot.storage.soundness import CHECK, broken
from bot.storage.tables import Moment, audit, inbox, insert, metadata, outbox

Row = Mapping[str, Any]

TABLES: Final[Sequence[Table]] = metadata.sorted_tables
BATCH: Final = 500
"""Rows that are written in one transaction."""


@contextmanager
def open_offline(where: Path | str) -> Iterator[Engine]:
    """The database in a file or at an address, as it is. Raises StorageError if it cannot be used."""
    engine, name = _engine(where)
    try:
        yield engine
    except SQLAlchemyError as error:
        raise StorageError(f"{name} cannot be used: {reason(error)}") from error
    finally:
        engine.dispose()


def _engine(where: Path | str) -> tuple[Engine, str]:
    if not isinstance(where, Path):
        url = url_of(where)
        engine = create_engine(url, isolation_level="REPEATABLE READ", hide_parameters=True)
        return engine, url.render_as_string(hide_password=True)
    engine = create_engine(f"sqlite:///{where}", connect_args={"isolation_level": None}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        for name, value in sqlite.SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver would begin only with the first statement that writes, and what is read would be of many moments.
        connection.exec_driver_sql("BEGIN")

    return engine, str(where)


def must_be_sound(connection: Connection) -> None:
    """Raises StorageError if the database is a damaged file: what were read of it would not be all there was."""
    if connection.dialect.name == "sqlite" and (damage := broken(connection.exec_driver_sql(CHECK).scalar_one())):
        raise StorageError(f"the database is damaged ({damage}): grappolo doctor says what to do")


def make_tables(engine: Engine, version: str = schema.HEAD) -> None:
    """Make the tables of a *version* in a database that has none, or bring older ones there."""
    with engine.begin() as connection:
        schema.bring_to(connection, version)


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """All rows of a table, in the order of its key."""
    found = select(table).order_by(*table.primary_key)
    for row in connection.execute(found, execution_options={"yield_per": BATCH}):
        yield dict(row._mapping)


def add_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows; those whose key is there already stay as they are."""
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def number_anew(connection: Connection) -> None:
    """Let the numbers that a server gives go on after those that were brought along."""
    if connection.dialect.name == "postgresql":
        for table in (inbox, audit, outbox):
            last = connection.scalar(select(func.max(table.c.id)))
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, (last or 0) + 1, False)))


def count_of(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def digest_of(rows: Iterable[Row]) -> str:
    """The SHA-256 of rows in their order: the same on every database."""
    digest = sha256()
    for row in rows:
        digest.update(as_json(row).encode() + b"\n")
    return digest.hexdigest()


def as_json(row: Row) -> str:
    """A row in a line; bytes in Base64, moments and days as in ISO 8601."""
    return json.dumps({name: _plain(value) for name, value in row.items()}, sort_keys=True)


def from_json(table: Table, line: str) -> dict[str, Any]:
    """The row of a table in a line."""
    return {name: _value(table.columns[name].type, value) for name, value in json.loads(line).items()}


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case date():
            return value.isoformat()
        case _:
            return value


def _value(kind: TypeEngine[Any], plain: Any) -> Any:
    match kind, plain:
        case LargeBinary(), str():
            return base64.b64decode(plain)
        case Moment(), str():
            return datetime.fromisoformat(plain)
        case Date(), str():
            return date.fromisoformat(plain)
        case _:
            return plain
