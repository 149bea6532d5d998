"""The database: readers, writers, and transactions that happen whole or not at all, on SQLite and on PostgreSQL."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import schema
from bot.storage.connections import Lent
from bot.storage.errors import StorageError, reason
from bot.storage.postgres import Postgres
from bot.storage.sqlite import Sqlite

_log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Transaction:
    connection: Lent
    empties_log: bool = False
    """Whether the log is to be emptied after it."""


class Database:
    """Reads and writes. Whoever is cancelled while waiting for it stops waiting; what has been asked for is still done.

    Were a transaction cancelled half-way, the next one on the same connection would commit its half.
    """

    def __init__(self, server: Sqlite | Postgres) -> None:
        self._server = server
        self._begun: set[asyncio.Task[Any]] = set()
        self._joined: ContextVar[_Transaction | None] = ContextVar("joined", default=None)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on the same data at the same time."""
        return self._server.is_shared

    @property
    def presence(self) -> str:
        """What this process is among those that share the data; empty where none do."""
        return self._server.presence

    async def announce(self) -> None:
        """Let the others see that this process is there, until it ends."""
        await self._finish(self._server.announce())

    async def withdraw(self) -> None:
        """Let the others see that this process works no more; they need not wait until it has ended."""
        await self._finish(self._server.withdraw())

    async def be_alone(self, bot: str) -> bool:
        """Be the only process that fetches for *bot*, and on a file the only one that works at all, until it ends."""
        return await self._finish(self._server.be_alone(bot))

    def present(self, connection: Connection) -> frozenset[str]:
        """All processes that are there; none where the data are not shared."""
        return self._server.present(connection)

    def tell(self, connection: Connection, bot: str) -> None:
        """Let the other processes know of what this transaction keeps for *bot*, once it is committed."""
        self._server.tell(connection, bot)

    def heard(self, bot: str) -> AsyncGenerator[None, None]:
        """Each time something may have been kept for *bot*, by whichever process. It may break, and says so."""
        return self._server.heard(bot)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What *work* reads: all that is committed, and within a transaction also what that has written."""
        if (joined := self._joined.get()) is not None:
            return await joined.connection.do(work)
        return await self._finish(self._server.readers.use(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in a transaction: in the one around it, or else in one of its own."""
        if (joined := self._joined.get()) is not None:
            return await joined.connection.do(work)
        return await self._finish(self._server.writer.use(lambda connection: self._whole(connection, work)))

    async def transaction(self, work: Callable[[], Awaitable[T]]) -> T:
        """Make one transaction of all that *work* writes; nothing of it stays if *work* raises.

        Others who write may have to wait meanwhile, so *work* must not wait for anything but this database.
        """
        if self._joined.get() is not None:
            return await work()
        return await self._finish(self._transact(work))

    async def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, where deleted texts may still stand.

        Within a transaction: as soon as it is committed, before anybody is told that it is.
        """
        if (joined := self._joined.get()) is not None:
            joined.empties_log = True
        else:
            await self._finish(self._checkpoint())

    async def close(self) -> None:
        """Wait until all that has begun is done, then close."""
        if self._begun:
            await asyncio.wait(self._begun)
        await self._server.withdraw()
        await self._server.readers.close()
        await self._server.writer.close()

    def _whole(self, connection: Connection, work: Callable[[Connection], T]) -> T:
        self._server.begin(connection)
        result = work(connection)
        connection.commit()
        return result

    async def _transact(self, work: Callable[[], Awaitable[T]]) -> T:
        async with self._server.writer.lent() as connection:
            await connection.do(self._server.begin)
            transaction = _Transaction(connection)
            # Only the task of this transaction sees it.
            self._joined.set(transaction)
            result = await work()
            await connection.commit()
        if transaction.empties_log:
            await self._empty()
        return result

    async def _empty(self) -> None:
        try:
            await self._checkpoint()
        except SQLAlchemyError:
            # What was committed has happened; the next start empties the log as well.
            _log.error("Deleted texts stay in SQLite's write-ahead log for now", exc_info=True)

    async def _checkpoint(self) -> None:
        if not await self._server.empty_log():
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
    """The database in the file *where*, or on the server at the address *where*; its tables are brought up to date.

    Raises StorageError if it cannot be used. It closes when all that has begun is done.
    """
    server = Sqlite(where) if isinstance(where, Path) else Postgres(where)
    database = Database(server)
    try:
        await _prepare(database, server)
        yield database
    finally:
        await database.close()


async def _prepare(database: Database, server: Sqlite | Postgres) -> None:
    def bring_to_head(connection: Connection) -> None:
        server.keep_others_out(connection)
        schema.bring_to_head(connection)

    try:
        server.make_ready()
        taken = await database.read(schema.revision)
        if taken is not None and taken in schema.EARLIER and (former := await server.set_aside(taken)):
            _log.info("The tables are brought up to date; the database as it was is in %s", former.name)
        if taken != schema.HEAD:
            await database.write(bring_to_head)
    except OSError as error:
        raise StorageError(f"{server.name} cannot be used: {error.strerror}") from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StorageError(f"{server.name} cannot be used: {reason(error)}") from error
