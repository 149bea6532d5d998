"""The database: one writer at a time with readers beside it, and transactions that happen whole or not at all."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import schema, sqlite
from bot.storage.errors import StorageError

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Database:
    """Reads and writes. Whoever is cancelled while waiting for it stops waiting; what has been asked for is still done.

    Were a transaction cancelled half-way, the next one on the same connection would commit its half.
    """

    def __init__(self, writer: AsyncEngine, readers: AsyncEngine) -> None:
        """*writer* has a single connection, so that transactions take turns."""
        self._writer, self._readers = writer, readers
        self._begun: set[asyncio.Task[Any]] = set()
        # Of the one transaction that runs: whether the log is to be emptied after it.
        self._emptying = False
        self._joined: ContextVar[AsyncConnection | None] = ContextVar("joined", default=None)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What *work* reads: all that is committed, and within a transaction also what that has written."""
        if (joined := self._joined.get()) is not None:
            return await joined.run_sync(work)
        return await self._finish(self._read(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in a transaction: in the one around it, or else in one of its own."""
        if (joined := self._joined.get()) is not None:
            return await joined.run_sync(work)
        return await self.transaction(lambda: self.write(work))

    async def transaction(self, work: Callable[[], Awaitable[T]]) -> T:
        """Make one transaction of all that *work* writes; nothing of it stays if *work* raises.

        Others who write wait meanwhile, so *work* must not wait for anything but this database.
        """
        if self._joined.get() is not None:
            return await work()
        return await self._finish(self._transact(work))

    async def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, where deleted texts may still stand.

        Within a transaction: as soon as it is committed, before anybody is told that it is.
        """
        if self._joined.get() is not None:
            self._emptying = True
        else:
            await self._finish(self._checkpoint())

    async def close(self) -> None:
        """Wait until all that has begun is done, then close."""
        if self._begun:
            await asyncio.wait(self._begun)
        await self._readers.dispose()
        await self._writer.dispose()

    async def _read(self, work: Callable[[Connection], T]) -> T:
        async with self._readers.connect() as connection:
            return await connection.run_sync(work)

    async def _transact(self, work: Callable[[], Awaitable[T]]) -> T:
        async with self._writer.connect() as connection:
            # A transaction that begins with reading and goes on to write may fail at once, without waiting its turn.
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            # Only the task of this transaction sees it.
            self._joined.set(connection)
            self._emptying = False
            result = await work()
            await connection.commit()
            emptying = self._emptying
        if emptying:
            await self._empty()
        return result

    async def _empty(self) -> None:
        try:
            await self._checkpoint()
        except SQLAlchemyError:
            # What was committed has happened; the next start empties the log as well.
            _log.error("Deleted texts stay in SQLite's write-ahead log for now", exc_info=True)

    async def _checkpoint(self) -> None:
        async with self._writer.connect() as connection:
            busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
        if busy:
            _log.warning("Deleted texts stay in SQLite's write-ahead log for now: another program is reading")

    async def _finish(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_tell_failure)
            raise


def _tell_failure(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("A transaction failed after nobody waited for it any more", exc_info=error)


@asynccontextmanager
async def open_database(where: Path | str) -> AsyncIterator[Database]:
    """The database in the file *where* (a path, or ``sqlite:///`` and a path), made if need be, its tables up to date.

    Raises StorageError if it cannot be used. It closes when all that has begun is done.
    """
    file = _file(where)
    database = Database(sqlite.writer(file), sqlite.readers(file))
    try:
        await _prepare(database, file)
        yield database
    finally:
        await database.close()


def _file(where: Path | str) -> Path:
    if isinstance(where, Path):
        return where
    if not where.startswith("sqlite:///") or where == "sqlite:///":
        # The address may hold a password, so it is not repeated.
        raise StorageError("the database must be an SQLite file: write sqlite:/// and its path")
    return Path(where.removeprefix("sqlite:///"))


async def _prepare(database: Database, file: Path) -> None:
    try:
        _make_private(file)
        if await database.read(schema.revision) != schema.HEAD:
            await database.write(schema.bring_to_head)
    except OSError as error:
        raise StorageError(f"{file} cannot be used: {error.strerror}") from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StorageError(f"{file} cannot be used: {getattr(error, 'orig', error)}") from error


def _make_private(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its other files the same rights.
    file.touch(mode=0o600)
