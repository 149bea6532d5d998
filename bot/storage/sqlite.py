"""SQLite as we want it: safe rather than fast, and checked to be so."""

import logging
import sqlite3
import sys
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event

from bot.storage.connections import Connections
from bot.storage.errors import StorageError

if sys.platform != "win32":
    import fcntl

_log = logging.getLogger(__name__)

READERS: Final = 4

SETTINGS: Final[Mapping[str, str | int]] = {
    # First, since setting the others may have to wait for another program.
    "busy_timeout": 5000,
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: what was committed is on the disk.
    "foreign_keys": 1,
    "trusted_schema": 0,  # A database from elsewhere cannot make us call functions.
    "secure_delete": 1,  # What is deleted is overwritten.
}

TWO_WRITERS_ARE_SAFE_SINCE: Final = (3, 51, 3)


class Sqlite:
    """A file of SQLite: its single writer and its readers."""

    is_shared: Final = False
    """Whether several processes may work on it at once."""

    presence: Final = ""
    """Nobody else shares the database."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.name = str(file)
        self.writer, self.readers = _writer(file), readers(file)
        self._lock: IO[str] | None = None

    async def announce(self) -> None:
        """Nobody else is there to be told."""

    async def withdraw(self) -> None:
        """Let another process work."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def be_alone(self, bot: str) -> bool:
        """Be the only process that works for *bot*, until it ends; False as long as another one is."""
        if self._lock is None:
            self._lock = locked(self.file.with_name(f"{self.file.name}.{bot.replace(':', '-')}.lock"))
        return self._lock is not None

    def present(self, connection: Connection) -> frozenset[str]:
        """Whoever begins to work is the only one."""
        return frozenset()

    def tell(self, connection: Connection, bot: str) -> None:
        """Nobody else is there to be told."""

    async def heard(self, bot: str) -> AsyncGenerator[None, None]:
        """Nothing: nobody else keeps anything."""
        return
        yield

    def make_ready(self) -> None:
        """Make the file if need be, for its owner alone. Raises OSError."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its other files the same rights.
        self.file.touch(mode=0o600)

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that will write."""
        # A transaction that begins with reading and goes on to write may fail at once, without waiting its turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    async def empty_log(self) -> bool:
        """Empty the write-ahead log, where deleted texts may still stand; False if another program is reading."""
        checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"
        return not await self.writer.use(lambda connection: connection.exec_driver_sql(checkpoint).scalar_one())

    async def set_aside(self, version: str) -> Path:
        """Keep the database as it is, beside itself, before its tables are changed from this version."""
        former = self.file.with_name(f"{self.file.name}.tables-{version}")
        former.unlink(missing_ok=True)
        await self.writer.use(lambda connection: connection.exec_driver_sql("VACUUM INTO ?", (str(former),)))
        former.chmod(0o600)
        return former

    def keep_others_out(self, connection: Connection) -> None:
        """Let nobody else change the tables in this transaction: there is but one writer anyway."""


def locked(file: Path) -> IO[str] | None:
    """A file that is locked until it is closed, or the process ends however it ends; None if another one has it."""
    opened = file.open("a")
    try:
        if sys.platform != "win32":
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        opened.close()
        return None
    return opened


def _writer(file: Path) -> Connections:
    """One connection, which writes and also empties SQLite's write-ahead log."""
    if sqlite3.sqlite_version_info < TWO_WRITERS_ARE_SAFE_SINCE:
        _log.info(
            "SQLite %s may, very rarely, damage a database that two programs write at once: run one at a time",
            sqlite3.sqlite_version,
        )
    return Connections(_engine(file, SETTINGS, 1), 1)


def readers(file: Path) -> Connections:
    """Connections that cannot write."""
    return Connections(_engine(file, {**SETTINGS, "query_only": 1}, READERS), READERS)


def _engine(file: Path, settings: Mapping[str, str | int], connections: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        # Transactions begin when we say so, not when the driver sees the first statement that writes.
        # A connection is one thread's at a time, if not the same one's each time.
        connect_args={"isolation_level": None, "check_same_thread": False},
        pool_size=connections,
        max_overflow=0,
        # Values would stand in error messages, and those in logs.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        try:
            for name, value in settings.items():
                _set(connection.cursor(), name, value)
        except BaseException:
            connection.close()
            raise

    return engine


def _set(cursor: Any, name: str, value: str | int) -> None:
    cursor.execute(f"PRAGMA {name} = {value}")
    cursor.execute(f"PRAGMA {name}")
    (found,) = cursor.fetchone()
    cursor.close()
    if found != value:
        raise StorageError(
            f"SQLite keeps {name} at {found}, and {value} is needed: put the data on a local disk or use another SQLite"
        )
