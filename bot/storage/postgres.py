"""PostgreSQL as we want it: for several processes at once, each of which finds its connections again."""

from typing import Final

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.errors import StorageError

CONNECTIONS: Final = 12
"""Of each process at most: its lanes, and who reads beside them."""
_STEPS: Final = 4_241_001
"""The advisory lock under which the tables are brought up to date."""


class Postgres:
    """A database on a server. Transactions run beside each other; what is claimed is locked row by row."""

    is_shared: Final = True
    """Whether several processes may work on it at once."""

    def __init__(self, address: str) -> None:
        url = url_of(address)
        self.name = url.render_as_string(hide_password=True)
        self.writer = self.readers = create_async_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=None,  # Whoever finds all of them busy waits.
            pool_pre_ping=True,  # After a restart of the server the pool holds connections that are none any more.
            connect_args={"connect_timeout": 5, "application_name": "grappolo"},
            # Values would stand in error messages, and those in logs.
            hide_parameters=True,
        )

    def make_ready(self) -> None:
        """Nothing is to be made: the database is there, or its server says that it is not."""

    async def begin(self, connection: AsyncConnection) -> None:
        """Begin a transaction that will write: the first statement does."""

    async def empty_log(self) -> bool:
        """Nothing to do: who can read the files of the server is its administrator's affair."""
        return True

    async def set_aside(self, version: str) -> None:
        """Nothing: a server is backed up by who looks after it."""

    def keep_others_out(self, connection: Connection) -> None:
        """Let nobody else change the tables until this transaction ends: replicas start at the same moment."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _STEPS})


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
