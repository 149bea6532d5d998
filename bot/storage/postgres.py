"""PostgreSQL as we want it: for several processes at once, each of which finds its connections again."""

import asyncio
import math
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.connections import Connections
from bot.storage.errors import StorageError

WRITERS: Final = 16
READERS: Final = 4
"""Connections of each process at most."""
_SILENCE: Final = 1.0
"""Seconds after which a connection that nobody used may have broken unnoticed."""
STEPS: Final = 4_241_001
"""The advisory lock under which the tables are brought up to date."""
_PRESENT: Final = 4_241_002
"""The first number of the advisory locks that tell which processes are there; the second is the process's own."""
_ALONE: Final = 4_241_003
"""The first number of the advisory lock of the one process that fetches updates."""
# Bots in another schema of the same database are strangers.
_BE_PRESENT: Final = "SELECT pg_advisory_lock(:present # hashtext(current_schema()), :own)"
_KEPT: Final = "grappolo_kept"
"""The channel on which is told that something was kept."""


class Postgres:
    """A database on a server. Transactions run beside each other; what is claimed is locked row by row."""

    is_shared: Final = True
    """Whether several processes may work on it at once."""

    def __init__(self, address: str) -> None:
        url = url_of(address)
        self.name = url.render_as_string(hide_password=True)
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._engine = _engine(url, WRITERS + 1)  # One is for being there.
        self.writer = Connections(self._engine, WRITERS)
        # What only reads needs no transaction, and asks the server once instead of three times.
        self.readers = Connections(_engine(url, READERS, isolation_level="AUTOCOMMIT"), READERS)
        self.presence: Final = str(secrets.randbelow(1 << 31))
        """The number of this process among those that share the database."""
        self._present: Connection | None = None
        self._alone: set[str] = set()
        """The bots that this process is alone to fetch for, as long as the connection lasts."""
        self._one_at_a_time = asyncio.Lock()

    async def announce(self) -> None:
        """Let the others see that this process is there: by a lock that ends with its connection."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self._presence)

    async def be_alone(self, bot: str) -> bool:
        """Be the only process that fetches for *bot*; False as long as another one is.

        Ask again and again: the lock ends with its connection, and that may break.
        """
        number = int(sha256(bot.encode()).hexdigest()[:7], 16)
        alone = text("SELECT pg_try_advisory_lock(:alone # hashtext(current_schema()), :bot)")

        def is_alone() -> bool:
            connection = self._presence()
            if bot not in self._alone and connection.execute(alone, {"alone": _ALONE, "bot": number}).scalar_one():
                self._alone.add(bot)
            return bot in self._alone

        async with self._one_at_a_time:
            return await asyncio.to_thread(is_alone)

    async def withdraw(self) -> None:
        """Be there no more."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self._let_go)

    def _presence(self) -> Connection:
        """The connection that holds the locks of this process; a new one if it has broken."""
        if self._present is not None:
            try:
                self._present.exec_driver_sql("SELECT 1")
            except SQLAlchemyError:
                self._let_go()
        if self._present is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                connection.execute(text(_BE_PRESENT), {"present": _PRESENT, "own": int(self.presence)})
            except SQLAlchemyError:
                connection.close()
                raise
            self._present = connection
        return self._present

    def _let_go(self) -> None:
        if (connection := self._present) is not None:
            self._present = None
            self._alone.clear()
            # The server sees a moment later that a connection has ended; if it has ended already, so have its locks.
            with suppress(SQLAlchemyError):
                connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            connection.invalidate()
            connection.close()

    def present(self, connection: Connection) -> frozenset[str]:
        """The numbers of all processes that are there."""
        held = text(
            # classid has no sign
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid::bigint = (:present # hashtext(current_schema()))::bigint & 4294967295"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return frozenset(str(number) for number in connection.scalars(held, {"present": _PRESENT}))

    def tell(self, connection: Connection, bot: str) -> None:
        """Let all who listen know, as soon as it is committed, that something is kept for *bot*."""
        connection.execute(text("SELECT pg_notify(:kept, :bot)"), {"kept": _KEPT, "bot": bot})

    async def heard(self, bot: str) -> AsyncGenerator[None, None]:
        """When it begins to listen, and each time something is kept for *bot*. Raises StorageError if it breaks."""
        import psycopg  # Whose data are in a file needs no driver for a server in memory.

        name = f"grappolo {self.presence} listens"
        try:
            async with await psycopg.AsyncConnection.connect(
                self._address, autocommit=True, connect_timeout=5, application_name=name
            ) as connection:
                await connection.execute(f"LISTEN {_KEPT}")
                yield
                async for notice in connection.notifies():
                    if notice.payload == bot:
                        yield
        except psycopg.Error as error:
            raise StorageError(f"{self.name} does not tell what is kept: {type(error).__name__}") from None

    def make_ready(self) -> None:
        """Nothing is to be made: the database is there, or its server says that it is not."""

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that will write: the first statement does."""

    async def empty_log(self) -> bool:
        """Nothing to do: who can read the files of the server is its administrator's affair."""
        return True

    async def set_aside(self, version: str) -> None:
        """Nothing: a server is backed up by who looks after it."""

    def keep_others_out(self, connection: Connection) -> None:
        """Let nobody else change the tables until this transaction ends: replicas start at the same moment."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": STEPS})


def _engine(url: URL, connections: int, **more: Any) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        connect_args={"connect_timeout": 5, "application_name": "grappolo"},
        # Values would stand in error messages, and those in logs.
        hide_parameters=True,
        **more,
    )

    @event.listens_for(engine, "checkin")
    def _note(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _check(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        """Take another one if this one has broken meanwhile, as all have when the server was started anew.

        To ask each time would double what a statement takes.
        """
        if time.monotonic() - record.info.get("used", math.inf) > _SILENCE:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error:
                raise DisconnectionError from None

    return engine


def url_of(address: str) -> URL:
    """The address for the driver that we use. Raises StorageError, without the address: it may hold a password."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise StorageError(_HINT) from None
    if url.get_backend_name() != "postgresql" or not url.database:
        raise StorageError(_HINT)
    return url.set(drivername="postgresql+psycopg")


_HINT: Final = "the database must be one of PostgreSQL: write postgresql://user:password@host/name"
