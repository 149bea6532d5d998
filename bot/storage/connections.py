"""Connections to a database, used in threads: as few changes between threads as there are pieces of work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Lent:
    """A connection that one task has for a while; what it does with it happens in a thread."""

    def __init__(self, engine: Engine, threads: ThreadPoolExecutor) -> None:
        self._engine, self._threads = engine, threads
        self._connection: Connection | None = None

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do *work*, whole: a task that is cancelled meanwhile does not stop a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._do, work)

    async def commit(self) -> None:
        """Commit, and give the connection back."""
        await self.do(_commit)

    async def give_back(self) -> None:
        """Give it back; what is not committed is undone."""
        if self._connection is not None and not self._connection.closed:
            await self.do(Connection.close)

    def _do(self, work: Callable[[Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._engine.connect()
        return work(self._connection)


class Connections:
    """A pool of *number* connections. Whoever finds all of them lent waits, and no thread does.

    With a driver that is asynchronous itself each step of each statement would be handed to a thread and back: four or
    five of them for one statement, and most of what a question costs.
    """

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._free = asyncio.Semaphore(number)
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="database")

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Lent]:
        """A connection until the end of the block, as soon as one is free."""
        async with self._free:
            lent = Lent(self._engine, self._threads)
            try:
                yield lent
            finally:
                await lent.give_back()

    async def use(self, work: Callable[[Connection], T]) -> T:
        """Do *work* with a connection that is given back at once."""
        async with self._free:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._use, work)

    async def close(self) -> None:
        """Close all of them."""
        await asyncio.to_thread(self._close)

    def _use(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)

    def _close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()


def _commit(connection: Connection) -> None:
    connection.commit()
    connection.close()
